// Nearest center and its rivals by whole numbers of 16 bits, lanes across points.
//
// Formula: S = q.c - floor(|c|^2 / 2), exact; with H = floor(|q|^2 / 2) - S the squared distance of the digits is 2 H + t,
//          0 <= t <= 2. The largest S belongs to the nearest center.
// Error:   a true distance differs from that of the digits by at most the errors of both, in steps (triangle
//          inequality). Roots and conversions round; kDigitUnits covers that.
// Speed:   two products and a sum per lane and instruction; otherwise as nearest.hpp.
// Twin:    cpp/tests/leads_test.cpp counts in long double.
#pragma once

#include "gaps.hpp"
#include "leads.hpp"
#include "rivals.hpp"

namespace covey {
namespace COVEY_ISA {

using VecI = Lanes<float>::I;

constexpr float kDigitUnits = 16 * Machine<float>::kUnit;

inline VecI load(const int32_t* at) {
  VecI v;
  std::memcpy(&v, at, sizeof v);
  return v;
}
inline VecF to_floats(VecI v) { return __builtin_convertvector(v, VecF); }

// a.low * b.low + a.high * b.high + sum, of digits that are 16 bits wide.
inline VecI add_digits(VecI a, VecI b, VecI sum) {
#if defined(__AVX512VNNI__)
  return (VecI)_mm512_dpwssd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
#elif defined(__AVX512BW__)
  return sum + (VecI)_mm512_madd_epi16((__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return sum + (VecI)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined(__x86_64__)
  return sum + (VecI)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
  const VecI a_low = (a << 16) >> 16, b_low = (b << 16) >> 16;
  return sum + a_low * b_low + (a >> 16) * (b >> 16);
#endif
}

template <int W>
inline void digit_sums(const int32_t* x, const int32_t* tile, const int32_t* start, int pairs, VecI (&sum)[W][2]) {
#pragma GCC unroll 16
  for (int w = 0; w < W; ++w) sum[w][0] = sum[w][1] = VecI{} + start[w];
  for (int j = 0; j < pairs; ++j) {
    const VecI x0 = load(x + j * kBlock);
    const VecI x1 = load(x + j * kBlock + Lanes<float>::n);
#pragma GCC unroll 16
    for (int w = 0; w < W; ++w) {
      const VecI coordinate = VecI{} + tile[j * W + w];
      sum[w][0] = add_digits(x0, coordinate, sum[w][0]);
      sum[w][1] = add_digits(x1, coordinate, sum[w][1]);
    }
  }
}

// floor(|q|^2 / 2) of two vectors of points.
inline void half_squares(const int32_t* x, int pairs, VecI half[2]) {
  half[0] = half[1] = VecI{};
  for (int j = 0; j < pairs; ++j)
    for (int v = 0; v < 2; ++v) {
      const VecI q = load(x + j * kBlock + v * Lanes<float>::n);
      half[v] = add_digits(q, q, half[v]);
    }
  for (int v = 0; v < 2; ++v) half[v] = half[v] >> 1;
}

struct BestDigits {
  VecI first[2], second[2], index[2];
};

inline BestDigits two_nearest_digits(const int32_t* x, const DigitView& c, int k_padded) {
  BestDigits best;
  for (int v = 0; v < 2; ++v) {
    best.first[v] = best.second[v] = VecI{} - 2147483647;
    best.index[v] = VecI{};
  }
  each_tile(k_padded, [&](auto width, int at) {
    constexpr int W = decltype(width)::value;
    VecI sum[W][2];
    digit_sums<W>(x, c.tiles + size_t(at) * c.pairs, c.start + at, c.pairs, sum);
#pragma GCC unroll 16
    for (int w = 0; w < W; ++w) {
      const VecI here = VecI{} + (at + w);
      for (int v = 0; v < 2; ++v) {
        const VecI better = sum[w][v] > best.first[v];
        best.second[v] = larger(best.second[v], smaller(sum[w][v], best.first[v]));
        best.index[v] = better ? here : best.index[v];
        best.first[v] = larger(best.first[v], sum[w][v]);
      }
    }
  });
  return best;
}

// At least and at most the distance of digits, from H.
inline VecF at_most_steps(VecI half) {
  return root(larger(to_floats(half), VecF{}) * splat(2 + 2 * kDigitUnits) + splat(2.5f)) * splat(1 + kDigitUnits);
}
inline VecF at_least_steps(VecI half) { return root(larger(to_floats(half), VecF{}) * splat(2 - 2 * kDigitUnits)) * splat(1 - kDigitUnits); }

// As `nearest_and_gaps`, and at least the distances to the centers found. `error` is that of the points of the block.
inline void gaps_by_digits(const int32_t* block, float error, const DigitView& c, int k_padded, float margin, Answer* answer) {
  constexpr int L = Lanes<float>::n;
  const VecF off = splat(error + c.error), step = splat(c.step), less = splat(margin);
  uint32_t flags = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    VecI half[2];
    half_squares(block + s, c.pairs, half);
    const BestDigits best = two_nearest_digits(block + s, c, k_padded);
    for (int v = 0; v < 2; ++v) {
      store_labels<float>(answer->labels + s + v * L, best.index[v]);
      const VecF first = at_most_steps(half[v] - best.first[v]) + off;
      const VecF second = at_least_steps(half[v] - best.second[v]) - off;
      const VecF gap = (second - first) - splat(kDigitUnits) * (first + second + off);
      flags |= bits(gap * step <= less) << (s + v * L);
      store_down(answer->gaps + s + v * L, gap * step * splat(1 + 1e-6f) - splat(2e-6f) * (gap < VecF{} ? -gap : gap) * step - less);
      const VecF reach = first * step * splat(1 + 1e-6f);
      std::memcpy(answer->firsts + s + v * L, &reach, sizeof reach);
      store_down(answer->seconds + s + v * L, second * step * splat(1 - 1e-6f) - splat(2e-6f) * off * step - less);
    }
  }
  answer->unsure = flags;
}

// S of the own center of each point of a block.
inline void own_digit_sums(const int32_t* block, const DigitView& c, const int32_t* labels, int32_t* sums) {
  bool same = true;
  for (int p = 0; p < kBlock; ++p) same = same & (labels[p] == labels[0]);
  VecI sum[kBlock / Lanes<float>::n];
  for (int p = 0; p < kBlock; ++p) sums[p] = c.halves[labels[p]];
  std::memcpy(sum, sums, sizeof sum);
  const int32_t* row = c.rows + size_t(labels[0]) * c.pairs;
  int32_t own[kBlock];
  for (int j = 0; j < c.pairs; ++j) {
    if (!same)
      for (int p = 0; p < kBlock; ++p) own[p] = c.rows[size_t(labels[p]) * c.pairs + j];
    for (int v = 0; v < kBlock / Lanes<float>::n; ++v) {
      const VecI coordinate = same ? VecI{} + row[j] : load(own + v * Lanes<float>::n);
      sum[v] = add_digits(load(block + j * kBlock + v * Lanes<float>::n), coordinate, sum[v]);
    }
  }
  std::memcpy(sums, sum, sizeof sum);
}

// As `leads`; the reach is in the units of the points.
template <class T>
void leads_by_digits(const int32_t* block, float error, const DigitView& c, const int32_t* labels, const LeadQuestion& question,
                     LeadAnswer<T>* answer) {
  constexpr int L = Lanes<float>::n;
  int32_t sums[kBlock];
  own_digit_sums(block, c, labels, sums);
  const VecF off = splat((error + c.error) * (1 + 1e-6f)), step = splat(c.step * (1 + 1e-6f));
  float far[kBlock];
  for (int s = 0; s < kBlock; s += 2 * L) {
    VecI half[2];
    half_squares(block + s, c.pairs, half);
    for (int v = 0; v < 2; ++v) {
      const VecF reach = (at_most_steps(half[v] - load(sums + s + v * L)) + off) * step;
      std::memcpy(far + s + v * L, &reach, sizeof reach);
    }
  }
  for (int p = 0; p < kBlock; ++p) answer->reach[p] = far[p];
  ask_by_leads(far, question, answer->asked, answer->counts, &answer->worst);
}

// As `rivals`; the reach is in the units of the points, and the error of each is in it already.
template <class T>
void rivals_by_digits(const int32_t* block, const DigitView& c, int count, const T* reach, Rivals* out) {
  constexpr int L = Lanes<float>::n;
  int found = 0;
  for (int s = 0; s < kBlock; s += 2 * L) {
    VecI half[2], limit[2];
    half_squares(block + s, c.pairs, half);
    for (int v = 0; v < 2; ++v) {
      float steps[L];
      for (int l = 0; l < L; ++l) steps[l] = static_cast<float>(reach[s + v * L + l]) / c.step;
      // S >= |q|^2 / 2 - far^2 / 2, less what was cut off; beyond all centers there is nothing to limit.
      const VecF far = smaller(larger(load(steps), VecF{}) * splat(1 + 1e-6f) + splat(c.error), splat(61000.0f));
      const VecF square = far * far * splat(0.5f + kDigitUnits) + splat(2.0f);
      const VecI at_least = half[v] - __builtin_convertvector(square, VecI);
      limit[v] = load(steps) < VecF{} ? VecI{} + 2147483647 : at_least;
    }
    each_tile(count, [&](auto width, int at) {
      constexpr int W = decltype(width)::value;
      VecI sum[W][2];
      digit_sums<W>(block + s, c.tiles + size_t(at) * c.pairs, c.start + at, c.pairs, sum);
      VecI most[2] = {sum[0][0], sum[0][1]};
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

// Digits of a block of points; returns at least the error of each, in steps.
template <class T>
float to_digits(const T* block, int d, const double* offset, double step, int32_t* out) {
  constexpr T kMagic = sizeof(T) == 4 ? T(12582912.0) : T(6755399441055744.0);   // 1.5 * 2^23 or 2^52: rounds
  const T per_step = static_cast<T>(1 / step);
  T squares[kBlock] = {};
  for (int j = 0; j < d; j += 2) {
    int32_t digits[2][kBlock] = {};
    for (int o = 0; o < 2 && j + o < d; ++o) {
      const T* x = block + size_t(j + o) * kBlock;
      const T zero = static_cast<T>(offset[j + o]);
      for (int p = 0; p < kBlock; ++p) {
        const T exact = (x[p] - zero) * per_step, whole = (exact + kMagic) - kMagic;
        squares[p] += (exact - whole) * (exact - whole);
        digits[o][p] = static_cast<int32_t>(whole);
      }
    }
    for (int p = 0; p < kBlock; ++p)
      out[size_t(j) / 2 * kBlock + p] = static_cast<int32_t>(static_cast<uint32_t>(digits[0][p] & 0xFFFF) | static_cast<uint32_t>(digits[1][p]) << 16);
  }
  T most = 0;
  for (int p = 0; p < kBlock; ++p) most = squares[p] > most ? squares[p] : most;
  // Offset and coordinate round before and after the difference: 30000 times a few units each.
  return static_cast<float>(__builtin_sqrt(static_cast<double>(most)) * (1 + 1e-5) + 0.01 * __builtin_sqrt(static_cast<double>(d)));
}

// The largest squared distance of a point of a block from an offset.
template <class T>
double largest_square(const T* block, int d, const double* offset) {
  T squares[kBlock] = {};
  for (int j = 0; j < d; ++j) {
    const T zero = static_cast<T>(offset[j]);
    for (int p = 0; p < kBlock; ++p) squares[p] += (block[j * kBlock + p] - zero) * (block[j * kBlock + p] - zero);
  }
  T most = 0;
  for (int p = 0; p < kBlock; ++p) most = squares[p] > most ? squares[p] : most;
  return static_cast<double>(most);
}

}  // namespace COVEY_ISA
}  // namespace covey
