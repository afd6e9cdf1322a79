#include "sparse_points.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "integers.hpp"
#include "parallel.hpp"

namespace covey {
namespace {

constexpr size_t kChunk = 256;      // rows
constexpr int64_t kSmall = 50000;   // entries: below, waking threads costs more than the work
constexpr int kAhead = 64;          // entries past the last that may be read

int exponent_of(double x) {
  int e = -2000;
  if (x != 0) std::frexp(x, &e);
  return e;
}

// Largest absolute value of each column, over rows and centers.
template <class T>
std::vector<T> column_sizes(SparseRows<T> rows, Rows<T> also, int n_threads) {
  std::vector<T> sizes(rows.d, T(0));
  for (size_t i = 0; i < also.n; ++i)
    for (int j = 0; j < rows.d; ++j) sizes[j] = std::max(sizes[j], std::abs(also.row(i)[j]));
  std::mutex mutex;
  Chunks chunks(rows.n, kChunk);
  run_on_threads(n_threads, [&](int) {
    std::vector<T> mine(rows.d, T(0));
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (int64_t e = rows.starts[begin]; e < rows.starts[end]; ++e) {
        T& size = mine[rows.columns[e]];
        size = std::max(size, std::abs(rows.values[e]));
      }
    std::lock_guard<std::mutex> lock(mutex);
    for (int j = 0; j < rows.d; ++j) sizes[j] = std::max(sizes[j], mine[j]);
  });
  return sizes;
}

// Where each row begins once stored zeros are left out.
template <class T>
std::vector<int64_t> starts_without_zeros(SparseRows<T> rows, int n_threads) {
  std::vector<int64_t> starts(rows.n + 1, 0);
  Chunks chunks(rows.n, kChunk);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        int64_t count = 0;
        for (int64_t e = rows.starts[i]; e < rows.starts[i + 1]; ++e) count += rows.values[e] != T(0);
        starts[i + 1] = count;
      }
  });
  for (size_t i = 0; i < rows.n; ++i) starts[i + 1] += starts[i];
  return starts;
}

template <class T>
void copy_row(SparseRows<T> rows, size_t i, T a, T b, SparsePoints<T>* points) {
  int64_t at = points->starts[i];
  double norm2 = 0;
  for (int64_t e = rows.starts[i]; e < rows.starts[i + 1]; ++e) {
    if (rows.values[e] == T(0)) continue;
    const T value = rows.values[e] * a * b;
    points->columns[at] = rows.columns[e];
    points->values[at] = value;
    if (points->rounded) points->rounded[at] = static_cast<float>(value);
    norm2 += static_cast<double>(value) * static_cast<double>(value);
    ++at;
  }
  points->norm2[i] = norm2;
}

}  // namespace

Scale scale_of(double largest) {
  Scale scale;
  scale.exponent = largest == 0 ? 0 : exponent_of(largest);
  const int half = scale.exponent / 2;
  scale.in_a = std::ldexp(1.0, -half);
  scale.in_b = std::ldexp(1.0, half - scale.exponent);
  scale.out_a = std::ldexp(1.0, half);
  scale.out_b = std::ldexp(1.0, scale.exponent - half);
  return scale;
}

template <class T>
bool SparsePoints<T>::same(size_t a, size_t b) const {
  return count(a) == count(b) &&
         std::equal(columns.get() + begin(a), columns.get() + end(a), columns.get() + begin(b)) &&
         std::equal(values.get() + begin(a), values.get() + end(a), values.get() + begin(b));
}

// As the dense rows compare: coordinate by coordinate, the first difference decides.
template <class T>
bool SparsePoints<T>::less(size_t a, size_t b) const {
  int64_t left = begin(a), right = begin(b);
  for (;;) {
    const int32_t left_column = left < end(a) ? columns[left] : d;
    const int32_t right_column = right < end(b) ? columns[right] : d;
    if (left_column == d && right_column == d) return false;
    if (left_column < right_column) return values[left] < T(0);
    if (right_column < left_column) return values[right] > T(0);
    if (values[left] != values[right]) return values[left] < values[right];
    ++left;
    ++right;
  }
}

template <class T>
SparsePoints<T> make_points(SparseRows<T> rows, Rows<T> also, Weights weights, int n_threads) {
  SparsePoints<T> points;
  points.n = rows.n;
  points.d = rows.d;
  if (rows.starts[rows.n] < kSmall) n_threads = 1;
  const std::vector<T> sizes = column_sizes(rows, also, n_threads);
  points.scale = scale_of(sizes.empty() ? 0.0 : *std::max_element(sizes.begin(), sizes.end()));
  points.column_exponent.resize(rows.d);
  for (int j = 0; j < rows.d; ++j)
    points.column_exponent[j] = static_cast<int16_t>(std::max(exponent_of(sizes[j]) - points.scale.exponent, -900));
  points.starts = starts_without_zeros(rows, n_threads);
  const size_t n_entries = static_cast<size_t>(points.starts[rows.n]);
  points.columns = aligned_array<int32_t>(n_entries + kAhead);
  points.values = aligned_array<T>(n_entries + kAhead);
  std::fill_n(points.columns.get() + n_entries, kAhead, 0);
  std::fill_n(points.values.get() + n_entries, kAhead, T(0));
  if constexpr (sizeof(T) == 8) {
    points.rounded = aligned_array<float>(n_entries + kAhead);
    std::fill_n(points.rounded.get() + n_entries, kAhead, 0.0f);
    points.fast = points.rounded.get();
  } else {
    points.fast = points.values.get();
  }
  points.norm2.resize(rows.n);
  points.weights = std::move(weights);
  const T a = static_cast<T>(points.scale.in_a), b = static_cast<T>(points.scale.in_b);
  std::atomic<bool> grid{true};
  Chunks chunks(rows.n, kChunk);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);) {
      bool mine = true;
      for (size_t i = begin; i < end; ++i) {
        copy_row(rows, i, a, b, &points);
        for (int64_t e = points.begin(i); mine && e < points.end(i); ++e)
          mine = on_grid(static_cast<double>(points.values[e]));
      }
      if (!mine) grid.store(false, std::memory_order_relaxed);
    }
  });
  points.on_grid = grid.load();
  return points;
}

template <class T>
double mean_variance(const SparsePoints<T>& points, int n_threads) {
  const int d = points.d;
  const double unit = std::ldexp(1.0, std::min(40, 62 - bit_length(points.n)));
  std::vector<int64_t> sums(d, 0), squares(d, 0);
  std::mutex mutex;
  Chunks chunks(points.n, kChunk);
  run_on_threads(points.starts[points.n] < kSmall ? 1 : n_threads, [&](int) {
    std::vector<int64_t> my_sums(d, 0), my_squares(d, 0);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (int64_t e = points.starts[begin]; e < points.starts[end]; ++e) {
        const double value = static_cast<double>(points.values[e]);
        my_sums[points.columns[e]] += to_integer(value * unit);
        my_squares[points.columns[e]] += to_integer(value * value * unit);
      }
    std::lock_guard<std::mutex> lock(mutex);
    for (int j = 0; j < d; ++j) {
      sums[j] += my_sums[j];
      squares[j] += my_squares[j];
    }
  });
  double total = 0;
  for (int j = 0; j < d; ++j) {
    const double n = static_cast<double>(points.n);
    const double mean = static_cast<double>(sums[j]) / unit / n;
    total += std::max(0.0, static_cast<double>(squares[j]) / unit / n - mean * mean);
  }
  return total / d;
}

template struct SparsePoints<float>;
template struct SparsePoints<double>;
template SparsePoints<float> make_points<float>(SparseRows<float>, Rows<float>, Weights, int);
template SparsePoints<double> make_points<double>(SparseRows<double>, Rows<double>, Weights, int);
template double mean_variance<float>(const SparsePoints<float>&, int);
template double mean_variance<double>(const SparsePoints<double>&, int);

}  // namespace covey
