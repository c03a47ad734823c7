#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/design/design.hpp"

// What a design does with its replicates.

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::design, message, "replicates"); }

/// Where the first number is that is none; the size where all are finite.
std::size_t first_not_finite(std::span<const double> numbers) {
  constexpr std::size_t block = 1 << 18;
  const std::size_t blocks = (numbers.size() + block - 1) / block;
  std::vector<std::size_t> found(blocks, numbers.size());
  for_blocks(static_cast<std::int64_t>(blocks), 0, [&](std::int64_t b) {
    const std::size_t begin = static_cast<std::size_t>(b) * block, end = std::min(begin + block, numbers.size());
    std::size_t finite = 0;
    for (std::size_t i = begin; i < end; ++i) finite += std::abs(numbers[i]) <= std::numeric_limits<double>::max();
    if (finite == end - begin) return;
    const auto at = std::find_if(numbers.begin() + static_cast<std::ptrdiff_t>(begin), numbers.end(),
                                 [](double v) { return !std::isfinite(v); });
    found[static_cast<std::size_t>(b)] = static_cast<std::size_t>(at - numbers.begin());
  });
  return blocks == 0 ? 0 : *std::min_element(found.begin(), found.end());
}

void check(const Replicates& r, std::size_t rows, std::size_t units) {
  if (r.size() < 2) fail("found " + std::to_string(r.size()) + ", expected at least two");
  if (r.weights.empty() == r.factors.empty()) fail("expected either weights by row or factors by unit");
  if (!r.weights.empty() && r.weights.size() != rows * r.size()) fail("the weights are not rows x replicates");
  if (!r.factors.empty() && r.factors.size() != units * r.size()) fail("the factors are not units x replicates");
  for (const double v : r.rscales)
    if (!(v >= 0) || !std::isfinite(v)) fail("rscales has " + std::to_string(v) + ", expected numbers of at least 0");
  if (!(r.scale > 0) || !std::isfinite(r.scale))
    fail("scale is " + std::to_string(r.scale) + ", expected a number above 0");
  if (const std::size_t i = first_not_finite(r.weights); i < r.weights.size())
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

/// Whether a matrix of that many numbers in k columns is small enough to be decomposed itself.
bool within_reach(std::size_t numbers, std::size_t k) { return numbers * std::min(numbers / k, k) <= (1ULL << 27); }

/// Gram matrix of every `step`-th row of the replicate weights that `in` takes.
template <class In>
std::vector<double> gram_of_rows(const Replicates& r, std::size_t rows, std::size_t step, In&& in) {
  std::vector<double> gram(r.size() * r.size(), 0);
  for (std::size_t i = 0; i < rows; i += step)
    if (in(i)) add_outer(gram, r.weights.data() + i * r.size(), r.size(), 1);
  return gram;
}

/// Whether a symmetric matrix, its upper half given, is positive definite.
bool positive_definite(std::vector<double> g, std::size_t k) {
  for (std::size_t j = 0; j < k; ++j) {
    if (!(g[j * k + j] > 0)) return false;
    for (std::size_t a = j + 1; a < k; ++a) {
      const double f = g[j * k + a] / g[j * k + j];
      for (std::size_t b = a; b < k; ++b) g[a * k + b] -= f * g[j * k + b];
    }
  }
  return true;
}

/// Rank of the replicate weights of rows. What of a column the columns before leave over can only grow with more rows:
/// with G of a sample of the rows and D the squared norms of the columns over all rows, rank_of_gram finds full rank
/// where G - c D is positive definite, c above its tolerance. Then the other rows need no look.
template <class In>
int rank_of_rows(const Replicates& r, std::size_t rows, In&& in) {
  std::vector<double> few;
  for (std::size_t i = 0; i < rows && within_reach(few.size(), r.size()); ++i)
    if (in(i)) {
      const auto row = r.weights.begin() + static_cast<std::ptrdiff_t>(i * r.size());
      few.insert(few.end(), row, row + static_cast<std::ptrdiff_t>(r.size()));
    }
  if (within_reach(few.size(), r.size())) {
    const std::size_t count = few.size() / r.size();
    return rank_of_columns(std::move(few), count, r.size());
  }
  constexpr std::size_t sampled = 4096;
  constexpr double rank_margin = 1e-8;
  const std::size_t k = r.size(), step = std::max<std::size_t>(1, rows / std::max(sampled, 8 * k));
  std::vector<double> gram = gram_of_rows(r, rows, step, in);
  if (step == 1) return rank_of_gram(std::move(gram), k);
  std::vector<double> norm(k, 0);
  for (std::size_t i = 0; i < rows; ++i)
    if (in(i))
      for (std::size_t j = 0; j < k; ++j) norm[j] += r.weights[i * k + j] * r.weights[i * k + j];
  for (std::size_t j = 0; j < k; ++j) gram[j * k + j] -= rank_margin * norm[j];
  if (positive_definite(std::move(gram), k)) return static_cast<int>(k);
  return rank_of_gram(gram_of_rows(r, rows, 1, in), k);
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
    if (r.df && (!domain_ || std::ranges::all_of(*domain_, [](auto in) { return in != 0; }))) {
      replicate_df_->df = *r.df;
      return;
    }
    const auto in = [&](std::size_t i) { return !domain_ || (*domain_)[i]; };
    if (!r.weights.empty()) {
      replicate_df_->df = rank_of_rows(r, static_cast<std::size_t>(rows_), in) - 1;
      return;
    }
    // rows of one unit differ by their weight alone
    const std::size_t k = r.size();
    std::vector<double> square(static_cast<std::size_t>(units()), 0);
    const auto add = [&](std::size_t i, std::size_t u) { square[u] += in(i) ? weights_[i] * weights_[i] : 0; };
    for (std::size_t i = 0; rows_are_units_ && i < static_cast<std::size_t>(rows_); ++i) add(i, i);
    if (!rows_are_units_)
      unit_of_row_->visit([&](auto unit) {
        for (std::size_t i = 0; i < unit.size(); ++i) add(i, unit[i]);
      });
    if (within_reach(square.size() * k, k)) {
      std::vector<double> rows;
      for (std::size_t u = 0; u < square.size(); ++u)
        for (std::size_t j = 0; j < k && square[u] > 0; ++j)
          rows.push_back(r.factors[u * k + j] * std::sqrt(square[u]));
      const std::size_t count = rows.size() / k;
      replicate_df_->df = rank_of_columns(std::move(rows), count, k) - 1;
      return;
    }
    std::vector<double> gram(k * k, 0);
    for (std::size_t u = 0; u < square.size(); ++u)
      if (square[u] > 0) add_outer(gram, r.factors.data() + u * k, k, square[u]);
    replicate_df_->df = rank_of_gram(std::move(gram), k) - 1;
  });
  return replicate_df_->df;
}

}  // namespace enkat
