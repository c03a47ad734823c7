#include <algorithm>

#include "enkat/base/parallel.hpp"
#include "enkat/state/totals.hpp"

namespace enkat {
namespace {

/// Counts and sums of squares by column, added up in a fixed number of parts.
struct Part {
  std::vector<std::int64_t> count;
  std::vector<double> square;
};

/// Asks for memory that is read soon; does nothing where the compiler has no word for it.
void prefetch([[maybe_unused]] const void* place) {
#if defined(__GNUC__)
  __builtin_prefetch(place);
#endif
}

/// The numbers of a request, their places hoisted out of the loop over rows.
struct Values {
  std::vector<const double*> value;
  std::vector<const std::uint8_t*> valid;  ///< only those with missing values
  std::vector<double> centre;

  explicit Values(const TotalsRequest& request) {
    for (std::size_t z = 1; z < request.blocks.size(); ++z) {
      const Numbers& number = *request.blocks[z].number;
      value.push_back(number.values.data());
      centre.push_back(number.centre);
      if (!number.valid.empty()) valid.push_back(number.valid.data());
    }
  }
  [[nodiscard]] bool known(std::size_t row) const {
    return std::all_of(valid.begin(), valid.end(), [row](const std::uint8_t* v) { return v[row] != 0; });
  }
};

/// The rows of units [begin, end): z = 1 and then numbers, in the row's group. Rows of a unit stand apart: those ahead
/// are fetched early. `Numbers` 0: as many as there are.
template <std::size_t Numbers, class T>
void add_units(Totals& t, Part& part, const Design& design, const TotalsRequest& request, std::span<const T> group,
               std::size_t begin, std::size_t end) {
  constexpr std::size_t ahead = 24;
  const Design::RowsByUnit& order = design.rows_by_unit();
  const double* const w = design.weights().data();
  const std::uint8_t* const domain = design.domain().empty() ? nullptr : design.domain().data();
  const Values numbers(request);
  const std::size_t columns = static_cast<std::size_t>(t.columns()), count = Numbers ? Numbers : numbers.value.size();
  const std::size_t last = order.row.size() - 1;
  for (std::size_t u = begin; u < end; ++u) {
    double* const own = t.unit_total.data() + u * columns;
    for (std::size_t k = order.begin[u]; k < order.begin[u + 1]; ++k) {
      const std::size_t i = order.row[k], next = order.row[std::min(k + ahead, last)];
      prefetch(w + next);
      prefetch(group.data() + next);
      for (std::size_t z = 0; z < count; ++z) prefetch(numbers.value[z] + next);
      if (w[i] == 0 || group[i] == missing_code<T> || (domain && !domain[i]) || !numbers.known(i)) continue;
      const std::size_t column = static_cast<std::size_t>(group[i]) * (1 + count);
      own[column] += w[i];
      ++part.count[column];
      part.square[column] += w[i] * w[i];
      for (std::size_t z = 0; z < count; ++z) {
        const double y = numbers.value[z][i] - numbers.centre[z], wy = w[i] * y;
        own[column + 1 + z] += wy;
        part.square[column + 1 + z] += wy * y;
      }
    }
  }
  for (std::size_t column = 0; column < part.count.size(); ++column)  // a row has all its numbers or none
    part.count[column] = part.count[column - column % (1 + count)];
}

}  // namespace

bool accumulate_by_unit(Totals& t, const Design& design, const TotalsRequest& request) {
  constexpr std::int64_t large = 2 << 20;  // bytes, beyond the second cache
  if (!request.group || !request.only_numbers() || t.cells > 0 || !t.occupied.empty() || design.replicates() ||
      t.bytes() < large || design.rows() >= (std::int64_t{1} << 32))
    return false;
  const std::int64_t units = t.units, parts = std::min<std::int64_t>(units, 16);
  (void)design.rows_by_unit();  // once, before the tasks
  std::vector<Part> part(static_cast<std::size_t>(parts));
  request.group->visit([&](auto group) {
    for_blocks(parts, request.threads, [&](std::int64_t k) {
      Part& own = part[static_cast<std::size_t>(k)];
      own.count.assign(t.count.size(), 0);
      own.square.assign(t.square.size(), 0);
      const auto begin = static_cast<std::size_t>(lane_begin(k, parts, units));
      const auto end = static_cast<std::size_t>(lane_begin(k + 1, parts, units));
      if (request.blocks.size() == 2)
        add_units<1>(t, own, design, request, group, begin, end);
      else
        add_units<0>(t, own, design, request, group, begin, end);
    });
  });
  for (const Part& p : part)
    for (std::size_t c = 0; c < t.count.size(); ++c) {
      t.count[c] += p.count[c];
      t.square[c] += p.square[c];
    }
  return true;
}

}  // namespace enkat
