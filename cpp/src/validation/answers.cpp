#include "answers.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace enkat::detail {
namespace {

constexpr std::uint64_t absent_key = 0x9E3779B97F4A7C15U;

std::size_t at(std::int64_t row) { return static_cast<std::size_t>(row); }

/// Whether the cell holds a value, whatever its kind of missing says (an option may stand for a kind).
struct HasValue {
  const Column& column;
  std::int64_t row;
  bool operator()(const CategoryColumn& c) const { return c.codes.at(row) >= 0 || c.reason_at(row); }
  bool operator()(const NumberColumn&) const { return column.present(row); }
  bool operator()(const DateColumn&) const { return column.present(row); }
  bool operator()(const TextColumn& c) const { return column.present(row) && !c.values[at(row)].empty(); }
  bool operator()(const OptionSetColumn& c) const {
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w)
      if (c.words[at(row) * n + w]) return true;
    return false;
  }
  bool operator()(const RankingColumn& c) const {
    for (const std::uint16_t item : c.at(row))
      if (item != RankingColumn::no_item) return true;
    return false;
  }
};

/// Calls f(row, kind of missing, whether an answer is given, whether it has a value, the typed column) for every row:
/// one look at the column's type instead of one per cell.
template <class F>
void each_cell(const Column& column, std::int64_t rows, F&& f) {
  std::visit(
      [&](const auto& data) {
        for (std::int64_t r = 0; r < rows; ++r) {
          const Missing kind = column.kind(r);
          const bool value = HasValue{column, r}(data);
          f(r, kind, kind != Missing::invalid && (is_statement(kind) || value), value, data);
        }
      },
      column.data);
}

std::uint64_t mixed(std::uint64_t h, std::uint64_t value) {
  h ^= value + absent_key + (h << 6) + (h >> 2);
  h *= 0xBF58476D1CE4E5B9U;
  return h ^ (h >> 29);
}

/// A number that is equal for equal values of a cell.
struct CellKey {
  std::int64_t row;
  std::uint64_t operator()(const CategoryColumn& c) const {
    const std::uint64_t reason = c.reason.empty() ? 0 : c.reason[at(row)];
    return static_cast<std::uint64_t>(c.codes.at(row)) + 2 + (reason << 32);
  }
  std::uint64_t operator()(const NumberColumn& c) const {
    const double v = c.values[at(row)];
    return std::bit_cast<std::uint64_t>(v == 0 ? 0.0 : v);  // minus zero is zero
  }
  std::uint64_t operator()(const DateColumn& c) const { return static_cast<std::uint64_t>(c.days[at(row)]); }
  std::uint64_t operator()(const TextColumn& c) const { return std::hash<std::string>{}(c.values[at(row)]); }
  std::uint64_t operator()(const OptionSetColumn& c) const {
    std::uint64_t h = 1;
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w) h = mixed(h, c.words[at(row) * n + w]);
    return h;
  }
  std::uint64_t operator()(const RankingColumn& c) const {
    std::uint64_t h = 1;
    for (const std::uint16_t item : c.at(row)) h = mixed(h, item);
    return h;
  }
};

struct SameValue {
  std::int64_t a, b;
  bool operator()(const TextColumn& c) const { return c.values[at(a)] == c.values[at(b)]; }
  bool operator()(const OptionSetColumn& c) const {
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w)
      if (c.words[at(a) * n + w] != c.words[at(b) * n + w]) return false;
    return true;
  }
  bool operator()(const RankingColumn& c) const { return std::ranges::equal(c.at(a), c.at(b)); }
  template <class C>
  bool operator()(const C& c) const {
    return CellKey{a}(c) == CellKey{b}(c);
  }
};

}  // namespace

bool has_value(const Column& column, std::int64_t row) { return std::visit(HasValue{column, row}, column.data); }

bool given(const Column& column, std::int64_t row) {
  const Missing kind = column.kind(row);
  if (kind == Missing::invalid) return false;
  return is_statement(kind) || has_value(column, row);
}

void mix_cells(const Column& column, std::vector<std::uint64_t>& hashes) {
  each_cell(
      column, static_cast<std::int64_t>(hashes.size()),
      [&](std::int64_t r, Missing kind, bool is_given, bool value, const auto& data) {
        const std::uint64_t key = !is_given ? absent_key : value ? CellKey{r}(data) : static_cast<std::uint64_t>(kind);
        hashes[at(r)] = mixed(hashes[at(r)], key);
      });
}

std::uint64_t cell_hash(const Column& column, std::int64_t row) {
  if (!given(column, row)) return absent_key;
  if (!has_value(column, row)) return static_cast<std::uint64_t>(column.kind(row));
  return mixed(0, std::visit(CellKey{row}, column.data));
}

bool same_cell(const Column& column, std::int64_t a, std::int64_t b) {
  const bool a_given = given(column, a);
  if (a_given != given(column, b)) return false;
  if (!a_given) return true;
  if (has_value(column, a) != has_value(column, b)) return false;
  if (!has_value(column, a)) return column.kind(a) == column.kind(b);
  return std::visit(SameValue{a, b}, column.data);
}

bool same_answer(const Column& a, const Column& b, std::int64_t row) {
  const auto* first = std::get_if<CategoryColumn>(&a.data);
  const auto* second = std::get_if<CategoryColumn>(&b.data);
  if (first && second) {
    return first->levels[static_cast<std::size_t>(first->codes.at(row))] ==
           second->levels[static_cast<std::size_t>(second->codes.at(row))];
  }
  return cell_text(a, row) == cell_text(b, row);
}

bool is_expected(const Column& column, std::int64_t row, const std::vector<std::string>& expected) {
  const auto among = [&](const std::string& text) { return std::ranges::find(expected, text) != expected.end(); };
  const auto* set = std::get_if<OptionSetColumn>(&column.data);
  if (!set) return among(cell_text(column, row));
  std::size_t n = 0;
  for (std::size_t j = 0; j < set->options.size(); ++j) {
    if (!set->has(row, j)) continue;
    if (!among(set->options[j])) return false;
    ++n;
  }
  return n == expected.size();
}

}  // namespace enkat::detail
