// Distances in float64 without fused operations, lanes across points or across centers; see search_table.hpp.
#pragma once

#include "lanes.hpp"
#include "search_table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kLanes = Lanes<double>::n;
constexpr int kHalf = 8;                    // points or centers at once: what is known of them stays in registers
constexpr int kVectors = kHalf / kLanes;

struct Half {
  VecD v[kVectors];
};

inline Half squared_half(const double* x, size_t stride, int d, const double* place) {
  Half sums = {};
  for (int j = 0; j < d; ++j, x += stride) {
    const VecD at = splat(place[j]);
    for (int i = 0; i < kVectors; ++i) {
      const VecD difference = load(x + i * kLanes) - at;
      sums.v[i] = sums.v[i] + difference * difference;
    }
  }
  return sums;
}

// To two places at once: two sums that do not wait for each other.
inline void squared_halves(const double* x, size_t stride, int d, const double* one, const double* other, Half* to_one,
                           Half* to_other) {
  Half left = {}, right = {};
  for (int j = 0; j < d; ++j, x += stride) {
    const VecD a = splat(one[j]), b = splat(other[j]);
    for (int i = 0; i < kVectors; ++i) {
      const VecD at = load(x + i * kLanes);
      left.v[i] = left.v[i] + (at - a) * (at - a);
      right.v[i] = right.v[i] + (at - b) * (at - b);
    }
  }
  *to_one = left;
  *to_other = right;
}

inline void store_half(const Half& half, double* out) {
  for (int i = 0; i < kVectors; ++i) std::memcpy(out + i * kLanes, &half.v[i], sizeof half.v[i]);
}

inline void group_to_place(const double* group, int d, const double* place, double* out) {
  for (int p = 0; p < kGroup; p += kHalf) store_half(squared_half(group + p, kGroup, d, place), out + p);
}

inline void point_to_centers(const double* point, int d, const double* by_dimension, int padded, double* out) {
  for (int c = 0; c < padded; c += kHalf) store_half(squared_half(by_dimension + c, padded, d, point), out + c);
}

inline void two_nearest(const double* group, int d, const double* rows, const int32_t* list, int n, Pairs* pairs) {
  for (int p = 0; p < kGroup; p += kHalf) {
    Half first, second, own = {}, next = {};   // numbers of centers as float64: exact, and as wide as the distances
    for (int i = 0; i < kVectors; ++i) first.v[i] = second.v[i] = splat(1e300);
    const auto meet = [&](const Half& squared, int32_t center) {
      const VecD number = splat(static_cast<double>(center));
      for (int i = 0; i < kVectors; ++i) {
        const auto nearest = squared.v[i] < first.v[i];
        const auto nearer = squared.v[i] < second.v[i];
        second.v[i] = nearest ? first.v[i] : nearer ? squared.v[i] : second.v[i];
        next.v[i] = nearest ? own.v[i] : nearer ? number : next.v[i];
        first.v[i] = nearest ? squared.v[i] : first.v[i];
        own.v[i] = nearest ? number : own.v[i];
      }
    };
    const auto row = [&](int at) { return rows + static_cast<size_t>(list[at]) * d; };
    int at = 0;
    for (Half left, right; at + 1 < n; at += 2) {
      squared_halves(group + p, kGroup, d, row(at), row(at + 1), &left, &right);
      meet(left, list[at]);
      meet(right, list[at + 1]);
    }
    if (at < n) meet(squared_half(group + p, kGroup, d, row(at)), list[at]);
    store_half(first, pairs->first + p);
    store_half(second, pairs->second + p);
    double numbers[2 * kHalf];
    store_half(own, numbers);
    store_half(next, numbers + kHalf);
    for (int i = 0; i < kHalf; ++i) {
      pairs->own[p + i] = static_cast<int32_t>(numbers[i]);
      pairs->next[p + i] = static_cast<int32_t>(numbers[kHalf + i]);
    }
  }
}

}  // namespace COVEY_ISA
}  // namespace covey
