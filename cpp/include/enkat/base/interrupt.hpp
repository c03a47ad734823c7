#pragma once
#include <exception>

namespace enkat {

/// Thrown out of a computation that was asked to stop; nothing it had begun is kept.
class Interrupted : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

/// Whether to stop. Asked between the tasks of a computation, on every thread it uses, on each at most every 50 ms.
/// nullptr (the default): never.
using InterruptCheck = bool (*)();
void set_interrupt_check(InterruptCheck check) noexcept;

/// Throws Interrupted where the check says so.
void stop_if_interrupted();

}  // namespace enkat
