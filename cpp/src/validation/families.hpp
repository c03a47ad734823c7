#pragma once
#include "state.hpp"

// The rule families, in the order in which validate() calls them. A new family is one file and one line here.
namespace enkat::detail {

// whole records, as the file has them
void judge_window(State& state);
void judge_duplicates(State& state);
void judge_meta(State& state);

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

// after every answer is judged
void judge_audience(State& state);
void judge_quality(State& state);
void judge_checks(State& state);

// on request, with the bounds of QualityRules; they measure every record
void judge_items(State& state, const QualityRules& rules);
void judge_longstring(State& state, const QualityRules& rules);
void judge_variability(State& state, const QualityRules& rules);
void judge_even_odd(State& state, const QualityRules& rules);
void judge_text_entropy(State& state, const QualityRules& rules);
void judge_text_copies(State& state, const QualityRules& rules);
void judge_near_duplicates(State& state, const QualityRules& rules);

}  // namespace enkat::detail
