// Nearest center for one sparse row, lanes across centers.
//
// Formula: x.c - |c|^2/2 in float32, whose largest value belongs to the nearest center. Each entry of the row adds
//          its value times one stretch of a block of centers: contiguous, so a gather of whole cache lines.
// Error:   a sum runs over at most kRun entries before it joins the total, so a product is off by at most
//          (min(m, kRun) + m / kRun + 8) units of |x| |c| for m entries, and by 2^-11 |x| |c| and what became 0 where
//          coordinates are kept in half precision; sparse_judge.hpp makes the bound of it.
// Speed:   limited by fetching the stretches; they are asked for kAhead entries early.
// Twin:    tests/reference/nearest.py.
#pragma once

#include "lanes.hpp"
#include "sparse_table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kAhead = 12;   // entries
constexpr int kRun = 128;    // entries

// Vectors of half the width where that is 16 lanes: fewer lanes stand idle, and no sum is longer for it.
constexpr int kCenters = Lanes<float>::n < 8 ? Lanes<float>::n : 8;
typedef float VecC __attribute__((vector_size(kCenters * 4)));
typedef int32_t IndexC __attribute__((vector_size(kCenters * 4)));

inline VecC all_of(float value) { return value - VecC{}; }

template <class Number>
inline VecC load_centers(const Number* at) {
  VecC v;
  std::memcpy(&v, at, sizeof v);
  return v;
}

#if defined(__AVX512F__)
using Kept = uint16_t;
inline VecC load_kept(const uint16_t* at) { return (VecC)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i*)at)); }
inline VecC add_product(VecC a, VecC b, VecC c) { return (VecC)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
#else
using Kept = float;
inline VecC load_kept(const float* at) { return load_centers(at); }
inline VecC add_product(VecC a, VecC b, VecC c) { return fma(a, b, c); }
#endif

// V vectors of centers, U entries at a time, each with sums of its own so that none waits for another.
template <int V, int U>
inline void add_up(const SparseRow& row, const Kept* block, int width, float unit, const float* minus_half_norm, float* out) {
  constexpr int L = kCenters;
  VecC total[V];
  for (int v = 0; v < V; ++v) total[v] = VecC{};
  for (int from = 0; from < row.count; from += kRun) {
    const int to = row.count - from < kRun ? row.count : from + kRun;
    VecC sum[U][V];
    for (int u = 0; u < U; ++u)
      for (int v = 0; v < V; ++v) sum[u][v] = VecC{};
    int e = from;
    for (; e + U <= to; e += U) {
#pragma GCC unroll 4
      for (int u = 0; u < U; ++u) {
        const Kept* early = block + size_t(row.columns[e + u + kAhead]) * width;
        for (int at = 0; at < V * L; at += 64 / int(sizeof(Kept))) __builtin_prefetch(early + at);
        const VecC x = all_of(row.values[e + u]);
        const Kept* centers = block + size_t(row.columns[e + u]) * width;
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) sum[u][v] = add_product(x, load_kept(centers + v * L), sum[u][v]);
      }
    }
    for (; e < to; ++e) {
      const VecC x = all_of(row.values[e]);
      const Kept* centers = block + size_t(row.columns[e]) * width;
      for (int v = 0; v < V; ++v) sum[0][v] = add_product(x, load_kept(centers + v * L), sum[0][v]);
    }
    for (int u = 0; u < U; ++u)
      for (int v = 0; v < V; ++v) total[v] = total[v] + sum[u][v];
  }
  for (int v = 0; v < V; ++v) {
    const VecC score = total[v] * all_of(unit) + load_centers(minus_half_norm + v * L);
    std::memcpy(out + v * L, &score, sizeof score);
  }
}

// The last block of a set may be narrow, none is wider than kWide.
template <int V, int U>
inline void add_up_piece(const SparseRow& row, const Kept* from, const CenterBlock& block, int at, float* out) {
  if constexpr (V * kCenters <= kWide)
    add_up<V, U>(row, from + at, block.width, block.unit, block.minus_half_norm + at, out + at);
}

inline void sparse_scores(const SparseRow& row, const CenterBlock& block, float* out) {
  constexpr int L = kCenters;
  const Kept* from = static_cast<const Kept*>(block.coordinates);
  for (int at = 0; at < block.width; at += 8 * L) {
    switch (block.width - at < 8 * L ? (block.width - at) / L : 8) {
      case 1: add_up_piece<1, 4>(row, from, block, at, out); break;
      case 2: add_up_piece<2, 4>(row, from, block, at, out); break;
      case 3: add_up_piece<3, 2>(row, from, block, at, out); break;
      case 4: add_up_piece<4, 2>(row, from, block, at, out); break;
      case 5: add_up_piece<5, 2>(row, from, block, at, out); break;
      case 6: add_up_piece<6, 1>(row, from, block, at, out); break;
      case 7: add_up_piece<7, 1>(row, from, block, at, out); break;
      default: add_up_piece<8, 1>(row, from, block, at, out); break;
    }
  }
}

inline void sparse_nearest(const SparseRow& row, const CenterBlock& block, int first_index, Lead* lead) {
  using I = IndexC;
  constexpr int L = kCenters;
  alignas(64) float scores[kWide];
  sparse_scores(row, block, scores);
  VecC first = all_of(-8.5e37f), second = first;
  I index{};
  for (int at = 0; at < block.width; at += L) {
    const VecC score = load_centers(scores + at);
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
  return {kCenters,             sizeof(Kept) == 2,    sparse_nearest,        sparse_scores,         sparse_near<float>,
          sparse_near<double>,  sparse_dots<float, 4>, sparse_dots<float, 8>, sparse_dots<double, 4>,
          sparse_dots<double, 8>};
}

}  // namespace COVEY_ISA
}  // namespace covey
