#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"
#include "enkat/state/scan.hpp"
#include "mapped_totals.hpp"

// What a scan has found, as reading all rows at once gives it: levels in order, and the domains that occur.

namespace enkat {
namespace {

std::vector<std::int32_t> inverse(const std::vector<std::int32_t>& order) {
  std::vector<std::int32_t> out(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) out[static_cast<std::size_t>(order[k])] = static_cast<std::int32_t>(k);
  return out;
}

Categories levels_only(const SeenLevels& seen) {
  Categories out;
  for (const std::int32_t k : seen.in_order()) out.levels.push_back(seen.levels()[static_cast<std::size_t>(k)]);
  out.codes = Codes(Codes::Narrow(std::vector<std::uint8_t>()), seen.size());
  return out;
}

bool some_lonely(const Design& design) {
  for (const Stage& s : design.stages())
    for (std::size_t h = 0; h < s.strata(); ++h)
      if (s.lonely(h)) return true;
  return false;
}

}  // namespace

double Scan::degrees(const Design& whole, const Seen& seen) const {
  if (whole.options().degf) return *whole.options().degf;
  if (own_units_) return static_cast<double>(seen.rows - std::accumulate(seen.unit.begin(), seen.unit.end(), 0));
  std::vector<std::uint8_t> unit = seen.unit;
  unit.resize(whole.stages().back().units(), 0);
  return static_cast<double>(units_minus_strata(whole.stages(), std::move(unit)));
}

Scanned Scan::finish(const ScannedDesign& design) const {
  Scanned out{design.without_rows()};
  if (!started_) throw Error(ErrorCode::data, "nothing was added, expected at least one chunk", "scan");
  out.kind = spec_.kind;
  std::vector<std::vector<std::int32_t>> level(type_.size()), by_level;
  for (std::size_t k = 0; k < type_.size(); ++k) {
    out.numbers.push_back(type_[k] == 0 ? std::make_shared<const Numbers>(Numbers{nullptr, {}, {}, centre_[k]})
                                        : nullptr);
    out.categories.push_back(type_[k] == 1 ? std::make_shared<const Categories>(levels_only(levels_[k])) : nullptr);
    out.options.push_back(type_[k] == 2 ? std::make_shared<const OptionSet>(options_[k]) : nullptr);
    if (type_[k] == 1) level[k] = inverse(levels_[k].in_order());
  }
  std::vector<std::int32_t> group(static_cast<std::size_t>(shape_.groups), 0), used;
  out.grouped = !by_.empty();
  out.member.resize(by_.size());
  for (const SeenLevels& l : by_) {
    out.by.push_back(levels_only(l));
    by_level.push_back(inverse(l.in_order()));
  }
  const auto member = [&](std::int32_t g) {
    std::vector<std::int32_t> m = members(g);
    for (std::size_t k = 0; k < m.size(); ++k) m[k] = by_level[k][static_cast<std::size_t>(m[k])];
    return m;
  };
  for (std::int32_t g = 0; out.grouped && g < static_cast<std::int32_t>(shape_.groups); ++g)
    if (domain_[static_cast<std::size_t>(g)].rows > 0) used.push_back(g);
  std::sort(used.begin(), used.end(), [&](auto a, auto b) { return member(a) < member(b); });
  if (out.grouped) std::fill(group.begin(), group.end(), -1);
  for (std::size_t k = 0; k < used.size(); ++k) {
    group[static_cast<std::size_t>(used[k])] = static_cast<std::int32_t>(k);
    const std::vector<std::int32_t> m = member(used[k]);
    for (std::size_t j = 0; j < m.size(); ++j) out.member[j].push_back(m[j]);
    out.rows.push_back(domain_[static_cast<std::size_t>(used[k])].rows);
    out.df.push_back(degrees(out.design, domain_[static_cast<std::size_t>(used[k])]));
  }
  out.design_df = degrees(out.design, all_);
  out.table_df = degrees(out.design, any_weight_);
  if (!out.grouped) {
    out.rows.push_back(all_.rows);
    out.df.push_back(out.design_df);
  }
  Shape to = shape_;
  to.groups = out.grouped ? static_cast<std::int64_t>(used.size()) : 1;
  std::vector<std::int64_t> column = column_map(shape_, to, level);
  const std::int64_t w = width(shape_);
  for (std::size_t c = 0; c < column.size(); ++c) {
    const auto old = static_cast<std::int64_t>(c) / w;
    const std::int32_t g = group[static_cast<std::size_t>(old)];
    column[c] = g < 0 ? -1 : column[c] + (g - old) * w;
  }
  Totals totals = empty(to);
  detail::add_mapped(totals, totals_, {std::move(column), {}, {}});
  detail::sum_columns(totals);
  if (!out.design.options().lonely_in_domains && !some_lonely(out.design)) totals.occupied.clear();
  if (own_units_ && out.design.options().lonely == Lonely::average && some_lonely(out.design))
    throw Error(ErrorCode::design,
                "is 'average' where a stratum has one row and every row is a cluster of its own, which a scan cannot "
                "average; expected 'adjust', 'remove' or 'certainty', or collect() the data first",
                "lonely");
  out.totals = std::make_shared<const Totals>(std::move(totals));
  out.missing = missing_;
  out.domain_rows = domain_rows_;
  out.weight = weight_;
  return out;
}

}  // namespace enkat
