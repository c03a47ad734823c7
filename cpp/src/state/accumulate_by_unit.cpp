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

/// The rows of units [begin, end): z = 1 and then numbers, in the row's group.
template <class T>
void add_units(Totals& t, Part& part, const Design& design, const TotalsRequest& request, std::span<const T> group,
               std::size_t begin, std::size_t end) {
  const Design::RowsByUnit& order = design.rows_by_unit();
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto columns = static_cast<std::size_t>(t.columns()), width = static_cast<std::size_t>(t.width);
  const auto takes_part = [&](std::size_t i) {
    if (w[i] == 0 || group[i] == missing_code<T> || (!domain.empty() && !domain[i])) return false;
    for (std::size_t z = 1; z < width; ++z)
      if (const auto& valid = request.blocks[z].number->valid; !valid.empty() && !valid[i]) return false;
    return true;
  };
  for (std::size_t u = begin; u < end; ++u) {
    double* const own = t.unit_total.data() + u * columns;
    for (std::size_t k = order.begin[u]; k < order.begin[u + 1]; ++k) {
      const std::size_t i = order.row[k];
      if (!takes_part(i)) continue;
      const std::size_t column = static_cast<std::size_t>(group[i]) * width;
      own[column] += w[i];
      ++part.count[column];
      part.square[column] += w[i] * w[i];
      for (std::size_t z = 1; z < width; ++z) {
        const Numbers& number = *request.blocks[z].number;
        const double y = number.values[i] - number.centre;
        own[column + z] += w[i] * y;
        ++part.count[column + z];
        part.square[column + z] += w[i] * y * y;
      }
    }
  }
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
      add_units(t, own, design, request, group, static_cast<std::size_t>(lane_begin(k, parts, units)),
                static_cast<std::size_t>(lane_begin(k + 1, parts, units)));
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
