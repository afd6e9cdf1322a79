// How far the centers have come since an epoch began: from there to here, which is less than step by step where they go
// to and fro (Newling & Fleuret 2016, Fast k-means with accurate bounds, ICML).
#pragma once

#include <vector>

#include "centers.hpp"

namespace covey {

template <class T>
class Epoch {
 public:
  // It begins with these centers.
  void begin(const Centers<T>& centers);

  // The centers have moved.
  void add(const Centers<T>& centers);

  // The centers, those that have come furthest first.
  const std::vector<int32_t>& order() const { return order_; }
  // How far a center has come, and the one at this place of the order; 0 beyond the last.
  float way(int32_t center) const { return ways_[center]; }
  float way_at(int place) const { return place < static_cast<int>(order_.size()) ? ways_[order_[place]] : 0.0f; }
  // The length of the path it took.
  float walked(int32_t center) const { return walked_[center]; }

 private:
  std::vector<T> first_, last_;   // (k, d) the centers when it began, and now
  std::vector<float> ways_, walked_;
  std::vector<int32_t> order_;
};

}  // namespace covey
