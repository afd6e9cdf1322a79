// What the rows of every cluster add up to, for labels that somebody else has: weight, mean, distance to the mean.
//
// All of them are sums of integers (tally.hpp, integers.hpp): the same bits for any order of the rows and any number of
// threads, and a weight of 2 is a repeated row. A row of weight 0 changes nothing. No row is copied.
// Twin: tests/reference/totals.py.
#pragma once

#include <cstdint>

#include "rows.hpp"

namespace covey {

struct ClusterTotals {
  double* weights = nullptr;     // (k)
  double* means = nullptr;       // (k, d), rounded once to float64; 0 where there is no weight
  double* squares = nullptr;     // (k) weight times squared distance to the mean, added up, relative to 4^exponent
  double* distances = nullptr;   // (k) weight times distance to the mean, added up, relative to 2^exponent
};

// `labels` are 0..k-1; `weights` may be null. Fills `out` and returns the exponent: with it squares neither overflow
// nor vanish.
template <class T>
int cluster_totals(Rows<T> rows, const double* weights, const int32_t* labels, int k, int n_threads,
                   const ClusterTotals& out);

}  // namespace covey
