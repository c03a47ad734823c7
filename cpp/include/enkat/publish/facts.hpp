#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "enkat/disclosure/safe_table.hpp"

namespace enkat {

/// A published cell, by position: table in the span the facts were asked for, cell in that table.
struct CellRef {
  std::size_t table = 0;
  std::size_t cell = 0;
};

/// What a sentence says: the key of its message in the language catalogues, and the cells its numbers are taken from.
/// A sentence can hold no other number, so each of them is in its table.
struct Fact {
  std::string rule;
  std::vector<CellRef> cells;
};

/// The facts of one question, from its published figures in the column "total"; a matrix has one table per row.
/// Always at least one. Rules (PUBLISHING, section 8):
///
/// nothing to say   none.small_base, none.confidential, none.unreliable, none.no_answers
/// nominal, classes single.majority (p > 50, and L > 50 where an interval is shown), single.most_often (clearly above
/// the
///                  second), single.about_equal; a claim about the largest answer is made only when it is larger than
///                  everything hidden together
/// multi            multi.most_often: up to three answers, largest first
/// ordinal          ordinal.poles: positive and negative nets; without nets as nominal
/// groups           nps.score: net promoter score, promoters, detractors
/// ranking          ranking.first: most first places, and the mean rank of that item where it is published
/// number           number.mean: mean; with classes also the most frequent class by the nominal rules
/// text             text.answers: how many wrote something
/// matrix           matrix.highest_lowest: the rows with the highest and lowest positive net; matrix.rows without nets
[[nodiscard]] std::vector<Fact> facts_of(std::span<const SafeTable> tables);

}  // namespace enkat
