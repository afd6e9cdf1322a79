// The door: arrays in, arrays filled, status out. The only file that knows Python.
//
// Python has validated everything; here only shapes are looked at again. The lock of the interpreter is released
// for the whole call and taken back for signals (every 50 ms) and for the caller's callback (once per iteration).
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <new>
#include <optional>

#include "assignment.hpp"
#include "closed_silhouette.hpp"
#include "cluster_totals.hpp"
#include "finite.hpp"
#include "kernels/table.hpp"
#include "nearest_rows.hpp"
#include "row_hashes.hpp"
#include "silhouette.hpp"
#include "sparse_fit.hpp"
#include "sparse_order.hpp"
#include "starts.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

using covey::Rows;
using covey::Status;

template <class T>
using Matrix = nb::ndarray<const T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using MatrixOut = nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using Vector = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using VectorOut = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using OptionalWeights = std::optional<Vector<double>>;

template <class T>
Rows<T> rows_of(const Matrix<T>& matrix) {
  return {matrix.data(), matrix.shape(0), static_cast<int>(matrix.shape(1))};
}

// Sparse rows as three vectors; only their lengths are looked at.
template <class T>
covey::SparseRows<T> rows_of(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                             int d) {
  const size_t n = starts.shape(0) - 1;
  if (starts.shape(0) < 1 || columns.shape(0) != values.shape(0) ||
      static_cast<size_t>(starts.data()[n]) != values.shape(0))
    throw nb::value_error("shapes of starts, columns and values do not agree");
  return {starts.data(), columns.data(), values.data(), n, d};
}

// Asks Python for pending signals, at most every 50 ms.
class Signals {
 public:
  bool go_on() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return true;
    last_ = now;
    nb::gil_scoped_acquire lock;
    return PyErr_CheckSignals() == 0;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Run without the interpreter's lock; turn an interruption back into the pending exception.
template <class Work>
void without_lock(const Work& work) {
  Status status;
  try {
    nb::gil_scoped_release release;
    status = work();
  } catch (const std::bad_alloc&) {
    status = Status::out_of_memory;
  }
  if (status == Status::out_of_memory) throw std::bad_alloc();
  if (status == Status::interrupted && PyErr_Occurred()) throw nb::python_error();
  if (status != Status::done) throw nb::value_error("the engine ended without a result");
}

// The same where a result is there all the same: returns what stopped the work, or None. Signals that came too late to
// stop it are heard too, as is a second one: raised later, they would take the result away.
template <class Work>
nb::object stopped_by(const Work& work, const bool& filled) {
  nb::object problem = nb::none();
  without_lock([&] {
    const Status status = work();
    return filled ? Status::done : status;
  });
  for (int heard = 0; heard < 2; ++heard) {
    if (!PyErr_Occurred() && PyErr_CheckSignals() == 0) break;
    const nb::python_error error;   // takes the pending exception
    nb::object newer = nb::borrow(error.value());
    if (!problem.is_none()) PyException_SetContext(newer.ptr(), problem.release().ptr());
    problem = std::move(newer);
  }
  return problem;
}

template <class T, class AnyRows>
nb::tuple fit_rows(const AnyRows& rows, const OptionalWeights& weights, int init, const Vector<uint64_t>& seeds,
                   int max_iterations, double tolerance, int n_threads, const nb::object& each_iteration,
                   VectorOut<int32_t> labels, MatrixOut<T> centers, bool spherical, int effort = 0,
                   int n_searches = 0) {
  if (labels.shape(0) != rows.n || centers.shape(1) != static_cast<size_t>(rows.d) ||
      (weights && weights->shape(0) != rows.n))
    throw nb::value_error("shapes of points, weights, labels and centers do not agree");
  Signals signals;
  covey::Options options;
  options.n_clusters = static_cast<int>(centers.shape(0));
  options.init = static_cast<covey::Init>(init);
  options.n_starts = static_cast<int>(seeds.shape(0));
  options.seeds = seeds.data();
  options.max_iterations = max_iterations;
  options.tolerance = tolerance;
  options.n_threads = n_threads;
  options.spherical = spherical;
  options.effort = static_cast<covey::Effort>(effort);
  options.n_searches = n_searches;
  options.go_on = [&signals] { return signals.go_on(); };
  if (each_iteration.is_none()) {
    if (n_threads > 1)   // one thread alone asks in every pass
      options.each_iteration = [&signals](const covey::Progress&) { return signals.go_on(); };
  } else {
    options.each_iteration = [&each_iteration](const covey::Progress& progress) {
      nb::gil_scoped_acquire lock;
      PyObject* answer = PyObject_CallFunction(each_iteration.ptr(), "iiL", progress.start, progress.iteration,
                                               static_cast<long long>(progress.moved));
      Py_XDECREF(answer);
      return answer != nullptr && PyErr_CheckSignals() == 0;
    };
  }
  covey::FitResult<T> result;
  result.labels = labels.data();
  result.centers = centers.data();
  const double* w = weights ? weights->data() : nullptr;
  const nb::object problem = stopped_by([&] { return covey::fit(rows, w, options, &result); }, result.filled);
  return nb::make_tuple(result.inertia, result.iterations, result.starts, result.agreeing, result.distinct,
                        result.settled, result.highest, result.sampled, result.proven, problem);
}

template <class T>
nb::tuple fit(const Matrix<T>& points, const OptionalWeights& weights, int init, const Vector<uint64_t>& seeds,
              int max_iterations, double tolerance, int n_threads, const nb::object& each_iteration,
              VectorOut<int32_t> labels, MatrixOut<T> centers, bool spherical, int effort, int n_searches) {
  return fit_rows<T>(rows_of(points), weights, init, seeds, max_iterations, tolerance, n_threads, each_iteration, labels,
                     centers, spherical, effort, n_searches);
}

template <class T>
nb::tuple fit_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                     const OptionalWeights& weights, int init, const Vector<uint64_t>& seeds, int max_iterations,
                     double tolerance, int n_threads, const nb::object& each_iteration, VectorOut<int32_t> labels,
                     MatrixOut<T> centers, bool spherical) {
  return fit_rows<T>(rows_of<T>(starts, columns, values, static_cast<int>(centers.shape(1))), weights, init, seeds,
                     max_iterations, tolerance, n_threads, each_iteration, labels, centers, spherical);
}

template <class T>
bool sort_entries(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d, int n_threads,
                  VectorOut<int32_t> sorted_columns, VectorOut<T> sorted_values) {
  nb::gil_scoped_release unlocked;
  return covey::sort_entries(rows_of<T>(starts, columns, values, d), n_threads, sorted_columns.data(), sorted_values.data());
}

template <class T>
void plus_plus_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                      const OptionalWeights& weights, uint64_t seed, int n_trials, int n_threads,
                      VectorOut<int64_t> indices) {
  const double* w = weights ? weights->data() : nullptr;
  without_lock([&] {
    return covey::plus_plus(rows_of<T>(starts, columns, values, d), w, static_cast<int>(indices.shape(0)), seed,
                            n_trials, n_threads, indices.data());
  });
}

template <class T>
void assign_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                   const Matrix<T>& centers, int n_threads, VectorOut<int32_t> labels,
                   std::optional<VectorOut<double>> squared) {
  without_lock([&] {
    return covey::nearest_rows(rows_of<T>(starts, columns, values, static_cast<int>(centers.shape(1))), rows_of(centers),
                               n_threads, labels.data(), squared ? squared->data() : nullptr);
  });
}

template <class T>
void distances_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values,
                      const Matrix<T>& centers, int n_threads, MatrixOut<T> out) {
  without_lock([&] {
    return covey::distances(rows_of<T>(starts, columns, values, static_cast<int>(centers.shape(1))), rows_of(centers),
                            n_threads, out.data());
  });
}

// Both return (number of rows of zeros, the first of them or -1).
template <class T>
nb::tuple unit_rows(const Matrix<T>& points, int n_threads, MatrixOut<T> out) {
  int64_t first = -1;
  size_t n_zeros = 0;
  without_lock([&] {
    n_zeros = covey::unit_rows(rows_of(points), n_threads, out.data(), &first);
    return Status::done;
  });
  return nb::make_tuple(n_zeros, first);
}

template <class T>
nb::tuple unit_rows_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                           int n_threads, VectorOut<T> out) {
  int64_t first = -1;
  size_t n_zeros = 0;
  without_lock([&] {
    n_zeros = covey::unit_rows(rows_of<T>(starts, columns, values, d), n_threads, out.data(), &first);
    return Status::done;
  });
  return nb::make_tuple(n_zeros, first);
}

template <class T>
void plus_plus(const Matrix<T>& points, const OptionalWeights& weights, uint64_t seed, int n_trials, int n_threads,
               VectorOut<int64_t> indices) {
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
  without_lock([&] { return covey::nearest_rows(rows_of(points), rows_of(centers), n_threads, labels.data()); });
}

template <class T>
void distances(const Matrix<T>& points, const Matrix<T>& centers, int n_threads, MatrixOut<T> out) {
  without_lock([&] { return covey::distances(rows_of(points), rows_of(centers), n_threads, out.data()); });
}

template <class T>
void row_hashes(const Matrix<T>& points, int n_threads, VectorOut<uint64_t> out) {
  without_lock([&] {
    covey::row_hashes(rows_of(points), n_threads, out.data());
    return Status::done;
  });
}

template <class T>
void row_hashes_sparse(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d,
                       int n_threads, VectorOut<uint64_t> out) {
  without_lock([&] {
    covey::row_hashes(rows_of<T>(starts, columns, values, d), n_threads, out.data());
    return Status::done;
  });
}

// Returns the exponent that squares (4^exponent) and distances (2^exponent) are relative to.
template <class T>
int cluster_totals(const Matrix<T>& points, const OptionalWeights& weights, const Vector<int32_t>& labels, int n_threads,
                   VectorOut<double> cluster_weights, MatrixOut<double> means, VectorOut<double> squares,
                   VectorOut<double> distances) {
  const size_t n = points.shape(0), k = means.shape(0);
  if (labels.shape(0) != n || (weights && weights->shape(0) != n) || means.shape(1) != points.shape(1) ||
      cluster_weights.shape(0) != k || squares.shape(0) != k || distances.shape(0) != k)
    throw nb::value_error("shapes of points, weights, labels and totals do not agree");
  int exponent = 0;
  without_lock([&] {
    exponent = covey::cluster_totals(rows_of(points), weights ? weights->data() : nullptr, labels.data(),
                                     static_cast<int>(k), n_threads,
                                     {cluster_weights.data(), means.data(), squares.data(), distances.data()});
    return Status::done;
  });
  return exponent;
}

// Labels (m, n) with the number of clusters of each labeling.
covey::Labelings labelings_of(const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters) {
  if (labels.shape(0) != n_clusters.shape(0)) throw nb::value_error("labels and n_clusters do not agree");
  covey::Labelings out;
  out.labels = labels.data();
  out.n = labels.shape(1);
  out.k.assign(n_clusters.data(), n_clusters.data() + n_clusters.shape(0));
  return out;
}

template <class T>
void silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                 const OptionalWeights& weights, const std::optional<Vector<int64_t>>& chosen, int n_threads,
                 MatrixOut<double> out) {
  const size_t n_out = chosen ? chosen->shape(0) : points.shape(0);
  if (labels.shape(1) != points.shape(0) || (weights && weights->shape(0) != points.shape(0)) ||
      out.shape(0) != labels.shape(0) || out.shape(1) != n_out)
    throw nb::value_error("shapes of points, labels, weights and silhouettes do not agree");
  Signals signals;
  without_lock([&] {
    return covey::silhouettes(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                              chosen ? chosen->data() : nullptr, n_out, n_threads,
                              [&signals] { return signals.go_on(); }, out.data());
  });
}

template <class T>
void closed_silhouettes(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                        const OptionalWeights& weights, int form, int n_threads, VectorOut<double> out) {
  without_lock([&] {
    covey::closed_silhouettes(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                              static_cast<covey::ClosedForm>(form), n_threads, out.data());
    return Status::done;
  });
}

template <class T>
void silhouette_bounds(const Matrix<T>& points, const Matrix<int32_t>& labels, const Vector<int32_t>& n_clusters,
                       const OptionalWeights& weights, int n_threads, VectorOut<double> low, VectorOut<double> high) {
  without_lock([&] {
    covey::silhouette_bounds(rows_of(points), labelings_of(labels, n_clusters), weights ? weights->data() : nullptr,
                             n_threads, low.data(), high.data());
    return Status::done;
  });
}

template <class T>
void bind_for(nb::module_& m) {
  m.def("fit", &fit<T>, "points"_a.noconvert(), "weights"_a.none(), "init"_a, "seeds"_a, "max_iterations"_a,
        "tolerance"_a, "n_threads"_a, "each_iteration"_a.none(), "labels"_a.noconvert(), "centers"_a.noconvert(),
        "spherical"_a = false, "effort"_a = 0, "n_searches"_a = 0);
  m.def("fit_sparse", &fit_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "weights"_a.none(), "init"_a, "seeds"_a, "max_iterations"_a, "tolerance"_a, "n_threads"_a,
        "each_iteration"_a.none(), "labels"_a.noconvert(), "centers"_a.noconvert(), "spherical"_a = false);
  m.def("sort_entries", &sort_entries<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "n_columns"_a, "n_threads"_a, "sorted_columns"_a.noconvert(), "sorted_values"_a.noconvert());
  m.def("plus_plus_sparse", &plus_plus_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "weights"_a.none(), "seed"_a, "n_trials"_a, "n_threads"_a,
        "indices"_a.noconvert());
  m.def("assign_sparse", &assign_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "centers"_a.noconvert(), "n_threads"_a, "labels"_a.noconvert(), "squared"_a.none());
  m.def("distances_sparse", &distances_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("unit_rows", &unit_rows<T>, "points"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("unit_rows_sparse", &unit_rows_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "n_threads"_a, "out"_a.noconvert());
  m.def("plus_plus", &plus_plus<T>, "points"_a.noconvert(), "weights"_a.none(), "seed"_a, "n_trials"_a, "n_threads"_a,
        "indices"_a.noconvert());
  m.def("all_finite", &all_finite<T>, "points"_a.noconvert(), "n_threads"_a);
  m.def("assign", &assign<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a, "labels"_a.noconvert());
  m.def("distances", &distances<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a,
        "out"_a.noconvert());
  m.def("row_hashes", &row_hashes<T>, "points"_a.noconvert(), "n_threads"_a, "out"_a.noconvert());
  m.def("row_hashes_sparse", &row_hashes_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(),
        "values"_a.noconvert(), "n_columns"_a, "n_threads"_a, "out"_a.noconvert());
  m.def("cluster_totals", &cluster_totals<T>, "points"_a.noconvert(), "weights"_a.none(), "labels"_a.noconvert(),
        "n_threads"_a, "cluster_weights"_a.noconvert(), "means"_a.noconvert(), "squares"_a.noconvert(),
        "distances"_a.noconvert());
  m.def("silhouettes", &silhouettes<T>, "points"_a.noconvert(), "labels"_a.noconvert(), "n_clusters"_a.noconvert(),
        "weights"_a.none(), "chosen"_a.none(), "n_threads"_a, "out"_a.noconvert());
  m.def("closed_silhouettes", &closed_silhouettes<T>, "points"_a.noconvert(), "labels"_a.noconvert(),
        "n_clusters"_a.noconvert(), "weights"_a.none(), "form"_a, "n_threads"_a, "out"_a.noconvert());
  m.def("silhouette_bounds", &silhouette_bounds<T>, "points"_a.noconvert(), "labels"_a.noconvert(),
        "n_clusters"_a.noconvert(), "weights"_a.none(), "n_threads"_a, "low"_a.noconvert(), "high"_a.noconvert());
}

}  // namespace

NB_MODULE(_core, m) {
  m.doc() = "covey's compiled engine; covey.engine is the only caller.";
  bind_for<float>(m);
  bind_for<double>(m);
  m.def("instruction_set", [] { return std::string(covey::kernels().name); });
  m.def("instruction_sets", [] {
    std::vector<std::string> names;
    for (const char* const* name = covey::kernel_names(); *name != nullptr; ++name) names.emplace_back(*name);
    return names;
  });
  m.def("use_skipping", [](const std::string& name) { return covey::use_skipping(name.c_str()); });
  m.def("use_instruction_set", [](const std::string& name) { return covey::use_kernels(name.c_str()); });
}
