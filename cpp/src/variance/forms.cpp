#include "enkat/variance/forms.hpp"

#include <cmath>
#include <limits>

namespace enkat {
namespace {

double sum(const std::vector<Term>& terms, const std::vector<double>& total) {
  double s = 0;
  for (const Term& t : terms) s += t.coefficient * total[static_cast<std::size_t>(t.column)];
  return s;
}

}  // namespace

double value_of(const Form& form, const std::vector<double>& total) {
  const double numerator = sum(form.numerator, total);
  if (form.denominator.empty()) return numerator;
  const double denominator = sum(form.denominator, total);
  return denominator != 0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
}

Linear linearize(const Form& form, const std::vector<double>& total) {
  if (form.denominator.empty()) return form.numerator;
  const double denominator = sum(form.denominator, total);
  if (denominator == 0) return {};
  const double ratio = sum(form.numerator, total) / denominator;
  Linear out;
  for (const Term& t : form.numerator) out.push_back({t.column, t.coefficient / denominator});
  for (const Term& t : form.denominator) out.push_back({t.column, -ratio * t.coefficient / denominator});
  return out;
}

}  // namespace enkat
