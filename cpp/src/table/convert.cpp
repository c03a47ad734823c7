#include "enkat/table/convert.hpp"

#include <algorithm>

#include "arrow_chunk.hpp"
#include "enkat/base/error.hpp"

namespace enkat {
namespace {

std::vector<std::uint8_t> present(const Column& column) {
  std::vector<std::uint8_t> out;
  for (const Missing m : column.missing) out.push_back(m == Missing::none);
  return out;
}

template <class Valid>
std::vector<Missing> kinds(const std::vector<Valid>& valid) {
  std::vector<Missing> out;
  for (const auto v : valid) out.push_back(v ? Missing::none : Missing::no_answer);
  return out;
}

std::vector<std::int32_t> widened(const Codes& codes) {
  std::vector<std::int32_t> out;
  for (std::int64_t i = 0; i < codes.size(); ++i) out.push_back(codes.at(i));
  return out;
}

[[noreturn]] void wrong_kind(const Column& column, const std::string& expected) {
  throw Error(ErrorCode::data, "is of another kind, expected " + expected, "column '" + column.name + "'");
}

}  // namespace

Numbers numbers_of(const Column& column) {
  if (const auto* n = std::get_if<NumberColumn>(&column.data))
    return make_numbers(n->values, present(column), column.name);
  if (const auto* d = std::get_if<DateColumn>(&column.data))
    return make_numbers({d->days.begin(), d->days.end()}, present(column), column.name);
  wrong_kind(column, "numbers");
}

Categories categories_of(const Column& column) {
  const auto* c = std::get_if<CategoryColumn>(&column.data);
  if (!c) wrong_kind(column, "one category per row");
  if (column.missing.empty()) return {c->codes, c->levels};
  std::vector<std::int32_t> codes = widened(c->codes);
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (column.missing[i] != Missing::none) codes[i] = -1;
  return {Codes(codes, static_cast<std::int64_t>(c->levels.size())), c->levels};
}

Categories categories_of(const Numbers& numbers) { return detail::number_categories(numbers); }

OptionSet option_set_of(const Column& column) {
  const auto* s = std::get_if<OptionSetColumn>(&column.data);
  if (!s) wrong_kind(column, "a multi-select question");
  return {s->options, s->words, present(column)};
}

Categories first_places_of(const Column& column) {
  const auto* r = std::get_if<RankingColumn>(&column.data);
  if (!r) wrong_kind(column, "a ranking");
  const std::size_t places = r->items.size();
  std::vector<std::int32_t> first;
  for (std::size_t at = 0; places > 0 && at < r->order.size(); at += places) {
    const bool given = column.present(static_cast<std::int64_t>(at / places)) && r->order[at] != RankingColumn::no_item;
    first.push_back(given ? r->order[at] : -1);
  }
  return {Codes(first, static_cast<std::int64_t>(places)), r->items};
}

Numbers ranks_of(const Column& column, std::size_t item) {
  const auto* r = std::get_if<RankingColumn>(&column.data);
  if (!r) wrong_kind(column, "a ranking");
  const std::size_t places = r->items.size(), rows = places ? r->order.size() / places : 0;
  std::vector<double> rank(rows, 0);
  std::vector<std::uint8_t> valid(rows, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    if (!column.present(static_cast<std::int64_t>(i))) continue;
    const std::span<const std::uint16_t> order = r->at(static_cast<std::int64_t>(i));
    const auto at = std::find(order.begin(), order.end(), static_cast<std::uint16_t>(item));
    if (at == order.end()) continue;
    rank[i] = static_cast<double>(at - order.begin() + 1);
    valid[i] = 1;
  }
  return make_numbers(std::move(rank), std::move(valid), column.name);
}

Numbers level_numbers(const Categories& categories, const std::vector<std::optional<double>>& values,
                      const std::string& name) {
  std::vector<double> numbers;
  std::vector<std::uint8_t> valid;
  for (std::int64_t i = 0; i < categories.codes.size(); ++i) {
    const std::int32_t code = categories.codes.at(i);
    const bool given = code >= 0 && values[static_cast<std::size_t>(code)].has_value();
    numbers.push_back(given ? *values[static_cast<std::size_t>(code)] : 0);
    valid.push_back(given);
  }
  return make_numbers(std::move(numbers), std::move(valid), name);
}

Column column_of(const std::string& name, const Numbers& numbers) {
  return {name, NumberColumn{{numbers.values.begin(), numbers.values.end()}}, kinds(numbers.valid)};
}

Column column_of(const std::string& name, const Categories& categories) {
  std::vector<std::uint8_t> valid;
  for (std::int64_t i = 0; i < categories.codes.size(); ++i) valid.push_back(categories.codes.at(i) >= 0);
  return {name, CategoryColumn{categories.levels, categories.codes}, kinds(valid)};
}

Column column_of(const std::string& name, const OptionSet& set) {
  return {name, OptionSetColumn{set.options, set.words}, kinds(set.answered)};
}

Categories with_missing_level(const Categories& categories, const std::string& label) {
  std::vector<std::int32_t> codes = widened(categories.codes);
  Categories out{{}, categories.levels};
  out.levels.push_back(label);
  for (std::int32_t& c : codes)
    if (c < 0) c = static_cast<std::int32_t>(categories.levels.size());
  out.codes = Codes(codes, static_cast<std::int64_t>(out.levels.size()));
  return out;
}

}  // namespace enkat
