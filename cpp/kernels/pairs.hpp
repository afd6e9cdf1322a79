// Distances between two blocks of rows, each computed once and added up for both sides.
//
// Formula: sqrt of the sum of squared differences, float64, multiplied and added apart, j ascending. What is added
//          up is one sum per row and *atom* of the other block: rows that share their cluster in every labeling.
//          Each sum starts at 0 and takes the rows of the other block one after the other, so the bits depend on
//          neither the width of a vector nor on which block stands left.
// Layout:  groups of 8 rows, dimension-major in a group; sums of atom a for row i of a block at [a * kBlockRows + i].
// Speed:   8 left rows by one vector of right rows are in registers; the square root (few columns) or the additions
//          (many) are the limit. Right sums come from the same registers, transposed.
// Twin:    tests/reference/silhouette.py.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kPairLanes = Lanes<double>::n;
constexpr int kPairParts = 8 / kPairLanes;   // vectors in a group of 8 rows

// sums[atom of row r] += addends[r] for r = 0..count-1 in that order; atoms ascend.
inline void add_in_order(const VecD* addends, int count, const uint8_t* atoms, const double* weights, double* sums) {
  if (atoms[0] == atoms[count - 1]) {   // one atom, the usual case: read and written once
    double* at = sums + size_t(atoms[0]) * kBlockRows;
    VecD sum = load(at);
    for (int r = 0; r < count; ++r) sum = sum + (weights == nullptr ? addends[r] : addends[r] * splat(weights[r]));
    std::memcpy(at, &sum, sizeof sum);
    return;
  }
  for (int r = 0; r < count; ++r) {
    double* at = sums + size_t(atoms[r]) * kBlockRows;
    const VecD sum = load(at) + (weights == nullptr ? addends[r] : addends[r] * splat(weights[r]));
    std::memcpy(at, &sum, sizeof sum);
  }
}

template <bool kBoth>
void pair_tile(const PairBlock& left, const PairBlock& right, int d, double* left_sums, double* right_sums) {
  constexpr int L = kPairLanes, P = kPairParts;
  for (int gl = 0; gl < left.n_groups; ++gl) {
    const double* x = left.groups + size_t(gl) * d * 8;
    for (int gr = 0; gr < right.n_groups; ++gr)
      for (int first = 0; first < 8; first += L) {
        const double* y = right.groups + size_t(gr) * d * 8 + first;
        VecD squares[P][L];
        for (auto& part : squares)
          for (auto& s : part) s = VecD{};
        for (int j = 0; j < d; ++j) {
          VecD at[P];
          for (int p = 0; p < P; ++p) at[p] = load(x + j * 8 + p * L);
          for (int r = 0; r < L; ++r) {
            const VecD other = splat(y[j * 8 + r]);
            for (int p = 0; p < P; ++p) {
              const VecD difference = at[p] - other;
              squares[p][r] = squares[p][r] + difference * difference;
            }
          }
        }
        const int row = gr * 8 + first;
        for (int p = 0; p < P; ++p) {
          for (int r = 0; r < L; ++r) squares[p][r] = root(squares[p][r]);
          add_in_order(squares[p], L, right.atoms + row, right.weights ? right.weights + row : nullptr,
                       left_sums + gl * 8 + p * L);
        }
        if (kBoth)
          for (int p = 0; p < P; ++p) {
            const int own = gl * 8 + p * L;
            transpose(squares[p]);
            add_in_order(squares[p], L, left.atoms + own, left.weights ? left.weights + own : nullptr,
                         right_sums + row);
          }
      }
  }
}

inline void pair_sums(const PairBlock& left, const PairBlock& right, int d, double* left_sums, double* right_sums) {
  if (right_sums == nullptr)
    pair_tile<false>(left, right, d, left_sums, nullptr);
  else
    pair_tile<true>(left, right, d, left_sums, right_sums);
}

// total += the sums of some atoms, one after the other, for every row of a block.
inline void add_atoms(const double* sums, const uint8_t* atoms, int n_atoms, double* total) {
  constexpr int L = kPairLanes;
  for (int i = 0; i < kBlockRows; i += 4 * L) {
    VecD sum[4];
    for (int v = 0; v < 4; ++v) sum[v] = load(total + i + v * L);
    for (int a = 0; a < n_atoms; ++a)
      for (int v = 0; v < 4; ++v) sum[v] = sum[v] + load(sums + size_t(atoms[a]) * kBlockRows + i + v * L);
    std::memcpy(total + i, sum, sizeof sum);
  }
}

// Squared distance of each row of a group of 8 to each of n_centers centers given in two parts, center + rest:
// sum over j of ((x_j - center_j) - rest_j)^2, at [center * 8 + row].
inline void center_squares(const double* group, int d, const double* centers, const double* rests, size_t n_centers,
                           double* out) {
  constexpr int L = kPairLanes, P = kPairParts;
  for (size_t c = 0; c < n_centers; ++c) {
    VecD sum[P];
    for (auto& s : sum) s = VecD{};
    for (int j = 0; j < d; ++j) {
      const VecD center = splat(centers[c * d + j]), rest = splat(rests[c * d + j]);
      for (int p = 0; p < P; ++p) {
        const VecD difference = (load(group + j * 8 + p * L) - center) - rest;
        sum[p] = sum[p] + difference * difference;
      }
    }
    std::memcpy(out + c * 8, sum, sizeof sum);
  }
}

}  // namespace COVEY_ISA
}  // namespace covey
