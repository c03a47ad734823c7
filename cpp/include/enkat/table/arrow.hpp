#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "enkat/table/numbers.hpp"

// The Arrow C data and stream interface: a published, frozen ABI.
// https://arrow.apache.org/docs/format/CDataInterface.html
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
}
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
extern "C" {
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
}
#endif

namespace enkat {

namespace detail {
struct Chunk;
}

/// How estimators treat a column when nobody says otherwise.
enum class ColumnKind { numeric, categorical, unsupported };

/// One column taken from an Arrow stream; the producer's buffers stay alive as long as this does.
/// A stream whose schema is a struct with one child is that child.
class ArrowColumn {
 public:
  /// Consumes the stream (its release is called). Throws enkat::Error (data) when the producer fails.
  ArrowColumn(ArrowArrayStream* stream, std::string name);

  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] const std::string& name() const;
  /// Numbers for integers and floats; categories for text, dictionaries and booleans.
  [[nodiscard]] ColumnKind kind() const;
  /// Whether categories come in an order of their own (a dictionary) rather than sorted by value.
  [[nodiscard]] std::string format() const;
  /// As numbers; doubles in one chunk without nulls are not copied. `nan_is_missing`: a NaN is a missing value.
  [[nodiscard]] Numbers numbers(bool nan_is_missing) const;
  /// As categories: a dictionary keeps its order, text and numbers are sorted by value. Unused dictionary levels stay.
  [[nodiscard]] Categories categories(bool nan_is_missing) const;

  /// The chunks as the producer laid them out, for readers of their own; valid as long as a copy of this column is.
  [[nodiscard]] const std::vector<detail::Chunk>& chunks() const;
  [[nodiscard]] const ArrowSchema& field() const;

 private:
  struct Chunks;
  std::shared_ptr<const Chunks> chunks_;
};

}  // namespace enkat
