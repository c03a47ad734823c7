#pragma once
#include "state.hpp"

// The rule families, in the order in which validate() calls them. A new family is one file and one line here.
namespace enkat::detail {

struct BlockResult;
struct OpenText;

// whole records, as the file has them, before the answers
void judge_window(State& file);
void judge_identifiers(State& file);
void judge_meta(State& file);

// one question, in the order of the questionnaire
void judge_routing(State& state, QuestionState& question);
void judge_required(State& state, QuestionState& question);
void judge_choice(State& state, QuestionState& question);
void judge_number(State& state, QuestionState& question);
void judge_date(State& state, QuestionState& question);
void judge_text(State& state, QuestionState& question);
void judge_ranking(State& state, QuestionState& question);
void judge_unique(State& state, QuestionState& question);
/// Makes the routed-away answers absent for every later condition, and computes a `calculated` question.
void settle(State& state, QuestionState& question);

// after every answer of a block is judged
void judge_audience(State& state);
void judge_careless(State& state);
void judge_checks(State& state);

/// One number per row that is equal for equal answers; 0 for rows that are not compared with others.
[[nodiscard]] std::vector<std::uint64_t> answer_hashes(const State& state);
/// The open answers of a block whose rows begin at `first` in the file.
[[nodiscard]] std::vector<OpenText> open_texts(State& state, std::int64_t first);

// whole records again, with what the blocks found
void judge_equal_answers(State& file, const std::vector<BlockResult>& blocks);
void judge_speeding(State& file);
void judge_bots(State& file);

// on request, with the bounds of QualityRules: block by block; they measure every record
void judge_items(State& state, const QualityRules& rules);
void judge_longstring(State& state, const QualityRules& rules);
void judge_variability(State& state, const QualityRules& rules);
void judge_even_odd(State& state, const QualityRules& rules);
void judge_text_entropy(State& state, const QualityRules& rules);
// on request: records compared with each other
void judge_text_copies(State& file, const QualityRules& rules, const std::vector<BlockResult>& blocks);
void judge_near_duplicates(State& file, const QualityRules& rules);

}  // namespace enkat::detail
