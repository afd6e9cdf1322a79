// What seeding asks of the points: how much a candidate center would help, and the distances once it is chosen.
//
// Squared distances are direct differences in T, multiplied and added apart, j ascending: the same bits on every
// instruction set. Potentials are sums of integers, so the order of the points does not matter either.
// Twin:    tests/reference/seeding.py.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

// Squared distances of two vectors of points to one center.
template <class T>
inline void two_distances(const T* x, int d, const T* center, typename Lanes<T>::V out[2]) {
  using V = typename Lanes<T>::V;
  out[0] = out[1] = V{};
  for (int j = 0; j < d; ++j) {
    const V coordinate = splat(center[j]);
    for (int v = 0; v < 2; ++v) {
      const V difference = load(x + j * kBlock + v * Lanes<T>::n) - coordinate;
      out[v] = out[v] + difference * difference;
    }
  }
}

// Round to the nearest integer; values are in [0, 2^31). Adding 1.5 * 2^52 leaves the integer in the low bits.
inline int64_t as_integer(double value) {
  const double shifted = value + 6755399441055744.0;
  int64_t bits_of;
  std::memcpy(&bits_of, &shifted, sizeof bits_of);
  return bits_of - 0x4338000000000000ll;
}

template <class T>
void potentials(const T* blocks, size_t n_blocks, int d, const T* candidates, int n_candidates, const T* closest,
                T scale, const int32_t* weights, int64_t* sums) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  const V scales = splat(scale);
  for (size_t b = 0; b < n_blocks; ++b) {
    const T* block = blocks + b * size_t(d) * kBlock;
    for (int c = 0; c < n_candidates; ++c) {
      alignas(64) T help[kBlock];
      for (int s = 0; s < kBlock; s += 2 * L) {
        V distance[2];
        two_distances(block + s, d, candidates + size_t(c) * d, distance);
        for (int v = 0; v < 2; ++v) {
          const V kept = smaller(load(closest + b * kBlock + s + v * L), distance[v]) * scales;
          std::memcpy(help + s + v * L, &kept, sizeof kept);
        }
      }
      int64_t sum = 0;
      if (weights == nullptr)
        for (int p = 0; p < kBlock; ++p) sum += as_integer(static_cast<double>(help[p]));
      else
        for (int p = 0; p < kBlock; ++p) sum += as_integer(static_cast<double>(help[p])) * weights[b * kBlock + p];
      sums[c] += sum;
    }
  }
}

template <class T>
T closer(const T* blocks, size_t n_blocks, int d, const T* candidate, T* closest) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  V largest = V{};
  for (size_t b = 0; b < n_blocks; ++b) {
    const T* block = blocks + b * size_t(d) * kBlock;
    for (int s = 0; s < kBlock; s += 2 * L) {
      V distance[2];
      two_distances(block + s, d, candidate, distance);
      for (int v = 0; v < 2; ++v) {
        T* at = closest + b * kBlock + s + v * L;
        const V kept = smaller(load(at), distance[v]);
        std::memcpy(at, &kept, sizeof kept);
        largest = larger(largest, kept);
      }
    }
  }
  T out = 0;
  for (int l = 0; l < L; ++l) out = largest[l] > out ? largest[l] : out;
  return out;
}

}  // namespace COVEY_ISA
}  // namespace covey
