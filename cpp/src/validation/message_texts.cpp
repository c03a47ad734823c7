#include "message_texts.hpp"

namespace enkat::detail {
namespace {

/// When a sentence is used: `any`, or for one side of a range, or when there is no value or bound to name.
enum class When : std::uint8_t { any, below, above, no_value, no_expected };

struct Sentence {
  Rule rule;
  When when;
  std::string_view en, sv;
};

using enum Rule;

// The special sentences of a rule stand before its general one.
constexpr Sentence sentences[] = {
    {required_missing, When::any, "No answer to the required question “{question}”",
     "Inget svar på den obligatoriska frågan ”{question}”"},
    {option_unknown, When::any, "“{value}” is not an option of “{question}”",
     "”{value}” är inte ett svarsalternativ till ”{question}”"},
    {choice_exclusive, When::any,
     "An option that excludes all others was chosen together with others: {value}; “{question}”",
     "Ett alternativ som utesluter alla andra valdes tillsammans med andra: {value}; ”{question}”"},
    {choice_count, When::below, "{value} chosen, at least {expected} expected; “{question}”",
     "{value} valda, minst {expected} väntades; ”{question}”"},
    {choice_count, When::any, "{value} chosen, at most {expected} allowed; “{question}”",
     "{value} valda, högst {expected} tillåtna; ”{question}”"},
    {number_type, When::any, "“{value}” is not a number; “{question}”", "”{value}” är inte ett tal; ”{question}”"},
    {number_range, When::below, "{value} is below the minimum of {expected}; “{question}”",
     "{value} är under minimivärdet {expected}; ”{question}”"},
    {number_range, When::any, "{value} is above the maximum of {expected}; “{question}”",
     "{value} är över maximivärdet {expected}; ”{question}”"},
    {number_decimals, When::any, "{value} has more decimals than the {expected} allowed; “{question}”",
     "{value} har fler decimaler än de {expected} som är tillåtna; ”{question}”"},
    {number_step, When::any, "{value} is not a whole number of steps of {expected}; “{question}”",
     "{value} är inte ett helt antal steg om {expected}; ”{question}”"},
    {date_invalid, When::any, "“{value}” is not a date or time that exists; “{question}”",
     "”{value}” är inte ett datum eller en tid som finns; ”{question}”"},
    {date_range, When::below, "{value} is before the earliest allowed, {expected}; “{question}”",
     "{value} är före det tidigaste tillåtna, {expected}; ”{question}”"},
    {date_range, When::any, "{value} is after the latest allowed, {expected}; “{question}”",
     "{value} är efter det senaste tillåtna, {expected}; ”{question}”"},
    {text_length, When::below, "{detail} characters, at least {expected} expected; “{question}”",
     "{detail} tecken, minst {expected} väntades; ”{question}”"},
    {text_length, When::any, "{detail} characters, at most {expected} allowed; “{question}”",
     "{detail} tecken, högst {expected} tillåtna; ”{question}”"},
    {text_pattern, When::any, "“{value}” does not have the expected form {expected}; “{question}”",
     "”{value}” har inte den väntade formen {expected}; ”{question}”"},
    {ranking_duplicate_item, When::any, "The same item is ranked twice: {value}; “{question}”",
     "Samma sak rangordnas två gånger: {value}; ”{question}”"},
    {ranking_duplicate_position, When::any, "Two items share a place: {value}; “{question}”",
     "Två saker delar plats: {value}; ”{question}”"},
    {ranking_gap, When::any, "A place in the ranking is left out: {value}; “{question}”",
     "En plats i rangordningen saknas: {value}; ”{question}”"},
    {ranking_count, When::below, "{value} ranked, at least {expected} expected; “{question}”",
     "{value} rangordnade, minst {expected} väntades; ”{question}”"},
    {ranking_count, When::any, "{value} ranked, at most {expected} allowed; “{question}”",
     "{value} rangordnade, högst {expected} tillåtna; ”{question}”"},
    {routing_answered_when_hidden, When::no_value, "“{question}” was answered although it is asked only if {expected}",
     "”{question}” besvarades fast den bara ställs om {expected}"},
    {routing_answered_when_hidden, When::any,
     "“{question}” was answered ({value}) although it is asked only if {expected}",
     "”{question}” besvarades ({value}) fast den bara ställs om {expected}"},
    {layout_split_mismatch, When::any, "The summary column and the columns per option disagree; “{question}”",
     "Den samlade kolumnen och kolumnerna per alternativ säger olika; ”{question}”"},
    {file_encoding, When::no_value, "The cell is not valid UTF-8; “{question}”",
     "Cellen är inte giltig UTF-8; ”{question}”"},
    {file_encoding, When::any, "The cell is not valid UTF-8, it was read as “{value}”; “{question}”",
     "Cellen är inte giltig UTF-8, den lästes som ”{value}”; ”{question}”"},
    {unique_repeated, When::any, "{value} was already given in record {expected}, and must be unique; “{question}”",
     "{value} förekommer redan i svar {expected} och måste vara unikt; ”{question}”"},
    {window_early, When::any, "Submitted {value}, before the window opened {expected}",
     "Inskickat {value}, innan enkäten öppnade {expected}"},
    {window_late, When::any, "Submitted {value}, after the window closed {expected}",
     "Inskickat {value}, efter att enkäten stängde {expected}"},
    {unit_duplicate_id, When::any, "The same response identifier as record {expected}",
     "Samma svarsidentitet som svar {expected}"},
    {meta_duration, When::any, "Ended {value}, before it started {expected}",
     "Slutade {value}, före starten {expected}"},
    {file_ragged_row, When::any, "The row does not have as many cells as the header",
     "Raden har inte lika många celler som rubrikraden"},
    {other_text_without_option, When::any,
     "The text “{value}” stands beside an option that was not chosen; “{question}”",
     "Texten ”{value}” hör till ett alternativ som inte valdes; ”{question}”"},
    {quality_straightline, When::any, "All {expected} rows answered {value}; “{question}”",
     "Alla {expected} rader besvarade {value}; ”{question}”"},
    {quality_attention, When::any, "The control question was answered {value}, expected {expected}; “{question}”",
     "Kontrollfrågan besvarades {value}, väntat {expected}; ”{question}”"},
    {quality_open_text, When::any, "“{value}” does not read as an answer; “{question}”",
     "”{value}” ser inte ut som ett svar; ”{question}”"},
    {text_formula, When::any, "The text would run as a formula in a spreadsheet: “{value}”; “{question}”",
     "Texten skulle köras som en formel i ett kalkylblad: ”{value}”; ”{question}”"},
    {text_control, When::any, "The text contains the control character {expected}: “{value}”; “{question}”",
     "Texten innehåller styrtecknet {expected}: ”{value}”; ”{question}”"},
    {audience_ineligible, When::any, "{value} is outside the audience of the survey; “{question}”",
     "{value} hör inte till enkätens målgrupp; ”{question}”"},
    {unit_duplicate_respondent, When::no_value, "The same respondent as record {expected}, under another identifier",
     "Samma svarande som svar {expected}, under en annan identitet"},
    {unit_duplicate_respondent, When::any,
     "The same respondent ({value}) as record {expected}, under another identifier",
     "Samma svarande ({value}) som svar {expected}, under en annan identitet"},
    {unit_duplicate_answers, When::any, "All answers are those of record {expected}",
     "Alla svar är desamma som i svar {expected}"},
    {quality_speeding, When::any,
     "Answered in {value} s; less than {expected} s is too fast to have read the questions",
     "Besvarat på {value} s; under {expected} s är för fort för att ha läst frågorna"},
    {quality_bot, When::any, "The robot test gave {value}, below {expected}",
     "Robottestet gav {value}, under {expected}"},
    {meta_language, When::any, "Answered in the language “{value}”; the survey has {expected}",
     "Besvarat på språket ”{value}”; enkäten finns på {expected}"},
    {meta_version, When::any, "Form version “{value}”, expected “{expected}”",
     "Formulärversion ”{value}”, väntat ”{expected}”"},
    {other_option_without_text, When::any, "The option {value} was chosen, but its text is empty; “{question}”",
     "Alternativet {value} valdes, men texten saknas; ”{question}”"},
    {unit_breakoff, When::no_expected, "Not submitted: the respondent answered nothing",
     "Inte inskickat: den svarande svarade inte på något"},
    {unit_breakoff, When::any, "Not submitted: the respondent stopped after {expected}",
     "Inte inskickat: den svarande slutade efter {expected}"},
    {quality_incomplete, When::any, "{value} % of the asked items answered, a complete record has {expected} %",
     "{value} % av de ställda frågorna besvarade, ett fullständigt svar har {expected} %"},
    {quality_item_nonresponse, When::any,
     "{value} % of the asked items are not answered, at most {expected} % expected",
     "{value} % av de ställda frågorna är obesvarade, högst {expected} % väntades"},
    {quality_longstring, When::any, "{value} equal scale answers in a row, at most {expected} expected",
     "{value} lika skalsvar i rad, högst {expected} väntades"},
    {quality_variability, When::any,
     "The scale answers vary by {value} (standard deviation), at least {expected} expected",
     "Skalsvaren varierar med {value} (standardavvikelse), minst {expected} väntades"},
    {quality_even_odd, When::any, "The halves of the scales correlate by {value}, at least {expected} expected",
     "Skalornas halvor korrelerar med {value}, minst {expected} väntades"},
    {quality_text_entropy, When::any,
     "“{value}” repeats itself: {detail} bits per character, at least {expected} expected; “{question}”",
     "”{value}” upprepar sig: {detail} bitar per tecken, minst {expected} väntades; ”{question}”"},
    {quality_text_copy, When::any,
     "“{value}” is the answer in {detail} records, in at most {expected} expected; “{question}”",
     "”{value}” är svaret i {detail} svar, i högst {expected} väntades; ”{question}”"},
    {quality_near_duplicate, When::any, "{value} % of the answers are those of record {expected}",
     "{value} % av svaren är desamma som i svar {expected}"},
    {check, When::any, "The check {check} failed: {expected}", "Kontrollen {check} slog fel: {expected}"},
};

bool is_meant(When when, Side side, bool no_value, bool no_expected) {
  switch (when) {
    case When::any:
      return true;
    case When::below:
      return side == Side::below;
    case When::above:
      return side == Side::above;
    case When::no_value:
      return no_value;
    case When::no_expected:
      return no_expected;
  }
  return false;
}

}  // namespace

bool is_swedish(std::string_view language) { return language == "sv" || language.starts_with("sv-"); }

std::string_view message_text(Rule rule, Side side, bool no_value, bool no_expected, std::string_view language) {
  const bool swedish = is_swedish(language);
  for (const Sentence& s : sentences)
    if (s.rule == rule && is_meant(s.when, side, no_value, no_expected)) return swedish ? s.sv : s.en;
  return {};
}

}  // namespace enkat::detail
