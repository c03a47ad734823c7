#pragma once
#include <memory>

#include "enkat/tables/banner.hpp"

// The pieces banner.cpp puts together.

namespace enkat::detail {

/// The columns of a group as one variable that every row has a level of; see ProfileRequest::column.
struct GroupColumns {
  const Codes* given = nullptr;  ///< the caller's codes, where they will do as they are
  std::unique_ptr<Codes> codes;
  std::unique_ptr<OptionSet> options;
  std::vector<std::vector<std::int32_t>> columns;  ///< the last is the whole

  [[nodiscard]] Factor factor() const { return {given ? given : codes.get(), options.get()}; }
};
[[nodiscard]] GroupColumns group_columns(const Design& design, const BannerGroup& group);

/// A row question as a profile computes it: its lines, and the squares behind means.
struct RowLines {
  std::unique_ptr<OptionSet> options;  ///< with a bit for every net
  std::unique_ptr<Numbers> square;
  Variable variable;
  std::vector<ProfileLine> lines;
  std::vector<std::int64_t> shown;      ///< by line of the table: its line here; sd: that of its mean
  std::vector<std::int64_t> square_of;  ///< by line here: the line of its squares, or -1
};
[[nodiscard]] RowLines row_lines(const BannerRow& row, bool answers);

/// Standard deviation behind line `l` in a column, from the mean and the mean of squares; n/(n-1) as R's svyvar.
[[nodiscard]] double sd_of(const RowLines& rows, const Profile& profile, std::size_t l, std::size_t column);

/// Tests of the columns of a group (the last one of the profile is the whole) within line `l`: pairs, or each against
/// the whole.
[[nodiscard]] std::vector<Comparison> comparisons_of(const RowLines& rows, const Profile& profile, std::size_t l,
                                                     bool share, const std::vector<std::uint8_t>& hidden, double df,
                                                     bool against_whole, const LetterOptions& options);

}  // namespace enkat::detail
