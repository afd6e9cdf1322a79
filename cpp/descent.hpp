// Downhill on a gist, looking only at what changes: Lloyd's steps, then moves of single points.
//
// A single point may gain by moving although its own center is nearer, because both centers follow it: weight W of the
// cluster it leaves and V of the one it joins make the difference W / (W - w) d^2 - V / (V + w) e^2. Where no move
// gains, no step of Lloyd's does either (the reverse does not hold), so this ends at a fixed point of both.
// Source: Hartigan (1975), Clustering algorithms; Telgarsky & Vattani (2010), Hartigan's method, AISTATS.
// Twin: tests/reference/swaps.py.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "two_nearest.hpp"

namespace covey {

class Descent {
 public:
  // Work beyond `most_work` ends a way down where it is, and so does `go_on`, which is asked before every round.
  Descent(const Gist& gist, int k, uint64_t most_work, const std::function<bool()>& go_on);

  // From these centers (k, d), as far down as it goes.
  void start(const std::vector<double>& centers);

  // Let a center stand elsewhere, and go down from there, as long as it may end below `bar`. True if it ended below;
  // otherwise everything is as before.
  bool try_swap(int c, const double* where, double bar);

  const TwoNearest& points() const { return points_; }
  double cost() const { return cost_; }
  std::vector<double> centers() const;
  uint64_t work() const { return points_.work; }

 private:
  bool run(double bar);
  void follow(const std::vector<size_t>& groups);
  void move(size_t i, int32_t from, int32_t to);
  void move_centers();
  bool move_single_points();
  void add_up(int c);
  void take_back();

  const Gist& gist_;
  TwoNearest points_;
  std::vector<int32_t> labels_;          // which sums a point is part of
  std::vector<double> sums_, weights_;   // per cluster
  std::vector<double> old_sums_, old_weights_, old_centers_;
  std::vector<uint8_t> dirty_;           // the sums have changed since the center was placed
  std::vector<int> moved_;               // centers placed since the last repair
  double cost_ = 0;
  uint64_t most_work_;
  const std::function<bool()>& go_on_;
};

}  // namespace covey
