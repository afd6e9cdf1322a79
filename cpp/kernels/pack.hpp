// Rows become the columns of a block, inside the frame: (x - shift) * a * b, without rounding.
//
// Few columns: all of a row at once, so that each is read once and the loop has a constant length.
// Twin: cpp/tests/points_test.cpp.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
inline void scale_column(T* column, T shift, T a, T b) {
  for (int p = 0; p < kBlock; ++p) column[p] = (column[p] - shift) * a * b;
}

template <class T, int D>
inline void pack_few(const T* const* rows, const T* shift, T a, T b, T* block) {
  for (int p = 0; p < kBlock; ++p)
    for (int j = 0; j < D; ++j) block[j * kBlock + p] = rows[p][j];
  for (int j = 0; j < D; ++j) scale_column(block + j * kBlock, shift[j], a, b);
}

template <class T>
void pack_block(const T* const* rows, int d, const T* shift, T a, T b, T* block) {
  constexpr int kColumns = 64;   // at a time: what is written stays in cache
  switch (d) {
    case 1: return pack_few<T, 1>(rows, shift, a, b, block);
    case 2: return pack_few<T, 2>(rows, shift, a, b, block);
    case 3: return pack_few<T, 3>(rows, shift, a, b, block);
    case 4: return pack_few<T, 4>(rows, shift, a, b, block);
    case 5: return pack_few<T, 5>(rows, shift, a, b, block);
    case 6: return pack_few<T, 6>(rows, shift, a, b, block);
    case 7: return pack_few<T, 7>(rows, shift, a, b, block);
    case 8: return pack_few<T, 8>(rows, shift, a, b, block);
    default: break;
  }
  for (int from = 0; from < d; from += kColumns) {
    const int to = from + kColumns < d ? from + kColumns : d;
    for (int p = 0; p < kBlock; ++p)
      for (int j = from; j < to; ++j) block[size_t(j) * kBlock + p] = rows[p][j];
    for (int j = from; j < to; ++j) scale_column(block + size_t(j) * kBlock, shift[j], a, b);
  }
}

}  // namespace COVEY_ISA
}  // namespace covey
