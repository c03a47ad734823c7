#include "cross_products.hpp"

#include <array>

#include "enkat/base/parallel.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t chunk_rows = 512;
constexpr std::size_t most_sums = 1 << 16;  ///< by cell; beyond that sums are kept by column

/// The used rows of a piece of the data with their cells and numbers.
struct Chunk {
  std::size_t n = 0;
  std::array<std::uint32_t, chunk_rows> row, cell;
  std::vector<double> number;  ///< (number - 1) x chunk_rows, standardised
  std::array<double, chunk_rows> eta, h, s;
};

void gather(const ModelMatrix& x, std::size_t begin, std::size_t end, Chunk& c) {
  c.n = 0;
  x.cell().visit([&]<class T>(std::span<const T> cell) {
    for (std::size_t i = begin; i < end; ++i) {
      c.row[c.n] = static_cast<std::uint32_t>(i);
      c.cell[c.n] = cell[i];
      c.n += static_cast<std::size_t>(cell[i] != missing_code<T>);
    }
  });
  for (std::size_t k = 1; k < x.numbers().size(); ++k) {
    const ModelMatrix::Number& number = x.numbers()[k];
    const double* from = number.values();
    const double centre = number.centre, scale = 1 / number.scale;
    double* to = c.number.data() + (k - 1) * chunk_rows;
    for (std::size_t i = 0; i < c.n; ++i) to[i] = (from[c.row[i]] - centre) * scale;
  }
}

/// Coefficients of (1, numbers) by cell: a row's predictor is theirs times its numbers.
std::vector<double> by_cell(const ModelMatrix& x, const Eigen::VectorXd& b) {
  const std::size_t width = x.numbers().size();
  std::vector<double> out(x.cells() * width, 0);
  for (std::size_t t = 0; t < x.terms(); ++t)
    for (std::size_t c = 0; c < x.cells(); ++c)
      if (const std::int32_t j = x.column_of(t, c); j >= 0) out[c * width + x.number_of_term(t)] += b[j];
  return out;
}

void predict(const ModelMatrix& x, const std::vector<double>& slopes, Chunk& c) {
  const std::size_t width = x.numbers().size();
  for (std::size_t i = 0; i < c.n; ++i) c.eta[i] = slopes[c.cell[i] * width];
  for (std::size_t k = 1; k < width; ++k) {
    const double* value = c.number.data() + (k - 1) * chunk_rows;
    for (std::size_t i = 0; i < c.n; ++i) c.eta[i] += slopes[c.cell[i] * width + k] * value[i];
  }
}

/// Runs f(lane, chunk) over the used rows of every `every`-th chunk, in lanes.
template <class F>
void for_chunks(const ModelMatrix& x, std::int64_t lanes, int threads, std::size_t every, F&& f) {
  for_blocks(lanes, threads, [&](std::int64_t lane) {
    Chunk c;
    c.number.resize((x.numbers().size() - 1) * chunk_rows);
    const auto end = static_cast<std::size_t>(lane_begin(lane + 1, lanes, x.rows()));
    for (auto i = static_cast<std::size_t>(lane_begin(lane, lanes, x.rows())); i < end; i += every * chunk_rows) {
      gather(x, i, std::min(end, i + chunk_rows), c);
      if (c.n > 0) f(static_cast<std::size_t>(lane), c);
    }
  });
}

/// Sums of one lane: by cell the upper half of h (1, numbers)(1, numbers)' and then s (1, numbers); or by column.
class Sums {
 public:
  Sums(const ModelMatrix& x, bool cells) : x_(x), width_(x.numbers().size()), cells_(cells) {
    moments_ = width_ * (width_ + 1) / 2;
    const std::size_t p = x.columns();
    sums_.assign(cells ? x.cells() * (moments_ + width_) : p * p + p, 0);
    value_.resize(std::max(width_, x.terms()));
    column_.resize(x.terms());
  }

  void add(const Chunk& c) {
    if (cells_ && width_ == 1)
      add_constant(c);
    else if (cells_ && width_ == 2)
      add_one_number(c);
    else if (cells_)
      add_by_cell(c);
    else
      add_by_column(c);
  }
  void add(const Sums& other) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += other.sums_[i];
    valid &= other.valid;
    pearson += other.pearson;
  }
  [[nodiscard]] CrossProducts finish() const {
    const auto p = static_cast<Eigen::Index>(x_.columns());
    CrossProducts out{Eigen::MatrixXd::Zero(p, p), Eigen::VectorXd::Zero(p), pearson, valid};
    if (cells_)
      spread(out);
    else
      for (Eigen::Index a = 0; a < p; ++a) {
        for (Eigen::Index b = a; b < p; ++b) out.information(a, b) = sums_[static_cast<std::size_t>(a * p + b)];
        out.gradient[a] = sums_[static_cast<std::size_t>(p * p + a)];
      }
    out.information.triangularView<Eigen::StrictlyLower>() = out.information.transpose();
    return out;
  }
  bool valid = true;
  double pearson = 0;

 private:
  void add_constant(const Chunk& c) {
    for (std::size_t i = 0; i < c.n; ++i) {
      sums_[2 * c.cell[i]] += c.h[i];
      sums_[2 * c.cell[i] + 1] += c.s[i];
    }
  }
  void add_one_number(const Chunk& c) {
    for (std::size_t i = 0; i < c.n; ++i) {
      double* to = sums_.data() + 5 * c.cell[i];
      const double h = c.h[i], s = c.s[i], v = c.number[i];
      to[0] += h;
      to[1] += h * v;
      to[2] += h * v * v;
      to[3] += s;
      to[4] += s * v;
    }
  }
  void add_by_cell(const Chunk& c) {
    for (std::size_t i = 0; i < c.n; ++i) {
      double* to = sums_.data() + c.cell[i] * (moments_ + width_);
      value_[0] = 1;
      for (std::size_t k = 1; k < width_; ++k) value_[k] = c.number[(k - 1) * chunk_rows + i];
      for (std::size_t a = 0; a < width_; ++a) {
        const double ha = c.h[i] * value_[a];
        for (std::size_t b = a; b < width_; ++b) *to++ += ha * value_[b];
      }
      for (std::size_t a = 0; a < width_; ++a) *to++ += c.s[i] * value_[a];
    }
  }
  void add_by_column(const Chunk& c) {
    const std::size_t p = x_.columns();
    for (std::size_t i = 0; i < c.n; ++i) {
      std::size_t m = 0;
      for (std::size_t t = 0; t < x_.terms(); ++t) {
        const std::int32_t j = x_.column_of(t, c.cell[i]);
        if (j < 0) continue;
        const std::size_t k = x_.number_of_term(t);
        column_[m] = static_cast<std::size_t>(j);
        value_[m++] = k == 0 ? 1 : c.number[(k - 1) * chunk_rows + i];
      }
      for (std::size_t a = 0; a < m; ++a) {
        const double ha = c.h[i] * value_[a];
        double* to = sums_.data() + column_[a] * p;
        for (std::size_t b = a; b < m; ++b) to[column_[b]] += ha * value_[b];
        sums_[p * p + column_[a]] += c.s[i] * value_[a];
      }
    }
  }
  /// Sums by cell to the columns that each cell has.
  void spread(CrossProducts& out) const {
    const auto moment = [&](std::size_t a, std::size_t b) {
      const auto [low, high] = std::minmax(a, b);
      return low * width_ - low * (low + 1) / 2 + high;
    };
    for (std::size_t c = 0; c < x_.cells(); ++c) {
      const double* from = sums_.data() + c * (moments_ + width_);
      for (std::size_t t = 0; t < x_.terms(); ++t) {
        const std::int32_t a = x_.column_of(t, c);
        if (a < 0) continue;
        out.gradient[a] += from[moments_ + x_.number_of_term(t)];
        for (std::size_t u = t; u < x_.terms(); ++u)
          if (const std::int32_t b = x_.column_of(u, c); b >= 0)
            out.information(a, b) += from[moment(x_.number_of_term(t), x_.number_of_term(u))];
      }
    }
  }

  const ModelMatrix& x_;
  std::size_t width_, moments_ = 0;
  bool cells_;
  std::vector<double> sums_, value_;
  std::vector<std::size_t> column_;
};

}  // namespace

CrossProducts cross_products(const ModelMatrix& x, const Eigen::VectorXd& b, std::span<const double> w,
                             const RowStep& step, int threads, std::size_t every) {
  const std::size_t width = x.numbers().size();
  const std::size_t sums = x.cells() * (width * (width + 1) / 2 + width);
  const bool cells = sums <= most_sums || sums <= x.columns() * x.columns();
  const std::vector<double> slopes = by_cell(x, b);
  const std::size_t state = cells ? sums : x.columns() * (x.columns() + 1);
  const std::int64_t lanes = lanes_for(x.rows(), static_cast<std::int64_t>(8 * state));
  std::vector<Sums> lane(static_cast<std::size_t>(lanes), Sums(x, cells));
  for_chunks(x, lanes, threads, every, [&](std::size_t l, Chunk& c) {
    predict(x, slopes, c);
    lane[l].valid &= step(c.n, c.row.data(), c.eta.data(), c.h.data(), c.s.data());
    double pearson = 0;
    for (std::size_t i = 0; i < c.n; ++i) {
      pearson += c.h[i] > 0 ? w[c.row[i]] * c.s[i] * (c.s[i] / c.h[i]) : 0;
      c.h[i] *= w[c.row[i]];
      c.s[i] *= w[c.row[i]];
    }
    lane[l].pearson += pearson;
    lane[l].add(c);
  });
  for (std::size_t l = 1; l < lane.size(); ++l) lane[0].add(lane[l]);
  return lane[0].finish();
}

std::vector<double> linear_predictor(const ModelMatrix& x, const Eigen::VectorXd& b, int threads) {
  std::vector<double> out(static_cast<std::size_t>(x.rows()), 0);
  const std::vector<double> slopes = by_cell(x, b);
  for_chunks(x, lanes_for(x.rows(), 1), threads, 1, [&](std::size_t, Chunk& c) {
    predict(x, slopes, c);
    for (std::size_t i = 0; i < c.n; ++i) out[c.row[i]] = c.eta[i];
  });
  return out;
}

}  // namespace enkat::detail
