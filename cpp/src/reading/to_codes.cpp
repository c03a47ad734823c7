#include "enkat/reading/to_codes.hpp"

#include <algorithm>
#include <cstdint>

#include "enkat/reading/encoding.hpp"

namespace enkat {

void TextIndex::add(std::string_view text, int number) {
  std::string key = normalised_spaces(text);
  if (key.empty()) return;
  longest_ = std::max(longest_, key.size());
  for (const char c : key) bytes_[static_cast<std::uint8_t>(c)] = true;
  numbers_.try_emplace(std::move(key), number);
}

int TextIndex::find(std::string_view text) const {
  auto hit = numbers_.find(text);
  if (hit == numbers_.end() && text.size() < 4 * longest_ + 64) hit = numbers_.find(normalised_spaces(text));
  return hit == numbers_.end() ? none : hit->second;
}

bool TextIndex::any_contains(std::string_view characters) const {
  return std::any_of(characters.begin(), characters.end(),
                     [&](char c) { return bytes_[static_cast<std::uint8_t>(c)]; });
}

void add_labels(OptionCodes& codes, const std::vector<Option>& options, const std::vector<std::string>& languages) {
  for (const std::string& language : languages)
    for (std::size_t k = 0; k < options.size(); ++k)
      if (const auto label = options[k].label.find(language); label != options[k].label.end())
        codes.add(label->second, static_cast<int>(k));
}

void add_codes(OptionCodes& codes, const std::vector<Option>& options) {
  for (std::size_t k = 0; k < options.size(); ++k) codes.add(options[k].code, static_cast<int>(k));
  for (std::size_t k = 0; k < options.size(); ++k)
    if (options[k].code.find_first_not_of("0123456789") == std::string::npos)
      codes.add(options[k].code + ".0", static_cast<int>(k));
}

void add_positions(OptionCodes& codes, const std::vector<Option>& options, std::string_view prefix, int digits,
                   bool skip_other) {
  int position = 0;
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (skip_other && options[k].other_text) continue;
    std::string number = std::to_string(++position);
    const std::size_t zeros =
        static_cast<std::size_t>(digits) - std::min(number.size(), static_cast<std::size_t>(digits));
    codes.add(std::string(prefix) + std::string(zeros, '0') + number, static_cast<int>(k));
  }
}

int other_option(const std::vector<Option>& options) {
  for (std::size_t k = 0; k < options.size(); ++k)
    if (options[k].other_text) return static_cast<int>(k);
  return -1;
}

Missing missing_of(std::string_view kind) {
  if (kind == "not_applicable" || kind == "not_shown") return Missing::not_shown;
  if (kind == "item_nonresponse" || kind == "no_answer") return Missing::no_answer;
  if (kind == "refused") return Missing::refused;
  if (kind == "no_opinion") return Missing::no_opinion;
  if (kind == "breakoff") return Missing::breakoff;
  return Missing::none;
}

namespace {

/// The end of the longest known text at the start of `rest` that ends at a separator or at the end; 0 when there is
/// none.
std::size_t known_length(std::string_view rest, std::string_view separators, const OptionCodes& codes) {
  const std::string_view window = rest.substr(0, codes.longest() + 16);
  std::size_t end = window.size() == rest.size() ? rest.size() : window.find_last_of(separators);
  while (end != std::string_view::npos && end > 0) {
    if (codes.find(trimmed(rest.substr(0, end))) != OptionCodes::none) return end;
    end = window.substr(0, end).find_last_of(separators);
  }
  return 0;
}

/// The place of the first separator, or the length of the text.
std::size_t first_separator(std::string_view text, std::string_view separators) {
  std::size_t i = 0;
  const auto separates = [&](char c) {
    return std::any_of(separators.begin(), separators.end(), [c](char s) { return s == c; });
  };
  while (i < text.size() && !separates(text[i])) ++i;
  return i;
}

}  // namespace

std::vector<std::string_view> split_known(std::string_view cell, std::string_view separators,
                                          const OptionCodes& codes) {
  constexpr int max_unknown = 100;  // then looking ahead for labels that contain a separator stops
  const bool greedy = codes.any_contains(separators);
  int unknown = 0;
  std::vector<std::string_view> pieces;
  while (!cell.empty()) {
    std::size_t end = greedy && unknown < max_unknown ? known_length(cell, separators, codes) : 0;
    if (end == 0) {
      end = first_separator(cell, separators);
      ++unknown;
    }
    const std::string_view piece = trimmed(cell.substr(0, end));
    if (!piece.empty()) pieces.push_back(piece);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return pieces;
}

}  // namespace enkat
