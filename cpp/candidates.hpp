// Which clusters can be the nearest other cluster of a row? Only their distances are needed.
//
// A cluster whose mean distance is at least as large as another one's is at most (distance_bounds.hpp) is out:
// exactly, because the comparison leaves a margin far above every rounding error. With two clusters there is
// nothing to rule out.
#pragma once

#include <cstdint>
#include <vector>

#include "cluster_means.hpp"

namespace covey {

// One bit per cluster of every labeling, 64 to a word.
struct Candidates {
  size_t words = 0;
  std::vector<uint64_t> bits;      // (n different rows, words); empty: every cluster is needed for every row
  std::vector<uint32_t> nearest;   // (n different rows) the likeliest other cluster in the finest labeling

  bool all() const { return bits.empty(); }
};

inline void set_bit(uint64_t* bits, size_t at) { bits[at / 64] |= uint64_t(1) << (at % 64); }
inline bool has_bit(const uint64_t* bits, size_t at) { return (bits[at / 64] >> (at % 64)) & 1; }

template <class T>
Candidates find_candidates(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                           const ClusterMeans& means, int n_threads);

}  // namespace covey
