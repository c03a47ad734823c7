#include <algorithm>
#include <utility>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/question_reader.hpp"

namespace enkat::detail {
namespace {

constexpr int no = -1, not_readable = -2;

/// The columns of the file that hold a set of options: joined in one cell, one cell per option, or both.
struct SetColumns {
  int joined = no_column;
  std::vector<int> parts;
  bool other_in_place = false;
};

/// A set of options per row: a multiple-choice question, or one row of a matrix with several answers per row.
class MultiReader final : public QuestionReader {
 public:
  MultiReader(const Question& question, std::string name, const OptionCodes& codes, SetColumns columns,
              std::int64_t rows)
      : QuestionReader(question, std::move(name), rows), option_of_(codes), from_(std::move(columns)) {
    for (const Option& option : question.options) {
      set_.options.push_back(option.code);
      kinds_.push_back(missing_of(option.missing));
    }
    set_.words.assign(static_cast<std::size_t>(rows) * set_.words_per_row(), 0);
    other_ = other_option(question.options);
    if (from_.other_in_place) other_texts_.resize(static_cast<std::size_t>(rows));
  }

  void take(std::vector<Column>& columns) override {
    columns.push_back(column(std::move(set_)));
    if (!from_.other_in_place) return;
    std::vector<Missing> missing(other_texts_.size());
    for (std::size_t i = 0; i < missing.size(); ++i)
      missing[i] = other_texts_[i].empty() ? Missing::no_answer : Missing::none;
    columns.push_back({question_.id + ".other", TextColumn{std::move(other_texts_)}, std::move(missing)});
  }

 private:
  void read_row(ReadContext& context, std::int64_t row) override {
    chosen_.clear();
    if (from_.joined == no_column) return read_parts(context, row);
    const Cell cell = context.cell(row, from_.joined);
    const Missing kind = context.absent(cell);
    if (kind == Missing::none) {
      read_joined(context, row, cell);
      if (!from_.parts.empty()) compare_parts(context, row);
    } else if (any_part_chosen(context, row)) {
      compare_parts(context, row);
      read_parts(context, row);
    } else {
      set_missing(row, kind);
    }
  }

  void read_joined(ReadContext& context, std::int64_t row, const Cell& cell) {
    check_encoding(context, row, cell);
    std::string unknown;
    for (const std::string_view piece : split_known(cell.text, context.plan.style.separators, option_of_)) {
      if (const int option = option_of_.find(piece); option != OptionCodes::none)
        chosen_.push_back(option);
      else if (unknown.size() < 4096 || from_.other_in_place)
        unknown.append(unknown.empty() ? "" : "; ").append(piece);
    }
    if (!unknown.empty() && from_.other_in_place) {
      chosen_.push_back(other_);
      other_texts_[static_cast<std::size_t>(row)] = std::move(unknown);
    } else if (!unknown.empty()) {
      problem(context, row, "option.unknown", unknown, "expected options of the question");
      if (chosen_.empty()) return set_missing(row, Missing::invalid);
    }
    choose(row);
  }

  void read_parts(ReadContext& context, std::int64_t row) {
    Missing why = Missing::not_shown;
    bool answered = false, any_unreadable = false;
    for (std::size_t k = 0; k < from_.parts.size(); ++k) {
      const Cell cell = context.cell(row, from_.parts[k]);
      const Missing kind = context.absent(cell);
      if (kind != Missing::none) {
        if (why == Missing::not_shown) why = kind;
        continue;
      }
      check_encoding(context, row, cell);
      answered = true;
      const int option = part_value(context, cell, k);
      if (option >= 0) chosen_.push_back(option);
      if (option != not_readable) continue;
      any_unreadable = true;
      problem(context, row, "option.unknown", cell.text, "expected 1 or 0 in the column of option " + set_.options[k]);
    }
    if (!answered) return set_missing(row, why);
    if (any_unreadable && chosen_.empty()) return set_missing(row, Missing::invalid);
    choose(row);
  }

  /// The option that a filled cell of option k chooses, `no`, or `not_readable`.
  int part_value(const ReadContext& context, const Cell& cell, std::size_t k) const {
    const auto option = static_cast<int>(k);
    if (context.plan.style.other_part_is_text && option == other_) return option;
    const std::string text = lower_ascii(trimmed(cell.text));
    for (const char* yes : {"1", "y", "yes", "true", "x", "1.0"})
      if (text == yes) return option;
    for (const char* denied : {"0", "n", "no", "false", "0.0"})
      if (text == denied) return no;
    return option_of_.find(cell.text) == option ? option : not_readable;
  }

  bool any_part_chosen(const ReadContext& context, std::int64_t row) const {
    for (std::size_t k = 0; k < from_.parts.size(); ++k) {
      const Cell cell = context.cell(row, from_.parts[k]);
      if (context.absent(cell) == Missing::none && part_value(context, cell, k) == static_cast<int>(k)) return true;
    }
    return false;
  }

  /// Where a file has the joined cell and the cells per option, they must agree. The joined cell is believed, unless it
  /// is empty and the others are not.
  void compare_parts(ReadContext& context, std::int64_t row) {
    std::string differing;
    for (std::size_t k = 0; k < from_.parts.size(); ++k) {
      const Cell cell = context.cell(row, from_.parts[k]);
      const bool in_joined = std::find(chosen_.begin(), chosen_.end(), static_cast<int>(k)) != chosen_.end();
      const bool in_part = !cell.empty() && part_value(context, cell, k) == static_cast<int>(k);
      const bool readable = cell.empty() || part_value(context, cell, k) != not_readable;
      if (from_.parts[k] == no_column || (readable && in_joined == in_part)) continue;
      differing.append(differing.empty() ? "" : ", ")
          .append(context.plan.headings[static_cast<std::size_t>(from_.parts[k])]);
    }
    if (differing.empty()) return;
    problem(context, row, "layout.split_mismatch", context.cell(row, from_.joined).text,
            "the column with all choices and these columns disagree: " + differing);
  }

  /// Sets the bits. Only options that stand for a kind of missing: the answer is missing in that way.
  void choose(std::int64_t row) {
    Missing kind = Missing::none;
    bool substantive = chosen_.empty();
    for (const int option : chosen_) {
      set_.set(row, static_cast<std::size_t>(option));
      if (kinds_[static_cast<std::size_t>(option)] == Missing::none)
        substantive = true;
      else
        kind = kinds_[static_cast<std::size_t>(option)];
    }
    if (!substantive) set_missing(row, kind);
  }

  const OptionCodes& option_of_;
  SetColumns from_;
  int other_ = -1;
  OptionSetColumn set_;
  std::vector<Missing> kinds_;
  inline static thread_local std::vector<int> chosen_;  // options of the row that a thread has at hand
  std::vector<std::string> other_texts_;
};

}  // namespace

void add_multi_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  if (question.type == QuestionType::multi) {
    const bool in_place =
        source.other == source.column && source.other != no_column && other_option(question.options) >= 0;
    out.push_back(std::make_unique<MultiReader>(question, question.id, source.codes,
                                                SetColumns{source.column, source.parts, in_place}, rows));
    return;
  }
  for (std::size_t r = 0; r < question.rows.size(); ++r) {
    SetColumns columns;
    if (r < source.parts.size()) columns.joined = source.parts[r];
    if (r < source.grid.size()) columns.parts = source.grid[r];
    out.push_back(std::make_unique<MultiReader>(question, question.id + "." + question.rows[r].code, source.codes,
                                                std::move(columns), rows));
  }
}

}  // namespace enkat::detail
