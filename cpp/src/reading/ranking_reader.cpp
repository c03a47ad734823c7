#include <algorithm>
#include <cmath>
#include <utility>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/question_reader.hpp"

namespace enkat::detail {
namespace {

/// An order of items per row, from one cell that lists them, from a place for each item, or from an item for each
/// place. An order with an item or a place twice, or with a place left free before a taken one, is invalid.
class RankingReader final : public QuestionReader {
 public:
  RankingReader(const Question& question, const QuestionSource& source, std::int64_t rows)
      : QuestionReader(question, question.id, rows), source_(source) {
    for (const Option& item : question.options) ranking_.items.push_back(item.code);
    ranking_.order.assign(static_cast<std::size_t>(rows) * ranking_.items.size(), RankingColumn::no_item);
  }

  void take(std::vector<Column>& columns) override { columns.push_back(column(std::move(ranking_))); }

 private:
  void read_row(ReadContext& context, std::int64_t row) override {
    if (source_.column != no_column)
      read_list(context, row);
    else if (context.plan.style.ranking == RankingParts::items_of_places)
      read_items_of_places(context, row);
    else
      read_places_of_items(context, row);
  }

  void read_list(ReadContext& context, std::int64_t row) {
    const Cell cell = context.cell(row, source_.column);
    if (const Missing kind = context.absent(cell); kind != Missing::none) return set_missing(row, kind);
    check_encoding(context, row, cell);
    if (skips_a_place(cell.text)) invalid(context, row, "ranking.gap", cell.text, "a place between two items is empty");
    std::vector<int> order;
    for (const std::string_view piece : split_known(cell.text, context.plan.style.separators, source_.codes))
      if (!add_item(context, row, piece, order)) return;
    store(context, row, order, cell.text);
  }

  /// Whether two semicolons have nothing between them and something behind them: "time; ; funding".
  static bool skips_a_place(std::string_view text) {
    for (std::size_t at = text.find(';'); at != std::string_view::npos; at = text.find(';', at + 1)) {
      const std::string_view rest = trimmed(text.substr(at + 1));
      if (rest.starts_with(';') && rest.find_first_not_of("; ") != std::string_view::npos) return true;
    }
    return false;
  }

  void read_items_of_places(ReadContext& context, std::int64_t row) {
    std::vector<int> order;
    std::string texts;
    Missing why = Missing::not_shown;
    std::size_t free_place = 0;  // the first place, from 1, without an item
    bool gap = false;
    for (std::size_t place = 0; place < source_.parts.size(); ++place) {
      const Cell cell = context.cell(row, source_.parts[place]);
      if (const Missing kind = context.absent(cell); kind != Missing::none) {
        if (why == Missing::not_shown) why = kind;
        if (free_place == 0) free_place = place + 1;
        continue;
      }
      check_encoding(context, row, cell);
      gap = gap || free_place > 0;
      if (!add_item(context, row, cell.text, order)) return;
      texts.append(texts.empty() ? "" : ", ").append(cell.text);
    }
    if (order.empty()) return set_missing(row, why);
    if (gap)
      invalid(context, row, "ranking.gap", texts,
              "place " + std::to_string(free_place) + " is free before a taken one");
    store(context, row, order, texts);
  }

  void read_places_of_items(ReadContext& context, std::int64_t row) {
    std::vector<std::pair<int, int>> placed;  // place, item
    std::string texts;
    Missing why = Missing::not_shown;
    for (std::size_t item = 0; item < source_.parts.size(); ++item) {
      const Cell cell = context.cell(row, source_.parts[item]);
      if (const Missing kind = context.absent(cell); kind != Missing::none) {
        if (why == Missing::not_shown) why = kind;
        continue;
      }
      check_encoding(context, row, cell);
      const std::optional<double> place = parse_number(cell.text, context.comma).value;
      if (!place || std::fabs(*place) > 1e6 || *place != std::floor(*place))
        return invalid(context, row, "number.type", cell.text, "expected the place of item " + ranking_.items[item]);
      placed.emplace_back(static_cast<int>(*place), static_cast<int>(item));
      texts.append(texts.empty() ? "" : ",").append(cell.text);
    }
    if (placed.empty()) return set_missing(row, why);
    std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    check_places(context, row, placed, texts);
    if (!is_valid(row)) return;
    std::vector<int> order;
    for (const auto& entry : placed) order.push_back(entry.second);
    store(context, row, order, texts);
  }

  /// Sorted places must be 1, 2, 3, ... Items that share a place excuse the places right after it (1, 1, 3).
  void check_places(ReadContext& context, std::int64_t row, const std::vector<std::pair<int, int>>& placed,
                    const std::string& texts) {
    bool shared = false, gap = placed.front().first != 1;
    for (std::size_t i = 1; i < placed.size(); ++i) {
      shared = shared || placed[i].first == placed[i - 1].first;
      gap = gap || (placed[i].first > placed[i - 1].first + 1 && placed[i].first > static_cast<int>(i) + 1);
    }
    if (shared) invalid(context, row, "ranking.duplicate_position", texts, "two items share a place");
    if (gap) invalid(context, row, "ranking.gap", texts, "expected the places 1, 2, 3, ... without a gap");
  }

  bool add_item(ReadContext& context, std::int64_t row, std::string_view text, std::vector<int>& order) {
    const int item = source_.codes.find(text);
    if (item == OptionCodes::none) {
      invalid(context, row, "option.unknown", text, "expected one of the items to rank");
      return false;
    }
    if (order.size() <= ranking_.items.size()) order.push_back(item);
    return true;
  }

  void store(ReadContext& context, std::int64_t row, const std::vector<int>& order, std::string_view texts) {
    std::vector<int> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
      return invalid(context, row, "ranking.duplicate_item", texts,
                     "item " + ranking_.items[static_cast<std::size_t>(*twice)] + " is ranked twice");
    if (!is_valid(row)) return;
    const std::size_t start = static_cast<std::size_t>(row) * ranking_.items.size();
    for (std::size_t place = 0; place < order.size(); ++place)
      ranking_.order[start + place] = static_cast<std::uint16_t>(order[place]);
  }

  void invalid(ReadContext& context, std::int64_t row, const char* rule, std::string_view value,
               const std::string& detail) {
    problem(context, row, rule, value, detail);
    set_missing(row, Missing::invalid);
  }

  [[nodiscard]] bool is_valid(std::int64_t row) const { return !is_invalid(row); }

  const QuestionSource& source_;
  RankingColumn ranking_;
};

}  // namespace

void add_ranking_reader(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  out.push_back(std::make_unique<RankingReader>(question, source, rows));
}

}  // namespace enkat::detail
