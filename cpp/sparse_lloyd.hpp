// Lloyd's algorithm for sparse points: the loop of lloyd.hpp, over a pass that skips what cannot change.
//
// Each row carries one number: by how far its own center leads, less what all centers have moved since. While that is
// positive no center can have overtaken, and the row is not read (Hamerly 2010, Making k-means even faster, SDM). The
// lead is deflated by every rounding on its way, so labels are those of the pass that reads everything.
#pragma once

#include <vector>

#include "options.hpp"
#include "sparse_centers.hpp"
#include "sparse_points.hpp"
#include "status.hpp"

namespace covey {

// What one start ended with; the centers stay where they were given.
struct SparseOutcome {
  std::vector<int32_t> labels;
  std::vector<double> center_weights;
  double inertia = 0;          // inside
  int iterations = 0;
  bool settled = false;
  bool doubtful = false;       // some label was decided by definition: a tie is possible
  Status status = Status::done;
};

// Moves `centers`, which must be noted (note_all). Twin: tests/reference/lloyd.py.
template <class T>
SparseOutcome lloyd(const SparsePoints<T>& points, SparseCenters<T>* centers, const Options& options, double tolerance,
                    int start);

// The label of every point, none skipped; returns whether any was decided by definition.
template <class T>
bool assign_all(const SparsePoints<T>& points, SparseCenters<T>* centers, int n_threads, int32_t* labels);

// Squared distance of every point to center labels[i]; out (n).
template <class T>
void own_distances(const SparsePoints<T>& points, const SparseCenters<T>& centers, const int32_t* labels, int n_threads,
                   double* out);

}  // namespace covey
