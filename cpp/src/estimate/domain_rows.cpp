#include "domain_rows.hpp"

namespace enkat::detail {

DomainRows::DomainRows(const Design& design, const Numbers& variable, const Codes* by) {
  const std::span<const double> w = design.weights(), y = variable.values;
  const std::span<const std::uint8_t> domain = design.domain();
  const bool every_row = domain.empty() && design.no_zero_weight() && variable.valid.empty();
  if (!by && every_row) {
    values_ = y;
    weights_ = w;
    start_ = {0, w.size()};
    return;
  }
  const auto takes_part = [&](std::size_t i) {
    return w[i] != 0 && (domain.empty() || domain[i]) && (variable.valid.empty() || variable.valid[i]);
  };
  const auto fill = [&](std::size_t domains, auto domain_of) {  // a counting sort keeps the order of the rows
    start_.assign(domains + 1, 0);
    for (std::size_t i = 0; i < w.size(); ++i)
      if (const std::size_t g = domain_of(i); g < domains && takes_part(i)) ++start_[g + 1];
    for (std::size_t g = 0; g < domains; ++g) start_[g + 1] += start_[g];
    std::vector<std::size_t> at(start_.begin(), start_.end() - 1);
    copied_value_.resize(start_.back());
    copied_weight_.resize(start_.back());
    copied_row_.resize(start_.back());
    for (std::size_t i = 0; i < w.size(); ++i) {
      const std::size_t g = domain_of(i);
      if (g >= domains || !takes_part(i)) continue;
      copied_value_[at[g]] = y[i];
      copied_weight_[at[g]] = w[i];
      copied_row_[at[g]++] = static_cast<std::uint32_t>(i);
    }
  };
  if (!by)
    fill(1, [](std::size_t) { return std::size_t{0}; });
  else
    by->visit([&](auto code) {
      fill(static_cast<std::size_t>(by->levels()), [code](std::size_t i) { return static_cast<std::size_t>(code[i]); });
    });
  values_ = copied_value_;
  weights_ = copied_weight_;
}

Design complete_cases(const Design& design, std::span<const Numbers* const> variables) {
  std::vector<std::uint8_t> mask;
  for (const Numbers* v : variables) {
    if (v->valid.empty()) continue;
    if (mask.empty()) mask.assign(v->valid.size(), 1);
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] &= v->valid[i];
  }
  return mask.empty() ? design : design.where(mask);
}

}  // namespace enkat::detail
