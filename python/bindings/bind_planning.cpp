#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/planning/allocate.hpp"
#include "enkat/planning/power.hpp"
#include "enkat/planning/precision.hpp"
#include "enkat/planning/select.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

template <class T>
py::array_t<T> to_array(const std::vector<T>& v) {
  return py::array_t<T>(static_cast<py::ssize_t>(v.size()), v.data());
}

SelectionStage stage_of(const py::dict& d) {
  SelectionStage s;
  s.method = parse_selection(d["method"].cast<std::string>());
  if (!d["unit"].is_none()) s.unit = &d["unit"].cast<const Categories&>();
  if (!d["stratum"].is_none()) s.stratum = &d["stratum"].cast<const Categories&>();
  if (!d["size"].is_none()) s.size = &d["size"].cast<const Numbers&>();
  s.n = d["n"].cast<std::vector<double>>();
  s.fraction = d["fraction"].cast<double>();
  s.take_all = d["take_all"].cast<bool>();
  return s;
}

void bind_precision(py::module_& m) {
  py::class_<PrecisionOptions>(m, "PrecisionOptions")
      .def(py::init<double, double, double, double>(), py::arg("level"), py::arg("deff"), py::arg("population"),
           py::arg("df"));
  m.def("planned_se", &planned_se, py::arg("variance"), py::arg("n"), py::arg("options"));
  m.def("size_for_se", &size_for_se, py::arg("variance"), py::arg("se"), py::arg("options"));
  m.def("margin_per_se", &margin_per_se, py::arg("options"));
  m.def("variance_of_share", &variance_of_share, py::arg("p"), py::arg("population"));
  m.def("wilson_margin", &wilson_margin, py::arg("p"), py::arg("n"), py::arg("options"));
  m.def("size_for_wilson_margin", &size_for_wilson_margin, py::arg("p"), py::arg("margin"), py::arg("options"));
  m.def("planned_design_effect", &planned_design_effect, py::arg("cluster_size"), py::arg("rho"),
        py::arg("cv_of_sizes"), py::arg("cv_of_weights"));
  m.def("best_cluster_size", &best_cluster_size, py::arg("cluster_cost"), py::arg("unit_cost"), py::arg("rho"));
}

void bind_power(py::module_& m) {
  py::class_<ComparisonOptions>(m, "ComparisonOptions")
      .def(py::init<double, bool, double, double, double, double, double, double, double>(), py::arg("alpha"),
           py::arg("two_sided"), py::arg("ratio"), py::arg("deff"), py::arg("overlap"), py::arg("correlation"),
           py::arg("population1"), py::arg("population2"), py::arg("df"));
  m.def("power_of_means", &power_of_means, py::arg("difference"), py::arg("sd1"), py::arg("sd2"), py::arg("n1"),
        py::arg("options"));
  m.def("size_for_means", &size_for_means, py::arg("difference"), py::arg("sd1"), py::arg("sd2"), py::arg("power"),
        py::arg("options"));
  m.def("detectable_means", &detectable_means, py::arg("sd1"), py::arg("sd2"), py::arg("n1"), py::arg("power"),
        py::arg("options"));
  m.def("power_of_shares", &power_of_shares, py::arg("p1"), py::arg("p2"), py::arg("n1"), py::arg("options"));
  m.def("size_for_shares", &size_for_shares, py::arg("p1"), py::arg("p2"), py::arg("power"), py::arg("options"));
  m.def("detectable_share", &detectable_share, py::arg("p1"), py::arg("above"), py::arg("n1"), py::arg("power"),
        py::arg("options"));
}

}  // namespace

void bind_planning(py::module_& m) {
  bind_precision(m);
  bind_power(m);
  m.def(
      "allocate",
      [](const std::vector<double>& size, const std::vector<double>& sd, const std::vector<double>& mean,
         const std::vector<double>& cost, const std::vector<double>& measure, const std::string& method, double n,
         double budget, double exponent, double least, const std::vector<double>& minimum,
         const std::vector<double>& maximum) {
        const Allocation a = allocate({size, sd, mean, cost, measure},
                                      {parse_allocation(method), n, budget, exponent, least, minimum, maximum});
        return py::make_tuple(to_array(a.exact), to_array(a.n), a.cost, a.se_mean);
      },
      py::arg("size"), py::arg("sd"), py::arg("mean"), py::arg("cost"), py::arg("measure"), py::arg("method"),
      py::arg("n"), py::arg("budget"), py::arg("exponent"), py::arg("least"), py::arg("minimum"), py::arg("maximum"));
  m.def(
      "select",
      [](std::int64_t rows, const py::list& stages, std::uint64_t seed) {
        std::vector<SelectionStage> s;
        for (const py::handle& stage : stages) s.push_back(stage_of(py::reinterpret_borrow<py::dict>(stage)));
        const Selection out = [&] {
          const py::gil_scoped_release release;
          return select(rows, s, seed);
        }();
        py::list each;
        for (const Selection::Stage& stage : out.stages)
          each.append(py::make_tuple(to_array(stage.probability), to_array(stage.units), to_array(stage.sampled)));
        return py::make_tuple(to_array(out.rows), to_array(out.probability), each);
      },
      py::arg("rows"), py::arg("stages"), py::arg("seed"));
}
