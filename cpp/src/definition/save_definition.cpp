#include <cmath>
#include <nlohmann/json.hpp>

#include "enkat/definition/load.hpp"

namespace enkat {
namespace {

using Json = nlohmann::ordered_json;

/// 80 and not 80.0.
Json number(double value) {
  const bool whole = value == std::floor(value) && std::abs(value) < 1e15;
  return whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

/// Writes what is not at its default: absent keys stay absent.
template <class T>
void put(Json& out, const char* key, const T& value) {
  if (value != T{}) out[key] = value;
}
template <class T>
void put(Json& out, const char* key, const std::optional<T>& value) {
  if (value) out[key] = *value;
}
void put(Json& out, const char* key, const std::optional<double>& value) {
  if (value) out[key] = number(*value);
}
void put(Json& out, const char* key, const std::optional<Expression>& value) {
  if (value) out[key] = value->source;
}
void put(Json& out, const char* key, const std::variant<std::monostate, double, std::string>& value) {
  if (const auto* bound = std::get_if<double>(&value)) out[key] = number(*bound);
  if (const auto* text = std::get_if<std::string>(&value)) out[key] = *text;
}
template <class T>
void put_list(Json& out, const char* key, const std::vector<T>& values, Json (*to_json)(const T&)) {
  if (values.empty()) return;
  out[key] = Json::array();
  for (const T& v : values) out[key].push_back(to_json(v));
}

Json option(const Option& o) {
  Json out{{"code", o.code}, {"label", o.label}};
  put(out, "value", o.value);
  put(out, "exclusive", o.exclusive);
  put(out, "other_text", o.other_text);
  put(out, "missing", o.missing);
  return out;
}

void put_scale(Json& out, const Question& q) {
  if (q.scale_kind.empty()) return;
  Json scale{{"kind", q.scale_kind}};
  put(scale, "ordered", q.scale_ordered);
  put(scale, "reverse", q.scale_reverse);
  out["scale"] = std::move(scale);
}

Json question(const Question& q) {
  Json out{{"id", q.id}};
  put(out, "section", q.section);
  out["type"] = name_of(q.type);
  out["text"] = q.text;
  put(out, "help", q.help);
  put(out, "required", q.required);
  put(out, "show_if", q.show_if);
  put(out, "code_list", q.code_list);
  put(out, "sensitive", q.sensitive);
  put(out, "unique", q.unique);
  put_scale(out, q);
  put_list(out, "rows", q.rows, option);
  put_list(out, "options", q.options, option);
  put(out, "multiple_per_row", q.multiple_per_row);
  put(out, "min_choices", q.min_choices);
  put(out, "max_choices", q.max_choices);
  put(out, "min_ranked", q.min_ranked);
  put(out, "max_ranked", q.max_ranked);
  put(out, "min", q.min);
  put(out, "max", q.max);
  put(out, "decimals", q.decimals);
  put(out, "step", q.step);
  put(out, "unit", q.unit);
  put(out, "style", q.style);
  put(out, "min_length", q.min_length);
  put(out, "max_length", q.max_length);
  put(out, "multiline", q.multiline);
  put(out, "pattern", q.pattern);
  put(out, "formula", q.formula);
  return out;
}

Json section(const Section& s) {
  Json out{{"id", s.id}, {"title", s.title}};
  put(out, "show_if", s.show_if);
  return out;
}

Json amendment(const Amendment& a) {
  Json out{{"field", a.field}, {"from", a.from}, {"to", a.to}};
  put(out, "note", a.note);
  return out;
}

Json window(const Window& w) {
  Json out{{"timezone", w.timezone}, {"opens", w.opens}, {"closes", w.closes}};
  put(out, "grace_minutes", w.grace_minutes);
  put_list(out, "amendments", w.amendments, amendment);
  return out;
}

Json audience(const Audience& a) {
  return {{"question", a.question}, {"eligible", a.eligible}, {"on_ineligible", a.exclude ? "exclude" : "flag"}};
}

Json sample(const Sample& s) {
  Json out{{"kind", s.kind}};
  put(out, "mode", s.mode);
  put(out, "frame", s.frame);
  put(out, "model", s.model);
  put(out, "invited", s.invited);
  return out;
}

Json unit(const Unit& u) {
  Json out{{"id_field", u.id_field}, {"unique", u.unique}};
  put(out, "duplicate_keys", u.duplicate_keys);
  return out;
}

Json timing(const Timing& t) {
  Json out = Json::object();
  put(out, "min_duration_seconds", t.min_duration_seconds);
  if (t.speeding) out["speeding"] = {{"method", t.speeding->method}, {"value", number(t.speeding->value)}};
  return out;
}

Json missing(const MissingCode& m) {
  Json out{{"code", m.code}, {"kind", m.kind}};
  put(out, "label", m.label);
  return out;
}

Json check(const Check& c) {
  Json out{{"id", c.id}, {"severity", c.severity}};
  put(out, "when", c.when);
  put(out, "assert", c.assertion);
  put(out, "message", c.message);
  return out;
}

Json straightline(const Straightline& s) { return {{"question", s.question}, {"min_rows", s.min_rows}}; }
Json attention(const Attention& a) { return {{"question", a.question}, {"expected", a.expected}}; }

Json quality(const Quality& q) {
  Json out = Json::object();
  put_list(out, "straightline", q.straightline, straightline);
  put(out, "open_text", q.open_text);
  put_list(out, "attention", q.attention, attention);
  return out;
}

Json margin(const PopulationMargin& m) {
  Json out{{"question", m.question}};
  put(out, "by", m.by);
  out["unit"] = m.share ? "share" : "count";
  out["targets"] = Json::object();
  for (const auto& [code, target] : m.targets) out["targets"][code] = number(target);
  return out;
}

Json population(const Population& p) {
  Json out = Json::object();
  put(out, "source", p.source);
  put(out, "illustrative", p.illustrative);
  put_list(out, "margins", p.margins, margin);
  return out;
}

Json publication(const Publication& p) {
  Json out = Json::object();
  put(out, "min_cell", p.min_cell);
  if (p.base != Publication{}.base) out["base"] = p.base;
  put(out, "rounding", p.rounding);
  return out;
}

void put_object(Json& out, const char* key, Json value) {
  if (!value.empty()) out[key] = std::move(value);
}

}  // namespace

std::string save_definition(const Definition& d) {
  Json out{{"format", "survey-definition"}, {"format_version", d.format_version}, {"id", d.id}, {"version", d.version}};
  out["default_language"] = d.default_language;
  out["languages"] = d.languages;
  out["title"] = d.title;
  put(out, "description", d.description);
  if (d.window) out["window"] = window(*d.window);
  if (d.audience) out["audience"] = audience(*d.audience);
  if (d.sample) out["sample"] = sample(*d.sample);
  put(out, "tags", d.tags);
  put(out, "key_competences", d.key_competences);
  if (d.unit) out["unit"] = unit(*d.unit);
  put_object(out, "timing", timing(d.timing));
  put_list(out, "missing", d.missing, missing);
  put_list(out, "sections", d.sections, section);
  put_list(out, "questions", d.questions, question);
  put_list(out, "checks", d.checks, check);
  put_object(out, "quality", quality(d.quality));
  if (d.population) out["population"] = population(*d.population);
  put_object(out, "publication", publication(d.publication));
  return out.dump(1) + '\n';
}

}  // namespace enkat
