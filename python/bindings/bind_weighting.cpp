#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <memory>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/weighting/calibrate.hpp"
#include "enkat/weighting/diagnostics.hpp"
#include "enkat/weighting/every_replicate.hpp"
#include "enkat/weighting/margin.hpp"
#include "enkat/weighting/nonresponse.hpp"
#include "enkat/weighting/normalize.hpp"
#include "enkat/weighting/trim.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Bytes = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>;

template <class T>
std::span<const T> view(const py::array_t<T, py::array::c_style | py::array::forcecast>& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
}

std::vector<double> values(const Doubles& v) { return {v.data(), v.data() + v.size()}; }
const Codes* codes_of(const Categories* c) { return c ? &c->codes : nullptr; }

Distance distance_of(const std::string& name) {
  if (name == "raking") return Distance::raking;
  if (name == "logit") return Distance::logit;
  return name == "sinh" ? Distance::sinh : Distance::linear;  // calibration.py has checked the name
}

CalibrateOptions options_of(const std::string& distance, double lower, double upper, double tolerance,
                            int max_iterations, const Doubles& q) {
  return {distance_of(distance), lower, upper, tolerance, max_iterations, values(q)};
}

/// Why the totals of a group cannot be met, as calibration.py words it.
py::dict reason(const Design& design, const Auxiliary& a, const CalibrateOptions& o, const Codes* group,
                std::size_t number) {
  const std::size_t p = a.names.size();
  Auxiliary part{a.names,
                 {},
                 {a.totals.begin() + static_cast<std::ptrdiff_t>(number * p),
                  a.totals.begin() + static_cast<std::ptrdiff_t>((number + 1) * p)}};
  std::vector<double> d;
  for (std::size_t i = 0; i < design.weights().size(); ++i) {
    if (design.weights()[i] == 0) continue;
    if (group && group->at(static_cast<std::int64_t>(i)) != static_cast<std::int32_t>(number)) continue;
    d.push_back(design.weights()[i]);
    part.x.insert(part.x.end(), a.x.begin() + static_cast<std::ptrdiff_t>(i * p),
                  a.x.begin() + static_cast<std::ptrdiff_t>((i + 1) * p));
  }
  CalibrateOptions plain = o;
  plain.q.clear();
  const Infeasible why = why_infeasible(d, part, plain);
  py::dict out;
  out["lower"] = why.lower;
  out["upper"] = why.upper;
  out["column"] = why.column;
  out["wanted_mean"] = why.wanted_mean;
  out["smallest"] = why.smallest;
  out["largest"] = why.largest;
  return out;
}

py::dict history(const CalibrateResult& r, std::size_t k) {
  const CalibrationFactors& f = r.by_group[k];
  py::dict out;
  out["converged"] = f.converged;
  out["iterations"] = f.iterations;
  out["largest_gap"] = f.largest_gap;
  out["gap"] = f.gap;
  out["dependent"] = f.dependent;
  out["negative"] = r.negative[k];
  out["at_bounds"] = r.at_bounds[k];
  return out;
}

py::dict calibrate_design(const Design& design, const std::vector<std::string>& names, const Doubles& x,
                          const Doubles& totals, const std::string& distance, double lower, double upper,
                          double tolerance, int max_iterations, const Doubles& q, int aggregate_stage,
                          const Categories* group) {
  const Auxiliary a{names, values(x), values(totals)};
  const CalibrateOptions o = options_of(distance, lower, upper, tolerance, max_iterations, q);
  const bool plain_regression =
      o.distance == Distance::linear && !std::isfinite(o.lower) && !std::isfinite(o.upper) && aggregate_stage == 0;
  const auto once = [&](const Design& d) { return calibrate(d, a, o, aggregate_stage, codes_of(group)); };
  py::list groups;
  std::optional<CalibrateResult> r;
  {
    const py::gil_scoped_release release;
    r.emplace(once(design.without_replicates()));
  }
  bool converged = true;
  for (std::size_t k = 0; k < r->by_group.size(); ++k) {
    py::dict h = history(*r, k);
    if (!r->by_group[k].converged) h["reason"] = reason(design, a, o, codes_of(group), k);
    converged = converged && r->by_group[k].converged;
    groups.append(h);
  }
  py::dict out;
  out["groups"] = groups;
  if (converged && design.replicates()) {
    const py::gil_scoped_release release;
    r->design = in_every_replicate(
        design,
        [&](const Design& d) {
          CalibrateResult one = once(d);
          for (const CalibrationFactors& f : one.by_group)
            if (!f.converged)
              throw Error(ErrorCode::convergence,
                          "the totals cannot be met with the weights of a replicate; use wider "
                          "bounds or fewer columns",
                          "calibrate");
          return one.design;
        },
        0, !plain_regression);
  }
  out["design"] = r->design;
  return out;
}

Design trim_design(const Design& design, const std::vector<double>& lower, const std::vector<double>& upper,
                   const std::string& redistribute, bool strict, const Categories* group) {
  std::vector<TrimOptions> options;
  const Redistribute how = redistribute == "equal"  ? Redistribute::equal
                           : redistribute == "none" ? Redistribute::none
                                                    : Redistribute::proportional;
  for (std::size_t k = 0; k < lower.size(); ++k) options.push_back({lower[k], upper[k], how, strict});
  return in_every_replicate(design, [&](const Design& d) { return trim(d, options, codes_of(group)); });
}

py::dict with_propensity(const Design& design, const std::function<NonresponseResult(const Design&)>& adjust) {
  std::vector<double> p;
  std::optional<Design> done;
  {
    const py::gil_scoped_release release;
    p = adjust(design.without_replicates()).propensity;
    done.emplace(in_every_replicate(design, [&](const Design& d) { return adjust(d).design; }));
  }
  py::dict out;
  out["design"] = *done;
  out["propensity"] = Doubles(static_cast<py::ssize_t>(p.size()), p.data());
  return out;
}

py::dict by_classes(const Design& design, const Bytes& responded, const Categories& classes) {
  return with_propensity(design, [&](const Design& d) { return nonresponse_classes(d, view(responded), classes); });
}

py::dict by_propensity(const Design& design, const Bytes& responded, const Doubles& x, std::size_t columns,
                       bool weighted, int classes) {
  const std::vector<double> rows = values(x);
  return with_propensity(design, [&](const Design& d) {
    NonresponseResult r = nonresponse_propensity(d, view(responded), rows, columns, weighted);
    if (classes == 0) return r;
    Categories c{propensity_classes(r.propensity, d.weights(), classes), {}};
    for (int k = 1; k <= classes; ++k) c.levels.push_back("propensity class " + std::to_string(k));
    return nonresponse_classes(d, view(responded), c);
  });
}

py::dict balance_dict(const std::vector<Balance>& list) {
  std::vector<double> before, after, target, smd_before, smd_after;
  for (const Balance& b : list) {
    before.push_back(b.before);
    after.push_back(b.after);
    target.push_back(b.target);
    smd_before.push_back(b.smd_before);
    smd_after.push_back(b.smd_after);
  }
  py::dict out;
  out["before"] = before;
  out["after"] = after;
  out["target"] = target;
  out["smd_before"] = smd_before;
  out["smd_after"] = smd_after;
  return out;
}

}  // namespace

void bind_weighting(py::module_& m) {
  m.def("calibrate", &calibrate_design, py::arg("design"), py::arg("names"), py::arg("x"), py::arg("totals"),
        py::arg("distance"), py::arg("lower"), py::arg("upper"), py::arg("tolerance"), py::arg("max_iterations"),
        py::arg("q"), py::arg("aggregate_stage"), py::arg("group").none(true));
  m.def("trim", &trim_design, py::arg("design"), py::arg("lower"), py::arg("upper"), py::arg("redistribute"),
        py::arg("strict"), py::arg("group").none(true));
  m.def(
      "normalize",
      [](const Design& d, const std::vector<double>& sums, const Categories* group) {
        return in_every_replicate(d, [&](const Design& one) { return normalize(one, sums, codes_of(group)); });
      },
      py::arg("design"), py::arg("sums"), py::arg("group").none(true));
  m.def("nonresponse_classes", &by_classes, py::arg("design"), py::arg("responded"), py::arg("classes"));
  m.def("nonresponse_propensity", &by_propensity, py::arg("design"), py::arg("responded"), py::arg("x"),
        py::arg("columns"), py::arg("weighted"), py::arg("classes"));
  m.def(
      "check_margin",
      [](const std::string& name, const Categories& c, std::vector<double> targets, const Doubles& weights) {
        check_margin({name, &c, std::move(targets)}, view(weights));
      },
      py::arg("name"), py::arg("categories"), py::arg("targets"), py::arg("weights"));
  m.def(
      "weight_quantile", [](const Doubles& w, double q) { return weight_quantile(view(w), q); }, py::arg("weights"),
      py::arg("q"));
  m.def(
      "iqr_limit", [](const Doubles& w, double k) { return iqr_limit(view(w), k); }, py::arg("weights"), py::arg("k"));
  m.def(
      "balance_of_shares",
      [](const Doubles& before, const Doubles& after, const Categories& c, const std::vector<double>& targets) {
        return balance_dict(balance(view(before), view(after), c.codes, targets));
      },
      py::arg("before"), py::arg("after"), py::arg("categories"), py::arg("targets"));
  m.def(
      "balance_of_mean",
      [](const Doubles& before, const Doubles& after, const Numbers& x, double target) {
        return balance_dict({balance(view(before), view(after), x.values, target)});
      },
      py::arg("before"), py::arg("after"), py::arg("x"), py::arg("target"));
  m.def(
      "weight_histogram",
      [](const Doubles& w, int bins) {
        const WeightHistogram h = weight_histogram(view(w), bins);
        return std::tuple(h.low, h.high, h.count);
      },
      py::arg("weights"), py::arg("bins"));
}
