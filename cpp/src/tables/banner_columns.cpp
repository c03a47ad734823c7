#include <algorithm>
#include <numeric>

#include "banner_parts.hpp"
#include "enkat/base/error.hpp"
#include "enkat/design/groups.hpp"

namespace enkat {
namespace {

bool only_codes(const std::vector<Factor>& variables) {
  return std::all_of(variables.begin(), variables.end(), [](const Factor& f) { return f.codes != nullptr; });
}

bool contains(const std::vector<std::int32_t>& levels, std::int32_t level) {
  return std::find(levels.begin(), levels.end(), level) != levels.end();
}

/// 1 for every row that has one of the levels.
std::vector<std::uint8_t> rows_with(const Factor& f, const std::vector<std::int32_t>& levels, std::size_t rows) {
  std::vector<std::uint8_t> out(rows, 0);
  std::vector<std::uint8_t> wanted(static_cast<std::size_t>(f.levels()), 0);
  for (const std::int32_t k : levels) wanted[static_cast<std::size_t>(k)] = 1;
  if (f.codes) {
    f.codes->visit([&]<class T>(std::span<const T> v) {
      for (std::size_t i = 0; i < rows; ++i) out[i] = v[i] != missing_code<T> && wanted[v[i]];
    });
    return out;
  }
  const OptionSet& set = *f.options;
  std::vector<std::uint64_t> mask(set.words_per_row(), 0);
  for (std::size_t k = 0; k < wanted.size(); ++k) mask[k / 64] |= std::uint64_t{wanted[k]} << (k % 64);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < mask.size() && !out[i]; ++k)
      out[i] = (set.words[i * mask.size() + k] & mask[k]) != 0 && (set.answered.empty() || set.answered[i]);
  return out;
}

bool has_missing(const Codes& codes) {
  return codes.visit(
      []<class T>(std::span<const T> v) { return std::find(v.begin(), v.end(), missing_code<T>) != v.end(); });
}

/// The codes with a level of its own at the end for rows that are missing.
std::unique_ptr<Codes> with_spare(const Codes& codes) {
  const auto spare = static_cast<std::int32_t>(codes.levels());
  return codes.visit([&]<class T>(std::span<const T> v) {
    std::vector<std::int32_t> out(v.size());
    for (std::size_t i = 0; i < v.size(); ++i)
      out[i] = v[i] == missing_code<T> ? spare : static_cast<std::int32_t>(v[i]);
    return std::make_unique<Codes>(out, spare + 1);
  });
}

/// The joint levels that are in a column: of every variable one that the column names.
std::vector<std::int32_t> levels_in(const BannerColumn& column, const std::vector<std::vector<std::int32_t>>& member) {
  std::vector<std::int32_t> out;
  for (std::size_t k = 0; k < member[0].size(); ++k) {
    bool in = true;
    for (std::size_t v = 0; v < member.size(); ++v) in = in && contains(column.levels[v], member[v][k]);
    if (in) out.push_back(static_cast<std::int32_t>(k));
  }
  return out;
}

detail::GroupColumns of_codes(const BannerGroup& group) {
  detail::GroupColumns out;
  std::vector<std::vector<std::int32_t>> member;
  if (group.variables.size() == 1) {
    const Codes& codes = *group.variables[0].codes;
    member.emplace_back(static_cast<std::size_t>(codes.levels()));
    std::iota(member[0].begin(), member[0].end(), 0);
    if (has_missing(codes))
      out.codes = with_spare(codes);
    else
      out.given = &codes;
  } else {
    std::vector<const Codes*> codes;
    for (const Factor& f : group.variables) codes.push_back(f.codes);
    JointCells joint = joint_cells(codes);
    member = std::move(joint.member);
    out.codes = has_missing(joint.cell) ? with_spare(joint.cell) : std::make_unique<Codes>(std::move(joint.cell));
  }
  for (const BannerColumn& c : group.columns) out.columns.push_back(levels_in(c, member));
  out.columns.emplace_back(static_cast<std::size_t>(out.factor().levels()));
  std::iota(out.columns.back().begin(), out.columns.back().end(), 0);
  return out;
}

/// A bit per column, and one that every row has.
detail::GroupColumns of_options(const Design& design, const BannerGroup& group) {
  const auto rows = static_cast<std::size_t>(design.rows());
  detail::GroupColumns out;
  out.options = std::make_unique<OptionSet>();
  OptionSet& set = *out.options;
  for (const BannerColumn& c : group.columns) set.options.push_back(c.name);
  set.options.emplace_back();
  const std::size_t per_row = set.words_per_row();
  set.words.assign(rows * per_row, 0);
  for (std::size_t c = 0; c <= group.columns.size(); ++c) {
    std::vector<std::uint8_t> in(rows, 1);
    for (std::size_t v = 0; c < group.columns.size() && v < group.variables.size(); ++v) {
      const std::vector<std::uint8_t> with = rows_with(group.variables[v], group.columns[c].levels[v], rows);
      for (std::size_t i = 0; i < rows; ++i) in[i] &= with[i];
    }
    for (std::size_t i = 0; i < rows; ++i) set.words[i * per_row + c / 64] |= std::uint64_t{in[i]} << (c % 64);
    out.columns.push_back({static_cast<std::int32_t>(c)});
  }
  return out;
}

/// All combinations of options and categories of which some row has one; options cannot be coded jointly.
std::vector<std::vector<std::int32_t>> occurring(const Design& design, const std::vector<Factor>& variables) {
  std::vector<std::vector<std::int32_t>> out = {{}};
  for (const Factor& f : variables) {
    std::vector<std::vector<std::int32_t>> longer;
    for (const auto& part : out)
      for (std::int32_t k = 0; k < f.levels(); ++k) {
        longer.push_back(part);
        longer.back().push_back(k);
      }
    out = std::move(longer);
  }
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  std::erase_if(out, [&](const std::vector<std::int32_t>& combination) {
    std::vector<std::uint8_t> in(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) in[i] = w[i] != 0 && (domain.empty() || domain[i]);
    for (std::size_t v = 0; v < variables.size(); ++v) {
      const std::vector<std::uint8_t> with = rows_with(variables[v], {combination[v]}, w.size());
      for (std::size_t i = 0; i < w.size(); ++i) in[i] &= with[i];
    }
    return std::find(in.begin(), in.end(), 1) == in.end();
  });
  return out;
}

}  // namespace

namespace detail {

GroupColumns group_columns(const Design& design, const BannerGroup& group) {
  for (const BannerColumn& c : group.columns)
    if (c.levels.size() != group.variables.size())
      throw Error(ErrorCode::design,
                  "column '" + c.name + "' names levels of " + std::to_string(c.levels.size()) +
                      " variables, expected one list for each of " + std::to_string(group.variables.size()),
                  "columns");
  if (!group.variables.empty() && only_codes(group.variables)) return of_codes(group);
  return of_options(design, group);
}

}  // namespace detail

std::vector<BannerColumn> banner_columns(const Design& design, const std::vector<Factor>& variables,
                                         const std::vector<std::vector<std::string>>& names) {
  std::vector<std::vector<std::int32_t>> members;
  if (variables.size() > 1 && only_codes(variables)) {
    std::vector<const Codes*> codes;
    for (const Factor& f : variables) codes.push_back(f.codes);
    const Groups groups = groups_of(design, codes);
    for (std::size_t k = 0; k < groups.rows.size(); ++k) {
      members.emplace_back();
      for (const auto& m : groups.member) members.back().push_back(m[k]);
    }
  } else if (variables.size() > 1) {
    members = occurring(design, variables);
  } else {
    for (std::int32_t k = 0; k < variables[0].levels(); ++k) members.push_back({k});
  }
  std::vector<BannerColumn> out;
  for (const auto& m : members) {
    BannerColumn c;
    for (std::size_t v = 0; v < m.size(); ++v) {
      c.name += (v ? "|" : "") + names[v][static_cast<std::size_t>(m[v])];
      c.levels.push_back({m[v]});
    }
    out.push_back(std::move(c));
  }
  return out;
}

}  // namespace enkat
