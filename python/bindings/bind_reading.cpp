// Cells from files and Python objects, the readers of layouts, and the typed table.
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/interrupt.hpp"
#include "enkat/base/numbers.hpp"
#include "enkat/definition/definition.hpp"
#include "enkat/reading/csv.hpp"
#include "enkat/reading/frame_column.hpp"
#include "enkat/reading/layout.hpp"
#include "enkat/reading/layout_eusurvey_xml.hpp"
#include "progress.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

/// A file's bytes; the size is known before anything is read.
std::string file_bytes(const std::filesystem::path& path, std::uint64_t max_bytes) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) throw Error(ErrorCode::data, "the file cannot be opened");
  const auto size = static_cast<std::uint64_t>(in.tellg());
  if (size > max_bytes)
    throw Error(ErrorCode::data, "the file has " + std::to_string(size) + " bytes, the limit is " +
                                     std::to_string(max_bytes) + "; split it");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.seekg(0);
  constexpr std::uint64_t piece = 64 << 20;
  for (std::uint64_t at = 0; at < size; at += piece) {
    stop_if_interrupted();
    const auto wanted = static_cast<std::streamsize>(std::min(piece, size - at));
    in.read(bytes.data() + at, wanted);
    if (in.gcount() != wanted) throw Error(ErrorCode::data, "the file could not be read to its end");
  }
  return bytes;
}

std::string joined(const py::handle& values) {
  std::string out;
  for (const py::handle& value : values)
    if (!value.is_none()) out.append(out.empty() ? "" : ";").append(py::str(value).cast<std::string>());
  return out;
}

bool is_missing_value(const py::handle& value) {
  const std::string type = Py_TYPE(value.ptr())->tp_name;
  return value.is_none() || type.ends_with("NAType") || type.ends_with("NaTType");
}

/// One Python value as a cell: text, number, date (anything with isoformat), or a list of texts. None, NaN, NA: empty.
void add_value(CellTable& table, const py::handle& value) {
  PyObject* const p = value.ptr();
  if (PyUnicode_Check(p)) {
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(p, &size);
    if (text == nullptr) throw py::error_already_set();
    table.add({text, static_cast<std::size_t>(size)}, size == 0 ? CellTable::quoted : 0);
  } else if (is_missing_value(value)) {
    table.add({});
  } else if (PyBool_Check(p)) {
    table.add(p == Py_True ? "1" : "0");
  } else if (PyFloat_Check(p)) {
    const double number = PyFloat_AS_DOUBLE(p);
    if (std::isnan(number))
      table.add({});
    else if (std::isinf(number))
      table.add("inf");
    else
      table.add(number_text(number), CellTable::number);
  } else if (PyIndex_Check(p)) {
    table.add(py::str(py::reinterpret_steal<py::object>(PyNumber_Index(p))).cast<std::string>(), CellTable::number);
  } else if (py::hasattr(value, "isoformat")) {
    table.add(value.attr("isoformat")().cast<std::string>(), CellTable::date);
  } else if (py::isinstance<py::sequence>(value) && !py::isinstance<py::bytes>(value)) {
    table.add(joined(value), CellTable::quoted);
  } else {
    table.add(py::str(value).cast<std::string>());
  }
}

CellTable cells_from_rows(const py::iterable& rows) {
  CellTable table;
  for (const py::handle& row : rows) {
    for (const py::handle& value : row) add_value(table, value);
    table.end_row();
  }
  return table;
}

FrameColumn column_of_values(const py::list& values) {
  CellTable cells;
  for (const py::handle& value : values) {
    add_value(cells, value);
    cells.end_row();
  }
  return FrameColumn(std::move(cells));
}

/// Columns as Arrow columns, which stay where they are, or as lists of Python values.
CellTable cells_from_columns(std::vector<std::string> names, const std::vector<py::object>& columns) {
  std::vector<std::shared_ptr<const FrameColumn>> out;
  for (const py::object& column : columns) {
    const bool arrow = py::isinstance<ArrowColumn>(column);
    out.push_back(std::make_shared<FrameColumn>(arrow ? FrameColumn(column.cast<const ArrowColumn&>())
                                                      : column_of_values(column.cast<py::list>())));
  }
  return {std::move(names), std::move(out)};
}

void bind_cells(py::module_& m) {
  py::class_<CellTable>(m, "CellTable")
      .def_property_readonly("rows", &CellTable::rows)
      .def("width", &CellTable::width, py::arg("row"))
      .def(
          "row",
          [](const CellTable& t, std::int64_t row) {
            std::vector<std::string> out;
            for (std::size_t c = 0; c < t.width(row); ++c) out.emplace_back(t.at(row, c).text);
            return out;
          },
          py::arg("row"));
  m.def(
      "read_csv",
      [](const std::filesystem::path& path, std::uint64_t max_bytes, const py::object& progress) {
        const Progress told = told_in_python(progress);
        const py::gil_scoped_release release;
        return parse_csv(file_bytes(path, max_bytes), {.max_bytes = max_bytes, .progress = told});
      },
      py::arg("path"), py::arg("max_bytes"), py::arg("progress") = py::none());
  m.def("cells_from_rows", &cells_from_rows, py::arg("rows"));
  m.def("cells_from_columns", &cells_from_columns, py::arg("names"), py::arg("columns"));
  m.def("is_readable", &FrameColumn::can_read, py::arg("column"));
}

}  // namespace

void bind_reading(py::module_& m) {
  bind_cells(m);
  m.def("layout_names", [] {
    std::vector<std::string> names;
    for (const std::string_view name : layout_names()) names.emplace_back(name);
    return names;
  });
  m.def(
      "read_responses",
      [](const CellTable& cells, const Definition& definition, const std::string& layout, const py::object& progress) {
        const Progress told = told_in_python(progress);
        const py::gil_scoped_release release;
        return std::make_shared<Responses>(read_responses(cells, definition, layout, told));
      },
      py::arg("cells"), py::arg("definition"), py::arg("layout"), py::arg("progress") = py::none());
  m.def(
      "read_eusurvey_xml",
      [](const CellTable& elements, const CellTable& answers, const Definition& definition) {
        return std::make_shared<Responses>(read_eusurvey_xml(elements, answers, definition));
      },
      py::arg("elements"), py::arg("answers"), py::arg("definition"), py::call_guard<py::gil_scoped_release>());
}
