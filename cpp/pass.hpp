// One pass over the points: assign each to its nearest center, and keep the tally of every center.
//
// This is the primitive that every fit is made of. Only points that change their center touch the tally.
#pragma once

#include <functional>
#include <vector>

#include "bounds.hpp"
#include "centers.hpp"
#include "changes.hpp"
#include "points.hpp"
#include "tally.hpp"

namespace covey {

struct PassReport {
  int64_t moved = 0;       // points whose label changed
  int64_t unsure = 0;      // points decided by definition because the kernel could not
  bool interrupted = false;
};

struct SkippingReport : PassReport {
  int64_t blocks = 0;      // looked at
  int64_t looks = 0;       // centers looked at, over these blocks
};

template <class T, class Kind>
class Pass {
 public:
  Pass(const Points<T>& points, int k, int n_threads, const std::function<bool()>& go_on);

  // labels (n): the labels of the previous pass, -1 at first; replaced. `tally` follows them, if there is one.
  PassReport run(const CenterView<T>& centers, int32_t* labels, Tally<Kind>* tally);

  // The same, looking only where `bounds` leave a doubt. `drift` knows the last step of the centers. `gaps` (n), if
  // given, gets for each point at most how much further its second center is.
  SkippingReport run_skipping(const CenterView<T>& centers, const Drift<T>& drift, Bounds* bounds, int32_t* labels,
                              Tally<Kind>* tally, float* gaps);

  // The same, point by point. seconds (n, padded to blocks): at most how far the second center of each point is.
  SkippingReport run_lanes(const CenterView<T>& centers, const Drift<T>& drift, Bounds* bounds, float* seconds,
                           int32_t* labels, Tally<Kind>* tally, float* gaps);

 private:
  const Points<T>& points_;
  const std::function<bool()>& go_on_;
  std::vector<double> units_;
  Changes<Kind> changes_;
};

// Blocks in a chunk: some tens of microseconds of work, so that threads finish together.
size_t chunk_of(size_t n_blocks, double work_per_block, int n_threads);

// Decide the flagged lanes of a block by definition; returns how many there were.
template <class T>
int64_t settle_doubts(const Points<T>& points, const CenterView<T>& centers, size_t block, uint32_t doubts,
                      int32_t* labels);

// Squared distance of every point to its own center, by definition; out (n).
template <class T>
void own_distances(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads,
                   double* out);

// Weighted sum of the above, exact to 94 bits; inside the frame, in units of the caller's weights.
template <class T>
double inertia_of(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads);

}  // namespace covey
