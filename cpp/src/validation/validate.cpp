#include "enkat/validation/validate.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "enkat/base/error.hpp"
#include "enkat/table/select_rows.hpp"
#include "enkat/validation/validate_each.hpp"
#include "families.hpp"

namespace enkat {
namespace detail {
namespace {

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

/// What follows from a cell that is no UTF-8: its text was guessed, so it is not judged further.
bool follows_from_encoding(Rule rule) {
  return rule == Rule::option_unknown || rule == Rule::number_type || rule == Rule::date_invalid ||
         rule == Rule::text_length || rule == Rule::text_pattern || rule == Rule::text_control;
}

/// Findings that would only repeat another one: all but the raggedness of a ragged row, and what is wrong with the
/// value of a misread or routed-away answer. Defects of the file stay.
bool is_consequence(const State& s, const Finding& f) {
  if (f.rule == Rule::file_ragged_row) return false;
  if (s.is(f.row, ragged)) return true;
  if (f.question < 0 || f.rule == Rule::routing_answered_when_hidden || f.rule == Rule::file_encoding ||
      f.rule == Rule::layout_split_mismatch)
    return false;
  const QuestionState& q = s.questions[static_cast<std::size_t>(f.question)];
  return q.is(f.row, hidden) || (q.is(f.row, misread) && follows_from_encoding(f.rule));
}

auto key(const Finding& f) { return std::tuple(f.row, f.question, f.rule, f.check); }

void join(Finding& kept, Finding& other) {
  const auto append = [](std::string& to, const std::string& more) {
    if (!more.empty() && to.find(more) == std::string::npos) to += (to.empty() ? "" : ", ") + more;
  };
  append(kept.value, other.value);
  append(kept.detail, other.detail);
  if (kept.parts.empty() || other.parts.empty())
    kept.parts.clear();
  else
    kept.parts.insert(kept.parts.end(), other.parts.begin(), other.parts.end());
}

/// Sorted by row, question, rule; one finding for each.
std::vector<Finding> in_order(State& s) {
  std::erase_if(s.findings, [&](const Finding& f) { return is_consequence(s, f); });
  std::ranges::stable_sort(s.findings, {}, key);
  std::vector<Finding> out;
  out.reserve(s.findings.size());
  for (Finding& f : s.findings) {
    if (!out.empty() && key(out.back()) == key(f))
      join(out.back(), f);
    else
      out.push_back(std::move(f));
  }
  return out;
}

void judge_on_request(State& s, const QualityRules& rules) {
  check_quality_rules(rules);
  judge_items(s, rules);
  judge_longstring(s, rules);
  judge_variability(s, rules);
  judge_even_odd(s, rules);
  judge_text_entropy(s, rules);
  judge_text_copies(s, rules);
  judge_near_duplicates(s, rules);
}

}  // namespace
}  // namespace detail

ValidationReport validate(const Definition& definition, const Responses& responses, const ValidateOptions& options) {
  detail::State s(definition, responses, options);
  detail::judge_window(s);
  detail::judge_duplicates(s);
  detail::judge_meta(s);
  for (detail::QuestionState& q : s.questions) {
    detail::judge_routing(s, q);
    detail::judge_required(s, q);
    detail::judge_value(s, q);
    detail::judge_unique(s, q);
    detail::settle(s, q);
  }
  detail::judge_audience(s);
  detail::judge_quality(s);
  detail::judge_checks(s);
  if (options.quality) detail::judge_on_request(s, *options.quality);
  return {responses.rows, detail::in_order(s), std::move(s.measures)};
}

namespace detail {
namespace {

/// Rules that compare records with each other, or need the whole file to know what is usual.
bool is_about_the_file(Rule rule) {
  return rule == Rule::window_early || rule == Rule::window_late || rule == Rule::unit_duplicate_id ||
         rule == Rule::unit_duplicate_respondent || rule == Rule::unit_duplicate_answers ||
         rule == Rule::meta_duration || rule == Rule::meta_language || rule == Rule::meta_version ||
         rule == Rule::quality_speeding || rule == Rule::quality_bot;
}

std::vector<Finding> findings_about_the_file(const Definition& d, const Responses& r, const ValidateOptions& options) {
  State s(d, r, options);
  judge_window(s);
  judge_duplicates(s);
  judge_meta(s);
  judge_quality(s);
  std::erase_if(s.findings, [](const Finding& f) { return !is_about_the_file(f.rule); });
  return in_order(s);
}

std::vector<Finding> findings_of_block(const Definition& d, const Responses& block, const ValidateOptions& options) {
  State s(d, block, options);
  for (QuestionState& q : s.questions) {
    judge_routing(s, q);
    judge_required(s, q);
    judge_value(s, q);
    judge_unique(s, q);
    settle(s, q);
  }
  judge_audience(s);
  judge_quality(s);
  judge_checks(s);
  std::erase_if(s.findings, [](const Finding& f) { return is_about_the_file(f.rule); });
  return in_order(s);
}

}  // namespace
}  // namespace detail

void validate_each(const Definition& definition, const Responses& responses, const ValidateOptions& options,
                   const std::function<void(const Finding&)>& sink, std::int64_t block_rows) {
  if (options.quality)
    throw Error(ErrorCode::data, "rules on request compare whole files and are not streamed; use validate()",
                "ValidateOptions::quality");
  if (block_rows < 1)
    throw Error(ErrorCode::data, "found " + std::to_string(block_rows) + ", expected 1 or more", "block_rows");
  if (std::ranges::any_of(definition.questions, &Question::unique)) {
    for (const Finding& f : validate(definition, responses, options).findings) sink(f);
    return;
  }
  const std::vector<Finding> whole = detail::findings_about_the_file(definition, responses, options);
  auto next = whole.begin();
  for (std::int64_t first = 0; first < responses.rows; first += block_rows) {
    const std::int64_t last = std::min(responses.rows, first + block_rows);
    std::vector<std::int64_t> rows(static_cast<std::size_t>(last - first));
    std::iota(rows.begin(), rows.end(), first);
    std::vector<Finding> found = detail::findings_of_block(definition, select_rows(responses, rows), options);
    for (Finding& f : found) f.row += first;
    for (; next != whole.end() && next->row < last; ++next) found.push_back(*next);
    std::ranges::stable_sort(found, {}, detail::key);
    for (const Finding& f : found) sink(f);
  }
}

}  // namespace enkat
