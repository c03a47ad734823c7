#include <algorithm>

#include "answers.hpp"
#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

std::size_t at(std::int64_t row) { return static_cast<std::size_t>(row); }

template <class C>
bool holds(const Column& column) {
  return std::holds_alternative<C>(column.data);
}

bool fits(const Question& q, const Column& c) {
  switch (q.type) {
    case QuestionType::single:
      return holds<CategoryColumn>(c);
    case QuestionType::multi:
      return holds<OptionSetColumn>(c);
    case QuestionType::matrix:
      return q.multiple_per_row ? holds<OptionSetColumn>(c) : holds<CategoryColumn>(c);
    case QuestionType::ranking:
      return holds<RankingColumn>(c);
    case QuestionType::number:
    case QuestionType::rating:
      return holds<NumberColumn>(c);
    case QuestionType::date:
      return holds<DateColumn>(c);
    case QuestionType::time:
    case QuestionType::text:
    case QuestionType::email:
    case QuestionType::file:
      return holds<TextColumn>(c);
    default:
      return true;
  }
}

std::string_view wanted(const Question& q) {
  switch (q.type) {
    case QuestionType::single:
      return "categories";
    case QuestionType::multi:
      return "sets of options";
    case QuestionType::matrix:
      return q.multiple_per_row ? "sets of options" : "categories";
    case QuestionType::ranking:
      return "rankings";
    case QuestionType::number:
    case QuestionType::rating:
      return "numbers";
    case QuestionType::date:
      return "dates";
    default:
      return "texts";
  }
}

std::size_t length(const Column& c) {
  struct Length {
    std::size_t operator()(const CategoryColumn& v) const { return static_cast<std::size_t>(v.codes.size()); }
    std::size_t operator()(const NumberColumn& v) const { return v.values.size(); }
    std::size_t operator()(const TextColumn& v) const { return v.values.size(); }
    std::size_t operator()(const DateColumn& v) const { return v.days.size(); }
    std::size_t operator()(const OptionSetColumn& v) const {
      return v.options.empty() ? 0 : v.words.size() / v.words_per_row();
    }
    std::size_t operator()(const RankingColumn& v) const {
      return v.items.empty() ? 0 : v.order.size() / v.items.size();
    }
  };
  return std::visit(Length{}, c.data);
}

}  // namespace

void check_type(const Question& question, const Column& column, std::int64_t rows) {
  if (!fits(question, column))
    throw Error(ErrorCode::data,
                "the column does not hold " + std::string(wanted(question)) +
                    ", which the question asks for; read the file with the survey's definition",
                "column \"" + column.name + "\"");
  if (length(column) != at(rows) || (!column.missing.empty() && column.missing.size() != at(rows)))
    throw Error(ErrorCode::data,
                "the column has " + std::to_string(length(column)) + " rows, the table has " + std::to_string(rows),
                "column \"" + column.name + "\"");
}

Column absent_column(const Question& question, const std::string& name, std::int64_t rows) {
  std::vector<std::string> codes;
  for (const Option& option : question.options) codes.push_back(option.code);
  Column out{name, TextColumn{std::vector<std::string>(at(rows))}, std::vector<Missing>(at(rows), Missing::not_shown)};
  const auto levels = static_cast<std::int64_t>(codes.size());
  if (question.type == QuestionType::single || (question.type == QuestionType::matrix && !question.multiple_per_row)) {
    out.data = CategoryColumn{codes, Codes(std::vector<std::int32_t>(at(rows), -1), levels)};
  } else if (question.type == QuestionType::multi || question.type == QuestionType::matrix) {
    OptionSetColumn set{codes, {}};
    set.words.assign(at(rows) * set.words_per_row(), 0);
    out.data = std::move(set);
  } else if (question.type == QuestionType::ranking) {
    out.data = RankingColumn{codes, std::vector<std::uint16_t>(at(rows) * codes.size(), RankingColumn::no_item)};
  } else if (question.type == QuestionType::date) {
    out.data = DateColumn{std::vector<std::int32_t>(at(rows))};
  } else if (question.type == QuestionType::number || question.type == QuestionType::rating ||
             question.type == QuestionType::calculated) {
    out.data = NumberColumn{std::vector<double>(at(rows))};
  }
  return out;
}

std::unique_ptr<Column> without(const Column& column, const std::vector<std::uint8_t>& flags, std::uint8_t bit) {
  auto out = std::make_unique<Column>(column);
  out->missing.resize(flags.size(), Missing::none);
  Missing* const missing = out->missing.data();
  for (std::size_t r = 0, n = flags.size(); r < n; ++r) missing[r] = flags[r] & bit ? Missing::not_shown : missing[r];
  if (auto* categories = std::get_if<CategoryColumn>(&out->data)) {  // selected() reads the codes
    categories->codes = categories->codes.visit([&](auto all) {
      using T = std::remove_const_t<typename decltype(all)::element_type>;
      std::vector<T> codes(flags.size());
      for (std::size_t r = 0; r < flags.size(); ++r) codes[r] = flags[r] & bit ? missing_code<T> : all[r];
      return Codes(Codes::Narrow(std::move(codes)), categories->codes.levels());
    });
    for (std::size_t r = 0; r < categories->reason.size(); ++r)
      if (flags[r] & bit) categories->reason[r] = 0;
  }
  return out;
}

}  // namespace enkat::detail
