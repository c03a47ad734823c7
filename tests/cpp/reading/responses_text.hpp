#pragma once
// Test helpers: definitions and files of tests/data, and one answer as a short text.
#include <fstream>
#include <sstream>
#include <string>

#include "enkat/definition/load.hpp"
#include "enkat/reading/csv.hpp"
#include "enkat/reading/layout.hpp"
#include "enkat/table/responses.hpp"

namespace enkat_test {

inline std::string file_text(const std::string& name) {
  std::ifstream in(ENKAT_TEST_DATA "/formats/" + name, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

inline const enkat::Definition& mentoring() {
  static const enkat::Definition definition = enkat::load_definition(file_text("mentoring.survey.json"));
  return definition;
}

inline enkat::Responses read_text(const std::string& csv, const enkat::Definition& definition = mentoring(),
                                  std::string_view layout = {}) {
  return enkat::read_responses(enkat::parse_csv(csv), definition, layout);
}

inline enkat::Responses read_file(const std::string& name) { return read_text(file_text(name)); }

struct AnswerText {
  std::int64_t row;
  std::string operator()(const enkat::CategoryColumn& c) const {
    return c.levels.at(static_cast<std::size_t>(c.codes.at(row)));
  }
  std::string operator()(const enkat::NumberColumn& c) const {
    std::ostringstream out;
    out << c.values.at(static_cast<std::size_t>(row));
    return out.str();
  }
  std::string operator()(const enkat::TextColumn& c) const { return c.values.at(static_cast<std::size_t>(row)); }
  std::string operator()(const enkat::DateColumn& c) const {
    return std::to_string(c.days.at(static_cast<std::size_t>(row)));
  }
  std::string operator()(const enkat::OptionSetColumn& c) const {
    std::string out;
    for (std::size_t k = 0; k < c.options.size(); ++k)
      if (c.has(row, k)) out += (out.empty() ? "" : " ") + c.options[k];
    return out;
  }
  std::string operator()(const enkat::RankingColumn& c) const {
    std::string out;
    for (const std::uint16_t item : c.at(row))
      if (item != enkat::RankingColumn::no_item) out += (out.empty() ? "" : " ") + c.items[item];
    return out;
  }
};

/// The answer in a row counted from 1, or its kind of missing in angle brackets.
inline std::string answer(const enkat::Responses& responses, const std::string& column, std::int64_t row) {
  const enkat::Column* c = responses.find(column);
  if (c == nullptr) return "no column " + column;
  if (!c->present(row - 1)) return "<" + std::string(enkat::name_of(c->kind(row - 1))) + ">";
  return std::visit(AnswerText{row - 1}, c->data);
}

/// "row question rule" of every problem, one per line.
inline std::string problems(const enkat::Responses& responses) {
  std::string out;
  for (const enkat::CellProblem& p : responses.problems)
    out += std::to_string(p.row + 1) + " " + (p.question.empty() ? "-" : p.question) + " " + p.rule + "\n";
  return out;
}

}  // namespace enkat_test
