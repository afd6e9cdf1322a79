// One pass over the points: assign each to its nearest center, and keep the tally of every center.
//
// This is the primitive that every fit is made of. Only points that change their center touch the tally.
#pragma once

#include <functional>
#include <vector>

#include "centers.hpp"
#include "changes.hpp"
#include "epoch.hpp"
#include "leads.hpp"
#include "points.hpp"
#include "tally.hpp"

namespace covey {

struct PassReport {
  int64_t moved = 0;       // points whose label changed
  int64_t unsure = 0;      // points with two nearest centers
  bool interrupted = false;

  void add(const PassReport& part) {
    moved += part.moved;
    unsure += part.unsure;
  }
};

struct SkippingReport : PassReport {
  int64_t blocks = 0;      // whose points were looked at
  int64_t looks = 0;       // pairs of a point and a center that were compared

  void add(const SkippingReport& part) {
    PassReport::add(part);
    blocks += part.blocks;
    looks += part.looks;
  }
};

// How many centers are asked about in each step, those that have come furthest first.
struct LeadSteps {
  int sizes[kSteps + 1];   // rising, from 0 to all, as kernels take them

  LeadSteps(int k, int tile);
};

template <class T, class Kind>
class Pass {
 public:
  Pass(const Points<T>& points, int k, int n_threads, const std::function<bool()>& go_on);

  // labels (n): the labels of the previous pass, -1 at first; replaced. `tally` follows them, if there is one.
  PassReport run(const CenterView<T>& centers, int32_t* labels, Tally<Kind>* tally);

  // The same, and `leads`, if given, get how far the second centers are: an epoch can begin. `gaps` (n), if given, gets
  // for each point at most how much further its second center is. With the `last` epoch, what is known of points that
  // lead by far is carried over, and they are not looked at.
  PassReport run_and_measure(const CenterView<T>& centers, const Epoch<T>* last, Leads* leads, int32_t* labels,
                             Tally<Kind>* tally, float* gaps);

  // The same labels and tally, looking only where leads could be gone. The tiles of `centers` are in the order of the
  // epoch.
  SkippingReport run_leads(const CenterView<T>& centers, const Epoch<T>& epoch, Leads* leads, int32_t* labels,
                           Tally<Kind>* tally);

  // About which share of the work of a full pass that would be, from some blocks.
  double expected_looks(const CenterView<T>& centers, const Epoch<T>& epoch, const Leads& leads, const int32_t* labels) const;

 private:
  const Points<T>& points_;
  const std::function<bool()>& go_on_;
  std::vector<double> units_;
  Changes<Kind> changes_;
};

// Blocks in a chunk: some tens of microseconds of work, so that threads finish together.
size_t chunk_of(size_t n_blocks, double work_per_block, int n_threads);

// Decide the flagged lanes of a block by definition; returns how many have two nearest centers.
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
