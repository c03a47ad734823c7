#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "enkat/definition/definition.hpp"

namespace enkat::detail {

/// What is still possible for one answer while a set of conditions is tried: an abstract value that only shrinks.
/// Every `keep` and `require` gives false when nothing is left.
class Domain {
 public:
  explicit Domain(const Question& question);

  /// The question has, or has not, an answer.
  bool require_answer(bool wanted);
  /// A single choice, or a row of a matrix: only options for which keep(option) holds; `absent`: or none at all.
  template <class Keep>
  bool keep_options(bool absent, Keep&& keep) {
    for (std::size_t i = 0; i < options_.size(); ++i) options_[i] = options_[i] && keep(question_->options[i]);
    absent_ = absent_ && absent;
    return possible();
  }
  /// A multiple choice: the option is chosen, or not.
  bool require_choice(std::size_t option, bool chosen);
  /// A number, a date (days), the length of a text or the number of choices lies between two bounds.
  bool keep_between(double low, bool low_open, double high, bool high_open);
  /// A text is this one.
  bool require_text(const std::string& text);

  [[nodiscard]] bool must_be_answered() const { return !absent_; }
  /// What is left of a number, a date (days), the length of a text or the number of choices; infinite: no bound.
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  [[nodiscard]] bool possible() const;
  [[nodiscard]] bool choices_possible() const;

  const Question* question_;
  bool absent_ = true, given_ = true;  ///< which of the two is still possible
  std::vector<char> options_;          ///< of a single choice: still possible
  std::vector<signed char> chosen_;    ///< of a multiple choice: -1 open, else decided
  double low_ = -std::numeric_limits<double>::infinity(), high_ = std::numeric_limits<double>::infinity();
  bool low_open_ = false, high_open_ = false;
  std::optional<std::string> text_;
};

}  // namespace enkat::detail
