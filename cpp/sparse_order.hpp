// Sparse rows whose columns stand in any order, brought in ascending order.
#pragma once

#include "sparse_rows.hpp"

namespace covey {

// columns, values: room for the entries of all rows. Entries of the same column keep their order, so that adding them up
// later gives the caller's sum. Returns whether there are any.
template <class T>
bool sort_entries(SparseRows<T> rows, int n_threads, int32_t* columns, T* values);

}  // namespace covey
