#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/design/groups.hpp"
#include "enkat/estimate/scan_quantile.hpp"
#include "enkat/estimate/scanned.hpp"
#include "enkat/inference/rao_scott.hpp"
#include "estimate_arguments.hpp"
#include "scan_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Bytes = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>;

LevelOrder order_of(const std::string& name) {
  if (name == "text") return LevelOrder::text;
  return name == "number" ? LevelOrder::number : LevelOrder::as_seen;
}

ScannedDesign make_design(const std::vector<std::tuple<bool, bool, bool>>& stages, bool weighted, bool nest,
                          const std::string& lonely, bool lonely_in_domains, std::optional<double> degf) {
  std::vector<ScanStage> out;
  for (const auto& [clusters, strata, fpc] : stages) out.push_back({clusters, strata, fpc});
  return {{nest, scan_lonely(lonely), lonely_in_domains, degf, {}}, std::move(out), weighted};
}

Scan make_scan(bool table, const std::vector<std::string>& order, const std::vector<std::string>& by_order,
               const std::string& last) {
  ScanSpec spec;
  spec.kind = table ? ScanKind::table : ScanKind::variables;
  for (const std::string& o : order) spec.order.push_back(order_of(o));
  for (const std::string& o : by_order) spec.by_order.push_back(order_of(o));
  spec.last = last;
  return Scan(std::move(spec));
}

void add_chunk(Scan& scan, ScannedDesign& design, const PyChunk& chunk, const py::list& variables,
               const std::vector<const Categories*>& by) {
  std::vector<ScanColumn> columns;
  for (const py::handle& v : variables) {
    if (py::isinstance<Numbers>(v))
      columns.push_back({&v.cast<const Numbers&>(), nullptr, nullptr});
    else if (py::isinstance<OptionSet>(v))
      columns.push_back({nullptr, nullptr, &v.cast<const OptionSet&>()});
    else
      columns.push_back({nullptr, &v.cast<const Categories&>(), nullptr});
  }
  const py::gil_scoped_release release;
  scan.add(design, chunk.view(), columns, by);
}

/// The entry that a variable handed out by `variable` is; -1: it is none.
std::int64_t missing_of(const Scanned& scan, const py::handle& variable) {
  for (std::size_t k = 0; k < scan.missing.size(); ++k) {
    const bool same =
        (py::isinstance<Numbers>(variable) && scan.numbers[k].get() == &variable.cast<const Numbers&>()) ||
        (py::isinstance<OptionSet>(variable) && scan.options[k].get() == &variable.cast<const OptionSet&>()) ||
        (py::isinstance<Categories>(variable) && scan.categories[k].get() == &variable.cast<const Categories&>());
    if (same) return scan.missing[k];
  }
  throw Error(ErrorCode::data, "the variable is not one of this scan", "missing_rows");
}

py::object variable_of(const Scanned& s, const py::object& self, std::size_t k) {
  const auto inside = py::return_value_policy::reference_internal;
  if (s.numbers.at(k)) return py::cast(*s.numbers[k], inside, self);
  if (s.options.at(k)) return py::cast(*s.options[k], inside, self);
  return py::cast(*s.categories.at(k), inside, self);
}

py::dict described() {
  py::dict out;
  out["replicates"] = py::none();
  out["pairs"] = false;
  return out;
}

DesignEffect effect_of(const std::string& deff) {
  if (deff == "without_replacement") return DesignEffect::without_replacement;
  return deff == "with_replacement" ? DesignEffect::with_replacement : DesignEffect::none;
}

template <class F>
auto without_gil(F&& f) {
  const py::gil_scoped_release release;
  return f();
}

/// The estimators of bind_estimate.cpp for what a scan has found: their variables and domains are those of the scan.
void bind_scanned_estimators(py::module_& m) {
  m.def(
      "groups_of",
      [](const Scanned& s, const std::vector<const Categories*>&, int) { return Groups{{}, s.member, s.rows}; },
      py::arg("design"), py::arg("by"), py::arg("threads") = 0);
  m.def("missing_rows", &missing_of, py::arg("design"), py::arg("variable"));
  m.def(
      "mean",
      [](const Scanned& s, const py::list&, const Groups*, const std::string& deff, int threads) {
        return without_gil([&] { return mean(s, effect_of(deff), threads); });
      },
      py::arg("design"), py::arg("variables"), py::arg("by").none(true), py::arg("deff"), py::arg("threads"));
  m.def(
      "total",
      [](const Scanned& s, const py::list&, const Groups*, const std::string& deff, int threads) {
        return without_gil([&] { return total(s, effect_of(deff), threads); });
      },
      py::arg("design"), py::arg("variables"), py::arg("by").none(true), py::arg("deff"), py::arg("threads"));
  m.def(
      "ratio",
      [](const Scanned& s, const py::list& numerators, const py::list&, const Groups*, int threads) {
        const std::size_t count = numerators.size();
        return without_gil([&] { return ratio(s, count, threads); });
      },
      py::arg("design"), py::arg("numerators"), py::arg("denominators"), py::arg("by").none(true), py::arg("threads"));
  m.def(
      "crosstab",
      [](const Scanned& s, const py::handle&, const py::handle&, const Groups*, const std::vector<std::int32_t>& whole,
         int threads) { return without_gil([&] { return crosstab(s, whole, threads); }); },
      py::arg("design"), py::arg("row"), py::arg("column"), py::arg("by").none(true), py::arg("whole"),
      py::arg("threads"));
  m.def(
      "rao_scott",
      [](const Scanned& s, const py::handle&, const py::handle&, const std::string& statistic, int threads) {
        return association(without_gil([&] { return rao_scott(s, parse_test_statistic(statistic), threads); }));
      },
      py::arg("design"), py::arg("row"), py::arg("column"), py::arg("statistic"), py::arg("threads"));
}

void bind_quantile_scan(py::module_& m) {
  py::class_<QuantileScan>(m, "QuantileScan")
      .def(py::init([](const std::vector<double>& probs, const std::string& rule, const std::string& interval,
                       double level, std::optional<double> df, const std::vector<std::string>& by_order,
                       std::int64_t most_rows, int threads) {
             ScanQuantileOptions o{
                 parse_quantile_rule(rule), parse_quantile_interval(interval), level, df, {}, most_rows, threads};
             for (const std::string& order : by_order) o.by_order.push_back(order_of(order));
             return QuantileScan(probs, std::move(o));
           }),
           py::arg("probs"), py::arg("rule"), py::arg("interval"), py::arg("level"), py::arg("df").none(true),
           py::arg("by_order"), py::arg("most_rows"), py::arg("threads"))
      .def_property_readonly("done", &QuantileScan::done)
      .def(
          "add",
          [](QuantileScan& scan, ScannedDesign& design, const PyChunk& chunk, const py::list& variables,
             const std::vector<const Categories*>& by) {
            const std::vector<const Numbers*> columns = numbers_of(variables);
            const py::gil_scoped_release release;
            scan.add(design, chunk.view(), columns, by);
          },
          py::arg("design"), py::arg("chunk"), py::arg("variables"), py::arg("by"))
      .def("end", &QuantileScan::end, py::arg("design"), py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("by", [](const QuantileScan& q) { return q.found().by; })
      .def_property_readonly("degrees_of_freedom", [](const QuantileScan& q) { return q.found().design_df; })
      .def(
          "variable",
          [](const py::object& self, std::size_t k) {
            return variable_of(self.cast<const QuantileScan&>().found(), self, k);
          },
          py::arg("k"))
      .def("describe", [](const QuantileScan&) { return described(); });
  m.def(
      "groups_of",
      [](const QuantileScan& q, const std::vector<const Categories*>&, int) {
        return Groups{{}, q.found().member, q.found().rows};
      },
      py::arg("design"), py::arg("by"), py::arg("threads") = 0);
  m.def(
      "missing_rows", [](const QuantileScan& q, const py::handle& v) { return missing_of(q.found(), v); },
      py::arg("design"), py::arg("variable"));
  m.def(
      "quantile",
      [](const QuantileScan& q, const py::list&, const std::vector<double>&, const Groups*, const std::string&,
         const std::string&, double, std::optional<double>, int) { return q.result(); },
      py::arg("design"), py::arg("variables"), py::arg("probs"), py::arg("by").none(true), py::arg("rule"),
      py::arg("interval"), py::arg("level"), py::arg("df").none(true), py::arg("threads"));
}

}  // namespace

void bind_scan(py::module_& m) {
  py::class_<PyChunk>(m, "ScanChunk")
      .def(py::init([](std::int64_t rows, const Numbers* weights, const std::vector<const Categories*>& clusters,
                       const std::vector<const Categories*>& strata, const std::vector<const Numbers*>& fpc,
                       const Bytes& domain, const std::vector<const Categories*>& cells) {
             return PyChunk{rows, weights, clusters, strata, fpc, {domain.data(), domain.data() + domain.size()},
                            cells};
           }),
           py::arg("rows"), py::arg("weights").none(true), py::arg("clusters"), py::arg("strata"), py::arg("fpc"),
           py::arg("domain"), py::arg("cells"), py::keep_alive<1, 3>(), py::keep_alive<1, 4>(), py::keep_alive<1, 5>(),
           py::keep_alive<1, 6>(), py::keep_alive<1, 8>());
  py::class_<ScannedDesign>(m, "ScannedDesign")
      .def(py::init(&make_design), py::arg("stages"), py::arg("weighted"), py::arg("nest"), py::arg("lonely"),
           py::arg("lonely_in_domains"), py::arg("degf").none(true))
      .def_property_readonly("rows", &ScannedDesign::rows)
      .def_property_readonly("units", &ScannedDesign::units)
      .def_property_readonly("strata", &ScannedDesign::strata)
      .def_property_readonly("settled", &ScannedDesign::settled)
      .def_property_readonly("weighted", &ScannedDesign::weighted)
      .def(
          "adjusted",
          [](const ScannedDesign& d, const Design& cells, const std::vector<const Categories*>& columns) {
            return d.adjusted(cells, columns);
          },
          py::arg("cells"), py::arg("columns"))
      .def("begin", &ScannedDesign::begin)
      .def("settle", &ScannedDesign::settle);
  py::class_<Scanned>(m, "Scanned")
      .def_readonly("missing", &Scanned::missing)
      .def_readonly("degrees_of_freedom", &Scanned::design_df)
      .def_readonly("domain_rows", &Scanned::domain_rows)
      .def_readonly("weighted_rows", &Scanned::weighted_rows)
      .def_readonly("member", &Scanned::member)
      .def_readonly("rows", &Scanned::rows)
      .def_property_readonly("totals", [](const Scanned& s) { return s.totals->total; })
      .def_readonly("by", &Scanned::by)
      .def(
          "variable",
          [](const py::object& self, std::size_t k) { return variable_of(self.cast<const Scanned&>(), self, k); },
          py::arg("k"))
      .def("describe", [](const Scanned&) { return described(); });
  py::class_<Scan>(m, "Scan")
      .def(py::init(&make_scan), py::arg("table"), py::arg("order"), py::arg("by_order"), py::arg("last"))
      .def_property_readonly("rows", &Scan::rows)
      .def("add", &add_chunk, py::arg("design"), py::arg("chunk"), py::arg("variables"), py::arg("by"))
      .def("finish", &Scan::finish, py::arg("design"), py::call_guard<py::gil_scoped_release>());
  bind_scanned_estimators(m);
  bind_quantile_scan(m);
}
