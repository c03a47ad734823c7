#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/table/numbers.hpp"

namespace enkat {

/// A variable of a term: numbers, or categories, whichever is set.
struct ModelVariable {
  std::string name;
  const Numbers* number = nullptr;
  const Categories* factor = nullptr;
  bool full = false;  ///< an indicator of every level; otherwise of all but the first (treatment coding)
};

/// The product of its variables: one column per combination of the levels of its factors, the first factor fastest.
/// No variable: the constant.
struct ModelTerm {
  std::vector<ModelVariable> variables;
};

/// A model matrix that is never built: rows know the joint cell of their factors and their numbers, and a cell knows
/// its column in every term. So the cross-products X'WX come from sums by cell.
///
/// Numbers enter standardised, (x - centre) / scale; the centre is 0 where the columns of x = 1 are not in the model.
/// Levels without a row are dropped; the reference is the first level that has rows.
class ModelMatrix {
 public:
  /// `used`: 1 for the rows that take part; those with a missing variable are taken out of it.
  /// `like` (may be null): levels, names and standardisation of another data set, for predictions.
  /// Throws enkat::Error (data) when no row is left, or for a level that `like` does not have.
  ModelMatrix(const std::vector<ModelTerm>& terms, std::vector<std::uint8_t> used, const ModelMatrix* like = nullptr);

  /// A number of the model; the first one is the constant 1 and has no values.
  struct Number {
    std::vector<double> product;  ///< of several numbers; empty: `values` of one
    Numbers source;
    double centre = 0, scale = 1;
    [[nodiscard]] const double* values() const { return product.empty() ? source.values.data() : product.data(); }
  };

  [[nodiscard]] std::int64_t rows() const { return static_cast<std::int64_t>(used_.size()); }
  [[nodiscard]] std::span<const std::uint8_t> used() const { return used_; }
  [[nodiscard]] std::int64_t rows_used() const { return rows_used_; }
  [[nodiscard]] std::size_t columns() const { return names_.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::vector<std::int32_t>& term_of_column() const { return term_of_column_; }
  [[nodiscard]] std::size_t terms() const { return number_of_term_.size(); }
  [[nodiscard]] const std::vector<Number>& numbers() const { return numbers_; }
  [[nodiscard]] std::size_t number_of_term(std::size_t term) const { return number_of_term_[term]; }
  /// The joint cell of every row; missing for a row that is not used.
  [[nodiscard]] const Codes& cell() const { return cell_; }
  [[nodiscard]] std::size_t cells() const { return cells_; }
  /// The column in which a cell has its value of a term, -1: the term is zero there.
  [[nodiscard]] std::int32_t column_of(std::size_t term, std::size_t cell) const {
    return column_of_[term * cells_ + cell];
  }
  /// Coefficients (row-major p x p) that turn those of standardised columns into those of the columns as given.
  [[nodiscard]] std::vector<double> unstandardise() const;

 private:
  struct FactorLevels {
    std::string name, reference;    ///< the level without a column; every level has one where `full`
    std::vector<std::string> kept;  ///< levels with a column
    bool full = false;
  };
  struct Term {
    std::vector<FactorLevels> factors;
    std::size_t first_column = 0;
    std::int32_t margin = -1;  ///< the term without its number, -1: not in the model
  };
  std::vector<std::uint8_t> used_;
  std::int64_t rows_used_ = 0;
  std::vector<std::string> names_;
  std::vector<std::int32_t> term_of_column_;
  std::vector<Term> layout_;
  std::vector<Number> numbers_;
  std::vector<std::size_t> number_of_term_;
  Codes cell_;
  std::size_t cells_ = 0;
  std::vector<std::int32_t> column_of_;

  void take_out_missing(const std::vector<ModelTerm>& terms);
  void lay_out(const std::vector<ModelTerm>& terms, const ModelMatrix* like);
  void take_numbers(const std::vector<ModelTerm>& terms, const ModelMatrix* like);
  void make_cells(const std::vector<ModelTerm>& terms);
  [[nodiscard]] FactorLevels levels_of(const ModelVariable& variable) const;
};

}  // namespace enkat
