#include "enkat/estimate/nps.hpp"

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/estimate/mean.hpp"

namespace enkat {
namespace {

Numbers scores(const Numbers& answers) {
  std::vector<double> out(answers.values.size(), 0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!answers.valid.empty() && !answers.valid[i]) continue;
    const double a = answers.values[i];
    if (!(a >= 0 && a <= 10) || a != std::floor(a))
      throw Error(ErrorCode::data,
                  "row " + std::to_string(i + 1) + " holds " + std::to_string(a) +
                      ", expected a whole number from 0 to 10; recode the scale first",
                  "nps");
    if (a >= 9) out[i] = 100;
    if (a <= 6) out[i] = -100;
  }
  return make_numbers(std::move(out), answers.valid, "nps");
}

}  // namespace

Estimates nps(const Design& design, const std::vector<const Numbers*>& answers, const EstimateOptions& options) {
  std::vector<Numbers> score;
  for (const Numbers* a : answers) score.push_back(scores(*a));
  std::vector<Variable> variables;
  for (const Numbers& s : score) variables.push_back({&s, {}});
  return mean(design, variables, options);
}

}  // namespace enkat
