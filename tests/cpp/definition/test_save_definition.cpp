#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "enkat/definition/load.hpp"

namespace {

using Json = nlohmann::json;

/// What loading takes as given when a key is absent.
void drop_defaults(Json& j) {
  for (Json& q : j["questions"])
    for (const char* key : {"required", "sensitive"})
      if (q.contains(key) && q[key] == false) q.erase(key);
  if (j["window"].value("grace_minutes", 1) == 0) j["window"].erase("grace_minutes");
  if (j["publication"].value("base", "") == "answered") j["publication"].erase("base");
}

TEST(SaveDefinition, TheExampleComesBackAsItWas) {
  std::ifstream in(ENKAT_TEST_DATA "/formats/mentoring.survey.json");
  Json original = Json::parse(in);
  Json saved = Json::parse(enkat::save_definition(enkat::load_definition(original.dump())));
  drop_defaults(original);
  EXPECT_EQ(saved, original);
}

TEST(SaveDefinition, EveryKeyOfTheSchemaSurvives) {
  const Json full = Json::parse(R"json({
    "format": "survey-definition", "format_version": "0.1", "id": "x", "version": "2", "default_language": "en",
    "languages": ["en", "pt-BR"], "title": {"en": "T", "pt-BR": "T"}, "description": {"en": "D", "pt-BR": "D"},
    "window": {"timezone": "UTC", "opens": "2023-01-01T00:00:00", "closes": "2023-01-02T00:00:00", "grace_minutes": 5,
      "amendments": [{"field": "opens", "from": "2022-12-31T00:00:00", "to": "2023-01-01T00:00:00", "note": {"en": "n"}}]},
    "audience": {"question": "a", "eligible": ["1"], "on_ineligible": "flag"},
    "sample": {"kind": "quota", "mode": "mail", "frame": {"en": "f"}, "model": {"en": "m"}, "invited": 10},
    "tags": ["t"], "key_competences": ["k"], "unit": {"id_field": "id", "unique": false, "duplicate_keys": [["a", "b"]]},
    "timing": {"min_duration_seconds": 1.5, "speeding": {"method": "absolute_seconds", "value": 2}},
    "missing": [{"code": "__9", "kind": "breakoff", "label": {"en": "b"}}],
    "sections": [{"id": "s", "title": {"en": "S"}}, {"id": "s2", "title": {"en": "S"}, "show_if": "answered(a)"}],
    "questions": [
      {"id": "a", "section": "s", "type": "single", "text": {"en": "?"}, "help": {"en": "h"}, "required": true, "code_list": "c",
       "options": [{"code": "1", "label": {"en": "1"}, "value": 0, "other_text": true}, {"code": "2", "label": {"en": "2"}, "missing": "refused"}]},
      {"id": "b", "section": "s2", "type": "multi", "text": {"en": "?"}, "show_if": "a == '1'", "min_choices": 1, "max_choices": 1,
       "options": [{"code": "1", "label": {"en": "1"}}, {"code": "2", "label": {"en": "2"}, "exclusive": true}]},
      {"id": "c", "type": "matrix", "text": {"en": "?"}, "scale": {"kind": "semantic", "ordered": true, "reverse": ["r"]}, "multiple_per_row": true,
       "rows": [{"code": "r", "label": {"en": "r"}}], "options": [{"code": "1", "label": {"en": "1"}}]},
      {"id": "d", "type": "ranking", "text": {"en": "?"}, "min_ranked": 1, "max_ranked": 1, "options": [{"code": "1", "label": {"en": "1"}}]},
      {"id": "e", "type": "number", "text": {"en": "?"}, "unique": true, "min": -1.5, "max": 3, "decimals": 2, "step": 0.5, "unit": {"en": "u"}},
      {"id": "f", "type": "rating", "text": {"en": "?"}, "min": 1, "max": 5, "style": "stars"},
      {"id": "g", "type": "text", "text": {"en": "?"}, "sensitive": true, "multiline": true, "min_length": 1, "max_length": 9, "pattern": "^a"},
      {"id": "h", "type": "date", "text": {"en": "?"}, "min": "2020-02-29", "max": "2021-01-01"},
      {"id": "i", "type": "time", "text": {"en": "?"}, "min": "08:00", "max": "17:30:00"},
      {"id": "j", "type": "calculated", "text": {"en": "?"}, "formula": "e * 2"},
      {"id": "k", "type": "note", "text": {"en": "!"}}, {"id": "l", "type": "file", "text": {"en": "?"}}, {"id": "m", "type": "email", "text": {"en": "?"}}],
    "checks": [{"id": "c1", "severity": "error", "when": "answered(e)", "assert": "e > 0", "message": {"en": "m"}}],
    "quality": {"straightline": [{"question": "c", "min_rows": 4}], "open_text": ["g"], "attention": [{"question": "a", "expected": ["1"]}]},
    "population": {"source": {"en": "s"}, "illustrative": true, "margins": [{"question": "a", "by": ["b"], "unit": "count", "targets": {"2|1": 1, "1|1": 2}}]},
    "publication": {"min_cell": 0, "base": "shown", "rounding": 1}
})json");
  EXPECT_EQ(Json::parse(enkat::save_definition(enkat::load_definition(full.dump()))), full);
}

}  // namespace
