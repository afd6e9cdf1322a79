// The coordinates the engine works in: inside = (x - shift) * 2^-exponent, always without rounding.
//
// A column is shifted only when every value v of it satisfies shift <= v <= 2 shift (or the mirror image):
// then the subtraction is exact (Sterbenz 1974). Columns that straddle zero need no shift: their size is their
// spread. The scale is a power of two, so that squares neither overflow nor vanish. Hence a label, decided by
// exact differences, is the same inside and outside.
#pragma once

#include <cmath>
#include <vector>

#include "rows.hpp"

namespace covey {

struct Frame {
  std::vector<double> shift;           // per column; 0 for most
  std::vector<int> column_exponent;    // per column: 2^e is above every |inside|
  int exponent = 0;
  double in_a = 1, in_b = 1, out_a = 1, out_b = 1;   // 2^-exponent and 2^exponent, in two factors each

  double inside(double x, int j) const { return (x - shift[j]) * in_a * in_b; }
  double outside(double y, int j) const { return y * out_a * out_b + shift[j]; }
};

// The frame for these rows; `also` (may be empty) are points that must be representable in it too.
template <class T>
Frame choose_frame(Rows<T> rows, Rows<T> also, int n_threads);

}  // namespace covey
