#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace enkat {

/// Told how much of a long piece of work is done, and of how much. Called between tasks, on the thread that began the
/// work, however many others share it. What it throws ends the work. Empty: nobody asks.
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

/// Counts what the tasks of one piece of work have done and tells it.
class ProgressCount {
 public:
  ProgressCount(const Progress& told, std::int64_t all) : told_(told), all_(all), thread_(std::this_thread::get_id()) {}

  /// From any thread.
  void add(std::int64_t more) {
    if (!told_) return;
    done_ += more;
    if (std::this_thread::get_id() == thread_) told_(done_, all_);
  }
  /// Once, when all tasks are done.
  void finish() const {
    if (told_) told_(all_, all_);
  }

 private:
  const Progress& told_;
  std::int64_t all_;
  std::thread::id thread_;
  std::atomic<std::int64_t> done_{0};
};

}  // namespace enkat
