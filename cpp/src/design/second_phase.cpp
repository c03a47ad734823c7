#include "enkat/base/error.hpp"
#include "enkat/design/design.hpp"

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::design, message, "two_phase"); }

/// Strata of the second phase by row, and their names for messages.
struct Strata {
  std::vector<std::int32_t> code;
  std::vector<std::string> label{"(all)"};
};

Strata strata_of(const Categories* strata, std::size_t rows) {
  Strata out{std::vector<std::int32_t>(rows, 0)};
  if (!strata) return out;
  if (strata->codes.size() != static_cast<std::int64_t>(rows))
    fail("strata have " + std::to_string(strata->codes.size()) + " rows, expected " + std::to_string(rows));
  out.label = strata->levels;
  for (std::size_t i = 0; i < rows; ++i) {
    out.code[i] = strata->codes.at(static_cast<std::int64_t>(i));
    if (out.code[i] < 0)
      fail("row " + std::to_string(i + 1) + " has no stratum of the second phase, expected one in every row");
  }
  return out;
}

}  // namespace

Design Design::second_phase(std::span<const std::uint8_t> in, const Categories* strata, TwoPhase::Method method) const {
  const auto n = static_cast<std::size_t>(rows_);
  if (in.size() != n) fail("subset has " + std::to_string(in.size()) + " rows, expected " + std::to_string(n));
  if (!rows_are_units_ || stages_->size() > 1)
    fail("the first phase has clusters or stages; expected rows drawn directly, with strata and fpc at most");
  if (pps_ || replicates_ || adjustments_) fail("the first phase must be a plain design, without pps or adjustments");
  const Strata s = strata_of(strata, n);
  auto t = std::make_shared<TwoPhase>();
  t->method = method;
  t->in.assign(in.begin(), in.end());
  t->first = stages_->front().stratum;
  for (const std::int64_t size : stages_->front().sampled) t->first_size.push_back(static_cast<double>(size));
  t->first_fraction = stages_->front().fraction;
  t->second = s.code;
  std::vector<double> all(s.label.size(), 0);
  t->second_size.assign(s.label.size(), 0);
  for (std::size_t i = 0; i < n; ++i) {
    all[static_cast<std::size_t>(s.code[i])] += 1;
    t->second_size[static_cast<std::size_t>(s.code[i])] += in[i];
  }
  for (std::size_t h = 0; h < all.size(); ++h) {
    if (all[h] > 0 && t->second_size[h] == 0)
      fail("stratum '" + s.label[h] + "' has no row of the second phase, so nothing stands for its " +
           std::to_string(static_cast<std::int64_t>(all[h])) + " rows; merge it with a neighbour");
    if (t->second_size[h] == 1 && all[h] > 1)
      fail("stratum '" + s.label[h] +
           "' has one row of the second phase, so its variance cannot be estimated; merge it");
    t->probability.push_back(all[h] > 0 ? t->second_size[h] / all[h] : 1);
  }
  std::vector<double> weights(n, 0);
  for (std::size_t i = 0; i < n; ++i)
    if (in[i]) weights[i] = weights_[i] / t->probability[static_cast<std::size_t>(s.code[i])];
  Design out = reweighted(std::move(weights), nullptr);
  Stage stage{s.code,  {}, std::vector<std::int64_t>(s.label.size(), 0), std::vector<double>(s.label.size(), 0),
              s.label, {}};
  for (const std::int32_t h : s.code) ++stage.sampled[static_cast<std::size_t>(h)];
  out.stages_ =
      std::make_shared<const std::vector<Stage>>(std::vector<Stage>{std::move(stage)});  // for df and messages
  out.two_phase_ = std::move(t);
  return out;
}

}  // namespace enkat
