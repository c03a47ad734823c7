#pragma once
#include <functional>

#include "enkat/design/design.hpp"

namespace enkat {

/// A weight adjustment of the sample and, where it has replicates, the same again under every replicate weight: the
/// variance then holds what the adjustment does. `adjust` gets designs without replicates, at the same time.
/// `keep_degrees`: the degrees of freedom stay those of before, as R keeps them in calibrate; else they are the rank of
/// the new weights. A domain taken later counts its own in both cases.
[[nodiscard]] Design in_every_replicate(const Design& design, const std::function<Design(const Design&)>& adjust,
                                        int threads = 0, bool keep_degrees = false);

}  // namespace enkat
