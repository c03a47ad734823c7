#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "answers.hpp"
#include "state.hpp"

namespace enkat::detail {

/// A piece of a key: a field that the survey tool records, or a question.
struct KeyField {
  const std::vector<std::string>* texts = nullptr;
  const Column* column = nullptr;

  [[nodiscard]] bool known() const { return (texts && !texts->empty()) || column; }
  [[nodiscard]] bool present(std::int64_t r) const {
    return texts ? !(*texts)[static_cast<std::size_t>(r)].empty() : given(*column, r);
  }
  [[nodiscard]] bool same(std::int64_t a, std::int64_t b) const {
    return texts ? (*texts)[static_cast<std::size_t>(a)] == (*texts)[static_cast<std::size_t>(b)]
                 : same_cell(*column, a, b);
  }
  [[nodiscard]] std::uint64_t hash(std::int64_t r) const {
    return texts ? std::hash<std::string>{}((*texts)[static_cast<std::size_t>(r)]) : cell_hash(*column, r);
  }
};

[[nodiscard]] KeyField field_named(const State& state, const std::string& name);

/// The response's identifier: the definition's field where the file has it, else the layout's.
[[nodiscard]] KeyField identifier(const State& state);

}  // namespace enkat::detail
