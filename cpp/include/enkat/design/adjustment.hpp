#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/table/codes.hpp"

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

/// Every adjustment a design has had, in the order applied, on the joint cells of all their classes.
/// Within a joint cell every weight is the base weight times one factor, so that residuals need sums by cell only.
struct Adjustments {
  Codes cell;                  ///< joint cell of each row
  std::vector<double> factor;  ///< by cell: present weight relative to the weight before every adjustment
  std::vector<AdjustmentRecord> records;

  [[nodiscard]] std::size_t cells() const { return factor.size(); }
};

/// Distinct joint cells of several codes of the same rows; rows with a missing code have no cell (-1).
struct JointCells {
  Codes cell;
  std::vector<std::vector<std::int32_t>> member;  ///< by input: the code that each cell has
};
[[nodiscard]] JointCells joint_cells(std::span<const Codes* const> codes);

/// Appends a record whose steps are on `cell` to the adjustments so far (nullptr: none), refining the joint cells.
/// `factor` is the record's factor by cell of `cell`; step weights are relative to the weights before this record.
[[nodiscard]] std::shared_ptr<const Adjustments> append(const Adjustments* so_far, const Codes& cell,
                                                        const std::vector<double>& factor, AdjustmentRecord record);

}  // namespace enkat
