#include <optional>

#include "enkat/publish/results.hpp"
#include "enkat/tables/rounding.hpp"

namespace enkat {
namespace {

std::string quoted(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

std::string number(const std::optional<double>& value, int decimals) {
  return value ? text_published(*value, decimals) : std::string();
}

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : std::string(); }

std::string row(const std::string& survey, const Cell& c, int d) {
  std::string line;
  for (const std::string& field :
       {quoted(survey), quoted(c.question), quoted(c.row), quoted(c.column), std::string(name_of(c.measure)),
        std::string(name_of(c.role)), number(c.estimate, d), number(c.ci_low, d), number(c.ci_high, d),
        number(c.se, d + 1), number(c.count), number(c.n), number(c.n_weighted, 0), number(c.base),
        number(c.n_effective, 0), joined(c.status.codes()), std::string(c.status.has(Status::confidential) ? "C" : "F"),
        joined(c.reason)})
    line += (line.empty() ? "" : ",") + field;
  return line + "\r\n";
}

}  // namespace

std::string results_csv(const ResultsHeader& header, std::span<const QuestionResults> questions) {
  std::string out =
      "survey,question,row,column,measure,role,value,lower,upper,se,count,n,n_weighted,base,base_effective,obs_status,"
      "conf_"
      "status,"
      "reason\r\n";
  for (const QuestionResults& q : questions)
    for (const SafeTable& table : q.tables)
      for (const Cell& cell : table.cells()) out += row(header.survey, cell, table.decimals(cell.measure));
  return out;
}

}  // namespace enkat
