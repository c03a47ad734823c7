#include "enkat/validation/validate.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "block.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/validation/validate_each.hpp"
#include "families.hpp"

namespace enkat {
namespace detail {
namespace {

/// Blocks are cut by rows only, never by threads, so that the findings are the same for any number of them.
struct Cut {
  std::int64_t rows, size, blocks;

  Cut(const Definition& definition, std::int64_t all_rows, std::int64_t wanted) : rows(all_rows), size(wanted) {
    if (std::ranges::any_of(definition.questions, &Question::unique)) size = std::max<std::int64_t>(rows, 1);
    blocks = std::max<std::int64_t>((rows + size - 1) / size, 1);
  }
  [[nodiscard]] std::int64_t begin(std::int64_t block) const { return std::min(block * size, rows); }
};

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Measures joined(std::vector<BlockResult>& blocks) {
  Measures out;
  for (BlockResult& b : blocks) {
    append(out.asked, b.measures.asked);
    append(out.answered, b.measures.answered);
    append(out.last, b.measures.last);
    append(out.completion, b.measures.completion);
    append(out.longstring, b.measures.longstring);
    append(out.variability, b.measures.variability);
    append(out.even_odd, b.measures.even_odd);
  }
  return out;
}

/// What is judged of whole records before their answers.
void judge_before(State& file) {
  judge_window(file);
  judge_identifiers(file);
  judge_meta(file);
}

/// What is judged of whole records with the hashes and texts of all blocks; the file's findings, in order.
std::vector<Finding> judge_after(State& file, const std::vector<BlockResult>& blocks) {
  judge_equal_answers(file, blocks);
  judge_speeding(file);
  judge_bots(file);
  if (file.options.quality) {
    judge_text_copies(file, *file.options.quality, blocks);
    judge_near_duplicates(file, *file.options.quality);
  }
  return in_order(file);
}

std::vector<Finding> merged(std::vector<BlockResult>& blocks, std::vector<Finding>& of_file) {
  std::size_t n = of_file.size();
  for (const BlockResult& b : blocks) n += b.findings.size();
  std::vector<Finding> out;
  out.reserve(n);
  auto next = of_file.begin();
  for (BlockResult& b : blocks)
    for (Finding& f : b.findings) {
      for (; next != of_file.end() && comes_before(*next, f); ++next) out.push_back(std::move(*next));
      out.push_back(std::move(f));
    }
  std::move(next, of_file.end(), std::back_inserter(out));
  return out;
}

}  // namespace
}  // namespace detail

ValidationReport validate(const Definition& definition, const Responses& responses, const ValidateOptions& options) {
  if (options.quality) check_quality_rules(*options.quality);
  detail::State file(definition, responses, options, detail::Scope::file);
  detail::judge_before(file);
  const detail::BlockJudge judge(file);
  const detail::Cut cut(definition, responses.rows, detail::block_rows);
  std::vector<detail::BlockResult> blocks(static_cast<std::size_t>(cut.blocks));
  ProgressCount progress(options.progress, responses.rows);
  for_blocks(cut.blocks, options.threads, [&](std::int64_t b) {
    blocks[static_cast<std::size_t>(b)] = judge.judge(cut.begin(b), cut.begin(b + 1));
    progress.add(cut.begin(b + 1) - cut.begin(b));
  });
  std::vector<Finding> of_file = detail::judge_after(file, blocks);
  progress.finish();
  return {responses.rows, detail::merged(blocks, of_file), detail::joined(blocks)};
}

void validate_each(const Definition& definition, const Responses& responses, const ValidateOptions& options,
                   const std::function<void(const Finding&)>& sink, std::int64_t block_rows) {
  if (options.quality) check_quality_rules(*options.quality);
  if (block_rows < 1)
    throw Error(ErrorCode::data, "found " + std::to_string(block_rows) + ", expected 1 or more", "block_rows");
  detail::State file(definition, responses, options, detail::Scope::file);
  detail::judge_before(file);
  const detail::BlockJudge judge(file);
  const detail::Cut keys(definition, responses.rows, detail::block_rows);
  std::vector<detail::BlockResult> blocks(static_cast<std::size_t>(keys.blocks));
  for_blocks(keys.blocks, options.threads, [&](std::int64_t b) {
    blocks[static_cast<std::size_t>(b)] = judge.keys(keys.begin(b), keys.begin(b + 1));
  });
  const std::vector<Finding> of_file = detail::judge_after(file, blocks);
  blocks.clear();
  auto next = of_file.begin();
  const detail::Cut cut(definition, responses.rows, block_rows);
  ProgressCount progress(options.progress, responses.rows);
  for (std::int64_t b = 0; b < cut.blocks; ++b) {
    stop_if_interrupted();
    for (const Finding& f : judge.judge(cut.begin(b), cut.begin(b + 1)).findings) {
      for (; next != of_file.end() && detail::comes_before(*next, f); ++next) sink(*next);
      sink(f);
    }
    progress.add(cut.begin(b + 1) - cut.begin(b));
  }
  for (; next != of_file.end(); ++next) sink(*next);
}

}  // namespace enkat
