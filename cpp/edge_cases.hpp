// Clusters that have lost all their points.
//
// As in scikit-learn: each takes over one of the points furthest from their centers, and that point leaves its
// old cluster's mean. Points without weight are not taken, nor the only point of a cluster. Ties go to the point
// whose coordinates come first, of equal points to the heaviest, so the order of the rows does not matter: equal
// points of equal weight are the same to every sum. When every point sits on a center (fewer different rows than
// centers) nothing is taken.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "pass.hpp"

namespace covey {

template <class T>
bool further(const Points<T>& points, const std::vector<double>& distances, size_t a, size_t b) {
  if (distances[a] != distances[b]) return distances[a] > distances[b];
  for (int j = 0; j < points.d; ++j)
    if (points.at(a, j) != points.at(b, j)) return points.at(a, j) < points.at(b, j);
  if (const int heavier = points.weights.heavier(a, b)) return heavier < 0;
  return points.row_of(a) < points.row_of(b);   // the same to every sum; points may be rearranged
}

// Returns how many clusters were given a point. The tally and the labels follow.
template <class T, class Kind>
int adopt_empty_clusters(const Points<T>& points, const Centers<T>& centers, int n_threads,
                         const std::vector<double>& units, int32_t* labels, Tally<Kind>* tally) {
  std::vector<int> empty;
  for (int c = 0; c < tally->k; ++c)
    if (tally->weights[c] == 0) empty.push_back(c);
  if (empty.empty()) return 0;
  std::vector<double> distances(points.n);
  own_distances(points, centers, labels, n_threads, distances.data());
  std::vector<size_t> far(points.n);
  std::iota(far.begin(), far.end(), size_t(0));
  const size_t wanted = std::min(points.n, empty.size() * 4 + 64);
  std::partial_sort(far.begin(), far.begin() + wanted, far.end(),
                    [&](size_t a, size_t b) { return further(points, distances, a, b); });
  Mover<Kind, T> mover(points, units);
  size_t given = 0;
  for (size_t f = 0; f < wanted && given < empty.size() && distances[far[f]] > 0; ++f) {
    const size_t i = far[f];
    const auto weight = Kind::weight(points.weights, i);
    if (weight == 0 || tally->weights[labels[i]] == weight) continue;
    mover.move(*tally, i, labels[i], empty[given]);
    labels[i] = empty[given++];
  }
  return static_cast<int>(given);
}

}  // namespace covey
