#include "rake_replicates.hpp"

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "raking_rounds.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t sets = 8;  ///< replicates raked together: a cache line of a row's weights

/// `sets` replicates from `first` on.
class Group {
 public:
  Group(const Design& design, std::size_t first)
      : design_(design),
        all_(*design.replicates()),
        first_(first),
        size_(std::min(sets, all_.size() - first)),
        base_(design.weights()) {}

  /// Calls f(row, cell, weights of the group) for every row.
  template <class F>
  void for_rows(const Codes& cells, F&& f) const {
    const auto visit = [&](auto weights_of) {
      cells.visit([&]<class T>(std::span<const T> cell) {
        std::array<double, sets> w{};
        for (std::size_t i = 0; i < cell.size(); ++i) {
          weights_of(i, w);
          f(i, cell[i] == missing_code<T> ? -1 : static_cast<std::int64_t>(cell[i]), w);
        }
      });
    };
    const std::size_t k = all_.size();
    const auto by_unit = [&](auto unit_of) {
      visit([&, unit_of](std::size_t i, std::array<double, sets>& w) {
        const double* factor = all_.factors.data() + unit_of(i) * k + first_;
        for (std::size_t s = 0; s < size_; ++s) w[s] = base_[i] * factor[s];
      });
    };
    if (!all_.weights.empty())
      visit([&](std::size_t i, std::array<double, sets>& w) {
        const double* from = all_.weights.data() + i * k + first_;
        for (std::size_t s = 0; s < size_; ++s) w[s] = from[s];
      });
    else if (design_.rows_are_units())
      by_unit([](std::size_t i) { return i; });
    else
      design_.unit_of_row().visit(
          [&](auto unit) { by_unit([unit](std::size_t i) { return static_cast<std::size_t>(unit[i]); }); });
  }

  /// Rakes the group and writes its weights; gives how many replicates have not settled.
  std::int64_t rake(const JointCells& joint, const std::vector<Margin>& margins, const RakeOptions& options,
                    std::span<double> out) const {
    RakingRounds<sets> rounds(joint, margins, by_cell(joint, margins));
    check(margins, rounds);
    for (std::size_t s = size_; s < sets; ++s) rounds.leave(s);
    for (int r = 0; r < options.max_rounds && !rounds.settled(); ++r) (void)rounds.round(options.tolerance);
    const std::vector<double> factor = rounds.factors();
    const std::size_t k = all_.size();
    for_rows(joint.cell, [&](std::size_t i, std::int64_t cell, const std::array<double, sets>& w) {
      double* to = out.data() + i * k + first_;
      for (std::size_t s = 0; s < size_; ++s)  // without a cell: of weight 0
        to[s] = cell < 0 ? 0 : w[s] * factor[static_cast<std::size_t>(cell) * sets + s];
    });
    return rounds.unsettled();
  }

 private:
  [[nodiscard]] std::vector<double> by_cell(const JointCells& joint, const std::vector<Margin>& margins) const {
    std::vector<double> sum(static_cast<std::size_t>(joint.cell.levels()) * sets, 0);
    std::array<bool, sets> without{};
    for_rows(joint.cell, [&](std::size_t, std::int64_t cell, const std::array<double, sets>& w) {
      for (std::size_t s = 0; s < sets; ++s) {
        if (cell >= 0)
          sum[static_cast<std::size_t>(cell) * sets + s] += w[s];
        else
          without[s] = without[s] || w[s] != 0;
      }
    });
    for (std::size_t s = 0; s < sets; ++s)
      if (without[s])
        for (const Margin& m : margins)
          named(s, [&] { check_margin(m, design_.with_replicate(first_ + s).weights()); });
    return sum;
  }
  void check(const std::vector<Margin>& margins, const RakingRounds<sets>& rounds) const {
    for (std::size_t m = 0; m < margins.size(); ++m) {
      const std::vector<double> sum = rounds.class_sums(m);
      std::vector<double> of_one(margins[m].targets.size());
      for (std::size_t s = 0; s < size_; ++s) {
        for (std::size_t c = 0; c < of_one.size(); ++c) of_one[c] = sum[c * sets + s];
        named(s, [&] { check_targets(margins[m], of_one); });
      }
    }
  }
  /// Errors say in which replicate they were found.
  template <class F>
  void named(std::size_t set, F&& work) const {
    try {
      work();
    } catch (const Error& e) {
      throw Error(e.code(), std::string(e.what()) + " (in replicate " + std::to_string(first_ + set + 1) + ")");
    }
  }

  const Design& design_;
  const Replicates& all_;
  std::size_t first_, size_;
  std::span<const double> base_;
};

}  // namespace

Replicates raked_replicates(const Design& design, const JointCells& joint, const std::vector<Margin>& margins,
                            const RakeOptions& options, std::int64_t& not_converged) {
  Replicates out = *design.replicates();
  const std::size_t groups = (out.size() + sets - 1) / sets;
  out.factors.clear();
  out.df.reset();
  out.weights.resize(static_cast<std::size_t>(design.rows()) * out.size());
  std::vector<std::int64_t> unsettled(groups);
  for_blocks(static_cast<std::int64_t>(groups), options.threads, [&](std::int64_t g) {
    const auto number = static_cast<std::size_t>(g);
    unsettled[number] = Group(design, number * sets).rake(joint, margins, options, out.weights);
  });
  not_converged = 0;
  for (const std::int64_t u : unsettled) not_converged += u;
  return out;
}

}  // namespace enkat::detail
