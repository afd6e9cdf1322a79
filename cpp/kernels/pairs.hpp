// Sums of distances from a few points to all points of a cluster: what the exact silhouette is made of.
//
// Formula: sqrt of the sum of squared differences, float64, multiplied and added apart. Eight partial sums,
//          one per place in a group of eight, added as ((0+4)+(2+6))+((1+5)+(3+7)): the same bits for any width.
// Speed:   few dimensions: limited by the square root; a group's coordinates are shared by four queries.
// Twin:    tests/reference/silhouette.py.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kGroup = 8;
constexpr int kParts = kGroup / Lanes<double>::n;   // vectors in a group

template <int Q>
inline void few_pair_sums(const double* queries, int d, const double* groups, size_t count, double* sums) {
  constexpr int L = Lanes<double>::n;
  VecD total[Q][kParts];
  for (auto& row : total)
    for (auto& part : row) part = VecD{};
  const size_t n_groups = (count + kGroup - 1) / kGroup;
  for (size_t g = 0; g < n_groups; ++g) {
    const double* group = groups + g * size_t(d) * kGroup;
    const int here = count - g * kGroup < size_t(kGroup) ? static_cast<int>(count - g * kGroup) : kGroup;
    for (int part = 0; part < kParts; ++part) {
      VecD squares[Q];
      for (auto& s : squares) s = VecD{};
      for (int j = 0; j < d; ++j) {
        const VecD y = load(group + j * kGroup + part * L);
        for (int q = 0; q < Q; ++q) {
          const VecD difference = y - splat(queries[size_t(q) * d + j]);
          squares[q] = squares[q] + difference * difference;
        }
      }
      for (int q = 0; q < Q; ++q) {
        VecD distance = root(squares[q]);
        if (here < kGroup)
          for (int l = 0; l < L; ++l)
            if (part * L + l >= here) distance[l] = 0;
        total[q][part] = total[q][part] + distance;
      }
    }
  }
  for (int q = 0; q < Q; ++q) {
    double p[kGroup];
    for (int i = 0; i < kGroup; ++i) p[i] = total[q][i / L][i % L];
    sums[q] = ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
  }
}

inline void pair_sums(const double* queries, int n_queries, int d, const double* groups, size_t count, double* sums) {
  int q = 0;
  for (; q + 4 <= n_queries; q += 4) few_pair_sums<4>(queries + size_t(q) * d, d, groups, count, sums + q);
  for (; q < n_queries; ++q) few_pair_sums<1>(queries + size_t(q) * d, d, groups, count, sums + q);
}

}  // namespace COVEY_ISA
}  // namespace covey
