#pragma once
#include <string_view>
#include <vector>

#include "enkat/base/pattern.hpp"

namespace enkat::detail {

/// A regular expression as a tree; children are indices into PatternTree::nodes.
struct PatternNode {
  enum class Kind : std::uint8_t { set, sequence, alternatives, repeat, assertion };
  Kind kind = Kind::sequence;
  std::vector<Pattern::Range> ranges = {};  ///< set, always positive: a negated class is complemented
  std::vector<int> children = {};
  int least = 0, most = 0;  ///< repeat; most < 0: without limit
  Pattern::Kind assertion = Pattern::Kind::begin;
};

struct PatternTree {
  std::vector<PatternNode> nodes;
  int root = 0;
};

/// Throws enkat::Error (definition).
PatternTree parse_pattern(std::string_view pattern);

}  // namespace enkat::detail
