#include <algorithm>
#include <map>

#include "enkat/base/numbers.hpp"
#include "families.hpp"
#include "moments.hpp"

namespace enkat::detail {
namespace {

/// The end lies before the start. EUSurvey's dates of creation and of the last update are no start and end.
void judge_duration(State& s) {
  if (s.responses.layout.starts_with("eusurvey")) return;
  const ResponseMeta& meta = s.responses.meta;
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    const bool times = !meta.started_at.empty() && !meta.ended_at.empty() && meta.started_at[i] && meta.ended_at[i];
    const auto seconds = times ? seconds_between(*meta.started_at[i], *meta.ended_at[i]) : std::nullopt;
    const bool negative = !meta.duration_seconds.empty() && meta.duration_seconds[i] && *meta.duration_seconds[i] < 0;
    if (!(seconds && *seconds < 0) && !negative) continue;
    Finding& f = s.report(r, Rule::meta_duration);
    f.value = times ? moment_text(*meta.ended_at[i]) : number_text(*meta.duration_seconds[i]) + " s";
    f.expected = times ? moment_text(*meta.started_at[i]) : "0 s";
  }
}

std::string tag(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

bool begins_with_tag(const std::string& text, const std::string& start) {
  return text.starts_with(start) && (text.size() == start.size() || text[start.size()] == '-');
}

/// "en-gb" is a kind of "en"; "pt" may mean the definition's "pt-BR"; "pt-pt" is not "pt-BR".
bool is_language(const Definition& d, const std::string& stated) {
  const std::string found = tag(stated);
  return std::ranges::any_of(d.languages, [&](const std::string& l) {
    const std::string known = tag(l);
    return begins_with_tag(found, known) || begins_with_tag(known, found);
  });
}

void judge_language(State& s) {
  const auto& language = s.responses.meta.language;
  std::map<std::string, bool> known;  // as many entries as languages
  for (std::size_t r = 0; r < language.size(); ++r) {
    if (language[r].empty()) continue;
    const auto [at, is_new] = known.try_emplace(language[r]);
    if (is_new) at->second = is_language(s.definition, language[r]);
    if (at->second) continue;
    Finding& f = s.report(static_cast<std::int64_t>(r), Rule::meta_language);
    f.value = preview(language[r]);
    for (const std::string& l : s.definition.languages) f.expected += (f.expected.empty() ? "" : ", ") + l;
  }
}

/// The commonest version that records state; of equally common ones the first to appear.
std::string commonest(const std::vector<std::string>& version) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;  // version: (count, minus first row)
  for (std::size_t r = 0; r < version.size(); ++r)
    if (!version[r].empty()) ++counts.try_emplace(version[r], 0, -static_cast<std::int64_t>(r)).first->second.first;
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? "" : most->first;
}

/// The definition's version. KoboToolbox names versions itself ("vMentor2023a"): where none of its records states the
/// definition's, the commonest one is taken for the form that was meant.
std::string expected_version(const State& s) {
  const auto& version = s.responses.meta.version;
  const bool stated = std::ranges::find(version, s.definition.version) != version.end();
  return s.responses.layout == "kobo" && !stated ? commonest(version) : s.definition.version;
}

void judge_version(State& s) {
  const auto& version = s.responses.meta.version;
  if (version.empty()) return;
  const std::string expected = expected_version(s);
  for (std::size_t r = 0; r < version.size(); ++r) {
    if (version[r].empty() || version[r] == expected) continue;
    Finding& f = s.report(static_cast<std::int64_t>(r), Rule::meta_version);
    f.value = preview(version[r]);
    f.expected = expected;
  }
}

}  // namespace

void judge_meta(State& s) {
  judge_duration(s);
  judge_language(s);
  judge_version(s);
}

}  // namespace enkat::detail
