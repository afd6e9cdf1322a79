// What is known about each block of points beyond one iteration, so that most blocks need no second look.
//
// Slack: for every point of the block the second center is further away than the nearest by more than this. The
//        movement of the centers eats it up; while some is left, no label of the block can change.
// List:  the centers that come near the block. For every point of it all others are further away than its own by more
//        than `rest`. That is eaten up in the same way; while some is left, only listed centers can be nearest.
// Both are proven, and rounded to the safe side: the labels are those of a pass that looks at everything.
// Sources: Hamerly (2010), Making k-means even faster, SDM; Drake & Hamerly (2012), Accelerated k-means with adaptive
// distance bounds. Both keep bounds per point; here a block of like points shares them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "centers.hpp"

namespace covey {

// No bound is more than 1e30: where there is no second center, the lead in double would not fit in a float.
inline float rounded_down(double value) {
  return static_cast<float>(std::min(value - std::fabs(value) * 1.8e-7 - 1e-38, 1e30));
}
inline float rounded_up(double value) { return static_cast<float>(value + std::fabs(value) * 1.8e-7 + 1e-38); }

// The margin that bounds keep from the definition: labels are defined by sums in float64, which round too.
inline double rounding_of_definition(int d) { return (d + 8) * 4.6e-16 * std::sqrt(static_cast<double>(d)) + 1e-37; }

// How far the centers have moved since each of the last iterations: from there to here, not step by step, which is
// less where they go to and fro (Newling & Fleuret 2016, Fast k-means with accurate bounds, ICML).
template <class T>
class Drift {
 public:
  void start(const Centers<T>& centers);

  // The centers have moved: one more iteration.
  void add(const Centers<T>& centers);

  uint32_t now() const { return now_; }
  uint32_t oldest() const { return now_ < kKept ? 0 : now_ - kKept + 1; }

  // How far each center has moved since iteration `then`.
  const float* ways(uint32_t then) const { return ways_[then % kKept].data(); }
  // The longest of them.
  float longest(uint32_t then) const { return longest_[then % kKept]; }
  // What a point whose own center has moved that far has lost of its lead over any other center since then.
  float loss(uint32_t then, float way) const { return (way + longest_[then % kKept]) * (1 + 2e-7f); }
  // The largest loss of all since about `iterations` ago.
  float largest_loss(uint32_t iterations) const {
    return 2 * longest_[(iterations >= kKept || iterations > now_ ? oldest() : now_ - iterations) % kKept];
  }

 private:
  static constexpr uint32_t kKept = 16;
  void measure(uint32_t then, const Centers<T>& centers);

  uint32_t now_ = 0;
  std::vector<T> rows_[kKept];
  std::vector<float> ways_[kKept];
  float longest_[kKept];
};

struct Bounds {
  int capacity = 0;                // of a list
  std::vector<float> slack;        // (n_blocks) when it was found
  std::vector<uint32_t> slack_at;  // (n_blocks) the iteration
  std::vector<int32_t> label;      // (n_blocks) of all its points; -1 if they differ
  std::vector<float> rest;         // (n_blocks) when it was found
  std::vector<uint32_t> rest_at;   // (n_blocks) the iteration
  std::vector<int32_t> listed;     // (n_blocks) centers in the list; kAll where too many come near
  std::vector<uint16_t> lists;     // (n_blocks, capacity)
  std::vector<uint8_t> horizon;    // (n_blocks) iterations that the next list should last

  static constexpr float kUnknown = -1e30f;
  static constexpr int32_t kAll = -1;
  static constexpr uint8_t kHorizon = 3;   // at first

  void start(size_t n_blocks, int capacity_, uint32_t now) {
    capacity = capacity_;
    slack.assign(n_blocks, kUnknown);
    label.assign(n_blocks, -1);
    rest.assign(n_blocks, kUnknown);
    slack_at.assign(n_blocks, now);
    rest_at.assign(n_blocks, now);
    listed.assign(n_blocks, kAll);
    horizon.assign(n_blocks, kHorizon);
    lists.resize(n_blocks * static_cast<size_t>(capacity));
  }
  // Labels were changed by someone else: a bound says nothing about another own center.
  void forget() {
    std::fill(slack.begin(), slack.end(), kUnknown);
    std::fill(label.begin(), label.end(), -1);
    std::fill(rest.begin(), rest.end(), kUnknown);
  }
  // No lists any more: slack that was found among listed centers only says nothing about the others.
  void give_up_lists() {
    for (size_t b = 0; b < slack.size(); ++b)
      if (listed[b] != kAll) slack[b] = kUnknown;
    lists = {};
  }
  uint16_t* list(size_t b) { return lists.data() + b * static_cast<size_t>(capacity); }
};

}  // namespace covey
