#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "enkat/reading/cells.hpp"
#include "enkat/table/arrow.hpp"

namespace enkat {

/// One column of a dataframe. Its Arrow buffers are read where they lie; a value becomes text only where somebody asks
/// for its cell. Columns whose type Arrow's basic ones do not hold come as cells that were made of their values.
class FrameColumn {
 public:
  enum class Kind { text, dictionary, whole, real, boolean, cells };

  /// Whether a column of this Arrow type can be read; the others come as cells.
  [[nodiscard]] static bool can_read(const ArrowColumn& column);
  /// Throws enkat::Error (data) for a type that cannot be read, and for text that is no UTF-8.
  explicit FrameColumn(ArrowColumn column);
  /// One cell per row, each in a row of its own.
  explicit FrameColumn(CellTable cells);

  [[nodiscard]] std::int64_t size() const { return rows_; }
  [[nodiscard]] Kind kind() const { return kind_; }
  /// The cell as text: numbers as short as they are exact, true and false as 1 and 0, missing values and NaN empty.
  [[nodiscard]] Cell cell(std::int64_t row) const;
  [[nodiscard]] bool is_empty(std::int64_t row) const;
  /// Whether surely no cell is empty.
  [[nodiscard]] bool never_empty() const;

  /// The Arrow column, for kinds other than `cells`.
  [[nodiscard]] const ArrowColumn& arrow() const { return *arrow_; }
  /// The texts of a dictionary, by code.
  [[nodiscard]] const std::vector<std::string>& dictionary() const { return dictionary_; }
  /// The code of a dictionary's row, -1 where missing.
  [[nodiscard]] std::int64_t dictionary_code(std::int64_t row) const;

 private:
  struct Place {
    std::size_t chunk;
    std::int64_t row;
  };
  [[nodiscard]] Place place(std::int64_t row) const;
  [[nodiscard]] std::string_view text(std::int64_t row) const;
  [[nodiscard]] const CellTable& texts() const;

  std::optional<ArrowColumn> arrow_;
  std::int64_t rows_ = 0;
  Kind kind_ = Kind::cells;
  std::string format_;
  std::vector<std::string> dictionary_;
  std::vector<std::int64_t> starts_;  ///< the first row of each chunk
  /// Cells as texts: given, or made of numbers when the first of them is asked for.
  struct Texts {
    std::once_flag once;
    CellTable table;
  };
  std::unique_ptr<Texts> texts_ = std::make_unique<Texts>();
};

}  // namespace enkat
