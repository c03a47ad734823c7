#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace enkat {

/// Cases of a sample by final disposition, counted or summed by weight.
///
///   I complete interviews       P partial interviews      R refusals and break-offs    NC non-contacts
///   O other eligible, not interviewed                     UH unknown whether a household or unit exists
///   UO unknown for other reasons                          NE known not to be eligible
///
/// Source: AAPOR (2023), Standard Definitions, 10th edition.
struct Dispositions {
  double I = 0, P = 0, R = 0, NC = 0, O = 0, UH = 0, UO = 0, NE = 0;
};

/// The rates of AAPOR's Standard Definitions. A rate without denominator is absent.
///
///   RR1 = I / (E + U)      RR3 = I / (E + eU)     RR5 = I / E         with I + P on top: RR2, RR4, RR6
///   COOP1 = I / (I+P+R+O)  COOP3 = I / (I+P+R)                        with I + P on top: COOP2, COOP4
///   REF1 = R / (E + U)     REF2 = R / (E + eU)    REF3 = R / E
///   CON1 = C / (C+NC+U)    CON2 = C / (C+NC+eU)   CON3 = C / (C+NC)
///
///   E = I+P+R+NC+O   U = UH+UO   C = I+P+R+O   e the share of U that is eligible
struct OutcomeRates {
  static constexpr std::array<std::string_view, 16> names = {"RR1",   "RR2",   "RR3",   "RR4",   "RR5",  "RR6",
                                                             "COOP1", "COOP2", "COOP3", "COOP4", "REF1", "REF2",
                                                             "REF3",  "CON1",  "CON2",  "CON3"};
  std::array<std::optional<double>, 16> values;  ///< in the order of `names`
  std::optional<double> e;                       ///< the share that was used; absent where nothing is eligible or not
};

/// All rates. Without `e` the share of eligible cases among those of known eligibility is used, E / (E + NE) (the
/// proportional allocation, or CASRO, estimate). Throws enkat::Error (data) for a negative count or an e outside 0
/// to 1.
[[nodiscard]] OutcomeRates outcome_rates(const Dispositions& cases, std::optional<double> e = {});

}  // namespace enkat
