// The exact silhouette of rows, for one labeling or several, from Euclidean distances.
//
// For a row of weight w in a cluster of weight W: a = sum of distances to its cluster / (W - min(w, 1)), b = the
// smallest mean distance to another cluster, silhouette (b - a) / max(a, b); 0 for a row alone in its cluster. So a
// row of weight 2 is the same row twice. All labelings share one pass over the distances. Time n^2 d / 2 at most,
// memory n (d + clusters of all labelings); beyond 128 MB of sums, rows are asked in parts and distances computed twice.
// Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65. Twin: tests/reference/silhouette.py.
#pragma once

#include <cstdint>
#include <functional>

#include "labelings.hpp"
#include "rows.hpp"
#include "status.hpp"

namespace covey {

// (b - a) / max(a, b); 0 where both are 0.
inline double silhouette_of(double a, double b) {
  const double larger = a > b ? a : b;
  return larger > 0 ? (b - a) / larger : 0;
}

// What a mean over the other rows of its own cluster is divided by; 0 for a row that is alone.
inline double others_weight(double cluster_weight, double weight) {
  return cluster_weight - (weight < 1 ? weight : 1);
}

// Distances in float64 whatever the rows are. `weights` may be null: 1 each. `chosen` may be null: all rows;
// otherwise out holds the silhouettes of these n_chosen rows among all rows. out is (m, rows).
template <class T>
Status silhouettes(Rows<T> rows, const Labelings& labelings, const double* weights, const int64_t* chosen,
                   size_t n_chosen, int n_threads, const std::function<bool()>& go_on, double* out);

}  // namespace covey
