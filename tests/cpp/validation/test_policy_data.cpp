// Policies as data: which line decides, and what load_policy refuses.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "enkat/definition/load.hpp"
#include "enkat/validation/policy.hpp"
#include "validation_text.hpp"

namespace {

std::string policy(const std::string& rest) {
  return R"({"format":"enkat-policy","format_version":"0.1","id":"own")" + rest + "}";
}

struct Decided {
  enkat::PolicyResult result;
  std::string actions;
};

Decided decide(const std::string& json) {
  const enkat::Definition d = enkat::load_definition(enkat_test::survey(
      R"({"id":"a","type":"number","max":10},{"id":"b","type":"number","max":10},{"id":"t","type":"text"})"));
  const enkat::Responses r = enkat_test::read_text("a,b,t\n11,1,x\n1,12,x\n1,1,=x\n1,1,x\n", d, "plain");
  const enkat::ValidationReport report = enkat::validate(d, r);
  Decided out{enkat::apply_policy(d, r, report, enkat::load_policy(json)), ""};
  for (const enkat::Action a : out.result.actions) out.actions += std::string(name_of(a)) + " ";
  return out;
}

TEST(PolicyData, TheBaseDecidesWhereNoLineMatches) {
  EXPECT_EQ(decide(policy("")).actions, "blank blank flag ");
  const Decided flags = decide(policy(R"(,"base":"flag")"));
  EXPECT_EQ(flags.actions, "flag flag flag ");
  EXPECT_EQ(flags.result.blanked, 0);
}

TEST(PolicyData, TheMostExactLineDecides) {
  const Decided d = decide(policy(
      R"(,"rules":{"*":"flag","number.*":"reject","number.range":"blank"},"questions":{"b":{"number.*":"accept"}})"));
  EXPECT_EQ(d.actions, "blank accept flag ");
  EXPECT_EQ(d.result.decided_by, (std::vector<std::int32_t>{2, 3, 0}));
  EXPECT_EQ(d.result.counts[0], 4);
  const Decided rejects = decide(policy(R"(,"rules":{"text.formula":"leave_out","number.range":"reject"})"));
  EXPECT_EQ(rejects.result.counts, (std::array<std::int64_t, 3>{1, 2, 1}));
}

TEST(PolicyData, WhatIsNoPolicyIsRefusedWithItsPlace) {
  const auto problem = [](const std::string& json) {
    try {
      (void)enkat::load_policy(json);
    } catch (const enkat::Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_NE(problem(policy(R"(,"rules":{"number.rang":"flag"})")).find("/rules/number.rang"), std::string::npos);
  EXPECT_NE(problem(policy(R"(,"rules":{"number.range":"delete"})")).find("expected accept"), std::string::npos);
  EXPECT_NE(problem(policy(R"(,"rules":{"window.late":"blank"})")).find("whole record"), std::string::npos);
  EXPECT_NE(problem(policy(R"(,"extra":1)")).find("/extra"), std::string::npos);
  EXPECT_NE(problem("[").find("not JSON"), std::string::npos);
  EXPECT_NE(problem("{}").find("/format"), std::string::npos);
  EXPECT_NE(problem(policy(R"(,"rules":{"nothing.*":"flag"})")).find("nothing.*"), std::string::npos);
  EXPECT_THROW((void)decide(policy(R"(,"questions":{"zz":{"*":"flag"}})")), enkat::Error);
  EXPECT_THROW((void)decide(policy(R"(,"rules":{"check.zz":"flag"})")), enkat::Error);
}

}  // namespace
