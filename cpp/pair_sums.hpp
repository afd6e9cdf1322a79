// Sums of distances from rows to clusters, from blocks of rows taken two at a time.
//
// Every two blocks meet once and both take what they need: each distance is computed once. The meetings are ordered
// in rounds, as in a tournament: in round r the teams p and q with p + q = r (modulo their number) meet, so that no
// team plays twice in a round. A team plays its rounds in order, whoever runs them: the sums are the same bits for
// any number of threads, without locks, copies or barriers.
#pragma once

#include <functional>

#include "candidates.hpp"
#include "row_blocks.hpp"
#include "status.hpp"

namespace covey {

// Sums of some clusters for each row of each block: cluster c of block b at [starts[b] + column * 64 + row].
struct PairTotals {
  size_t n_clusters = 0, words = 0;
  std::vector<uint64_t> wanted;      // (n_blocks, words) clusters that some row of the block needs
  std::vector<int32_t> columns;      // (n_blocks, n_clusters); -1: not wanted
  std::vector<size_t> starts;        // (n_blocks + 1)
  AlignedArray<double> sums;

  size_t bytes() const { return starts.back() * sizeof(double); }
  void start_at_zero();

  // Null if the cluster is not wanted.
  double* of(size_t block, size_t cluster) const {
    const int32_t column = columns[block * n_clusters + cluster];
    return column < 0 ? nullptr : sums.get() + starts[block] + static_cast<size_t>(column) * kBlockRows;
  }
};

// What will be summed; nothing is reserved yet. `needs(i)` gives the bits of the i-th row of the blocks, or null
// for all clusters.
PairTotals plan_totals(const RowBlocks& blocks, size_t n_clusters,
                       const std::function<const uint64_t*(size_t)>& needs);

// Every row of `blocks` with every other.
Status meet_each_other(const RowBlocks& blocks, const PairTotals& totals, int n_threads,
                       const std::function<bool()>& go_on);

// Every row of `some` with every row of `all`; only `some` take sums.
Status meet_all(const RowBlocks& some, const PairTotals& totals, const RowBlocks& all, int n_threads,
                const std::function<bool()>& go_on);

}  // namespace covey
