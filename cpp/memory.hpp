// Arrays aligned for the widest vector, released by themselves.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace covey {

struct FreeAligned {
  void operator()(void* memory) const { std::free(memory); }
};

template <class T>
using AlignedArray = std::unique_ptr<T[], FreeAligned>;

// Uninitialised; throws std::bad_alloc. T must need no constructor.
template <class T>
AlignedArray<T> aligned_array(size_t size) {
  const size_t bytes = (size * sizeof(T) + 63) / 64 * 64;
  void* memory = std::aligned_alloc(64, bytes == 0 ? 64 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return AlignedArray<T>(static_cast<T*>(memory));
}

}  // namespace covey
