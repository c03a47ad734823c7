#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/table/joint_cells.hpp"

namespace enkat {

/// One step of a weight adjustment on classes, as the variance sees it.
///
/// The influence value v_i of every row is replaced by its residual:
///   plain = false (post-stratification):  v_i - after_i * m_c,  m_c = sum_c before_i v_i/after_i / sum_c before_i
///   plain = true  (one margin of raking): v_i - after_i * m_c,  m_c = the plain mean of v_i/after_i in class c
/// before and after are the weights as they stood before and after the step.
struct AdjustmentStep {
  std::vector<std::int32_t> class_of_cell;
  std::int32_t classes = 0;
  std::vector<double> before;  ///< by cell: weight before the step relative to the weight before every adjustment
  std::vector<double> after;   ///< by cell: weight after the step, likewise
  bool plain = false;
};

/// Steps that are repeated together: raking goes ten times through its margins, post-stratification once.
struct AdjustmentRecord {
  std::string method;
  std::vector<AdjustmentStep> steps;
  int rounds = 1;
};

/// One step on rows, for adjustments whose factor is not one number in a class. v_i is replaced by its residual:
///
///   on classes (x empty): as AdjustmentStep
///   regression:           v_i - after_i x_i'B
///                         B = (sum_j before_j/q_j x_j x_j')^-1 sum_j x_j v_j before_j/(after_j q_j)
///   response propensity:  v_i - a_i (R_i - p_i) x_i'B
///                         B = (sum_j a_j p_j (1-p_j) x_j x_j')^-1 sum_j (1-p_j) x_j v_j
///
/// A regression with classes is one regression in every class. p_i is the estimated probability of responding, R_i
/// whether row i did, a_i the weight it had in the model of p. Residuals for nonresponse are taken after those of the
/// adjustments that came later, because those act on the weights that it made.
/// Source: reference/README, "Post-stratified, raked or calibrated"; Deville and Särndal (1992), JASA 87;
/// Kim and Kim (2007), Canadian Journal of Statistics 35, equation 13.
struct RowStep {
  Codes classes;
  bool plain = false;
  std::size_t columns = 0;            ///< p, of x
  std::vector<double> x;              ///< rows x p, row-major
  std::vector<double> q;              ///< working variance by row; empty: 1
  std::vector<double> before, after;  ///< weights by row
  std::vector<double> propensity;     ///< p_i; empty: no nonresponse
  std::vector<double> model_weight;   ///< a_i; 0: the row was not in the model
};

struct RowRecord {
  std::string method;
  std::vector<std::shared_ptr<const RowStep>> steps;  ///< none: trimming, which the variance does not see
  int rounds = 1;
};

/// Every adjustment a design has had, in the order applied.
///
/// While all are on classes they are kept on the joint cells of all classes: within a joint cell every weight is the
/// base weight times one factor, so that residuals need sums by cell only. From the first other one on they are kept
/// by row, in `row_records`, and `cell`, `factor` and `records` are empty.
struct Adjustments {
  Codes cell;                  ///< joint cell of each row
  std::vector<double> factor;  ///< by cell: present weight relative to the weight before every adjustment
  std::vector<AdjustmentRecord> records;
  std::vector<RowRecord> row_records;

  [[nodiscard]] std::size_t cells() const { return factor.size(); }
  [[nodiscard]] bool by_rows() const { return factor.empty(); }
};

class Design;

/// The design with new weights after an adjustment on classes: every row's weight is multiplied by the factor of its
/// cell. Step weights of the record are relative to the weights before it.
[[nodiscard]] Design adjusted(const Design& design, Codes cell, const std::vector<double>& factor,
                              AdjustmentRecord record, int threads = 1);

/// The design with new weights after any other adjustment.
[[nodiscard]] Design adjusted(const Design& design, std::vector<double> weights, RowRecord record);

}  // namespace enkat
