#pragma once
#include <optional>

#include "enkat/table/arrow.hpp"
#include "enkat/table/column.hpp"

namespace enkat {

/// A typed column of a table as estimators read it. Throws enkat::Error (data) when the column is of another kind.
[[nodiscard]] Numbers numbers_of(const Column& column);
[[nodiscard]] Categories categories_of(const Column& column);
/// The distinct numbers in rising order as categories, as they are written shortest.
[[nodiscard]] Categories categories_of(const Numbers& numbers);
[[nodiscard]] OptionSet option_set_of(const Column& column);

/// The item in the first place of a ranking, per row.
[[nodiscard]] Categories first_places_of(const Column& column);
/// The place that each row of a ranking gives to an item, from 1; missing where the row does not rank it.
[[nodiscard]] Numbers ranks_of(const Column& column, std::size_t item);
/// The numeric value of each row's level, as a mean needs it; a level without a value is missing.
[[nodiscard]] Numbers level_numbers(const Categories& categories, const std::vector<std::optional<double>>& values,
                                    const std::string& name);

/// What estimators read as a typed column, for expressions.
[[nodiscard]] Column column_of(const std::string& name, const Numbers& numbers);
[[nodiscard]] Column column_of(const std::string& name, const Categories& categories);
[[nodiscard]] Column column_of(const std::string& name, const OptionSet& set);

/// The same categories with one more level for the rows that have none.
[[nodiscard]] Categories with_missing_level(const Categories& categories, const std::string& label);

}  // namespace enkat
