#include <array>
#include <nlohmann/json.hpp>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/design/save_design.hpp"
#include "saved_names.hpp"

namespace enkat {
namespace {

using Json = nlohmann::json;

constexpr int max_depth = 12;
constexpr std::int64_t max_classes = std::int64_t{1} << 20U;  // of one margin, beyond the number of rows
constexpr int max_rounds = 1000;

[[noreturn]] void fail(const std::string& where, const std::string& message) {
  throw Error(ErrorCode::data, message, where);
}

const Json& member(const Json& object, const char* key) {
  if (!object.is_object()) fail(key, "found no object around it, expected a saved design");
  const auto found = object.find(key);
  if (found == object.end()) fail(key, "found nothing, expected this member of a saved design");
  return *found;
}

bool boolean(const Json& object, const char* key) {
  const Json& j = member(object, key);
  if (!j.is_boolean()) fail(key, "expected true or false");
  return j.get<bool>();
}

std::int64_t whole(const Json& j, const std::string& where, std::int64_t low, std::int64_t high) {
  const bool fits = j.is_number_integer() && !(j.is_number_unsigned() && j.get<std::uint64_t>() > INT64_MAX) &&
                    j.get<std::int64_t>() >= low && j.get<std::int64_t>() <= high;
  if (!fits) fail(where, "expected a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return j.get<std::int64_t>();
}

double number(const Json& j, const std::string& where) {
  if (!j.is_number()) fail(where, "expected a number");
  return j.get<double>();
}

std::string text(const Json& j, const std::string& where) {
  if (!j.is_string()) fail(where, "expected a text");
  return j.get<std::string>();
}

template <class T, class F>
std::vector<T> list(const Json& object, const char* key, F&& each) {
  const Json& j = member(object, key);
  if (!j.is_array()) fail(key, "expected a list");
  std::vector<T> out;
  out.reserve(j.size());
  for (const Json& item : j) out.push_back(each(item));
  return out;
}

std::vector<double> numbers(const Json& object, const char* key) {
  return list<double>(object, key, [&](const Json& j) { return number(j, key); });
}

std::vector<std::int32_t> codes(const Json& object, const char* key) {
  return list<std::int32_t>(object, key,
                            [&](const Json& j) { return static_cast<std::int32_t>(whole(j, key, -1, INT32_MAX - 1)); });
}

std::int64_t class_count(const Json& object, std::int64_t rows) {
  return whole(member(object, "classes"), "classes", 0, rows + max_classes);
}

Stage stage(const Json& j) {
  return {codes(j, "stratum"),
          codes(j, "parent"),
          list<std::int64_t>(j, "sampled", [](const Json& n) { return whole(n, "sampled", 0, INT64_MAX); }),
          numbers(j, "fraction"),
          list<std::string>(j, "label", [](const Json& t) { return text(t, "label"); }),
          numbers(j, "probability")};
}

/// The value that a word of saved_names.hpp stands for.
template <class T, std::size_t n>
T named(const Json& object, const char* key, const std::array<std::pair<T, std::string_view>, n>& names) {
  const std::string word = text(member(object, key), key);
  std::string known;
  for (const auto& [value, name] : names) {
    if (name == word) return value;
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  fail(key, "found '" + printable(word, 40) + "', expected one of " + known);
}

std::vector<std::uint8_t> marks(const Json& object, const char* key) {
  return list<std::uint8_t>(object, key, [&](const Json& v) { return static_cast<std::uint8_t>(whole(v, key, 0, 1)); });
}

DesignOptions options(const Json& j) {
  const Json& degf = member(j, "degf");
  return {boolean(j, "nest"), named(j, "lonely", detail::lonely_names), boolean(j, "lonely_in_domains"),
          degf.is_null() ? std::nullopt : std::optional<double>(number(degf, "degf")), std::nullopt};
}

std::shared_ptr<const Pps> pps(const Json& j) {
  auto out = std::make_shared<Pps>();
  out->options.method = named(j, "method", detail::pps_names);
  out->options.yates_grundy = boolean(j, "yates_grundy");
  const Json& sum = member(j, "sum_p2_over_n");
  if (!sum.is_null()) out->options.sum_p2_over_n = number(sum, "sum_p2_over_n");
  out->options.joint = numbers(j, "joint");
  out->probability = numbers(j, "probability");
  return out;
}

std::shared_ptr<const TwoPhase> two_phase(const Json& j) {
  auto out = std::make_shared<TwoPhase>();
  *out = {named(j, "method", detail::two_phase_names),
          marks(j, "in"),
          codes(j, "first"),
          numbers(j, "first_size"),
          numbers(j, "first_fraction"),
          codes(j, "second"),
          numbers(j, "second_size"),
          numbers(j, "probability")};
  return out;
}

AdjustmentStep class_step(const Json& j, std::int64_t rows) {
  return {codes(j, "class_of_cell"), static_cast<std::int32_t>(class_count(j, rows)), numbers(j, "before"),
          numbers(j, "after"), boolean(j, "plain")};
}

/// The model of nonresponse of a step that has one.
template <class Step>
void take_model(const Json& j, Step& out) {
  if constexpr (requires { out.propensity; }) {
    if (!j.contains("propensity")) return;
    out.propensity = numbers(j, "propensity");
    out.model_weight = numbers(j, "model_weight");
  }
}

std::shared_ptr<const RowStep> row_step(const Json& j, std::int64_t rows) {
  auto out = std::make_shared<RowStep>();
  out->classes = Codes(codes(j, "class_of_row"), class_count(j, rows));
  out->plain = boolean(j, "plain");
  out->columns = static_cast<std::size_t>(whole(member(j, "columns"), "columns", 0, INT32_MAX));
  out->x = numbers(j, "x");
  out->q = numbers(j, "q");
  out->before = numbers(j, "before");
  out->after = numbers(j, "after");
  take_model(j, *out);
  return out;
}

int rounds(const Json& j) { return static_cast<int>(whole(member(j, "rounds"), "rounds", 1, max_rounds)); }

std::shared_ptr<const Adjustments> adjustments(const Json& j, std::int64_t rows) {
  auto out = std::make_shared<Adjustments>();
  out->factor = numbers(j, "factor");
  out->cell = Codes(codes(j, "cell"), static_cast<std::int64_t>(out->factor.size()));
  out->records = list<AdjustmentRecord>(j, "records", [&](const Json& r) {
    return AdjustmentRecord{text(member(r, "method"), "method"),
                            list<AdjustmentStep>(r, "steps", [&](const Json& s) { return class_step(s, rows); }),
                            rounds(r)};
  });
  out->row_records = list<RowRecord>(j, "row_records", [&](const Json& r) {
    return RowRecord{text(member(r, "method"), "method"),
                     list<std::shared_ptr<const RowStep>>(r, "steps", [&](const Json& s) { return row_step(s, rows); }),
                     rounds(r)};
  });
  return out;
}

Replicates replicates(const Json& j) {
  const std::vector<double> weights = numbers(j, "weights");
  const bool kept = j.is_object() && j.contains("df") && !j["df"].is_null();  // absent from older files
  return {text(member(j, "kind"), "kind"),
          number(member(j, "scale"), "scale"),
          numbers(j, "rscales"),
          boolean(j, "mse"),
          {weights.begin(), weights.end()},
          numbers(j, "factors"),
          kept ? std::optional(number(j["df"], "df")) : std::nullopt};
}

/// nlohmann's parser keeps what it reads in a tree, which is as large as the text; only its depth is limited here.
Json parsed(std::string_view json) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > max_depth) fail("the file", "found nesting that is too deep for a saved design");
    return true;
  };
  try {
    return Json::parse(json, shallow);
  } catch (const Json::exception& e) {
    fail("the file", "found text that is not JSON (" + printable(e.what(), 200) + "), expected a saved design");
  }
}

void check_version(const Json& j) {
  const Json& format = member(j, "format");
  if (format != std::string(detail::design_format)) fail("format", "expected the format of a saved design");
  const std::int64_t version = whole(member(j, "version"), "version", 1, INT32_MAX);
  if (version != design_format_version)
    fail("version", "found version " + std::to_string(version) + ", expected " + std::to_string(design_format_version) +
                        "; a newer enkat wrote the file: upgrade enkat");
}

}  // namespace

Design load_design(std::string_view json) {
  const Json document = parsed(json);
  const Json& j = document.is_object() && document.contains("engine") ? document["engine"] : document;
  check_version(j);
  DesignParts p;
  p.rows = whole(member(j, "rows"), "rows", 1, INT32_MAX);
  p.weighted = boolean(j, "weighted");
  p.options = options(member(j, "options"));
  p.weights = numbers(j, "weights");
  p.stages = list<Stage>(j, "stages", stage);
  p.rows_are_units = boolean(j, "rows_are_units");
  if (p.stages.empty()) fail("stages", "found none, expected at least one");
  p.unit_of_row = Codes(codes(j, "unit"), static_cast<std::int64_t>(p.stages.back().units()));
  if (!member(j, "domain").is_null()) p.domain = marks(j, "domain");
  if (!member(j, "pps").is_null()) p.pps = pps(member(j, "pps"));
  if (!member(j, "two_phase").is_null()) p.two_phase = two_phase(member(j, "two_phase"));
  if (!member(j, "adjustments").is_null()) p.adjustments = adjustments(member(j, "adjustments"), p.rows);
  if (!member(j, "replicates").is_null()) p.replicates = replicates(member(j, "replicates"));
  return Design::restored(std::move(p));
}

}  // namespace enkat
