#include "finite.hpp"

#include <atomic>

#include "parallel.hpp"

namespace covey {
namespace {

// x - x is 0 for a number and NaN for NaN and infinity, and NaN stays in a sum.
template <class T>
bool finite_run(const T* values, size_t size) {
  constexpr size_t kLanes = 32;   // sums side by side: the compiler makes vectors of them
  T lanes[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes)
    for (size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += values[i + lane] - values[i + lane];
  for (; i < size; ++i) lanes[0] += values[i] - values[i];
  T sum = 0;
  for (const T lane : lanes) sum += lane;
  return sum == 0;
}

}  // namespace

template <class T>
bool all_finite(Rows<T> rows, int n_threads) {
  const size_t size = rows.n * static_cast<size_t>(rows.d);
  if (size < 100000) return finite_run(rows.data, size);
  std::atomic<bool> finite{true};
  Chunks chunks(size, 32768);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; finite.load(std::memory_order_relaxed) && chunks.next(&begin, &end);)
      if (!finite_run(rows.data + begin, end - begin)) finite.store(false);
  });
  return finite.load();
}

template bool all_finite<float>(Rows<float>, int);
template bool all_finite<double>(Rows<double>, int);

}  // namespace covey
