#include "enkat/tables/table.hpp"

#include <array>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

constexpr std::array<std::string_view, 8> shape_names = {"nominal", "ordinal", "multi",  "classes",
                                                         "groups",  "ranking", "number", "text"};

}  // namespace

std::string_view name_of(Shape shape) { return shape_names[static_cast<std::size_t>(shape)]; }

Shape parse_shape(std::string_view name) {
  for (std::size_t i = 0; i < shape_names.size(); ++i)
    if (shape_names[i] == name) return static_cast<Shape>(i);
  std::string expected;
  for (const std::string_view s : shape_names) expected += (expected.empty() ? "" : ", ") + std::string(s);
  throw Error(ErrorCode::data, "no table has the shape '" + std::string(name) + "', expected one of " + expected,
              "shape");
}

bool divides_base(Shape shape) {
  return shape == Shape::nominal || shape == Shape::ordinal || shape == Shape::classes || shape == Shape::groups ||
         shape == Shape::ranking;
}

const Base* Table::base_of(std::string_view column) const {
  for (const Base& b : bases)
    if (b.column == column) return &b;
  return nullptr;
}

}  // namespace enkat
