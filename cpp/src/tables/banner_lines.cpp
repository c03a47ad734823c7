#include <algorithm>
#include <cmath>
#include <limits>

#include "banner_parts.hpp"
#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

/// The options of a row question with a bit more for every line that is not one option: any of its levels chosen.
std::unique_ptr<OptionSet> with_nets(const OptionSet& set, const std::vector<BannerLine>& lines) {
  auto out = std::make_unique<OptionSet>();
  out->options = set.options;
  out->answered = set.answered;
  for (const BannerLine& line : lines)
    if (line.measure == Measure::percent && line.levels.size() != 1) out->options.push_back(line.name);
  const std::size_t from = set.words_per_row(), to = out->words_per_row();
  const std::size_t rows = from ? set.words.size() / from : 0;
  out->words.assign(rows * to, 0);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < from; ++k) out->words[i * to + k] = set.words[i * from + k];
  std::size_t bit = set.options.size();
  for (const BannerLine& line : lines) {
    if (line.measure != Measure::percent || line.levels.size() == 1) continue;
    for (std::size_t i = 0; i < rows; ++i)
      for (const std::int32_t k : line.levels) {
        const auto option = static_cast<std::size_t>(k);
        out->words[i * to + bit / 64] |= ((set.words[i * from + option / 64] >> (option % 64)) & 1U) << (bit % 64);
      }
    ++bit;
  }
  return out;
}

std::unique_ptr<Numbers> squares(const Numbers& y) {
  auto values = std::make_shared<std::vector<double>>(y.values.size(), 0.0);
  for (std::size_t i = 0; i < values->size(); ++i)
    if (y.valid.empty() || y.valid[i]) (*values)[i] = (y.values[i] - y.centre) * (y.values[i] - y.centre);
  auto out = std::make_unique<Numbers>();
  out->values = *values;
  out->owner = std::move(values);
  out->valid = y.valid;
  return out;
}

/// Builds the lines of one row question.
class Builder {
 public:
  Builder(const BannerRow& row, bool answers) : row_(row), answers_(answers) {
    out_.variable = row.variable;
    if (row.variable.factor.options) {
      options_ = row.variable.factor.options->options.size();
      out_.options = with_nets(*row.variable.factor.options, row.lines);
      out_.variable.factor.options = out_.options.get();
    }
    if (row.variable.number) {
      out_.square = squares(*row.variable.number);
      z_ = 3;
    } else {
      z_ = static_cast<std::size_t>(out_.variable.factor.levels()) + 1;
    }
  }

  RowLines build() {
    std::size_t net = options_;
    for (const BannerLine& line : row_.lines) {
      check(line);
      if (line.measure == Measure::percent) {
        out_.shown.push_back(add(share(line, net), -1));
      } else if (line.measure == Measure::nps) {
        const ProfileLine squares = score(line, 100.0 * 100.0, 100.0 * 100.0);
        out_.shown.push_back(add(score(line, 100, -100), add(squares, -1)));
      } else {
        if (mean_ < 0) mean_ = add(mean(1), add(mean(2), -1));
        out_.shown.push_back(mean_);
      }
    }
    return std::move(out_);
  }

 private:
  void check(const BannerLine& line) const {
    const auto refuse = [&](const std::string& what) {
      throw Error(ErrorCode::design, "line '" + line.name + "' of '" + row_.name + "' " + what, "rows");
    };
    const bool counts = line.measure == Measure::percent || line.measure == Measure::nps;
    if (row_.variable.number && counts) refuse("counts categories of a number, expected a mean or sd");
    if (!row_.variable.number && !counts && row_.values.size() + 1 != z_)
      refuse("needs a number for every level, expected `values`");
    const auto levels = row_.variable.number ? 0 : row_.variable.factor.levels();
    for (const auto* list : {&line.levels, &line.against})
      for (const std::int32_t k : *list)
        if (k < 0 || k >= levels) refuse("names a level that the variable does not have");
  }
  std::int64_t add(ProfileLine line, std::int64_t square) {
    out_.lines.push_back(std::move(line));
    out_.square_of.push_back(square);
    return static_cast<std::int64_t>(out_.lines.size()) - 1;
  }
  [[nodiscard]] ProfileLine empty() const { return {std::vector<double>(z_, 0), std::vector<double>(z_, 0), 0, true}; }

  ProfileLine share(const BannerLine& line, std::size_t& net) const {
    ProfileLine out = empty();
    if (options_ > 0 && line.levels.size() != 1)
      out.numerator[net++] = 1;
    else
      for (const std::int32_t k : line.levels) out.numerator[static_cast<std::size_t>(k)] = 1;
    if (answers_ && options_ > 0)
      for (std::size_t k = 0; k < options_; ++k) out.base[k] = 1;
    else
      out.base.back() = 1;
    return out;
  }
  [[nodiscard]] ProfileLine score(const BannerLine& line, double up, double down) const {
    ProfileLine out = empty();
    for (const std::int32_t k : line.levels) out.numerator[static_cast<std::size_t>(k)] = up;
    for (const std::int32_t k : line.against) out.numerator[static_cast<std::size_t>(k)] = down;
    out.base.back() = 1;
    out.share = false;
    return out;
  }
  /// Mean of y (power 1) or of its centred square (power 2).
  [[nodiscard]] ProfileLine mean(int power) const {
    ProfileLine out = empty();
    out.share = false;
    if (row_.variable.number) {
      out.numerator[static_cast<std::size_t>(power) - 1] = 1;
      out.base.back() = 1;
      out.shift = power == 1 ? row_.variable.number->centre : 0;
      return out;
    }
    for (std::size_t k = 0; k + 1 < z_; ++k) {
      if (std::isnan(row_.values[k])) continue;
      out.numerator[k] = power == 1 ? row_.values[k] : row_.values[k] * row_.values[k];
      out.base[k] = 1;
    }
    return out;
  }

  const BannerRow& row_;
  bool answers_;
  std::size_t options_ = 0, z_ = 0;
  std::int64_t mean_ = -1;
  RowLines out_;
};

}  // namespace

RowLines row_lines(const BannerRow& row, bool answers) { return Builder(row, answers).build(); }

double sd_of(const RowLines& rows, const Profile& p, std::size_t l, std::size_t column) {
  const auto square = static_cast<std::size_t>(rows.square_of[l]);
  const double mean = p.estimate[p.at(l, column)] - rows.lines[l].shift;
  const auto n = static_cast<double>(p.n[p.at(l, column)]);
  const double spread = p.estimate[p.at(square, column)] - mean * mean;
  if (n < 2) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(std::max(spread, 0.0) * n / (n - 1));
}

}  // namespace enkat::detail
