// Rows that were not in a fit: their nearest centers, and their distances to all of them.
#pragma once

#include <cstdint>

#include "rows.hpp"
#include "status.hpp"

namespace covey {

// Label of each row by definition (smallest float64 squared distance, lower index on ties): the same as a fit
// gives to the same row. Memory: one block per thread.
template <class T>
Status nearest_rows(Rows<T> rows, Rows<T> centers, int n_threads, int32_t* labels);

// Euclidean distance of each row to each center, out (n, k).
template <class T>
Status distances(Rows<T> rows, Rows<T> centers, int n_threads, T* out);

}  // namespace covey
