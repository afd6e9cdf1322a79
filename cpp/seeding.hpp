// Where the centers start.
//
// Greedy k-means++: each next center is the best of 2 + ln k points drawn with probability proportional to weight
// times squared distance to the nearest center so far.
//
// One pass over the points per center: it gives the newest center the points it takes, and asks what each candidate
// for the next one would take. The candidates are drawn before that pass, so a share may have shrunk since it was
// last added up; such a draw is kept with the part that is left of it, and made anew otherwise. Shares are whole
// numbers, so this is the same distribution, exactly. Two things are known late in this way: what the newest
// center takes from the drawn point, and the sums of whole buckets, which are only brought up to date where a draw
// falls (all of them, when half of their total is gone).
//
// The draw does not look at the order of the rows. Points stand in the cumulative sum in the order of their hashes
// (hash_order.hpp). So permuted rows give the same centers, a weight of 2 gives those of a repeated row, and
// threads, chunks and skipped points change nothing.
//
// Memory: 6 bytes per row for the order, one number for the distance, 2 bytes for its center where k >= 32.
// Source: Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA; greedy variant
// after their section 7. Twin: tests/reference/seeding.py.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "hash_order.hpp"
#include "points.hpp"

namespace covey {

template <class T>
class Seeding {
 public:
  // go_on is asked before every pass and may be empty; once it says no, what is chosen is an empty list.
  Seeding(const Points<T>& points, int n_threads, std::function<bool()> go_on);

  // Row indices of k starting points; a row may repeat when there are fewer different rows than k.
  // n_trials: candidates per center, 0 for 2 + ln k.
  std::vector<int64_t> plus_plus(int k, uint64_t seed, int start, int n_trials);

  // k different points (as long as there are so many), each drawn with probability proportional to its weight.
  std::vector<int64_t> random(int k, uint64_t seed, int start);

 private:
  // Equal rows, which are drawn as one.
  struct Party {
    size_t row;       // the first of them
    int64_t unit;     // the share of a weight of 1
    int64_t weight;   // of all
  };

  int64_t weight(size_t row) const { return weights_.empty() ? 1 : weights_[row]; }
  int64_t share(T distance) const { return static_cast<int64_t>(distance * scale_); }
  int64_t unit_of(size_t row) const { return started_ ? share(closest_[row]) : 1; }
  T distance_to_newest(size_t row) const;

  void begin(int k);
  void forget_centers();
  void add_up_shares();
  void bring_up_to_date();
  bool draw_row(uint64_t drawn, int64_t* row);
  bool outlives_newest(const Party& party, uint64_t offset) const;
  std::vector<int64_t> draw_candidates(int count, uint64_t seed, uint32_t start, uint32_t c);
  void make_center(size_t row);
  void ask(const int64_t* candidates, int n_candidates, int64_t* gains);
  std::vector<int64_t> gains_of(const std::vector<int64_t>& candidates);

  const Points<T>& points_;
  int n_threads_;
  std::function<bool()> go_on_;
  std::vector<int32_t> weights_;       // per lane, 0 for padding; empty if all rows weigh 1
  HashOrder<T> order_;
  AlignedArray<T> closest_;            // squared distance to the nearest center so far; per lane
  AlignedArray<uint16_t> owners_;      // which center that is; null where no point is skipped
  std::vector<T> centers_;             // coordinates of the centers so far, (k, d)
  int n_centers_ = 0;
  bool pending_ = false;               // the last center is not in closest_ yet
  bool started_ = false;               // before the first center, a share is the weight alone
  T largest_ = 0;                      // of closest_
  T scale_ = 1;                        // closest * scale, cut to an integer, is a share
  int exponent_ = 0;                   // shares are relative to 2^exponent
  int share_bits_;
  int rest_ = 0;                       // passes to go before skipping is tried again
  int64_t potential_ = 0;              // the sum of weight times share over all points
  std::vector<int64_t> mass_;          // the same per bucket, when it was last added up
  int64_t total_mass_ = 0;
  std::vector<Party> parties_;         // room for draw_row
};

}  // namespace covey
