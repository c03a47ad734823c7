#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/models/kaplan_meier.hpp"
#include "enkat/models/multinomial.hpp"
#include "model_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Array = py::array_t<double, py::array::c_style | py::array::forcecast>;

py::array_t<double> grid(const std::vector<double>& v, py::ssize_t columns) {
  py::array_t<double> out({static_cast<py::ssize_t>(v.size()) / columns, columns});
  std::copy(v.begin(), v.end(), out.mutable_data());
  return out;
}

}  // namespace

void bind_multinomial(py::module_& m) {
  py::class_<Multinomial>(m, "Multinomial")
      .def_property_readonly("estimates", [](const Multinomial& f) { return f.fit.coefficients; })
      .def_property_readonly("names", [](const Multinomial& f) { return f.fit.names; })
      .def_property_readonly("term", [](const Multinomial& f) { return f.fit.term; })
      .def_property_readonly("design_df", [](const Multinomial& f) { return f.fit.design_df; })
      .def_property_readonly("df_residual", [](const Multinomial& f) { return f.fit.df_residual; })
      .def_property_readonly("log_likelihood", [](const Multinomial& f) { return f.fit.log_likelihood; })
      .def("inverse_information",
           [](const Multinomial& f) {
             return grid(f.fit.inverse_information, static_cast<py::ssize_t>(f.fit.names.size()));
           })
      .def_property_readonly("iterations", [](const Multinomial& f) { return f.fit.iterations; })
      .def_readonly("levels", &Multinomial::levels)
      .def_readonly("columns", &Multinomial::columns)
      .def_property_readonly("matrix",
                             [](const Multinomial& f) { return std::const_pointer_cast<ModelMatrix>(f.matrix); });
  m.def(
      "multinomial",
      [](const Design& design, const Categories& response, const py::list& terms, std::int32_t reference,
         int max_iterations, int threads) {
        const std::vector<ModelTerm> t = terms_of(terms);
        const py::gil_scoped_release release;
        return multinomial(design, response, t, {reference, max_iterations, threads});
      },
      py::arg("design"), py::arg("response"), py::arg("terms"), py::arg("reference"), py::arg("max_iterations"),
      py::arg("threads"));
  m.def(
      "average_shares",
      [](const Design& design, const ModelMatrix& matrix, const std::vector<double>& coefficients) {
        const AverageShares a = [&] {
          const py::gil_scoped_release release;
          return average_shares(matrix, coefficients, design.weights());
        }();
        return py::make_tuple(a.value, grid(a.gradient, static_cast<py::ssize_t>(coefficients.size())));
      },
      py::arg("design"), py::arg("matrix"), py::arg("coefficients"));
  m.def(
      "predicted_shares",
      [](const ModelMatrix& matrix, const std::vector<double>& coefficients, const Array& covariance,
         py::ssize_t levels) {
        const PredictedShares s =
            predicted_shares(matrix, coefficients, {covariance.data(), covariance.data() + covariance.size()});
        return py::make_tuple(grid(s.value, levels), grid(s.se, levels));
      },
      py::arg("matrix"), py::arg("coefficients"), py::arg("covariance"), py::arg("levels"));
  m.def(
      "kaplan_meier",
      [](const Design& design, const Numbers& time, const Numbers& event, const Numbers* entry, const Categories* group,
         bool nelson_aalen, const std::vector<double>& times, int threads) {
        KaplanMeierOptions options{nelson_aalen, times};
        options.threads = threads;
        const SurvivalCurves c = [&] {
          const py::gil_scoped_release release;
          return kaplan_meier(design, {time, event, nullptr, entry}, group, options);
        }();
        py::dict out;
        out["groups"] = c.groups;
        out["group"] = c.group;
        out["time"] = c.time;
        out["survival"] = c.survival;
        out["se"] = c.se;
        out["log_se"] = c.log_se;
        out["at_risk"] = c.at_risk;
        out["events"] = c.events;
        out["rows"] = c.rows;
        out["df"] = c.df;
        out["covariance"] = c.covariance.size == 0
                                ? py::object(py::none())
                                : py::object(grid(c.covariance.values, static_cast<py::ssize_t>(c.covariance.size)));
        return out;
      },
      py::arg("design"), py::arg("time"), py::arg("event"), py::arg("entry").none(true), py::arg("group").none(true),
      py::arg("nelson_aalen"), py::arg("times"), py::arg("threads"));
}
