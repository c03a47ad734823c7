#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/design/design.hpp"
#include "enkat/design/groups.hpp"
#include "enkat/design/make_replicates.hpp"
#include "enkat/variance/replicate.hpp"
#include "enkat/weighting/every_replicate.hpp"
#include "enkat/weighting/kish.hpp"
#include "enkat/weighting/poststratify.hpp"
#include "enkat/weighting/rake.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Released = py::call_guard<py::gil_scoped_release>;
using Bytes = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>;

/// The weights where they stand, read-only; the array keeps the design alive.
py::array_t<double> weights_in_place(const py::object& self) {
  const std::span<const double> w = self.cast<const Design&>().weights();
  py::array_t<double> out(static_cast<py::ssize_t>(w.size()), w.data(), self);
  out.attr("flags").attr("writeable") = false;
  return out;
}

Lonely lonely_of(const std::string& name) {
  if (name == "remove") return Lonely::remove;
  if (name == "certainty") return Lonely::certainty;
  if (name == "adjust") return Lonely::adjust;
  return name == "average" ? Lonely::average : Lonely::fail;  // design.py has checked the name
}

using PyPps = std::tuple<std::string, bool, std::optional<double>, std::vector<double>>;

PpsOptions pps_of(const PyPps& p) {
  const auto& [method, yates_grundy, sum, joint] = p;
  PpsOptions out;
  if (method == "overton") out.method = PpsOptions::Method::overton;
  if (method == "hartley-rao") out.method = PpsOptions::Method::hartley_rao;
  if (method == "joint") out.method = PpsOptions::Method::joint;
  out.yates_grundy = yates_grundy;
  if (sum) out.sum_p2_over_n = *sum;
  out.joint = joint;
  return out;
}

Design make_design(std::int64_t rows, const Numbers* weights, const std::vector<const Categories*>& clusters,
                   const std::vector<const Categories*>& strata, const std::vector<const Numbers*>& fpc, bool nest,
                   const std::string& lonely, bool lonely_in_domains, std::optional<double> degf,
                   const std::optional<PyPps>& pps) {
  const std::size_t stages = std::max({clusters.size(), strata.size(), fpc.size(), std::size_t{1}});
  std::vector<StageColumns> columns(stages);
  for (std::size_t s = 0; s < clusters.size(); ++s) columns[s].clusters = clusters[s];
  for (std::size_t s = 0; s < strata.size(); ++s) columns[s].strata = strata[s];
  for (std::size_t s = 0; s < fpc.size(); ++s) columns[s].fpc = fpc[s];
  return {rows,
          weights,
          columns,
          {nest, lonely_of(lonely), lonely_in_domains, degf, pps ? std::optional(pps_of(*pps)) : std::nullopt}};
}

/// Columns of replicate weights, or of multipliers of the design's weights, side by side.
Design with_columns_as_replicates(const Design& d, const std::vector<const Numbers*>& columns, const std::string& kind,
                                  double rho, bool combined, bool mse, std::optional<double> scale,
                                  std::optional<std::vector<double>> rscales) {
  const std::size_t k = columns.size(), n = static_cast<std::size_t>(d.rows());
  Replicates r{kind, 1, {}, mse, {}, {}};
  if (scale && rscales)
    r.rscales = *rscales, r.scale = *scale;
  else
    set_default_scales(r, k, rho);
  if (scale) r.scale = *scale;
  if (rscales) r.rscales = *rscales;
  r.weights.resize(n * k);
  constexpr std::size_t block = 256;  // rows whose weights stay in a cache while the columns are gone through
  for_blocks(static_cast<std::int64_t>((n + block - 1) / block), 0, [&](std::int64_t b) {
    const std::size_t begin = static_cast<std::size_t>(b) * block, end = std::min(begin + block, n);
    for (std::size_t c = 0; c < k; ++c)
      for (std::size_t i = begin; i < end; ++i) {
        const bool valid = columns[c]->valid.empty() || columns[c]->valid[i];
        const double v = valid ? columns[c]->values[i] : std::numeric_limits<double>::quiet_NaN();
        r.weights[i * k + c] = combined ? v : v * d.weights()[i];
      }
  });
  return d.with_replicates(std::move(r));
}

Design where(const Design& d, const Bytes& mask) {
  return d.where({mask.data(), static_cast<std::size_t>(mask.size())});
}

py::dict describe(const Design& d) {
  py::list units, strata;
  for (const Stage& s : d.stages()) {
    units.append(s.units());
    strata.append(s.strata());
  }
  py::list methods;
  if (d.adjustments())
    for (const AdjustmentRecord& r : d.adjustments()->records) methods.append(r.method);
  py::dict out;
  out["units"] = units;
  out["strata"] = strata;
  for (const RowRecord& r : d.adjustments() ? d.adjustments()->row_records : std::vector<RowRecord>())
    methods.append(r.method);
  out["adjustments"] = methods;
  out["pairs"] = d.pps() != nullptr || d.two_phase() != nullptr;
  out["rows_are_units"] = d.rows_are_units();
  out["replicates"] = py::none();
  if (const Replicates* r = d.replicates()) {
    py::dict about;
    about["kind"] = r->kind;
    about["count"] = r->size();
    about["scale"] = r->scale;
    about["rscales"] = r->rscales;
    about["mse"] = r->mse;
    out["replicates"] = about;
  }
  return out;
}

Margin margin_of(const std::string& name, const Categories& categories, std::vector<double> targets) {
  return {name, &categories, std::move(targets)};
}

using PyMargin = std::tuple<std::string, const Categories*, std::vector<double>>;

py::dict rake_design(const Design& design, const std::vector<PyMargin>& margins, double tolerance, int max_rounds,
                     int threads) {
  std::vector<Margin> list;
  for (const auto& [name, categories, targets] : margins) list.push_back(margin_of(name, *categories, targets));
  const py::gil_scoped_release release;
  const RakeResult r = rake(design, list, {tolerance, max_rounds, threads});
  const py::gil_scoped_acquire acquire;
  py::dict out;
  out["design"] = r.design;
  out["converged"] = r.converged;
  out["replicates_not_converged"] = r.replicates_not_converged;
  out["rounds"] = r.rounds;
  out["largest_move"] = r.largest_move;
  out["max_gap"] = r.max_gap;
  return out;
}

}  // namespace

void bind_design(py::module_& m) {
  py::class_<Design>(m, "Design")
      .def(py::init(&make_design), py::arg("rows"), py::arg("weights").none(true), py::arg("clusters"),
           py::arg("strata"), py::arg("fpc"), py::arg("nest"), py::arg("lonely"), py::arg("lonely_in_domains"),
           py::arg("degf").none(true), py::arg("pps").none(true) = py::none())
      .def_property_readonly("rows", &Design::rows)
      .def_property_readonly("weights", &weights_in_place)
      .def_property_readonly("negative_weights", [](const Design& d) { return !d.no_negative_weight(); })
      .def_property_readonly("weighted", &Design::weighted)
      .def_property_readonly("domain",
                             [](const Design& d) {
                               const auto v = d.domain();
                               return py::array_t<std::uint8_t>(static_cast<py::ssize_t>(v.size()), v.data());
                             })
      .def_property_readonly("degrees_of_freedom", &Design::degrees_of_freedom)
      .def("describe", &describe)
      .def("with_replicates", &with_columns_as_replicates, py::arg("columns"), py::arg("kind"), py::arg("rho"),
           py::arg("combined"), py::arg("mse"), py::arg("scale").none(true), py::arg("rscales").none(true), Released())
      .def(
          "second_phase",
          [](const Design& d, const Bytes& in, const Categories* strata, bool full) {
            return d.second_phase({in.data(), static_cast<std::size_t>(in.size())}, strata,
                                  full ? TwoPhase::Method::full : TwoPhase::Method::approx);
          },
          py::arg("in_"), py::arg("strata").none(true), py::arg("full"))
      .def("without_replicates", &Design::without_replicates)
      .def("with_replicate", &Design::with_replicate, py::arg("r"), Released())
      .def("where", &where, py::arg("mask"));
  py::class_<Groups>(m, "Groups").def_readonly("member", &Groups::member).def_readonly("rows", &Groups::rows);
  m.def(
      "groups_of",
      [](const Design& d, const std::vector<const Categories*>& by, int threads) {
        std::vector<const Codes*> codes;
        for (const Categories* c : by) codes.push_back(&c->codes);
        return groups_of(d, codes, threads);
      },
      py::arg("design"), py::arg("by"), py::arg("threads") = 0, Released());
  m.def(
      "to_replicates",
      [](const Design& d, const std::string& kind, int count, double rho, bool mse, std::uint64_t seed) {
        return to_replicates(d, {kind, count, rho, mse, seed});
      },
      py::arg("design"), py::arg("kind"), py::arg("count"), py::arg("rho"), py::arg("mse"), py::arg("seed"),
      Released());
  m.def(
      "replicate_covariance",
      [](const Design& d, const std::vector<double>& estimate, const std::vector<double>& in_replicates) {
        const Covariance c = replicate_covariance(*d.replicates(), estimate, in_replicates);
        const auto p = static_cast<py::ssize_t>(c.size);
        py::array_t<double> out({p, p});
        std::copy(c.values.begin(), c.values.end(), out.mutable_data());
        return out;
      },
      py::arg("design"), py::arg("estimate"), py::arg("in_replicates"));
  m.def(
      "poststratify",
      [](const Design& d, const std::string& name, const Categories& categories, std::vector<double> targets) {
        const Margin margin = margin_of(name, categories, std::move(targets));
        return in_every_replicate(d, [&](const Design& one) { return poststratify(one, margin); });
      },
      py::arg("design"), py::arg("name"), py::arg("categories"), py::arg("targets"), Released());
  m.def("rake", &rake_design, py::arg("design"), py::arg("margins"), py::arg("tolerance"), py::arg("max_rounds"),
        py::arg("threads") = 0);
  m.def(
      "kish",
      [](const py::array_t<double, py::array::c_style | py::array::forcecast>& w) {
        const Kish k = kish({w.data(), static_cast<std::size_t>(w.size())});
        py::dict out;
        out["n"] = k.n;
        out["sum"] = k.sum;
        out["sum_squares"] = k.sum_squares;
        out["n_effective"] = k.n_effective;
        out["deff_kish"] = k.deff_kish;
        return out;
      },
      py::arg("weights"));
}
