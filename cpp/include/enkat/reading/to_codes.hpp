#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/table/missing.hpp"

namespace enkat {

/// Finds the number that belongs to a text, first by the exact text, then with its white space normalised.
class TextIndex {
 public:
  static constexpr int none = -1;

  /// Keeps the first number given for a text; later ones for the same text are ignored.
  void add(std::string_view text, int number);
  [[nodiscard]] int find(std::string_view text) const;
  [[nodiscard]] bool empty() const { return numbers_.empty(); }
  /// The length of the longest text, in bytes.
  [[nodiscard]] std::size_t longest() const { return longest_; }
  /// Calls f(text, number) for every text, in no particular order.
  template <class F>
  void each(F&& f) const {
    for (const auto& [text, number] : numbers_) f(std::string_view(text), number);
  }
  /// Whether some text contains one of these characters.
  [[nodiscard]] bool any_contains(std::string_view characters) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> numbers_;
  std::size_t longest_ = 0;
  std::array<bool, 256> bytes_{};  // that occur in some text
};

/// Which option of a question a text of the file stands for: the option's place in Question::options (or rows).
/// Every layout fills one per question, by label, code or position.
using OptionCodes = TextIndex;

/// Labels in these languages, the first language first; a label found there hides the same label of a later language.
void add_labels(OptionCodes& codes, const std::vector<Option>& options, const std::vector<std::string>& languages);
/// The option codes of the definition; also "3.0" for the code "3", which some programs make of a column with gaps.
void add_codes(OptionCodes& codes, const std::vector<Option>& options);
/// prefix1, prefix2, ... in the definition's order; options with free text are left out when `skip_other`.
/// `digits` pads with zeros: prefix "SQ", digits 3 gives SQ001.
void add_positions(OptionCodes& codes, const std::vector<Option>& options, std::string_view prefix, int digits,
                   bool skip_other);

/// The place of the option that takes a free text, or -1.
[[nodiscard]] int other_option(const std::vector<Option>& options);

/// The kind of missing a name of the definition stands for ("item_nonresponse", ...); Missing::none for "".
[[nodiscard]] Missing missing_of(std::string_view kind);

/// Splits a cell that joins several texts. A piece is the longest known text that ends at a separator or at the end of
/// the cell, so that labels which contain the separator stay whole; what no known text explains is cut at the next
/// separator. Blanks around pieces are dropped, empty pieces too. Linear in the cell for any input: no longer than the
/// longest text is looked ahead, and not at all after a hundred pieces that nothing explains.
[[nodiscard]] std::vector<std::string_view> split_known(std::string_view cell, std::string_view separators,
                                                        const OptionCodes& codes);

}  // namespace enkat
