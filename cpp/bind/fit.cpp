// A fit through the door: starts in, labels and centers filled, facts out; the one call that may be stopped half-way
// and still have a result.
#include "bind/door.hpp"
#include "sparse_fit.hpp"
#include "starts.hpp"

namespace covey::door {

namespace {

template <class T, class AnyRows>
nb::tuple fit_rows(const AnyRows& rows, const OptionalWeights& weights, int init, const Vector<uint64_t>& seeds,
                   int max_iterations, double tolerance, int n_threads, const nb::object& each_iteration,
                   VectorOut<int32_t> labels, MatrixOut<T> centers, bool spherical, int effort = 0,
                   int n_searches = 0) {
  require(labels.shape(0) == rows.n && centers.shape(1) == static_cast<size_t>(rows.d) &&
              (!weights || weights->shape(0) == rows.n),
          "shapes of points, weights, labels and centers do not agree");
  Signals signals;
  Options options;
  options.n_clusters = static_cast<int>(centers.shape(0));
  options.init = static_cast<Init>(init);
  options.n_starts = static_cast<int>(seeds.shape(0));
  options.seeds = seeds.data();
  options.max_iterations = max_iterations;
  options.tolerance = tolerance;
  options.n_threads = n_threads;
  options.spherical = spherical;
  options.effort = static_cast<Effort>(effort);
  options.n_searches = n_searches;
  options.go_on = [&signals] { return signals.go_on(); };
  if (each_iteration.is_none()) {
    if (n_threads > 1)   // one thread alone asks in every pass
      options.each_iteration = [&signals](const Progress&) { return signals.go_on(); };
  } else {
    options.each_iteration = [&each_iteration](const Progress& progress) {
      nb::gil_scoped_acquire lock;
      PyObject* answer = PyObject_CallFunction(each_iteration.ptr(), "iiL", progress.start, progress.iteration,
                                               static_cast<long long>(progress.moved));
      Py_XDECREF(answer);
      return answer != nullptr && PyErr_CheckSignals() == 0;
    };
  }
  FitResult<T> result;
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

}  // namespace

template <class T>
void bind_fit(nb::module_& m) {
  m.def("fit", &fit<T>, "points"_a.noconvert(), "weights"_a.none(), "init"_a, "seeds"_a, "max_iterations"_a,
        "tolerance"_a, "n_threads"_a, "each_iteration"_a.none(), "labels"_a.noconvert(), "centers"_a.noconvert(),
        "spherical"_a = false, "effort"_a = 0, "n_searches"_a = 0);
  m.def("fit_sparse", &fit_sparse<T>, "starts"_a.noconvert(), "columns"_a.noconvert(), "values"_a.noconvert(),
        "weights"_a.none(), "init"_a, "seeds"_a, "max_iterations"_a, "tolerance"_a, "n_threads"_a,
        "each_iteration"_a.none(), "labels"_a.noconvert(), "centers"_a.noconvert(), "spherical"_a = false);
}

template void bind_fit<float>(nb::module_&);
template void bind_fit<double>(nb::module_&);

}  // namespace covey::door
