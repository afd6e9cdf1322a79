// What every part of the door shares: arrays as Python hands them over, its lock, and its signals.
//
// Python has validated everything; here only shapes are looked at again. The lock of the interpreter is released for
// the whole call, and taken back for signals (every 50 ms) and for the caller's callback (once per iteration).
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>

#include <chrono>
#include <new>
#include <optional>

#include "rows.hpp"
#include "sparse_rows.hpp"
#include "status.hpp"

namespace covey::door {

namespace nb = nanobind;
using namespace nb::literals;

template <class T>
using Matrix = nb::ndarray<const T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using MatrixOut = nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using Vector = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using VectorOut = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using OptionalWeights = std::optional<Vector<double>>;

// Shapes are the caller's word for how much may be read and written, so they are looked at before anything is.
inline void require(bool agree, const char* what) {
  if (!agree) throw nb::value_error(what);
}

template <class T>
Rows<T> rows_of(const Matrix<T>& matrix) {
  return {matrix.data(), matrix.shape(0), static_cast<int>(matrix.shape(1))};
}

// Sparse rows as three vectors; only their lengths are looked at.
template <class T>
SparseRows<T> rows_of(const Vector<int64_t>& starts, const Vector<int32_t>& columns, const Vector<T>& values, int d) {
  require(starts.shape(0) > 0 && columns.shape(0) == values.shape(0), "shapes of starts, columns and values do not agree");
  const size_t n = starts.shape(0) - 1;
  require(starts.data()[0] == 0 && static_cast<size_t>(starts.data()[n]) == values.shape(0),
          "starts do not span the values");
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

// Each adds its functions to the module, for one kind of number.
template <class T>
void bind_fit(nb::module_& m);
template <class T>
void bind_rows(nb::module_& m);
template <class T>
void bind_sparse(nb::module_& m);
template <class T>
void bind_silhouettes(nb::module_& m);

}  // namespace covey::door
