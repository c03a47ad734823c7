#include "enkat/validation/outcome_rates.hpp"

#include <cmath>
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

std::optional<double> rate(double part, std::optional<double> whole) {
  if (!whole || *whole <= 0) return std::nullopt;
  return part / *whole;
}

void check(const Dispositions& d, std::optional<double> e) {
  for (const double n : {d.I, d.P, d.R, d.NC, d.O, d.UH, d.UO, d.NE})
    if (!(n >= 0 && std::isfinite(n)))
      throw Error(ErrorCode::data,
                  "found " + (std::isfinite(n) ? number_text(n) : "no number") +
                      " cases, expected 0 or more of every disposition",
                  "dispositions");
  if (e && !(*e >= 0 && *e <= 1))
    throw Error(ErrorCode::data, "found no share from 0 to 1, expected the share of unknown cases that is eligible",
                "e");
}

}  // namespace

OutcomeRates outcome_rates(const Dispositions& d, std::optional<double> e) {
  check(d, e);
  const double eligible = d.I + d.P + d.R + d.NC + d.O, unknown = d.UH + d.UO, both = d.I + d.P;
  const double contacted = both + d.R + d.O;
  if (!e && eligible + d.NE > 0) e = eligible / (eligible + d.NE);
  const std::optional<double> estimated = e              ? std::optional(*e * unknown)
                                          : unknown == 0 ? std::optional(0.0)
                                                         : std::nullopt;
  const auto with = [&](double known) { return estimated ? std::optional(known + *estimated) : std::nullopt; };
  return {{rate(d.I, eligible + unknown), rate(both, eligible + unknown), rate(d.I, with(eligible)),
           rate(both, with(eligible)), rate(d.I, eligible), rate(both, eligible), rate(d.I, contacted),
           rate(both, contacted), rate(d.I, both + d.R), rate(both, both + d.R), rate(d.R, eligible + unknown),
           rate(d.R, with(eligible)), rate(d.R, eligible), rate(contacted, contacted + d.NC + unknown),
           rate(contacted, with(contacted + d.NC)), rate(contacted, contacted + d.NC)},
          e};
}

}  // namespace enkat
