#include <nlohmann/json.hpp>
#include <unordered_set>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/definition/load.hpp"
#include "json_value.hpp"

namespace enkat::detail {
namespace {

using Json = nlohmann::json;
using Kind = JsonValue::Kind;

constexpr std::size_t max_keys = 20000;  // of one object: a key is looked up by walking

/// nlohmann's message without its own prefix: "line 1, column 2: ...".
std::string reason(std::string_view what) {
  for (const std::string_view prefix : {"parse error at ", "] "})
    if (const std::size_t at = what.find(prefix); at != what.npos)
      return printable(what.substr(at + prefix.size()), 300);
  return printable(what, 300);
}

/// Builds the value while the parser runs, so that every limit is checked before anything grows.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  JsonValue result;

  bool null() override { return put({}); }
  bool boolean(bool value) override { return put({.kind = Kind::boolean, .boolean = value}); }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool string(string_t& value) override { return put({.kind = Kind::string, .text = std::move(value)}); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Frame& f = frames_.back();
    f.value.keys.push_back(name);
    if (!f.seen.insert(name).second) refuse("this key twice", "each key once");
    if (f.seen.size() > max_keys) refuse("more than " + std::to_string(max_keys) + " keys", "fewer");
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const Json::exception& e) override {
    refuse("text that is not JSON", "valid JSON; " + reason(e.what()));
  }

 private:
  struct Frame {
    JsonValue value = {};
    std::unordered_set<std::string> seen = {};
  };

  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Frame& f : frames_) {
      if (f.value.is(Kind::array))
        out += '/' + std::to_string(f.value.items.size());
      else if (f.value.keys.size() > f.value.items.size())
        out += pointer_step(f.value.keys.back());
    }
    return out.empty() ? "the document" : out;
  }

  [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
    throw Error(ErrorCode::definition, "found " + found + ", expected " + expected, pointer());
  }

  bool number(double value) { return put({.kind = Kind::number, .number = value}); }

  bool put(JsonValue value) {
    if (frames_.empty())
      result = std::move(value);
    else
      frames_.back().value.items.push_back(std::move(value));
    return true;
  }

  bool open(Kind kind) {
    if (frames_.size() == static_cast<std::size_t>(max_definition_depth))
      refuse("nesting deeper than " + std::to_string(max_definition_depth), "a survey definition, which is flatter");
    frames_.push_back({.value = {.kind = kind}});
    return true;
  }

  bool close() {
    JsonValue value = std::move(frames_.back().value);
    frames_.pop_back();
    return put(std::move(value));
  }

  std::vector<Frame> frames_;
};

}  // namespace

std::string pointer_step(std::string_view key) {
  std::string out = "/";
  for (const char c : printable(key, 80)) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

JsonValue parse_document(std::string_view text) {
  if (text.size() > max_definition_bytes)
    throw Error(
        ErrorCode::definition,
        "found " + std::to_string(text.size()) + " bytes, expected at most " + std::to_string(max_definition_bytes),
        "the document");
  Builder builder;
  Json::sax_parse(text, &builder);
  return std::move(builder.result);
}

}  // namespace enkat::detail
