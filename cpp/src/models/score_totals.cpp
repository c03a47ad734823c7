#include "score_totals.hpp"

#include "cross_products.hpp"
#include "enkat/base/parallel.hpp"

namespace enkat::detail {
namespace {

/// The shape of ones and p numbers; the numbers themselves are not read.
TotalsRequest request_of(std::size_t p) {
  TotalsRequest request{{{}}, nullptr, 0};
  request.blocks.resize(p + 1, {Block::Kind::number, nullptr, {}, {}});
  return request;
}

/// Adds the entries of one row, columns ascending, to the state of its unit or stratum.
class Adder {
 public:
  Adder(Totals& totals, const Design& design)
      : t_(totals),
        w_(design.weights()),
        width_(static_cast<std::size_t>(totals.width)),
        moments_(totals.kind == TotalsKind::moments),
        stratum_(moments_ ? design.stages().front().stratum.data() : nullptr) {}

  void begin(std::size_t row, std::size_t unit) {
    finish();
    const double w = w_[row];
    ++t_.count[0];
    t_.square[0] += w * w;
    weight_ = w;
    place_ = moments_ ? static_cast<std::size_t>(stratum_[row]) : unit;
    to_ = (moments_ ? t_.first.data() : t_.unit_total.data()) + place_ * width_;
    add(0, 1);
  }
  void add(std::size_t column, double value) {
    const double wz = weight_ * value;
    to_[column] += wz;
    if (!moments_) return;
    column_.push_back(column);
    value_.push_back(wz);
  }
  void finish() {
    if (column_.empty()) return;
    double* block = t_.second.data() + place_ * width_ * width_;
    for (std::size_t a = 0; a < column_.size(); ++a)
      for (std::size_t b = a; b < column_.size(); ++b) block[column_[a] * width_ + column_[b]] += value_[a] * value_[b];
    column_.clear();
    value_.clear();
  }

 private:
  Totals& t_;
  std::span<const double> w_;
  std::size_t width_;
  bool moments_;
  const std::int32_t* stratum_;
  double weight_ = 0;
  std::size_t place_ = 0;
  double* to_ = nullptr;
  std::vector<std::size_t> column_;
  std::vector<double> value_;
};

void accumulate_scores(Totals& totals, const Design& design, const ModelMatrix& x, const std::vector<double>& score,
                       std::size_t begin, std::size_t end) {
  Adder adder(totals, design);
  const auto rows = [&](auto unit_of) {
    x.cell().visit([&]<class T>(std::span<const T> cell) {
      for (std::size_t i = begin; i < end; ++i) {
        if (cell[i] == missing_code<T>) continue;
        adder.begin(i, unit_of(i));
        for (std::size_t t = 0; t < x.terms(); ++t) {
          const std::int32_t column = x.column_of(t, cell[i]);
          if (column < 0) continue;
          const std::size_t k = x.number_of_term(t);
          const ModelMatrix::Number& number = x.numbers()[k];
          const double value = k == 0 ? 1.0 : (number.values()[i] - number.centre) / number.scale;
          adder.add(static_cast<std::size_t>(column) + 1, score[i] * value);
        }
      }
    });
    adder.finish();
  };
  if (design.rows_are_units())
    rows([](std::size_t i) { return i; });
  else
    design.unit_of_row().visit(
        [&](auto unit) { rows([unit](std::size_t i) { return static_cast<std::size_t>(unit[i]); }); });
}

/// Sums by unit and joint cell of the factors, from which totals by column come: two additions a row and number.
class ByCell {
 public:
  ByCell(const Totals& totals, const ModelMatrix& x)
      : x_(x), width_(x.numbers().size()), sums_(static_cast<std::size_t>(totals.units) * x.cells() * width_, 0) {}

  /// Where the sums are few beside the rows.
  [[nodiscard]] static bool fits(const Totals& totals, const ModelMatrix& x) {
    return totals.kind == TotalsKind::units &&
           static_cast<double>(totals.units) * static_cast<double>(x.cells() * x.numbers().size()) <
               static_cast<double>(x.rows()) / 8;
  }
  void accumulate(Totals& totals, const Design& design, const std::vector<double>& score, std::size_t begin,
                  std::size_t end) {
    const std::span<const double> w = design.weights();
    design.unit_of_row().visit([&](auto unit) {
      x_.cell().visit([&]<class T>(std::span<const T> cell) {
        for (std::size_t i = begin; i < end; ++i) {
          if (cell[i] == missing_code<T>) continue;
          ++totals.count[0];
          totals.square[0] += w[i] * w[i];
          totals.unit_total[unit[i] * static_cast<std::size_t>(totals.width)] += w[i];
          const double ws = w[i] * score[i];
          double* to = sums_.data() + (unit[i] * x_.cells() + cell[i]) * width_;
          to[0] += ws;
          for (std::size_t k = 1; k < width_; ++k) to[k] += ws * standardised(k, i);
        }
      });
    });
    spread(totals);
  }

 private:
  [[nodiscard]] double standardised(std::size_t k, std::size_t i) const {
    const ModelMatrix::Number& number = x_.numbers()[k];
    return (number.values()[i] - number.centre) / number.scale;
  }
  void spread(Totals& totals) const {
    for (std::size_t u = 0; u < static_cast<std::size_t>(totals.units); ++u) {
      double* to = totals.unit_total.data() + u * static_cast<std::size_t>(totals.width) + 1;
      for (std::size_t c = 0; c < x_.cells(); ++c)
        for (std::size_t t = 0; t < x_.terms(); ++t)
          if (const std::int32_t column = x_.column_of(t, c); column >= 0)
            to[column] += sums_[(u * x_.cells() + c) * width_ + x_.number_of_term(t)];
    }
  }

  const ModelMatrix& x_;
  std::size_t width_;
  std::vector<double> sums_;
};

}  // namespace

std::optional<Totals> score_totals(const Design& design, const ModelMatrix& x, const std::vector<double>& score,
                                   int threads) {
  const TotalsRequest request = request_of(x.columns());
  const Totals empty = empty_totals(design, request);
  const bool simple = empty.kind == TotalsKind::units || empty.kind == TotalsKind::moments;
  if (!simple || empty.cells > 0 || !empty.occupied.empty() || design.replicates()) return {};
  const bool rows_apart = design.rows_are_units() && empty.kind == TotalsKind::units;
  const std::int64_t lanes = rows_apart ? 1 : lanes_for(x.rows(), empty.bytes());
  std::vector<Totals> lane(static_cast<std::size_t>(lanes), empty);
  const bool by_cell = !design.rows_are_units() && ByCell::fits(empty, x);
  for_blocks(lanes, threads, [&](std::int64_t l) {
    Totals& own = lane[static_cast<std::size_t>(l)];
    const auto begin = static_cast<std::size_t>(lane_begin(l, lanes, x.rows()));
    const auto end = static_cast<std::size_t>(lane_begin(l + 1, lanes, x.rows()));
    if (by_cell)
      ByCell(own, x).accumulate(own, design, score, begin, end);
    else
      accumulate_scores(own, design, x, score, begin, end);
  });
  merge(lane[0], empty);  // sums by column also where there is one lane
  for (std::size_t l = 1; l < lane.size(); ++l) merge(lane[0], lane[l]);
  return std::move(lane[0]);
}

}  // namespace enkat::detail
