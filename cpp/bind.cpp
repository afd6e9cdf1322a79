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

#include "kernels/table.hpp"
#include "nearest_rows.hpp"
#include "silhouette.hpp"
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

template <class T>
nb::tuple fit(const Matrix<T>& points, const OptionalWeights& weights, int init, const Vector<uint64_t>& seeds,
              int max_iterations, double tolerance, int n_threads, const nb::object& each_iteration,
              VectorOut<int32_t> labels, MatrixOut<T> centers) {
  if (labels.shape(0) != points.shape(0) || centers.shape(1) != points.shape(1) ||
      (weights && weights->shape(0) != points.shape(0)))
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
  options.go_on = [&signals] { return signals.go_on(); };
  if (each_iteration.is_none()) {
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
  without_lock([&] { return covey::fit(rows_of(points), w, options, &result); });
  return nb::make_tuple(result.inertia, result.iterations, result.agreeing, result.distinct, result.settled);
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

template <class T>
void assign(const Matrix<T>& points, const Matrix<T>& centers, int n_threads, VectorOut<int32_t> labels) {
  without_lock([&] { return covey::nearest_rows(rows_of(points), rows_of(centers), n_threads, labels.data()); });
}

template <class T>
void distances(const Matrix<T>& points, const Matrix<T>& centers, int n_threads, MatrixOut<T> out) {
  without_lock([&] { return covey::distances(rows_of(points), rows_of(centers), n_threads, out.data()); });
}

template <class T>
void silhouettes(const Matrix<T>& points, const Vector<int32_t>& labels, int k, int n_threads, VectorOut<double> out) {
  Signals signals;
  without_lock([&] {
    return covey::silhouettes(rows_of(points), labels.data(), k, n_threads, [&signals] { return signals.go_on(); },
                              out.data());
  });
}

template <class T>
void bind_for(nb::module_& m) {
  m.def("fit", &fit<T>, "points"_a.noconvert(), "weights"_a.none(), "init"_a, "seeds"_a, "max_iterations"_a,
        "tolerance"_a, "n_threads"_a, "each_iteration"_a.none(), "labels"_a.noconvert(), "centers"_a.noconvert());
  m.def("plus_plus", &plus_plus<T>, "points"_a.noconvert(), "weights"_a.none(), "seed"_a, "n_trials"_a, "n_threads"_a,
        "indices"_a.noconvert());
  m.def("assign", &assign<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a, "labels"_a.noconvert());
  m.def("distances", &distances<T>, "points"_a.noconvert(), "centers"_a.noconvert(), "n_threads"_a,
        "out"_a.noconvert());
  m.def("silhouettes", &silhouettes<T>, "points"_a.noconvert(), "labels"_a.noconvert(), "n_clusters"_a, "n_threads"_a,
        "out"_a.noconvert());
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
  m.def("use_instruction_set", [](const std::string& name) { return covey::use_kernels(name.c_str()); });
}
