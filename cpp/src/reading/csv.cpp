#include "enkat/reading/csv.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "csv_chunk.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/reading/encoding.hpp"
#include "enkat/reading/parsed_file.hpp"

namespace enkat {

using detail::CsvChunk;

namespace {

/// How many cells each of the first records would have with this delimiter.
std::vector<std::size_t> widths(std::string_view text, char delimiter) {
  std::vector<std::size_t> out;
  std::size_t cells = 1;
  bool inside = false, at_start = true, blank = true;
  for (const char c : text) {
    if (inside || (c == '"' && at_start)) {
      inside = inside ? c != '"' : true;  // a doubled quote closes and opens again
      at_start = blank = false;
      if (!inside) at_start = true;
    } else if (c == delimiter) {
      ++cells;
      at_start = true;
      blank = false;
    } else if (c == '\n' || c == '\r') {
      if (!blank) out.push_back(cells);
      cells = 1;
      at_start = blank = true;
    } else {
      at_start = blank = false;
    }
  }
  if (!blank && (out.empty() || text.size() < 65536)) out.push_back(cells);
  return out;
}

/// A file that is Windows-1252 as a whole: no proper multi-byte character anywhere, and high bytes on several lines.
bool is_windows_1252(std::string_view bytes) {
  std::size_t lines = 0;
  bool counted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') counted = false;
    if (static_cast<std::uint8_t>(bytes[i]) < 0x80) continue;
    for (const std::size_t n : {2U, 3U, 4U})
      if (i + n <= bytes.size() && is_utf8(bytes.substr(i, n))) return false;
    lines += counted ? 0 : 1;
    counted = true;
  }
  return lines >= 3;
}

/// Parses chunk by chunk on several threads. Where a chunk does not end between two records, as after a quote inside an
/// unquoted cell, the rest of the file is parsed again as one chunk: the cells never depend on the cuts.
std::vector<CsvChunk> parse_chunks(std::string_view bytes, char delimiter, const CsvOptions& options) {
  const std::vector<std::size_t> bounds = detail::csv_chunk_bounds(bytes, options.threads);
  std::vector<CsvChunk> chunks(bounds.size() - 1);
  ProgressCount progress(options.progress, std::ssize(bytes));
  for_blocks(std::ssize(chunks), options.threads, [&](std::int64_t k) {
    const auto i = static_cast<std::size_t>(k);
    chunks[i] = detail::parse_csv_chunk(bytes, bounds[i], bounds[i + 1], delimiter, options.max_columns);
    progress.add(static_cast<std::int64_t>(bounds[i + 1] - bounds[i]));
  });
  progress.finish();
  for (std::size_t i = 0; i + 1 < chunks.size(); ++i) {
    if (!chunks[i].unclosed) continue;
    chunks[i] = detail::parse_csv_chunk(bytes, bounds[i], bytes.size(), delimiter, options.max_columns);
    chunks.resize(i + 1);
  }
  return chunks;
}

void refuse_records(const std::vector<CsvChunk>& chunks, char delimiter, std::size_t max_columns) {
  std::size_t records = 0;
  for (const CsvChunk& chunk : chunks) {
    records += chunk.rows.size();
    if (chunk.too_wide)
      throw Error(ErrorCode::data, "record " + std::to_string(records) + " has more than " +
                                       std::to_string(max_columns) + " cells; is '" + std::string(1, delimiter) +
                                       "' really the delimiter?");
    if (chunk.too_long)
      throw Error(ErrorCode::data, "record " + std::to_string(records) + " is longer than " +
                                       std::to_string(ParsedFile::place >> 20) +
                                       " megabytes; perhaps a quote is never closed, or the file has no line breaks");
  }
}

std::shared_ptr<ParsedFile> joined(std::string bytes, std::vector<CsvChunk> chunks) {
  auto out = std::make_shared<ParsedFile>();
  out->bytes = std::move(bytes);
  std::size_t rows = 0;
  for (const CsvChunk& chunk : chunks) rows += chunk.rows.size();
  out->rows.reserve(rows);
  for (CsvChunk& chunk : chunks) {
    std::uint32_t* const cells = out->cells.emplace_back(std::move(chunk.cells)).data();
    for (const CsvChunk::Row& row : chunk.rows) out->rows.push_back({cells + row.first, row.start, row.width});
    for (auto& [cell, text] : chunk.texts) out->texts.emplace(cells + cell, std::move(text));
  }
  return out;
}

bool all_utf8(const std::vector<CsvChunk>& chunks) { return std::ranges::all_of(chunks, &CsvChunk::valid_utf8); }

}  // namespace

char find_delimiter(std::string_view text) {
  const std::string_view start = text.substr(0, 65536);
  char best = ',';
  double best_score = 0;
  for (const char candidate : {';', ',', '\t', '|'}) {
    std::map<std::size_t, std::size_t> counts;
    const std::vector<std::size_t> all = widths(start, candidate);
    for (const std::size_t w : all) ++counts[w];
    double score = 0;  // records that agree on a width above one, wider ones first among equals
    for (const auto& [width, count] : counts)
      if (width > 1)
        score = std::max(score, static_cast<double>(count) / static_cast<double>(all.size()) +
                                    1e-6 * static_cast<double>(std::min<std::size_t>(width, 1000)));
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

CellTable parse_csv(std::string bytes, const CsvOptions& options) {
  if (bytes.size() > options.max_bytes)
    throw Error(ErrorCode::data, "the file has " + std::to_string(bytes.size()) + " bytes, the limit is " +
                                     std::to_string(options.max_bytes) + "; split it");
  bool had_mark = false;
  bytes = without_byte_order_mark(std::move(bytes), had_mark);
  if (trimmed(std::string_view(bytes).substr(0, 65536)).empty())
    throw Error(ErrorCode::data, "the file is empty; expected a row of headings and one row per respondent");
  std::vector<std::string> notes;
  const char delimiter = options.delimiter != '\0' ? options.delimiter : find_delimiter(bytes);
  std::vector<CsvChunk> chunks = parse_chunks(bytes, delimiter, options);
  if (!all_utf8(chunks) && !had_mark && is_windows_1252(bytes)) {
    bytes = repaired_utf8(bytes);
    chunks = parse_chunks(bytes, delimiter, options);
    notes.emplace_back(
        "the file is not UTF-8 and was read as Windows-1252; look at letters beyond A to Z, and export as UTF-8 if any "
        "is wrong");
  }
  refuse_records(chunks, delimiter, options.max_columns);
  const bool valid = all_utf8(chunks), unclosed = chunks.back().unclosed;
  CellTable table(joined(std::move(bytes), std::move(chunks)));
  if (unclosed)
    notes.push_back("a quote that opens in record " + std::to_string(table.rows()) +
                    " is never closed: everything after it is one cell; the file may be cut off");
  table.delimiter = delimiter;
  table.notes = std::move(notes);
  if (!valid) (void)table.check_encoding();
  return table;
}

}  // namespace enkat
