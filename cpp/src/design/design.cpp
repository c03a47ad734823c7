#include "enkat/design/design.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "stages.hpp"

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& where) {
  throw Error(ErrorCode::design, message, where);
}

[[noreturn]] void refuse_weight(const Numbers& weights) {
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    if (!weights.valid.empty() && !weights.valid[i])
      fail(
          "row " + std::to_string(i + 1) +
              " has no weight (missing or NaN), expected a number of at least 0; give it a weight or leave the row out",
          "weights");
    if (weights.values[i] < 0)
      fail("row " + std::to_string(i + 1) + " has the weight " + std::to_string(weights.values[i]) +
               ", expected a number of at least 0",
           "weights");
  }
  fail("every weight is zero, expected at least one that is positive", "weights");
}

/// What one look at the weights says.
struct Signs {
  std::int64_t zero = 0, negative = 0;
};

Signs signs_of(std::span<const double> weights, int threads = 1) {
  const auto rows = static_cast<std::int64_t>(weights.size());
  const std::int64_t lanes = lanes_for(rows, sizeof(Signs));
  std::vector<Signs> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, threads, [&](std::int64_t k) {
    Signs s;
    const std::int64_t begin = lane_begin(k, lanes, rows), end = lane_begin(k + 1, lanes, rows);
    for (const double w : weights.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))) {
      s.zero += w == 0;
      s.negative += w < 0;
    }
    lane[static_cast<std::size_t>(k)] = s;
  });
  Signs all;
  for (const Signs& s : lane) all = {all.zero + s.zero, all.negative + s.negative};
  return all;
}

/// Throws where a weight is none; else what its one look saw.
Signs checked_weights(const Numbers& weights, std::int64_t rows) {
  if (weights.size() != rows)
    fail("has " + std::to_string(weights.size()) + " rows, expected " + std::to_string(rows), "weights");
  const auto missing = std::find(weights.valid.begin(), weights.valid.end(), std::uint8_t{0});
  const Signs s = signs_of(weights.values);
  if (missing != weights.valid.end() || s.negative > 0 || s.zero == rows) refuse_weight(weights);
  return s;
}

Pps checked_pps(PpsOptions options, const detail::BuiltStages& built) {
  const std::vector<double>& p = built.stages.front().probability;
  if (options.method != PpsOptions::Method::brewer && built.stages.size() > 1)
    fail("joint probabilities are of one stage, this design has " + std::to_string(built.stages.size()) +
             " stages with fpc; use the method brewer, which takes them all",
         "pps");
  if (options.method != PpsOptions::Method::joint) return {std::move(options), p};
  const std::size_t n = p.size();
  if (options.joint.size() != n * n)
    fail("has " + std::to_string(options.joint.size()) + " numbers, expected a square matrix of the " +
             std::to_string(n) + " units of the sample",
         "joint probabilities");
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (i != j && (!(options.joint[i * n + j] > 0) || options.joint[i * n + j] > 1))
        fail("units " + std::to_string(i + 1) + " and " + std::to_string(j + 1) + " have " +
                 std::to_string(options.joint[i * n + j]) + ", expected a probability over 0 and at most 1",
             "joint probabilities");
  return {std::move(options), p};
}

}  // namespace

Design::Design(std::int64_t rows, const Numbers* weights, const std::vector<StageColumns>& columns,
               const DesignOptions& options)
    : rows_(rows), options_(options) {
  if (rows == 0) fail("the data have no rows, expected at least one", "data");
  const std::vector<StageColumns> plain(1);  // no stages given: every row is its own unit in one stratum
  detail::BuiltStages built = detail::build_stages(rows, columns.empty() ? plain : columns, options.nest,
                                                   options.pps.has_value(), weights == nullptr);
  if (options.pps) pps_ = std::make_shared<const Pps>(checked_pps(*options.pps, built));
  rows_are_units_ = built.rows_are_units;
  unit_of_row_ = std::make_shared<const Codes>(std::move(built.unit_of_row));
  stages_ = std::make_shared<const std::vector<Stage>>(std::move(built.stages));
  weighted_ = weights != nullptr || built.has_fpc;
  if (weights) {
    const Signs signs = checked_weights(*weights, rows);
    if (weights->owner) {
      weights_owner_ = weights->owner;
      weights_ = weights->values;
      no_zero_weight_ = signs.zero == 0;
    } else {
      own({weights->values.begin(), weights->values.end()});
    }
  } else {
    own(std::move(built.inverse_fraction));
  }
}

void Design::own(std::vector<double> weights) {
  auto owner = std::make_shared<const std::vector<double>>(std::move(weights));
  weights_ = {owner->data(), owner->size()};
  weights_owner_ = std::move(owner);
  note_signs(1);
}

void Design::note_signs(int threads) {
  const Signs s = signs_of(weights_, threads);
  no_zero_weight_ = s.zero == 0;
  no_negative_weight_ = s.negative == 0;
}

Design Design::where(std::span<const std::uint8_t> mask) const {
  if (static_cast<std::int64_t>(mask.size()) != rows_)
    fail("has " + std::to_string(mask.size()) + " rows, expected " + std::to_string(rows_), "where");
  auto both = std::make_shared<std::vector<std::uint8_t>>(mask.begin(), mask.end());
  if (domain_)
    for (std::size_t i = 0; i < both->size(); ++i) (*both)[i] &= (*domain_)[i];
  Design out = *this;
  out.domain_ = std::move(both);
  if (replicates_) out.replicate_df_ = std::make_shared<LazyRank>();
  return out;
}

Design Design::reweighted(std::vector<double> weights, std::shared_ptr<const Adjustments> adjustments) const {
  Design out = *this;
  out.own(std::move(weights));
  out.adjust(std::move(adjustments));
  return out;
}

Design Design::reweighted(std::shared_ptr<const double[]> weights, std::shared_ptr<const Adjustments> adjustments,
                          int threads) const {
  Design out = *this;
  out.weights_ = {weights.get(), static_cast<std::size_t>(rows_)};
  out.weights_owner_ = std::move(weights);
  out.note_signs(threads);
  out.adjust(std::move(adjustments));
  return out;
}

void Design::adjust(std::shared_ptr<const Adjustments> adjustments) {
  adjustments_ = std::move(adjustments);
  weighted_ = true;
  if (replicates_) replicate_df_ = std::make_shared<LazyRank>();
}

std::int64_t units_minus_strata(const std::vector<Stage>& stages, std::vector<std::uint8_t> unit) {
  for (std::size_t s = stages.size(); s-- > 1;) {
    std::vector<std::uint8_t> up(stages[s - 1].units(), 0);
    for (std::size_t u = 0; u < stages[s].units(); ++u) up[static_cast<std::size_t>(stages[s].parent[u])] |= unit[u];
    unit = std::move(up);
  }
  const Stage& first = stages.front();
  std::vector<std::uint8_t> stratum(first.strata(), 0);
  std::int64_t count = 0;
  for (std::size_t u = 0; u < unit.size(); ++u) {
    count += unit[u];
    stratum[static_cast<std::size_t>(first.stratum[u])] |= unit[u];
  }
  for (const std::uint8_t s : stratum) count -= s;
  return count;
}

std::vector<std::int32_t> first_units(const std::vector<Stage>& stages) {
  std::vector<std::int32_t> at(stages.back().units());
  for (std::size_t u = 0; u < at.size(); ++u) {
    auto unit = static_cast<std::int32_t>(u);
    for (std::size_t s = stages.size(); s-- > 1;) unit = stages[s].parent[static_cast<std::size_t>(unit)];
    at[u] = unit;
  }
  return at;
}

double Design::degrees_of_freedom() const {
  if (options_.degf) return *options_.degf;
  if (replicates_) return degrees_of_replicates();
  if (!domain_ && no_zero_weight_)
    return static_cast<double>(stages_->front().units()) - static_cast<double>(stages_->front().strata());
  std::vector<std::uint8_t> unit(stages_->back().units(), 0);
  const auto seen = [&](std::size_t i) {
    return static_cast<std::uint8_t>(weights_[i] != 0 && (!domain_ || (*domain_)[i]));
  };
  const auto n = static_cast<std::size_t>(rows_);
  if (rows_are_units_)
    for (std::size_t i = 0; i < n; ++i) unit[i] = seen(i);
  else
    unit_of_row_->visit([&](auto codes) {
      for (std::size_t i = 0; i < n; ++i) unit[codes[i]] |= seen(i);
    });
  return static_cast<double>(units_minus_strata(*stages_, std::move(unit)));
}

const Design::RowsByUnit& Design::rows_by_unit() const {
  std::call_once(order_->once, [&] {
    RowsByUnit& o = order_->order;
    o.begin.assign(static_cast<std::size_t>(units()) + 1, 0);
    o.row.resize(static_cast<std::size_t>(rows_));
    unit_of_row_->visit([&](auto unit) {
      for (const auto u : unit) ++o.begin[static_cast<std::size_t>(u) + 1];
      for (std::size_t u = 1; u < o.begin.size(); ++u) o.begin[u] += o.begin[u - 1];
      std::vector<std::uint32_t> at(o.begin.begin(), o.begin.end() - 1);
      for (std::size_t i = 0; i < unit.size(); ++i) o.row[at[unit[i]]++] = static_cast<std::uint32_t>(i);
    });
  });
  return order_->order;
}

}  // namespace enkat
