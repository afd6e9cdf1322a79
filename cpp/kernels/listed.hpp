// Nearest center for the points of one block, with bounds that outlive the iteration: how far away the second center
// is, and either which centers come near at all or, once that is known, a look at these listed centers only.
//
// Formula: as in nearest.hpp, and a square root per point.
// Error:   every bound is loosened by the proven rounding error of its kernel before the root is taken, and by a few
//          units after it; so what it says holds in exact arithmetic.
// Speed:   that of `nearest`; marking a center costs one comparison per vector.
// Twin:    tests/reference/nearest.py for the labels; cpp/tests for the bounds.
#pragma once

#include "nearest.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kRoundings = 8;   // a root, a difference and their kin: each rounds once

inline float scalar_root(float value) { return __builtin_sqrtf(value); }
inline double scalar_root(double value) { return __builtin_sqrt(value); }

template <class T>
inline Best<T> none_yet(T value) {
  Best<T> best;
  for (int v = 0; v < 2; ++v) {
    best.first[v] = best.second[v] = splat<T>(value);
    best.index[v] = typename Lanes<T>::I{};
  }
  return best;
}

// Gap of each lane from the squared distances to the nearest and the second.
template <class T>
inline void store_gaps(typename Lanes<T>::V first2, typename Lanes<T>::V second2, T* out, T* seconds) {
  using V = typename Lanes<T>::V;
  const V zero = V{};
  const V units = splat<T>(T(kRoundings) * Machine<T>::kUnit);
  const V first = root(larger(first2, zero));
  const V second = root(larger(second2, zero));
  const V gap = (second - first) - units * (second + first);
  const V less = second - units * second;
  std::memcpy(out, &gap, sizeof gap);
  std::memcpy(seconds, &less, sizeof less);
}

// Difference form: one center against two vectors of points.
template <class T, int D>
inline void look_low(const typename Lanes<T>::V (&x)[D][2], const T* row, int center, Best<T>& best,
                     typename Lanes<T>::V value[2]) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
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

// `each(s, look)` calls look(center) for the centers to look at; `see(center, values)` is told their squared
// distances to the points from lane s on.
template <class T, int D, class Each, class See>
inline void answer_low(const T* block, const CenterView<T>& c, const Each& each, const See& see, Answer<T>* answer) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  constexpr int L = Lanes<T>::n;
  const V slack = splat<T>(T(4) * (D + 4) * Machine<T>::kUnit);
  const V tiny = splat<T>(T(64) * Machine<T>::kTiny);
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    V x[D][2];
    for (int j = 0; j < D; ++j)
      for (int v = 0; v < 2; ++v) x[j][v] = load(block + j * kBlock + s + v * L);
    Best<T> best = none_yet<T>(Machine<T>::kFar);
    each(s, [&](int center) {
      V value[2];
      look_low<T, D>(x, c.rows + size_t(center) * D, center, best, value);
      see(center, value);
    });
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(answer->labels + s + v * L, best.index[v]);
      const I close = (best.second[v] - best.first[v]) <= fma(slack, best.second[v], tiny);
      flags |= bits(close) << (s + v * L);
      store_gaps<T>(best.first[v] + slack * best.first[v] + tiny, best.second[v] - slack * best.second[v] - tiny,
                    answer->gaps + s + v * L, answer->seconds + s + v * L);
    }
  }
  answer->unsure = flags;
}

// Product form. `run(s, norm2, best)` takes the products with the points from lane s on.
template <class T, class Run>
inline void answer_high(const T* block, const CenterView<T>& c, const Run& run, Answer<T>* answer) {
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
    run(s, norm2, best);
    for (int v = 0; v < 2; ++v) {
      store_labels<T>(answer->labels + s + v * L, best.index[v]);
      const V second2 = larger(norm2[v] - (best.second[v] + best.second[v]), zero);
      const V first2 = larger(norm2[v] - (best.first[v] + best.first[v]), zero);
      const V error = product_error<T>(norm2[v], second2, c);
      flags |= bits((best.first[v] - best.second[v]) <= error + error) << (s + v * L);
      const V error2 = error + error + splat(g) * norm2[v];
      store_gaps<T>(first2 + error2, second2 - error2, answer->gaps + s + v * L,
                    answer->seconds + s + v * L);
    }
  }
  answer->unsure = flags;
}

// All tiles of centers.
template <class T, class... See>
inline void all_tiles(const T* x, const CenterView<T>& c, Best<T>& best, const See&... see) {
  constexpr int kTail = kTile / 3;
  int at = 0;
  for (; at + kTile <= c.k_padded; at += kTile)
    one_tile<T, kTile>(x, c.tiles + size_t(at) * c.d, c.minus_half_norm + at, c.d, at, best, see...);
  if (at + 2 * kTail <= c.k_padded) {
    one_tile<T, 2 * kTail>(x, c.tiles + size_t(at) * c.d, c.minus_half_norm + at, c.d, at, best, see...);
    at += 2 * kTail;
  }
  if (at + kTail <= c.k_padded)
    one_tile<T, kTail>(x, c.tiles + size_t(at) * c.d, c.minus_half_norm + at, c.d, at, best, see...);
}

template <class T, int D>
inline void gaps_low(const T* block, const CenterView<T>& c, Answer<T>* answer) {
  answer_low<T, D>(
      block, c, [&](int, const auto& look) { for (int center = 0; center < c.k; ++center) look(center); },
      [](int, const typename Lanes<T>::V (&)[2]) {}, answer);
}

template <class T>
inline void gaps_high(const T* block, const CenterView<T>& c, Answer<T>* answer) {
  answer_high<T>(
      block, c, [&](int s, const typename Lanes<T>::V (&)[2], Best<T>& best) { all_tiles(block + s, c, best); },
      answer);
}

// Which centers come within reach: a mark per center.
template <class T, int D>
inline void marked_low(const T* block, const CenterView<T>& c, const T* reach, uint8_t* marks, Answer<T>* answer) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  V limit[2];
  answer_low<T, D>(
      block, c,
      [&](int s, const auto& look) {
        for (int v = 0; v < 2; ++v) {
          const V r = load(reach + s + v * L);
          limit[v] = r * r * splat<T>(1 + T(4) * (D + 4) * Machine<T>::kUnit) + splat<T>(T(64) * Machine<T>::kTiny);
        }
        for (int center = 0; center < c.k; ++center) look(center);
      },
      [&](int center, const V (&value)[2]) {
        marks[center] |= (bits(value[0] <= limit[0]) | bits(value[1] <= limit[1])) != 0;
      },
      answer);
}

// Every center is taken to be as far out as the furthest: one error bound per point.
template <class T>
inline void marked_high(const T* block, const CenterView<T>& c, const T* reach, uint8_t* marks, Answer<T>* answer) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  const T g = chain_units<T>(c.d);
  answer_high<T>(
      block, c,
      [&](int s, const V (&norm2)[2], Best<T>& best) {
        V limit[2];   // products above this
        for (int v = 0; v < 2; ++v) {
          const V r = load(reach + s + v * L), a = root(norm2[v]), b = splat(c.largest_norm);
          const V error = splat(g) * (b * (a + splat<T>(0.5) * b) + norm2[v] + r * r) + splat<T>((c.d + 4) * Machine<T>::kTiny);
          limit[v] = splat<T>(0.5) * (norm2[v] - r * r) - error;
        }
        const auto see = [&](int center, const V (&sum)[2]) {
          marks[center] |= (bits(sum[0] >= limit[0]) | bits(sum[1] >= limit[1])) != 0;
        };
        all_tiles(block + s, c, best, see);
      },
      answer);
}

// W listed centers against two vectors of points: `one_tile` with the centers where they stand.
template <class T, int W>
inline void listed_tile(const T* x, const CenterView<T>& c, const uint16_t* list, Best<T>& best) {
  using V = typename Lanes<T>::V;
  using I = typename Lanes<T>::I;
  const T* row[W];
  V sum[W][2];
#pragma GCC unroll 16
  for (int w = 0; w < W; ++w) {
    row[w] = c.rows + size_t(list[w]) * c.d;
    sum[w][0] = sum[w][1] = splat(c.minus_half_norm[list[w]]);
  }
  const auto at = [&](int j, int w) { return splat(row[w][j]); };
  add_products<T, W>(x, at, c.d < kChain ? c.d : kChain, 0, sum);
  if (c.d > kChain) {
    V total[W][2];
    std::memcpy(total, sum, sizeof total);
    for (int from = kChain; from < c.d; from += kChain) {
      for (auto& pair : sum) pair[0] = pair[1] = V{};
      add_products<T, W>(x, at, c.d < from + kChain ? c.d : from + kChain, from, sum);
      for (int w = 0; w < W; ++w)
        for (int v = 0; v < 2; ++v) total[w][v] = total[w][v] + sum[w][v];
    }
    std::memcpy(sum, total, sizeof sum);
  }
#pragma GCC unroll 16
  for (int w = 0; w < W; ++w) {
    const I here = I{} + list[w];
    for (int v = 0; v < 2; ++v) {
      const I better = sum[w][v] > best.first[v];
      best.second[v] = larger(best.second[v], smaller(sum[w][v], best.first[v]));
      best.index[v] = better ? here : best.index[v];
      best.first[v] = larger(best.first[v], sum[w][v]);
    }
  }
}

template <class T, int D>
inline void listed_low(const T* block, const CenterView<T>& c, const uint16_t* list, int n, Answer<T>* answer) {
  answer_low<T, D>(
      block, c, [&](int, const auto& look) { for (int i = 0; i < n; ++i) look(list[i]); },
      [](int, const typename Lanes<T>::V (&)[2]) {}, answer);
}

template <class T>
inline void listed_high(const T* block, const CenterView<T>& c, const uint16_t* list, int n, Answer<T>* answer) {
  using V = typename Lanes<T>::V;
  constexpr int kWide = kTile / 3 * 2;   // pointers to the rows need registers too
  answer_high<T>(
      block, c,
      [&](int s, const V (&)[2], Best<T>& best) {
        int at = 0;
        for (; at + kWide <= n; at += kWide) listed_tile<T, kWide>(block + s, c, list + at, best);
        for (; at < n; ++at) listed_tile<T, 1>(block + s, c, list + at, best);
      },
      answer);
}

template <class T>
inline void find_least_gap(Answer<T>* answer) {
  T least = answer->gaps[0];
  for (int p = 1; p < kBlock; ++p) least = answer->gaps[p] < least ? answer->gaps[p] : least;
  answer->least_gap = least;
}

// Call low<T, D> for few columns, otherwise the product form.
#define COVEY_BY_DIMENSION(low, high, ...)                \
  switch (c.d) {                                          \
    case 1: low<T, 1>(__VA_ARGS__); break;                \
    case 2: low<T, 2>(__VA_ARGS__); break;                \
    case 3: low<T, 3>(__VA_ARGS__); break;                \
    case 4: low<T, 4>(__VA_ARGS__); break;                \
    case 5: low<T, 5>(__VA_ARGS__); break;                \
    case 6: low<T, 6>(__VA_ARGS__); break;                \
    case 7: low<T, 7>(__VA_ARGS__); break;                \
    case 8: low<T, 8>(__VA_ARGS__); break;                \
    default: high<T>(__VA_ARGS__);                        \
  }

template <class T>
void nearest_and_gaps(const T* block, const CenterView<T>& c, Answer<T>* answer) {
  COVEY_BY_DIMENSION(gaps_low, gaps_high, block, c, answer)
  find_least_gap(answer);
}

template <class T>
void nearest_and_marked(const T* block, const CenterView<T>& c, const T* reach, uint8_t* marks, Answer<T>* answer) {
  COVEY_BY_DIMENSION(marked_low, marked_high, block, c, reach, marks, answer)
  find_least_gap(answer);
}

template <class T>
void nearest_listed(const T* block, const CenterView<T>& c, const uint16_t* list, int n, Answer<T>* answer) {
  COVEY_BY_DIMENSION(listed_low, listed_high, block, c, list, n, answer)
  find_least_gap(answer);
}

// Squared distances to the own centers, added up from differences: off by at most (d + 2) units of themselves. Most
// blocks have few labels: each is looked at for all points at once.
template <class T>
inline void own_squares(const T* block, const CenterView<T>& c, const int32_t* labels, T* sums) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  constexpr int kVectors = kBlock / L;
  uint32_t left = 0xFFFFFFFFu;
  while (left != 0) {
    const int32_t label = labels[__builtin_ctz(left)];
    uint32_t mine = 0;
    for (int p = 0; p < kBlock; ++p) mine |= (labels[p] == label ? 1u : 0u) << p;
    const T* center = c.rows + size_t(label) * c.d;
    V sum[kVectors];
    for (auto& s : sum) s = V{};
    for (int j = 0; j < c.d; ++j) {
      const V coordinate = splat(center[j]);
      for (int v = 0; v < kVectors; ++v) {
        const V difference = load(block + j * kBlock + v * L) - coordinate;
        sum[v] = fma(difference, difference, sum[v]);
      }
    }
    T all[kBlock];
    std::memcpy(all, sum, sizeof all);
    if (mine == 0xFFFFFFFFu) {
      std::memcpy(sums, all, sizeof all);
      return;
    }
    left &= ~mine;
    for (; mine != 0; mine &= mine - 1) sums[__builtin_ctz(mine)] = all[__builtin_ctz(mine)];
  }
}

template <class T>
void own_reach(const T* block, const CenterView<T>& c, const int32_t* labels, T* out) {
  T sums[kBlock];
  own_squares(block, c, labels, sums);
  for (int p = 0; p < kBlock; ++p)
    out[p] = scalar_root(sums[p] * (1 + T(2) * (c.d + 4) * Machine<T>::kUnit) + T(64) * Machine<T>::kTiny) *
             (1 + kRoundings * Machine<T>::kUnit);
}

template <class T>
uint32_t doubtful(const T* block, const CenterView<T>& c, const int32_t* labels, float lost, float margin,
                  float* seconds, float* lead, float* slack) {
  T reach[kBlock];
  own_reach(block, c, labels, reach);
  for (int p = 0; p < kBlock; ++p) {
    const float second = seconds[p] - lost;
    seconds[p] = second - (second < 0 ? -second : second) * 1.2e-7f;
    const float far = static_cast<float>(reach[p]);
    lead[p] = seconds[p] - far - ((seconds[p] < 0 ? 0 : seconds[p]) + far + margin) * 3e-7f - margin;
  }
  uint32_t out = 0;
  float least = 1e30f;
  for (int p = 0; p < kBlock; ++p) {
    out |= (lead[p] > 0 ? 0u : 1u) << p;
    const float kept = lead[p] > 0 ? lead[p] : 1e30f;
    least = kept < least ? kept : least;
  }
  *slack = least;
  return out;
}

}  // namespace COVEY_ISA
}  // namespace covey
