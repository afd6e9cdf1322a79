// The points once more as whole numbers of 16 bits: products of these cost half as much as those of float32, and a
// quarter of those of float64.
//
// A point x becomes q, the nearest whole numbers to (x - offset) / step, and so does a center. Distances between these
// are exact integers; by the triangle inequality they are off by at most |error of x| + |error of c| steps, and both are
// known. What that leaves open is looked at in full precision, so labels are the same.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/table.hpp"
#include "memory.hpp"

namespace covey {

struct DigitScale {
  std::vector<double> offset;   // (d)
  double step = 0;              // 0: no digits

  double digit(double x, int j) const { return (x - offset[j]) / step; }
};

struct Digits {
  int pairs = 0;                   // of columns
  DigitScale scale;
  AlignedArray<int32_t> blocks;    // n_blocks * pairs * 32: two digits of a point, the lower column lower
  std::vector<float> errors;       // (n_blocks) at least the error of every point of a block, in steps

  bool ready() const { return scale.step > 0; }
  const int32_t* block(size_t b) const { return blocks.get() + b * static_cast<size_t>(pairs) * kBlock; }
};

// Sums of products of points and centers of this length do not overflow.
constexpr double kLongestDigits = 30000;

// Whether digits pay for tables of this shape.
inline bool digits_pay(size_t n, int d, int k) {
  return n >= 2048 && k >= 32 && k * static_cast<double>(d) >= 64;
}

template <class T>
struct Points;

// Give the points digits. Not if the rows are too far apart for it.
template <class T>
void make_digits(Points<T>* points, int n_threads);

// Make the digits of all blocks anew, in the order of the points.
template <class T>
void fill_digits(Points<T>* points, int n_threads);

// Digits of centers, in the shapes the kernels read.
class CenterDigits {
 public:
  // k centers (k, d); the tiles hold them in the order given. False if a center is too far out.
  template <class T>
  bool fill(const DigitScale& scale, const T* rows, int k, int d, int k_padded, int tile, const int32_t* order, DigitView* view);

 private:
  AlignedArray<int32_t> tiles_;
  std::vector<int32_t> start_, rows_, halves_;
};

}  // namespace covey
