#include <nlohmann/json.hpp>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "policy_lines.hpp"

namespace enkat {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& where, const std::string& found, const std::string& expected) {
  throw Error(ErrorCode::definition, "found " + found + ", expected " + expected, where.empty() ? "/" : where);
}

std::string text_at(const Json& object, const char* key, const char* fallback) {
  const auto at = object.find(key);
  if (at == object.end()) return fallback;
  if (!at->is_string()) refuse(std::string("/") + key, printable(at->dump()), "text");
  return at->get<std::string>();
}

const Json& object_at(const Json& value, const std::string& where) {
  if (!value.is_object()) refuse(where, printable(value.dump()), "an object");
  return value;
}

Action action_named(const Json& value, const std::string& where) {
  for (const Action a : {Action::accept, Action::flag, Action::blank, Action::leave_out, Action::reject})
    if (value.is_string() && value.get<std::string>() == name_of(a)) return a;
  refuse(where, printable(value.dump()), "accept, flag, blank, leave_out or reject");
}

/// A name of the closed list, a check, or a family that has a member.
void check_rule(const std::string& name, const std::string& where) {
  if (name.starts_with("check.") || name == "*") return;
  std::vector<std::string> known;
  for (const RuleInfo& r : all_rules()) {
    known.emplace_back(r.name);
    if (detail::is_family(name) ? r.name.starts_with(name.substr(0, name.size() - 1)) : r.name == name) return;
  }
  refuse(where, in_quotes(name), "the name of a rule" + did_you_mean(name, known));
}

void add_lines(Policy& out, const Json& lines, const std::string& question, const std::string& where) {
  for (const auto& [rule, value] : object_at(lines, where).items()) {
    const std::string place = where + "/" + printable(rule);
    check_rule(rule, place);
    const Action action = action_named(value, place);
    const auto known = rule_named(rule);
    if (action == Action::blank && known && !info(*known).of_question)
      refuse(place, "\"blank\"", "accept, flag, leave_out or reject: the rule is about a whole record");
    out.rules.push_back({rule, question, action});
  }
}

Json parsed(std::string_view text) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  if (text.size() > most) refuse("", "more than 1 MiB", "a policy");
  Json json = Json::parse(
      text,
      [](int depth, Json::parse_event_t, Json&) {
        if (depth > 8) refuse("", "more than 8 levels", "a policy");
        return true;
      },
      false);
  if (json.is_discarded()) refuse("", "text that is not JSON", "a policy");
  return json;
}

}  // namespace

Policy load_policy(std::string_view text) {
  const Json json = parsed(text);
  object_at(json, "");
  for (const auto& [key, value] : json.items())
    if (key != "format" && key != "format_version" && key != "id" && key != "base" && key != "rules" &&
        key != "questions" && key != "note")
      refuse("/" + printable(key), "an unknown key", "format, format_version, id, base, rules, questions, note");
  if (text_at(json, "format", "") != "enkat-policy")
    refuse("/format", in_quotes(text_at(json, "format", "")), "\"enkat-policy\"");
  if (text_at(json, "format_version", "") != "0.1")
    refuse("/format_version", in_quotes(text_at(json, "format_version", "")), "\"0.1\"");
  Policy out;
  out.id = text_at(json, "id", "");
  if (out.id.empty()) refuse("/id", "no text", "a name for the policy");
  const std::string base = text_at(json, "base", "default");
  if (base != "default" && base != "flag") refuse("/base", in_quotes(base), "\"default\" or \"flag\"");
  out.base = base == "flag" ? Policy::Base::flag : Policy::Base::standard;
  if (json.contains("rules")) add_lines(out, json["rules"], "", "/rules");
  if (json.contains("questions"))
    for (const auto& [question, lines] : object_at(json["questions"], "/questions").items())
      add_lines(out, lines, question, "/questions/" + printable(question));
  return out;
}

}  // namespace enkat
