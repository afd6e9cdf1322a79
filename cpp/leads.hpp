// What is known of each point beyond one iteration, so that most need no second look and the others a short one.
//
// Second: when the epoch began, no center but the point's own was nearer than this. A center that has come `way` since
//         can be nearer now than the own one only if second - way is at most the distance to that. So a point has to be
//         compared with the centers that have come furthest only, and with none where the lead is larger than every way.
// Worst:  per block, how little of its leads there is: the largest distance to an own center less second. Until that
//         center has walked further than what is left, no point of the block needs a look.
// All of it is proven, and rounded to the safe side: the labels are those of passes that look at everything.
// Source: Hamerly (2010), Making k-means even faster, SDM, for one bound per point; that the centers are ordered by
// how far they have come, so that bounds need not hold for the fastest, is ours.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace covey {

struct Leads {
  std::vector<float> second;    // (n, padded to blocks)
  std::vector<float> worst;     // (n_blocks) when it was last looked at
  std::vector<float> walked;    // (n_blocks) what the center of its points had walked by then
  std::vector<int32_t> label;   // (n_blocks) of all its points; -1 if they differ

  static constexpr float kUnknown = -1e30f;

  void resize(size_t n_blocks, size_t block) {
    second.assign(n_blocks * block, kUnknown);
    worst.assign(n_blocks, -kUnknown);
    walked.assign(n_blocks, 0.0f);
    label.assign(n_blocks, -1);
  }
  // Labels were changed by someone else: a bound says nothing about another own center.
  void forget() {
    std::fill(second.begin(), second.end(), kUnknown);
    std::fill(label.begin(), label.end(), -1);
  }
};

}  // namespace covey
