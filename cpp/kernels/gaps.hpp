// Nearest center for the points of one block, and bounds that outlive the iteration: how far away the second one is.
//
// Formula: as in nearest.hpp, and a square root per point.
// Error:   every bound is loosened by the proven rounding error of its kernel before the root is taken, and by a few
//          units after it; so what it says holds in exact arithmetic.
// Speed:   that of `nearest`.
// Twin:    tests/reference/nearest.py for the labels; cpp/tests for the bounds.
#pragma once

#include "nearest.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kRoundings = 8;   // a root, a difference and their kin: each rounds once

// Gaps and second distances of a vector of points from at least the first and at most the second squared distance.
template <class T>
inline void store_gaps(typename Lanes<T>::V first2, typename Lanes<T>::V second2, float margin, int lane, Answer* answer) {
  using V = typename Lanes<T>::V;
  const V zero = V{};
  const V units = splat<T>(T(kRoundings) * Machine<T>::kUnit), off = splat<T>(T(margin));
  const V first = root(larger(first2, zero));
  const V second = root(larger(second2, zero));
  store_down(answer->gaps + lane, (second - first) - units * (second + first) - off);
  store_down(answer->seconds + lane, second - units * second - off);
}

template <class T, int D>
inline void gaps_low(const T* block, const CenterView<T>& c, float margin, Answer* answer) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  constexpr int L = Lanes<T>::n;
  const V slack = splat<T>(T(4) * (D + 4) * Machine<T>::kUnit);
  const V tiny = splat<T>(T(64) * Machine<T>::kTiny);
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    const Best<T> best = two_nearest_low<T, D>(block + s, c);
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(answer->labels + s + v * L, best.index[v]);
      const I close = (best.second[v] - best.first[v]) <= fma(slack, best.second[v], tiny);
      flags |= bits(close) << (s + v * L);
      store_gaps<T>(best.first[v] + slack * best.first[v] + tiny, best.second[v] - slack * best.second[v] - tiny, margin,
                    s + v * L, answer);
    }
  }
  answer->unsure = flags;
}

template <class T>
inline void gaps_high(const T* block, const CenterView<T>& c, float margin, Answer* answer) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  const V zero = V{};
  const T g = chain_units<T>(c.d);
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    const T* x = block + s;
    V norm2[2];
    squared_norms(x, c.d, norm2);
    Best<T> best = none_yet<T>(-Machine<T>::kFar);
    all_tiles(x, c, best);
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(answer->labels + s + v * L, best.index[v]);
      const V second2 = larger(norm2[v] - (best.second[v] + best.second[v]), zero);
      const V first2 = larger(norm2[v] - (best.first[v] + best.first[v]), zero);
      const V error = product_error<T>(norm2[v], second2, c);
      flags |= bits((best.first[v] - best.second[v]) <= error + error) << (s + v * L);
      const V error2 = error + error + splat(g) * norm2[v];
      store_gaps<T>(first2 + error2, second2 - error2, margin, s + v * L, answer);
    }
  }
  answer->unsure = flags;
}

template <class T>
void nearest_and_gaps(const T* block, const CenterView<T>& c, float margin, Answer* answer) {
  const auto low = [&](auto D) { gaps_low<T, decltype(D)::value>(block, c, margin, answer); };
  if (!by_columns<kLowDimensions>(c.d, low)) gaps_high<T>(block, c, margin, answer);
}

}  // namespace COVEY_ISA
}  // namespace covey
