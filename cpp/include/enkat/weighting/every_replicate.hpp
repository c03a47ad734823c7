#pragma once
#include <functional>

#include "enkat/design/design.hpp"

namespace enkat {

/// A weight adjustment of the sample and, where it has replicates, the same again under every replicate weight: the
/// variance then holds what the adjustment does. `adjust` gets designs without replicates, at the same time.
[[nodiscard]] Design in_every_replicate(const Design& design, const std::function<Design(const Design&)>& adjust,
                                        int threads = 0);

}  // namespace enkat
