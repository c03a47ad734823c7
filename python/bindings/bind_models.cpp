#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/models/cox.hpp"
#include "enkat/models/glm.hpp"
#include "enkat/models/logrank.hpp"
#include "enkat/models/ordinal.hpp"
#include "enkat/models/term_test.hpp"
#include "enkat/models/theta.hpp"
#include "model_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Array = py::array_t<double, py::array::c_style | py::array::forcecast>;

py::array_t<double> square(const std::vector<double>& values, std::size_t p) {
  const auto size = static_cast<py::ssize_t>(p);
  py::array_t<double> out({size, size});
  std::copy(values.begin(), values.end(), out.mutable_data());
  return out;
}

py::array_t<double> to_array(const std::vector<double>& v) {
  return py::array_t<double>(static_cast<py::ssize_t>(v.size()), v.data());
}

Family family_of(const std::string& name, const std::optional<std::string>& link, double theta) {
  Family family = parse_family(name);
  if (link) family.link = parse_link(*link);
  family.theta = theta;
  return family;
}

void bind_likelihood_models(py::module_& m) {
  py::class_<RegressionFit>(m, "RegressionFit")
      .def_readonly("estimates", &RegressionFit::coefficients)
      .def_readonly("names", &RegressionFit::names)
      .def_readonly("term", &RegressionFit::term)
      .def_readonly("design_df", &RegressionFit::design_df)
      .def_readonly("df_residual", &RegressionFit::df_residual)
      .def_readonly("log_likelihood", &RegressionFit::log_likelihood)
      .def_readonly("null_log_likelihood", &RegressionFit::null_log_likelihood)
      .def("inverse_information", [](const RegressionFit& f) { return square(f.inverse_information, f.names.size()); })
      .def_property_readonly("used",
                             [](const RegressionFit& f) {
                               return py::array_t<std::uint8_t>(static_cast<py::ssize_t>(f.used.size()), f.used.data());
                             })
      .def_readonly("iterations", &RegressionFit::iterations);
  m.def(
      "cox",
      [](const Design& design, const Numbers& time, const Numbers& event, const Numbers* entry,
         const Categories* strata, const py::list& terms, int max_iterations, int threads) {
        const std::vector<ModelTerm> t = terms_of(terms);
        const py::gil_scoped_release release;
        return cox(design, {time, event, strata, entry}, t, {max_iterations, threads});
      },
      py::arg("design"), py::arg("time"), py::arg("event"), py::arg("entry").none(true), py::arg("strata").none(true),
      py::arg("terms"), py::arg("max_iterations"), py::arg("threads"));
  m.def(
      "logrank",
      [](const Design& design, const Numbers& time, const Numbers& event, const Numbers* entry,
         const Categories* strata, const Categories& group, double rho, int threads) {
        const LogRank r = [&] {
          const py::gil_scoped_release release;
          return logrank(design, {time, event, strata, entry}, group, rho, threads);
        }();
        return py::make_tuple(r.score, square(r.covariance.values, r.covariance.size), r.chi_square, r.df, r.p_value);
      },
      py::arg("design"), py::arg("time"), py::arg("event"), py::arg("entry").none(true), py::arg("strata").none(true),
      py::arg("group"), py::arg("rho"), py::arg("threads"));
  m.def(
      "ordinal",
      [](const Design& design, const Categories& response, const py::list& terms, bool differences, int max_iterations,
         int threads) {
        const std::vector<ModelTerm> t = terms_of(terms);
        const py::gil_scoped_release release;
        const auto how = differences ? OrdinalInformation::differences : OrdinalInformation::observed;
        return ordinal(design, response, t, {how, max_iterations, threads});
      },
      py::arg("design"), py::arg("response"), py::arg("terms"), py::arg("differences"), py::arg("max_iterations"),
      py::arg("threads"));
}

}  // namespace

void bind_models(py::module_& m) {
  py::class_<ModelMatrix, std::shared_ptr<ModelMatrix>>(m, "ModelMatrix")
      .def(py::init([](const py::list& terms, const py::array_t<std::uint8_t>& used, const ModelMatrix* like) {
             return std::make_shared<ModelMatrix>(
                 terms_of(terms), std::vector<std::uint8_t>(used.data(), used.data() + used.size()), like);
           }),
           py::arg("terms"), py::arg("used"), py::arg("like").none(true))
      .def_property_readonly("names", &ModelMatrix::names)
      .def_property_readonly("term_of_column", &ModelMatrix::term_of_column)
      .def_property_readonly("rows_used", &ModelMatrix::rows_used)
      .def_property_readonly("used",
                             [](const ModelMatrix& x) {
                               return py::array_t<std::uint8_t>(static_cast<py::ssize_t>(x.used().size()),
                                                                x.used().data());
                             })
      .def(
          "linear_predictor",
          [](const ModelMatrix& x, const std::vector<double>& b, int threads) {
            return to_array(linear_predictor(x, b, threads));
          },
          py::arg("coefficients"), py::arg("threads"))
      .def(
          "linear_predictor_se",
          [](const ModelMatrix& x, const Array& v) {
            return to_array(linear_predictor_se(x, {v.data(), v.data() + v.size()}));
          },
          py::arg("covariance"));
  py::class_<Glm>(m, "Glm")
      .def_readonly("estimates", &Glm::coefficients)
      .def_readonly("design_df", &Glm::design_df)
      .def_readonly("df_residual", &Glm::df_residual)
      .def_readonly("iterations", &Glm::iterations)
      .def_readonly("dispersion", &Glm::dispersion)
      .def("deviance", &Glm::deviance, py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("matrix", [](const Glm& g) { return std::const_pointer_cast<ModelMatrix>(g.matrix); })
      .def_property_readonly("link", [](const Glm& g) { return std::string(name_of(g.family.link)); })
      .def("inverse_information", [](const Glm& g) { return square(g.inverse_information, g.matrix->columns()); });
  m.def(
      "glm",
      [](const Design& design, const std::string& response_name, const Numbers& response, const py::list& terms,
         const Numbers* offset, const std::string& family, const std::optional<std::string>& link, double theta,
         int max_iterations, int threads) {
        const GlmModel model{response_name, response, terms_of(terms), offset};
        const GlmOptions options{family_of(family, link, theta), max_iterations, threads};
        const py::gil_scoped_release release;
        return glm(design, model, options);
      },
      py::arg("design"), py::arg("response_name"), py::arg("response"), py::arg("terms"), py::arg("offset").none(true),
      py::arg("family"), py::arg("link").none(true), py::arg("theta"), py::arg("max_iterations"), py::arg("threads"));
  m.def(
      "negative_binomial_theta",
      [](const Design& design, const std::string& response_name, const Numbers& response, const py::list& terms,
         const Numbers* offset, const std::optional<std::string>& link, int max_iterations, int threads) {
        const GlmModel model{response_name, response, terms_of(terms), offset};
        const GlmOptions options{family_of("negative_binomial", link, 1), max_iterations, threads};
        const py::gil_scoped_release release;
        return negative_binomial_theta(design, model, options);
      },
      py::arg("design"), py::arg("response_name"), py::arg("response"), py::arg("terms"), py::arg("offset").none(true),
      py::arg("link").none(true), py::arg("max_iterations"), py::arg("threads"));
  m.def(
      "average_response",
      [](const Design& design, const ModelMatrix& matrix, const std::string& link,
         const std::vector<double>& coefficients, const Numbers* offset, int threads) {
        const AverageResponse a = [&] {
          const py::gil_scoped_release release;
          return average_response(matrix, parse_link(link), coefficients, design.weights(), offset, threads);
        }();
        return py::make_tuple(a.value, a.gradient);
      },
      py::arg("design"), py::arg("matrix"), py::arg("link"), py::arg("coefficients"), py::arg("offset").none(true),
      py::arg("threads"));
  m.def(
      "wald_test",
      [](const std::vector<double>& coefficients, const Array& covariance, const std::vector<std::size_t>& which,
         double df) {
        const auto t =
            wald_test(coefficients, {covariance.data(), static_cast<std::size_t>(covariance.size())}, which, df);
        return py::make_tuple(t.f, t.numerator_df, t.denominator_df, t.p_value);
      },
      py::arg("coefficients"), py::arg("covariance"), py::arg("which"), py::arg("df"));
  m.def(
      "working_likelihood_ratio_test",
      [](double drop, const Array& information, const Array& covariance, const std::vector<std::size_t>& which,
         double df) {
        const auto size = static_cast<std::size_t>(covariance.size());
        const auto t =
            working_likelihood_ratio_test(drop, {information.data(), size}, {covariance.data(), size}, which, df);
        return py::make_tuple(t.f, t.numerator_df, t.denominator_df, t.p_value);
      },
      py::arg("deviance_drop"), py::arg("inverse_information"), py::arg("covariance"), py::arg("which"), py::arg("df"));
  m.def(
      "coefficient_tests",
      [](const std::vector<double>& coefficients, const std::vector<double>& se, double df) {
        const CoefficientTests t = coefficient_tests(coefficients, se, df);
        return py::make_tuple(t.t, t.p_value);
      },
      py::arg("coefficients"), py::arg("se"), py::arg("df"));
  m.def(
      "means_of",
      [](const std::string& link, const Array& eta) {
        py::array_t<double> out(eta.size());
        const Link known = parse_link(link);
        for (py::ssize_t i = 0; i < eta.size(); ++i) out.mutable_data()[i] = mean_of(known, eta.data()[i]);
        return out;
      },
      py::arg("link"), py::arg("eta"));
  m.def(
      "slopes_of",
      [](const std::string& link, const Array& eta) {
        py::array_t<double> out(eta.size());
        const Link known = parse_link(link);
        for (py::ssize_t i = 0; i < eta.size(); ++i) out.mutable_data()[i] = slope_of(known, eta.data()[i]);
        return out;
      },
      py::arg("link"), py::arg("eta"));
  bind_likelihood_models(m);
}
