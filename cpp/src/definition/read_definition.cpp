#include "read_definition.hpp"

#include <algorithm>

#include "enkat/base/messages.hpp"
#include "read_question.hpp"

namespace enkat::detail {
namespace {

Amendment read_amendment(const Place& p) {
  Amendment a;
  if (!p.object({"field", "from", "to"}, {"note"})) return a;
  a.field = p.choice("field", {"opens", "closes"});
  a.from = p.string("from", forms::local_time);
  a.to = p.string("to", forms::local_time);
  a.note = p.text("note");
  return a;
}

Window read_window(const Place& p) {
  Window w;
  if (!p.object({"opens", "closes", "timezone"}, {"grace_minutes", "amendments"})) return w;
  w.timezone = p.string("timezone");
  w.opens = p.string("opens", forms::local_time);
  w.closes = p.string("closes", forms::local_time);
  w.grace_minutes = p.integer("grace_minutes", 0).value_or(0);
  p.each("amendments", 0, [&](const Place& a) { w.amendments.push_back(read_amendment(a)); });
  return w;
}

Audience read_audience(const Place& p) {
  Audience a;
  if (!p.object({"question", "eligible"}, {"on_ineligible"})) return a;
  a.question = p.string("question", forms::id);
  a.eligible = p.strings("eligible", forms::code, 1, true);
  a.exclude = p.choice("on_ineligible", {"flag", "exclude"}) == "exclude";
  return a;
}

Sample read_sample(const Place& p) {
  Sample s;
  if (!p.object({"kind"}, {"mode", "frame", "model", "invited"})) return s;
  s.kind = p.choice("kind", {"probability", "self_selected", "quota", "census"});
  s.mode = p.choice("mode", {"web", "phone", "face_to_face", "mail", "mixed"});
  s.frame = p.text("frame");
  s.model = p.text("model");
  s.invited = p.integer("invited", 0);
  return s;
}

Unit read_unit(const Place& p) {
  Unit u;
  if (!p.object({"id_field"}, {"unique", "duplicate_keys"})) return u;
  u.id_field = p.string("id_field");
  u.unique = p.boolean("unique", true);
  p.each("duplicate_keys", 0,
         [&](const Place& keys) { u.duplicate_keys.push_back(keys.elements(forms::text, 1, false)); });
  return u;
}

Timing read_timing(const Place& p) {
  Timing t;
  if (!p.object({}, {"min_duration_seconds", "speeding"})) return t;
  t.min_duration_seconds = p.number("min_duration_seconds", 0);
  if (const auto s = p.member("speeding"); s && s->object({"method", "value"}, {}))
    t.speeding = Speeding{s->choice("method", {"fraction_of_median", "sd_below_median", "absolute_seconds"}),
                          s->number("value", 0, false).value_or(0)};
  return t;
}

MissingCode read_missing(const Place& p) {
  MissingCode m;
  if (!p.object({"code", "kind"}, {"label"})) return m;
  m.code = p.string("code", forms::code);
  m.kind = p.choice("kind", {"not_applicable", "item_nonresponse", "refused", "no_opinion", "breakoff"});
  m.label = p.text("label");
  return m;
}

Section read_section(const Place& p) {
  Section s;
  if (!p.object({"id", "title"}, {"show_if"})) return s;
  s.id = p.string("id", forms::id);
  s.title = p.text("title");
  s.show_if = p.expression("show_if");
  return s;
}

Check read_check(const Place& p) {
  Check c;
  if (!p.object({"id", "severity", "assert"}, {"when", "message"})) return c;
  c.id = p.string("id", forms::id);
  c.severity = p.choice("severity", {"error", "warning", "info"});
  c.when = p.expression("when");
  c.assertion = p.expression("assert");
  c.message = p.text("message");
  return c;
}

Quality read_quality(const Place& p) {
  Quality q;
  if (!p.object({}, {"straightline", "open_text", "attention"})) return q;
  p.each("straightline", 0, [&](const Place& s) {
    if (s.object({"question"}, {"min_rows"}))
      q.straightline.push_back({s.string("question", forms::id), s.integer("min_rows", 2).value_or(3)});
  });
  q.open_text = p.strings("open_text", forms::id, 0, false);
  p.each("attention", 0, [&](const Place& a) {
    if (a.object({"question", "expected"}, {}))
      q.attention.push_back({a.string("question", forms::id), a.strings("expected", forms::code, 1, false)});
  });
  return q;
}

PopulationMargin read_margin(const Place& p) {
  PopulationMargin m;
  if (!p.object({"question", "unit", "targets"}, {"by"})) return m;
  m.question = p.string("question", forms::id);
  m.by = p.strings("by", forms::id, 0, false);
  m.share = p.choice("unit", {"share", "count"}) != "count";
  const auto targets = p.member("targets");
  if (!targets) return m;
  if (!targets->json().is(JsonValue::Kind::object) || targets->json().items.size() < 2) {
    targets->refuse("an object from code to target with at least two codes");
    return m;
  }
  for (const std::string& code : targets->json().keys)
    m.targets.emplace_back(code, targets->number(code, 0).value_or(0));
  return m;
}

Population read_population(const Place& p) {
  Population out;
  if (!p.object({"margins"}, {"source", "illustrative"})) return out;
  out.source = p.text("source");
  out.illustrative = p.boolean("illustrative");
  p.each("margins", 1, [&](const Place& m) { out.margins.push_back(read_margin(m)); });
  return out;
}

Publication read_publication(const Place& p) {
  Publication out;
  if (!p.object({}, {"min_cell", "base", "rounding"})) return out;
  out.min_cell = p.integer("min_cell", 0);
  if (p.has("base")) out.base = p.choice("base", {"answered", "shown", "all"});
  out.rounding = p.integer("rounding", 0, 6);
  return out;
}

void read_languages(const Place& p, Definition& d) {
  d.languages = p.strings("languages", forms::language, 1, true);
  d.default_language = p.string("default_language", forms::language);
  const auto& all = d.languages;
  if (!d.default_language.empty() && !all.empty() && std::find(all.begin(), all.end(), d.default_language) == all.end())
    p.member("default_language")->refuse("one of /languages");
  p.context().languages = all;
  p.context().default_language = d.default_language;
}

void read_fieldwork(const Place& p, Definition& d) {
  if (const auto m = p.member("window")) d.window = read_window(*m);
  if (const auto m = p.member("audience")) d.audience = read_audience(*m);
  if (const auto m = p.member("sample")) d.sample = read_sample(*m);
  if (const auto m = p.member("unit")) d.unit = read_unit(*m);
  if (const auto m = p.member("timing")) d.timing = read_timing(*m);
  if (const auto m = p.member("quality")) d.quality = read_quality(*m);
  if (const auto m = p.member("population")) d.population = read_population(*m);
  if (const auto m = p.member("publication")) d.publication = read_publication(*m);
}

}  // namespace

Definition read_definition(const Place& p) {
  Definition d;
  if (!p.object({"format", "format_version", "id", "version", "default_language", "languages", "title", "questions"},
                {"description", "window", "audience", "sample", "tags", "key_competences", "unit", "timing", "missing",
                 "sections", "checks", "quality", "population", "publication"}))
    return d;
  read_languages(p, d);
  p.choice("format", {"survey-definition"});
  d.format_version = p.string("format_version", forms::version);
  d.id = p.string("id", forms::not_empty);
  d.version = p.string("version");
  d.title = p.text("title");
  d.description = p.text("description");
  d.tags = p.strings("tags", forms::text, 0, true);
  d.key_competences = p.strings("key_competences", forms::text, 0, true);
  read_fieldwork(p, d);
  p.each("missing", 0, [&](const Place& m) { d.missing.push_back(read_missing(m)); });
  p.each("sections", 0, [&](const Place& s) { d.sections.push_back(read_section(s)); });
  p.each("questions", 1, [&](const Place& q) { d.questions.push_back(read_question(q)); });
  p.each("checks", 0, [&](const Place& c) { d.checks.push_back(read_check(c)); });
  return d;
}

}  // namespace enkat::detail
