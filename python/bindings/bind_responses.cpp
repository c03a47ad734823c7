// The typed table of responses. Its columns show their memory through the buffer protocol, so numpy reads them in
// place.
#include <pybind11/stl.h>

#include <map>
#include <memory>
#include <optional>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/table/responses.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

/// A view of a column's memory; the binding keeps the column alive.
struct Buffer {
  const void* data = nullptr;
  std::size_t count = 0, item_size = 1;
  std::string format;
};

template <class T>
Buffer buffer_of(const std::vector<T>& v) {
  return {v.data(), v.size(), sizeof(T), py::format_descriptor<T>::format()};
}

const char* kind_of(const Column& c) {
  constexpr const char* names[] = {"category", "number", "text", "date", "options", "ranking"};
  return names[c.data.index()];
}

[[noreturn]] void wrong_kind(const Column& c, const char* what) {
  throw py::type_error("column " + c.name + " is of kind " + kind_of(c) + " and has no " + what);
}

template <class T>
const T& as(const Column& c, const char* what) {
  if (const T* data = std::get_if<T>(&c.data)) return *data;
  wrong_kind(c, what);
}

/// The narrow codes of a category; the largest value of their type means none.
Buffer codes_of(const Column& c) {
  return as<CategoryColumn>(c, "codes").codes.visit([](auto v) {
    using T = typename decltype(v)::value_type;
    return Buffer{v.data(), v.size(), sizeof(T), py::format_descriptor<T>::format()};
  });
}

Buffer missing_of_column(const Column& c) {
  static_assert(sizeof(Missing) == 1);
  return {c.missing.data(), c.missing.size(), 1, py::format_descriptor<std::uint8_t>::format()};
}

const std::vector<std::string>& labels_of(const Column& c) {
  if (const auto* options = std::get_if<OptionSetColumn>(&c.data)) return options->options;
  if (const auto* ranking = std::get_if<RankingColumn>(&c.data)) return ranking->items;
  return as<CategoryColumn>(c, "levels").levels;
}

std::int64_t rows_of(const Column& c) {
  struct Rows {
    std::size_t operator()(const CategoryColumn& d) const { return static_cast<std::size_t>(d.codes.size()); }
    std::size_t operator()(const NumberColumn& d) const { return d.values.size(); }
    std::size_t operator()(const TextColumn& d) const { return d.values.size(); }
    std::size_t operator()(const DateColumn& d) const { return d.days.size(); }
    std::size_t operator()(const OptionSetColumn& d) const {
      return d.words_per_row() == 0 ? 0 : d.words.size() / d.words_per_row();
    }
    std::size_t operator()(const RankingColumn& d) const {
      return d.items.empty() ? 0 : d.order.size() / d.items.size();
    }
  };
  return static_cast<std::int64_t>(std::visit(Rows{}, c.data));
}

void check_row(const Column& c, std::int64_t row) {
  if (row < 0 || row >= rows_of(c))
    throw py::index_error("row " + std::to_string(row) + " of column " + c.name + ", which has " +
                          std::to_string(rows_of(c)) + " rows");
}

/// One answer as a Python value: a code, a number, a text, days, a list of codes; None when it is missing.
py::object value_at(const Column& c, std::int64_t row) {
  check_row(c, row);
  if (!c.present(row)) return py::none();
  const auto i = static_cast<std::size_t>(row);
  if (const auto* d = std::get_if<CategoryColumn>(&c.data))
    return d->codes.at(row) < 0 ? py::object(py::none())
                                : py::str(d->levels[static_cast<std::size_t>(d->codes.at(row))]);
  if (const auto* d = std::get_if<NumberColumn>(&c.data)) return py::float_(d->values[i]);
  if (const auto* d = std::get_if<TextColumn>(&c.data)) return py::str(d->values[i]);
  if (const auto* d = std::get_if<DateColumn>(&c.data)) return py::int_(d->days[i]);
  py::list out;
  if (const auto* d = std::get_if<OptionSetColumn>(&c.data)) {
    for (std::size_t k = 0; k < d->options.size(); ++k)
      if (d->has(row, k)) out.append(py::str(d->options[k]));
  } else if (const auto* r = std::get_if<RankingColumn>(&c.data)) {
    for (const std::uint16_t item : r->at(row))
      if (item != RankingColumn::no_item) out.append(py::str(r->items[item]));
  }
  return out;
}

/// Codes as texts that are made once and shared by all rows.
py::list category_values(const Column& c, const CategoryColumn& category) {
  std::vector<py::object> levels;
  for (const std::string& level : category.levels) levels.push_back(py::str(level));
  py::list out(static_cast<std::size_t>(category.codes.size()));
  for (std::int64_t row = 0; row < category.codes.size(); ++row) {
    const std::int32_t code = c.present(row) ? category.codes.at(row) : -1;
    out[static_cast<std::size_t>(row)] = code < 0 ? py::object(py::none()) : levels[static_cast<std::size_t>(code)];
  }
  return out;
}

py::list values_of(const Column& c) {
  if (const auto* category = std::get_if<CategoryColumn>(&c.data)) return category_values(c, *category);
  py::list out;
  for (std::int64_t row = 0, rows = rows_of(c); row < rows; ++row) out.append(value_at(c, row));
  return out;
}

py::object moment_dict(const std::optional<Moment>& moment) {
  if (!moment) return py::none();
  py::dict out;
  out["local_seconds"] = moment->local_seconds;
  out["utc_offset_seconds"] = moment->utc_offset_seconds;
  out["date_only"] = moment->date_only;
  return out;
}

py::list moments(const std::vector<std::optional<Moment>>& from) {
  py::list out;
  for (const auto& moment : from) out.append(moment_dict(moment));
  return out;
}

/// What the layout carries about responses: field to list; fields that it does not carry are left out.
py::dict meta_dict(const ResponseMeta& meta) {
  py::dict out;
  const auto put = [&](const char* name, const auto& values) {
    if (!values.empty()) out[name] = values;
  };
  put("response_id", meta.response_id);
  put("respondent_ref", meta.respondent_ref);
  put("judged_at", moments(meta.judged_at));
  put("started_at", moments(meta.started_at));
  put("ended_at", moments(meta.ended_at));
  put("duration_seconds", meta.duration_seconds);
  put("language", meta.language);
  put("version", meta.version);
  put("bot_score", meta.bot_score);
  put("submitted", meta.submitted);
  return out;
}

/// Gives moments without zone the offset of the zone that the file names for them; `offset_at` takes local seconds.
void set_zone(Responses& r, const py::function& offset_at) {
  for (auto* moments : {&r.meta.judged_at, &r.meta.started_at, &r.meta.ended_at})
    for (std::optional<Moment>& moment : *moments)
      if (moment && !moment->utc_offset_seconds && !moment->date_only)
        moment->utc_offset_seconds = offset_at(moment->local_seconds).cast<std::int32_t>();
}

/// A copy with other texts in these columns ("response_id" and "respondent_ref" name what the tool recorded).
std::shared_ptr<Responses> with_texts(const Responses& r,
                                      const std::map<std::string, std::vector<std::string>>& texts) {
  auto out = std::make_shared<Responses>(r);
  for (const auto& [name, values] : texts) {
    if (static_cast<std::int64_t>(values.size()) != r.rows)
      throw Error(ErrorCode::data, "found " + std::to_string(values.size()) + " texts, expected one per row", name);
    if (name == "response_id" || name == "respondent_ref") {
      (name == "response_id" ? out->meta.response_id : out->meta.respondent_ref) = values;
      continue;
    }
    for (Column& c : out->columns)
      if (auto* column = std::get_if<TextColumn>(&c.data); column && c.name == name) column->values = values;
  }
  return out;
}

void bind_column(py::module_& m) {
  py::class_<Buffer>(m, "Buffer", py::buffer_protocol())
      .def_buffer([](const Buffer& b) {
        return py::buffer_info(const_cast<void*>(b.data), static_cast<py::ssize_t>(b.item_size), b.format, 1,
                               {static_cast<py::ssize_t>(b.count)}, {static_cast<py::ssize_t>(b.item_size)}, true);
      })
      .def("__len__", [](const Buffer& b) { return b.count; });
  const auto keep = py::keep_alive<0, 1>();
  py::class_<Column>(m, "Column")
      .def_readonly("name", &Column::name)
      .def_property_readonly("kind", &kind_of)
      .def_property_readonly("rows", &rows_of)
      .def_property_readonly("levels", &labels_of)
      .def("codes", &codes_of, keep)
      .def(
          "numbers", [](const Column& c) { return buffer_of(as<NumberColumn>(c, "numbers").values); }, keep)
      .def(
          "days", [](const Column& c) { return buffer_of(as<DateColumn>(c, "days").days); }, keep)
      .def(
          "words", [](const Column& c) { return buffer_of(as<OptionSetColumn>(c, "words").words); }, keep)
      .def(
          "order", [](const Column& c) { return buffer_of(as<RankingColumn>(c, "order").order); }, keep)
      .def("missing", &missing_of_column, keep)
      .def("value", &value_at, py::arg("row"))
      .def(
          "kind_at",
          [](const Column& c, std::int64_t row) {
            check_row(c, row);
            return std::string(name_of(c.kind(row)));
          },
          py::arg("row"))
      .def("values", &values_of);
}

}  // namespace

void bind_responses(py::module_& m) {
  bind_column(m);
  py::class_<CellProblem>(m, "CellProblem")
      .def_readonly("row", &CellProblem::row)
      .def_readonly("question", &CellProblem::question)
      .def_readonly("rule", &CellProblem::rule)
      .def_readonly("value", &CellProblem::value)
      .def_readonly("detail", &CellProblem::detail);
  py::class_<Responses, std::shared_ptr<Responses>>(m, "Responses")
      .def_readonly("layout", &Responses::layout)
      .def_readonly("rows", &Responses::rows)
      .def_readonly("notes", &Responses::notes)
      .def_readwrite("source", &Responses::source)
      .def_readonly("problems", &Responses::problems)
      .def_readonly("timezone", &Responses::timezone)
      .def("set_zone", &set_zone, py::arg("offset_at"))
      .def("with_texts", &with_texts, py::arg("texts"))
      .def_property_readonly("meta", [](const Responses& r) { return meta_dict(r.meta); })
      .def_property_readonly("names",
                             [](const Responses& r) {
                               std::vector<std::string> out;
                               for (const Column& c : r.columns) out.push_back(c.name);
                               return out;
                             })
      .def(
          "column", [](const Responses& r, const std::string& name) { return r.find(name); }, py::arg("name"),
          py::return_value_policy::reference_internal);
}
