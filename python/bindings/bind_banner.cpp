#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/tables/banner.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

Variable variable_of(const py::handle& data) {
  if (py::isinstance<Numbers>(data)) return {&data.cast<const Numbers&>(), {}};
  if (py::isinstance<OptionSet>(data)) return {nullptr, {nullptr, &data.cast<const OptionSet&>()}};
  return {nullptr, {&data.cast<const Categories&>().codes, nullptr}};
}

std::vector<Factor> factors_of(const py::list& data) {
  std::vector<Factor> out;
  for (const py::handle& d : data) out.push_back(variable_of(d).factor);
  return out;
}

Measure measure_of(const std::string& name) {
  for (const Measure m : {Measure::percent, Measure::mean, Measure::sd, Measure::nps})
    if (name_of(m) == name) return m;
  throw py::value_error("no line of a banner has the measure " + name);
}

using Levels = std::vector<std::int32_t>;

/// (name, measure, role, levels, against, fixed)
BannerLine line_of(const py::tuple& t) {
  const auto role = t[2].cast<std::string>();
  return {t[0].cast<std::string>(),
          measure_of(t[1].cast<std::string>()),
          role == "net"       ? Role::net
          : role == "summary" ? Role::summary
                              : Role::answer,
          t[3].cast<Levels>(),
          t[4].cast<Levels>(),
          t[5].cast<bool>()};
}

/// (name, variable, values, sort, lines)
BannerRow row_of(const py::tuple& t) {
  BannerRow out{t[0].cast<std::string>(), variable_of(t[1]), {}, t[2].cast<std::vector<double>>(), Sort::none};
  const auto sort = t[3].cast<std::string>();
  if (sort == "descending") out.sort = Sort::descending;
  if (sort == "ascending") out.sort = Sort::ascending;
  for (const py::handle& line : t[4].cast<py::list>()) out.lines.push_back(line_of(line.cast<py::tuple>()));
  return out;
}

/// (name, variables, columns), a column being (name, levels by variable)
BannerGroup group_of(const py::tuple& t) {
  BannerGroup out{t[0].cast<std::string>(), factors_of(t[1].cast<py::list>()), {}};
  for (const py::handle& c : t[2].cast<py::list>()) {
    const auto column = c.cast<py::tuple>();
    out.columns.push_back({column[0].cast<std::string>(), column[1].cast<std::vector<Levels>>()});
  }
  return out;
}

PercentBase percent_of(const std::string& name) {
  return name == "row" ? PercentBase::row : name == "total" ? PercentBase::total : PercentBase::column;
}

template <class T, class F>
py::list column(const std::vector<T>& from, F&& value) {
  py::list out;
  for (const T& x : from) out.append(value(x));
  return out;
}

py::dict figures_of(const BannerTable& t) {
  py::dict out;
  const auto put = [&](const char* name, auto member) {
    out[name] = column(t.figures, [member](const BannerFigure& f) { return f.*member; });
  };
  put("estimate", &BannerFigure::estimate);
  put("se", &BannerFigure::se);
  put("ci_low", &BannerFigure::ci_low);
  put("ci_high", &BannerFigure::ci_high);
  put("df", &BannerFigure::df);
  put("count", &BannerFigure::count);
  put("n", &BannerFigure::n);
  put("n_weighted", &BannerFigure::n_weighted);
  put("n_effective", &BannerFigure::n_effective);
  put("letters", &BannerFigure::letters);
  put("text", &BannerFigure::text);
  put("against_total", &BannerFigure::against_total);
  return out;
}

py::dict bases_of(const BannerTable& t) {
  py::dict out;
  out["n"] = column(t.bases, [](const ProfileBase& b) { return b.n; });
  out["n_weighted"] = column(t.bases, [](const ProfileBase& b) { return b.n_weighted; });
  out["n_effective"] = column(t.bases, [](const ProfileBase& b) { return b.n_effective; });
  out["hidden"] = column(t.hidden, [](std::uint8_t h) { return h != 0; });
  return out;
}

py::dict comparisons_of(const BannerTable& t) {
  py::dict out;
  const auto put = [&](const char* name, auto&& value) { out[name] = column(t.comparisons, value); };
  put("line", [](const BannerComparison& c) { return c.line; });
  put("first", [](const BannerComparison& c) { return c.first; });
  put("second", [](const BannerComparison& c) { return c.second; });
  put("difference", [](const BannerComparison& c) { return c.difference; });
  put("se", [](const BannerComparison& c) { return c.se; });
  put("t", [](const BannerComparison& c) { return c.test.t; });
  put("df", [](const BannerComparison& c) { return c.test.df; });
  put("p", [](const BannerComparison& c) { return c.test.p; });
  put("p_adjusted", [](const BannerComparison& c) { return c.p_adjusted; });
  return out;
}

py::list tables_of(const Banner& b) {
  py::list out;
  for (const BannerTable& t : b.tables) {
    py::dict table;
    table["name"] = t.name;
    table["order"] = t.order;
    table["bases"] = bases_of(t);
    table["figures"] = figures_of(t);
    out.append(table);
  }
  return out;
}

py::list columns_of(const Banner& b) {
  py::list out;
  for (const BannerHead& h : b.columns) out.append(py::make_tuple(h.group, h.name, h.letter));
  return out;
}

}  // namespace

void bind_banner(py::module_& m) {
  py::class_<Banner>(m, "Banner")
      .def_property_readonly("columns", &columns_of)
      .def_property_readonly("tables", &tables_of)
      .def(
          "comparisons", [](const Banner& b, std::size_t table) { return comparisons_of(b.tables.at(table)); },
          py::arg("table"));
  m.def(
      "banner_columns",
      [](const Design& d, const py::list& variables, const std::vector<std::vector<std::string>>& names) {
        py::list out;
        for (const BannerColumn& c : banner_columns(d, factors_of(variables), names))
          out.append(py::make_tuple(c.name, c.levels));
        return out;
      },
      py::arg("design"), py::arg("variables"), py::arg("names"));
  m.def(
      "banner",
      [](const Design& d, const py::list& rows, const py::list& groups, const std::string& percent, bool answers,
         bool compare, bool compare_total, const std::string& method, const std::string& adjust,
         std::pair<double, double> levels, double min_effective, double min_expected, std::int64_t min_base,
         const std::string& ci, double level, int threads) {
        std::vector<BannerRow> r;
        for (const py::handle& row : rows) r.push_back(row_of(row.cast<py::tuple>()));
        std::vector<BannerGroup> g;
        for (const py::handle& group : groups) g.push_back(group_of(group.cast<py::tuple>()));
        BannerOptions o{percent_of(percent), answers, compare, compare_total};
        o.letters = {parse_letter_method(method),
                     parse_adjustment(adjust),
                     levels.first,
                     levels.second,
                     min_effective,
                     min_expected};
        o.min_base = min_base;
        o.interval = parse_interval_method(ci);
        o.level = level;
        o.threads = threads;
        const py::gil_scoped_release release;
        return banner(d, r, g, o);
      },
      py::arg("design"), py::arg("rows"), py::arg("groups"), py::arg("percent"), py::arg("answers"), py::arg("compare"),
      py::arg("compare_total"), py::arg("method"), py::arg("adjust"), py::arg("levels"), py::arg("min_effective"),
      py::arg("min_expected"), py::arg("min_base"), py::arg("ci"), py::arg("level"), py::arg("threads"));
}
