#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <span>
#include <string>
#include <vector>

#include "bind.hpp"
#include "enkat/estimate/contrast.hpp"
#include "enkat/estimate/interval.hpp"

namespace py = pybind11;

namespace {

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::span<const double> view(const Doubles& a) { return {a.data(), static_cast<std::size_t>(a.size())}; }

py::array_t<double> covariance(const std::vector<std::vector<double>>& gradients, const Doubles& vcov) {
  std::vector<enkat::Contrast> contrasts;
  contrasts.reserve(gradients.size());
  for (const auto& g : gradients) contrasts.push_back({0, g});
  const std::vector<double> c = enkat::contrast_covariance(contrasts, view(vcov));
  const auto k = static_cast<py::ssize_t>(gradients.size());
  py::array_t<double> out({k, k});
  std::copy(c.begin(), c.end(), out.mutable_data());
  return out;
}

}  // namespace

void bind_contrast(py::module_& m) {
  m.def(
      "evaluate_contrast",
      [](const std::string& expression, const std::vector<std::string>& names, const std::vector<double>& estimates) {
        const enkat::Contrast c = enkat::evaluate_contrast(expression, names, estimates);
        return py::make_tuple(c.value, c.gradient);
      },
      py::arg("expression"), py::arg("names"), py::arg("estimates"));
  m.def(
      "linear_contrast",
      [](const std::vector<double>& coefficients, const std::vector<double>& estimates) {
        const enkat::Contrast c = enkat::linear_contrast(coefficients, estimates);
        return py::make_tuple(c.value, c.gradient);
      },
      py::arg("coefficients"), py::arg("estimates"));
  m.def("contrast_covariance", &covariance, py::arg("gradients"), py::arg("vcov"));
  m.def(
      "mean_interval",
      [](double estimate, double se, double df, double level) {
        const enkat::Interval i = enkat::mean_interval(estimate, se, df, level);
        return py::make_tuple(i.low, i.high);
      },
      py::arg("estimate"), py::arg("se"), py::arg("df"), py::arg("level"));
}
