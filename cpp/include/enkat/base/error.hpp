#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace enkat {

/// What kind of call was broken; Python turns each into a class of `enkat.errors`.
enum class ErrorCode { definition, data, design, convergence, disclosure };

/// A call that cannot go on. Bad survey *data* is never an Error: it is a finding in a report.
///
/// `message` names the value found, what was expected and how to repair it; `where` names the place:
/// a JSON pointer, an argument, a column, a file.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, std::string_view message, std::string_view where = {})
      : std::runtime_error(where.empty() ? std::string(message) : std::string(where) + ": " + std::string(message)),
        code_(code),
        where_(where) {}

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] const std::string& where() const noexcept { return where_; }

 private:
  ErrorCode code_;
  std::string where_;
};

}  // namespace enkat
