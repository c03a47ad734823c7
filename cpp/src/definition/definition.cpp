#include "enkat/definition/definition.hpp"

namespace enkat {

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
