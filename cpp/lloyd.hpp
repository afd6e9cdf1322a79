// Lloyd's algorithm from given centers: assign, move the centers, until nothing changes.
//
// Stops as scikit-learn does: when no label changes, when the squared movement of the centers is at most
// `tolerance` times the mean variance of the columns, or after `max_iterations`. A cluster that loses all its
// points takes over the point furthest from its center. Labels always belong to the centers returned.
// Source: Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28. Twin: tests/reference/lloyd.py.
#pragma once

#include <vector>

#include "centers.hpp"
#include "labels.hpp"
#include "options.hpp"
#include "points.hpp"
#include "status.hpp"

namespace covey {

// What one start ended with; inside the frame.
template <class T>
struct Outcome {
  std::vector<T> centers;
  Labels labels;                        // of the points, in the order they stand in now
  std::vector<double> center_weights;   // weight of each cluster, for the order of the labels
  double inertia = 0;
  int iterations = 0;
  bool settled = false;
  bool doubtful = false;                // some point has two nearest centers: the lower label won
  Status status = Status::done;         // if interrupted, all the same: labels of the centers as far as they came
};

template <class T>
Outcome<T> lloyd(Points<T>& points, Centers<T>& centers, const Options& options, double tolerance, int start);

}  // namespace covey
