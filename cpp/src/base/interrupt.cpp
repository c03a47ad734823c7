#include "enkat/base/interrupt.hpp"

#include <atomic>
#include <chrono>

namespace enkat {
namespace {

std::atomic<InterruptCheck> asked{nullptr};

}  // namespace

void set_interrupt_check(InterruptCheck check) noexcept { asked = check; }

void stop_if_interrupted() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds often{50};
  thread_local Clock::time_point last = Clock::now();
  const InterruptCheck check = asked;
  if (!check) return;
  const Clock::time_point now = Clock::now();
  if (now - last < often) return;
  last = now;
  if (check()) throw Interrupted();
}

}  // namespace enkat
