#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/design/groups.hpp"
#include "enkat/estimate/crosstab.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/interval_nchs.hpp"
#include "enkat/estimate/intervals.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/missing_by_domain.hpp"
#include "enkat/estimate/ratio.hpp"
#include "enkat/estimate/total.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

/// A Numbers, Categories or OptionSet as a variable of an estimate.
Variable variable_of(const py::handle& data) {
  if (py::isinstance<Numbers>(data)) return {&data.cast<const Numbers&>(), {}};
  if (py::isinstance<OptionSet>(data)) return {nullptr, {nullptr, &data.cast<const OptionSet&>()}};
  return {nullptr, {&data.cast<const Categories&>().codes, nullptr}};
}

std::vector<Variable> variables_of(const py::list& data) {
  std::vector<Variable> out;
  for (const py::handle& d : data) out.push_back(variable_of(d));
  return out;
}

EstimateOptions options_of(const Groups* by, const std::string& deff, int threads) {
  DesignEffect kind = DesignEffect::none;
  if (deff == "without_replacement") kind = DesignEffect::without_replacement;
  if (deff == "with_replacement") kind = DesignEffect::with_replacement;
  return {by ? &by->code : nullptr, kind, threads};
}

py::array_t<double> covariance(const Estimates& e) {
  const Covariance c = [&] {
    const py::gil_scoped_release release;
    return e.covariance();
  }();
  const auto p = static_cast<py::ssize_t>(c.size);
  py::array_t<double> out({p, p});
  std::copy(c.values.begin(), c.values.end(), out.mutable_data());
  return out;
}

/// Limits of all estimates at once. `method` "t" for means and totals; shares take the names of interval.hpp.
py::tuple limits(const Estimates& e, const std::string& method, bool share, double level, std::optional<double> df) {
  std::vector<double> low, high;
  for (const Interval& x : intervals(e, method, share, level, df)) {
    low.push_back(x.low);
    high.push_back(x.high);
  }
  return py::make_tuple(std::move(low), std::move(high));
}

/// Why NCHS would not publish each share as reliable: reason codes joined by "; ", empty where it would.
std::vector<std::string> reliability(const Estimates& e, double level, std::optional<double> df) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < e.estimate.size(); ++i) {
    const double d = df ? *df : e.df[i];
    std::string joined;
    for (const std::string_view reason :
         share_reliability({e.estimate[i], e.se[i], d, e.domain_n[i], level, e.df[i]}).reasons())
      joined += (joined.empty() ? "" : "; ") + std::string(reason);
    out.push_back(std::move(joined));
  }
  return out;
}

template <class F>
auto without_gil(F&& f) {
  const py::gil_scoped_release release;
  return f();
}

}  // namespace

void bind_estimate(py::module_& m) {
  py::class_<Estimates>(m, "Estimates")
      .def_readonly("estimate", &Estimates::estimate)
      .def_readonly("se", &Estimates::se)
      .def_readonly("df", &Estimates::df)
      .def_readonly("deff", &Estimates::deff)
      .def_readonly("n", &Estimates::n)
      .def_readonly("count", &Estimates::count)
      .def_readonly("domain_n", &Estimates::domain_n)
      .def_readonly("n_weighted", &Estimates::n_weighted)
      .def_readonly("n_effective", &Estimates::n_effective)
      .def("covariance", &covariance)
      .def("limits", &limits, py::arg("method"), py::arg("share"), py::arg("level"), py::arg("df").none(true))
      .def("reliability", &reliability, py::arg("level"), py::arg("df").none(true));
  py::class_<Crosstab>(m, "Crosstab")
      .def_readonly("rows", &Crosstab::rows)
      .def_readonly("columns", &Crosstab::columns)
      .def_readonly("groups", &Crosstab::groups)
      .def_readonly("count", &Crosstab::count)
      .def_readonly("row_share", &Crosstab::row_share)
      .def_readonly("column_share", &Crosstab::column_share)
      .def_readonly("total_share", &Crosstab::total_share)
      .def_readonly("table_share", &Crosstab::table_share);
  m.def(
      "missing_rows", [](const Design& d, const py::handle& v) { return missing_rows(d, variable_of(v)); },
      py::arg("design"), py::arg("variable"));
  m.def(
      "missing_by_domain",
      [](const Design& d, const py::handle& v, const Groups* by) {
        return missing_by_domain(d, variable_of(v), by ? &by->code : nullptr);
      },
      py::arg("design"), py::arg("variable"), py::arg("by").none(true));
  m.def(
      "mean",
      [](const Design& d, const py::list& variables, const Groups* by, const std::string& deff, int threads) {
        const auto v = variables_of(variables);
        return without_gil([&] { return mean(d, v, options_of(by, deff, threads)); });
      },
      py::arg("design"), py::arg("variables"), py::arg("by").none(true), py::arg("deff"), py::arg("threads"));
  m.def(
      "total",
      [](const Design& d, const py::list& variables, const Groups* by, const std::string& deff, int threads) {
        const auto v = variables_of(variables);
        return without_gil([&] { return total(d, v, options_of(by, deff, threads)); });
      },
      py::arg("design"), py::arg("variables"), py::arg("by").none(true), py::arg("deff"), py::arg("threads"));
  m.def(
      "ratio",
      [](const Design& d, const py::list& numerators, const py::list& denominators, const Groups* by, int threads) {
        const auto y = variables_of(numerators), x = variables_of(denominators);
        return without_gil([&] { return ratio(d, y, x, options_of(by, "", threads)); });
      },
      py::arg("design"), py::arg("numerators"), py::arg("denominators"), py::arg("by").none(true), py::arg("threads"));
  m.def(
      "crosstab",
      [](const Design& d, const py::handle& row, const py::handle& column, const Groups* by,
         const std::vector<std::int32_t>& whole, int threads) {
        const Factor r = variable_of(row).factor, c = variable_of(column).factor;
        return without_gil([&] { return crosstab(d, r, c, options_of(by, "", threads), whole); });
      },
      py::arg("design"), py::arg("row"), py::arg("column"), py::arg("by").none(true), py::arg("whole"),
      py::arg("threads"));
}
