// The label of a point by definition, and its distance to its own center by the same definition.
//
// Formula: sum over j of (double(x_j) - double(c_j))^2, multiplied and added apart, j ascending; the lower index
//          wins ties. Lanes run across centers, so the order of each sum does not depend on the vector width.
// Why:     this, and not whatever a fast kernel rounds to, is what a label means; it is the same on every
//          instruction set, for every chunking, and for data shifted or scaled without rounding.
// Twin:    tests/reference/nearest.py.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
int32_t settle(const T* block, int lane, const CenterView<T>& c) {
  constexpr int L = Lanes<double>::n;
  double best = 1.7976931348623157e308;
  int32_t label = 0;
  for (int first = 0; first < c.k_lanes; first += 8) {
    VecD sum[8 / L];
    for (auto& s : sum) s = VecD{};
    for (int j = 0; j < c.d; ++j) {
      const VecD x = splat(static_cast<double>(block[j * kBlock + lane]));
      const double* at = c.by_dimension + size_t(j) * c.k_lanes + first;
      for (int v = 0; v < 8 / L; ++v) {
        const VecD difference = x - load(at + v * L);
        sum[v] = sum[v] + difference * difference;
      }
    }
    for (int v = 0; v < 8 / L; ++v)
      for (int l = 0; l < L; ++l)
        if (sum[v][l] < best) {
          best = sum[v][l];
          label = first + v * L + l;
        }
  }
  return label < c.k ? label : 0;
}

template <class T>
void own_distance(const T* block, int d, const T* centers, const int32_t* labels, double* out) {
  double sum[kBlock] = {};
  int64_t offset[kBlock];
  for (int p = 0; p < kBlock; ++p) offset[p] = int64_t(labels[p]) * d;
  for (int j = 0; j < d; ++j)
    for (int p = 0; p < kBlock; ++p) {
      const double difference = static_cast<double>(block[j * kBlock + p]) - static_cast<double>(centers[offset[p] + j]);
      sum[p] += difference * difference;
    }
  for (int p = 0; p < kBlock; ++p) out[p] = sum[p];
}

}  // namespace COVEY_ISA
}  // namespace covey
