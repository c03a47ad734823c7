#include <algorithm>
#include <cmath>

#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"
#include "json_value.hpp"
#include "rules.hpp"

namespace enkat::detail {
namespace {

std::vector<std::string> split(const std::string& key) {
  std::vector<std::string> out(1);
  for (const char c : key)
    if (c == '|')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

/// Rule 6 for one margin.
class MarginRules {
 public:
  MarginRules(const Definition& d, const PopulationMargin& m, std::string pointer, Problems& problems)
      : d_(d), m_(m), pointer_(std::move(pointer)), problems_(problems) {}

  void check() {
    find(m_.question, pointer_ + "/question");
    for (std::size_t i = 0; i < m_.by.size(); ++i) find(m_.by[i], pointer_ + "/by/" + std::to_string(i));
    if (questions_.size() == m_.by.size() + 1)
      for (const auto& [key, value] : m_.targets)
        if (!problems_.full()) target(key);
    double sum = 0;
    for (const auto& [key, value] : m_.targets) sum += value;
    if (m_.share && std::abs(sum - 1) > 1e-9)
      problems_.add(pointer_ + "/targets", "shares that sum to " + number_text(sum),
                    "a sum of 1 within 1e-9; unit \"count\" takes counts");
  }

 private:
  void find(const std::string& id, const std::string& pointer) {
    const Question* q = d_.find(id);
    if (!q) return problems_.add(pointer, in_quotes(id), "the id of a question" + did_you_mean(id, question_ids(d_)));
    if (q->options.empty() || q->type == QuestionType::matrix)
      return problems_.add(pointer, in_quotes(id) + " of type " + std::string(name_of(q->type)),
                           "a question with options");
    if (std::find(questions_.begin(), questions_.end(), q) != questions_.end())
      return problems_.add(pointer, in_quotes(id) + " a second time", "each question of a margin once");
    questions_.push_back(q);
  }

  void target(const std::string& key) {
    const std::string pointer = pointer_ + "/targets" + pointer_step(key);
    const std::vector<std::string> codes = split(key);
    if (codes.size() != questions_.size())
      return problems_.add(pointer, in_quotes(key),
                           questions_.size() == 1 ? "one option code of " + m_.question
                                                  : std::to_string(questions_.size()) + " codes joined by |, that of " +
                                                        m_.question + " first");
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::vector<std::string> known = codes_of(questions_[i]->options);
      if (std::find(known.begin(), known.end(), codes[i]) == known.end())
        problems_.add(pointer, in_quotes(codes[i]),
                      "an option of " + questions_[i]->id + did_you_mean(codes[i], known));
    }
  }

  const Definition& d_;
  const PopulationMargin& m_;
  std::string pointer_;
  Problems& problems_;
  std::vector<const Question*> questions_;
};

}  // namespace

void check_margins(const Definition& d, Problems& problems) {
  if (!d.population) return;
  for (std::size_t i = 0; i < d.population->margins.size() && !problems.full(); ++i)
    MarginRules(d, d.population->margins[i], "/population/margins/" + std::to_string(i), problems).check();
}

}  // namespace enkat::detail
