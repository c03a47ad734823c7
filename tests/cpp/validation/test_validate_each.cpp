// Streamed findings are those of validate(), in the same order, whatever the size of the blocks.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "enkat/table/select_rows.hpp"
#include "enkat/validation/validate_each.hpp"
#include "validation_text.hpp"

namespace {

std::string line(const enkat::Definition& d, const enkat::Finding& f) {
  return std::to_string(f.row + 1) + " " + question_id(d, f) + " " + rule_name(d, f) + " " + f.value + " " +
         f.expected + " " + f.detail + "\n";
}

enkat::ValidateOptions all_rules() {
  enkat::ValidateOptions options = enkat_test::mentoring_options();
  options.quality = enkat::QualityRules{.completion = enkat::CompletionCutoffs{},
                                        .max_item_nonresponse = 0.1,
                                        .max_longstring = 3,
                                        .min_variability = 0.6,
                                        .min_even_odd = 0.0,
                                        .min_text_entropy = 4.0,
                                        .max_text_copies = 1,
                                        .near_duplicate_share = 0.6};
  return options;
}

std::string whole(const enkat::Definition& d, const enkat::Responses& r, const enkat::ValidateOptions& options) {
  std::string out;
  for (const enkat::Finding& f : enkat::validate(d, r, options).findings) out += line(d, f);
  return out;
}

TEST(ValidateEach, GivesTheFindingsOfValidateForAnyBlocks) {
  const enkat::Definition& d = enkat_test::mentoring();
  for (const char* file : {"limesurvey-results.csv", "qualtrics-numeric.csv", "kobo-both.csv", "google-forms.csv",
                           "eusurvey-content-saved-as.csv"}) {
    const enkat::Responses r = enkat_test::read_file(file);
    for (const enkat::ValidateOptions& options : {enkat_test::mentoring_options(), all_rules()}) {
      const std::string expected = whole(d, r, options);
      ASSERT_FALSE(expected.empty());
      for (const std::int64_t rows : {1, 2, 7, 20, 1000}) {
        std::string streamed;
        enkat::validate_each(d, r, options, [&](const enkat::Finding& f) { streamed += line(d, f); }, rows);
        EXPECT_EQ(streamed, expected) << file << " in blocks of " << rows;
      }
    }
  }
}

/// The records of a sample many times over, so that several blocks are judged.
TEST(ValidateEach, GivesTheSameForAnyNumberOfThreads) {
  const enkat::Definition& d = enkat_test::mentoring();
  const enkat::Responses sample = enkat_test::read_file("limesurvey-results.csv");
  std::vector<std::int64_t> rows(20000);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i) % sample.rows;
  enkat::Responses many = enkat::select_rows(sample, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) many.meta.response_id[i] += "-" + std::to_string(i);
  enkat::ValidateOptions options = all_rules();
  options.threads = 1;
  const std::string one = whole(d, many, options);
  for (const int threads : {2, 3, 7}) {
    options.threads = threads;
    EXPECT_EQ(whole(d, many, options), one) << threads << " threads";
  }
  std::string streamed;
  enkat::validate_each(d, many, options, [&](const enkat::Finding& f) { streamed += line(d, f); });
  EXPECT_EQ(streamed, one);
}

TEST(ValidateEach, CountsItsRows) {
  const enkat::Responses r = enkat_test::read_file("kobo-both.csv");
  enkat::ValidateOptions options = enkat_test::mentoring_options();
  std::vector<std::int64_t> told;
  options.progress = [&](std::int64_t done, std::int64_t all) {
    EXPECT_EQ(all, r.rows);
    told.push_back(done);
  };
  enkat::validate_each(enkat_test::mentoring(), r, options, [](const enkat::Finding&) {}, 10);
  EXPECT_EQ(told, (std::vector<std::int64_t>{10, 20, 21}));
}

TEST(ValidateEach, RefusesBlocksWithoutRows) {
  const enkat::Responses r = enkat_test::read_file("kobo-both.csv");
  const auto none = [](const enkat::Finding&) {};
  EXPECT_THROW(enkat::validate_each(enkat_test::mentoring(), r, enkat_test::mentoring_options(), none, 0),
               enkat::Error);
}

}  // namespace
