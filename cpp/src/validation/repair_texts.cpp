#include <array>

#include "enkat/validation/finding.hpp"
#include "message_texts.hpp"

namespace enkat {
namespace {

struct Repair {
  Rule rule;
  std::string_view en, sv;
};

using enum Rule;

constexpr Repair repairs[] = {
    {required_missing, "Ask the respondent again, or count the answer as missing",
     "Fråga den svarande igen, eller räkna svaret som saknat"},
    {option_unknown, "Map the text to an option, or add the option to the definition",
     "Koda texten till ett alternativ, eller lägg till alternativet i definitionen"},
    {choice_exclusive, "Blank the answer; which choice was meant cannot be known",
     "Ta bort svaret; vilket val som avsågs går inte att veta"},
    {choice_count, "Blank the answer, or correct the limits of the question",
     "Ta bort svaret, eller rätta frågans gränser"},
    {number_type, "Read the number out of the text by hand, or blank it",
     "Läs talet ur texten för hand, eller ta bort det"},
    {number_range, "Look for a slipped digit or another unit; else blank it",
     "Sök efter en felskriven siffra eller en annan enhet; ta annars bort det"},
    {number_decimals, "Round it, or allow more decimals in the definition",
     "Avrunda det, eller tillåt fler decimaler i definitionen"},
    {number_step, "Round it to a step, or correct the step in the definition",
     "Avrunda till ett steg, eller rätta steget i definitionen"},
    {date_invalid, "Look for exchanged day and month; else blank it",
     "Sök efter omkastad dag och månad; ta annars bort det"},
    {date_range, "Look for a slipped year; else blank it", "Sök efter ett felskrivet årtal; ta annars bort det"},
    {text_length, "Shorten the text, or correct the limits of the question",
     "Korta texten, eller rätta frågans gränser"},
    {text_pattern, "Correct the text by hand, or blank it", "Rätta texten för hand, eller ta bort den"},
    {ranking_duplicate_item, "Blank the ranking; which place was meant cannot be known",
     "Ta bort rangordningen; vilken plats som avsågs går inte att veta"},
    {ranking_duplicate_position, "Blank the ranking; which item comes first cannot be known",
     "Ta bort rangordningen; vilken sak som kommer först går inte att veta"},
    {ranking_gap, "Move the later places up, or blank the ranking",
     "Flytta upp de senare platserna, eller ta bort rangordningen"},
    {ranking_count, "Blank the ranking, or correct the limits of the question",
     "Ta bort rangordningen, eller rätta frågans gränser"},
    {routing_answered_when_hidden, "Blank the answer, or correct the answer that routes to it",
     "Ta bort svaret, eller rätta svaret som styr till det"},
    {layout_split_mismatch, "Export the file again without editing it", "Exportera filen igen utan att ändra i den"},
    {file_encoding, "Save the file as UTF-8 from its source", "Spara filen som UTF-8 från källan"},
    {unique_repeated, "Find out which of the records is right", "Ta reda på vilket av svaren som är rätt"},
    {window_early, "Reject the record: a test, or extend the window",
     "Avvisa svaret: ett test, eller utvidga perioden"},
    {window_late, "Reject the record, or extend the window in the definition",
     "Avvisa svaret, eller utvidga perioden i definitionen"},
    {unit_duplicate_id, "Keep the first record", "Behåll det första svaret"},
    {meta_duration, "Check the clock of the survey tool; use no duration of this record",
     "Kontrollera verktygets klocka; använd ingen tid från detta svar"},
    {file_ragged_row, "Export the file again; look for an unquoted separator",
     "Exportera filen igen; sök efter ett skiljetecken utan citattecken"},
    {other_text_without_option, "Code the text, or choose the option for it",
     "Koda texten, eller välj alternativet till den"},
    {quality_straightline, "Judge it with the record's other findings",
     "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_attention, "Judge it with the record's other findings", "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_open_text, "Blank the text, and look at the record's other answers",
     "Ta bort texten, och se på svarets övriga delar"},
    {text_formula, "Keep the text; enkat neutralises it when it writes a spreadsheet",
     "Behåll texten; enkat gör den ofarlig i kalkylblad"},
    {text_control, "Remove the control characters", "Ta bort styrtecknen"},
    {audience_ineligible, "Leave the record out of results about the audience",
     "Räkna inte svaret i resultat om målgruppen"},
    {unit_duplicate_respondent, "Find out which of the records the respondent means",
     "Ta reda på vilket av svaren den svarande avser"},
    {unit_duplicate_answers, "Look at times and origin of both records before removing one",
     "Se på tid och ursprung för båda svaren innan ett tas bort"},
    {quality_speeding, "Judge it with the record's other findings", "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_bot, "Look at the open answers and the time of the record", "Se på de öppna svaren och svarets tid"},
    {meta_language, "Check the language list of the definition", "Kontrollera definitionens språklista"},
    {meta_version, "Compare the versions with survey.diff before pooling them",
     "Jämför versionerna med survey.diff innan de slås ihop"},
    {other_option_without_text, "Nothing to repair; the option counts", "Inget att rätta; alternativet räknas"},
    {unit_breakoff, "Decide by the share of answered items whether it counts as partial",
     "Avgör av andelen besvarade frågor om det räknas som ofullständigt"},
    {quality_incomplete, "Weight for item nonresponse, or leave the record out",
     "Vikta för partiellt bortfall, eller räkna inte svaret"},
    {quality_item_nonresponse, "Weight for item nonresponse, or leave the record out",
     "Vikta för partiellt bortfall, eller räkna inte svaret"},
    {quality_longstring, "Judge it with the record's other findings", "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_variability, "Judge it with the record's other findings", "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_even_odd, "Judge it with the record's other findings", "Bedöm det tillsammans med svarets övriga fynd"},
    {quality_text_entropy, "Blank the text, and look at the record's other answers",
     "Ta bort texten, och se på svarets övriga delar"},
    {quality_text_copy, "Look at times and origin of the records with this text",
     "Se på tid och ursprung för svaren med denna text"},
    {quality_near_duplicate, "Compare both records; ask who collected them",
     "Jämför båda svaren; fråga vem som samlade in dem"},
    {check, "Look at the answers that the check compares", "Se på svaren som kontrollen jämför"},
};
static_assert(std::size(repairs) == static_cast<std::size_t>(check) + 1);

}  // namespace

std::string_view suggested_repair(Rule rule, std::string_view language) {
  const Repair& found = repairs[static_cast<std::size_t>(rule)];
  return detail::is_swedish(language) ? found.sv : found.en;
}

}  // namespace enkat
