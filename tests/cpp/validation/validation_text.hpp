#pragma once
// Test helpers: findings as lines "row question rule severity", and small surveys written in the test.
#include <string>

#include "../reading/responses_text.hpp"
#include "enkat/validation/validate.hpp"

namespace enkat_test {

/// The mentoring survey's window, Europe/Brussels in winter, as UTC.
inline enkat::ValidateOptions mentoring_options() {
  constexpr std::int64_t opens = 1673305200, closes = 1677625199;  // 2023-01-09T23:00:00Z, 2023-02-28T22:59:59Z
  return {.window = enkat::WindowInstants{opens, closes}, .today = 19500};
}

inline std::string lines(const enkat::Definition& d, const enkat::ValidationReport& report) {
  std::string out;
  for (const enkat::Finding& f : report.findings) {
    const std::string& id = question_id(d, f);
    out += std::to_string(f.row + 1) + " " + (id.empty() ? "-" : id) + " " + rule_name(d, f) + "\n";
  }
  return out;
}

/// The findings of a plain CSV text under a definition written as JSON.
inline std::string found(const std::string& definition, const std::string& csv) {
  const enkat::Definition d = enkat::load_definition(definition);
  return lines(d, enkat::validate(d, read_text(csv, d, "plain"), mentoring_options()));
}

/// A definition with these questions (JSON objects without text) and further members.
inline std::string survey(const std::string& questions, const std::string& more = "") {
  std::string with_texts;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const bool question = questions.compare(i, 5, "{\"id\"") == 0;
    with_texts += question ? "{\"text\":{\"en\":\"T\"},\"id\"" : std::string(1, questions[i]);
    if (question) i += 4;
  }
  return R"({"format":"survey-definition","format_version":"0.1","id":"t","version":"1","default_language":"en",
             "languages":["en"],"title":{"en":"T"},"questions":[)" +
         with_texts + "]" + more + "}";
}

}  // namespace enkat_test
