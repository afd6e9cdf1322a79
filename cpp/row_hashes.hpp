// A 64-bit number for every row, from its values alone: a place in an order that is no order of the table.
//
// Equal rows have equal numbers, stored zeros count as zeros left out, float32 and float64 rows of the same values
// agree, and so do sparse rows and their dense form. Different rows share a number with probability 2^-64.
// Twin: tests/reference/minibatch.py.
#pragma once

#include <cstdint>

#include "rows.hpp"
#include "sparse_rows.hpp"

namespace covey {

// out (n).
template <class T>
void row_hashes(Rows<T> rows, int n_threads, uint64_t* out);
template <class T>
void row_hashes(SparseRows<T> rows, int n_threads, uint64_t* out);

}  // namespace covey
