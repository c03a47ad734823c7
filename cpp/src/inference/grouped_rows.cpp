#include "grouped_rows.hpp"

#include <string>

#include "enkat/base/error.hpp"

namespace enkat::detail {

std::vector<std::uint8_t> used_rows(const Design& design, const Numbers& y) {
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  std::vector<std::uint8_t> used(w.size());
  for (std::size_t i = 0; i < used.size(); ++i)
    used[i] = w[i] != 0 && (domain.empty() || domain[i]) && (y.valid.empty() || y.valid[i]);
  return used;
}

GroupedRows grouped_rows(const Design& design, const Numbers& y, const Factor& group, std::size_t fewest,
                         std::size_t most) {
  if (!group.codes)
    throw Error(ErrorCode::design, "is a multi-select question, whose groups overlap; expected a single choice",
                "group");
  GroupedRows out{used_rows(design, y), {}, {}};
  std::vector<std::int32_t> number(static_cast<std::size_t>(group.codes->levels()), -1);
  std::vector<std::int32_t> codes(out.used.size(), -1);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::int32_t level = group.codes->at(static_cast<std::int64_t>(i));
    out.used[i] &= level >= 0;
    if (out.used[i]) number[static_cast<std::size_t>(level)] = 0;
  }
  for (std::size_t level = 0; level < number.size(); ++level)
    if (number[level] == 0) {
      number[level] = static_cast<std::int32_t>(out.levels.size());
      out.levels.push_back(static_cast<std::int64_t>(level));
    }
  if (out.groups() < fewest || out.groups() > most)
    throw Error(ErrorCode::data,
                "found " + std::to_string(out.groups()) + " groups with a value of non-zero weight, expected " +
                    (most == fewest ? std::to_string(fewest) : "at least " + std::to_string(fewest)),
                "group");
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (out.used[i]) codes[i] = number[static_cast<std::size_t>(group.codes->at(static_cast<std::int64_t>(i)))];
  out.group = Codes(codes, static_cast<std::int64_t>(out.groups()));
  return out;
}

}  // namespace enkat::detail
