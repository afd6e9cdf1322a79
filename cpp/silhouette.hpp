// The exact silhouette of every row.
//
// For row i: a = mean distance to the other rows of its cluster, b = smallest mean distance to another cluster,
// silhouette (b - a) / max(a, b); 0 for a row alone in its cluster. Time n^2 d, memory n d.
// Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65. Twin: tests/reference/silhouette.py.
#pragma once

#include <cstdint>
#include <functional>

#include "rows.hpp"
#include "status.hpp"

namespace covey {

// labels in 0..k-1; every cluster may be empty. Distances in float64 whatever the rows are.
template <class T>
Status silhouettes(Rows<T> rows, const int32_t* labels, int k, int n_threads, const std::function<bool()>& go_on,
                   double* out);

}  // namespace covey
