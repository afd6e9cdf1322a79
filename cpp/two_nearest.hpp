// The nearest and the second nearest center of every point of a gist, kept right while centers move.
//
// After some centers have moved, only two kinds of points are looked at: those for which one of them was among the
// two, and those in groups that one of them may have come near enough to. What is overwritten is kept, so that
// everything since `mark` can be taken back.
// Memory: 24 bytes per point, twice.
// Twin: tests/reference/swaps.py, which computes all distances every time.
#pragma once

#include <cstdint>
#include <vector>

#include "gist.hpp"

namespace covey {

// What is known of a group as a whole.
struct Summary {
  double reach = 0;         // at least the distance (not squared) of each point to its second center
  double cost = 0;          // sum of weight times squared distance to the own center
  uint64_t names = 0;       // one bit for each center that is `own` or `next` of some point, modulo 64
};

class TwoNearest {
 public:
  TwoNearest(const Gist& gist, int k);

  int k() const { return k_; }
  const double* center(int c) const { return centers_.data() + static_cast<size_t>(c) * gist_.d; }
  void place(int c, const double* where);

  // Look at all points; the centers have been placed.
  void compute();

  // Look at what these centers (ascending), which have been placed anew, may have changed. Returns the groups in
  // which something did.
  const std::vector<size_t>& repair(const std::vector<int>& centers);

  const Pairs& group(size_t g) const { return pairs_[g]; }
  double cost_of(size_t g) const { return summaries_[g].cost; }
  double cost() const;   // sum over all points of weight times squared distance to the nearest center

  // Squared distances of a group to any place.
  void distances(size_t g, const double* where, double* out) const;

  // Whether a place may be nearer to some point of the group than that point's second center is.
  bool in_reach(size_t g, const double* where) const;

  void mark();
  void touch_all();      // every group counts as touched
  const std::vector<size_t>& touched() const { return kept_; }   // groups, since `mark`
  void take_back();      // the points only: whoever moved the centers places them back

  uint64_t work = 0;     // coordinates looked at; ever growing

 private:
  void keep(size_t g);
  void compute_group(size_t g);
  void compute_point(size_t g, int p);
  void close(size_t g);

  const Gist& gist_;
  const SearchKernels& kernels_;
  int k_, padded_;
  std::vector<double> centers_;        // (k, d)
  AlignedArray<double> by_dimension_;  // (d, padded): the same; zeros for padding
  std::vector<double> room_;           // (padded)
  std::vector<int32_t> near_;              // centers that may be among the two of a point of the group at hand
  std::vector<Pairs> pairs_, old_pairs_;
  std::vector<Summary> summaries_, old_summaries_;
  std::vector<uint32_t> kept_at_;      // per group: the mark after which it was kept
  std::vector<size_t> kept_, changed_;
  std::vector<uint8_t> is_moved_;
  uint32_t now_ = 1;
};

inline void TwoNearest::distances(size_t g, const double* where, double* out) const {
  kernels_.group_to_place(gist_.group(g), gist_.d, where, out);
}

inline bool TwoNearest::in_reach(size_t g, const double* where) const {
  const double* middle = gist_.middles.data() + g * gist_.d;
  const double most = (summaries_[g].reach + gist_.radii[g]) * (1 + 1e-12);
  double squared = 0;
  for (int j = 0; j < gist_.d; ++j) squared += (middle[j] - where[j]) * (middle[j] - where[j]);
  return squared <= most * most;
}

}  // namespace covey
