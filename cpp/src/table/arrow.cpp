#include "enkat/table/arrow.hpp"

#include <cmath>
#include <cstring>

#include "arrow_chunk.hpp"
#include "enkat/base/error.hpp"

namespace enkat {

using detail::Chunk;

struct ArrowColumn::Chunks {
  std::string name;
  ArrowSchema schema{};
  std::vector<ArrowArray> arrays;
  const ArrowSchema* field = nullptr;
  std::vector<Chunk> views;
  std::int64_t rows = 0;

  Chunks() = default;
  Chunks(const Chunks&) = delete;
  Chunks& operator=(const Chunks&) = delete;
  ~Chunks() {
    for (ArrowArray& a : arrays)
      if (a.release) a.release(&a);
    if (schema.release) schema.release(&schema);
  }
};

namespace {

[[noreturn]] void fail(const std::string& name, const std::string& message) {
  throw Error(ErrorCode::data, message, "column '" + name + "'");
}

struct StreamGuard {
  ArrowArrayStream* stream;
  ~StreamGuard() {
    if (stream->release) stream->release(stream);
  }
};

bool is_number(char c) { return std::strchr("cCsSiIlLfg", c) != nullptr; }

template <class T>
void copy_numbers(const Chunk& c, double* out, std::uint8_t* valid) {
  const T* v = c.values<T>();
  for (std::int64_t i = 0; i < c.length; ++i) {
    const bool ok = c.is_valid(i);
    out[i] = ok ? static_cast<double>(v[i]) : 0.0;
    if (valid) valid[i] = ok;
  }
}

void copy_bools(const Chunk& c, double* out, std::uint8_t* valid) {
  for (std::int64_t i = 0; i < c.length; ++i) {
    out[i] = c.bit(1, i) ? 1.0 : 0.0;
    if (valid) valid[i] = c.is_valid(i);
  }
}

using Copier = void (*)(const Chunk&, double*, std::uint8_t*);

Copier copier_for(const std::string& format) {
  switch (format.size() == 1 ? format[0] : '?') {
    case 'c':
      return copy_numbers<std::int8_t>;
    case 'C':
      return copy_numbers<std::uint8_t>;
    case 's':
      return copy_numbers<std::int16_t>;
    case 'S':
      return copy_numbers<std::uint16_t>;
    case 'i':
      return copy_numbers<std::int32_t>;
    case 'I':
      return copy_numbers<std::uint32_t>;
    case 'l':
      return copy_numbers<std::int64_t>;
    case 'L':
      return copy_numbers<std::uint64_t>;
    case 'f':
      return copy_numbers<float>;
    case 'g':
      return copy_numbers<double>;
    case 'b':
      return copy_bools;
    default:
      return nullptr;
  }
}

}  // namespace

ArrowColumn::ArrowColumn(ArrowArrayStream* stream, std::string name) {
  const StreamGuard guard{stream};
  auto chunks = std::make_shared<Chunks>();
  chunks->name = std::move(name);
  if (stream->get_schema(stream, &chunks->schema) != 0) fail(chunks->name, "the dataframe library gave no schema");
  const bool wrapped = std::strcmp(chunks->schema.format, "+s") == 0;
  if (wrapped && chunks->schema.n_children != 1) fail(chunks->name, "expected one column, found a table");
  chunks->field = wrapped ? chunks->schema.children[0] : &chunks->schema;
  for (;;) {
    ArrowArray array{};
    if (stream->get_next(stream, &array) != 0) {
      const char* why = stream->get_last_error(stream);
      fail(chunks->name,
           std::string("the dataframe library could not hand it over: ") + (why ? why : "no reason given"));
    }
    if (!array.release) break;
    chunks->arrays.push_back(array);
  }
  for (const ArrowArray& array : chunks->arrays) {  // only now do they stay where they are
    const ArrowArray& field = wrapped ? *array.children[0] : array;
    const std::int64_t offset = field.offset + (wrapped ? array.offset : 0);
    chunks->views.push_back({&field, offset, array.length});
    chunks->rows += array.length;
  }
  chunks_ = std::move(chunks);
}

const std::vector<Chunk>& ArrowColumn::chunks() const { return chunks_->views; }
const ArrowSchema& ArrowColumn::field() const { return *chunks_->field; }
std::int64_t ArrowColumn::size() const { return chunks_->rows; }
const std::string& ArrowColumn::name() const { return chunks_->name; }
std::string ArrowColumn::format() const { return chunks_->field->dictionary ? "dictionary" : chunks_->field->format; }

ColumnKind ArrowColumn::kind() const {
  if (chunks_->field->dictionary) return ColumnKind::categorical;
  const std::string f = chunks_->field->format;
  if (f == "u" || f == "U" || f == "vu" || f == "b") return ColumnKind::categorical;
  if ((f.size() == 1 && is_number(f[0])) || f == "n") return ColumnKind::numeric;
  return ColumnKind::unsupported;
}

Numbers ArrowColumn::numbers(bool nan_is_missing) const {
  const std::string f = format();
  const auto n = static_cast<std::size_t>(chunks_->rows);
  Numbers out;
  bool nulls = false;
  for (const Chunk& c : chunks_->views) nulls = nulls || c.may_have_nulls();
  if (f == "g" && !nulls && chunks_->views.size() == 1 && !nan_is_missing) {
    out.owner = chunks_;
    out.values = {chunks_->views[0].values<double>(), n};
    finish_numbers(out, chunks_->name);
    return out;
  }
  auto values = std::make_shared<std::vector<double>>(n);
  if (f == "n") {
    out.valid.assign(n, 0);
  } else {
    const Copier copy = copier_for(f);
    if (!copy)
      fail(chunks_->name, "holds " + detail::describe_format(f) +
                              ", expected numbers; use freq or crosstab for categories, or convert the column");
    if (nulls) out.valid.resize(n);
    std::size_t at = 0;
    for (const Chunk& c : chunks_->views) {
      copy(c, values->data() + at, nulls ? out.valid.data() + at : nullptr);
      at += static_cast<std::size_t>(c.length);
    }
  }
  if (nan_is_missing && (f == "g" || f == "f")) {
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isnan((*values)[i])) continue;
      if (out.valid.empty()) out.valid.assign(n, 1);
      out.valid[i] = 0;
      (*values)[i] = 0;
    }
  }
  out.values = {values->data(), n};
  out.owner = values;
  finish_numbers(out, chunks_->name);
  return out;
}

Categories ArrowColumn::categories(bool nan_is_missing) const {
  if (chunks_->field->dictionary) return detail::dictionary_categories(chunks_->views, *chunks_->field, chunks_->name);
  const std::string f = chunks_->field->format;
  if (f == "u" || f == "U" || f == "vu") return detail::text_categories(chunks_->views, f);
  if (f == "b") return detail::bool_categories(chunks_->views);
  if (f.size() == 1 && std::strchr("cCsSiIlL", f[0])) return detail::integer_categories(chunks_->views, f[0]);
  if (f == "tdD") return detail::integer_categories(chunks_->views, 'i');
  if (f == "f" || f == "g" || f == "n") return detail::number_categories(numbers(nan_is_missing));
  fail(chunks_->name, "holds " + detail::describe_format(f) + ", expected text, whole numbers or a dictionary");
}

}  // namespace enkat
