#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "enkat/base/parallel.hpp"
#include "enkat/base/progress.hpp"

using namespace enkat;

TEST(Parallel, runs_every_task_once) {
  for (const int threads : {1, 2, 3, 7}) {
    std::vector<int> runs(100, 0);
    for_blocks(100, threads, [&](std::int64_t i) { ++runs[static_cast<std::size_t>(i)]; });
    EXPECT_EQ(runs, std::vector<int>(100, 1));
  }
}

TEST(Parallel, throws_the_failure_of_the_first_task_whatever_the_threads) {
  for (const int threads : {1, 2, 3, 7}) {
    try {
      for_blocks(50, threads, [](std::int64_t i) {
        if (i == 3) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        if (i >= 3) throw std::runtime_error(std::to_string(i));
      });
      FAIL() << "expected an error";
    } catch (const std::runtime_error& e) {
      EXPECT_STREQ(e.what(), "3");
    }
  }
}

TEST(Parallel, an_interrupt_ends_the_tasks) {
  set_interrupt_check([] { return true; });
  for (const int threads : {1, 2}) {
    std::atomic<int> done{0};
    const auto task = [&](std::int64_t) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      ++done;
    };
    EXPECT_THROW(for_blocks(1000, threads, task), Interrupted);
    EXPECT_LT(done, 1000);
  }
  set_interrupt_check(nullptr);
}

TEST(Progress, is_told_on_the_callers_thread_and_ends_at_the_whole) {
  for (const int threads : {1, 2, 3, 7}) {
    std::vector<std::int64_t> told;
    const auto caller = std::this_thread::get_id();
    const Progress listener = [&](std::int64_t done, std::int64_t all) {
      EXPECT_EQ(std::this_thread::get_id(), caller);
      EXPECT_EQ(all, 400);
      told.push_back(done);
    };
    ProgressCount count(listener, 400);
    for_blocks(200, threads, [&](std::int64_t) { count.add(2); });
    count.finish();
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.back(), 400);
  }
}

TEST(Progress, ends_the_work_by_throwing) {
  const Progress listener = [](std::int64_t, std::int64_t) { throw std::runtime_error("enough"); };
  ProgressCount count(listener, 100);
  EXPECT_THROW(for_blocks(100, 1, [&](std::int64_t) { count.add(1); }), std::runtime_error);
}
