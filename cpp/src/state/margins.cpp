#include "enkat/state/margins.hpp"

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

/// Every grid of `from`, one after the other, with its sums over rows and columns. A cell holds `size` numbers.
template <class T>
std::vector<T> with_sums(const std::vector<T>& from, std::size_t rows, std::size_t columns, std::size_t size) {
  const std::size_t cells = rows * columns * size, width = (columns + 1) * size, grid = (rows + 1) * width;
  std::vector<T> out(cells ? from.size() / cells * grid : 0, T{0});
  T* to = out.data();
  const T* in = from.data();
  for (std::size_t at = 0; at < from.size(); at += cells, to += grid) {
    T* const last = to + rows * width;
    for (std::size_t r = 0; r < rows; ++r) {
      T* const row = to + r * width;
      T* const sum = row + columns * size;
      for (std::size_t c = 0; c < columns * size; c += size)
        for (std::size_t k = 0; k < size; ++k, ++in) {
          row[c + k] = *in;
          last[c + k] += *in;
          sum[k] += *in;
        }
      for (std::size_t k = 0; k < size; ++k) last[columns * size + k] += sum[k];
    }
  }
  return out;
}

}  // namespace

Totals with_margins(Totals t, std::int64_t rows, std::int64_t columns) {
  if (!t.one_hot || t.grid_columns != 0 || t.width != rows * columns)
    throw Error(ErrorCode::data, "the state does not hold the cells of two categorical variables", "with_margins");
  const auto r = static_cast<std::size_t>(rows), c = static_cast<std::size_t>(columns);
  const auto expand = [&](auto& values, std::size_t size = 1) { values = with_sums(values, r, c, size); };
  expand(t.total);
  expand(t.count);
  expand(t.square);
  expand(t.unit_total, t.kind == TotalsKind::replicates ? static_cast<std::size_t>(t.units) : 1);
  expand(t.first);
  expand(t.second);
  expand(t.cell_plain);
  expand(t.cell_sum);
  t.width = (rows + 1) * (columns + 1);
  t.grid_columns = columns + 1;
  return t;
}

}  // namespace enkat
