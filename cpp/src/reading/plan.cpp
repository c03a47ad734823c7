#include "enkat/reading/plan.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/reading/meta_reader.hpp"
#include "enkat/reading/question_reader.hpp"
#include "enkat/table/evaluate.hpp"

namespace enkat {

using detail::ReadContext;
using detail::Readers;
using detail::RespondentRows;

bool QuestionSource::found() const {
  const auto some = [](const std::vector<int>& v) {
    return std::any_of(v.begin(), v.end(), [](int c) { return c >= 0; });
  };
  return column != no_column || some(parts) || std::any_of(grid.begin(), grid.end(), some);
}

int ReadPlan::claim(int column) {
  if (explained.size() < headings.size()) explained.resize(headings.size(), 0);
  if (column != no_column) explained[static_cast<std::size_t>(column)] = 1;
  return column;
}

namespace {

bool has_answers(const Question& question) { return question.type != QuestionType::note; }

/// Questions that a file may lack: the tool does not ask them, or keeps them elsewhere.
bool may_be_absent(const Question& question) {
  return !question.required || question.type == QuestionType::calculated || question.type == QuestionType::file;
}

/// "a, b, c and 12 more".
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
    out.append(i == 0 ? "" : ", ").append(printable(names[i], 80));
  if (names.size() > shown) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

void require_columns(const Definition& definition, const ReadPlan& plan) {
  std::vector<std::string> lacking;
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    const Question& question = definition.questions[q];
    if (has_answers(question) && !may_be_absent(question) && !plan.questions[q].found()) lacking.push_back(question.id);
  }
  if (lacking.empty()) return;
  throw Error(ErrorCode::data, "read as layout " + plan.layout + ", the file has no column for " +
                                   std::to_string(lacking.size()) + " required question(s): " + listed(lacking) +
                                   "; its headings begin with " + listed(plan.headings) +
                                   "; check that file and definition belong together, or rename the headings");
}

/// Whether the table gets a column for the question: a required one that the file cannot have gets none, for nobody
/// could have answered it; an optional one that the file lacks was not shown.
bool gets_column(const Question& question, const QuestionSource& source) {
  return has_answers(question) && (source.found() || (!question.required && question.type != QuestionType::calculated));
}

/// The rows of the cell table that are respondents, and which of them do not have one cell per heading. Spreadsheets
/// leave blank rows at the end.
RespondentRows find_rows(const CellTable& cells, const ReadPlan& plan, std::vector<CellProblem>& problems) {
  RespondentRows out;
  out.first = plan.first_row;
  if (plan.left_out.empty() && !cells.may_have_blank_rows()) {
    out.count = std::max<std::int64_t>(cells.rows() - plan.first_row, 0);
    return out;
  }
  const std::size_t expected = plan.headings.size();
  out.rows.reserve(static_cast<std::size_t>(std::max<std::int64_t>(cells.rows() - plan.first_row, 0)));
  for (std::int64_t r = plan.first_row; r < cells.rows(); ++r) {
    if (std::binary_search(plan.left_out.begin(), plan.left_out.end(), r)) continue;
    if (cells.is_empty(r, 0) && cells.blank(r)) continue;
    const std::size_t width = cells.width(r);
    out.rows.push_back(r);
    ++out.count;
    if (width == expected) continue;
    out.ragged.resize(static_cast<std::size_t>(out.count), std::uint8_t{0});
    out.ragged.back() = 1;
    problems.push_back({out.count - 1, "", "file.ragged_row", std::to_string(width) + " cells",
                        "expected " + std::to_string(expected) + ", one for each heading"});
  }
  if (!out.ragged.empty()) out.ragged.resize(static_cast<std::size_t>(out.count), std::uint8_t{0});
  if (out.count == cells.rows() - plan.first_row) out.rows.clear();
  return out;
}

/// Blank rows between respondents are told: the rows of findings count respondents, not lines.
void note_blank_rows(const RespondentRows& rows, const ReadPlan& plan, std::vector<std::string>& notes) {
  if (rows.rows.empty()) return;
  const std::int64_t last = rows.rows.back();
  const auto left_out = std::ranges::upper_bound(plan.left_out, last) - plan.left_out.begin();
  const std::int64_t blank = last + 1 - plan.first_row - rows.count - left_out;
  if (blank > 0)
    notes.push_back(std::to_string(blank) +
                    " blank row(s) between respondents are left out; the rows of findings do not count them");
}

Readers make_readers(const Definition& definition, const ReadPlan& plan, std::int64_t rows) {
  Readers readers;
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    const Question& question = definition.questions[q];
    const QuestionSource& source = plan.questions[q];
    if (!gets_column(question, source)) continue;
    const std::size_t first = readers.size();
    if (question.type == QuestionType::multi || question.multiple_per_row)
      detail::add_multi_readers(readers, question, source, rows);
    else if (question.type == QuestionType::single || question.type == QuestionType::matrix)
      detail::add_choice_readers(readers, question, source, rows);
    else if (question.type == QuestionType::ranking)
      detail::add_ranking_reader(readers, question, source, rows);
    else
      detail::add_value_reader(readers, question, source, rows);
    if (source.other != no_column && source.other != source.column)
      detail::add_other_reader(readers, question, source.other, rows);
    for (std::size_t r = first; r < readers.size() && !source.found(); ++r) readers[r]->mark_not_shown();
  }
  return readers;
}

/// One finding per row, question and rule: cells of one matrix or one multiple choice are put together.
std::vector<CellProblem> merged(std::vector<CellProblem> problems) {
  const auto key = [](const CellProblem& p) { return std::tie(p.row, p.question, p.rule); };
  std::stable_sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<CellProblem> out;
  for (CellProblem& p : problems) {
    if (out.empty() || key(out.back()) != key(p)) {
      out.push_back(std::move(p));
    } else if (out.back().detail.size() < 1000) {
      if (out.back().value != p.value) out.back().value += "; " + p.value;
      if (out.back().detail != p.detail) out.back().detail += "; " + p.detail;
    }
  }
  return out;
}

/// Whether one of the first rows has something in a column; spreadsheets write empty columns at the right.
bool has_content(const CellTable& cells, const ReadPlan& plan, std::size_t column) {
  for (std::int64_t r = plan.first_row; r < std::min<std::int64_t>(cells.rows(), plan.first_row + 1000); ++r)
    if (!cells.is_empty(r, column)) return true;
  return false;
}

void note_columns(const CellTable& cells, const Definition& definition, const ReadPlan& plan,
                  std::vector<std::string>& notes) {
  std::vector<std::string> unknown, lacking;
  for (std::size_t c = 0; c < plan.headings.size(); ++c)
    if (c >= plan.explained.size() || plan.explained[c] == 0)
      if (!plan.headings[c].empty() || has_content(cells, plan, c))
        unknown.push_back(plan.headings[c].empty() ? "column " + std::to_string(c + 1) : plan.headings[c]);
  for (std::size_t q = 0; q < definition.questions.size(); ++q)
    if (has_answers(definition.questions[q]) && definition.questions[q].type != QuestionType::calculated &&
        !plan.questions[q].found())
      lacking.push_back(definition.questions[q].id);
  if (!unknown.empty())
    notes.push_back(std::to_string(unknown.size()) +
                    " column(s) that no question explains were left out: " + listed(unknown));
  if (!lacking.empty())
    notes.push_back(std::to_string(lacking.size()) + " question(s) have no column in the file: " + listed(lacking));
}

/// Survey tools seldom export calculated questions: what the file lacks is computed from the answers before it.
void add_calculated(const Definition& definition, const ReadPlan& plan, Responses& out) {
  EvaluationContext context{.rows = out.rows,
                            .find = [&](const std::string& name) { return out.find(name); },
                            .submitted = out.meta.judged_at,
                            .today = std::nullopt};
  auto at = out.columns.begin();
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    const Question& question = definition.questions[q];
    const auto of_question = [&](const Column& c) {
      return c.name == question.id || c.name.starts_with(question.id + ".");
    };
    while (at != out.columns.end() && of_question(*at)) ++at;
    if (question.type != QuestionType::calculated || plan.questions[q].found() || !question.formula) continue;
    Column column = evaluate_number(*question.formula, context);
    column.name = question.id;
    at = out.columns.insert(at, std::move(column)) + 1;
  }
}

TextIndex missing_codes_of(const Definition& definition) {
  TextIndex out;
  for (const MissingCode& code : definition.missing) out.add(code.code, static_cast<int>(missing_of(code.kind)));
  return out;
}

ReadContext context_of(const CellTable& cells, const Definition& definition, const ReadPlan& plan,
                       const RespondentRows& rows, const TextIndex& missing_codes) {
  ReadContext context{.cells = cells, .plan = plan, .at = rows, .missing_codes = missing_codes};
  context.comma = cells.delimiter == ';' || cells.delimiter == '\t' ? Comma::decimal : Comma::ambiguous;
  for (const MissingCode& code : definition.missing)
    context.missing_code_starts[static_cast<std::uint8_t>(code.code[0])] = true;
  return context;
}

/// Every question reads block after block of rows, whose cells stay in the processor's cache meanwhile; several threads
/// share the blocks. Problems come in the order of the blocks, whoever found them.
void read_blocks(const ReadContext& context, const Readers& readers, int threads, const Progress& progress,
                 std::vector<CellProblem>& problems) {
  constexpr std::int64_t block = 4096;
  const std::int64_t blocks = (context.count() + block - 1) / block;
  std::vector<std::vector<CellProblem>> found(static_cast<std::size_t>(blocks));
  ProgressCount rows(progress, context.count());
  for_blocks(blocks, blocks < 4 ? 1 : threads, [&](std::int64_t b) {
    ReadContext own = context;
    for (const auto& reader : readers)
      if (!reader->not_shown()) reader->read(own, b * block, std::min((b + 1) * block, context.count()));
    found[static_cast<std::size_t>(b)] = std::move(own.problems);
    rows.add(std::min(block, context.count() - b * block));
  });
  rows.finish();
  for (std::vector<CellProblem>& own : found)
    problems.insert(problems.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
}

}  // namespace

Responses read_plan(const CellTable& cells, const Definition& definition, const ReadPlan& plan,
                    const Progress& progress) {
  require_columns(definition, plan);
  std::vector<CellProblem> problems;
  const RespondentRows rows = find_rows(cells, plan, problems);
  const TextIndex missing_codes = missing_codes_of(definition);
  const ReadContext context = context_of(cells, definition, plan, rows, missing_codes);
  Responses out;
  out.layout = plan.layout;
  out.rows = context.count();
  out.timezone = plan.timezone;
  out.notes = cells.notes;
  out.notes.insert(out.notes.end(), plan.notes.begin(), plan.notes.end());
  note_columns(cells, definition, plan, out.notes);
  note_blank_rows(rows, plan, out.notes);
  if (out.rows == 0) out.notes.emplace_back("the file has headings but no respondents");
  Readers readers = make_readers(definition, plan, out.rows);
  read_blocks(context, readers, 0, progress, problems);
  for (const auto& reader : readers) reader->take(out.columns);
  out.meta = detail::read_meta(context, out.notes);
  add_calculated(definition, plan, out);
  out.problems = merged(std::move(problems));
  return out;
}

}  // namespace enkat
