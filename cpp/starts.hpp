// A fit: several starts, the best of them kept as one record.
#pragma once

#include <cstdint>

#include "options.hpp"
#include "rows.hpp"
#include "status.hpp"

namespace covey {

// Filled in place; labels (n) and centers (k, d) belong to the caller, and centers holds the given ones on entry
// when options.init is `given`.
template <class T>
struct FitResult {
  int32_t* labels = nullptr;
  T* centers = nullptr;
  double inertia = 0;
  int iterations = 0;
  int starts = 0;        // that were run, the last one perhaps not to its end; where there was a search, the searches
  int agreeing = 0;      // of these, how many ended at this inertia, to nine digits
  double highest = 0;    // the highest inertia that one of them ended at
  bool sampled = false;  // the searches looked at some of the rows only
  bool proven = false;   // no lower inertia exists
  int distinct = 0;      // clusters that hold a row
  bool settled = false;
  bool filled = false;   // after an interruption too, once there were centers: the best so far
};

// Labels of random starts are in canonical order: 0 has the most weight, ties by the coordinates of the center.
// `weights` may be null.
template <class T>
Status fit(Rows<T> rows, const double* weights, const Options& options, FitResult<T>* result);

// The row indices of k starting points, as greedy k-means++ chooses them. `go_on` is asked once per center.
template <class T>
Status plus_plus(Rows<T> rows, const double* weights, int k, uint64_t seed, int n_trials, int n_threads,
                 const std::function<bool()>& go_on, int64_t* indices);

}  // namespace covey
