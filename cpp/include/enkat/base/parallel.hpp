#pragma once
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <limits>
#include <thread>
#include <vector>

#include "enkat/base/interrupt.hpp"

namespace enkat {

/// Runs task(0) ... task(tasks - 1), each exactly once, on at most `threads` threads (0: all cores).
/// Every task writes only its own slot, so the result does not depend on how many threads there were. After a task
/// that throws, or an interrupt, no further one is begun; of several failures that of the first task is thrown.
template <class Task>
void for_blocks(std::int64_t tasks, int threads, Task&& task) {
  const auto hardware = static_cast<std::int64_t>(std::max(1U, std::thread::hardware_concurrency()));
  const std::int64_t workers = std::min(tasks, threads > 0 ? threads : hardware);
  if (workers <= 1) {
    for (std::int64_t i = 0; i < tasks; ++i) {
      stop_if_interrupted();
      task(i);
    }
    return;
  }
  std::atomic<std::int64_t> next{0};
  struct Failure {
    std::int64_t task = std::numeric_limits<std::int64_t>::max();
    std::exception_ptr what = nullptr;
  };
  std::vector<Failure> failures(static_cast<std::size_t>(workers));
  const auto work = [&](std::size_t worker) {
    for (std::int64_t i = next++; i < tasks; i = next++) {
      try {
        stop_if_interrupted();
        task(i);
      } catch (...) {
        failures[worker] = {i, std::current_exception()};
        next = tasks;
        return;
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t t = 1; t < static_cast<std::size_t>(workers); ++t) pool.emplace_back(work, t);
    work(0);
  }
  const auto first = std::min_element(failures.begin(), failures.end(),
                                      [](const Failure& a, const Failure& b) { return a.task < b.task; });
  if (first->what) std::rethrow_exception(first->what);
}

/// Into how many lanes rows are cut: depends on the rows and on the bytes of one lane's state only, never on threads,
/// so that sums have the same bits for any number of threads. At most 8 lanes and 8 MB of states together.
[[nodiscard]] constexpr std::int64_t lanes_for(std::int64_t rows, std::int64_t state_bytes) {
  constexpr std::int64_t most = 8, budget = 8 << 20, rows_per_lane = 16384;
  const std::int64_t by_memory = budget / std::max<std::int64_t>(state_bytes, 1);
  return std::clamp<std::int64_t>(std::min(rows / rows_per_lane, by_memory), 1, most);
}

/// First row of a lane; lane `lanes` gives `rows`.
[[nodiscard]] constexpr std::int64_t lane_begin(std::int64_t lane, std::int64_t lanes, std::int64_t rows) {
  return rows / lanes * lane + std::min(lane, rows % lanes);
}

}  // namespace enkat
