#include "enkat/reading/meta_reader.hpp"

#include <utility>

#include "enkat/reading/encoding.hpp"

namespace enkat::detail {
namespace {

/// Goes down one column of the file and counts the cells that are not what they should be.
class MetaColumn {
 public:
  MetaColumn(const ReadContext& context, int column, std::vector<std::string>& notes)
      : context_(context), column_(column), notes_(notes) {}
  MetaColumn(const MetaColumn&) = delete;
  MetaColumn& operator=(const MetaColumn&) = delete;

  ~MetaColumn() {
    if (unreadable_ == 0) return;
    notes_.push_back("column '" + context_.plan.headings[static_cast<std::size_t>(column_)] +
                     "': " + std::to_string(unreadable_) +
                     " cell(s) could not be understood and were left out, the first is '" + example_ + "' in row " +
                     std::to_string(first_row_ + 1));
  }

  [[nodiscard]] Cell cell(std::int64_t row) const {
    return context_.at.is_ragged(row) ? Cell{} : context_.cell(row, column_);
  }

  void unreadable(std::int64_t row, const Cell& cell) {
    if (unreadable_++ > 0) return;
    example_ = shortened(cell.text, 60);
    first_row_ = row;
  }

 private:
  const ReadContext& context_;
  int column_;
  std::vector<std::string>& notes_;
  std::int64_t unreadable_ = 0, first_row_ = 0;
  std::string example_;
};

std::vector<std::string> read_texts(const ReadContext& context, int column, std::vector<std::string>& notes) {
  std::vector<std::string> out;
  if (column == no_column) return out;
  MetaColumn from(context, column, notes);
  out.reserve(static_cast<std::size_t>(context.count()));
  for (std::int64_t row = 0; row < context.count(); ++row) {
    const std::string_view text = trimmed(from.cell(row).text);
    out.emplace_back(lower_ascii(text) == "anonymous" ? std::string_view() : text);
  }
  return out;
}

/// LimeSurvey writes the first day of 1980 where a survey is set to keep no dates.
bool is_placeholder(const Moment& moment) { return moment.local_seconds == 315532800; }

std::vector<std::optional<Moment>> read_moments(const ReadContext& context, int column,
                                                std::vector<std::string>& notes) {
  std::vector<std::optional<Moment>> out;
  if (column == no_column) return out;
  MetaColumn from(context, column, notes);
  out.reserve(static_cast<std::size_t>(context.count()));
  for (std::int64_t row = 0; row < context.count(); ++row) {
    const Cell cell = from.cell(row);
    std::optional<Moment> moment = parse_moment(cell.text, context.plan.style.slashes);
    if (!moment && !trimmed(cell.text).empty()) from.unreadable(row, cell);
    if (moment && is_placeholder(*moment)) moment.reset();
    if (moment && !moment->utc_offset_seconds && context.plan.meta.times_are_utc) moment->utc_offset_seconds = 0;
    out.push_back(moment);
  }
  return out;
}

std::vector<std::optional<double>> read_numbers(const ReadContext& context, int column,
                                                std::vector<std::string>& notes) {
  std::vector<std::optional<double>> out;
  if (column == no_column) return out;
  MetaColumn from(context, column, notes);
  out.reserve(static_cast<std::size_t>(context.count()));
  for (std::int64_t row = 0; row < context.count(); ++row) {
    const Cell cell = from.cell(row);
    out.push_back(parse_number(cell.text, context.comma).value);
    if (!out.back() && !trimmed(cell.text).empty()) from.unreadable(row, cell);
  }
  return out;
}

std::vector<std::uint8_t> read_submitted(const ReadContext& context) {
  const MetaColumns& meta = context.plan.meta;
  std::vector<std::uint8_t> out;
  if (meta.submitted == no_column) return out;
  for (std::int64_t row = 0; row < context.count(); ++row) {
    const std::string text = lower_ascii(trimmed(context.cell(row, meta.submitted).text));
    const bool yes = meta.submitted_when_filled ? !text.empty() : text != "0" && text != "false";
    out.push_back(yes || context.at.is_ragged(row) ? 1 : 0);
  }
  return out;
}

std::vector<std::optional<double>> durations(const std::vector<std::optional<Moment>>& from,
                                             const std::vector<std::optional<Moment>>& to) {
  std::vector<std::optional<double>> out;
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i) {
    out.emplace_back();
    if (!from[i] || !to[i] || from[i]->utc_offset_seconds.has_value() != to[i]->utc_offset_seconds.has_value())
      continue;
    const std::int64_t start = from[i]->local_seconds - from[i]->utc_offset_seconds.value_or(0);
    const std::int64_t end = to[i]->local_seconds - to[i]->utc_offset_seconds.value_or(0);
    out.back() = static_cast<double>(end - start);
  }
  return out;
}

}  // namespace

ResponseMeta read_meta(const ReadContext& context, std::vector<std::string>& notes) {
  const MetaColumns& from = context.plan.meta;
  ResponseMeta meta;
  meta.response_id = read_texts(context, from.response_id, notes);
  meta.respondent_ref = read_texts(context, from.respondent_ref, notes);
  std::vector<std::string> otherwise = read_texts(context, from.respondent_ref_else, notes);
  if (meta.respondent_ref.empty())
    meta.respondent_ref = std::move(otherwise);
  else
    for (std::size_t i = 0; i < otherwise.size(); ++i)
      if (meta.respondent_ref[i].empty()) meta.respondent_ref[i] = otherwise[i];
  meta.judged_at = read_moments(context, from.judged_at, notes);
  meta.started_at = read_moments(context, from.started_at, notes);
  meta.ended_at = from.ended_at == from.judged_at ? meta.judged_at : read_moments(context, from.ended_at, notes);
  meta.duration_seconds = from.duration_from_times ? durations(meta.started_at, meta.ended_at)
                                                   : read_numbers(context, from.duration_seconds, notes);
  meta.language = read_texts(context, from.language, notes);
  for (std::string& tag : meta.language) tag = lower_ascii(tag);
  meta.version = read_texts(context, from.version, notes);
  meta.bot_score = read_numbers(context, from.bot_score, notes);
  meta.submitted = read_submitted(context);
  return meta;
}

}  // namespace enkat::detail
