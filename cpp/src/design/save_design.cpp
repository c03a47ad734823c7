#include "enkat/design/save_design.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "saved_names.hpp"

namespace enkat {
namespace {

using Json = nlohmann::ordered_json;

Json codes(const Codes& c) {
  Json out = Json::array();
  for (std::int64_t i = 0; i < c.size(); ++i) out.push_back(c.at(i));
  return out;
}

Json stage(const Stage& s) {
  return {{"stratum", s.stratum},   {"parent", s.parent}, {"sampled", s.sampled},
          {"fraction", s.fraction}, {"label", s.label},   {"probability", s.probability}};
}

Json options(const DesignOptions& o) {
  return {{"nest", o.nest},
          {"lonely", detail::name_of(detail::lonely_names, o.lonely)},
          {"lonely_in_domains", o.lonely_in_domains},
          {"degf", o.degf ? Json(*o.degf) : Json()}};
}

Json class_record(const AdjustmentRecord& r) {
  Json steps = Json::array();
  for (const AdjustmentStep& s : r.steps)
    steps.push_back({{"classes", s.classes},
                     {"class_of_cell", s.class_of_cell},
                     {"before", s.before},
                     {"after", s.after},
                     {"plain", s.plain}});
  return {{"method", r.method}, {"rounds", r.rounds}, {"steps", std::move(steps)}};
}

/// The model of nonresponse of a step that has one.
template <class Step>
void put_model(Json& out, const Step& s) {
  if constexpr (requires { s.propensity; }) {
    if (s.propensity.empty()) return;
    out["propensity"] = s.propensity;
    out["model_weight"] = s.model_weight;
  }
}

Json row_record(const RowRecord& r) {
  Json steps = Json::array();
  for (const auto& s : r.steps) {
    steps.push_back({{"classes", s->classes.levels()},
                     {"class_of_row", codes(s->classes)},
                     {"plain", s->plain},
                     {"columns", s->columns},
                     {"x", s->x},
                     {"q", s->q},
                     {"before", s->before},
                     {"after", s->after}});
    put_model(steps.back(), *s);
  }
  return {{"method", r.method}, {"rounds", r.rounds}, {"steps", std::move(steps)}};
}

Json adjustments(const Adjustments& a) {
  Json records = Json::array(), row_records = Json::array();
  for (const AdjustmentRecord& r : a.records) records.push_back(class_record(r));
  for (const RowRecord& r : a.row_records) row_records.push_back(row_record(r));
  return {{"cell", codes(a.cell)},
          {"factor", a.factor},
          {"records", std::move(records)},
          {"row_records", std::move(row_records)}};
}

Json pps(const Pps& p) {
  const double sum = p.options.sum_p2_over_n;
  return {{"method", detail::name_of(detail::pps_names, p.options.method)},
          {"yates_grundy", p.options.yates_grundy},
          {"sum_p2_over_n", std::isnan(sum) ? Json() : Json(sum)},
          {"joint", p.options.joint},
          {"probability", p.probability}};
}

Json two_phase(const TwoPhase& t) {
  return {{"method", detail::name_of(detail::two_phase_names, t.method)},
          {"in", std::vector<int>(t.in.begin(), t.in.end())},
          {"first", t.first},
          {"first_size", t.first_size},
          {"first_fraction", t.first_fraction},
          {"second", t.second},
          {"second_size", t.second_size},
          {"probability", t.probability}};
}

Json replicates(const Replicates& r) {
  return {{"kind", r.kind},
          {"scale", r.scale},
          {"rscales", r.rscales},
          {"mse", r.mse},
          {"weights", r.weights},
          {"factors", r.factors},
          {"df", r.df ? Json(*r.df) : Json()}};
}

}  // namespace

std::string save_design(const Design& d) {
  Json stages = Json::array();
  for (const Stage& s : d.stages()) stages.push_back(stage(s));
  const Json out = {
      {"format", detail::design_format},
      {"version", design_format_version},
      {"rows", d.rows()},
      {"weighted", d.weighted()},
      {"options", options(d.options())},
      {"weights", std::vector<double>(d.weights().begin(), d.weights().end())},
      {"stages", std::move(stages)},
      {"rows_are_units", d.rows_are_units()},
      {"unit", codes(d.unit_of_row())},
      {"domain", d.domain().empty() ? Json() : Json(std::vector<int>(d.domain().begin(), d.domain().end()))},
      {"adjustments", d.adjustments() ? adjustments(*d.adjustments()) : Json()},
      {"pps", d.pps() ? pps(*d.pps()) : Json()},
      {"two_phase", d.two_phase() ? two_phase(*d.two_phase()) : Json()},
      {"replicates", d.replicates() ? replicates(*d.replicates()) : Json()}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace enkat
