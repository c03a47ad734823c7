#pragma once
#include <pybind11/pybind11.h>

// One function per area, each in its own bind_<area>.cpp; a new area is one file and one line here and in module.cpp.
void bind_design(pybind11::module_& m);
void bind_errors(pybind11::module_& m);
void bind_estimate(pybind11::module_& m);
void bind_banner(pybind11::module_& m);
void bind_inference(pybind11::module_& m);
void bind_textbook(pybind11::module_& m);
void bind_table(pybind11::module_& m);
void bind_definition(pybind11::module_& m);
void bind_contrast(pybind11::module_& m);
void bind_imputation(pybind11::module_& m);
void bind_models(pybind11::module_& m);
void bind_publish(pybind11::module_& m);
void bind_quality(pybind11::module_& m);
void bind_quality_types(pybind11::module_& m);
void bind_reading(pybind11::module_& m);
void bind_responses(pybind11::module_& m);
void bind_scan(pybind11::module_& m);
void bind_saving(pybind11::module_& m);
void bind_validation(pybind11::module_& m);
void bind_weighting(pybind11::module_& m);
void bind_quantile(pybind11::module_& m);
void bind_covariance(pybind11::module_& m);
void bind_inequality(pybind11::module_& m);
void bind_planning(pybind11::module_& m);
void bind_multinomial(pybind11::module_& m);
