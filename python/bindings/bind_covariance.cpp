#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/estimate/covariance.hpp"
#include "enkat/estimate/interval_fisher.hpp"
#include "enkat/estimate/nps.hpp"
#include "estimate_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

py::tuple fisher_limits(const Estimates& e, double level, std::optional<double> df) {
  std::vector<double> low, high;
  for (std::size_t i = 0; i < e.estimate.size(); ++i) {
    const Interval x = interval_fisher(e.estimate[i], e.se[i], df.value_or(e.df[i]), level);
    low.push_back(x.low);
    high.push_back(x.high);
  }
  return py::make_tuple(std::move(low), std::move(high));
}

}  // namespace

void bind_covariance(py::module_& m) {
  using Pairs = std::vector<VariablePair>;
  m.def(
      "covariance",
      [](const Design& d, const py::list& variables, const Pairs& pairs, const Groups* by, int threads) {
        const auto v = numbers_of(variables);
        const py::gil_scoped_release release;
        return covariance(d, v, pairs, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variables"), py::arg("pairs"), py::arg("by").none(true), py::arg("threads"));
  m.def(
      "correlation",
      [](const Design& d, const py::list& variables, const Pairs& pairs, const Groups* by, int threads) {
        const auto v = numbers_of(variables);
        const py::gil_scoped_release release;
        return correlation(d, v, pairs, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variables"), py::arg("pairs"), py::arg("by").none(true), py::arg("threads"));
  m.def("fisher_limits", &fisher_limits, py::arg("estimates"), py::arg("level"), py::arg("df").none(true));
  m.def(
      "nps",
      [](const Design& d, const py::list& answers, const Groups* by, int threads) {
        const auto a = numbers_of(answers);
        const py::gil_scoped_release release;
        return nps(d, a, domains_of(by, threads));
      },
      py::arg("design"), py::arg("answers"), py::arg("by").none(true), py::arg("threads"));
}
