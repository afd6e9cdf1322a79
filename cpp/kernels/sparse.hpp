// Nearest center for one sparse row, lanes across centers.
//
// Formula: x.c - |c|^2/2 in float32, whose largest value belongs to the nearest center. Each entry of the row adds
//          its value times one stretch of a block of centers: contiguous, so a gather of whole cache lines.
// Error:   a sum runs over at most kRun entries before it joins the total, so a product is off by at most
//          (min(m, kRun) + m / kRun + 8) units of |x| |c| for m entries; sparse_nearest.hpp makes the bound of it.
// Speed:   limited by fetching the stretches; they are asked for kAhead entries early.
// Twin:    tests/reference/nearest.py.
#pragma once

#include "lanes.hpp"
#include "sparse_table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kAhead = 12;   // entries
constexpr int kRun = 128;    // entries

// V vectors of centers, U entries at a time, each with sums of its own so that none waits for another.
template <int V, int U>
inline void add_up(const SparseRow& row, const float* block, int width, const float* minus_half_norm, float* out) {
  constexpr int L = Lanes<float>::n;
  VecF total[V];
  for (int v = 0; v < V; ++v) total[v] = VecF{};
  for (int from = 0; from < row.count; from += kRun) {
    const int to = row.count - from < kRun ? row.count : from + kRun;
    VecF sum[U][V];
    for (int u = 0; u < U; ++u)
      for (int v = 0; v < V; ++v) sum[u][v] = VecF{};
    int e = from;
    for (; e + U <= to; e += U) {
#pragma GCC unroll 4
      for (int u = 0; u < U; ++u) {
        const float* early = block + size_t(row.columns[e + u + kAhead]) * width;
        for (int at = 0; at < V * L; at += 16) __builtin_prefetch(early + at);
        const VecF x = splat(row.values[e + u]);
        const float* centers = block + size_t(row.columns[e + u]) * width;
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) sum[u][v] = fma(x, load(centers + v * L), sum[u][v]);
      }
    }
    for (; e < to; ++e) {
      const VecF x = splat(row.values[e]);
      const float* centers = block + size_t(row.columns[e]) * width;
      for (int v = 0; v < V; ++v) sum[0][v] = fma(x, load(centers + v * L), sum[0][v]);
    }
    for (int u = 0; u < U; ++u)
      for (int v = 0; v < V; ++v) total[v] = total[v] + sum[u][v];
  }
  for (int v = 0; v < V; ++v) {
    const VecF score = total[v] + load(minus_half_norm + v * L);
    std::memcpy(out + v * L, &score, sizeof score);
  }
}

// The last block of a set may be narrow, none is wider than kWide.
template <int V, int U>
inline void add_up_piece(const SparseRow& row, const float* block, int width, const float* norms, float* out) {
  if constexpr (V * Lanes<float>::n <= kWide) add_up<V, U>(row, block, width, norms, out);
}

inline void sparse_scores(const SparseRow& row, const float* block, int width, const float* minus_half_norm,
                          float* out) {
  constexpr int L = Lanes<float>::n;
  for (int at = 0; at < width; at += 8 * L) {
    const float* from = block + at;
    const float* norms = minus_half_norm + at;
    switch (width - at < 8 * L ? (width - at) / L : 8) {
      case 1: add_up_piece<1, 4>(row, from, width, norms, out + at); break;
      case 2: add_up_piece<2, 4>(row, from, width, norms, out + at); break;
      case 3: add_up_piece<3, 2>(row, from, width, norms, out + at); break;
      case 4: add_up_piece<4, 2>(row, from, width, norms, out + at); break;
      case 5: add_up_piece<5, 2>(row, from, width, norms, out + at); break;
      case 6: add_up_piece<6, 1>(row, from, width, norms, out + at); break;
      case 7: add_up_piece<7, 1>(row, from, width, norms, out + at); break;
      default: add_up_piece<8, 1>(row, from, width, norms, out + at); break;
    }
  }
}

inline void sparse_nearest(const SparseRow& row, const float* block, int width, const float* minus_half_norm,
                           int first_index, Lead* lead) {
  using I = Lanes<float>::I;
  constexpr int L = Lanes<float>::n;
  alignas(64) float scores[kWide];
  sparse_scores(row, block, width, minus_half_norm, scores);
  VecF first = splat(-8.5e37f), second = first;
  I index{};
  for (int at = 0; at < width; at += L) {
    const VecF score = load(scores + at);
    const I better = score > first;
    second = larger(second, smaller(score, first));
    index = better ? I{} + at : index;
    first = larger(first, score);
  }
  for (int l = 0; l < L; ++l) {
    const int32_t center = first_index + index[l] + l;
    if (first[l] > lead->first || (first[l] == lead->first && center < lead->index)) {
      lead->second = lead->first;
      lead->first = first[l];
      lead->index = center;
    } else if (first[l] > lead->second) {
      lead->second = first[l];
    }
    if (second[l] > lead->second) lead->second = second[l];
  }
}

// The rounding error of each addition is kept and added up apart (Knuth 1969, TwoSum).
template <class T>
void sparse_near(const int32_t* columns, const T* values, int count, const T* block, int width, double* near,
                 double* high, double* low) {
  for (int e = 0; e < count; ++e) {
    const double x = static_cast<double>(values[e]);
    const T* centers = block + size_t(columns[e]) * width;
    for (int w = 0; w < width; ++w) {
      const double c = static_cast<double>(centers[w]);
      const double square = c * c;
      const double sum = high[w] + square;
      const double part = sum - high[w];
      low[w] += (high[w] - (sum - part)) + (square - part);
      high[w] = sum;
      near[w] += (x - c) * (x - c);
    }
  }
}

template <class T, int N>
void sparse_dots(const int32_t* columns, const T* values, int count, const double* vectors, double* out) {
  constexpr int L = Lanes<double>::n < N ? Lanes<double>::n : N;
  typedef double V __attribute__((vector_size(L * 8)));
  V sum[N / L];
  for (auto& s : sum) s = V{};
  for (int e = 0; e < count; ++e) {
    __builtin_prefetch(vectors + size_t(columns[e + kAhead]) * N);
    const V x = static_cast<double>(values[e]) - V{};
    for (int v = 0; v < N / L; ++v) {
      V y;
      std::memcpy(&y, vectors + size_t(columns[e]) * N + v * L, sizeof y);
      sum[v] = sum[v] + x * y;
    }
  }
  std::memcpy(out, sum, sizeof sum);
}

constexpr SparseKernels sparse_kernels() {
  return {Lanes<float>::n,        sparse_nearest,         sparse_scores,          sparse_near<float>,
          sparse_near<double>,    sparse_dots<float, 4>,  sparse_dots<float, 8>,  sparse_dots<double, 4>,
          sparse_dots<double, 8>};
}

}  // namespace COVEY_ISA
}  // namespace covey
