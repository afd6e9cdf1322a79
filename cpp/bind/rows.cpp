// What is asked about dense rows besides a fit: nearest centers, distances, starts, sums.
#include "bind/door.hpp"
#include "cluster_totals.hpp"
#include "finite.hpp"
#include "nearest_rows.hpp"
#include "row_hashes.hpp"
#include "sparse_fit.hpp"
#include "starts.hpp"

namespace covey::door {

namespace {

// Returns (number of rows of zeros, the first of them or -1), as the sparse one does.
template <class T>
nb::tuple unit_rows(const Matrix<T>& points, int n_threads, MatrixOut<T> out) {
  require(out.shape(0) == points.shape(0) && out.shape(1) == points.shape(1), "shapes of points and out do not agree");
  int64_t first = -1;
  size_t n_zeros = 0;
  without_lock([&] {
    n_zeros = covey::unit_rows(rows_of(points), n_threads, out.data(), &first);
    return Status::done;
  });
  return nb::make_tuple(n_zeros, first);
}

template <class T>
void plus_plus(const Matrix<T>& points, const OptionalWeights& weights, uint64_t seed, int n_trials, int n_threads,
               VectorOut<int64_t> indices) {
  require((!weights || weights->shape(0) == points.shape(0)) && (points.shape(0) > 0 || indices.shape(0) == 0),
          "shapes of points, weights and indices do not agree");
  Signals signals;
  const double* w = weights ? weights->data() : nullptr;
  without_lock([&] {
    return covey::plus_plus(rows_of(points), w, static_cast<int>(indices.shape(0)), seed, n_trials, n_threads,
                            [&signals] { return signals.go_on(); }, indices.data());
  });
}

// Keeps the interpreter's lock where the answer takes microseconds.
template <class T>
bool all_finite(const Matrix<T>& points, int n_threads) {
  bool finite = false;
  if (points.size() < 100000) return covey::all_finite(rows_of(points), 1);
  without_lock([&] {
    finite = covey::all_finite(rows_of(points), n_threads);
    return Status::done;
  });
  return finite;
}

template <class T>
void assign(const Matrix<T>& points, const Matrix<T>& centers, int n_threads, VectorOut<int32_t> labels) {
  require(labels.shape(0) == points.shape(0) && centers.shape(1) == points.shape(1) && centers.shape(0) > 0,
          "shapes of points, centers and labels do not agree");
  without_lock([&] { return covey::nearest_rows(rows_of(points), rows_of(centers), n_threads, labels.data()); });
}

template <class T>
void distances(const Matrix<T>& points, const Matrix<T>& centers, int n_threads, MatrixOut<T> out) {
  require(out.shape(0) == points.shape(0) && out.shape(1) == centers.shape(0) && centers.shape(1) == points.shape(1),
          "shapes of points, centers and distances do not agree");
  without_lock([&] { return covey::distances(rows_of(points), rows_of(centers), n_threads, out.data()); });
}

template <class T>
void row_hashes(const Matrix<T>& points, int n_threads, VectorOut<uint64_t> out) {
  require(out.shape(0) == points.shape(0), "shapes of points and hashes do not agree");
  without_lock([&] {
    covey::row_hashes(rows_of(points), n_threads, out.data());
    return Status::done;
  });
}

// Returns the exponent that squares (4^exponent) and distances (2^exponent) are relative to.
template <class T>
int cluster_totals(const Matrix<T>& points, const OptionalWeights& weights, const Vector<int32_t>& labels, int n_threads,
                   VectorOut<double> cluster_weights, MatrixOut<double> means, VectorOut<double> squares,
                   VectorOut<double> distances) {
  const size_t n = points.shape(0), k = means.shape(0);
  require(labels.shape(0) == n && (!weights || weights->shape(0) == n) && means.shape(1) == points.shape(1) &&
              cluster_weights.shape(0) == k && squares.shape(0) == k && distances.shape(0) == k,
          "shapes of points, weights, labels and totals do not agree");
  int exponent = 0;
  without_lock([&] {
    exponent = covey::cluster_totals(rows_of(points), weights ? weights->data() : nullptr, labels.data(),
                                     static_cast<int>(k), n_threads,
                                     {cluster_weights.data(), means.data(), squares.data(), distances.data()});
    return Status::done;
  });
  return exponent;
}

}  // namespace

template <class T>
void bind_rows(nb::module_& m) {
  m.def("unit_rows", &unit_rows<T>, "points"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("plus_plus", &plus_plus<T>, "points"_a.noconvert(), "weights"_a.none(), "seed"_a, "n_trials"_a, "n_threads"_a,
        "indices"_a.noconvert());
  m.def("all_finite", &all_finite<T>, "points"_a.noconvert(), "n_threads"_a);
  m.def("assign", &assign<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a, "labels"_a.noconvert());
  m.def("distances", &distances<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a,
        "out"_a.noconvert());
  m.def("row_hashes", &row_hashes<T>, "points"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("cluster_totals", &cluster_totals<T>, "points"_a.noconvert(), "weights"_a.none(), "labels"_a.noconvert(),
        "n_threads"_a, "cluster_weights"_a.noconvert(), "means"_a.noconvert(), "squares"_a.noconvert(),
        "distances"_a.noconvert());
}

template void bind_rows<float>(nb::module_&);
template void bind_rows<double>(nb::module_&);

}  // namespace covey::door
