#include "enkat/state/scan.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"
#include "mapped_totals.hpp"

namespace enkat {
namespace {

constexpr int number_type = 0, categories_type = 1, options_type = 2;

int type_of(const ScanColumn& c) {
  if (c.number) return number_type;
  return c.categories ? categories_type : options_type;
}

void check_size(const Totals& t) {
  constexpr double most = double{1 << 27};  // numbers: one GiB
  const double columns = static_cast<double>(t.columns());
  const double size = t.kind == TotalsKind::units
                          ? static_cast<double>(t.units) * columns
                          : static_cast<double>(t.strata) * columns * (t.one_hot ? 2.0 : static_cast<double>(t.width));
  if (size + 2 * static_cast<double>(t.cells) * columns <= most) return;
  throw Error(
      ErrorCode::data,
      "the variables have " + std::to_string(t.width) + " levels in " + std::to_string(t.groups) +
          " domains, whose totals by cluster need more than 1 GiB; merge categories, or ask for fewer variables "
          "or domains at a time",
      "scan");
}

}  // namespace

void Scan::start(const ScannedDesign& design, std::span<const ScanColumn> variables, std::size_t by) {
  started_ = true;
  own_units_ = design.rows_are_units();
  const Lonely lonely = design.options().lonely;
  occupied_ = !own_units_ && (design.options().lonely_in_domains || lonely == Lonely::average);
  if (own_units_ && design.options().lonely_in_domains)
    throw Error(
        ErrorCode::design,
        "is judged by single rows where every row is a cluster of its own, which a scan does not keep; leave it "
        "out, or collect() the data first",
        "lonely_in_domains");
  by_cell_ = own_units_ && design.adjustments();
  const auto order = [](const std::vector<LevelOrder>& of, std::size_t k) {
    return k < of.size() ? of[k] : LevelOrder::as_seen;
  };
  for (std::size_t k = 0; k < variables.size(); ++k) {
    const ScanColumn& v = variables[k];
    type_.push_back(type_of(v));
    levels_.emplace_back(order(spec_.order, k), spec_.last);
    options_.push_back(v.options ? OptionSet{v.options->options, {}, {}} : OptionSet{});
    centre_.push_back(k < spec_.centres.size() ? spec_.centres[k] : v.number ? v.number->centre : 0);
  }
  missing_.assign(variables.size(), 0);
  groups_ = SeenGroups(by, spec_.by_order, spec_.last);
  const auto block = [&](std::size_t k) {
    return Part{type_[k] == number_type ? Block::Kind::number : Block::Kind::indicators, static_cast<int>(k), -1};
  };
  if (spec_.kind == ScanKind::table) {
    if (variables.size() != 2 || type_[0] == number_type || type_[1] == number_type)
      throw Error(ErrorCode::data, "expected two variables with levels", "table");
    parts_.push_back({Block::Kind::pairs, 0, 1});
    one_hot_ = type_[0] == categories_type && type_[1] == categories_type;
    if (!one_hot_) {
      parts_.push_back(block(0));
      parts_.push_back(block(1));
      parts_.push_back({});
    }
  } else {
    parts_.push_back({});
    for (std::size_t k = 0; k < variables.size(); ++k) parts_.push_back(block(k));
  }
  shape_ = shape(design);
  totals_ = empty(shape_);
  if (by == 0) domain_.resize(1);
}

Scan::Shape Scan::shape(const ScannedDesign& design) const {
  Shape s;
  s.units = own_units_ ? 0 : design.units();
  s.strata = design.strata();
  if (design.adjustments() && !own_units_) s.cells = static_cast<std::int64_t>(design.adjustments()->cells());
  for (std::size_t k = 0; k < type_.size(); ++k)
    s.levels.push_back(type_[k] == number_type    ? 1
                       : type_[k] == options_type ? static_cast<std::int64_t>(options_[k].options.size())
                                                  : levels_[k].size());
  s.groups = by_cell_ ? pairs_.size() : groups_.size();
  return s;
}

std::int64_t Scan::width(const Shape& s) const {
  std::int64_t w = 0;
  for (const Part& p : parts_)
    w += (p.first < 0 ? 1 : s.levels[static_cast<std::size_t>(p.first)]) *
         (p.second < 0 ? 1 : s.levels[static_cast<std::size_t>(p.second)]);
  return w;
}

Totals Scan::empty(const Shape& s) const {
  Totals t;
  t.kind = own_units_ ? TotalsKind::moments : TotalsKind::units;
  t.groups = s.groups;
  t.width = width(s);
  t.one_hot = one_hot_;
  if (occupied_) t.occupied.assign(1, 0);
  t.units = s.units;
  t.strata = s.strata;
  t.cells = s.cells;
  check_size(t);
  const auto columns = static_cast<std::size_t>(t.columns());
  t.count.assign(columns, 0);
  t.square.assign(columns, 0);
  t.cell_plain.assign(static_cast<std::size_t>(t.cells) * columns, 0);
  t.cell_sum = t.cell_plain;
  detail::extend(t, s.units, s.strata);
  if (!occupied_ || t.units * t.groups == 0) t.occupied.clear();
  return t;
}

/// By column of `from`: its column in `to`, where level k of variable v became level[v][k] (empty: k).
std::vector<std::int64_t> Scan::column_map(const Shape& from, const Shape& to,
                                           const std::vector<std::vector<std::int32_t>>& level) const {
  const auto moved = [&](int v, std::int64_t k) {
    if (v < 0 || level.empty() || level[static_cast<std::size_t>(v)].empty()) return k;
    return static_cast<std::int64_t>(level[static_cast<std::size_t>(v)][static_cast<std::size_t>(k)]);
  };
  const auto levels = [](const Shape& s, int v) { return v < 0 ? 1 : s.levels[static_cast<std::size_t>(v)]; };
  std::vector<std::int64_t> z;
  std::int64_t start = 0;
  for (const Part& p : parts_) {
    for (std::int64_t a = 0; a < levels(from, p.first); ++a)
      for (std::int64_t b = 0; b < levels(from, p.second); ++b)
        z.push_back(start + moved(p.first, a) * levels(to, p.second) + moved(p.second, b));
    start += levels(to, p.first) * levels(to, p.second);
  }
  std::vector<std::int64_t> out;
  for (std::int64_t g = 0; g < from.groups; ++g)
    for (const std::int64_t k : z) out.push_back(g * start + k);
  return out;
}

/// Room for what this chunk has shown for the first time.
void Scan::grow(const ScannedDesign& design) {
  const Shape now = shape(design);
  if (now.levels == shape_.levels && now.groups == shape_.groups && (!occupied_ || !totals_.occupied.empty())) {
    if (now.units > shape_.units || now.strata > shape_.strata) {
      detail::extend(totals_, now.units, now.strata);
      check_size(totals_);
    }
  } else {
    Totals larger = empty(now);
    const std::vector<std::int64_t> column = column_map(shape_, now, {});
    detail::add_mapped(larger, totals_, {column, {}, {}});
    totals_ = std::move(larger);
    if (by_cell_) grow_plain(now, column);
  }
  shape_ = now;
  domain_.resize(static_cast<std::size_t>(groups_.size()));
}

/// Notes which units have rows: of weight other than zero in each domain, and of any in the subpopulation.
void Scan::mark(const Design& chunk, const Codes* group, std::span<const std::uint8_t> complete) {
  const std::span<const double> w = chunk.weights();
  const std::span<const std::uint8_t> domain = chunk.domain();
  const auto units = static_cast<std::size_t>(own_units_ ? shape_.strata : shape_.units);
  for (Seen* s : {&all_, &any_weight_}) s->unit.resize(units, 0);
  for (Seen& s : domain_) s.unit.resize(units, 0);
  const auto count = [&](std::size_t i, std::size_t g, std::size_t unit) {
    Seen& s = domain_[g];
    s.occurs = true;
    if (!complete.empty() && !complete[i]) return;
    ++s.rows;
    s.unit[unit] = 1;
  };
  constexpr std::size_t block = 4096;
  const bool every_row = domain.empty() && chunk.no_zero_weight();
  const auto known = [](const Seen& s) { return std::find(s.unit.begin(), s.unit.end(), 0) == s.unit.end(); };
  const auto each = [&](auto unit_of) {
    if (every_row) {
      domain_rows_ += static_cast<std::int64_t>(w.size());
      all_.rows += static_cast<std::int64_t>(w.size());
      for (Seen* s : {&all_, &any_weight_})
        for (std::size_t from = 0; from < w.size() && !known(*s); from += block)
          for (std::size_t i = from; i < std::min(from + block, w.size()); ++i) s->unit[unit_of(i)] = 1;
    }
    for (std::size_t i = 0; i < w.size() && !every_row; ++i) {
      if (!domain.empty() && !domain[i]) continue;
      ++domain_rows_;
      any_weight_.unit[unit_of(i)] = 1;
      if (w[i] == 0) continue;
      ++all_.rows;
      all_.unit[unit_of(i)] = 1;
    }
    if (!group && !complete.empty())
      for (std::size_t i = 0; i < w.size(); ++i)
        if (w[i] != 0 && (domain.empty() || domain[i])) count(i, 0, unit_of(i));
    if (!group) return;
    group->visit([&]<class T>(std::span<const T> g) {
      for (std::size_t i = 0; i < w.size(); ++i)
        if (g[i] != missing_code<T> && w[i] != 0 && (domain.empty() || domain[i])) count(i, g[i], unit_of(i));
    });
  };
  if (own_units_) {
    const std::vector<std::int32_t>& stratum = chunk.stages().front().stratum;
    each([&](std::size_t i) { return static_cast<std::size_t>(stratum[i]); });
  } else {
    chunk.unit_of_row().visit(
        [&](auto unit) { each([unit](std::size_t i) { return static_cast<std::size_t>(unit[i]); }); });
  }
  any_weight_.rows = domain_rows_;
  if (!group && complete.empty()) domain_[0] = all_;
}

namespace {

Codes one_code(std::int64_t rows) {
  return {Codes::Narrow(std::vector<std::uint8_t>(static_cast<std::size_t>(rows), 0)), 1};
}

/// Rows of the subpopulation with a weight that have no value.
std::int64_t rows_without(const Design& design, const Block& block) {
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto count = [&](auto missing) {
    std::int64_t n = 0;
    for (std::size_t i = 0; i < w.size(); ++i)
      n += static_cast<std::int64_t>(missing(i) && w[i] != 0 && (domain.empty() || domain[i]));
    return n;
  };
  const auto without = [&](const std::vector<std::uint8_t>& valid) {
    return valid.empty() ? std::int64_t{0} : count([&](std::size_t i) { return !valid[i]; });
  };
  if (block.number) return without(block.number->valid);
  if (block.first.options) return without(block.first.options->answered);
  return block.first.codes->visit([&]<class T>(std::span<const T> v) {
    if (std::find(v.begin(), v.end(), missing_code<T>) == v.end()) return std::int64_t{0};
    return count([v](std::size_t i) { return v[i] == missing_code<T>; });
  });
}

}  // namespace

void Scan::add(ScannedDesign& design, const ScanChunk& chunk, std::span<const ScanColumn> variables,
               std::span<const Categories* const> by) {
  const Design d = design.chunk(chunk);
  if (!started_) start(design, variables, by.size());
  if (variables.size() != type_.size() || by.size() != groups_.variables())
    throw Error(ErrorCode::data, "the chunk has other variables than those before, expected the same", "scan");
  std::vector<Codes> codes(variables.size());
  std::vector<Numbers> numbers(variables.size());
  for (std::size_t k = 0; k < variables.size(); ++k) {
    if (type_of(variables[k]) != type_[k])
      throw Error(ErrorCode::data, "variable " + std::to_string(k + 1) + " is of another kind than before", "scan");
    if (variables[k].categories) codes[k] = levels_[k].codes_of(*variables[k].categories);
    if (variables[k].number) {
      numbers[k] = *variables[k].number;
      numbers[k].centre = centre_[k];
    }
  }
  std::optional<Codes> group;
  if (!by.empty()) group = groups_.codes_of(by);
  const Codes* const domain = group ? &*group : nullptr;
  Codes pair;
  if (by_cell_) pair = pairs_.codes_of(group ? *group : one_code(chunk.rows), design.cells_of_chunk());
  grow(design);
  TotalsRequest request;
  request.group = by_cell_ ? &pair : domain;
  const auto factor = [&](int v) {
    if (v < 0 || type_[static_cast<std::size_t>(v)] == number_type) return Factor{};
    const auto k = static_cast<std::size_t>(v);
    return type_[k] == categories_type ? Factor{&codes[k], nullptr} : Factor{nullptr, variables[k].options};
  };
  for (const Part& p : parts_)
    request.blocks.push_back({p.kind,
                              p.kind == Block::Kind::number ? &numbers[static_cast<std::size_t>(p.first)] : nullptr,
                              factor(p.first), factor(p.second)});
  accumulate(totals_, d, request, 0, chunk.rows);
  if (by_cell_) add_by_cell(design, d, request);
  mark(d, domain,
       spec_.complete_cases ? detail::complete_rows(request.blocks, chunk.rows) : std::vector<std::uint8_t>());
  for (std::size_t k = 0; k < variables.size(); ++k)
    missing_[k] += rows_without(
        d, {Block::Kind::indicators, type_[k] == number_type ? &numbers[k] : nullptr, factor(static_cast<int>(k)), {}});
  rows_ += chunk.rows;
}

void Scan::merge(const ScannedDesign& design, const Scan& other, const Renumbering& to) {
  if (!other.started_) return;
  if (!started_) {  // nothing of its own yet: the shape of the other, without its numbers
    *this = other;
    shape_ = shape(design);
    Totals mine = empty(shape_);
    detail::add_mapped(mine, totals_, {column_map(other.shape_, shape_, {}), to.unit, to.stratum});
    totals_ = std::move(mine);
    const auto moved = [&](Seen& s) {
      std::vector<std::uint8_t> unit(static_cast<std::size_t>(own_units_ ? shape_.strata : shape_.units), 0);
      const std::vector<std::int32_t>& place = own_units_ ? to.stratum : to.unit;
      for (std::size_t u = 0; u < s.unit.size(); ++u) unit[static_cast<std::size_t>(place[u])] |= s.unit[u];
      s.unit = std::move(unit);
    };
    moved(all_);
    moved(any_weight_);
    for (Seen& s : domain_) moved(s);
    return;
  }
  if (type_ != other.type_ || groups_.variables() != other.groups_.variables() || spec_.kind != other.spec_.kind)
    throw Error(ErrorCode::data, "the two scans are of different variables, expected the same", "merge");
  if (centre_ != other.centre_)
    throw Error(
        ErrorCode::data,
        "the two scans centre their numbers at different constants, expected the same; give both the same centres",
        "merge");
  std::vector<std::vector<std::int32_t>> level(type_.size());
  for (std::size_t k = 0; k < type_.size(); ++k) {
    if (type_[k] == categories_type) level[k] = levels_[k].numbers_of(other.levels_[k].levels());
    if (options_[k].options != other.options_[k].options)
      throw Error(ErrorCode::data, "the two scans have different options, expected the same", "merge");
  }
  const std::vector<std::int32_t> group = groups_.numbers_of(other.groups_);
  grow(design);
  std::vector<std::int64_t> column = column_map(other.shape_, shape_, level);
  const std::int64_t from_width = width(other.shape_), to_width = width(shape_);
  for (std::size_t c = 0; c < column.size(); ++c)
    column[c] +=
        (group[c / static_cast<std::size_t>(from_width)] - static_cast<std::int64_t>(c) / from_width) * to_width;
  detail::add_mapped(totals_, other.totals_, {std::move(column), to.unit, to.stratum});
  const auto join = [&](Seen& mine, const Seen& theirs) {
    mine.unit.resize(static_cast<std::size_t>(own_units_ ? shape_.strata : shape_.units), 0);
    const std::vector<std::int32_t>& place = own_units_ ? to.stratum : to.unit;
    for (std::size_t u = 0; u < theirs.unit.size(); ++u)
      mine.unit[static_cast<std::size_t>(place[u])] |= theirs.unit[u];
    mine.rows += theirs.rows;
    mine.occurs |= theirs.occurs;
  };
  join(all_, other.all_);
  join(any_weight_, other.any_weight_);
  for (std::size_t g = 0; g < other.domain_.size(); ++g)
    join(domain_[static_cast<std::size_t>(group[g])], other.domain_[g]);
  for (std::size_t k = 0; k < missing_.size(); ++k) missing_[k] += other.missing_[k];
  rows_ += other.rows_;
  domain_rows_ += other.domain_rows_;
}

}  // namespace enkat
