// Damaged files: whatever is done to an export, it is read or refused with an enkat::Error. `make deep` runs this under
// the sanitizers.
#include <gtest/gtest.h>

#include <random>

#include "enkat/base/error.hpp"
#include "responses_text.hpp"

namespace {

using namespace enkat_test;

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string operator()(std::string text) {
    if (below(3) == 0) text.resize(below(text.size()));
    for (std::size_t k = 1 + below(8); k > 0 && !text.empty(); --k) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  void change(std::string& text) {
    static constexpr std::string_view tokens[] = {";",    ",", "\"",         "\n",    "\r",  "\t", "\xE4",
                                                  "\xFF", " ", "0",          "1e999", "; ",  "[",  "/",
                                                  "-",    "é", "2021-02-30", "None",  "\"\""};
    const std::size_t at = below(2) == 0 ? below(text.size()) : below(std::min<std::size_t>(text.size(), 3000));
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(20));
        break;
      case 1:
        text.insert(at, tokens[below(std::size(tokens))]);
        break;
      case 2:
        text[at] = static_cast<char>(below(256));
        break;
      default:
        text.insert(at, text.substr(below(text.size()), below(200)));
    }
  }

  std::mt19937_64 random_;
};

void expect_consistent(const enkat::Responses& r) {
  for (const enkat::Column& c : r.columns)
    EXPECT_TRUE(c.missing.empty() || static_cast<std::int64_t>(c.missing.size()) == r.rows) << c.name;
  for (const enkat::CellProblem& p : r.problems) {
    EXPECT_GE(p.row, 0);
    EXPECT_LT(p.row, r.rows);
    EXPECT_TRUE(p.question.empty() || mentoring().find(p.question) != nullptr) << p.question;
  }
}

TEST(Mutations, DamagedExportsAreReadOrRefused) {
  Mutator mutate(20230228);
  int read = 0, refused = 0;
  for (const char* name : {"eusurvey-content-saved-as.csv", "limesurvey-results.csv", "qualtrics-numeric.csv",
                           "google-forms.csv", "kobo-both.csv"}) {
    const std::string text = file_text(name);
    for (int i = 0; i < 200; ++i) {
      try {
        expect_consistent(read_text(mutate(text)));
        ++read;
      } catch (const enkat::Error& e) {
        EXPECT_EQ(e.code(), enkat::ErrorCode::data);
        ++refused;
      }
    }
  }
  EXPECT_GT(read, 100);
  EXPECT_GT(refused, 10);
}

}  // namespace
