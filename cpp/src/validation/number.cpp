#include <algorithm>
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

/// How far a decimal number may lie from its binary representation after one subtraction or multiplication.
constexpr double slack = 1e-9;

/// Whether the value has more decimals than allowed, as written in decimal: 0.1 + 0.2 has one.
bool has_more_decimals(double value, std::int64_t decimals) {
  const double unit = std::pow(10.0, -static_cast<double>(decimals));
  const double nearest = std::round(value / unit) * unit;
  return std::abs(value - nearest) > std::min(slack, unit * 1e-3) + 8e-16 * std::abs(value);
}

/// Whether the value is not `start` plus a whole number of steps.
bool is_off_step(double value, double start, double step) {
  const double steps = (value - start) / step;
  return std::abs(steps - std::round(steps)) > std::min(1e-3, slack * std::max(1.0, std::abs(steps)));
}

void judge_value(State& s, QuestionState& q, std::int64_t row, double value) {
  const Question& asked = *q.question;
  const auto report = [&](Rule rule, Side side, double bound) {
    Finding& f = s.report(row, q, rule);
    f.side = side;
    f.value = number_text(value);
    f.expected = number_text(bound);
  };
  const double* min = std::get_if<double>(&asked.min);
  const double* max = std::get_if<double>(&asked.max);
  if (min && value < *min) report(Rule::number_range, Side::below, *min);
  if (max && value > *max) report(Rule::number_range, Side::above, *max);
  if (asked.decimals && has_more_decimals(value, *asked.decimals))
    report(Rule::number_decimals, Side::none, static_cast<double>(*asked.decimals));
  if (asked.step && is_off_step(value, min ? *min : 0, *asked.step)) report(Rule::number_step, Side::none, *asked.step);
}

}  // namespace

void judge_number(State& s, QuestionState& q) {
  const Question& asked = *q.question;
  const bool bounded = asked.min.index() != 0 || asked.max.index() != 0;
  if (!bounded && !asked.decimals && !asked.step) return;
  for (const Part& part : q.parts) {
    const auto& values = std::get<NumberColumn>(part.column->data).values;
    q.each_answer([&](std::int64_t row) {
      if (part.column->present(row)) judge_value(s, q, row, values[static_cast<std::size_t>(row)]);
    });
  }
}

}  // namespace enkat::detail
