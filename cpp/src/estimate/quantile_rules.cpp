#include "enkat/estimate/quantile_rules.hpp"

#include <string>
#include <utility>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

using Rule = QuantileRule;

constexpr std::array<std::pair<std::string_view, Rule>, 11> names{{{"math", Rule::math},
                                                                   {"school", Rule::school},
                                                                   {"hf1", Rule::math},
                                                                   {"hf2", Rule::school},
                                                                   {"hf3", Rule::hf3},
                                                                   {"hf4", Rule::hf4},
                                                                   {"hf5", Rule::hf5},
                                                                   {"hf6", Rule::hf6},
                                                                   {"hf7", Rule::hf7},
                                                                   {"hf8", Rule::hf8},
                                                                   {"hf9", Rule::hf9}}};

/// What a row's own point lies below its cumulated weight, as a part of its weight.
double step_back(Rule rule) {
  switch (rule) {
    case Rule::hf5:
      return 0.5;
    case Rule::hf7:
      return 1;
    case Rule::hf8:
      return 1.0 / 3;
    case Rule::hf9:
      return 3.0 / 8;
    default:
      return 0;
  }
}

bool equal(double a, double b) { return a - b <= share_tolerance * b && b - a <= share_tolerance * b; }

double first_reaching(Rule rule, double target, const Place& at) {
  const double reached = at.before + at.weight[1];
  if (!at.has_after) return at.value[1];
  if (equal(reached, target)) return rule == Rule::school ? (at.value[1] + at.value[2]) / 2 : at.value[1];
  return !at.has_before && target < reached ? at.value[2] : at.value[1];
}

/// The row whose cumulated weight is nearest; half-way between two the one that is even in order.
double nearest(double target, const Place& at) {
  const double half_way = at.before + at.weight[1] / 2;
  if (!at.has_before || (target > half_way && !equal(half_way, target))) return at.value[1];
  return target < half_way && !equal(half_way, target) ? at.value[0] : at.value[at.even ? 0 : 1];
}

double linear(Rule rule, double target, const Place& at) {
  const double back = step_back(rule);
  const double own = at.before + at.weight[1] * (1 - back);
  const auto on_line = [target](double x0, double y0, double x1, double y1) {
    return x1 > x0 ? y0 + (y1 - y0) * ((target - x0) / (x1 - x0)) : y1;
  };
  const double after = at.before + at.weight[1] + at.weight[2] * (1 - back);
  if (target >= own) return at.has_after ? on_line(own, at.value[1], after, at.value[2]) : at.value[1];
  if (at.has_before) return on_line(at.before - back * at.weight[0], at.value[0], own, at.value[1]);
  return rule == Rule::hf4 && at.has_after ? on_line(own, at.value[1], after, at.value[2]) : at.value[1];
}

}  // namespace

QuantileRule parse_quantile_rule(std::string_view name) {
  for (const auto& [known, rule] : names)
    if (known == name) return rule;
  throw Error(ErrorCode::design,
              "rule='" + std::string(name) + "', expected math, school, or one of hf1 to hf9; math is the usual one",
              "rule");
}

double quantile_target(QuantileRule rule, double p, double total, double last_weight) {
  switch (rule) {
    case Rule::hf6:
      return p * (total + last_weight);
    case Rule::hf7:
      return p * (total - last_weight);
    case Rule::hf8:
      return p * (total + last_weight / 3);
    case Rule::hf9:
      return p * (total + last_weight / 4);
    default:
      return p * total;
  }
}

double quantile_at(QuantileRule rule, double target, const Place& place) {
  if (rule == Rule::math || rule == Rule::school) return first_reaching(rule, target, place);
  return rule == Rule::hf3 ? nearest(target, place) : linear(rule, target, place);
}

}  // namespace enkat
