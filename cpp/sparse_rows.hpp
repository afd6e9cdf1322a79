// A borrowed view of n sparse rows of d columns: only what is not zero is stored, row after row (CSR).
//
// Columns of a row ascend and none repeats; Python has seen to that. A stored zero is allowed.
#pragma once

#include <cstddef>
#include <cstdint>

namespace covey {

template <class T>
struct SparseRows {
  const int64_t* starts = nullptr;    // (n + 1) into columns and values
  const int32_t* columns = nullptr;
  const T* values = nullptr;
  size_t n = 0;
  int d = 0;
};

}  // namespace covey
