#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstring>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/design/adjustment.hpp"
#include "enkat/table/arrow.hpp"
#include "enkat/table/convert.hpp"
#include "enkat/table/evaluate.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

template <class T>
using Array = py::array_t<T, py::array::c_style | py::array::forcecast>;

template <class T>
std::vector<T> copied(const Array<T>& a) {
  return {a.data(), a.data() + a.size()};
}

template <class T>
py::array_t<T> to_array(std::span<const T> v) {
  return py::array_t<T>(static_cast<py::ssize_t>(v.size()), v.data());
}

ArrowColumn import_column(const py::capsule& capsule, std::string name) {
  if (!capsule.name() || std::strcmp(capsule.name(), "arrow_array_stream") != 0)
    throw py::type_error("expected a capsule named arrow_array_stream");
  return {capsule.get_pointer<ArrowArrayStream>(), std::move(name)};
}

const char* kind_name(ColumnKind kind) {
  if (kind == ColumnKind::numeric) return "numeric";
  return kind == ColumnKind::categorical ? "categorical" : "unsupported";
}

OptionSet option_set(std::vector<std::string> options, const std::vector<Array<std::uint8_t>>& chosen,
                     std::vector<std::uint8_t> answered) {
  OptionSet out{std::move(options), {}, std::move(answered)};
  const std::size_t rows = chosen.empty() ? 0 : static_cast<std::size_t>(chosen[0].size());
  out.words.assign(rows * out.words_per_row(), 0);
  for (std::size_t j = 0; j < chosen.size(); ++j)
    for (std::size_t i = 0; i < rows; ++i)
      if (chosen[j].data()[i]) out.words[i * out.words_per_row() + j / 64] |= std::uint64_t{1} << (j % 64);
  return out;
}

Column any_column(const std::string& name, const py::handle& data) {
  if (py::isinstance<Numbers>(data)) return column_of(name, data.cast<const Numbers&>());
  if (py::isinstance<OptionSet>(data)) return column_of(name, data.cast<const OptionSet&>());
  if (py::isinstance<Categories>(data)) return column_of(name, data.cast<const Categories&>());
  return data.cast<const Column&>();
}

/// 1 where the condition is true, 0 where it is false, 2 where it is missing.
py::array_t<std::uint8_t> condition(const std::string& source, const py::dict& columns, std::int64_t rows) {
  const Expression expression = parse_expression(source, "where");
  std::vector<Column> held;
  for (const auto& [name, data] : columns) held.push_back(any_column(name.cast<std::string>(), data));
  EvaluationContext context;
  context.rows = rows;
  for (const Column& c : held) context.known.push_back(c.name);
  context.find = [&](const std::string& name) -> const Column* {
    for (const Column& c : held)
      if (c.name == name) return &c;
    return nullptr;
  };
  const std::vector<Truth> truth = evaluate_condition(expression, context);
  return py::array_t<std::uint8_t>(static_cast<py::ssize_t>(truth.size()),
                                   reinterpret_cast<const std::uint8_t*>(truth.data()));
}

}  // namespace

void bind_table(py::module_& m) {
  py::class_<Numbers>(m, "Numbers")
      .def(py::init([](const Array<double>& values, const Array<std::uint8_t>& valid, const std::string& name) {
             return make_numbers(copied(values), copied(valid), name);
           }),
           py::arg("values"), py::arg("valid"), py::arg("name"))
      .def_property_readonly("size", &Numbers::size)
      .def_property_readonly("centre", [](const Numbers& n) { return n.centre; })
      .def_property_readonly("values", [](const Numbers& n) { return to_array(n.values); })
      .def_property_readonly("valid", [](const Numbers& n) { return to_array(std::span(n.valid)); });
  py::class_<Categories>(m, "Categories")
      .def(py::init([](const Array<std::int32_t>& codes, std::vector<std::string> levels) {
             const auto n = static_cast<std::int64_t>(levels.size());
             return Categories{Codes({codes.data(), static_cast<std::size_t>(codes.size())}, n), std::move(levels)};
           }),
           py::arg("codes"), py::arg("levels"))
      .def_property_readonly("size", [](const Categories& c) { return c.codes.size(); })
      .def_readonly("levels", &Categories::levels)
      .def_property_readonly("codes",
                             [](const Categories& c) {
                               py::array_t<std::int32_t> out(c.codes.size());
                               for (std::int64_t i = 0; i < c.codes.size(); ++i) out.mutable_data()[i] = c.codes.at(i);
                               return out;
                             })
      .def("with_missing_level", &with_missing_level, py::arg("label"));
  py::class_<ArrowColumn>(m, "ArrowColumn")
      .def(py::init(&import_column), py::arg("capsule"), py::arg("name"))
      .def_property_readonly("size", &ArrowColumn::size)
      .def_property_readonly("kind", [](const ArrowColumn& c) { return kind_name(c.kind()); })
      .def_property_readonly("format", &ArrowColumn::format)
      .def("numbers", &ArrowColumn::numbers, py::arg("nan_is_missing"), py::call_guard<py::gil_scoped_release>())
      .def("categories", &ArrowColumn::categories, py::arg("nan_is_missing"), py::call_guard<py::gil_scoped_release>());
  py::class_<OptionSet>(m, "OptionSet")
      .def(py::init([](std::vector<std::string> options, const std::vector<Array<std::uint8_t>>& chosen,
                       const Array<std::uint8_t>& answered) {
             return option_set(std::move(options), chosen, copied(answered));
           }),
           py::arg("options"), py::arg("chosen"), py::arg("answered"))
      .def_readonly("options", &OptionSet::options)
      .def_property_readonly("answered", [](const OptionSet& s) { return to_array(std::span(s.answered)); })
      .def("chosen", [](const OptionSet& s, std::size_t option) {
        const std::size_t per_row = s.words_per_row(), rows = per_row ? s.words.size() / per_row : 0;
        py::array_t<std::uint8_t> out(static_cast<py::ssize_t>(rows));
        for (std::size_t i = 0; i < rows; ++i)
          out.mutable_data()[i] = (s.words[i * per_row + option / 64] >> (option % 64)) & 1U;
        return out;
      });
  m.def("numbers_of", [](const Column& c) { return numbers_of(c); }, py::arg("column"));
  m.def("categories_of", py::overload_cast<const Column&>(&categories_of), py::arg("column"));
  m.def("option_set_of", &option_set_of, py::arg("column"));
  m.def("ranks_of", &ranks_of, py::arg("column"), py::arg("item"));
  m.def("first_places_of", &first_places_of, py::arg("column"));
  m.def(
      "level_numbers",
      [](const Categories& c, const std::vector<std::optional<double>>& values, const std::string& name) {
        return level_numbers(c, values, name);
      },
      py::arg("categories"), py::arg("values"), py::arg("name"));
  m.def(
      "joint_categories",
      [](const std::vector<const Categories*>& parts) {
        std::vector<const Codes*> codes;
        for (const Categories* p : parts) codes.push_back(&p->codes);
        JointCells joint = joint_cells(codes);
        Categories out{joint.cell, {}};
        for (std::int64_t k = 0; k < joint.cell.levels(); ++k) {
          std::string level;
          for (std::size_t j = 0; j < parts.size(); ++j)
            level += (j ? "|" : "") +
                     parts[j]->levels[static_cast<std::size_t>(joint.member[j][static_cast<std::size_t>(k)])];
          out.levels.push_back(level);
        }
        return py::make_tuple(out, joint.member);
      },
      py::arg("parts"));
  m.def(
      "expression_names", [](const std::string& source) { return parse_expression(source, "where").names(); },
      py::arg("source"));
  m.def("condition", &condition, py::arg("source"), py::arg("columns"), py::arg("rows"));
}
