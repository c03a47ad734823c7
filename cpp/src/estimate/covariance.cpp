#include "enkat/estimate/covariance.hpp"

#include <cmath>
#include <limits>
#include <map>

#include "enkat/base/parallel.hpp"
#include "smooth.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// (x - centre of x)(y - centre of y) by row.
Numbers product(const Numbers& x, const Numbers& y, int threads) {
  const std::int64_t n = x.size();
  auto values = std::make_shared<std::vector<double>>(static_cast<std::size_t>(n), 0.0);
  const std::int64_t lanes = lanes_for(n, 1);
  for_blocks(lanes, threads, [&](std::int64_t lane) {
    const auto to = static_cast<std::size_t>(lane_begin(lane + 1, lanes, n));
    for (auto i = static_cast<std::size_t>(lane_begin(lane, lanes, n)); i < to; ++i)
      (*values)[i] = (x.values[i] - x.centre) * (y.values[i] - y.centre);
  });
  Numbers out;
  out.values = {values->data(), values->size()};
  out.owner = values;
  return out;
}

/// The totals that second moments are made of: 1, the numbers, and the products of pairs.
struct Moments {
  std::shared_ptr<const Totals> totals;
  DomainSize size;
  std::vector<double> centre;
  std::map<VariablePair, std::int64_t> product_column;
};

VariablePair ordered(VariablePair p) { return p.first <= p.second ? p : VariablePair{p.second, p.first}; }

Moments moments(const Design& design, const std::vector<const Numbers*>& variables,
                const std::vector<VariablePair>& pairs, const EstimateOptions& options) {
  Moments out;
  std::vector<Numbers> products;
  products.reserve(pairs.size());
  TotalsRequest request{{{}}, options.by, options.threads};
  for (const Numbers* v : variables) {
    request.blocks.push_back({Block::Kind::number, v, {}, {}});
    out.centre.push_back(v->centre);
  }
  for (const VariablePair& given : pairs) {
    const VariablePair p = ordered(given);
    if (!out.product_column.try_emplace(p, static_cast<std::int64_t>(request.blocks.size())).second) continue;
    products.push_back(product(*variables[p.first], *variables[p.second], options.threads));
    request.blocks.push_back({Block::Kind::number, &products.back(), {}, {}});
  }
  out.totals = std::make_shared<const Totals>(totals(design, request));
  out.size = domain_sizes(design, options.by);
  return out;
}

/// One second moment of one domain: where its totals stand, and what follows from them.
struct SecondMoment {
  std::int64_t ones = 0, x = 0, y = 0, xy = 0;
  double factor = 1;  ///< n / (n - 1)
  double x_centre = 0, y_centre = 0;

  struct Means {
    double weight, x, y, xy;  ///< of the centred values
  };
  [[nodiscard]] Means means(const std::vector<double>& t) const {
    const double w = t[static_cast<std::size_t>(ones)];
    return {w, t[static_cast<std::size_t>(x)] / w, t[static_cast<std::size_t>(y)] / w,
            t[static_cast<std::size_t>(xy)] / w};
  }
  [[nodiscard]] double value(const std::vector<double>& t) const {
    const Means m = means(t);
    const double s = m.xy - m.x * m.y;
    const double level = std::abs((m.x + x_centre) * (m.y + y_centre));
    return factor * (x == y && s <= 1e-28 * level ? 0 : s);  // a constant: what rounding left of it
  }
  [[nodiscard]] Linear linear(const std::vector<double>& t) const {
    const Means m = means(t);
    const double c = factor / m.weight;
    return {{xy, c}, {x, -c * m.y}, {y, -c * m.x}, {ones, c * (2 * m.x * m.y - m.xy)}};
  }
};

SecondMoment second_moment(const Moments& m, std::size_t group, VariablePair pair) {
  const VariablePair p = ordered(pair);
  const std::int64_t start = static_cast<std::int64_t>(group) * m.totals->width;
  const bool replicated = m.totals->kind == TotalsKind::replicates;
  const auto n =
      static_cast<double>(replicated ? m.totals->count[static_cast<std::size_t>(start)] : m.size.rows[group]);
  return {start,
          start + 1 + static_cast<std::int64_t>(p.first),
          start + 1 + static_cast<std::int64_t>(p.second),
          start + m.product_column.at(p),
          n > 1 ? n / (n - 1) : nan,
          m.centre[p.first],
          m.centre[p.second]};
}

}  // namespace

Estimates covariance(const Design& design, const std::vector<const Numbers*>& variables,
                     const std::vector<VariablePair>& pairs, const EstimateOptions& options) {
  const Moments m = moments(design, variables, pairs, options);
  std::vector<detail::SmoothStatistic> statistics;
  for (std::size_t g = 0; g < static_cast<std::size_t>(m.totals->groups); ++g)
    for (const VariablePair& p : pairs) {
      const SecondMoment s = second_moment(m, g, p);
      statistics.push_back(
          {[s](const std::vector<double>& t) { return s.value(t); }, s.linear(m.totals->total), {{s.ones, 1}}, g});
    }
  return detail::finish_smooth(design, m.totals, m.size, statistics, options.threads);
}

Estimates correlation(const Design& design, const std::vector<const Numbers*>& variables,
                      const std::vector<VariablePair>& pairs, const EstimateOptions& options) {
  std::vector<VariablePair> needed = pairs;
  for (const auto& [i, j] : pairs) {
    needed.emplace_back(i, i);
    needed.emplace_back(j, j);
  }
  const Moments m = moments(design, variables, needed, options);
  const std::vector<double>& t = m.totals->total;
  std::vector<detail::SmoothStatistic> statistics;
  for (std::size_t g = 0; g < static_cast<std::size_t>(m.totals->groups); ++g)
    for (const auto& [i, j] : pairs) {
      const SecondMoment xy = second_moment(m, g, {i, j}), xx = second_moment(m, g, {i, i}),
                         yy = second_moment(m, g, {j, j});
      const auto value = [xy, xx, yy](const std::vector<double>& at) {
        const double spread = std::sqrt(xx.value(at)) * std::sqrt(yy.value(at));
        return spread > 0 ? xy.value(at) / spread : nan;
      };
      const double vx = xx.value(t), vy = yy.value(t), r = value(t);
      Linear linear;
      detail::add_terms(linear, xy.linear(t), 1 / (std::sqrt(vx) * std::sqrt(vy)));
      detail::add_terms(linear, xx.linear(t), -r / (2 * vx));
      detail::add_terms(linear, yy.linear(t), -r / (2 * vy));
      statistics.push_back({value, std::move(linear), {{xy.ones, 1}}, g});
    }
  return detail::finish_smooth(design, m.totals, m.size, statistics, options.threads);
}

}  // namespace enkat
