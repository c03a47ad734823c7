#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

/// Seconds since midnight of "hh:mm" or "hh:mm:ss"; nullopt for anything else.
std::optional<int> seconds_from(std::string_view t) {
  if (t.size() != 5 && t.size() != 8) return std::nullopt;
  int value[3] = {0, 0, 0};
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (i % 3 == 2 ? t[i] != ':' : t[i] < '0' || t[i] > '9') return std::nullopt;
    if (i % 3 != 2) value[i / 3] = value[i / 3] * 10 + (t[i] - '0');
  }
  if (value[0] > 23 || value[1] > 59 || value[2] > 59) return std::nullopt;
  return value[0] * 3600 + value[1] * 60 + value[2];
}

/// Bounds in the unit of the column: days since 1970, or seconds since midnight.
struct Bounds {
  std::optional<int> min, max;
  std::string min_text, max_text;
};

template <class Parse>
Bounds bounds_of(const Question& asked, Parse&& parse) {
  Bounds b;
  if (const auto* text = std::get_if<std::string>(&asked.min)) b.min = parse(b.min_text = *text);
  if (const auto* text = std::get_if<std::string>(&asked.max)) b.max = parse(b.max_text = *text);
  return b;
}

void judge_moment(State& s, QuestionState& q, const Part& part, std::int64_t row, int value, const Bounds& b) {
  const Question& asked = *q.question;
  const bool early = b.min && value < *b.min, late = b.max && value > *b.max;
  if (early || late) {
    Finding& f = s.report(row, q, Rule::date_range);
    f.side = early ? Side::below : Side::above;
    f.value = cell_text(*part.column, row);
    f.expected = early ? b.min_text : b.max_text;
  }
  // steps are days or, as in HTML, seconds of the day, counted from the earliest allowed
  if (!asked.step || std::fmod(std::abs(static_cast<double>(value - b.min.value_or(0))), *asked.step) == 0) return;
  Finding& f = s.report(row, q, Rule::number_step);
  f.value = cell_text(*part.column, row);
  f.expected = number_text(*asked.step);
}

void judge_times(State& s, QuestionState& q, const Part& part, const TextColumn& column) {
  const Bounds bounds = bounds_of(*q.question, seconds_from);
  q.each_answer([&](std::int64_t row) {
    if (!part.column->present(row)) return;
    const auto time = seconds_from(column.values[static_cast<std::size_t>(row)]);
    if (time)
      judge_moment(s, q, part, row, *time, bounds);
    else
      s.report(row, q, Rule::date_invalid).value = cell_text(*part.column, row);
  });
}

}  // namespace

void judge_date(State& s, QuestionState& q) {
  for (const Part& part : q.parts) {
    if (const auto* times = std::get_if<TextColumn>(&part.column->data)) judge_times(s, q, part, *times);
    const auto* dates = std::get_if<DateColumn>(&part.column->data);
    if (!dates) continue;
    const Bounds bounds = bounds_of(*q.question, days_from_iso);
    if (!bounds.min && !bounds.max && !q.question->step) continue;
    q.each_answer([&](std::int64_t row) {
      if (part.column->present(row)) judge_moment(s, q, part, row, dates->days[static_cast<std::size_t>(row)], bounds);
    });
  }
}

}  // namespace enkat::detail
