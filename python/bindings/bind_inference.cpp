#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/base/quadratic_form.hpp"
#include "enkat/inference/correlation_test.hpp"
#include "enkat/inference/gof.hpp"
#include "enkat/inference/kappa.hpp"
#include "enkat/inference/multiplicity.hpp"
#include "enkat/inference/rank_test.hpp"
#include "enkat/inference/rao_scott.hpp"
#include "enkat/inference/reliability.hpp"
#include "enkat/inference/t_test.hpp"
#include "scan_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

py::dict as_dict(const Test& t) {
  py::dict out;
  out["statistic"] = t.statistic;
  out["df"] = t.df;
  out["ddf"] = t.ddf;
  out["scale"] = t.scale;
  out["p_value"] = t.p_value;
  out["estimate"] = t.estimate;
  out["se"] = t.se;
  out["low"] = t.low;
  out["high"] = t.high;
  return out;
}

py::dict rao_scott_of(const Design& design, const Categories& row, const Categories& column,
                      const std::string& statistic, int threads) {
  return association([&] {
    const py::gil_scoped_release release;
    return rao_scott(design, {&row.codes, nullptr}, {&column.codes, nullptr}, parse_test_statistic(statistic), threads);
  }());
}

py::dict gof_of(const Design& design, const Categories& variable, const std::vector<double>& p,
                const std::string& statistic, int threads) {
  const FitTest t = [&] {
    const py::gil_scoped_release release;
    return gof(design, {&variable.codes, nullptr}, p, parse_test_statistic(statistic), threads);
  }();
  py::dict out = as_dict(t.test);
  out["pearson"] = t.pearson;
  out["eigenvalues"] = t.eigenvalues;
  out["n"] = t.n;
  out["observed"] = t.observed;
  out["expected"] = t.expected;
  out["residual"] = t.residual;
  out["z"] = t.z;
  return out;
}

template <class F>
auto without_gil(F&& f) {
  const py::gil_scoped_release release;
  return f();
}

std::vector<const Numbers*> items_of(const py::list& items) {
  std::vector<const Numbers*> out;
  for (const py::handle& item : items) out.push_back(&item.cast<const Numbers&>());
  return out;
}

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;

Doubles array_of(const std::vector<double>& values) {
  Doubles out(static_cast<py::ssize_t>(values.size()));
  std::copy(values.begin(), values.end(), out.mutable_data());
  return out;
}

Doubles scores_of(Doubles ranks, const std::string& scores) {
  const RankScore kind = parse_rank_score(scores);
  Doubles out(ranks.size());
  for (py::ssize_t i = 0; i < ranks.size(); ++i) out.mutable_data()[i] = rank_score(kind, ranks.data()[i]);
  return out;
}

/// Tests of means, ranks and correlations.
void bind_tests(py::module_& m) {
  m.def(
      "t_test_one",
      [](const Design& d, const Numbers& y, double mu, double level) {
        return as_dict(without_gil([&] { return t_test(d, y, mu, level); }));
      },
      py::arg("design"), py::arg("y"), py::arg("mu"), py::arg("level"));
  m.def(
      "t_test_two",
      [](const Design& d, const Numbers& y, const Categories& group, double level) {
        return as_dict(without_gil([&] { return t_test(d, y, {&group.codes, nullptr}, level); }));
      },
      py::arg("design"), py::arg("y"), py::arg("group"), py::arg("level"));
  m.def("difference", &difference, py::arg("a"), py::arg("b"));
  m.def(
      "relative_ranks",
      [](const Design& d, const Numbers& y, const Categories& group) {
        return array_of(without_gil([&] { return relative_ranks(d, y, {&group.codes, nullptr}); }));
      },
      py::arg("design"), py::arg("y"), py::arg("group"));
  m.def("rank_scores", &scores_of, py::arg("relative_ranks"), py::arg("scores"));
  m.def(
      "rank_test",
      [](const Design& d, const Doubles& scores, const Categories& group, double level) {
        const std::vector<double> values(scores.data(), scores.data() + scores.size());
        return as_dict(without_gil([&] { return rank_test(d, values, {&group.codes, nullptr}, level); }));
      },
      py::arg("design"), py::arg("scores"), py::arg("group"), py::arg("level"));
  m.def(
      "correlation_test",
      [](const Design& d, const Numbers& x, const Numbers& y, bool ranks, double level, int threads) {
        return as_dict(without_gil([&] { return correlation_test(d, x, y, ranks, level, threads); }));
      },
      py::arg("design"), py::arg("x"), py::arg("y"), py::arg("ranks"), py::arg("level"), py::arg("threads"));
}

/// Agreement and reliability.
void bind_reliability(py::module_& m) {
  m.def(
      "kappa",
      [](const Design& d, const Categories& first, const Categories& second, const std::vector<double>& agreement,
         int threads) {
        return without_gil(
            [&] { return kappa(d, {&first.codes, nullptr}, {&second.codes, nullptr}, agreement, threads); });
      },
      py::arg("design"), py::arg("first"), py::arg("second"), py::arg("agreement"), py::arg("threads"));
  m.def(
      "cronbach_alpha",
      [](const Design& d, const py::list& items, int threads) {
        const auto columns = items_of(items);
        return without_gil([&] { return cronbach_alpha(d, columns, threads); });
      },
      py::arg("design"), py::arg("items"), py::arg("threads"));
  m.def(
      "mcdonald_omega",
      [](const Design& d, const py::list& items, int threads) {
        const auto columns = items_of(items);
        return without_gil([&] { return mcdonald_omega(d, columns, threads); });
      },
      py::arg("design"), py::arg("items"), py::arg("threads"));
}

}  // namespace

py::dict association(const AssociationTest& t) {
  py::dict out = as_dict(t.test);
  out["pearson"] = t.pearson;
  out["eigenvalues"] = t.eigenvalues;
  out["n"] = t.n;
  out["rows"] = t.rows;
  out["columns"] = t.columns;
  out["observed"] = t.observed;
  out["expected"] = t.expected;
  out["residual"] = t.residual;
  out["standardized"] = t.standardized;
  out["z"] = t.z;
  return out;
}

void bind_inference(py::module_& m) {
  m.def(
      "adjust_p",
      [](const std::vector<double>& p, const std::string& method) { return adjust_p(p, parse_adjustment(method)); },
      py::arg("p"), py::arg("method"));
  m.def("rao_scott", &rao_scott_of, py::arg("design"), py::arg("row"), py::arg("column"), py::arg("statistic"),
        py::arg("threads"));
  m.def(
      "rao_scott",
      [](const Crosstab& table, const std::string& statistic, int threads) {
        return association(without_gil([&] { return rao_scott(table, parse_test_statistic(statistic), threads); }));
      },
      py::arg("table"), py::arg("statistic"), py::arg("threads"));
  m.def("gof", &gof_of, py::arg("design"), py::arg("variable"), py::arg("p"), py::arg("statistic"), py::arg("threads"));
  m.def(
      "quadratic_form_upper",
      [](const std::vector<double>& a, double x, double ddf) { return quadratic_form_upper(a, x, ddf); }, py::arg("a"),
      py::arg("x"), py::arg("ddf"));
  m.def(
      "quadratic_form_saddlepoint",
      [](const std::vector<double>& a, double x, double ddf) { return quadratic_form_saddlepoint(a, x, ddf); },
      py::arg("a"), py::arg("x"), py::arg("ddf"));
  bind_tests(m);
  bind_reliability(m);
}
