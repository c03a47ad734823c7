// A renderer takes only a SafeTable: a table of raw figures must be protected first.
#include "enkat/publish/results.hpp"

int main() {
  const enkat::Table raw{.question = "q"};
  enkat::QuestionResults results{"q", "single", {}};
#ifdef CONTROL
  results.tables.push_back(enkat::protect(raw, {}));
#else
  results.tables.push_back(raw);
#endif
  return static_cast<int>(enkat::results_json({}, std::vector{results}).size());
}
