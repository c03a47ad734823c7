#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "enkat/base/expression.hpp"
#include "enkat/table/column.hpp"
#include "enkat/table/responses.hpp"

namespace enkat {

/// Three-valued truth, one byte per row.
enum class Truth : std::uint8_t { no, yes, missing };

/// Where an expression finds its columns. `find` returns nullptr for an unknown name; matrix rows are asked for as
/// "question.row". `submitted` and `today` may be empty: then these calls are missing.
struct EvaluationContext {
  std::int64_t rows = 0;
  std::function<const Column*(const std::string&)> find;
  std::vector<std::string> known = {};  ///< every column name: for answered(matrix) and for "did you mean"
  std::vector<std::optional<Moment>> submitted = {};
  std::optional<std::int32_t> today = {};  ///< days since 1970-01-01
};

/// The context of a table: its columns by name, its submission times. It must not outlive the table.
[[nodiscard]] EvaluationContext context_of(const Responses& responses);

/// Evaluates a condition column by column. A comparison with a missing value is missing; and/or are three-valued.
/// Throws enkat::Error (data) that names an unknown column, or operands whose types cannot be compared.
[[nodiscard]] std::vector<Truth> evaluate_condition(const Expression& expression, const EvaluationContext& context);

/// Evaluates a numeric expression (a `calculated` question); missing rows are marked.
[[nodiscard]] Column evaluate_number(const Expression& expression, const EvaluationContext& context);

}  // namespace enkat
