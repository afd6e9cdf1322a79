// What one vector is on this instruction set; the only file that knows intrinsics.
//
// The kernels are written once over compiler vectors and built once per instruction set. Each build lives in a
// namespace of its own (COVEY_ISA) and calls nothing that is inline elsewhere, so the linker cannot mix them.
// Contraction is switched off for the whole engine: a multiply-add is fused only where `fma` says so.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace covey {
namespace COVEY_ISA {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
constexpr int kTile = 12;   // centers at once: 24 accumulators of 32 registers
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
constexpr int kTile = 6;    // 12 accumulators of 16 registers
#elif defined(__ARM_NEON)
constexpr int kVectorBytes = 16;
constexpr int kTile = 12;
#else
constexpr int kVectorBytes = 16;
constexpr int kTile = 6;
#endif

template <class T>
struct Lanes;

template <>
struct Lanes<float> {
  typedef float V __attribute__((vector_size(kVectorBytes)));
  typedef int32_t I __attribute__((vector_size(kVectorBytes)));
  typedef int32_t Label __attribute__((vector_size(kVectorBytes)));
  typedef uint64_t Pairs __attribute__((vector_size(kVectorBytes)));       // of the labels
  typedef uint16_t Short __attribute__((vector_size(kVectorBytes / 2)));
  static constexpr int n = kVectorBytes / 4;
};

template <>
struct Lanes<double> {
  typedef double V __attribute__((vector_size(kVectorBytes)));
  typedef int64_t I __attribute__((vector_size(kVectorBytes)));
  typedef int32_t Label __attribute__((vector_size(kVectorBytes / 2)));
  typedef uint64_t Pairs __attribute__((vector_size(kVectorBytes / 2)));
  typedef uint16_t Short __attribute__((vector_size(kVectorBytes / 4)));
  static constexpr int n = kVectorBytes / 8;
};

using VecF = Lanes<float>::V;
using VecD = Lanes<double>::V;

template <class T>
inline typename Lanes<T>::V load(const T* at) {
  typename Lanes<T>::V v;
  std::memcpy(&v, at, sizeof v);
  return v;
}

template <class T>
inline typename Lanes<T>::V splat(T value) {
  return value - typename Lanes<T>::V{};
}

// a * b + c, rounded once where the hardware can.
inline VecF fma(VecF a, VecF b, VecF c) {
#if defined(__AVX512F__)
  return (VecF)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__FMA__)
  return (VecF)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__ARM_NEON)
  return (VecF)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  return a * b + c;
#endif
}

inline VecD fma(VecD a, VecD b, VecD c) {
#if defined(__AVX512F__)
  return (VecD)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif defined(__FMA__)
  return (VecD)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#elif defined(__ARM_NEON)
  return (VecD)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
#else
  return a * b + c;
#endif
}

inline VecF root(VecF a) {
#if defined(__AVX512F__)
  return (VecF)_mm512_sqrt_ps((__m512)a);
#elif defined(__AVX2__)
  return (VecF)_mm256_sqrt_ps((__m256)a);
#elif defined(__ARM_NEON)
  return (VecF)vsqrtq_f32((float32x4_t)a);
#else
  return (VecF)_mm_sqrt_ps((__m128)a);
#endif
}

inline VecD root(VecD a) {
#if defined(__AVX512F__)
  return (VecD)_mm512_sqrt_pd((__m512d)a);
#elif defined(__AVX2__)
  return (VecD)_mm256_sqrt_pd((__m256d)a);
#elif defined(__ARM_NEON)
  return (VecD)vsqrtq_f64((float64x2_t)a);
#else
  return (VecD)_mm_sqrt_pd((__m128d)a);
#endif
}

// table[index] of each lane; indices are below 16.
inline VecF looked_up(const float* table, Lanes<float>::I index) {
#if defined(__AVX512F__)
  return (VecF)_mm512_permutexvar_ps((__m512i)index, _mm512_loadu_ps(table));
#elif defined(__AVX2__)
  const __m256 low = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)index);
  const __m256 high = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), (__m256i)index);
  return (VecF)_mm256_blendv_ps(low, high, _mm256_castsi256_ps(_mm256_cmpgt_epi32((__m256i)index, _mm256_set1_epi32(7))));
#else
  VecF out;
  for (int l = 0; l < Lanes<float>::n; ++l) out[l] = table[index[l]];
  return out;
#endif
}

// As many numbers as float64 lanes.
inline VecD widened(const float* at) {
#if defined(__AVX512F__)
  return (VecD)_mm512_cvtps_pd(_mm256_loadu_ps(at));
#elif defined(__AVX2__)
  return (VecD)_mm256_cvtps_pd(_mm_loadu_ps(at));
#else
  typedef float Some __attribute__((vector_size(4 * Lanes<double>::n)));
  Some some;
  std::memcpy(&some, at, sizeof some);
  return __builtin_convertvector(some, VecD);
#endif
}
inline VecD widened(const double* at) { return load(at); }

template <class V>
inline V larger(V a, V b) {
  return a > b ? a : b;
}

template <class V>
inline V smaller(V a, V b) {
  return a < b ? a : b;
}

// Lanes picked from a (0 to n - 1) and b (n to 2n - 1).
template <int... kLanes>
inline VecD picked(VecD a, VecD b) {
#if defined(__clang__)
  return __builtin_shufflevector(a, b, kLanes...);
#else
  return __builtin_shuffle(a, b, Lanes<double>::I{kLanes...});
#endif
}

template <int kStep, int... kLow>
inline void exchange(VecD (&rows)[Lanes<double>::n]) {
  for (int r = 0; r < Lanes<double>::n; ++r) {
    if (r & kStep) continue;
    const VecD a = rows[r], b = rows[r + kStep];
    rows[r] = picked<kLow...>(a, b);
    rows[r + kStep] = picked<(kLow + kStep)...>(a, b);
  }
}

// Rows become columns in a square of n vectors of n numbers.
inline void transpose(VecD (&rows)[Lanes<double>::n]) {
#if defined(__AVX512F__)
  exchange<4, 0, 1, 2, 3, 8, 9, 10, 11>(rows);
  exchange<2, 0, 1, 8, 9, 4, 5, 12, 13>(rows);
  exchange<1, 0, 8, 2, 10, 4, 12, 6, 14>(rows);
#elif defined(__AVX2__)
  exchange<2, 0, 1, 4, 5>(rows);
  exchange<1, 0, 4, 2, 6>(rows);
#else
  exchange<1, 0, 2>(rows);
#endif
}

// One bit per lane of a comparison, lane 0 lowest.
inline uint32_t bits(Lanes<float>::I mask) {
#if defined(__AVX512DQ__)
  return _mm512_movepi32_mask((__m512i)mask);
#elif defined(__AVX2__)
  return static_cast<uint32_t>(_mm256_movemask_ps((__m256)mask));
#elif defined(__x86_64__)
  return static_cast<uint32_t>(_mm_movemask_ps((__m128)mask));
#else
  uint32_t out = 0;
  for (int i = 0; i < Lanes<float>::n; ++i) out |= (mask[i] ? 1u : 0u) << i;
  return out;
#endif
}

inline uint32_t bits(Lanes<double>::I mask) {
#if defined(__AVX512DQ__)
  return _mm512_movepi64_mask((__m512i)mask);
#elif defined(__AVX2__)
  return static_cast<uint32_t>(_mm256_movemask_pd((__m256d)mask));
#elif defined(__x86_64__)
  return static_cast<uint32_t>(_mm_movemask_pd((__m128d)mask));
#else
  uint32_t out = 0;
  for (int i = 0; i < Lanes<double>::n; ++i) out |= (mask[i] ? 1u : 0u) << i;
  return out;
#endif
}

// Numbers rounded down to float32, of which none is more than 1e30.
inline void store_down(float* at, VecF values) {
  const VecF most = splat(1e30f), below = values - (values < VecF{} ? -values : values) * splat(1.2e-7f) - splat(2e-38f);
  const VecF out = smaller(below, most);
  std::memcpy(at, &out, sizeof out);
}
inline void store_down(float* at, VecD values) {
  typedef float Half __attribute__((vector_size(kVectorBytes / 2)));
  const VecD most = splat(1e30), below = values - (values < VecD{} ? -values : values) * splat(1.8e-7) - splat(1e-38);
  const Half out = __builtin_convertvector(smaller(below, most), Half);
  std::memcpy(at, &out, sizeof out);
}

template <class T>
inline void store_labels(int32_t* at, typename Lanes<T>::I index) {
  const auto labels = __builtin_convertvector(index, typename Lanes<T>::Label);
  std::memcpy(at, &labels, sizeof labels);
}

}  // namespace COVEY_ISA
}  // namespace covey
