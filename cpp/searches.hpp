// Several searches on one gist: independent ones until enough of them end at the same lowest cost, then, if they do
// not, children of two of them each.
//
// A child starts from the centers of both parents, matched nearest pairs first, one of each pair by a draw: what the
// parents agree on stays, and only what they differ in is searched again.
// The searches are judged in the order of their numbers, whatever thread ran them, and those that come after the last
// one needed are forgotten: threads change nothing.
// Source: Gribel & Vidal (2019), HG-means, Pattern Recognition 88, for children by matching.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "swaps.hpp"

namespace covey {

struct SearchPlan {
  int searches = 1;                // at most
  int agreeing = 2;                // so many at the lowest cost are enough
  int children = 0;                // at most, where the searches do not agree
  int failures = 50;               // swaps in a row that gained nothing, in one search
  int child_failures = 25;         // and in the search from a child
  uint64_t enough = 0;             // coordinates looked at, about, after which no further independent search begins
  uint64_t work = 0;               // and after which everything ends
};

struct Searched {
  Found best;
  double first_cost = 0;           // of the first search, before its swaps
  double highest = 0;              // the highest cost that an independent search ended at
  int searches = 0;                // independent ones that were run and counted
  int agreeing = 0;                // of these, how many ended at the cost of `best`, to nine digits
  bool interrupted = false;
};

// The first search starts from `first` (k, d). `go_on` is asked by the calling thread only.
Searched search(const Gist& gist, int k, const std::vector<double>& first, uint64_t seed, const SearchPlan& plan,
                int n_threads, const std::function<bool()>& go_on);

}  // namespace covey
