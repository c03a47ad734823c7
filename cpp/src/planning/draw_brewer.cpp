#include "enkat/planning/draw.hpp"
#include "unequal.hpp"

namespace enkat {

std::vector<std::int64_t> draw_brewer(std::span<const double> p, Random& random) {
  return detail::with_certain(p, [&](const detail::Uncertain& rest) {
    std::vector<double> odds(rest.p.size());
    for (std::size_t i = 0; i < odds.size(); ++i) odds[i] = rest.p[i] / (1 - rest.p[i]);
    const detail::AliasTable proposals(odds);
    std::vector<std::uint8_t> drawn(odds.size(), 0);
    std::vector<std::int64_t> out;
    double left = static_cast<double>(rest.n);  // n - a: the sum of p of those not drawn
    for (std::int64_t k = rest.n; k >= 1;) {    // k = n - (draws so far): draws that are left
      const std::size_t i = proposals.draw(random);
      const double q = rest.p[i], u = random.uniform();
      if (drawn[i] != 0) continue;
      const double bound = left - q * static_cast<double>(k);
      // at the last draw of rounding's doubt the bound may be 0: the unit is then certain
      if (bound > 0 && u * bound >= (left - q) * (1 - q)) continue;
      drawn[i] = 1;
      out.push_back(static_cast<std::int64_t>(i));
      left -= q;
      --k;
    }
    return out;
  });
}

}  // namespace enkat
