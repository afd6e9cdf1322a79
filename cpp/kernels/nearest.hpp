// Nearest center for the points of a block, lanes across points.
//
// Formula: few dimensions: |x - c|^2 added up directly. More: x.c - |c|^2/2, whose largest value belongs to the
//          nearest center (|x|^2 is the same for every center and left out).
// Error:   both are rounded; a point whose lead over the second center could be rounding is flagged, and
//          `settle` decides it by definition. The bound is derived beside each kernel.
// Speed:   a tile of centers stays in registers while the coordinates stream by; no distance is ever written.
// Twin:    tests/reference/nearest.py.
#pragma once

#include "by_columns.hpp"
#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
struct Machine;
template <>
struct Machine<float> {
  static constexpr float kUnit = 5.9604645e-8f;         // 2^-24, half the distance from 1 to the next number
  static constexpr float kTiny = 1.1754944e-38f;        // below this, squares have lost digits
  static constexpr float kFar = 8.5e37f;
};
template <>
struct Machine<double> {
  static constexpr double kUnit = 1.1102230246251565e-16;
  static constexpr double kTiny = 2.2250738585072014e-308;
  static constexpr double kFar = 4.4e307;
};

template <int N>
struct Width {
  static constexpr int value = N;
};

// The two best values of two vectors of points.
template <class T>
struct Best {
  typename Lanes<T>::V first[2], second[2];
  typename Lanes<T>::I index[2];
};

template <class T>
inline Best<T> none_yet(T value) {
  Best<T> best;
  for (int v = 0; v < 2; ++v) {
    best.first[v] = best.second[v] = splat<T>(value);
    best.index[v] = typename Lanes<T>::I{};
  }
  return best;
}

// The two smallest |x - c|^2, from differences.
template <class T, int D>
inline Best<T> two_nearest_low(const T* at, const CenterView<T>& c) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  V x[D][2];
  for (int j = 0; j < D; ++j)
    for (int v = 0; v < 2; ++v) x[j][v] = load(at + j * kBlock + v * Lanes<T>::n);
  Best<T> best = none_yet<T>(Machine<T>::kFar);
  const T* row = c.rows;
  for (int center = 0; center < c.k; ++center, row += D) {
    V value[2];
    for (int v = 0; v < 2; ++v) {
      V difference = x[0][v] - splat(row[0]);
      value[v] = difference * difference;
    }
    for (int j = 1; j < D; ++j) {
      const V coordinate = splat(row[j]);
      for (int v = 0; v < 2; ++v) {
        const V difference = x[j][v] - coordinate;
        value[v] = fma(difference, difference, value[v]);
      }
    }
    const I here = I{} + center;
    for (int v = 0; v < 2; ++v) {
      const I closer = value[v] < best.first[v];
      best.second[v] = smaller(best.second[v], larger(value[v], best.first[v]));
      best.index[v] = closer ? here : best.index[v];
      best.first[v] = smaller(best.first[v], value[v]);
    }
  }
  return best;
}

// Difference form. Error: each |x - c|^2 is off by at most (d + 2) units of itself, here and in `settle`, so a
// lead of more than 4 (d + 4) units of the larger value is real.
template <class T, int D>
inline void nearest_low_block(const T* block, const CenterView<T>& c, int32_t* labels, uint32_t* unsure) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  constexpr int L = Lanes<T>::n;
  const V slack = splat<T>(T(4) * (D + 4) * Machine<T>::kUnit);
  const V tiny = splat<T>(T(64) * Machine<T>::kTiny);
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    const Best<T> best = two_nearest_low<T, D>(block + s, c);
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(labels + s + v * L, best.index[v]);
      const I close = (best.second[v] - best.first[v]) <= fma(slack, best.second[v], tiny);
      flags |= bits(close) << (s + v * L);
    }
  }
  *unsure = flags;
}

// Sums of more products than this are added up part by part: the error grows with the length of a chain.
constexpr int kChain = 64;

// Units of error of a sum of d products, relative to the product of the norms; half as much again for the rounding of
// the bound itself.
template <class T>
inline T chain_units(int d) {
  return T(1.5) * ((d < kChain ? d : kChain) + d / kChain + 5) * Machine<T>::kUnit;
}

// Add x_j * c_j for j in [from, to).
template <class T, int W, class At>
inline void add_products(const T* x, const At& at, int to, int from, typename Lanes<T>::V (&sum)[W][2]) {
  using V = typename Lanes<T>::V;
  for (int j = from; j < to; ++j) {
    const V x0 = load(x + j * kBlock);
    const V x1 = load(x + j * kBlock + Lanes<T>::n);
#pragma GCC unroll 16
    for (int w = 0; w < W; ++w) {
      const V coordinate = at(j, w);
      sum[w][0] = fma(x0, coordinate, sum[w][0]);
      sum[w][1] = fma(x1, coordinate, sum[w][1]);
    }
  }
}

// |x|^2 of two vectors of points.
template <class T>
inline void squared_norms(const T* x, int d, typename Lanes<T>::V norm2[2]) {
  using V = typename Lanes<T>::V;
  norm2[0] = norm2[1] = V{};
  for (int from = 0; from < d; from += kChain) {
    V sum[2] = {V{}, V{}};
    for (int j = from; j < d && j < from + kChain; ++j)
      for (int v = 0; v < 2; ++v) {
        const V value = load(x + j * kBlock + v * Lanes<T>::n);
        sum[v] = fma(value, value, sum[v]);
      }
    for (int v = 0; v < 2; ++v) norm2[v] = norm2[v] + sum[v];
  }
}

// x.c - |c|^2/2 of a tile: W centers against two vectors of points, all in registers.
template <class T, int W>
inline void tile_sums(const T* x, const T* tile, const T* start, int d, typename Lanes<T>::V (&sum)[W][2]) {
  using V = typename Lanes<T>::V;
  const auto at = [&](int j, int w) { return splat(tile[j * W + w]); };
#pragma GCC unroll 16
  for (int w = 0; w < W; ++w) sum[w][0] = sum[w][1] = splat(start[w]);
  add_products<T, W>(x, at, d < kChain ? d : kChain, 0, sum);
  if (d > kChain) {
    V total[W][2];
    std::memcpy(total, sum, sizeof total);
    for (int from = kChain; from < d; from += kChain) {
      for (auto& pair : sum) pair[0] = pair[1] = V{};
      add_products<T, W>(x, at, d < from + kChain ? d : from + kChain, from, sum);
      for (int w = 0; w < W; ++w)
        for (int v = 0; v < 2; ++v) total[w][v] = total[w][v] + sum[w][v];
    }
    std::memcpy(sum, total, sizeof sum);
  }
}

// The two best of a tile and what was best before.
template <class T, int W>
inline void one_tile(const T* x, const T* tile, const T* start, int d, int first, Best<T>& best) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  V sum[W][2];
  tile_sums<T, W>(x, tile, start, d, sum);
#pragma GCC unroll 16
  for (int w = 0; w < W; ++w) {
    const I here = I{} + (first + w);
    for (int v = 0; v < 2; ++v) {
      const I better = sum[w][v] > best.first[v];
      best.second[v] = larger(best.second[v], smaller(sum[w][v], best.first[v]));
      best.index[v] = better ? here : best.index[v];
      best.first[v] = larger(best.first[v], sum[w][v]);
    }
  }
}

// Call use(width, first) for every tile of the first `count` centers; width is a constant that converts to int.
template <class Use>
inline void each_tile(int count, const Use& use) {
  constexpr int kTail = kTile / 3;
  int at = 0;
  for (; at + kTile <= count; at += kTile) use(Width<kTile>{}, at);
  if (at + 2 * kTail <= count) {
    use(Width<2 * kTail>{}, at);
    at += 2 * kTail;
  }
  if (at + kTail <= count) use(Width<kTail>{}, at);
}

template <class T>
inline void all_tiles(const T* x, const CenterView<T>& c, Best<T>& best) {
  each_tile(c.k_padded, [&](auto width, int at) {
    one_tile<T, decltype(width)::value>(x, c.tiles + size_t(at) * c.d, c.minus_half_norm + at, c.d, at, best);
  });
}

// Product form. Error: v = x.c - |c|^2/2 is off by at most g (a b + b^2/2), g = `chain_units`, a = |x|, b = |c|.
// Centers further from the origin than B = a + 2 sqrt(D2), D2 the second smallest squared distance, cannot win
// whatever their error, so b may be taken as min(B, max |c|). The factor 3/2 covers the rounding of a, B and D2
// themselves; the last term covers the rounding of `settle`.
template <class T>
inline typename Lanes<T>::V product_error(typename Lanes<T>::V norm2, typename Lanes<T>::V second2,
                                          const CenterView<T>& c) {
  using V = typename Lanes<T>::V;
  const T g = chain_units<T>(c.d);
  const V a = root(norm2);
  V reach = root(second2);
  reach = smaller(splat(c.largest_norm), a + reach + reach);
  return splat(g) * reach * (a + splat<T>(0.5) * reach) + splat<T>((c.d + 4) * T(Machine<double>::kUnit)) * second2 +
         splat<T>((c.d + 4) * Machine<T>::kTiny);
}

template <class T>
inline uint32_t unsure_lanes(typename Lanes<T>::V norm2, const Best<T>& best, int v, const CenterView<T>& c) {
  using V = typename Lanes<T>::V;
  const V second2 = larger(norm2 - (best.second[v] + best.second[v]), V{});
  const V error = product_error<T>(norm2, second2, c);
  return bits((best.first[v] - best.second[v]) <= error + error);
}

template <class T>
inline void nearest_block(const T* block, const CenterView<T>& c, int32_t* labels, uint32_t* unsure) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    const T* x = block + s;
    Best<T> best = none_yet<T>(-Machine<T>::kFar);
    V norm2[2];
    squared_norms(x, c.d, norm2);
    all_tiles(x, c, best);
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(labels + s + v * L, best.index[v]);
      flags |= unsure_lanes<T>(norm2[v], best, v, c) << (s + v * L);
    }
  }
  *unsure = flags;
}

template <class T, int D>
void nearest_low(const T* blocks, size_t n_blocks, const CenterView<T>& c, int32_t* labels, uint32_t* unsure) {
  for (size_t b = 0; b < n_blocks; ++b)
    nearest_low_block<T, D>(blocks + b * D * kBlock, c, labels + b * kBlock, unsure + b);
}

template <class T>
void nearest(const T* blocks, size_t n_blocks, const CenterView<T>& c, int32_t* labels, uint32_t* unsure) {
  const auto low = [&](auto D) { nearest_low<T, decltype(D)::value>(blocks, n_blocks, c, labels, unsure); };
  if (by_columns<kLowDimensions>(c.d, low)) return;
  for (size_t b = 0; b < n_blocks; ++b)
    nearest_block<T>(blocks + b * size_t(c.d) * kBlock, c, labels + b * kBlock, unsure + b);
}

}  // namespace COVEY_ISA
}  // namespace covey
