#include "enkat/table/select_rows.hpp"

#include <algorithm>
#include <string>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

using Rows = std::span<const std::int64_t>;

template <class T>
std::vector<T> picked(const std::vector<T>& values, Rows rows, std::size_t width = 1) {
  if (values.empty()) return {};
  std::vector<T> out;
  out.reserve(rows.size() * width);
  for (const std::int64_t r : rows) {
    const auto from = values.begin() + r * static_cast<std::int64_t>(width);
    out.insert(out.end(), from, from + static_cast<std::int64_t>(width));
  }
  return out;
}

struct Pick {
  Rows rows;
  ColumnData operator()(const CategoryColumn& c) const {
    const auto codes = c.codes.visit([&](auto all) {
      using T = std::remove_cvref_t<decltype(all[0])>;
      std::vector<T> out;
      out.reserve(rows.size());
      for (const std::int64_t r : rows) out.push_back(all[static_cast<std::size_t>(r)]);
      return Codes(Codes::Narrow(std::move(out)), c.codes.levels());
    });
    return CategoryColumn{c.levels, codes, c.reasons, picked(c.reason, rows)};
  }
  ColumnData operator()(const NumberColumn& c) const { return NumberColumn{picked(c.values, rows)}; }
  ColumnData operator()(const TextColumn& c) const { return TextColumn{picked(c.values, rows)}; }
  ColumnData operator()(const DateColumn& c) const { return DateColumn{picked(c.days, rows)}; }
  ColumnData operator()(const OptionSetColumn& c) const {
    return OptionSetColumn{c.options, picked(c.words, rows, c.words_per_row())};
  }
  ColumnData operator()(const RankingColumn& c) const {
    return RankingColumn{c.items, picked(c.order, rows, c.items.size())};
  }
};

ResponseMeta picked(const ResponseMeta& m, Rows rows) {
  return {picked(m.response_id, rows), picked(m.respondent_ref, rows), picked(m.judged_at, rows),
          picked(m.started_at, rows),  picked(m.ended_at, rows),       picked(m.duration_seconds, rows),
          picked(m.language, rows),    picked(m.version, rows),        picked(m.bot_score, rows),
          picked(m.submitted, rows)};
}

std::vector<CellProblem> picked_problems(const Responses& responses, Rows rows) {
  std::vector<std::int64_t> place(static_cast<std::size_t>(responses.rows), -1);
  for (std::size_t i = 0; i < rows.size(); ++i) place[static_cast<std::size_t>(rows[i])] = static_cast<std::int64_t>(i);
  std::vector<CellProblem> out;
  for (const CellProblem& p : responses.problems) {
    if (place[static_cast<std::size_t>(p.row)] < 0) continue;
    out.push_back(p);
    out.back().row = place[static_cast<std::size_t>(p.row)];
  }
  return out;
}

}  // namespace

Responses select_rows(const Responses& responses, Rows rows) {
  for (const std::int64_t r : rows)
    if (r < 0 || r >= responses.rows)
      throw Error(ErrorCode::data,
                  "found row " + std::to_string(r) + ", expected 0 to " + std::to_string(responses.rows - 1), "rows");
  Responses out;
  out.layout = responses.layout;
  out.rows = static_cast<std::int64_t>(rows.size());
  out.source = responses.source;
  out.notes = responses.notes;
  out.meta = picked(responses.meta, rows);
  out.problems = picked_problems(responses, rows);
  out.columns.reserve(responses.columns.size());
  for (const Column& c : responses.columns)
    out.columns.push_back({c.name, std::visit(Pick{rows}, c.data), picked(c.missing, rows)});
  return out;
}

}  // namespace enkat
