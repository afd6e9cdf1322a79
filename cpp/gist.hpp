// The points a search for better centers works on: every different row once, with its weight, in float64.
//
// Near points stand side by side, in groups of 16 with a ball around each: what a center far away cannot touch is
// left alone, 16 points at a time. The order is that of a k-d tree over the coordinates and does not depend on how
// the rows came: permuted rows, or a repeated row and a weight of 2, give the same gist. So whoever works through it
// in order, with plain float64 sums, gets the same bits too.
// Where there are more different rows than `most`, it is a sample of them: row by row, by a hash of the coordinates, more
// likely where the row is far from its center, with weights that make every sum of squares right on average.
#pragma once

#include <cstdint>
#include <vector>

#include "distinct.hpp"
#include "kernels/search_table.hpp"
#include "lloyd.hpp"
#include "memory.hpp"
#include "points.hpp"

namespace covey {

struct Gist {
  size_t n = 0;                    // points
  int d = 0;
  size_t n_groups = 0;
  bool whole = true;               // not a sample
  AlignedArray<double> groups;     // (n_groups, d, 16); lanes past the last point repeat it
  std::vector<double> rows;        // (n, d), the same
  std::vector<double> weights;     // (n_groups * 16), 0 past the last point
  std::vector<double> middles;     // (n_groups, d)
  std::vector<double> radii;       // (n_groups)

  const double* group(size_t g) const { return groups.get() + g * static_cast<size_t>(d) * kGroup; }
  const double* row(size_t i) const { return rows.data() + i * static_cast<size_t>(d); }
  uint64_t price() const { return static_cast<uint64_t>(d) + 8; }   // of a distance, in coordinates, with what goes with it
  int lanes(size_t g) const { return static_cast<int>(n - g * kGroup < kGroup ? n - g * kGroup : kGroup); }
};

// The different rows with a weight, as `distinct_rows` has them (no `places`); `weights` are the caller's, may be null.
template <class T>
Distinct rows_that_count(const Points<T>& points, const double* weights);

// Of those; `outcome` is a fit of these points.
template <class T>
Gist make_gist(const Points<T>& points, const Distinct& different, const Outcome<T>& outcome, size_t most, int n_threads);

}  // namespace covey
