// Arrays aligned for the widest vector, released by themselves.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace covey {

struct FreeAligned {
  void operator()(void* memory) const { std::free(memory); }
};

template <class T>
using AlignedArray = std::unique_ptr<T[], FreeAligned>;

// Uninitialised; throws std::bad_alloc. T must need no constructor.
template <class T>
AlignedArray<T> aligned_array(size_t size) {
  constexpr size_t kHugePage = size_t(1) << 21;
  const bool large = size * sizeof(T) >= 2 * kHugePage;
  const size_t unit = large ? kHugePage : 64;
  const size_t bytes = (size * sizeof(T) + unit - 1) / unit * unit;
  void* memory = std::aligned_alloc(unit, bytes == 0 ? unit : bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (large) madvise(memory, bytes, MADV_HUGEPAGE);   // 512 times fewer page faults; a wish, not a need
#endif
  return AlignedArray<T>(static_cast<T*>(memory));
}

// For vectors of many numbers: the same memory, and new numbers are left as they are found.
template <class T>
struct LargeMemory {
  using value_type = T;

  LargeMemory() = default;
  template <class U>
  LargeMemory(const LargeMemory<U>&) {}

  T* allocate(size_t size) { return aligned_array<T>(size).release(); }
  void deallocate(T* memory, size_t) { std::free(memory); }
  template <class U>
  void construct(U* at) {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Args>
  void construct(U* at, Args&&... args) {
    ::new (static_cast<void*>(at)) U(std::forward<Args>(args)...);
  }

  friend bool operator==(const LargeMemory&, const LargeMemory&) { return true; }
  friend bool operator!=(const LargeMemory&, const LargeMemory&) { return false; }
};

}  // namespace covey
