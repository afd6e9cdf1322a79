// One pass over the points: assign each to its nearest center, and keep the tally of every center.
//
// This is the primitive that every fit is made of. Only points that change their center touch the tally.
#pragma once

#include <functional>
#include <vector>

#include "centers.hpp"
#include "points.hpp"
#include "tally.hpp"

namespace covey {

struct PassReport {
  int64_t moved = 0;       // points whose label changed
  int64_t unsure = 0;      // points decided by definition because the kernel could not
  bool interrupted = false;
};

template <class T, class Kind>
class Pass {
 public:
  Pass(const Points<T>& points, int k, int n_threads, const std::function<bool()>& go_on);

  // labels (n): the labels of the previous pass, -1 at first; replaced. `tally` follows them, if there is one.
  PassReport run(const CenterView<T>& centers, int32_t* labels, Tally<Kind>* tally);

 private:
  void merge(Tally<Kind>* tally);

  const Points<T>& points_;
  const std::function<bool()>& go_on_;
  int n_threads_;
  std::vector<double> units_;
  std::vector<Tally<Kind>> changes_;   // per thread
};

// Squared distance of every point to its own center, by definition; out (n).
template <class T>
void own_distances(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads,
                   double* out);

// Weighted sum of the above, exact to 94 bits; inside the frame, in units of the caller's weights.
template <class T>
double inertia_of(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads);

// Whether `work` multiply-adds are worth waking threads for.
inline int threads_for(double work, int n_threads) { return work < 400000.0 ? 1 : n_threads; }

}  // namespace covey
