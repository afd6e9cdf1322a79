// Sparse rows of a fit, scaled by a power of two so that squares neither overflow nor vanish.
//
// No column is shifted: zeros must stay zeros. A column that holds a zero is not shifted in the dense frame either,
// so sparse and dense rows become the same integers, the same means and the same labels.
#pragma once

#include <cstdint>
#include <vector>

#include "memory.hpp"
#include "points.hpp"
#include "rows.hpp"
#include "sparse_rows.hpp"

namespace covey {

// inside = x * 2^-exponent, without rounding.
struct Scale {
  int exponent = 0;
  double in_a = 1, in_b = 1, out_a = 1, out_b = 1;   // 2^-exponent and 2^exponent, in two factors each

  double inside(double x) const { return x * in_a * in_b; }
  double outside(double y) const { return y * out_a * out_b; }
};

Scale scale_of(double largest);

template <class T>
struct SparsePoints {
  size_t n = 0;
  int d = 0;
  std::vector<int64_t> starts;         // (n + 1)
  AlignedArray<int32_t> columns;       // a few more than there are entries: kernels look ahead
  AlignedArray<T> values;              // none is zero
  AlignedArray<float> rounded;         // the values in float32; empty for float32 rows
  const float* fast = nullptr;         // the values in float32, wherever they are
  std::vector<double> norm2;           // squared length of each row: products added in column order
  std::vector<int16_t> column_exponent;   // 2^e is above every |inside| of the column
  Scale scale;
  Weights weights;
  bool on_grid = false;                // every value is a multiple of 2^-12 (integers.hpp)

  int64_t begin(size_t i) const { return starts[i]; }
  int64_t end(size_t i) const { return starts[i + 1]; }
  int count(size_t i) const { return static_cast<int>(starts[i + 1] - starts[i]); }

  // Whether two rows hold the same numbers; which comes first, by columns and values.
  bool same(size_t a, size_t b) const;
  bool less(size_t a, size_t b) const;
};

// `also` (may be empty) are centers that must be representable in the same scale.
template <class T>
SparsePoints<T> make_points(SparseRows<T> rows, Rows<T> also, Weights weights, int n_threads);

// Mean over the columns of the variance of the points, inside, weights left out: the same integers as for dense rows.
template <class T>
double mean_variance(const SparsePoints<T>& points, int n_threads);

}  // namespace covey
