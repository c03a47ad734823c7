#include "document.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

using Kind = JsonValue::Kind;

/// A value as a message shows it: short ones in full, long ones by kind.
std::string shown(const JsonValue& json) {
  switch (json.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return json.boolean ? "true" : "false";
    case Kind::number:
      return number_text(json.number);
    case Kind::string:
      return in_quotes(json.text);
    case Kind::array:
      return json.items.empty() ? "an empty list" : "a list of " + std::to_string(json.items.size());
    case Kind::object:
      break;
  }
  return json.items.empty() ? "an empty object" : "an object";
}

template <class Words>
std::string listed(const Words& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + std::string(w);
  return out;
}

}  // namespace

void Place::refuse(const std::string& expected) const { context_->problems.add(pointer_, shown(*json_), expected); }

std::optional<Place> Place::member(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return Place(*json_->find(key), pointer_ + pointer_step(key), *context_);
}

bool Place::object(std::initializer_list<std::string_view> required,
                   std::initializer_list<std::string_view> optional) const {
  if (!json_->is(Kind::object)) return refuse("an object"), false;
  for (const std::string_view key : required)
    if (!has(key)) context_->problems.add(pointer_ + pointer_step(key), "nothing", "this required key");
  std::vector<std::string> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const std::string& key : json_->keys)
    if (std::find(known.begin(), known.end(), key) == known.end())
      context_->problems.add(pointer_ + pointer_step(key), "an unknown key",
                             "one of " + listed(known) + did_you_mean(key, known, false));
  return true;
}

std::string Place::string_value(const Form& form) const {
  if (json_->is(Kind::string) && form.fits(json_->text)) return json_->text;
  refuse(std::string(form.expected));
  return {};
}

std::string Place::string(std::string_view key, const Form& form) const {
  const auto p = member(key);
  return p ? p->string_value(form) : std::string();
}

std::string Place::choice(std::string_view key, std::initializer_list<std::string_view> allowed) const {
  const auto p = member(key);
  if (!p) return {};
  if (p->json().is(Kind::string))
    for (const std::string_view a : allowed)
      if (p->json().text == a) return std::string(a);
  p->refuse("one of " + listed(allowed));
  return {};
}

bool Place::boolean(std::string_view key, bool otherwise) const {
  const auto p = member(key);
  if (!p) return otherwise;
  if (p->json().is(Kind::boolean)) return p->json().boolean;
  p->refuse("true or false");
  return otherwise;
}

std::optional<std::int64_t> Place::integer(std::string_view key, std::int64_t least, std::int64_t most) const {
  const auto p = member(key);
  if (!p) return std::nullopt;
  const double value = p->json().is(Kind::number) ? p->json().number : NAN;
  if (value == std::floor(value) && value >= static_cast<double>(least) && value <= static_cast<double>(most))
    return static_cast<std::int64_t>(value);
  p->refuse("a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> Place::number(std::string_view key, double least, bool or_equal) const {
  const auto p = member(key);
  if (!p) return std::nullopt;
  const double value = p->json().is(Kind::number) ? p->json().number : NAN;
  if (value > least || (or_equal && value == least)) return value;
  const bool free = std::isinf(least);
  p->refuse(free ? "a number" : (or_equal ? "a number of at least " : "a number above ") + number_text(least));
  return std::nullopt;
}

Text Place::text(std::string_view key) const {
  Text out;
  const auto p = member(key);
  if (!p) return out;
  if (!p->json().is(Kind::object) || p->json().items.empty())
    return p->refuse("an object from language to text, as {\"en\": \"...\"}"), out;
  const auto& languages = context_->languages;
  for (const std::string& tag : p->json().keys) {
    const Place entry = *p->member(tag);
    if (std::find(languages.begin(), languages.end(), tag) == languages.end())
      context_->problems.add(entry.pointer(), "a text in " + in_quotes(tag),
                             "a language of /languages (" + listed(languages) + ")");
    out[tag] = entry.string_value(forms::text);
  }
  for (const std::string& tag : languages)
    if (!out.contains(tag)) {
      if (tag == context_->default_language)
        context_->problems.add(p->pointer() + pointer_step(tag), "nothing", "the text in the default language");
      else
        context_->problems.warn(p->pointer(),
                                "no translation to " + in_quotes(tag) + "; the default language stands in");
    }
  return out;
}

std::optional<Expression> Place::expression(std::string_view key) const {
  const auto p = member(key);
  if (!p) return std::nullopt;
  const std::string source = p->string_value({forms::any, "an expression in a string"});
  if (!p->json().is(Kind::string)) return std::nullopt;
  try {
    return parse_expression(source, p->pointer());
  } catch (const Error& e) {
    context_->problems.add_message(p->pointer(), e.what());
    return std::nullopt;
  }
}

void Place::each_element(std::size_t least, const std::function<void(const Place&)>& f) const {
  if (!json_->is(Kind::array) || json_->items.size() < least)
    return refuse(least > 0 ? "a list of at least " + std::to_string(least) : "a list");
  std::size_t i = 0;
  for (const JsonValue& item : json_->items) f(Place(item, pointer_ + '/' + std::to_string(i++), *context_));
}

void Place::each(std::string_view key, std::size_t least, const std::function<void(const Place&)>& f) const {
  if (const auto p = member(key)) p->each_element(least, f);
}

std::vector<std::string> Place::elements(const Form& form, std::size_t least, bool unique) const {
  std::vector<std::string> out;
  std::unordered_set<std::string> seen;
  each_element(least, [&](const Place& p) {
    std::string value = p.string_value(form);
    if (unique && p.json().is(Kind::string) && !seen.insert(p.json().text).second) p.refuse("each value once");
    out.push_back(std::move(value));
  });
  return out;
}

std::vector<std::string> Place::strings(std::string_view key, const Form& form, std::size_t least, bool unique) const {
  const auto p = member(key);
  return p ? p->elements(form, least, unique) : std::vector<std::string>();
}

namespace forms {
namespace {
bool small(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter_or_digit(char c) { return small(c) || digit(c) || (c >= 'A' && c <= 'Z'); }
template <class F>
bool all(std::string_view t, F f) {
  return std::all_of(t.begin(), t.end(), f);
}
}  // namespace

bool any(std::string_view) { return true; }
bool is_not_empty(std::string_view t) { return !t.empty(); }

bool is_id(std::string_view t) {
  return !t.empty() && t.size() <= 64 && small(t[0]) && all(t, [](char c) { return small(c) || digit(c) || c == '_'; });
}

bool is_code(std::string_view t) {
  return !t.empty() && t.size() <= 64 && (letter_or_digit(t[0]) || t[0] == '_') &&
         all(t, [](char c) { return letter_or_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_language(std::string_view t) {
  std::size_t end = std::min(t.find('-'), t.size());
  if (end < 2 || end > 3 || !all(t.substr(0, end), small)) return false;
  while (end < t.size()) {
    const std::size_t from = end + 1;
    end = std::min(t.find('-', from), t.size());
    if (end < from + 2 || end > from + 8 || !all(t.substr(from, end - from), letter_or_digit)) return false;
  }
  return true;
}

bool is_local_time(std::string_view t) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (t.size() != form.size() || !days_from_iso(t.substr(0, 10))) return false;
  for (std::size_t i = 0; i < t.size(); ++i)
    if (form[i] == '0' ? !digit(t[i]) : t[i] != form[i]) return false;
  return t.substr(11, 2) < "24" && t.substr(14, 2) < "60" && t.substr(17, 2) < "60";
}

bool is_version(std::string_view t) {
  const std::size_t dot = t.find('.');
  return dot != t.npos && dot > 0 && dot + 1 < t.size() && all(t.substr(0, dot), digit) &&
         all(t.substr(dot + 1), digit);
}
}  // namespace forms

}  // namespace enkat::detail
