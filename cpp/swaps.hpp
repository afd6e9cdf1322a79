// One search for better centers: where Lloyd's algorithm stops, let a center that is hardly missed stand where points
// are far from theirs, and go downhill from there; keep what is better.
//
// A place is drawn among the points with probability proportional to weight times squared distance to the nearest
// center. What it gains there, less what the points of each center lose if that one goes, is known from the two nearest
// centers of every point before anything moves; the center whose going costs least goes. That is short-sighted, so now
// and then (every second swap, up to 8 centers) any center goes, by a draw. The search ends when so many swaps in a row
// gained nothing.
// Source: Franti (2018), Efficiency of random swap clustering, J. Big Data 5; Lattanzi & Sohler (2019), A better
// k-means++ algorithm via local search, ICML. Twin: tests/reference/swaps.py.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "gist.hpp"

namespace covey {

struct SwapLimits {
  int failures = 50;               // swaps in a row that gained nothing
  uint64_t work = ~uint64_t(0);    // coordinates looked at
};

struct Found {
  std::vector<double> centers;     // (k, d), inside the frame
  double cost = 0;
  double first_cost = 0;           // before the first swap
  uint64_t work = 0;
};

// `search` numbers the searches of one seed. `go_on` is asked before every swap and every round
// of a way down.
Found search_by_swaps(const Gist& gist, int k, const std::vector<double>& start, uint64_t seed, uint32_t search,
                      const SwapLimits& limits, const std::function<bool()>& go_on);

}  // namespace covey
