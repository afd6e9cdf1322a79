// Rows become the columns of a block, inside the frame: (x - shift) * a * b, without rounding.
//
// Few columns: all of a row at once, so that each is read once and the loop has a constant length.
// Twin: cpp/tests/points_test.cpp.
#pragma once

#include "by_columns.hpp"
#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
inline void scale_column(T* column, T shift, T a, T b) {
  for (int p = 0; p < kBlock; ++p) column[p] = (column[p] - shift) * a * b;
}

// `row(p)` is where row p of the block begins.
template <class T, int D, class Row>
inline void pack_few(const Row& row, const T* shift, T a, T b, T* block) {
  for (int p = 0; p < kBlock; ++p)
    for (int j = 0; j < D; ++j) block[j * kBlock + p] = row(p)[j];
  for (int j = 0; j < D; ++j) scale_column(block + j * kBlock, shift[j], a, b);
}

template <class T, class Row>
inline void pack_some(const Row& row, int d, const T* shift, T a, T b, T* block) {
  constexpr int kColumns = 64;   // at a time: what is written stays in cache
  if (by_columns<kLowDimensions>(d, [&](auto D) { pack_few<T, decltype(D)::value>(row, shift, a, b, block); })) return;
  for (int from = 0; from < d; from += kColumns) {
    const int to = from + kColumns < d ? from + kColumns : d;
    for (int p = 0; p < kBlock; ++p)
      for (int j = from; j < to; ++j) block[size_t(j) * kBlock + p] = row(p)[j];
    for (int j = from; j < to; ++j) scale_column(block + size_t(j) * kBlock, shift[j], a, b);
  }
}

template <class T>
void pack_block(const T* const* rows, int d, const T* shift, T a, T b, T* block) {
  pack_some([rows](int p) { return rows[p]; }, d, shift, a, b, block);
}

template <class T>
void pack_next(const T* rows, int d, const T* shift, T a, T b, T* block) {
  pack_some([rows, d](int p) { return rows + size_t(p) * d; }, d, shift, a, b, block);
}

}  // namespace COVEY_ISA
}  // namespace covey
