#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/estimate/quantile.hpp"
#include "enkat/estimate/share_below.hpp"
#include "estimate_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

Quantiles quantile_of(const Design& design, const py::list& variables, const std::vector<double>& probs,
                      const Groups* by, const std::string& rule, const std::string& interval, double level,
                      std::optional<double> df, int threads) {
  const std::vector<const Numbers*> v = numbers_of(variables);
  const QuantileOptions options{
      by ? &by->code : nullptr, parse_quantile_rule(rule), parse_quantile_interval(interval), level, df, threads};
  const py::gil_scoped_release release;
  return quantile(design, v, probs, options);
}

Estimates share_below_of(const Design& design, const py::list& variables, const std::vector<double>& at,
                         const Groups* by, int threads) {
  const std::size_t domains = by ? static_cast<std::size_t>(by->code.levels()) : 1;
  std::vector<Thresholds> thresholds;
  for (const Numbers* v : numbers_of(variables)) {
    Thresholds t{v, {}, at.size()};
    for (std::size_t d = 0; d < domains; ++d) t.values.insert(t.values.end(), at.begin(), at.end());
    thresholds.push_back(std::move(t));
  }
  const py::gil_scoped_release release;
  return share_below(design, thresholds, domains_of(by, threads));
}

}  // namespace

void bind_quantile(py::module_& m) {
  py::class_<Quantiles>(m, "Quantiles")
      .def_readonly("estimates", &Quantiles::estimates)
      .def_readonly("low", &Quantiles::low)
      .def_readonly("high", &Quantiles::high)
      .def_readonly("share", &Quantiles::share);
  m.def("quantile", &quantile_of, py::arg("design"), py::arg("variables"), py::arg("probs"), py::arg("by").none(true),
        py::arg("rule"), py::arg("interval"), py::arg("level"), py::arg("df").none(true), py::arg("threads"));
  m.def("share_below", &share_below_of, py::arg("design"), py::arg("variables"), py::arg("at"),
        py::arg("by").none(true), py::arg("threads"));
}
