#pragma once
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "json_value.hpp"
#include "problems.hpp"

namespace enkat::detail {

/// What a string must look like, and how a message says so.
struct Form {
  bool (*fits)(std::string_view);
  std::string_view expected;
};

namespace forms {
bool any(std::string_view);
bool is_id(std::string_view);
bool is_code(std::string_view);
bool is_language(std::string_view);
bool is_local_time(std::string_view);
bool is_version(std::string_view);
bool is_not_empty(std::string_view);
inline constexpr Form text{any, "a string"};
inline constexpr Form not_empty{is_not_empty, "a string that is not empty"};
inline constexpr Form id{is_id, "an id of at most 64 small letters, digits and _, beginning with a letter"};
inline constexpr Form code{is_code,
                           "a code of at most 64 letters, digits, _ . -, beginning with a letter, a digit or _"};
inline constexpr Form language{is_language, "a language tag such as en, sv or pt-BR"};
inline constexpr Form local_time{is_local_time, "a local time as 2023-02-28T23:59:59"};
inline constexpr Form version{is_version, "a version as 0.1"};
}  // namespace forms

/// What every place of one document shares.
struct Context {
  Problems& problems;
  std::vector<std::string> languages;
  std::string default_language;
};

/// A place in the document: its value, its JSON pointer, and typed reading of its members. A member that breaks its
/// type is added to the problems and read as its default; an absent member is its default.
class Place {
 public:
  Place(const JsonValue& json, std::string pointer, Context& context)
      : json_(&json), pointer_(std::move(pointer)), context_(&context) {}

  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] const JsonValue& json() const { return *json_; }
  [[nodiscard]] Context& context() const { return *context_; }

  /// Whether this is an object; missing and unknown keys are problems.
  bool object(std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional) const;
  [[nodiscard]] bool has(std::string_view key) const { return json_->find(key) != nullptr; }
  [[nodiscard]] std::optional<Place> member(std::string_view key) const;

  std::string string(std::string_view key, const Form& form = forms::text) const;
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed) const;
  bool boolean(std::string_view key, bool otherwise = false) const;
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most = max_integer) const;
  std::optional<double> number(std::string_view key, double least, bool or_equal = true) const;
  Text text(std::string_view key) const;
  std::optional<Expression> expression(std::string_view key) const;
  std::vector<std::string> strings(std::string_view key, const Form& form, std::size_t least, bool unique) const;
  std::vector<std::string> elements(const Form& form, std::size_t least, bool unique) const;
  /// Calls f for each element of this array, or of an array member.
  void each_element(std::size_t least, const std::function<void(const Place&)>& f) const;
  void each(std::string_view key, std::size_t least, const std::function<void(const Place&)>& f) const;

  /// Adds "found <this value>, expected ...".
  void refuse(const std::string& expected) const;
  std::string string_value(const Form& form) const;

  static constexpr std::int64_t max_integer = std::int64_t{1} << 53U;

 private:
  const JsonValue* json_;
  std::string pointer_;
  Context* context_;
};

}  // namespace enkat::detail
