#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/estimate/multiple_imputation.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Array = py::array_t<double, py::array::c_style | py::array::forcecast>;

Covariance covariance_of(const Array& a) {
  return {static_cast<std::size_t>(a.shape(0)), {a.data(), a.data() + a.size()}};
}

Array to_array(const Covariance& c) {
  const auto p = static_cast<py::ssize_t>(c.size);
  Array out({p, p});
  std::copy(c.values.begin(), c.values.end(), out.mutable_data());
  return out;
}

}  // namespace

void bind_imputation(py::module_& m) {
  m.def(
      "combine_imputations",
      [](const std::vector<std::vector<double>>& estimates, const std::vector<Array>& covariances, double complete_df) {
        std::vector<Covariance> list;
        for (const Array& a : covariances) list.push_back(covariance_of(a));
        const CombinedImputations c = combine_imputations(estimates, list, complete_df);
        py::dict out;
        out["estimate"] = c.estimate;
        out["df"] = c.df;
        out["missing_information"] = c.missing_information;
        out["total"] = to_array(c.total);
        out["within"] = to_array(c.within);
        out["between"] = to_array(c.between);
        return out;
      },
      py::arg("estimates"), py::arg("covariances"), py::arg("complete_df"));
}
