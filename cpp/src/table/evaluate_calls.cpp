#include <algorithm>
#include <bit>

#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"
#include "evaluate_values.hpp"

namespace enkat::detail {
namespace {

const Column& column_of(const Value& v) { return *std::get<ColumnRef>(v).column; }

std::size_t item(const Evaluation& e, const ExprNode& code, const std::string& column,
                 const std::vector<std::string>& items) {
  const auto found = std::find(items.begin(), items.end(), code.text);
  if (found == items.end())
    e.refuse(code, in_quotes(code.text), "an option of " + in_quotes(column) + did_you_mean(code.text, items));
  return static_cast<std::size_t>(found - items.begin());
}

/// Whether an option was chosen. An option that stands for a refusal or for no opinion can be asked about too.
Truths selected(Evaluation& e, const ExprNode& n) {
  const Value& v = e.value(n.children[0]);
  const ExprNode& code = e.node(n.children[1]);
  const Column& column = column_of(v);
  Truths out(e.rows(), Truth::missing);
  if (const auto* c = std::get_if<CategoryColumn>(&column.data)) {
    const auto found = std::find(c->levels.begin(), c->levels.end(), code.text);
    const auto wanted = static_cast<std::int32_t>(found - c->levels.begin());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      if (const std::int32_t at = c->codes.at(row); at >= 0)
        out[i] = static_cast<Truth>(at == wanted);
      else if (const std::string* reason = c->reason_at(row))
        out[i] = static_cast<Truth>(*reason == code.text);
    }
    return out;
  }
  const auto* set = std::get_if<OptionSetColumn>(&column.data);
  if (!set) e.refuse(n, e.shown(n.children[0]), "a single or multiple choice in selected()");
  const std::size_t option = item(e, code, column.name, set->options);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<Truth>(set->has(static_cast<std::int64_t>(i), option));
  mark_missing(out, mask_of(column));
  return out;
}

/// A refusal and "no opinion" are answers that were given.
bool was_answered(Missing kind) {
  return kind == Missing::none || kind == Missing::refused || kind == Missing::no_opinion;
}

void add_answered(Truths& out, const Column& column) {
  const auto* c = std::get_if<CategoryColumn>(&column.data);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const Missing kind = column.kind(row);
    const bool absent = kind == Missing::none && c && c->codes.at(row) < 0;
    const bool chosen = c && c->reason_at(row);
    if ((was_answered(kind) && !absent) || chosen) out[i] = Truth::yes;
  }
}

/// Never missing. A matrix, known only by its rows "question.row", is answered where any row is.
Truths answered(Evaluation& e, const ExprNode& n) {
  const ExprNode& name = e.node(n.children[0]);
  Truths out(e.rows(), Truth::no);
  if (const auto* ref = std::get_if<ColumnRef>(&e.value(n.children[0])); ref && ref->column)
    return add_answered(out, *ref->column), out;
  for (const std::string& known : e.context.known)
    if (known.size() > name.text.size() && known.starts_with(name.text) && known[name.text.size()] == '.')
      if (const Column* row = e.context.find(known)) add_answered(out, *row);
  return out;
}

Numbers marked_by(const Column& column, std::size_t rows) {
  Numbers out{std::vector<double>(rows), {}, false};
  if (const std::uint8_t* missing = mask_of(column)) out.missing.assign(missing, missing + rows);
  return out;
}

Numbers count(Evaluation& e, const ExprNode& n) {
  const Column& column = column_of(e.value(n.children[0]));
  Numbers out = marked_by(column, e.rows());
  if (const auto* set = std::get_if<OptionSetColumn>(&column.data)) {
    const std::size_t words = set->words_per_row();
    for (std::size_t i = 0; i < set->words.size(); ++i) out.values[i / words] += std::popcount(set->words[i]);
  } else if (const auto* ranking = std::get_if<RankingColumn>(&column.data)) {
    const std::size_t places = ranking->items.size();
    for (std::size_t i = 0; i < ranking->order.size(); ++i)
      out.values[i / places] += ranking->order[i] != RankingColumn::no_item;
  } else {
    e.refuse(n, e.shown(n.children[0]), "a multiple choice or a ranking in count()");
  }
  return out;
}

/// The place of an item from 1, missing where it was not ranked.
Numbers rank(Evaluation& e, const ExprNode& n) {
  const Column& column = column_of(e.value(n.children[0]));
  const auto* ranking = std::get_if<RankingColumn>(&column.data);
  if (!ranking) e.refuse(n, e.shown(n.children[0]), "a ranking in rank()");
  const std::size_t wanted = item(e, e.node(n.children[1]), column.name, ranking->items);
  Numbers out = marked_by(column, e.rows());
  out.missing.resize(e.rows(), 0);
  for (std::size_t i = 0; i < e.rows(); ++i) {
    const auto order = ranking->at(static_cast<std::int64_t>(i));
    const auto found = std::find(order.begin(), order.end(), wanted);
    if (found == order.end())
      out.missing[i] = 1;
    else
      out.values[i] = static_cast<double>(found - order.begin() + 1);
  }
  return out;
}

/// Characters, not bytes.
Numbers len(Evaluation& e, const ExprNode& n) {
  const Column& column = column_of(e.value(n.children[0]));
  Numbers out = marked_by(column, e.rows());
  if (const auto* text = std::get_if<TextColumn>(&column.data)) {
    for (std::size_t i = 0; i < e.rows(); ++i) out.values[i] = static_cast<double>(character_count(text->values[i]));
    return out;
  }
  const auto* c = std::get_if<CategoryColumn>(&column.data);
  if (!c) e.refuse(n, e.shown(n.children[0]), "a text in len()");
  out.missing.resize(e.rows(), 0);
  for (std::size_t i = 0; i < e.rows(); ++i) {
    const std::int32_t code = c->codes.at(static_cast<std::int64_t>(i));
    if (code < 0)
      out.missing[i] = 1;
    else
      out.values[i] = static_cast<double>(character_count(c->levels[static_cast<std::size_t>(code)]));
  }
  return out;
}

Dates today(const Evaluation& e) {
  if (!e.context.today) return {{0}, {1}, true};
  return {{*e.context.today}, {}, true};
}

/// The calendar day, as the file's clock shows it.
Dates submitted(const Evaluation& e) {
  if (e.context.submitted.empty()) return {{0}, {1}, true};
  Dates out{std::vector<std::int32_t>(e.rows()), Mask(e.rows(), 1), false};
  for (std::size_t i = 0; i < e.rows(); ++i) {
    const std::optional<Moment>& at = e.context.submitted[i];
    if (!at) continue;
    constexpr std::int64_t day = 86400;
    out.values[i] = static_cast<std::int32_t>((at->local_seconds - (at->local_seconds % day + day) % day) / day);
    out.missing[i] = 0;
  }
  return out;
}

}  // namespace

Value call(Evaluation& e, const ExprNode& n) {
  switch (n.op) {
    case Op::selected:
      return selected(e, n);
    case Op::answered:
      return answered(e, n);
    case Op::count:
      return count(e, n);
    case Op::rank:
      return rank(e, n);
    case Op::len:
      return len(e, n);
    case Op::today:
      return today(e);
    default:
      return submitted(e);
  }
}

}  // namespace enkat::detail
