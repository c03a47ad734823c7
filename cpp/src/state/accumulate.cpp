#include <array>
#include <bit>

#include "enkat/base/error.hpp"
#include "enkat/state/totals.hpp"

// The only loop over rows of the descriptive estimators. Rows are taken in chunks that stay in the first cache: codes
// are widened, missing rows get weight 0, and each block adds its columns. A row outside adds exact zeros.

namespace enkat {
namespace {

constexpr std::size_t chunk_rows = 1024;

struct Chunk {
  std::size_t begin = 0, size = 0;
  std::array<std::uint32_t, chunk_rows> unit, group, cell, code, other;
  std::array<double, chunk_rows> w;
  std::array<std::uint8_t, chunk_rows> in;
};

/// Codes of the chunk's rows; a missing one takes the row out and reads as 0.
void widen(const Codes& codes, Chunk& c, std::array<std::uint32_t, chunk_rows>& out, bool excludes) {
  codes.visit([&]<class T>(std::span<const T> v) {
    const T* from = v.data() + c.begin;
    if (!excludes) {
      for (std::size_t i = 0; i < c.size; ++i) out[i] = from[i];
      return;
    }
    for (std::size_t i = 0; i < c.size; ++i) {
      const bool ok = from[i] != missing_code<T>;
      out[i] = ok ? from[i] : 0U;
      c.in[i] &= static_cast<std::uint8_t>(ok);
    }
  });
}

void exclude_missing(const Factor& f, Chunk& c) {
  if (f.codes) {
    f.codes->visit([&]<class T>(std::span<const T> v) {
      const T* from = v.data() + c.begin;
      for (std::size_t i = 0; i < c.size; ++i) c.in[i] &= static_cast<std::uint8_t>(from[i] != missing_code<T>);
    });
  } else if (f.options && !f.options->answered.empty()) {
    for (std::size_t i = 0; i < c.size; ++i) c.in[i] &= f.options->answered[c.begin + i];
  }
}

/// One row's contributions, wherever the state keeps them.
class Adder {
 public:
  Adder(Totals& t, const Chunk& c, const Replicates* r)
      : t_(t), c_(c), columns_(static_cast<std::size_t>(t.columns())), replicates_(r ? r->weights.data() : nullptr) {}

  /// z = 1 at column `z` of row i's group.
  void indicator(std::size_t i, std::size_t z) {
    const std::size_t column = column_of(i, z);
    const double w = c_.w[i];
    t_.count[column] += static_cast<std::int64_t>(w != 0);
    t_.square[column] += w * w;
    place(i, z, column, w, 1.0);
  }
  void number(std::size_t i, std::size_t z, double value) {
    const std::size_t column = column_of(i, z);
    const double w = c_.w[i];
    t_.count[column] += static_cast<std::int64_t>(w != 0);
    t_.square[column] += w * value * value;
    place(i, z, column, w, value);
  }
  /// Second moments of the row whose z were added since the last call.
  void finish_row(std::size_t i) {
    if (pending_ == 0) return;
    const auto width = static_cast<std::size_t>(t_.width);
    double* block = t_.second.data() + slot(i) * width * width;
    for (std::size_t a = 0; a < pending_; ++a)
      for (std::size_t b = a; b < pending_; ++b) block[z_[a] * width + z_[b]] += value_[a] * value_[b];
    pending_ = 0;
  }
  void reserve(std::size_t most) {
    z_.resize(most);
    value_.resize(most);
  }

 private:
  [[nodiscard]] std::size_t column_of(std::size_t i, std::size_t z) const {
    return c_.group[i] * static_cast<std::size_t>(t_.width) + z;
  }
  [[nodiscard]] std::size_t slot(std::size_t i) const {  // c_.unit is the stratum when rows are units
    return c_.unit[i] * static_cast<std::size_t>(t_.groups) + c_.group[i];
  }
  void place(std::size_t i, std::size_t z, std::size_t column, double w, double value) {
    const double wz = w * value;
    if (t_.kind == TotalsKind::units) {
      t_.unit_total[c_.unit[i] * columns_ + column] += wz;
    } else if (t_.kind == TotalsKind::rows) {
      t_.first[column] += wz;
      t_.unit_total[(c_.begin + i) * static_cast<std::size_t>(t_.width) + z] = wz;
      t_.row_group[c_.begin + i] = static_cast<std::int32_t>(c_.group[i]);
    } else if (t_.kind == TotalsKind::replicates) {
      t_.first[column] += wz;
      const auto k = static_cast<std::size_t>(t_.units);
      double* const sum = t_.unit_total.data() + column * k;
      const double* const weight = replicates_ + (c_.begin + i) * k;
      for (std::size_t r = 0; r < k; ++r) sum[r] += weight[r] * value;
    } else {
      const std::size_t at = slot(i) * static_cast<std::size_t>(t_.width) + z;
      t_.first[at] += wz;
      z_[pending_] = z;
      value_[pending_++] = wz;
    }
    if (t_.cells > 0 && w != 0) {
      const std::size_t at = c_.cell[i] * columns_ + column;
      t_.cell_plain[at] += value;
      t_.cell_sum[at] += wz;
    }
  }

  Totals& t_;
  const Chunk& c_;
  std::size_t columns_;
  const double* replicates_;  // full weights, rows x replicates
  std::size_t pending_ = 0;
  std::vector<std::size_t> z_;
  std::vector<double> value_;
};

template <class F>
void for_options(const OptionSet& set, std::size_t row, F&& f) {
  const std::size_t per_row = set.words_per_row();
  for (std::size_t k = 0; k < per_row; ++k)
    for (std::uint64_t word = set.words[row * per_row + k]; word != 0; word &= word - 1)
      f(64 * k + static_cast<std::size_t>(std::countr_zero(word)));
}

/// Columns in which a general row (several z not zero) has entries; only rows that take part.
void add_row(Adder& adder, const TotalsRequest& request, const Chunk& c, std::size_t i) {
  const std::size_t row = c.begin + i;
  std::size_t at = 0;
  for (const Block& b : request.blocks) {
    switch (b.kind) {
      case Block::Kind::ones:
        adder.indicator(i, at);
        break;
      case Block::Kind::number:
        adder.number(i, at, b.number->values[row] - b.number->centre);
        break;
      case Block::Kind::indicators:
        if (b.first.codes)
          adder.indicator(i, at + static_cast<std::size_t>(b.first.codes->at(static_cast<std::int64_t>(row))));
        else
          for_options(*b.first.options, row, [&](std::size_t k) { adder.indicator(i, at + k); });
        break;
      case Block::Kind::number_in: {
        const double value = b.number->values[row] - b.number->centre;
        if (b.first.codes)
          adder.number(i, at + static_cast<std::size_t>(b.first.codes->at(static_cast<std::int64_t>(row))), value);
        else
          for_options(*b.first.options, row, [&](std::size_t k) { adder.number(i, at + k, value); });
        break;
      }
      case Block::Kind::pairs: {
        const auto second = static_cast<std::size_t>(b.second.levels());
        const auto pair_with = [&](std::size_t a) {
          if (b.second.codes)
            adder.indicator(
                i, at + a * second + static_cast<std::size_t>(b.second.codes->at(static_cast<std::int64_t>(row))));
          else
            for_options(*b.second.options, row, [&](std::size_t k) { adder.indicator(i, at + a * second + k); });
        };
        if (b.first.codes)
          pair_with(static_cast<std::size_t>(b.first.codes->at(static_cast<std::int64_t>(row))));
        else
          for_options(*b.first.options, row, pair_with);
        break;
      }
    }
    at += static_cast<std::size_t>(b.width());
  }
  adder.finish_row(i);
}

/// The commonest request, one cell per row: codes are already widened in `code`. A row outside has weight 0.
template <bool moments, bool cells>
void add_one_hot(Totals& t, const Chunk& c) {
  const auto width = static_cast<std::size_t>(t.width), columns = static_cast<std::size_t>(t.columns());
  double* const sum = moments ? t.first.data() : t.unit_total.data();
  double* const second = t.second.data();
  double* const square = t.square.data();
  std::int64_t* const count = t.count.data();
  for (std::size_t i = 0; i < c.size; ++i) {
    const double w = c.w[i];
    const std::size_t column = c.group[i] * width + c.code[i];
    const std::size_t at = c.unit[i] * columns + column;
    sum[at] += w;
    if constexpr (moments) second[at] += w * w;
    count[column] += static_cast<std::int64_t>(w != 0);
    square[column] += w * w;
    if constexpr (cells) {
      const std::size_t cell = c.cell[i] * columns + column;
      t.cell_plain[cell] += w != 0 ? 1.0 : 0.0;
      t.cell_sum[cell] += w;
    }
  }
}

/// One column of numbers (value nullptr: the column of ones) added by unit; its count and squares beside.
template <bool grouped>
void add_column(Totals& t, const Chunk& c, std::size_t z, const double* value, double centre) {
  const auto width = static_cast<std::size_t>(t.width), columns = static_cast<std::size_t>(t.columns());
  double* const sum = t.unit_total.data();
  double squares = 0;
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < c.size; ++i) {
    const double w = c.w[i];
    const double y = value == nullptr ? 1.0 : w != 0 ? value[i] - centre : 0.0;  // a missing value may be anything
    const double square = value == nullptr ? w * w : w * y * y;
    const std::size_t column = grouped ? c.group[i] * width + z : z;
    sum[c.unit[i] * columns + column] += w * y;
    if constexpr (grouped) {
      t.count[column] += static_cast<std::int64_t>(w != 0);
      t.square[column] += square;
    } else {
      rows += static_cast<std::int64_t>(w != 0);
      squares += square;
    }
  }
  if constexpr (!grouped) {
    t.count[z] += rows;
    t.square[z] += squares;
  }
}

/// 1 and one number side by side, the mean of one variable.
template <bool grouped>
void add_one_number(Totals& t, const Chunk& c, const double* value, double centre) {
  const auto columns = static_cast<std::size_t>(t.columns());
  double* const sum = t.unit_total.data();
  std::int64_t rows = 0;
  double squares = 0, spread = 0;
  for (std::size_t i = 0; i < c.size; ++i) {
    const double w = c.w[i];
    const double y = w != 0 ? value[i] - centre : 0.0;  // a missing value may be anything
    const std::size_t column = grouped ? 2 * c.group[i] : 0;
    double* const at = sum + c.unit[i] * columns + column;
    at[0] += w;
    at[1] += w * y;
    if constexpr (grouped) {
      t.count[column] += static_cast<std::int64_t>(w != 0);
      t.count[column + 1] += static_cast<std::int64_t>(w != 0);
      t.square[column] += w * w;
      t.square[column + 1] += w * y * y;
    } else {
      rows += static_cast<std::int64_t>(w != 0);
      squares += w * w;
      spread += w * y * y;
    }
  }
  if constexpr (!grouped) {
    t.count[0] += rows;
    t.count[1] += rows;
    t.square[0] += squares;
    t.square[1] += spread;
  }
}

/// 1 and numbers: the request of means, totals and ratios. Totals by unit, no adjustments.
void add_numbers(Totals& t, const TotalsRequest& request, const Chunk& c) {
  if (request.blocks.size() == 2) {
    const Numbers& y = *request.blocks[1].number;
    if (t.groups > 1)
      add_one_number<true>(t, c, y.values.data() + c.begin, y.centre);
    else
      add_one_number<false>(t, c, y.values.data() + c.begin, y.centre);
    return;
  }
  for (std::size_t z = 0; z < request.blocks.size(); ++z) {
    const Numbers* number = request.blocks[z].number;
    const double* value = number ? number->values.data() + c.begin : nullptr;
    const double centre = number ? number->centre : 0;
    if (t.groups > 1)
      add_column<true>(t, c, z, value, centre);
    else
      add_column<false>(t, c, z, value, centre);
  }
}

/// Takes out the rows of the chunk in which a variable is missing, and sets the weights: 0 for every row outside.
void set_weights(Chunk& c, const TotalsRequest& request, std::span<const double> w) {
  for (const Block& b : request.blocks) {
    exclude_missing(b.first, c);
    exclude_missing(b.second, c);
    if (b.number && !b.number->valid.empty())
      for (std::size_t i = 0; i < c.size; ++i) c.in[i] &= b.number->valid[c.begin + i];
  }
  for (std::size_t i = 0; i < c.size; ++i) c.w[i] = c.in[i] ? w[c.begin + i] : 0.0;
}

/// Marks the units that have a row in its group.
void mark_occupied(Totals& t, const Chunk& c) {
  if (t.occupied.empty()) return;
  for (std::size_t i = 0; i < c.size; ++i)
    if (c.w[i] != 0) t.occupied[c.unit[i] * static_cast<std::size_t>(t.groups) + c.group[i]] = 1;
}

}  // namespace

void accumulate(Totals& state, const Design& design, const TotalsRequest& request, std::int64_t begin,
                std::int64_t end) {
  if (state.columns() == 0) return;  // no group or no level: rows outside have no column to add zeros to
  Chunk c{};
  Adder adder(state, c, design.replicates());
  adder.reserve(static_cast<std::size_t>(state.width));
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const Stage& first = design.stages().front();
  const bool one_hot = state.one_hot && (state.kind == TotalsKind::units || state.kind == TotalsKind::moments);
  const bool plain_numbers = request.only_numbers() && state.kind == TotalsKind::units && state.cells == 0;
  for (auto at = static_cast<std::size_t>(begin); at < static_cast<std::size_t>(end); at += c.size) {
    c.begin = at;
    c.size = std::min(chunk_rows, static_cast<std::size_t>(end) - at);
    for (std::size_t i = 0; i < c.size; ++i) c.in[i] = domain.empty() ? 1 : domain[at + i];
    if (request.group) widen(*request.group, c, c.group, true);
    if (state.kind == TotalsKind::moments) {
      for (std::size_t i = 0; i < c.size; ++i) c.unit[i] = static_cast<std::uint32_t>(first.stratum[at + i]);
    } else if (design.rows_are_units()) {
      for (std::size_t i = 0; i < c.size; ++i) c.unit[i] = static_cast<std::uint32_t>(at + i);
    } else {
      widen(design.unit_of_row(), c, c.unit, false);
    }
    if (state.cells > 0) widen(design.adjustments()->cell, c, c.cell, false);
    if (one_hot) {
      const Block& b = request.blocks[0];
      widen(*b.first.codes, c, c.code, true);
      if (b.kind == Block::Kind::pairs) {
        widen(*b.second.codes, c, c.other, true);
        const auto second = static_cast<std::uint32_t>(b.second.levels());
        for (std::size_t i = 0; i < c.size; ++i) c.code[i] = c.code[i] * second + c.other[i];
      }
      for (std::size_t i = 0; i < c.size; ++i) c.w[i] = c.in[i] ? w[at + i] : 0.0;
      mark_occupied(state, c);
      if (state.kind == TotalsKind::moments)
        add_one_hot<true, false>(state, c);
      else if (state.cells > 0)
        add_one_hot<false, true>(state, c);
      else
        add_one_hot<false, false>(state, c);
      continue;
    }
    set_weights(c, request, w);
    mark_occupied(state, c);
    if (plain_numbers) {
      add_numbers(state, request, c);
      continue;
    }
    const bool replicated = state.kind == TotalsKind::replicates;  // a row of weight 0 may count in a replicate
    for (std::size_t i = 0; i < c.size; ++i)
      if (replicated ? c.in[i] != 0 : c.w[i] != 0) add_row(adder, request, c, i);
  }
}

}  // namespace enkat
