#include "answer_domain.hpp"

#include <algorithm>

#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

std::optional<double> bound(const std::variant<std::monostate, double, std::string>& value) {
  if (const double* number = std::get_if<double>(&value)) return *number;
  if (const std::string* text = std::get_if<std::string>(&value))
    if (const auto days = days_from_iso(*text)) return static_cast<double>(*days);
  return std::nullopt;
}

}  // namespace

Domain::Domain(const Question& question) : question_(&question) {
  const bool many = question.type == QuestionType::multi || question.multiple_per_row;
  if (many) {
    chosen_.assign(question.options.size(), -1);
    low_ = 0;
    high_ = static_cast<double>(question.options.size());
    if (question.type == QuestionType::multi && question.max_choices)  // an exclusive option does not count, but is one
      high_ = std::min(high_, std::max(1.0, static_cast<double>(*question.max_choices)));
  } else if (question.type == QuestionType::single || question.type == QuestionType::matrix) {
    options_.assign(question.options.size(), 1);
  } else if (question.type == QuestionType::ranking) {
    low_ = 0;
    high_ = static_cast<double>(question.options.size());
  } else if (question.type == QuestionType::text || question.type == QuestionType::email) {
    low_ = 0;
    if (question.max_length) high_ = static_cast<double>(*question.max_length);
  } else if (question.type != QuestionType::time) {
    low_ = bound(question.min).value_or(low_);
    high_ = bound(question.max).value_or(high_);
  }
}

bool Domain::possible() const {
  if (absent_) return true;
  if (!given_) return false;
  if (!options_.empty()) return std::ranges::count(options_, 1) > 0;
  if (!chosen_.empty()) return choices_possible();
  return low_ < high_ || (low_ == high_ && !low_open_ && !high_open_);
}

/// An exclusive option stands alone, and the number of choices lies within its bounds.
bool Domain::choices_possible() const {
  int least = 0, most = 0;
  bool alone = false, together = false;
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    least += chosen_[i] == 1;
    most += chosen_[i] != 0;
    alone = alone || (chosen_[i] == 1 && question_->options[i].exclusive);
    together = together || (chosen_[i] == 1 && !question_->options[i].exclusive);
  }
  const double high = high_open_ ? high_ - 0.5 : high_, low = low_open_ ? low_ + 0.5 : low_;
  return low <= high && !(alone && together) && !(alone && low > 1) && least <= high && most >= std::max(low, 1.0);
}

bool Domain::require_answer(bool wanted) {
  (wanted ? absent_ : given_) = false;
  if (!wanted) std::ranges::fill(options_, 0);
  return wanted ? possible() : absent_;
}

bool Domain::require_choice(std::size_t option, bool chosen) {
  absent_ = false;
  if (chosen_[option] == (chosen ? 0 : 1)) return false;
  chosen_[option] = chosen ? 1 : 0;
  return possible();
}

bool Domain::keep_between(double low, bool low_open, double high, bool high_open) {
  absent_ = false;
  if (low > low_ || (low == low_ && low_open)) low_ = low, low_open_ = low_open;
  if (high < high_ || (high == high_ && high_open)) high_ = high, high_open_ = high_open;
  return possible();
}

bool Domain::require_text(const std::string& text) {
  absent_ = false;
  if (text_ && *text_ != text) return false;
  text_ = text;
  return possible();
}

}  // namespace enkat::detail
