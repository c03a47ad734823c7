#include "enkat/base/pattern.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"
#include "enkat/base/utf8.hpp"
#include "pattern_tree.hpp"

namespace enkat {
namespace {

using detail::PatternNode;
using detail::PatternTree;
using Instruction = Pattern::Instruction;
using Kind = Pattern::Kind;

/// Writes the tree as a program: a repetition {m,n} is written out m times, then n - m times as an option.
class Emitter {
 public:
  Emitter(const PatternTree& tree, std::vector<Instruction>& program, std::vector<Pattern::Range>& ranges)
      : tree_(tree), program_(program), ranges_(ranges) {}

  void emit(int index) {
    const PatternNode& n = tree_.nodes[static_cast<std::size_t>(index)];
    switch (n.kind) {
      case PatternNode::Kind::set:
        set(n);
        break;
      case PatternNode::Kind::assertion:
        add({.kind = n.assertion});
        break;
      case PatternNode::Kind::sequence:
        for (const int child : n.children) emit(child);
        break;
      case PatternNode::Kind::alternatives:
        alternatives(n);
        break;
      case PatternNode::Kind::repeat:
        repeat(n);
        break;
    }
  }

  int add(Instruction i) {
    if (program_.size() == Pattern::max_instructions)
      throw Error(ErrorCode::definition, "found a pattern of more than " + std::to_string(Pattern::max_instructions) +
                                             " steps, expected fewer repetitions inside repetitions");
    program_.push_back(i);
    return here() - 1;
  }

 private:
  [[nodiscard]] int here() const { return static_cast<int>(program_.size()); }
  Instruction& at(int i) { return program_[static_cast<std::size_t>(i)]; }

  void set(const PatternNode& n) {
    const int from = static_cast<int>(ranges_.size());
    ranges_.insert(ranges_.end(), n.ranges.begin(), n.ranges.end());
    add({.kind = Kind::set, .x = from, .y = static_cast<int>(ranges_.size())});
  }

  void alternatives(const PatternNode& n) {
    std::vector<int> jumps;
    for (std::size_t i = 0; i + 1 < n.children.size(); ++i) {
      const int split = add({.kind = Kind::split, .x = here() + 1});
      emit(n.children[i]);
      jumps.push_back(add({.kind = Kind::jump}));
      at(split).y = here();
    }
    emit(n.children.back());
    for (const int j : jumps) at(j).x = here();
  }

  void repeat(const PatternNode& n) {
    const int body = n.children[0];
    for (int i = 0; i < n.least; ++i) {
      const int before = here();
      emit(body);
      if (here() == before) return;  // nothing to repeat
    }
    if (n.most < 0) {
      const int split = add({.kind = Kind::split, .x = here() + 1});
      emit(body);
      add({.kind = Kind::jump, .x = split});
      at(split).y = here();
    }
    std::vector<int> splits;
    for (int i = n.least; i < n.most; ++i) {
      splits.push_back(add({.kind = Kind::split, .x = here() + 1}));
      emit(body);
    }
    for (const int s : splits) at(s).y = here();
  }

  const PatternTree& tree_;
  std::vector<Instruction>& program_;
  std::vector<Pattern::Range>& ranges_;
};

bool is_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// What surrounds a position between two characters.
struct Gap {
  bool first = false, last = false, word_before = false, word_after = false;
};

/// All states that the program can be in at one position, each once.
class States {
 public:
  explicit States(const std::vector<Instruction>& program) : program_(&program), seen_(program.size(), 0) {}

  void clear() { ++stamp_, waiting_.clear(), matched_ = false; }
  [[nodiscard]] bool matched() const { return matched_; }
  [[nodiscard]] const std::vector<int>& waiting() const { return waiting_; }

  /// Adds a state and all that follow from it without reading a character.
  void add(int start, const Gap& gap) {
    stack_.push_back(start);
    while (!stack_.empty()) {
      const int i = stack_.back();
      stack_.pop_back();
      if (seen_[static_cast<std::size_t>(i)] == stamp_) continue;
      seen_[static_cast<std::size_t>(i)] = stamp_;
      follow(i, gap);
    }
  }

 private:
  void follow(int i, const Gap& gap) {
    const Instruction& in = (*program_)[static_cast<std::size_t>(i)];
    const bool edge = gap.word_before != gap.word_after;
    switch (in.kind) {
      case Kind::set:
        waiting_.push_back(i);
        break;
      case Kind::match:
        matched_ = true;
        break;
      case Kind::split:
        stack_.push_back(in.y), stack_.push_back(in.x);
        break;
      case Kind::jump:
        stack_.push_back(in.x);
        break;
      case Kind::begin:
        if (gap.first) stack_.push_back(i + 1);
        break;
      case Kind::end:
        if (gap.last) stack_.push_back(i + 1);
        break;
      case Kind::word_edge:
        if (edge) stack_.push_back(i + 1);
        break;
      case Kind::no_word_edge:
        if (!edge) stack_.push_back(i + 1);
        break;
    }
  }

  const std::vector<Instruction>* program_;
  std::vector<std::uint64_t> seen_;
  std::uint64_t stamp_ = 1;
  std::vector<int> waiting_, stack_;
  bool matched_ = false;
};

}  // namespace

Pattern Pattern::compile(std::string_view pattern) {
  Pattern out;
  const PatternTree tree = detail::parse_pattern(pattern);
  Emitter emitter(tree, out.program_, out.ranges_);
  emitter.emit(tree.root);
  emitter.add({.kind = Kind::match});
  return out;
}

bool Pattern::run(std::string_view text, bool whole) const {
  const auto accepts = [&](const Instruction& in, char32_t c) {
    return std::any_of(ranges_.begin() + in.x, ranges_.begin() + in.y,
                       [c](Range r) { return c >= r.first && c <= r.last; });
  };
  States now(program_), next(program_);
  std::size_t at = 0;
  char32_t c = text.empty() ? 0 : next_code_point(text, at);
  Gap gap{.first = true, .last = text.empty(), .word_after = !text.empty() && is_word(c)};
  now.add(0, gap);
  while (!gap.last) {
    if (now.matched() && !whole) return true;
    const bool last = at == text.size();
    const char32_t after = last ? 0 : next_code_point(text, at);
    gap = {.last = last, .word_before = gap.word_after, .word_after = !last && is_word(after)};
    next.clear();
    for (const int i : now.waiting())
      if (accepts(program_[static_cast<std::size_t>(i)], c)) next.add(i + 1, gap);
    if (!whole) next.add(0, gap);
    std::swap(now, next);
    if (whole && now.waiting().empty() && !now.matched()) return false;
    c = after;
  }
  return now.matched();
}

}  // namespace enkat
