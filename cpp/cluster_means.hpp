// Weight, mean and spread of every cluster of every labeling, in float64 and in a fixed order.
//
// From them the mean squared distance of a row x to a cluster is exact: |x - mean|^2 + spread (Huygens), and the
// mean distance lies between |x - mean| and the root of that (Jensen 1906). A mean is kept in two parts,
// center + rest, so that clusters far apart lose no digits.
#pragma once

#include <functional>
#include <vector>

#include "distinct.hpp"
#include "frame.hpp"

namespace covey {

struct ClusterMeans {
  int d = 0;
  std::vector<double> weights;   // (K) of all clusters of all labelings, counted through
  std::vector<double> centers;   // (K, d)
  std::vector<double> rests;     // (K, d)
  std::vector<double> spreads;   // (K) mean squared distance of the rows to the mean
};

template <class T>
ClusterMeans cluster_means(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                           int n_threads);

// Calls use(s, count, squares) for up to 8 rows s, s + 1, ... of `order` at a time, on several threads:
// squares[c * 8 + i] is the squared distance of row order[s + i] to the mean of cluster c.
template <class T>
void each_group_of_squares(Rows<T> rows, const Frame& frame, const std::vector<size_t>& order,
                           const ClusterMeans& means, int n_threads,
                           const std::function<void(size_t s, int count, const double* squares)>& use);

}  // namespace covey
