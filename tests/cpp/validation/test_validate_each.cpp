// Streamed findings are those of validate(), in the same order, whatever the size of the blocks.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "enkat/validation/validate_each.hpp"
#include "validation_text.hpp"

namespace {

std::string line(const enkat::Definition& d, const enkat::Finding& f) {
  return std::to_string(f.row + 1) + " " + question_id(d, f) + " " + rule_name(d, f) + " " + f.value + " " +
         f.expected + " " + f.detail + "\n";
}

TEST(ValidateEach, GivesTheFindingsOfValidateForAnyBlocks) {
  const enkat::Definition& d = enkat_test::mentoring();
  for (const char* file : {"limesurvey-results.csv", "qualtrics-numeric.csv", "kobo-both.csv", "google-forms.csv",
                           "eusurvey-content-saved-as.csv"}) {
    const enkat::Responses r = enkat_test::read_file(file);
    std::string whole;
    for (const enkat::Finding& f : enkat::validate(d, r, enkat_test::mentoring_options()).findings) whole += line(d, f);
    ASSERT_FALSE(whole.empty());
    for (const std::int64_t rows : {1, 2, 7, 20, 1000}) {
      std::string streamed;
      enkat::validate_each(
          d, r, enkat_test::mentoring_options(), [&](const enkat::Finding& f) { streamed += line(d, f); }, rows);
      EXPECT_EQ(streamed, whole) << file << " in blocks of " << rows;
    }
  }
}

TEST(ValidateEach, RefusesWhatItCannotStream) {
  const enkat::Responses r = enkat_test::read_file("kobo-both.csv");
  const auto none = [](const enkat::Finding&) {};
  EXPECT_THROW(enkat::validate_each(enkat_test::mentoring(), r, {.quality = enkat::QualityRules{}}, none),
               enkat::Error);
  EXPECT_THROW(enkat::validate_each(enkat_test::mentoring(), r, enkat_test::mentoring_options(), none, 0),
               enkat::Error);
}

}  // namespace
