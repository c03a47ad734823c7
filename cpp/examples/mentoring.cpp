// The main job from C++, no Python anywhere: load a definition, fill a table in memory, validate it, apply the default
// policy, rake to the definition's margins, cross-tabulate, print.
//
//   example_mentoring notebooks/data/mentoring.survey.json
#include <cstdio>
#include <enkat/base/error.hpp>
#include <enkat/definition/load.hpp>
#include <enkat/design/design.hpp>
#include <enkat/estimate/crosstab.hpp>
#include <enkat/estimate/interval.hpp>
#include <enkat/table/convert.hpp>
#include <enkat/validation/policy.hpp>
#include <enkat/validation/validate.hpp>
#include <enkat/weighting/rake.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr std::int64_t records = 360;

std::vector<std::string> option_codes(const enkat::Definition& definition, const std::string& question) {
  std::vector<std::string> codes;
  for (const enkat::Option& option : definition.find(question)->options) codes.push_back(option.code);
  return codes;
}

/// A single choice: `choose(row)` gives the index of an option, or -1 for no answer.
template <class Choose>
enkat::Column single(const std::string& name, const std::vector<std::string>& levels, Choose choose) {
  std::vector<std::int32_t> codes;
  std::vector<enkat::Missing> missing;
  for (std::int64_t row = 0; row < records; ++row) {
    codes.push_back(choose(row));
    missing.push_back(codes.back() < 0 ? enkat::Missing::no_answer : enkat::Missing::none);
  }
  const auto n = static_cast<std::int64_t>(levels.size());
  return {name, enkat::CategoryColumn{levels, enkat::Codes(codes, n)}, missing};
}

template <class Value>
enkat::Column number(const std::string& name, Value value) {
  std::vector<double> values;
  for (std::int64_t row = 0; row < records; ++row) values.push_back(value(row));
  return {name, enkat::NumberColumn{values}, {}};
}

/// Every school has a programme for pupils with difficulties, some also for all pupils or for new teachers.
enkat::Column audiences(const enkat::Definition& definition) {
  enkat::OptionSetColumn set{option_codes(definition, "q_audiences"), {}};
  set.words.assign(records * set.words_per_row(), 0);
  for (std::int64_t row = 0; row < records; ++row) {
    set.set(row, 1);
    if (row % 5 < 2) set.set(row, 0);
    if (row % 3 == 0) set.set(row, 5);
  }
  return {"q_audiences", set, {}};
}

/// Made-up answers to the required questions; the columns that are not filled count as not answered.
enkat::Responses responses(const enkat::Definition& definition) {
  enkat::Responses table;
  table.layout = "plain";
  table.rows = records;
  const auto choice = [&](const std::string& question, auto choose) {
    table.columns.push_back(single(question, option_codes(definition, question), choose));
  };
  choice("q_role", [](std::int64_t row) { return row == 7 ? -1 : static_cast<std::int32_t>(row % 4); });
  choice("q_country", [](std::int64_t row) { return static_cast<std::int32_t>(row % 31); });
  choice("q_level", [](std::int64_t row) { return static_cast<std::int32_t>(row / 4 % 6); });
  table.columns.push_back(audiences(definition));
  table.columns.push_back(number("q_hours", [](std::int64_t row) { return row == 11 ? 200.0 : row % 9; }));
  const enkat::Question& matrix = *definition.find("q_benefits");
  for (std::size_t r = 0; r < matrix.rows.size(); ++r)
    table.columns.push_back(single("q_benefits." + matrix.rows[r].code, option_codes(definition, "q_benefits"),
                                   [r](std::int64_t row) { return static_cast<std::int32_t>((row + 2 * r) % 5); }));
  table.columns.push_back(number("q_recommend", [](std::int64_t row) { return row % 11; }));
  return table;
}

/// The definition's margins as the engine takes them: counts that add up to `total`, in the order of the levels.
enkat::RakeResult rake_to_margins(const enkat::Definition& definition, const enkat::Design& design,
                                  const std::vector<enkat::Categories>& columns, double total) {
  std::vector<enkat::Margin> margins;
  for (std::size_t m = 0; m < columns.size(); ++m) {
    const enkat::PopulationMargin& known = definition.population->margins[m];
    enkat::Margin margin{known.question, &columns[m], {}};
    for (const std::string& level : columns[m].levels) {
      double target = 0;
      for (const auto& [code, share] : known.targets)
        if (code == level) target = share * total;
      margin.targets.push_back(target);
    }
    margins.push_back(margin);
  }
  return enkat::rake(design, margins);
}

void print_column_shares(const enkat::Crosstab& table, const enkat::OptionSet& rows, const enkat::Categories& columns) {
  const enkat::Estimates& share = table.column_share;
  for (std::size_t r = 0; r < rows.options.size(); ++r)
    for (std::size_t c = 0; c < columns.levels.size(); ++c) {
      const std::size_t i = r * (columns.levels.size() + 1) + c;  // one more column: the margin
      if (share.estimate[i] == 0 || share.n[i] == 0) continue;
      const enkat::Interval ci = enkat::share_interval(
          enkat::IntervalMethod::wilson, {share.estimate[i], share.se[i], share.df[i], share.domain_n[i]});
      std::printf("%-22s %-17s %5.1f %%  (%.1f to %.1f), n %lld\n", rows.options[r].c_str(), columns.levels[c].c_str(),
                  100 * share.estimate[i], 100 * ci.low, 100 * ci.high, static_cast<long long>(share.n[i]));
    }
}

void run(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  const enkat::Definition definition = enkat::load_definition(json);
  const enkat::Responses table = responses(definition);

  const enkat::ValidationReport report = enkat::validate(definition, table);
  std::printf("%lld records, %zu findings\n", static_cast<long long>(report.rows), report.findings.size());
  for (const enkat::Finding& finding : report.findings)
    std::printf("  row %lld, %s: %s\n", static_cast<long long>(finding.row + 1),
                enkat::rule_name(definition, finding).c_str(), enkat::message(definition, finding, "en").c_str());
  const enkat::PolicyResult decided = enkat::apply_default_policy(definition, table, report);
  const enkat::Responses& accepted = decided.accepted;
  std::printf("%lld accepted\n\n", static_cast<long long>(accepted.rows));

  const enkat::Design design(accepted.rows, nullptr, {}, {});
  const std::vector<enkat::Categories> margins{enkat::categories_of(*accepted.find("q_role")),
                                               enkat::categories_of(*accepted.find("q_level"))};
  const enkat::RakeResult raked = rake_to_margins(definition, design, margins, static_cast<double>(accepted.rows));
  if (!raked.converged) throw enkat::Error(enkat::ErrorCode::convergence, "raking did not meet the margins");
  std::printf("raked in %d rounds\n\n", raked.rounds);

  const enkat::OptionSet groups = enkat::option_set_of(*accepted.find("q_audiences"));
  const enkat::Crosstab crossed = enkat::crosstab(raked.design, {nullptr, &groups}, {&margins[0].codes, nullptr});
  print_column_shares(crossed, groups, margins[0]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DEFINITION.survey.json\n", argv[0]);
    return 2;
  }
  try {
    run(argv[1]);
  } catch (const enkat::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
