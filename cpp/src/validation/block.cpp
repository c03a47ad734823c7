#include "block.hpp"

#include <algorithm>

#include "families.hpp"
#include "open_texts.hpp"

namespace enkat::detail {
namespace {

template <class T>
std::vector<T> part(const std::vector<T>& values, std::int64_t first, std::int64_t last, std::size_t width = 1) {
  if (values.empty()) return {};
  const auto w = static_cast<std::int64_t>(width);
  return {values.begin() + first * w, values.begin() + last * w};
}

struct Slice {
  std::int64_t first, last;
  ColumnData operator()(const CategoryColumn& c) const {
    auto codes = c.codes.visit([&](auto all) {
      using T = std::remove_const_t<typename decltype(all)::element_type>;
      return Codes(Codes::Narrow(std::vector<T>(all.begin() + first, all.begin() + last)), c.codes.levels());
    });
    return CategoryColumn{c.levels, std::move(codes), c.reasons, part(c.reason, first, last)};
  }
  ColumnData operator()(const NumberColumn& c) const { return NumberColumn{part(c.values, first, last)}; }
  ColumnData operator()(const TextColumn& c) const { return TextColumn{part(c.values, first, last)}; }
  ColumnData operator()(const DateColumn& c) const { return DateColumn{part(c.days, first, last)}; }
  ColumnData operator()(const OptionSetColumn& c) const {
    return OptionSetColumn{c.options, part(c.words, first, last, c.words_per_row())};
  }
  ColumnData operator()(const RankingColumn& c) const {
    return RankingColumn{c.items, part(c.order, first, last, c.items.size())};
  }
};

void judge_value(State& s, QuestionState& q) {
  switch (q.question->type) {
    case QuestionType::single:
    case QuestionType::multi:
    case QuestionType::matrix:
      judge_choice(s, q);
      break;
    case QuestionType::number:
    case QuestionType::rating:
      judge_number(s, q);
      break;
    case QuestionType::date:
    case QuestionType::time:
      judge_date(s, q);
      break;
    case QuestionType::ranking:
      judge_ranking(s, q);
      break;
    default:
      break;
  }
  judge_text(s, q);  // also the texts beside options
}

void judge_questions(State& s) {
  for (QuestionState& q : s.questions) {
    judge_routing(s, q);
    judge_required(s, q);
    judge_value(s, q);
    judge_unique(s, q);
    settle(s, q);
  }
}

void judge_on_request(State& s, const QualityRules& rules) {
  judge_items(s, rules);
  judge_longstring(s, rules);
  judge_variability(s, rules);
  judge_even_odd(s, rules);
  judge_text_entropy(s, rules);
}

bool by_row(const CellProblem& a, const CellProblem& b) { return a.row < b.row; }

bool wants_copies(const ValidateOptions& options) { return options.quality && options.quality->max_text_copies; }

}  // namespace

BlockJudge::BlockJudge(const State& file) : file_(file), problems_(file.responses.problems) {
  if (std::ranges::is_sorted(problems_, by_row)) return;
  sorted_.assign(problems_.begin(), problems_.end());
  std::ranges::stable_sort(sorted_, by_row);
  problems_ = sorted_;
}

Responses BlockJudge::slice(std::int64_t first, std::int64_t last) const {
  const Responses& all = file_.responses;
  Responses out;
  out.layout = all.layout;
  out.rows = last - first;
  out.meta.judged_at = part(all.meta.judged_at, first, last);
  out.meta.submitted = part(all.meta.submitted, first, last);
  out.columns.reserve(all.columns.size());
  for (const Column& c : all.columns)
    out.columns.push_back({c.name, std::visit(Slice{first, last}, c.data), part(c.missing, first, last)});
  const auto begin = std::ranges::lower_bound(problems_, first, {}, &CellProblem::row);
  const auto end = std::ranges::lower_bound(begin, problems_.end(), last, {}, &CellProblem::row);
  out.problems.assign(begin, end);
  for (CellProblem& p : out.problems) p.row -= first;
  return out;
}

std::vector<std::uint8_t> BlockJudge::known(std::int64_t first, std::int64_t last) const {
  return {file_.records.begin() + first, file_.records.begin() + last};
}

BlockResult BlockJudge::judge(std::int64_t first, std::int64_t last) const {
  const Responses rows = slice(first, last);
  State s(file_.definition, rows, file_.options, Scope::block, known(first, last));
  BlockResult out;
  out.hashes = answer_hashes(s);
  judge_questions(s);
  judge_audience(s);
  judge_careless(s);
  judge_checks(s);
  if (s.options.quality) judge_on_request(s, *s.options.quality);
  if (wants_copies(s.options)) out.texts = open_texts(s, first);
  out.findings = in_order(s);
  for (Finding& f : out.findings) f.row += first;
  out.measures = std::move(s.measures);
  return out;
}

BlockResult BlockJudge::keys(std::int64_t first, std::int64_t last) const {
  if (wants_copies(file_.options)) {  // which texts count depends on the routing
    BlockResult out = judge(first, last);
    out.findings.clear();
    return out;
  }
  const Responses rows = slice(first, last);
  const State s(file_.definition, rows, file_.options, Scope::block, known(first, last));
  BlockResult out;
  out.hashes = answer_hashes(s);
  return out;
}

}  // namespace enkat::detail
