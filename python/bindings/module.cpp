#include <pybind11/pybind11.h>

#include "bind.hpp"

PYBIND11_MODULE(_core, m, pybind11::mod_gil_not_used()) {
  m.doc() = "The enkat engine.";
  m.attr("__version__") = ENKAT_VERSION;
  // a type is bound before the functions that take it, or their signatures name the C++ type
  bind_errors(m);
  bind_definition(m);
  bind_responses(m);
  bind_table(m);
  bind_reading(m);
  bind_design(m);
  bind_estimate(m);
  bind_contrast(m);
  bind_inference(m);
  bind_textbook(m);
  bind_banner(m);
  bind_imputation(m);
  bind_quantile(m);
  bind_covariance(m);
  bind_inequality(m);
  bind_models(m);
  bind_multinomial(m);
  bind_planning(m);
  bind_publish(m);
  bind_quality_types(m);
  bind_scan(m);
  bind_saving(m);
  bind_validation(m);
  bind_weighting(m);
  bind_quality(m);
}
