// Everything the engine does with sparse rows: fit, choose starts, label, measure, bring to length 1.
#pragma once

#include <cstdint>

#include "options.hpp"
#include "sparse_rows.hpp"
#include "starts.hpp"
#include "status.hpp"

namespace covey {

// As for dense rows (starts.hpp). With options.spherical, rows have length 1 and so do the centers.
template <class T>
Status fit(SparseRows<T> rows, const double* weights, const Options& options, FitResult<T>* result);

template <class T>
Status plus_plus(SparseRows<T> rows, const double* weights, int k, uint64_t seed, int n_trials, int n_threads,
                 int64_t* indices);

// As in nearest_rows.hpp; `squared` (n), if not null, receives the squared distance to the own center.
template <class T>
Status nearest_rows(SparseRows<T> rows, Rows<T> centers, int n_threads, int32_t* labels, double* squared);

// Euclidean distance of each row to each center, out (n, k).
template <class T>
Status distances(SparseRows<T> rows, Rows<T> centers, int n_threads, T* out);

// Rows brought to length 1, the same numbers for a sparse row and its dense form. Rows of zeros stay zeros; returns
// how many there are, and the first of them.
template <class T>
size_t unit_rows(Rows<T> rows, int n_threads, T* out, int64_t* first_zero);
template <class T>
size_t unit_rows(SparseRows<T> rows, int n_threads, T* values, int64_t* first_zero);

}  // namespace covey
