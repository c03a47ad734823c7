#include "read_question.hpp"

#include <array>
#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"
#include "enkat/base/pattern.hpp"

namespace enkat::detail {
namespace {

using Type = QuestionType;
using Types = std::initializer_list<QuestionType>;

bool among(Type type, const Types& types) { return std::find(types.begin(), types.end(), type) != types.end(); }

/// A key of a question and the types for which it means something.
struct KeyRule {
  std::string_view key;
  Types types;
};

const std::array<KeyRule, 15>& key_rules() {
  static const Types options{Type::single, Type::multi, Type::ranking, Type::matrix};
  static const Types ordered{Type::number, Type::rating, Type::date, Type::time};
  static const Types texts{Type::text, Type::email};
  static const std::array<KeyRule, 15> rules{{{"options", options},
                                              {"rows", {Type::matrix}},
                                              {"multiple_per_row", {Type::matrix}},
                                              {"scale", {Type::matrix}},
                                              {"min", ordered},
                                              {"max", ordered},
                                              {"step", ordered},
                                              {"decimals", ordered},
                                              {"pattern", texts},
                                              {"min_length", texts},
                                              {"max_length", texts},
                                              {"min_choices", {Type::multi}},
                                              {"max_choices", {Type::multi}},
                                              {"min_ranked", {Type::ranking}},
                                              {"max_ranked", {Type::ranking}}}};
  return rules;
}

void require(const Place& p, std::string_view key, Type type) {
  if (!p.has(key))
    p.context().problems.add(p.pointer() + pointer_step(key), "nothing",
                             "this key, required with type " + std::string(name_of(type)));
}

void check_keys(const Place& p, Type type) {
  for (const KeyRule& rule : key_rules()) {
    if (!p.has(rule.key) || among(type, rule.types)) continue;
    std::string names;
    for (const Type t : rule.types) names += (names.empty() ? "" : ", ") + std::string(name_of(t));
    p.context().problems.add(p.pointer() + pointer_step(rule.key), "this key with type " + std::string(name_of(type)),
                             "it only with " + names);
  }
  if (p.has("formula") && type != Type::calculated)
    p.context().problems.add(p.pointer() + "/formula", "this key with type " + std::string(name_of(type)),
                             "it only with calculated");
  if (among(type, {Type::single, Type::multi, Type::ranking, Type::matrix})) require(p, "options", type);
  if (type == Type::matrix) require(p, "rows", type);
  if (type == Type::rating) require(p, "min", type), require(p, "max", type);
  if (type == Type::calculated) require(p, "formula", type);
}

Option read_option(const Place& p) {
  Option o;
  if (!p.object({"code", "label"}, {"value", "exclusive", "other_text", "missing"})) return o;
  o.code = p.string("code", forms::code);
  o.label = p.text("label");
  o.value = p.number("value", -INFINITY);
  o.exclusive = p.boolean("exclusive");
  o.other_text = p.boolean("other_text");
  o.missing = p.choice("missing", {"not_applicable", "item_nonresponse", "refused", "no_opinion"});
  return o;
}

std::vector<Option> read_options(const Place& p, std::string_view key) {
  std::vector<Option> out;
  p.each(key, 1, [&](const Place& item) { out.push_back(read_option(item)); });
  return out;
}

bool is_date(std::string_view t) { return days_from_iso(t).has_value(); }

bool is_time(std::string_view t) {
  return (t.size() == 5 || t.size() == 8) &&
         forms::is_local_time("2000-01-01T" + std::string(t) + (t.size() == 5 ? ":00" : ""));
}

/// `min` and `max`: a number for number and rating, a date or a time for these.
std::variant<std::monostate, double, std::string> read_bound(const Place& p, std::string_view key, Type type) {
  if (!p.has(key)) return {};
  if (type == Type::date) return p.string(key, {is_date, "a date of the calendar as 2023-02-28"});
  if (type == Type::time) return p.string(key, {is_time, "a time as 09:30 or 09:30:00"});
  if (const auto value = p.number(key, -INFINITY)) return *value;
  return {};
}

void read_pattern(const Place& p, Question& q) {
  q.pattern = p.string("pattern");
  if (q.pattern.empty()) return;
  try {
    (void)Pattern::compile(q.pattern);
  } catch (const Error& e) {
    p.member("pattern")->refuse(std::string("a pattern that can be matched in bounded time: ") + e.what());
  }
}

void read_scale(const Place& p, Question& q) {
  const auto scale = p.member("scale");
  if (!scale || !scale->object({"kind"}, {"ordered", "reverse"})) return;
  q.scale_kind = scale->choice("kind", {"likert", "frequency", "semantic", "numeric"});
  q.scale_ordered = scale->boolean("ordered");
  q.scale_reverse = scale->strings("reverse", forms::code, 0, false);
}

void read_limits(const Place& p, Question& q) {
  q.min_choices = p.integer("min_choices", 0);
  q.max_choices = p.integer("max_choices", 1);
  q.min_ranked = p.integer("min_ranked", 0);
  q.max_ranked = p.integer("max_ranked", 1);
  q.min = read_bound(p, "min", q.type);
  q.max = read_bound(p, "max", q.type);
  q.decimals = p.integer("decimals", 0, 10);
  q.step = p.number("step", 0, false);
  q.min_length = p.integer("min_length", 0);
  q.max_length = p.integer("max_length", 1);
  read_pattern(p, q);
}

}  // namespace

Question read_question(const Place& p) {
  Question q;
  if (!p.object({"id", "type", "text"}, {"section",   "help",        "required",    "show_if",    "code_list",
                                         "sensitive", "unique",      "options",     "rows",       "multiple_per_row",
                                         "scale",     "min_choices", "max_choices", "min_ranked", "max_ranked",
                                         "min",       "max",         "decimals",    "step",       "unit",
                                         "style",     "min_length",  "max_length",  "multiline",  "pattern",
                                         "formula"}))
    return q;
  q.id = p.string("id", forms::id);
  q.section = p.string("section", forms::id);
  const std::string type = p.choice("type", {"single", "multi", "matrix", "ranking", "number", "rating", "text", "date",
                                             "time", "email", "file", "calculated", "note"});
  q.text = p.text("text");
  q.help = p.text("help");
  q.required = p.boolean("required");
  q.show_if = p.expression("show_if");
  q.code_list = p.string("code_list");
  q.sensitive = p.boolean("sensitive");
  q.unique = p.boolean("unique");
  q.options = read_options(p, "options");
  q.rows = read_options(p, "rows");
  q.multiple_per_row = p.boolean("multiple_per_row");
  read_scale(p, q);
  q.unit = p.text("unit");
  q.style = p.choice("style", {"nps", "stars", "slider"});
  q.multiline = p.boolean("multiline");
  q.formula = p.expression("formula");
  if (type.empty()) return q;
  q.type = *question_type(type);
  check_keys(p, q.type);
  read_limits(p, q);
  return q;
}

}  // namespace enkat::detail
