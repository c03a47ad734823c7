#include "enkat/base/messages.hpp"

#include <algorithm>

#include "enkat/base/utf8.hpp"

namespace enkat {
namespace {

/// Changes of one character that turn one name into the other (Levenshtein), on bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string joined(const std::vector<std::string>& names, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), limit); ++i) out += (i ? ", " : "") + in_quotes(names[i]);
  return names.size() > limit ? out + ", ..." : out;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size(); ++n) {
    if (n == limit) return out + "...";
    const char32_t c = next_code_point(text, at);
    append_utf8(out, c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c);
  }
  return out;
}

std::string in_quotes(std::string_view text, std::size_t limit) { return '"' + printable(text, limit) + '"'; }

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known, bool list_known) {
  if (known.empty() || name.size() > 200) return {};
  std::vector<std::pair<std::size_t, std::string>> near;
  const std::size_t limit = std::max<std::size_t>(2, name.size() / 3);
  for (const std::string& k : known) {
    if (k.size() > name.size() + limit || name.size() > k.size() + limit) continue;
    if (const std::size_t d = distance(name, k); d <= limit && d < name.size()) near.emplace_back(d, k);
  }
  std::stable_sort(near.begin(), near.end(), [](auto& a, auto& b) { return a.first < b.first; });
  if (near.empty()) return list_known ? "; known are " + joined(known, 8) : "";
  std::vector<std::string> names;
  for (auto& [d, k] : near) names.push_back(k);
  names.resize(std::min<std::size_t>(3, names.size()));
  return "; did you mean " + joined(names, 3) + "?";
}

}  // namespace enkat
