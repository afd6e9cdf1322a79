// Between which two numbers does the mean distance of a row to a cluster lie? Known before any pair is looked at.
//
// With p = |row - mean| and the mean squared distance M = p^2 + spread, exact: the mean distance is at most sqrt(M)
// and at least p (Jensen 1906), and at least M^1.5 / sqrt(E d^4) (Hoelder 1889), where E d^4 = M^2 + Var d^2 and
//     Var d^2 = Var |q|^2 + 4 p'Cov p - 4 p'E[q |q|^2] <= fourth + 4 p^2 widest + 4 p skew,   q = member - mean.
// In many columns distances are nearly equal and the second bound is the sharper one by far.
// `widest` bounds the largest eigenvalue of the covariance by the 16th root of the trace of its 16th power; beyond
// 64 columns by its trace. Time n d^2 for each labeling.
#pragma once

#include <cmath>
#include <vector>

#include "cluster_means.hpp"

namespace covey {

struct DistanceBounds {
  std::vector<double> spreads;   // of every cluster of every labeling
  std::vector<double> fourths;   // Var |q|^2
  std::vector<double> skews;     // |E[q |q|^2]|
  std::vector<double> widest;    // at least the largest eigenvalue of the covariance

  double mean_square(size_t c, double square) const { return square + spreads[c]; }
  double upper(size_t c, double square) const { return std::sqrt(mean_square(c, square)); }
  double lower(size_t c, double square) const {
    const double p = std::sqrt(square), m = mean_square(c, square);
    const double variance = fourths[c] + 4 * (square * widest[c] + p * skews[c]);
    const double spread_out = m > 0 ? m / std::sqrt(m + variance / m) : 0;
    return p > spread_out ? p : spread_out;
  }
};

template <class T>
DistanceBounds distance_bounds(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                               const ClusterMeans& means, int n_threads);

}  // namespace covey
