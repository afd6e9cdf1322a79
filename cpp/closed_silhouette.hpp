// What the mean and the spread of each cluster say about silhouettes, without looking at any pair of rows.
//
// Squared distances: the mean squared distance to a cluster is |x - mean|^2 + spread, so the silhouette is exact.
// Cosine distances: 1 - cos(x, y) is half the squared distance of the rows scaled to length 1, so that is exact
//          too. A row of zeros is 1 away from every other row, as in scikit-learn.
// Distances: between the two bounds of distance_bounds.hpp. The silhouette falls with a and grows with b, so bounds
//          on both bound it.
// Time n k d (the bounds: and n d^2), memory n; nothing grows with n^2. Weights as in silhouette.hpp.
// Twin: tests/reference/silhouette.py.
#pragma once

#include <cstdint>

#include "labelings.hpp"
#include "rows.hpp"

namespace covey {

enum class ClosedForm : int { squared = 0, cosine = 1 };

// out (n). `weights` may be null: 1 each.
template <class T>
void closed_silhouettes(Rows<T> rows, const Labelings& labeling, const double* weights, ClosedForm form, int n_threads,
                        double* out);

// The silhouette from Euclidean distances of each row lies in [low, high]; both (n).
template <class T>
void silhouette_bounds(Rows<T> rows, const Labelings& labeling, const double* weights, int n_threads, double* low,
                       double* high);

}  // namespace covey
