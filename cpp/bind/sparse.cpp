// The same about sparse rows, which come as three vectors: where each row starts, columns, values.
#include "bind/door.hpp"
#include "nearest_rows.hpp"
#include "row_hashes.hpp"
#include "sparse_fit.hpp"
#include "sparse_order.hpp"

namespace covey::door {

namespace {

template <class T>
bool sort_entries(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d, int n_threads,
                  VectorOut<int32_t> sorted_columns, VectorOut<T> sorted_values) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, d);
  require(sorted_columns.shape(0) == columns.shape(0) && sorted_values.shape(0) == values.shape(0),
          "shapes of entries and sorted entries do not agree");
  nb::gil_scoped_release unlocked;
  return covey::sort_entries(rows, n_threads, sorted_columns.data(), sorted_values.data());
}

template <class T>
void plus_plus_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                      const OptionalWeights& weights, uint64_t seed, int n_trials, int n_threads,
                      VectorOut<int64_t> indices) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, d);
  require((!weights || weights->shape(0) == rows.n) && (rows.n > 0 || indices.shape(0) == 0),
          "shapes of points, weights and indices do not agree");
  const double* w = weights ? weights->data() : nullptr;
  without_lock([&] {
    return covey::plus_plus(rows, w, static_cast<int>(indices.shape(0)), seed, n_trials, n_threads, indices.data());
  });
}

template <class T>
void assign_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                   const Matrix<T>& centers, int n_threads, VectorOut<int32_t> labels,
                   std::optional<VectorOut<double>> squared) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, static_cast<int>(centers.shape(1)));
  require(centers.shape(0) > 0 && labels.shape(0) == rows.n && (!squared || squared->shape(0) == rows.n),
          "shapes of points, labels and distances do not agree");
  without_lock([&] {
    return covey::nearest_rows(rows, rows_of(centers), n_threads, labels.data(), squared ? squared->data() : nullptr);
  });
}

template <class T>
void distances_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                      const Matrix<T>& centers, int n_threads, MatrixOut<T> out) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, static_cast<int>(centers.shape(1)));
  require(out.shape(0) == rows.n && out.shape(1) == centers.shape(0),
          "shapes of points, centers and distances do not agree");
  without_lock([&] { return covey::distances(rows, rows_of(centers), n_threads, out.data()); });
}

template <class T>
nb::tuple unit_rows_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                           int n_threads, VectorOut<T> out) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, d);
  require(out.shape(0) == values.shape(0), "shapes of values and out do not agree");
  int64_t first = -1;
  size_t n_zeros = 0;
  without_lock([&] {
    n_zeros = covey::unit_rows(rows, n_threads, out.data(), &first);
    return Status::done;
  });
  return nb::make_tuple(n_zeros, first);
}

template <class T>
void row_hashes_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                       int n_threads, VectorOut<uint64_t> out) {
  const SparseRows<T> rows = rows_of<T>(starts, columns, values, d);
  require(out.shape(0) == rows.n, "shapes of points and hashes do not agree");
  without_lock([&] {
    covey::row_hashes(rows, n_threads, out.data());
    return Status::done;
  });
}

}  // namespace

template <class T>
void bind_sparse(nb::module_& m) {
  m.def("sort_entries", &sort_entries<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "n_columns"_a, "n_threads"_a, "sorted_columns"_a.noconvert(), "sorted_values"_a.noconvert());
  m.def("plus_plus_sparse", &plus_plus_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "weights"_a.none(), "seed"_a, "n_trials"_a, "n_threads"_a,
        "indices"_a.noconvert());
  m.def("assign_sparse", &assign_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "centers"_a.noconvert(), "n_threads"_a, "labels"_a.noconvert(), "squared"_a.none());
  m.def("distances_sparse", &distances_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("unit_rows_sparse", &unit_rows_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "n_threads"_a, "out"_a.noconvert());
  m.def("row_hashes_sparse", &row_hashes_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "n_threads"_a, "out"_a.noconvert());
}

template void bind_sparse<float>(nb::module_&);
template void bind_sparse<double>(nb::module_&);

}  // namespace covey::door
