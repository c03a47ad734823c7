#pragma once
#include <memory>
#include <utility>
#include <vector>

namespace enkat {

/// An allocator whose vector leaves new numbers as they are: `resize` costs nothing, and the threads that fill the
/// vector are the ones that first touch its memory.
template <class T>
struct LeaveAsIs : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = LeaveAsIs<U>;
  };
  template <class U>
  void construct(U* at) noexcept {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
  }
};

/// For large arrays that are written in full after `resize`.
template <class T>
using Uninitialised = std::vector<T, LeaveAsIs<T>>;

}  // namespace enkat
