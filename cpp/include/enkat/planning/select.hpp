#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "enkat/table/numbers.hpp"

namespace enkat {

enum class SelectionMethod {
  simple,                 ///< simple random
  systematic,             ///< every k-th unit, in the order of the frame
  pps_systematic,         ///< systematic with probability proportional to size, in the order of the frame
  pps_random_systematic,  ///< the same in random order
  sampford,
  brewer,
  poisson,
};
/// The names above ("srs" is "simple"). Throws for any other.
[[nodiscard]] SelectionMethod parse_selection(std::string_view name);
/// Whether units of a stage have unequal probabilities.
[[nodiscard]] bool by_size(SelectionMethod method);

/// One stage of selection. In the first stage units are drawn in every stratum; in a later one within every unit of the
/// stage before (and the stage's own strata, if any, inside it).
struct SelectionStage {
  SelectionMethod method = SelectionMethod::simple;
  const Categories* unit = nullptr;     ///< the unit of every row; nullptr: every row is one (in the last stage only)
  const Categories* stratum = nullptr;  ///< nullptr: one
  const Numbers* size = nullptr;        ///< of unequal probabilities: summed over the rows of a unit; nullptr: rows
  /// Units to draw by stratum, or one number for every stratum (and unit of the stage before).
  std::vector<double> n = {};
  double fraction = 0;    ///< instead of n: a share of the units, at least one
  bool take_all = false;  ///< where there are fewer units than n take all of them; otherwise that is an error
};

/// A sample of the rows of a frame.
struct Selection {
  struct Stage {
    std::vector<double> probability;    ///< of the row's unit, given the stages before
    std::vector<std::int64_t> units;    ///< units that the draw of the row's unit was made from
    std::vector<std::int64_t> sampled;  ///< units that were drawn of them
  };
  std::vector<std::int64_t> rows;   ///< in rising order
  std::vector<Stage> stages;        ///< one value per selected row
  std::vector<double> probability;  ///< product over stages; 1/probability is the weight
};

/// Draws a sample in one or more stages.
///
/// The random numbers of a draw come from a stream that is named by the stage and by the labels of its stratum and of
/// the units around it: what else is in the frame does not change a stratum's sample. Within it the order of rows
/// counts. Throws enkat::Error: (data) a row without stratum or unit, a size not over 0; (design) more units wanted
/// than there are, a first-stage unit in two strata, n of another length than the strata. Checked by:
/// tests/cpp/planning/test_select.cpp, tests/python/test_plan_select.py
[[nodiscard]] Selection select(std::int64_t rows, std::span<const SelectionStage> stages, std::uint64_t seed);

}  // namespace enkat
