#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/inference/binomial.hpp"
#include "enkat/inference/contingency.hpp"
#include "enkat/inference/two_proportions.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

py::dict contingency_of(const std::vector<double>& counts, std::size_t rows, std::size_t columns) {
  const Contingency t = contingency(counts, rows, columns);
  py::dict out;
  out["statistic"] = t.test.statistic;
  out["df"] = t.test.df;
  out["p_value"] = t.test.p_value;
  out["expected"] = t.expected;
  out["residual"] = t.residual;
  out["standardized"] = t.standardized;
  out["cramers_v"] = t.cramers_v;
  out["phi"] = t.phi;
  out["contingency_coefficient"] = t.contingency_coefficient;
  out["g2"] = t.g2;
  out["g2_p"] = t.g2_p;
  out["yates"] = t.yates;
  out["yates_p"] = t.yates_p;
  out["fisher_p"] = t.fisher_p;
  out["odds_ratio"] = t.odds_ratio;
  return out;
}

}  // namespace

void bind_textbook(py::module_& m) {
  m.def(
      "binomial_interval",
      [](double x, double n, const std::string& method, double level) {
        const Interval i = binomial_interval(x, n, parse_binomial_method(method), level);
        return py::make_tuple(i.low, i.high);
      },
      py::arg("x"), py::arg("n"), py::arg("method"), py::arg("level"));
  m.def("binomial_test", &binomial_test, py::arg("x"), py::arg("n"), py::arg("p"));
  m.def(
      "two_proportions",
      [](double x1, double n1, double x2, double n2, double level, bool continuity) {
        const TwoProportions t = two_proportions(x1, n1, x2, n2, level, continuity);
        py::dict out;
        out["statistic"] = t.test.statistic;
        out["p_value"] = t.test.p_value;
        out["estimate"] = t.test.estimate;
        out["se"] = t.test.se;
        out["low"] = t.low;
        out["high"] = t.high;
        return out;
      },
      py::arg("x1"), py::arg("n1"), py::arg("x2"), py::arg("n2"), py::arg("level"), py::arg("continuity"));
  m.def("contingency", &contingency_of, py::arg("counts"), py::arg("rows"), py::arg("columns"));
}
