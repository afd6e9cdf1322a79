// From a finished start to a better optimum: what a fit does when it is asked for more than Lloyd's algorithm.
//
// The searches work on the different rows alone, or on a sample of them where there are very many; what they find
// is then run through Lloyd's algorithm on all rows, and kept if it is better. So labels, centers and inertia are those
// of a start of Lloyd's algorithm, from a good place. How much is searched is counted in operations, never in time.
#pragma once

#include "lloyd.hpp"
#include "options.hpp"
#include "points.hpp"

namespace covey {

template <class T>
struct Improved {
  Outcome<T> outcome;          // the better one of both,
  bool better = false;         // which is not the first; the points may stand in another order now
  int searches = 0;            // independent ones; 0 if nothing was searched
  int agreeing = 0;
  double highest = 0;          // the highest cost an independent search ended at, as an inertia
  bool sampled = false;
  bool proven = false;         // nothing lower exists
  Status status = Status::done;
};

template <class T>
Improved<T> improve(Points<T>& points, const double* weights, const Options& options, double tolerance,
                    Outcome<T> first);

}  // namespace covey
