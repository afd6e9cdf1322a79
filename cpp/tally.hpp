// What each center's points add up to, as integers: order does not matter and what leaves cancels exactly.
//
// A coordinate becomes an integer of 62 bits (of its column's range) in a 128-bit sum, so that n rows cannot
// overflow and the step is below float64's own rounding of the mean. float32 rows without weights need no more
// than 40 bits in a 64-bit sum (24 bits of theirs and 16 to spare), at half the cost.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "integers.hpp"
#include "points.hpp"

namespace covey {

// float32, no weights, at most 2^24 rows.
struct NarrowTally {
  using Sum = int64_t;
  using Weight = int64_t;
  static int bits(const Weights& weights) { return std::min(40, 62 - bit_length(weights.total_count)); }
  static Weight weight(const Weights&, size_t) { return 1; }
  static Sum part(double scaled, const Weights&, size_t) { return to_integer(scaled); }
  static double mean(Sum sum, Weight weight) { return static_cast<double>(sum) / static_cast<double>(weight); }
};

// Whole weights, or none.
struct CountedTally {
  using Sum = int128;
  using Weight = int64_t;
  static int bits(const Weights&) { return 62; }
  static Weight weight(const Weights& w, size_t i) { return w.given ? w.counts[i] : 1; }
  static Sum part(double scaled, const Weights& w, size_t i) {
    return static_cast<int128>(to_wide_integer(scaled)) * weight(w, i);
  }
  static double mean(Sum sum, Weight weight) { return static_cast<double>(sum) / static_cast<double>(weight); }
};

// Other weights: the product with the weight is rounded to float64, then to the integer step.
struct RealTally {
  using Sum = int128;
  using Weight = int128;
  static constexpr double kUnit = 4611686018427387904.0;   // 2^62
  static int bits(const Weights&) { return 62; }
  static Weight weight(const Weights& w, size_t i) { return to_wide_integer(w.reals[i] * kUnit); }
  static Sum part(double scaled, const Weights& w, size_t i) { return to_wide_integer(scaled * w.reals[i]); }
  static double mean(Sum sum, Weight weight) {
    return static_cast<double>(sum) / static_cast<double>(weight) * kUnit;
  }
};

template <class Kind>
struct Tally {
  int k, d;
  std::vector<typename Kind::Sum> sums;         // (k, d)
  std::vector<typename Kind::Weight> weights;   // (k)

  Tally(int k_, int d_) : k(k_), d(d_), sums(static_cast<size_t>(k_) * d_, 0), weights(k_, 0) {}

  void clear() {
    std::fill(sums.begin(), sums.end(), 0);
    std::fill(weights.begin(), weights.end(), 0);
  }

  // Add what `other` holds for centers [begin, end), and empty it.
  void take(Tally& other, int begin, int end) {
    for (int c = begin; c < end; ++c) {
      weights[c] += other.weights[c];
      other.weights[c] = 0;
    }
    for (size_t i = static_cast<size_t>(begin) * d; i < static_cast<size_t>(end) * d; ++i) {
      sums[i] += other.sums[i];
      other.sums[i] = 0;
    }
  }
};

// Per column: what a coordinate is multiplied with to become an integer.
template <class Kind, class T>
std::vector<double> integer_units(const Points<T>& points) {
  std::vector<double> units(points.d);
  for (int j = 0; j < points.d; ++j)
    units[j] = std::ldexp(1.0, Kind::bits(points.weights) - points.frame.column_exponent[j]);
  return units;
}

// Point i moves from one center to another; -1 is none.
template <class Kind, class T>
inline void move_point(Tally<Kind>& tally, const Points<T>& points, const std::vector<double>& units, size_t i,
                       int32_t from, int32_t to) {
  const T* x = points.block(i / kBlock) + i % kBlock;
  const int d = points.d;
  const typename Kind::Weight weight = Kind::weight(points.weights, i);
  typename Kind::Sum* add = to < 0 ? nullptr : tally.sums.data() + static_cast<size_t>(to) * d;
  typename Kind::Sum* drop = from < 0 ? nullptr : tally.sums.data() + static_cast<size_t>(from) * d;
  if (to >= 0) tally.weights[to] += weight;
  if (from >= 0) tally.weights[from] -= weight;
  for (int j = 0; j < d; ++j) {
    const double scaled = static_cast<double>(x[static_cast<size_t>(j) * kBlock]) * units[j];
    const typename Kind::Sum part = Kind::part(scaled, points.weights, i);
    if (add != nullptr) add[j] += part;
    if (drop != nullptr) drop[j] -= part;
  }
}

}  // namespace covey
