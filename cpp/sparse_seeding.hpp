// Where the centers of sparse points start: greedy k-means++ by the law of seeding.hpp.
//
// The hash of a row runs over its columns and values, zeros left out, so it is not that of the same dense row: sparse and
// dense rows start from different (equally good) centers for one seed.
// Squared distances are |x|^2 + |y|^2 - 2 x.y in float64, multiplied and added apart in column order: the same bits
// everywhere, and exactly 0 for equal rows. All candidates of a step are measured in one reading of the rows.
// Twin: tests/reference/sparse_seeding.py.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "draw_rows.hpp"
#include "sparse_points.hpp"

namespace covey {

template <class T>
class SparseSeeding {
 public:
  // `go_on` (may be empty) is asked once per center; it must outlive this.
  SparseSeeding(const SparsePoints<T>& points, int n_threads, const std::function<bool()>& go_on);

  // Row indices of k starting points; a row may repeat when there are fewer different rows than k. Fewer than k when
  // `go_on` said no. n_trials: candidates per center, 0 for 2 + ln k.
  std::vector<int64_t> plus_plus(int k, uint64_t seed, int start, int n_trials);

  // k different points (as long as there are so many), each drawn with probability proportional to its weight.
  std::vector<int64_t> random(int k, uint64_t seed, int start);

 private:
  int64_t share(size_t i) const;
  uint64_t add_up();
  size_t draw(uint64_t target);
  void measure(const std::vector<size_t>& candidates);
  size_t best_of(size_t n_candidates);
  void take(size_t candidate, size_t n_candidates);

  const SparsePoints<T>& points_;
  const std::function<bool()>& go_on_;
  int n_threads_;
  std::vector<int32_t> weights_;     // empty if all rows weigh 1
  DrawRows<SparsePoints<T>> rows_;
  std::vector<double> closest_;      // squared distance to the nearest center so far
  std::vector<double> measured_;     // (n, candidates)
  AlignedArray<double> vectors_;     // candidates side by side, (d, 4) or (d, 8); zero between uses
  size_t vectors_size_ = 0;
  double scale_ = 1;                 // closest * scale is rounded to an integer share
  bool started_ = false;             // before the first center, a share is the weight alone
  int share_bits_ = 31;
  std::vector<int64_t> masses_;      // shares, added up by bucket
};

}  // namespace covey
