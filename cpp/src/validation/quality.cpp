#include <algorithm>
#include <cmath>

#include "answers.hpp"
#include "enkat/base/numbers.hpp"
#include "families.hpp"
#include "gibberish.hpp"

namespace enkat::detail {
namespace {

QuestionState* question_named(State& s, const std::string& id) {
  const auto at = s.question_of.find(id);
  return at == s.question_of.end() ? nullptr : &s.questions[static_cast<std::size_t>(at->second)];
}

/// At least min_rows rows of a matrix answered, all alike; "no opinion" and refusals are no answers here.
void judge_straightline(State& s, const Straightline& rule) {
  QuestionState* q = question_named(s, rule.question);
  if (!q || q->question->type != QuestionType::matrix) return;
  q->each_answer([&](std::int64_t row) {
    const Column* first = nullptr;
    std::string answer;
    std::int64_t n = 0;
    for (const Part& p : q->parts) {
      if (!p.column->present(row) || !given(*p.column, row)) continue;
      if (!first) {
        first = p.column;
      } else if (!same_answer(*first, *p.column, row)) {
        return;
      }
      ++n;
    }
    if (n < rule.min_rows) return;
    Finding& f = s.report(row, *q, Rule::quality_straightline);
    f.value = cell_text(*first, row);
    f.expected = std::to_string(n);
  });
}

/// A control question was answered, but not as asked: one of the expected codes; exactly them where several may be
/// chosen; the expected number or text for other types.
void judge_attention(State& s, const Attention& rule) {
  QuestionState* q = question_named(s, rule.question);
  if (!q) return;
  std::string expected;
  for (const std::string& code : rule.expected) expected += (expected.empty() ? "" : ", ") + code;
  q->each_answer([&](std::int64_t row) {
    for (const Part& p : q->parts) {
      if (p.column->kind(row) == Missing::invalid || !given(*p.column, row)) continue;
      if (is_expected(*p.column, row, rule.expected)) continue;
      Finding& f = s.report(row, *q, Rule::quality_attention);
      f.value = cell_text(*p.column, row);
      f.expected = expected;
      if (p.row) f.detail = p.row->code;
    }
  });
}

void judge_open_text(State& s, const std::string& question) {
  QuestionState* q = question_named(s, question);
  if (!q) return;
  for (const Part& p : q->parts)
    if (const auto* texts = std::get_if<TextColumn>(&p.column->data))
      q->each_answer([&](std::int64_t row) {
        const std::string& text = texts->values[static_cast<std::size_t>(row)];
        if (p.column->present(row) && is_gibberish(text))
          s.report(row, *q, Rule::quality_open_text).value = preview(text);
      });
}

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(half));
  if (values.size() % 2 == 1) return values[half];
  return (values[half] + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half))) / 2;
}

double standard_deviation(const std::vector<double>& values) {
  double mean = 0, sum = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) sum += (v - mean) * (v - mean);
  return values.size() < 2 ? 0 : std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// The shortest credible duration: the larger of the stated minimum and what the speeding method gives. The median is
/// over complete records inside the window that repeat no other.
double least_duration(const State& s) {
  const Timing& timing = s.definition.timing;
  double least = timing.min_duration_seconds.value_or(0);
  if (!timing.speeding) return least;
  if (timing.speeding->method == "absolute_seconds") return std::max(least, timing.speeding->value);
  std::vector<double> durations;
  const auto& seconds = s.responses.meta.duration_seconds;
  for (std::size_t r = 0; r < seconds.size(); ++r)
    if (seconds[r] && *seconds[r] >= 0 && !(s.records[r] & (ragged | partial | outside | duplicate)))
      durations.push_back(*seconds[r]);
  if (durations.empty()) return least;
  const double middle = median(durations);
  const double limit = timing.speeding->method == "fraction_of_median"
                           ? timing.speeding->value * middle
                           : middle - timing.speeding->value * standard_deviation(durations);
  return std::max(least, limit);
}

/// A partial record stopped early rather than hurried; one that ends before it starts has its own finding.
void judge_speeding(State& s) {
  const auto& seconds = s.responses.meta.duration_seconds;
  if (seconds.empty()) return;
  const double least = least_duration(s);
  for (std::size_t r = 0; r < seconds.size(); ++r) {
    const auto row = static_cast<std::int64_t>(r);
    if (!seconds[r] || *seconds[r] < 0 || *seconds[r] >= least || s.is(row, partial)) continue;
    Finding& f = s.report(row, Rule::quality_speeding);
    f.value = number_text(*seconds[r]);
    f.expected = number_text(std::ceil(least * 10) / 10);
  }
}

void judge_bots(State& s) {
  constexpr double threshold = 0.5;
  const auto& score = s.responses.meta.bot_score;
  for (std::size_t r = 0; r < score.size(); ++r) {
    if (!score[r] || *score[r] >= threshold) continue;
    Finding& f = s.report(static_cast<std::int64_t>(r), Rule::quality_bot);
    f.value = number_text(*score[r]);
    f.expected = number_text(threshold);
  }
}

}  // namespace

void judge_quality(State& s) {
  for (const Straightline& rule : s.definition.quality.straightline) judge_straightline(s, rule);
  for (const Attention& rule : s.definition.quality.attention) judge_attention(s, rule);
  for (const std::string& question : s.definition.quality.open_text) judge_open_text(s, question);
  judge_speeding(s);
  judge_bots(s);
}

}  // namespace enkat::detail
