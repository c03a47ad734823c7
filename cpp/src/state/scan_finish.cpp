#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"
#include "enkat/state/scan.hpp"
#include "mapped_totals.hpp"

// What a scan has found, as reading all rows at once gives it: levels in order, and the domains that occur.

namespace enkat {
namespace {

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
  std::vector<std::vector<std::int32_t>> level(type_.size());
  for (std::size_t k = 0; k < type_.size(); ++k) {
    out.numbers.push_back(type_[k] == 0 ? std::make_shared<const Numbers>(Numbers{nullptr, {}, {}, centre_[k]})
                                        : nullptr);
    out.categories.push_back(type_[k] == 1 ? std::make_shared<const Categories>(levels_only(levels_[k])) : nullptr);
    out.options.push_back(type_[k] == 2 ? std::make_shared<const OptionSet>(options_[k]) : nullptr);
    if (type_[k] == 1) level[k] = places_of(levels_[k]);
  }
  std::vector<std::uint8_t> occurs;
  for (const Seen& s : domain_) occurs.push_back(s.occurs);
  SeenGroups::Ordered groups = groups_.in_order(occurs);
  out.grouped = groups_.variables() > 0;
  out.rows.resize(groups.size());
  out.df.resize(groups.size());
  for (std::size_t g = 0; g < domain_.size(); ++g) {
    if (groups.place[g] < 0) continue;
    const auto at = static_cast<std::size_t>(groups.place[g]);
    out.rows[at] = domain_[g].rows;
    out.df[at] = degrees(out.design, domain_[g]);
  }
  out.by = std::move(groups.levels);
  out.member = std::move(groups.member);
  out.design_df = degrees(out.design, all_);
  out.table_df = degrees(out.design, any_weight_);
  if (design.adjustments()) {  // residuals reach every cluster
    const auto units = static_cast<std::size_t>(own_units_ ? shape_.strata : shape_.units);
    out.table_df = degrees(out.design, {std::vector<std::uint8_t>(units, 1), design.rows(), true});
  }
  Shape to = shape_;
  to.groups = static_cast<std::int64_t>(out.rows.size());
  std::vector<std::int64_t> column = column_map(shape_, to, level);
  const std::vector<std::int64_t> within = column_map(shape_, shape_, level);
  const std::int64_t w = width(shape_);
  for (std::size_t c = 0; c < column.size(); ++c) {
    const auto old = static_cast<std::int64_t>(c) / w;
    const auto domain = by_cell_ ? pairs_.first()[static_cast<std::size_t>(old)] : static_cast<std::int32_t>(old);
    const std::int32_t g = groups.place[static_cast<std::size_t>(domain)];
    column[c] = g < 0 ? -1 : within[c] + (g - old) * w;
  }
  Totals totals = empty(to);
  detail::add_mapped(totals, totals_, {std::move(column), {}, {}});
  detail::sum_columns(totals);
  if (by_cell_) {
    Shape one = shape_;
    one.strata = 1;
    Totals ordered = empty(shape_), plain = empty(one);
    detail::add_mapped(ordered, totals_, {within, {}, {}});
    detail::add_mapped(plain, plain_, {within, {}, {}});
    add_cell_sums(totals, ordered, plain, groups.place, *design.adjustments());
    out.design = with_moments(out.design, ordered, groups.place);
  }
  if (!out.design.options().lonely_in_domains && !some_lonely(out.design)) totals.occupied.clear();
  if (own_units_ && out.design.options().lonely == Lonely::average && some_lonely(out.design))
    throw Error(ErrorCode::design,
                "is 'average' where a stratum has one row and every row is a cluster of its own, which a scan cannot "
                "average; expected 'adjust', 'remove' or 'certainty', or collect() the data first",
                "lonely");
  out.totals = std::make_shared<const Totals>(std::move(totals));
  out.missing = missing_;
  out.domain_rows = domain_rows_;
  out.weighted_rows = all_.rows;
  return out;
}

}  // namespace enkat
