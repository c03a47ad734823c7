#include "enkat/estimate/interval.hpp"

#include <array>
#include <string>
#include <utility>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/interval_asin.hpp"
#include "enkat/estimate/interval_beta.hpp"
#include "enkat/estimate/interval_likelihood.hpp"
#include "enkat/estimate/interval_logit.hpp"
#include "enkat/estimate/interval_nchs.hpp"
#include "enkat/estimate/interval_wald.hpp"
#include "enkat/estimate/interval_wilson.hpp"

namespace enkat {
namespace {

// The first name of a method is the public one; the others are the values that R users know.
constexpr std::array<std::pair<std::string_view, IntervalMethod>, 10> method_names{{
    {"t", IntervalMethod::wald},
    {"logit", IntervalMethod::logit},
    {"wilson", IntervalMethod::wilson},
    {"beta", IntervalMethod::beta},
    {"nchs", IntervalMethod::nchs},
    {"asin", IntervalMethod::asin},
    {"likelihood", IntervalMethod::likelihood},
    {"wald", IntervalMethod::wald},
    {"mean", IntervalMethod::wald},
    {"xlogit", IntervalMethod::logit},
}};

}  // namespace

IntervalMethod parse_interval_method(std::string_view name) {
  for (const auto& [known, method] : method_names)
    if (known == name) return method;
  throw Error(ErrorCode::design,
              "found \"" + std::string(name) + "\", expected one of t, logit, wilson, beta, nchs, asin, likelihood",
              "ci");
}

std::string_view name_of(IntervalMethod method) {
  for (const auto& [name, known] : method_names)
    if (known == method) return name;
  return "t";
}

double two_sided_t(double level, double df) { return t_quantile(0.5 + level / 2, df); }

Interval mean_interval(double estimate, double se, double df, double level) {
  const double half = two_sided_t(level, df) * se;
  return {estimate - half, estimate + half};
}

Interval share_interval(IntervalMethod method, const ShareSample& sample) {
  switch (method) {
    case IntervalMethod::wald:
      return interval_wald(sample);
    case IntervalMethod::logit:
      return interval_logit(sample);
    case IntervalMethod::wilson:
      return interval_wilson(sample);
    case IntervalMethod::beta:
      return interval_beta(sample);
    case IntervalMethod::nchs:
      return interval_nchs(sample);
    case IntervalMethod::asin:
      return interval_asin(sample);
    case IntervalMethod::likelihood:
      return interval_likelihood(sample);
  }
  return {};
}

}  // namespace enkat
