#include "enkat/inference/test.hpp"

#include <algorithm>
#include <string>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

/// Whether an adjustment changed more than the weights: after trimming alone the variance is of the trimmed weights.
bool enters_variance(const Adjustments* a) {
  const auto has_steps = [](const auto& record) { return !record.steps.empty(); };
  return a && (std::ranges::any_of(a->records, has_steps) || std::ranges::any_of(a->row_records, has_steps));
}

}  // namespace

TestStatistic parse_test_statistic(std::string_view name) {
  if (name == "F" || name == "f") return TestStatistic::f;
  if (name == "Chisq" || name == "chisq") return TestStatistic::chisq;
  if (name == "Wald" || name == "wald") return TestStatistic::wald;
  if (name == "adjWald" || name == "adjusted_wald") return TestStatistic::adjusted_wald;
  if (name == "lincom") return TestStatistic::lincom;
  if (name == "saddlepoint") return TestStatistic::saddlepoint;
  throw Error(
      ErrorCode::design,
      "found '" + std::string(name) + "', expected 'F', 'chisq', 'wald', 'adjusted_wald', 'lincom' or 'saddlepoint'",
      "statistic");
}

double table_degrees_of_freedom(const Design& design) {
  if (design.options().degf || design.replicates() || design.two_phase()) return design.degrees_of_freedom();
  const bool all = design.domain().empty() || enters_variance(design.adjustments());
  std::vector<std::uint8_t> unit(static_cast<std::size_t>(design.units()), all);
  for (std::size_t i = 0; !all && i < design.domain().size(); ++i)
    if (design.domain()[i])
      unit[design.rows_are_units() ? i
                                   : static_cast<std::size_t>(design.unit_of_row().at(static_cast<std::int64_t>(i)))] =
          1;
  return static_cast<double>(units_minus_strata(design.stages(), std::move(unit)));
}

std::int64_t domain_rows(const Design& design) {
  const std::span<const std::uint8_t> domain = design.domain();
  const std::span<const double> w = design.weights();
  std::int64_t n = 0;
  for (std::size_t i = 0; i < w.size(); ++i) n += (domain.empty() || domain[i]) && (!design.two_phase() || w[i] != 0);
  return n;
}

}  // namespace enkat
