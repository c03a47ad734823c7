// Arrow import: arrays whose formats, lengths, offsets, null counts and dictionary codes come from hostile bytes.
// Buffers are as large as the ABI promises for the claimed length (that is the producer's side of the contract); what
// they hold is not trusted: codes beyond the dictionary, offsets of texts that go back, NaN, invalid UTF-8.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "enkat/base/error.hpp"
#include "enkat/table/arrow.hpp"

namespace {

struct Bytes {
  const unsigned char* at;
  std::size_t left;
  unsigned char next() {
    if (left == 0) return 0;
    --left;
    return *at++;
  }
};

/// Everything one array points to; fills buffers with hostile bytes.
struct Made {
  std::string format, name = "x";
  std::vector<std::vector<unsigned char>> storage;
  std::vector<const void*> buffers;
  ArrowSchema schema{}, dictionary_schema{};
  ArrowArray array{}, dictionary_array{};
  std::string dictionary_format = "u";
  std::vector<std::vector<unsigned char>> dictionary_storage;
  std::vector<const void*> dictionary_buffers;
};

void released(ArrowSchema* s) { s->release = nullptr; }
void released(ArrowArray* a) { a->release = nullptr; }

std::vector<unsigned char> filled(Bytes& in, std::size_t n) {
  std::vector<unsigned char> out(n + 16);
  for (std::size_t i = 0; i < n; ++i) out[i] = in.next();
  return out;
}

/// Offsets of texts: rising, as the format promises, over a data buffer of 64 bytes.
std::vector<unsigned char> text_offsets(Bytes& in, std::size_t n, bool wide) {
  std::vector<unsigned char> out((n + 1) * (wide ? 8 : 4));
  std::int64_t at = 0;
  for (std::size_t i = 0; i <= n; ++i) {
    const auto narrow = static_cast<std::int32_t>(at);
    std::memcpy(out.data() + i * (wide ? 8 : 4), wide ? static_cast<const void*>(&at) : &narrow, wide ? 8 : 4);
    at = std::min<std::int64_t>(64, at + in.next() % 5);
  }
  return out;
}

void fill(Bytes& in, const std::string& format, std::int64_t rows, std::vector<std::vector<unsigned char>>& storage,
          std::vector<const void*>& buffers, bool nulls) {
  const auto n = static_cast<std::size_t>(rows);
  storage.push_back(filled(in, n / 8 + 1));
  if (format == "u" || format == "U") {
    storage.push_back(text_offsets(in, n, format == "U"));
    storage.push_back(filled(in, 64));
  } else {
    storage.push_back(filled(in, n * 8));
  }
  for (const auto& s : storage) buffers.push_back(s.data());
  if (!nulls) buffers[0] = nullptr;
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  auto& made = *static_cast<Made*>(stream->private_data);
  *out = made.schema;
  return 0;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto& made = *static_cast<Made*>(stream->private_data);
  *out = made.array;
  made.array.release = nullptr;  // one chunk, then the end
  return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  Bytes in{data, size};
  constexpr const char* formats[] = {"c", "C", "s", "S", "i",   "I", "l",  "L", "f",
                                     "g", "b", "u", "U", "tdD", "n", "+l", "zz"};
  Made made;
  made.format = formats[in.next() % std::size(formats)];
  const bool dictionary = in.next() % 3 == 0 && made.format.size() == 1 && std::strchr("cCsSiIlL", made.format[0]);
  const std::int64_t offset = in.next() % 9, length = in.next() % 40, total = offset + length;
  const bool nulls = in.next() % 2;
  fill(in, made.format, total, made.storage, made.buffers, nulls);
  made.schema = {made.format.c_str(), made.name.c_str(), nullptr, 2, 0, nullptr, nullptr, released, nullptr};
  const auto buffers = static_cast<std::int64_t>(made.format == "n" ? 0 : made.buffers.size());
  made.array = {length, nulls ? -1 : 0, offset, buffers, 0, made.buffers.data(), nullptr, nullptr, released, nullptr};
  if (dictionary) {
    const std::int64_t levels = in.next() % 6;
    fill(in, made.dictionary_format, levels, made.dictionary_storage, made.dictionary_buffers, false);
    made.dictionary_schema = {made.dictionary_format.c_str(), "", nullptr, 2, 0, nullptr, nullptr, released, nullptr};
    made.dictionary_array = {levels, 0, 0, 3, 0, made.dictionary_buffers.data(), nullptr, nullptr, released, nullptr};
    made.schema.dictionary = &made.dictionary_schema;
    made.array.dictionary = &made.dictionary_array;
  }
  ArrowArrayStream stream{get_schema, get_next, [](ArrowArrayStream*) { return "none"; },
                          [](ArrowArrayStream* s) { s->release = nullptr; }, &made};
  try {
    const enkat::ArrowColumn column(&stream, "x");
    if (column.size() != length) __builtin_trap();
    for (const bool nan : {false, true}) {
      try {
        (void)column.numbers(nan);
      } catch (const enkat::Error&) {
      }
      try {
        (void)column.categories(nan);
      } catch (const enkat::Error&) {
      }
    }
  } catch (const enkat::Error&) {
  }
  return 0;
}
