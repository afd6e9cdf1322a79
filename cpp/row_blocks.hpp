// Rows in blocks of 64, in the shape the pair kernels read, and which of their sums belong to which cluster.
//
// Within a block, neighbours with the same labels in every labeling form an atom. A distance is added to one sum per
// atom; the sum of a cluster of any labeling is the sum of its atoms. So one pass over the distances serves all
// labelings, whatever their number.
#pragma once

#include <cstdint>
#include <vector>

#include "frame.hpp"
#include "kernels/table.hpp"
#include "labelings.hpp"
#include "memory.hpp"

namespace covey {

struct RowBlocks {
  // The atoms members[begin..end) of a block belong to this cluster (counted through all labelings).
  struct Run {
    uint32_t cluster;
    uint8_t begin, end;
  };

  size_t n = 0, n_blocks = 0;
  int d = 0;
  bool weighted = false;
  AlignedArray<double> groups;
  std::vector<double> weights;       // (n_blocks, 64)
  std::vector<uint8_t> atoms;        // (n_blocks, 64)
  std::vector<uint8_t> n_atoms;      // (n_blocks), the one of padding rows counted
  std::vector<uint8_t> members;      // for each block and labeling 64 places: its atoms ordered by cluster
  std::vector<size_t> first_run;     // (n_blocks * m + 1)
  std::vector<Run> runs;
  size_t m = 0;

  PairBlock view(size_t block) const {
    const size_t rows = block * kBlockRows;
    const size_t left = n - rows;
    return {groups.get() + rows * d, static_cast<int>(left < size_t(kBlockRows) ? (left + 7) / 8 : kBlockRows / 8),
            atoms.data() + rows, weighted ? weights.data() + rows : nullptr};
  }
};

// The rows order[0], order[1], ...; weights of the same length.
template <class T>
RowBlocks row_blocks(Rows<T> rows, const Frame& frame, const std::vector<size_t>& order,
                     const std::vector<double>& weights, const Labelings& labelings);

}  // namespace covey
