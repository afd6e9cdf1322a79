// Where the centers start.
//
// Greedy k-means++: each next center is the best of 2 + ln k points drawn with probability proportional to weight
// times squared distance to the nearest center so far.
//
// The draw does not look at the order of the rows. Every point has a hash of its coordinates; points stand in the
// cumulative sum in the order of their hashes, and their shares are integers. So permuted rows give the same
// centers, a weight of 2 gives those of a repeated row, and threads and chunks change nothing.
// Source: Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA; greedy variant
// after their section 7. Twin: tests/reference/seeding.py.
#pragma once

#include <cstdint>
#include <vector>

#include "centers.hpp"
#include "points.hpp"

namespace covey {

template <class T>
class Seeding {
 public:
  Seeding(const Points<T>& points, int n_threads);

  // Row indices of k starting points; a row may repeat when there are fewer different rows than k.
  // n_trials: candidates per center, 0 for 2 + ln k.
  std::vector<int64_t> plus_plus(int k, uint64_t seed, int start, int n_trials);

  // k different points (as long as there are so many), each drawn with probability proportional to its weight.
  std::vector<int64_t> random(int k, uint64_t seed, int start);

 private:
  void sort_into_buckets(int n_threads);
  void sort_bucket(size_t bucket);
  int64_t mass(size_t i) const;
  void add_up_buckets();
  bool same_point(size_t a, size_t b) const;
  bool before(size_t a, size_t b) const;
  int64_t row_at(uint64_t target);
  void take(size_t row);
  size_t best_candidate(const std::vector<int64_t>& candidates);

  const Points<T>& points_;
  int n_threads_;
  std::vector<int32_t> weights_;       // per lane, 0 for padding; empty if all rows weigh 1 and n fills the blocks
  AlignedArray<T> closest_;            // squared distance to the nearest center so far; per lane
  T largest_ = 0;                      // of closest_
  T scale_ = 1;                        // closest * scale is rounded to an integer share
  bool started_ = false;               // before the first center, a share is the weight alone
  int share_bits_ = 31;
  std::vector<uint64_t> hashes_;
  std::vector<uint32_t> bucket_of_;
  std::vector<size_t> bucket_begin_;   // into order_
  std::vector<size_t> order_;          // rows, bucket after bucket
  std::vector<bool> bucket_sorted_;
  std::vector<int64_t> bucket_mass_;
};

}  // namespace covey
