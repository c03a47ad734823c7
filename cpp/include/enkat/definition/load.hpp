#pragma once
#include <string>
#include <string_view>

#include "enkat/definition/definition.hpp"

namespace enkat {

inline constexpr std::size_t max_definition_bytes = std::size_t{32} << 20U;
inline constexpr int max_definition_depth = 32;

/// Reads a survey definition from JSON (UTF-8, a byte order mark is skipped) and checks everything: the structure of
/// definition.schema.json and the rules that a schema cannot state (docs/user_guide/definition.md lists both).
///
/// Throws enkat::Error (definition). Its message has one line per problem (the first twenty), each beginning with the
/// JSON pointer of the place, then what was found and what was expected; `where()` is the first pointer.
/// What is no error, a missing translation for example, is in Definition::warnings.
[[nodiscard]] Definition load_definition(std::string_view json);

/// The definition as JSON that load_definition reads back to the same value; keys at their default are left out.
[[nodiscard]] std::string save_definition(const Definition& definition);

}  // namespace enkat
