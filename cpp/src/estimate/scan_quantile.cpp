#include "enkat/estimate/scan_quantile.hpp"

#include <algorithm>
#include <limits>

#include "enkat/base/error.hpp"
#include "threshold_steps.hpp"
#include "value_bins.hpp"
#include "woodruff.hpp"

namespace enkat {
namespace {

enum class Phase { bins, places, shares, limits, done };

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Values wanted of one variable: shares by domain, and what was found for them.
struct Wanted {
  std::vector<double> shares, values;
};

}  // namespace

struct QuantileScan::State {
  std::vector<double> probs;
  ScanQuantileOptions options;
  Phase phase = Phase::bins;
  SeenGroups groups;
  std::size_t variables = 0;
  std::vector<std::uint8_t> occurs;                                   // by group as seen
  SeenGroups::Ordered order;                                          // after the first pass
  std::vector<std::vector<std::unique_ptr<detail::ValueBins>>> bins;  // by variable, by group as seen
  std::vector<Wanted> wanted;                                         // by variable
  std::vector<Thresholds> thresholds;
  std::vector<Numbers> centre_only;
  std::vector<detail::ThresholdSteps> steps;
  std::unique_ptr<Scan> share_scan;
  std::unique_ptr<Scanned> scanned;
  Quantiles out;

  [[nodiscard]] std::size_t domains() const { return order.size(); }
  [[nodiscard]] std::size_t each() const { return phase == Phase::limits ? 2 * probs.size() : probs.size(); }
  [[nodiscard]] QuantileOptions quantile_options() const {
    return {nullptr, options.rule, options.interval, options.level, options.df, options.threads};
  }

  /// The wanted shares of one variable and domain that can have a value.
  template <class F>
  void for_wanted(std::size_t v, F&& f) {
    for (std::size_t g = 0; g < bins[v].size(); ++g) {
      if (order.place[g] < 0 || !bins[v][g] || bins[v][g]->empty()) continue;
      std::vector<std::size_t> at;
      for (std::size_t k = 0; k < each(); ++k) {
        const std::size_t i = static_cast<std::size_t>(order.place[g]) * each() + k;
        if (wanted[v].shares[i] >= 0 && wanted[v].shares[i] <= 1) at.push_back(i);
      }
      f(*bins[v][g], at);
    }
  }

  [[nodiscard]] double target(const detail::ValueBins& b, double share) const {
    return quantile_target(options.rule, share, b.total(), b.last_weight());
  }

  /// Says which places the next pass looks for.
  void look() {
    const auto sets = static_cast<std::int64_t>(variables * std::max<std::size_t>(domains(), 1) * each());
    const std::int64_t most = std::max<std::int64_t>(options.most_rows / std::max<std::int64_t>(sets, 1), 16);
    for (std::size_t v = 0; v < variables; ++v)
      for_wanted(v, [&](detail::ValueBins& b, const std::vector<std::size_t>& at) {
        std::vector<double> targets;
        for (const std::size_t i : at) targets.push_back(target(b, wanted[v].shares[i]));
        finer |= b.look_for(targets, most);
      });
  }
  bool finer = false;

  /// After a pass: whether the places are found, else the next pass goes on.
  bool narrowed() {
    const bool again = finer;
    finer = false;
    for (std::size_t v = 0; v < variables; ++v)
      for_wanted(v, [&](detail::ValueBins& b, const std::vector<std::size_t>& at) {
        b.end_pass();
        if (again) return;
        const std::vector<Place> places = b.places(options.threads);
        for (std::size_t k = 0; k < at.size(); ++k)
          wanted[v].values[at[k]] = quantile_at(options.rule, target(b, wanted[v].shares[at[k]]), places[k]);
      });
    if (again) look();
    return !again;
  }

  void want(std::size_t v, std::vector<double> shares) {
    wanted[v].values.assign(shares.size(), nan);
    wanted[v].shares = std::move(shares);
  }

  void start_shares() {
    ScanSpec spec;
    spec.by_order = options.by_order;
    spec.complete_cases = true;
    share_scan = std::make_unique<Scan>(std::move(spec));
    for (std::size_t v = 0; v < variables; ++v) {
      thresholds.push_back({&centre_only[v], wanted[v].values, probs.size()});
      steps.push_back(detail::threshold_steps(thresholds.back()));
    }
  }

  void finish_shares(const ScannedDesign& design) {
    scanned = std::make_unique<Scanned>(share_scan->finish(design));
    out.estimates =
        detail::finish(scanned->design, scanned->totals, {scanned->df, scanned->rows},
                       detail::share_statistics(thresholds, steps, scanned->totals->groups, 1), options.threads);
  }

  void add_bins(const Design& d, const Codes* group, std::span<const Numbers* const> numbers);
  void add_shares(ScannedDesign& design, const ScanChunk& chunk, std::span<const Numbers* const> numbers,
                  std::span<const Categories* const> by);
};

QuantileScan::QuantileScan(std::vector<double> probs, ScanQuantileOptions options) : state_(new State) {
  for (const double p : probs)
    if (!(p > 0 && p < 1))
      throw Error(ErrorCode::design,
                  "found " + std::to_string(p) + ", expected shares between 0 and 1, for example 0.5 for the median",
                  "probs");
  if (options.interval == QuantileInterval::score)
    throw Error(
        ErrorCode::design,
        "score intervals take a pass for every digit; expected mean, beta, xlogit, asin or none, or collect() the "
        "column first",
        "ci");
  state_->probs = std::move(probs);
  state_->options = std::move(options);
}

QuantileScan::~QuantileScan() = default;
QuantileScan::QuantileScan(QuantileScan&&) noexcept = default;
QuantileScan& QuantileScan::operator=(QuantileScan&&) noexcept = default;

bool QuantileScan::done() const { return state_->phase == Phase::done; }

/// Rows of weight other than zero that take part, into the bins of their domain: those of the first pass, or of a later
/// one that looks for places.
void QuantileScan::State::add_bins(const Design& d, const Codes* group, std::span<const Numbers* const> numbers) {
  const auto rows = static_cast<std::size_t>(d.rows());
  const std::span<const double> w = d.weights();
  const std::span<const std::uint8_t> domain = d.domain();
  const auto groups_now = static_cast<std::size_t>(groups.size());
  occurs.resize(groups_now, 0);
  std::vector<std::uint8_t> in(rows), complete(rows);
  for (std::size_t i = 0; i < rows; ++i) in[i] = w[i] != 0 && (domain.empty() || domain[i]);
  complete = in;
  for (const Numbers* n : numbers)
    for (std::size_t i = 0; i < n->valid.size(); ++i) complete[i] &= n->valid[i];
  const bool first = phase == Phase::bins;
  for (std::size_t v = 0; v < variables; ++v) {
    bins[v].resize(groups_now);
    const double* const value = numbers[v]->values.data();
    const auto add = [&](std::size_t i, std::size_t g) {
      if (!complete[i]) return;
      std::unique_ptr<detail::ValueBins>& b = bins[v][g];
      if (first) {
        if (!b) b = std::make_unique<detail::ValueBins>();
        b->add(value[i], w[i]);
      } else {
        b->add_again(value[i], w[i]);
      }
    };
    if (!group) {
      for (std::size_t i = 0; i < rows; ++i) add(i, 0);
      continue;
    }
    group->visit([&]<class T>(std::span<const T> g) {
      for (std::size_t i = 0; i < rows; ++i) {
        if (g[i] == missing_code<T>) continue;
        occurs[g[i]] |= in[i];
        add(i, g[i]);
      }
    });
  }
}

/// A chunk's rows by the thresholds that lie below their values.
void QuantileScan::State::add_shares(ScannedDesign& design, const ScanChunk& chunk,
                                     std::span<const Numbers* const> numbers, std::span<const Categories* const> by) {
  std::vector<Categories> levels(variables);
  std::vector<ScanColumn> columns;
  std::optional<Codes> group;
  if (!by.empty()) group = renumbered(groups.codes_of(by), order.place, static_cast<std::int64_t>(domains()));
  for (std::size_t v = 0; v < variables; ++v) {
    levels[v].codes = detail::levels_of(*numbers[v], steps[v], group ? &*group : nullptr, options.threads);
    for (std::size_t k = 0; k <= probs.size(); ++k) levels[v].levels.push_back(std::to_string(k));
    columns.push_back({nullptr, &levels[v], nullptr});
  }
  share_scan->add(design, chunk, columns, by);
}

void QuantileScan::add(ScannedDesign& design, const ScanChunk& chunk, std::span<const Numbers* const> variables,
                       std::span<const Categories* const> by) {
  State& s = *state_;
  if (s.variables == 0) {
    s.variables = variables.size();
    s.groups = SeenGroups(by.size(), s.options.by_order, {});
    s.bins.resize(s.variables);
    s.wanted.resize(s.variables);
    s.centre_only.resize(s.variables);
  }
  if (s.phase == Phase::shares) return s.add_shares(design, chunk, variables, by);
  const Design d = design.chunk(chunk);
  std::optional<Codes> group;
  if (!by.empty()) group = s.groups.codes_of(by);
  s.add_bins(d, group ? &*group : nullptr, variables);
}

void QuantileScan::end(const ScannedDesign& design) {
  State& s = *state_;
  switch (s.phase) {
    case Phase::bins:
      if (s.variables == 0) throw Error(ErrorCode::design, "the data have no rows, expected at least one", "data");
      s.order = s.groups.in_order(s.occurs);
      for (auto& of_variable : s.bins)
        for (auto& b : of_variable)
          if (b) b->settle();
      s.phase = Phase::places;
      for (std::size_t v = 0; v < s.variables; ++v) {
        std::vector<double> shares;
        for (std::size_t g = 0; g < s.domains(); ++g) shares.insert(shares.end(), s.probs.begin(), s.probs.end());
        s.want(v, std::move(shares));
      }
      s.look();
      return;
    case Phase::places:
      if (!s.narrowed()) return;
      s.start_shares();
      s.phase = Phase::shares;
      return;
    case Phase::shares:
      s.finish_shares(design);
      s.phase = s.options.interval == QuantileInterval::none ? Phase::done : Phase::limits;
      for (std::size_t v = 0; v < s.variables && s.phase == Phase::limits; ++v)
        s.want(v, detail::limit_shares(s.out.estimates, v, s.variables, s.probs.size(), s.quantile_options()));
      if (s.phase == Phase::limits) s.look();
      break;
    case Phase::limits:
      if (!s.narrowed()) return;
      for (std::size_t v = 0; v < s.variables; ++v)
        detail::set_limits(s.out, v, s.variables, s.probs.size(), s.wanted[v].values);
      s.phase = Phase::done;
      break;
    case Phase::done:
      break;
  }
  if (s.phase == Phase::done) detail::as_quantiles(s.out, s.thresholds, s.quantile_options());
}

Quantiles QuantileScan::result() const { return state_->out; }
const Scanned& QuantileScan::found() const { return *state_->scanned; }

}  // namespace enkat
