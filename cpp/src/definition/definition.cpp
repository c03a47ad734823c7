#include "enkat/definition/definition.hpp"

#include <array>

namespace enkat {
namespace {

constexpr std::array<std::string_view, 13> type_names{"single", "multi",      "matrix", "ranking", "number",
                                                      "rating", "text",       "date",   "time",    "email",
                                                      "file",   "calculated", "note"};

}  // namespace

std::string_view name_of(QuestionType type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<QuestionType> question_type(std::string_view name) {
  for (std::size_t i = 0; i < type_names.size(); ++i)
    if (type_names[i] == name) return static_cast<QuestionType>(i);
  return std::nullopt;
}

const Question* Definition::find(const std::string& question_id) const {
  for (const Question& q : questions)
    if (q.id == question_id) return &q;
  return nullptr;
}

const Section* Definition::section_of(const Question& question) const {
  for (const Section& s : sections)
    if (s.id == question.section) return &s;
  return nullptr;
}

}  // namespace enkat
