#pragma once
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {

/// Throws unless `good`: "argument: found 5, expected ...".
inline void expect(bool good, double found, const char* expected, const char* argument) {
  if (!good) throw Error(ErrorCode::design, "found " + number_text(found) + ", expected " + expected, argument);
}

}  // namespace enkat::detail
