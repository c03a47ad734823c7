// Conditions and patterns from hostile bytes, evaluated over a small table: a truth for every row, or an error.
#include <string>
#include <string_view>

#include "enkat/base/error.hpp"
#include "enkat/base/expression.hpp"
#include "enkat/base/pattern.hpp"
#include "enkat/table/evaluate.hpp"

namespace {

const enkat::Responses& table() {
  static const enkat::Responses r = [] {
    enkat::Responses out;
    out.rows = 3;
    out.columns.push_back(
        {"q", enkat::CategoryColumn{{"1", "2"}, enkat::Codes(std::vector<std::int32_t>{0, 1, -1}, 2)}, {}});
    out.columns.push_back({"n",
                           enkat::NumberColumn{{1.5, 0, -3}},
                           {enkat::Missing::none, enkat::Missing::no_answer, enkat::Missing::none}});
    out.columns.push_back({"m", enkat::OptionSetColumn{{"a", "b"}, {1, 2, 3}}, {}});
    out.columns.push_back({"t", enkat::TextColumn{{"x", "", "\xC3\xA5"}}, {}});
    out.columns.push_back({"d", enkat::DateColumn{{0, 19000, -1}}, {}});
    out.columns.push_back({"k", enkat::RankingColumn{{"i", "j"}, {0, 1, 1, 0xFFFF, 0xFFFF, 0xFFFF}}, {}});
    return out;
  }();
  return r;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const enkat::Expression e = enkat::parse_expression(text);
    if (enkat::evaluate_condition(e, enkat::context_of(table())).size() != 3) __builtin_trap();
  } catch (const enkat::Error&) {
  }
  try {
    const enkat::Pattern p = enkat::Pattern::compile(std::string(text));
    (void)p.search(std::string(200, 'a') + "!");
  } catch (const enkat::Error&) {
  }
  return 0;
}
