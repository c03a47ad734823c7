#include <unordered_set>

#include "document.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/definition/load.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t max_keys = 20000;  // ordered_json looks a key up by walking

/// Follows the parser and knows at every moment the JSON pointer, the depth, and the keys already seen.
class Watch {
 public:
  bool operator()(Json::parse_event_t event, Json& value) {
    using Event = Json::parse_event_t;
    switch (event) {
      case Event::object_start:
      case Event::array_start:
        open(event == Event::array_start);
        break;
      case Event::object_end:
      case Event::array_end:
        frames_.pop_back();
        next();
        break;
      case Event::key:
        key(value.get_ref<const std::string&>());
        break;
      case Event::value:
        next();
        break;
    }
    return true;
  }

  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Frame& f : frames_) {
      if (f.array)
        out += '/' + std::to_string(f.index);
      else if (!f.key.empty())
        out += pointer_step(f.key);
    }
    return out;
  }

 private:
  struct Frame {
    bool array = false;
    std::size_t index = 0;
    std::string key = {};
    std::unordered_set<std::string> seen = {};
  };

  [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
    const std::string p = pointer();
    throw Error(ErrorCode::definition, "found " + found + ", expected " + expected, p.empty() ? "the document" : p);
  }

  void open(bool array) {
    if (frames_.size() == static_cast<std::size_t>(max_definition_depth))
      refuse("nesting deeper than " + std::to_string(max_definition_depth), "a survey definition, which is flatter");
    frames_.push_back({.array = array});
  }

  void next() {
    if (!frames_.empty() && frames_.back().array) ++frames_.back().index;
  }

  void key(const std::string& name) {
    Frame& f = frames_.back();
    f.key = name;
    if (!f.seen.insert(name).second) refuse("this key twice", "each key once");
    if (f.seen.size() > max_keys) refuse("more than " + std::to_string(max_keys) + " keys", "fewer");
  }

  std::vector<Frame> frames_;
};

/// nlohmann's message without its own prefix: "line 1, column 2: ...".
std::string reason(std::string_view what) {
  for (const std::string_view prefix : {"parse error at ", "] "})
    if (const std::size_t at = what.find(prefix); at != what.npos)
      return printable(what.substr(at + prefix.size()), 300);
  return printable(what, 300);
}

}  // namespace

Json parse_document(std::string_view text) {
  if (text.size() > max_definition_bytes)
    throw Error(
        ErrorCode::definition,
        "found " + std::to_string(text.size()) + " bytes, expected at most " + std::to_string(max_definition_bytes),
        "the document");
  Watch watch;
  try {
    return Json::parse(text, [&](int, Json::parse_event_t event, Json& value) { return watch(event, value); });
  } catch (const Json::exception& e) {
    const std::string p = watch.pointer();
    throw Error(ErrorCode::definition, "found text that is not JSON, " + reason(e.what()),
                p.empty() ? "the document" : p);
  }
}

}  // namespace enkat::detail
