#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace enkat::detail {

/// What a loader has found so far. Reading goes on after a problem, so that one run reports many.
class Problems {
 public:
  static constexpr std::size_t limit = 20;

  /// `found` and `expected` become "pointer: found ..., expected ...".
  void add(const std::string& pointer, const std::string& found, const std::string& expected);
  /// Takes the message of an enkat::Error whose place is `pointer`.
  void add_message(const std::string& pointer, std::string message);
  void warn(const std::string& pointer, const std::string& message) { warnings_.push_back(pointer + ": " + message); }

  /// A warning about a consequence: kept where the place has none yet.
  void warn_once(const std::string& pointer, const std::string& message) {
    for (const std::string& w : warnings_)
      if (w.starts_with(pointer + ": ")) return;
    warn(pointer, message);
  }

  [[nodiscard]] bool any() const { return count_ > 0; }
  /// Whether looking for more is waste: a message shows no more. Rules that word costly suggestions ask first.
  [[nodiscard]] bool full() const { return count_ >= limit; }
  [[nodiscard]] std::vector<std::string> take_warnings() { return std::move(warnings_); }
  /// Throws enkat::Error with every problem when there is one.
  void throw_if_any() const;

 private:
  std::string first_pointer_;
  std::vector<std::string> lines_;  ///< without the first pointer
  std::size_t count_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace enkat::detail
