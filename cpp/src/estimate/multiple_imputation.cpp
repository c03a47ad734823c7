#include "enkat/estimate/multiple_imputation.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void check(const std::vector<std::vector<double>>& estimates, const std::vector<Covariance>& covariances) {
  if (estimates.size() < 2)
    throw Error(ErrorCode::design, "found " + std::to_string(estimates.size()) + " results, expected at least two",
                "results");
  for (std::size_t m = 0; m < estimates.size(); ++m)
    if (estimates[m].size() != estimates[0].size() || covariances[m].size != estimates[0].size())
      throw Error(ErrorCode::design,
                  "the first has " + std::to_string(estimates[0].size()) + " estimates and number " +
                      std::to_string(m + 1) + " has " + std::to_string(estimates[m].size()) +
                      ", expected the same statistics of every imputation",
                  "results");
}

double degrees_of_freedom(double within, double between, double m, double nu) {
  const double r = (1 + 1 / m) * between / within;
  const double df_m = r > 0 ? (m - 1) * (1 + 1 / r) * (1 + 1 / r) : infinity;
  if (std::isinf(nu)) return df_m;
  const double observed = (nu + 1) / (nu + 3) * nu * within / (within + between);
  return 1 / (1 / df_m + 1 / observed);
}

}  // namespace

CombinedImputations combine_imputations(const std::vector<std::vector<double>>& estimates,
                                        const std::vector<Covariance>& covariances, double complete_df) {
  check(estimates, covariances);
  const std::size_t k = estimates[0].size();
  const auto m = static_cast<double>(estimates.size());
  const Covariance zero{k, std::vector<double>(k * k, 0)};
  CombinedImputations out{std::vector<double>(k, 0), {}, {}, zero, zero, zero};
  // the mean from the first on: equal estimates differ by nothing, not by rounding
  for (const auto& q : estimates)
    for (std::size_t j = 0; j < k; ++j) out.estimate[j] += (q[j] - estimates[0][j]) / m;
  for (std::size_t j = 0; j < k; ++j) out.estimate[j] += estimates[0][j];
  for (std::size_t s = 0; s < estimates.size(); ++s)
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) {
        out.within.values[i * k + j] += covariances[s].at(i, j) / m;
        out.between.values[i * k + j] +=
            (estimates[s][i] - out.estimate[i]) * (estimates[s][j] - out.estimate[j]) / (m - 1);
      }
  for (std::size_t i = 0; i < k * k; ++i)
    out.total.values[i] = out.within.values[i] + (1 + 1 / m) * out.between.values[i];
  for (std::size_t j = 0; j < k; ++j) {
    const double w = out.within.at(j, j), b = out.between.at(j, j), r = (1 + 1 / m) * b / w;
    const double df = degrees_of_freedom(w, b, m, complete_df);
    out.df.push_back(df);
    out.missing_information.push_back((r + 2 / (df + 3)) / (r + 1));
  }
  return out;
}

}  // namespace enkat
