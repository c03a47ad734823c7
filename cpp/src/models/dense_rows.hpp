#pragma once
#include <Eigen/Core>
#include <vector>

#include "cross_products.hpp"
#include "enkat/design/design.hpp"

namespace enkat::detail {

/// Standardised columns of the used rows, for models whose likelihood links rows: survival.
struct DenseRows {
  std::vector<std::size_t> row;  ///< number of each used row in the data
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> x;
};
[[nodiscard]] DenseRows dense_rows(const ModelMatrix& matrix);

/// Rows of non-zero weight in the domain where all of `needed` (null: none) are valid.
[[nodiscard]] std::vector<std::uint8_t> usable_rows(const Design& design, std::initializer_list<const Numbers*> needed);

/// The coefficient that grows without end, by name; or that does not settle.
[[noreturn]] void refuse_growth(const std::vector<std::string>& names, const Eigen::VectorXd& step, const char* why);

[[nodiscard]] Eigen::MatrixXd unstandardised(const ModelMatrix& matrix);

/// Influence values (used rows x k) as columns of all rows.
[[nodiscard]] std::vector<Numbers> spread_to_rows(const std::vector<std::size_t>& row, const Eigen::MatrixXd& z,
                                                  std::int64_t rows);

}  // namespace enkat::detail
