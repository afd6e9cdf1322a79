// The label of a point by definition, and its distance to its own center by the same definition.
//
// Formula: sum over j of (double(x_j) - double(c_j))^2, multiplied and added apart, j ascending; the lower index
//          wins ties. The order of each sum does not depend on the vector width.
// Why:     this, and not whatever a fast kernel rounds to, is what a label means; it is the same on every
//          instruction set, for every chunking, and for data shifted or scaled without rounding.
// Speed:   a quick sum of differences, whose error is a few units of itself, leaves one center, or the few that are
//          as good as equally near; only these are added up by definition.
// Twin:    tests/reference/nearest.py.
#pragma once

#include "exact.hpp"
#include "lanes.hpp"
#include "nearest.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

// In any order: off by at most d / 32 + 8 units of itself, as there are 32 partial sums.
template <class T>
inline T quick_distance(const T* x, const T* center, int d) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  constexpr int kParts = 32 / L;
  V sum[kParts];
  for (auto& s : sum) s = V{};
  int j = 0;
  for (; j + 32 <= d; j += 32)
    for (int v = 0; v < kParts; ++v) {
      const V difference = load(x + j + v * L) - load(center + j + v * L);
      sum[v] = fma(difference, difference, sum[v]);
    }
  T parts[32];
  std::memcpy(parts, sum, sizeof parts);
  for (int p = 0; j < d; ++j, ++p) {
    const T difference = x[j] - center[j];
    parts[p] += difference * difference;
  }
  for (int width = 16; width > 0; width /= 2)
    for (int p = 0; p < width; ++p) parts[p] += parts[p + width];
  return parts[0];
}

template <class T>
inline double defined_distance(const T* x, const T* center, int d) {
  double sum = 0;
  for (int j = 0; j < d; ++j) {
    const double difference = static_cast<double>(x[j]) - static_cast<double>(center[j]);
    sum += difference * difference;
  }
  return sum;
}

// The nearest by definition of n centers, given by at(i) in any order.
template <class T, class At>
inline Settled settle_each(const T* x, const CenterView<T>& c, int n, const At& at) {
  constexpr int kMost = 64, kNotQuicker = 12;
  const T near = 1 + T(4) * ((c.d / 32 + 12) * Machine<T>::kUnit + (c.d + 4) * T(Machine<double>::kUnit));
  const T tiny = T(64) * (c.d + 1) * Machine<T>::kTiny;
  int32_t candidates[kMost];
  T distances[kMost];
  int kept = c.d <= kNotQuicker && n <= kMost ? n : 0;   // few: a quick sum would not be quicker
  T best = Machine<T>::kFar, limit = best;
  for (int i = 0; i < kept; ++i) candidates[i] = at(i), distances[i] = 0;
  for (int i = kept; i < n; ++i) {
    const T distance = quick_distance(x, c.rows + size_t(at(i)) * c.d, c.d);
    if (distance > limit) continue;
    if (distance < best) {
      best = distance;
      limit = best * near + tiny;
    }
    if (kept == kMost) {   // forget those that are too far by now
      kept = 0;
      for (int o = 0; o < kMost; ++o)
        if (distances[o] <= limit) {
          candidates[kept] = candidates[o];
          distances[kept++] = distances[o];
        }
      if (kept == kMost) break;
    }
    candidates[kept] = at(i);
    distances[kept++] = distance;
  }
  const bool all = kept == kMost && n > kMost;   // too many: look at every center
  int left = 0;
  if (!all)
    for (int i = 0; i < kept; ++i)
      if (distances[i] <= limit) candidates[left++] = candidates[i];
  if (left == 1) return {candidates[0], false};
  double least = 1.7976931348623157e308;
  Settled found = {0, false};
  for (int i = 0; i < (all ? n : left); ++i) {
    const int32_t center = all ? at(i) : candidates[i];
    const double distance = defined_distance(x, c.rows + size_t(center) * c.d, c.d);
    if (distance > least) continue;
    found = {distance == least && found.label < center ? found.label : center, distance == least};
    least = distance;
  }
  return found;
}

template <class T>
Settled settle(const T* x, const CenterView<T>& c) {
  return settle_each(x, c, c.k, [](int i) { return i; });
}

template <class T>
Settled settle_among(const T* x, const CenterView<T>& c, const int32_t* among, int n) {
  return settle_each(x, c, n, [among](int i) { return among[i]; });
}

// The coordinates of the own centers of a block's points, in one column. `column` has those of all centers, `stride`
// apart; `table`, if there is one, the same side by side.
template <class T>
inline void own_coordinates(const T* column, int stride, const T* table, const int32_t* labels, T* out) {
  if constexpr (sizeof(T) == 4) {
    if (table != nullptr) {
      for (int p = 0; p < kBlock; p += Lanes<float>::n) {
        Lanes<float>::I index;
        std::memcpy(&index, labels + p, sizeof index);
        const VecF own = looked_up(table, index);
        std::memcpy(out + p, &own, sizeof own);
      }
      return;
    }
  }
  for (int p = 0; p < kBlock; ++p) out[p] = column[size_t(labels[p]) * stride];
}

// Squared distances of a block's points to their own centers, by definition.
template <class T>
inline void own_squares(const T* block, int d, const T* centers, const T* tables, const int32_t* labels,
                        VecD (&sums)[kBlock / Lanes<double>::n]) {
  constexpr int L = Lanes<double>::n;
  for (VecD& sum : sums) sum = VecD{};
  T own[kBlock];
  for (int j = 0; j < d; ++j, block += kBlock) {
    own_coordinates(centers + j, d, tables == nullptr ? nullptr : tables + size_t(j) * kTable, labels, own);
    for (int v = 0; v < kBlock / L; ++v) {
      const VecD difference = widened(block + v * L) - widened(own + v * L);
      sums[v] += difference * difference;
    }
  }
}

template <class T>
void own_distance(const T* block, int d, const T* centers, const T* tables, const int32_t* labels, double* out) {
  VecD sums[kBlock / Lanes<double>::n];
  own_squares(block, d, centers, tables, labels, sums);
  std::memcpy(out, sums, sizeof sums);
}

template <class T>
void sum_own_distances(const T* blocks, int n_blocks, int d, const T* centers, const T* tables, const int32_t* labels,
                       double unit, int64_t* high, int64_t* low) {
  ExactParts parts;
  for (int b = 0; b < n_blocks; ++b) {
    VecD sums[kBlock / Lanes<double>::n];
    own_squares(blocks + size_t(b) * d * kBlock, d, centers, tables, labels + b * kBlock, sums);
    for (const VecD sum : sums) parts.add(sum * splat(unit));
  }
  parts.total(high, low);
}

}  // namespace COVEY_ISA
}  // namespace covey
