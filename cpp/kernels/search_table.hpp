// The kernels of the search for better centers (gist.hpp), as a table of functions.
//
// Squared distances are sums of (x_j - c_j)^2 in float64 in the order of the coordinates, without fused operations:
// the same bits for every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

namespace covey {

constexpr int kGroup = 16;   // points, dimension-major: coordinate j of point p stands at [j * kGroup + p]

// The two nearest centers of each point of a group.
struct Pairs {
  double first[kGroup];     // squared distance to the nearest center
  double second[kGroup];    // and to the second nearest; 1e300 if there is one center only
  int32_t own[kGroup];      // which they are; the lower number on ties
  int32_t next[kGroup];
};

struct SearchKernels {
  // Squared distances of a group to one place.
  void (*group_to_place)(const double* group, int d, const double* place, double* out);

  // The two nearest of n listed (ascending) centers, of which `rows` (k, d) holds all.
  void (*two_nearest)(const double* group, int d, const double* rows, const int32_t* list, int n, Pairs* pairs);

  // Squared distances of one point to all centers; by_dimension (d, padded), padded to a multiple of 8.
  void (*point_to_centers)(const double* point, int d, const double* by_dimension, int padded, double* out);
};

// Those of the instruction set in use.
const SearchKernels& search_kernels();

}  // namespace covey
