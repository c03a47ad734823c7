#include <algorithm>
#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/design/design.hpp"

// What a design does with its replicates.

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::design, message, "replicates"); }

void check(const Replicates& r, std::size_t rows, std::size_t units) {
  if (r.size() < 2) fail("found " + std::to_string(r.size()) + ", expected at least two");
  if (r.weights.empty() == r.factors.empty()) fail("expected either weights by row or factors by unit");
  if (!r.weights.empty() && r.weights.size() != rows * r.size()) fail("the weights are not rows x replicates");
  if (!r.factors.empty() && r.factors.size() != units * r.size()) fail("the factors are not units x replicates");
  for (const double v : r.rscales)
    if (!(v >= 0) || !std::isfinite(v)) fail("rscales has " + std::to_string(v) + ", expected numbers of at least 0");
  if (!(r.scale > 0) || !std::isfinite(r.scale))
    fail("scale is " + std::to_string(r.scale) + ", expected a number above 0");
  for (std::size_t i = 0; i < r.weights.size(); ++i)
    if (!std::isfinite(r.weights[i]))
      fail("row " + std::to_string(i / r.size() + 1) + " has no finite weight in replicate " +
           std::to_string(i % r.size() + 1) + ", expected a number in every replicate");
}

/// G += c v v', the upper half.
void add_outer(std::vector<double>& g, const double* v, std::size_t k, double c) {
  for (std::size_t a = 0; a < k; ++a) {
    const double s = c * v[a];
    if (s == 0) continue;
    for (std::size_t b = a; b < k; ++b) g[a * k + b] += s * v[b];
  }
}

}  // namespace

Design Design::with_replicates(Replicates replicates) const {
  check(replicates, static_cast<std::size_t>(rows_), static_cast<std::size_t>(units()));
  Design out = *this;
  out.replicates_ = std::make_shared<const Replicates>(std::move(replicates));
  out.replicate_df_ = std::make_shared<LazyRank>();
  out.adjustments_ = nullptr;  // the replicates say what the weights do to the variance
  return out;
}

Design Design::without_replicates() const {
  Design out = *this;
  out.replicates_ = nullptr;
  out.replicate_df_ = nullptr;
  return out;
}

Design Design::with_replicate(std::size_t r) const {
  const Replicates& all = *replicates_;
  const auto n = static_cast<std::size_t>(rows_);
  std::vector<double> w(n);
  if (!all.weights.empty()) {
    for (std::size_t i = 0; i < n; ++i) w[i] = all.weights[i * all.size() + r];
  } else if (rows_are_units_) {
    for (std::size_t i = 0; i < n; ++i) w[i] = weights_[i] * all.factors[i * all.size() + r];
  } else {
    unit_of_row_->visit([&](auto unit) {
      for (std::size_t i = 0; i < n; ++i) w[i] = weights_[i] * all.factors[unit[i] * all.size() + r];
    });
  }
  return without_replicates().reweighted(std::move(w), nullptr);
}

Design Design::first_stage() const {
  if (stages_->size() == 1) return *this;
  const std::vector<std::int32_t> first = first_units(*stages_);
  std::vector<std::int32_t> unit(static_cast<std::size_t>(rows_));
  if (rows_are_units_)
    unit = first;
  else
    unit_of_row_->visit([&](auto last) {
      for (std::size_t i = 0; i < unit.size(); ++i) unit[i] = first[last[i]];
    });
  Design out = *this;
  const auto units = static_cast<std::int64_t>(stages_->front().units());
  out.unit_of_row_ = std::make_shared<const Codes>(Codes(unit, units));
  out.rows_are_units_ = false;
  out.order_ = std::make_shared<LazyOrder>();
  out.stages_ = std::make_shared<const std::vector<Stage>>(std::vector<Stage>{stages_->front()});
  return out;
}

double Design::degrees_of_replicates() const {
  std::call_once(replicate_df_->once, [&] {
    const Replicates& r = *replicates_;
    const std::size_t k = r.size();
    std::vector<double> gram(k * k, 0);
    const auto in = [&](std::size_t i) { return !domain_ || (*domain_)[i]; };
    if (!r.weights.empty()) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(rows_); ++i)
        if (in(i)) add_outer(gram, r.weights.data() + i * k, k, 1);
    } else {  // rows of one unit differ by their weight alone
      std::vector<double> square(static_cast<std::size_t>(units()), 0);
      const auto add = [&](std::size_t i, std::size_t u) { square[u] += in(i) ? weights_[i] * weights_[i] : 0; };
      for (std::size_t i = 0; rows_are_units_ && i < static_cast<std::size_t>(rows_); ++i) add(i, i);
      if (!rows_are_units_)
        unit_of_row_->visit([&](auto unit) {
          for (std::size_t i = 0; i < unit.size(); ++i) add(i, unit[i]);
        });
      for (std::size_t u = 0; u < square.size(); ++u)
        if (square[u] > 0) add_outer(gram, r.factors.data() + u * k, k, square[u]);
    }
    replicate_df_->df = rank_of_gram(std::move(gram), k) - 1;
  });
  return replicate_df_->df;
}

}  // namespace enkat
