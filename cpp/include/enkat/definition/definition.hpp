#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "enkat/base/expression.hpp"

namespace enkat {

/// Language tag to string.
using Text = std::map<std::string, std::string>;

enum class QuestionType {
  single,
  multi,
  matrix,
  ranking,
  number,
  rating,
  text,
  date,
  time,
  email,
  file,
  calculated,
  note
};

/// The name of a type in a definition, and back.
[[nodiscard]] std::string_view name_of(QuestionType type);
[[nodiscard]] std::optional<QuestionType> question_type(std::string_view name);

struct Option {
  std::string code;
  Text label;
  std::optional<double> value;  ///< numeric value for means
  bool exclusive = false;
  bool other_text = false;
  std::string missing;  ///< "", or the kind of missing the option stands for: not_applicable, item_nonresponse,
                        ///< refused, no_opinion
};

struct Question {
  std::string id;
  std::string section;
  QuestionType type = QuestionType::text;
  Text text;
  Text help;
  bool required = false;
  std::optional<Expression> show_if;  ///< the section's condition is not folded in
  std::string code_list;
  bool sensitive = false;
  bool unique = false;
  std::vector<Option> options;
  std::vector<Option> rows;  ///< matrix only
  bool multiple_per_row = false;
  std::string scale_kind;  ///< matrix only: likert, frequency, semantic, numeric or ""
  bool scale_ordered = false;
  std::vector<std::string> scale_reverse;
  std::optional<std::int64_t> min_choices, max_choices, min_ranked, max_ranked;
  std::variant<std::monostate, double, std::string> min, max;  ///< number, or ISO date or time
  std::optional<std::int64_t> decimals;
  std::optional<double> step;
  Text unit;
  std::string style;
  std::optional<std::int64_t> min_length, max_length;
  bool multiline = false;
  std::string pattern;
  std::optional<Expression> formula;
};

struct Section {
  std::string id;
  Text title;
  std::optional<Expression> show_if;
};

struct Amendment {
  std::string field, from, to;
  Text note;
};

/// Fieldwork window. Times are local to `timezone`, "yyyy-mm-ddThh:mm:ss".
struct Window {
  std::string timezone, opens, closes;
  std::int64_t grace_minutes = 0;
  std::vector<Amendment> amendments;
};

struct Audience {
  std::string question;
  std::vector<std::string> eligible;
  bool exclude = false;  ///< on_ineligible: exclude (true) or flag (false)
};

struct Sample {
  std::string kind, mode;
  Text frame, model;
  std::optional<std::int64_t> invited;
};

struct Unit {
  std::string id_field;
  bool unique = true;
  std::vector<std::vector<std::string>> duplicate_keys;
};

struct Speeding {
  std::string method;  ///< fraction_of_median, sd_below_median, absolute_seconds
  double value = 0;
};

struct Timing {
  std::optional<double> min_duration_seconds;
  std::optional<Speeding> speeding;
};

struct MissingCode {
  std::string code, kind;
  Text label;
};

struct Check {
  std::string id, severity;
  std::optional<Expression> when;
  std::optional<Expression> assertion;
  Text message;
};

struct Straightline {
  std::string question;
  std::int64_t min_rows = 3;
};

struct Attention {
  std::string question;
  std::vector<std::string> expected;
};

struct Quality {
  std::vector<Straightline> straightline;
  std::vector<std::string> open_text;
  std::vector<Attention> attention;
};

struct PopulationMargin {
  std::string question;
  std::vector<std::string> by;  ///< further questions; target keys are then codes joined by "|", the question's first
  bool share = true;            ///< targets are shares summing to 1, else counts
  std::vector<std::pair<std::string, double>> targets;  ///< in the file's order
};

struct Population {
  Text source;
  bool illustrative = false;
  std::vector<PopulationMargin> margins;
};

struct Publication {
  std::optional<std::int64_t> min_cell;
  std::string base = "answered";
  std::optional<std::int64_t> rounding;
};

/// A questionnaire with its fieldwork, audience, routing, checks, weighting margins and publication rules.
struct Definition {
  std::string format_version, id, version, default_language;
  std::vector<std::string> languages;
  Text title, description;
  std::optional<Window> window;
  std::optional<Audience> audience;
  std::optional<Sample> sample;
  std::vector<std::string> tags, key_competences;
  std::optional<Unit> unit;
  Timing timing;
  std::vector<MissingCode> missing;
  std::vector<Section> sections;
  std::vector<Question> questions;
  std::vector<Check> checks;
  Quality quality;
  std::optional<Population> population;
  Publication publication;
  std::vector<std::string> warnings;  ///< what the loader found that is no error: "pointer: message"

  /// The question with this id, or nullptr.
  [[nodiscard]] const Question* find(const std::string& question_id) const;
  /// The question's show_if and its section's together decide; true where the question has neither.
  [[nodiscard]] const Section* section_of(const Question& question) const;
};

}  // namespace enkat
