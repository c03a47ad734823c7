#include "enkat/estimate/profiles.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/parallel.hpp"
#include "enkat/state/unit_rows.hpp"

namespace enkat {
namespace {

/// Joint levels beyond which counting banners together costs more in sums by unit than it saves in rows.
constexpr std::int64_t most_joint = 48;
constexpr std::int64_t most_levels = 254;

bool counts_as_bytes(const Factor& f) { return f.codes && f.levels() > 0 && f.levels() <= most_levels; }

}  // namespace

ColumnSet::ColumnSet(const Design& design, std::vector<Factor> columns, int threads) : columns_(std::move(columns)) {
  if (takes_unit_rows(design) && std::any_of(columns_.begin(), columns_.end(), counts_as_bytes)) {
    rows_ = std::make_shared<const UnitRows>(unit_rows(design));
    join(threads);
  } else {
    alone_.resize(columns_.size());
    std::iota(alone_.begin(), alone_.end(), std::size_t{0});
  }
}

/// Greedy: the largest banner first, each into the first joint variable that stays small.
void ColumnSet::join(int threads) {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < columns_.size(); ++k) (counts_as_bytes(columns_[k]) ? order : alone_).push_back(k);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return columns_[a].levels() > columns_[b].levels(); });
  std::vector<UnitCodes> in_units(columns_.size());
  for_blocks(static_cast<std::int64_t>(order.size()), threads, [&](std::int64_t i) {
    const std::size_t k = order[static_cast<std::size_t>(i)];
    in_units[k] = in_order(*rows_, *columns_[k].codes);
  });
  for (const std::size_t k : order) {
    UnitCodes& own = in_units[k];
    const std::int64_t levels = own.levels;
    const auto fits = [&](const Joint& j) { return j.codes->levels * levels <= most_joint; };
    const auto into = std::find_if(joints_.begin(), joints_.end(), fits);
    if (into == joints_.end()) {
      std::vector<std::int32_t> same(static_cast<std::size_t>(levels));
      std::iota(same.begin(), same.end(), 0);
      joints_.push_back({std::make_shared<const UnitCodes>(std::move(own)), {k}, {std::move(same)}, {levels}});
      continue;
    }
    into->codes = std::make_shared<const UnitCodes>(paired(*into->codes, own));
    const auto size = static_cast<std::size_t>(levels);
    for (auto& of : into->of_level) {
      std::vector<std::int32_t> longer;
      for (const std::int32_t level : of) longer.insert(longer.end(), size, level);
      of = std::move(longer);
    }
    into->members.push_back(k);
    into->levels.push_back(levels);
    into->of_level.emplace_back();
    for (std::int64_t c = 0; c < into->codes->levels; ++c)
      into->of_level.back().push_back(static_cast<std::int32_t>(c % levels));
  }
}

bool ColumnSet::fits(std::int64_t levels) const {
  constexpr std::int64_t most = 1 << 24;  // numbers: 128 MB; a plain pass refuses what is too large
  const auto units = static_cast<std::int64_t>(rows_->units());
  return std::all_of(joints_.begin(), joints_.end(),
                     [&](const Joint& j) { return units * levels * j.codes->levels <= most; });
}

std::vector<Profile> ColumnSet::profiles(const Design& design, const std::vector<ProfileRequest>& requests) const {
  std::vector<Profile> out(requests.size());
  if (requests.empty()) return out;
  const Variable& row = requests[0].row;
  const bool counted = rows_ && !row.number && counts_as_bytes(row.factor) && fits(row.factor.levels());
  for (std::size_t k = 0; !counted && k < requests.size(); ++k) out[k] = profile(design, requests[k]);
  if (!counted) return out;
  for (const std::size_t k : alone_) out[k] = profile(design, requests[k]);
  std::vector<const UnitCodes*> codes;
  for (const Joint& j : joints_) codes.push_back(j.codes.get());
  std::vector<Totals> totals = pair_totals(design, *rows_, *row.factor.codes, codes);
  for (std::size_t j = 0; j < joints_.size(); ++j) {
    const Joint& joint = joints_[j];
    for (std::size_t m = 0; m < joint.members.size(); ++m) {
      const std::size_t k = joint.members[m];
      Totals pairs = joint.members.size() == 1
                         ? std::move(totals[j])
                         : coarser_columns(totals[j], row.factor.levels(), joint.of_level[m], joint.levels[m]);
      out[k] = profile(design, requests[k], std::move(pairs));
    }
  }
  return out;
}

}  // namespace enkat
