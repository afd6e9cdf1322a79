// A borrowed view of n rows of d numbers, row after row.
#pragma once

#include <cstddef>

namespace covey {

template <class T>
struct Rows {
  const T* data = nullptr;
  size_t n = 0;
  int d = 0;

  const T* row(size_t i) const { return data + i * static_cast<size_t>(d); }
};

}  // namespace covey
