// Vectors of length 1: what spherical k-means works on.
//
// The length is an exact sum of squares: the same bits for any order of the coordinates, so a sparse vector and the
// same vector with its zeros written out become the same numbers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "integers.hpp"

namespace covey {

// The factors (three, so that none overflows) that bring a vector to a given length; ok is false for zeros.
struct ToSphere {
  bool ok = false;
  double a = 1, b = 1, length = 1;

  double operator()(double x) const { return x * a * b / length; }
};

// get(i): coordinate i of `count`; `d` is the number of columns, the same for a sparse vector and its full form.
template <class Get>
ToSphere to_sphere(size_t count, int d, const Get& get) {
  double largest = 0;
  for (size_t i = 0; i < count; ++i) largest = std::max(largest, std::abs(static_cast<double>(get(i))));
  ToSphere out;
  if (largest == 0) return out;
  int exponent = 0;
  std::frexp(largest, &exponent);
  const int half = exponent / 2;
  out.a = std::ldexp(1.0, -half);
  out.b = std::ldexp(1.0, half - exponent);
  ExactSum total(static_cast<double>(d));
  double squares[32];
  for (size_t i = 0; i < count;) {
    int n = 0;
    for (; n < 32 && i < count; ++n, ++i) {
      const double x = static_cast<double>(get(i)) * out.a * out.b;
      squares[n] = x * x;
    }
    total.add(squares, n);
  }
  out.length = std::sqrt(total.value());
  out.ok = true;
  return out;
}

// Bring the d coordinates of a row to length `radius`; false if all are zero.
template <class T>
bool put_on_sphere(T* row, int d, double radius) {
  const ToSphere unit = to_sphere(static_cast<size_t>(d), d, [row](size_t j) { return row[j]; });
  if (!unit.ok) return false;
  for (int j = 0; j < d; ++j) row[j] = static_cast<T>(unit(static_cast<double>(row[j])) * radius);
  return true;
}

}  // namespace covey
