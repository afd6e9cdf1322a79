// Centers that may be as near to a point as its own center is, among those that are asked about.
//
// Formula: x.c - |c|^2/2 >= (|x|^2 - reach^2) / 2, the product form of |x - c| <= reach.
// Error:   as in nearest.hpp. Only centers with |c| <= |x| + reach can be that near, so the bound holds for these
//          norms; the limit is lowered by it. Others may be named too: whoever asks decides by definition.
// Speed:   one maximum per center and vector; the tile is looked at once more where that reaches the limit.
// Twin:    cpp/tests/leads_test.cpp.
#pragma once

#include "nearest.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
inline typename Lanes<T>::V rival_limit(typename Lanes<T>::V norm2, typename Lanes<T>::V reach, const CenterView<T>& c) {
  using V = typename Lanes<T>::V;
  const V half = splat<T>(0.5), a = root(norm2), square = reach * reach;
  const V b = smaller(splat(c.largest_norm), (a + reach) * splat<T>(1 + 16 * Machine<T>::kUnit));
  const V error = splat(chain_units<T>(c.d)) * (b * (a + half * b) + norm2 + square) +
                  splat<T>((c.d + 4) * T(Machine<double>::kUnit)) * square + splat<T>((c.d + 4) * Machine<T>::kTiny);
  return reach < V{} ? splat<T>(Machine<T>::kFar) : half * (norm2 - square) - error;
}

template <class T>
void rivals(const T* block, const CenterView<T>& c, int count, const T* reach, Rivals* out) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  int found = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    const T* x = block + s;
    V norm2[2], limit[2];
    squared_norms(x, c.d, norm2);
    for (int v = 0; v < 2; ++v) limit[v] = rival_limit<T>(norm2[v], load(reach + s + v * L), c);
    each_tile(count, [&](auto width, int at) {
      constexpr int W = decltype(width)::value;
      V sum[W][2];
      tile_sums<T, W>(x, c.tiles + size_t(at) * c.d, c.minus_half_norm + at, c.d, sum);
      V most[2] = {sum[0][0], sum[0][1]};
#pragma GCC unroll 16
      for (int w = 1; w < W; ++w)
        for (int v = 0; v < 2; ++v) most[v] = larger(most[v], sum[w][v]);
      if ((bits(most[0] >= limit[0]) | bits(most[1] >= limit[1])) == 0) return;
#pragma GCC unroll 16
      for (int w = 0; w < W; ++w) {
        const uint32_t near = bits(sum[w][0] >= limit[0]) | bits(sum[w][1] >= limit[1]) << L;
        if (near == 0) continue;
        out->places[found] = at + w;
        out->points[found++] = near << s;
      }
    });
  }
  out->count = found;
}

}  // namespace COVEY_ISA
}  // namespace covey
