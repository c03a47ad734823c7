#pragma once
#include <Eigen/Core>
#include <functional>

#include "enkat/models/model_matrix.hpp"

namespace enkat::detail {

/// What scoring adds up in one pass over the rows, on standardised columns:
///
///   information = sum_i w_i h_i x_i x_i'        gradient = sum_i w_i s_i x_i        pearson = sum_i w_i s_i^2 / h_i
struct CrossProducts {
  Eigen::MatrixXd information;
  Eigen::VectorXd gradient;
  double pearson = 0;
  bool valid = true;
};

/// h_i and s_i of the given rows at their linear predictors x_i'b (offset not included); false: not valid there.
using RowStep = std::function<bool(std::size_t n, const std::uint32_t* row, const double* eta, double* h, double* s)>;

/// One pass. Sums are kept by joint cell of the factors, of the products of the numbers only; where there are too many
/// cells, by column. The same bits for any number of threads. `w` by row.
[[nodiscard]] CrossProducts cross_products(const ModelMatrix& x, const Eigen::VectorXd& b, std::span<const double> w,
                                           const RowStep& step, int threads, std::size_t every = 1);

/// x_i'b of the used rows; 0 elsewhere.
[[nodiscard]] std::vector<double> linear_predictor(const ModelMatrix& x, const Eigen::VectorXd& b, int threads);

/// Calls f(row, column, value) for every entry of rows [begin, end) that is not structurally zero, row after row.
template <class F>
void for_entries(const ModelMatrix& x, std::int64_t begin, std::int64_t end, F&& f) {
  x.cell().visit([&]<class T>(std::span<const T> cell) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      if (cell[i] == missing_code<T>) continue;
      for (std::size_t t = 0; t < x.terms(); ++t) {
        const std::int32_t column = x.column_of(t, cell[i]);
        if (column < 0) continue;
        const std::size_t k = x.number_of_term(t);
        const ModelMatrix::Number& number = x.numbers()[k];
        f(i, static_cast<std::size_t>(column), k == 0 ? 1.0 : (number.values()[i] - number.centre) / number.scale);
      }
    }
  });
}

}  // namespace enkat::detail
