#include "points.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

#include "integers.hpp"
#include "parallel.hpp"

namespace covey {

Weights read_weights(const double* weights, size_t n) {
  Weights out;
  out.total_count = static_cast<int64_t>(n);
  if (weights == nullptr) return out;
  out.given = true;
  double largest = 0, total = 0;
  bool whole = true;
  for (size_t i = 0; i < n; ++i) {
    largest = std::max(largest, weights[i]);
    total += weights[i];
    whole = whole && weights[i] == std::floor(weights[i]);
  }
  if (whole && total < 2147483648.0) {
    out.counts.resize(n);
    out.total_count = 0;
    for (size_t i = 0; i < n; ++i) out.total_count += out.counts[i] = static_cast<int32_t>(weights[i]);
    return out;
  }
  int exponent = 0;
  std::frexp(largest, &exponent);
  out.scale = std::ldexp(1.0, std::min(exponent, 1023));
  out.reals.resize(n);
  for (size_t i = 0; i < n; ++i) out.reals[i] = std::ldexp(weights[i], -exponent);
  return out;
}

template <class T>
void pack(Rows<T> rows, const Frame& frame, size_t first, size_t n, T* blocks, const uint32_t* order) {
  const int d = rows.d;
  const size_t n_blocks = (n + kBlock - 1) / kBlock;
  const T a = static_cast<T>(frame.in_a), b = static_cast<T>(frame.in_b);
  const std::vector<T> shift(frame.shift.begin(), frame.shift.end());
  for (size_t at = 0; at < n_blocks; ++at) {
    const int lanes = static_cast<int>(std::min<size_t>(kBlock, n - at * kBlock));
    T* block = blocks + at * static_cast<size_t>(d) * kBlock;
    if (order == nullptr && lanes == kBlock) {
      kernels().set<T>().pack_next(rows.row(first + at * kBlock), d, shift.data(), a, b, block);
      continue;
    }
    const T* from_rows[kBlock];
    for (int p = 0; p < kBlock; ++p) {
      const size_t i = first + at * kBlock + std::min(p, lanes - 1);
      from_rows[p] = rows.row(order == nullptr ? i : order[i]);
      if (order != nullptr && (at + 1) * kBlock + p < n) __builtin_prefetch(rows.row(order[i + kBlock]));
    }
    kernels().set<T>().pack_block(from_rows, d, shift.data(), a, b, block);
  }
}

namespace {

// Pack all points anew, from the rows in their order.
template <class T>
void pack_all(Points<T>* points, int n_threads) {
  Chunks chunks(points->n_blocks, 64);
  const bool small = points->n * points->d < 50000;
  const uint32_t* order = points->order.empty() ? nullptr : points->order.data();
  run_on_threads(small ? 1 : n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);) {
      const size_t first = begin * kBlock;
      const size_t n = std::min(end * kBlock, points->n) - first;
      pack(points->rows, points->frame, first, n, points->blocks.get() + first * points->d, order);
    }
  });
}

template <class V>
void follow(std::vector<V>* values, const std::vector<uint32_t>& places) {
  if (values->empty()) return;
  std::vector<V> moved(places.size());
  for (size_t i = 0; i < places.size(); ++i) moved[i] = (*values)[places[i]];
  values->swap(moved);
}

}  // namespace

template <class T>
void rearrange(Points<T>* points, std::vector<uint32_t> places, int n_threads) {
  follow(&points->weights.counts, places);
  follow(&points->weights.reals, places);
  if (!points->order.empty())
    for (uint32_t& place : places) place = points->order[place];
  points->order = std::move(places);
  pack_all(points, n_threads);
  if (points->digits.ready()) fill_digits(points, n_threads);
}

template <class T>
Points<T> make_points(Rows<T> rows, Frame frame, Weights weights, int n_threads) {
  Points<T> points;
  points.rows = rows;
  points.n = rows.n;
  points.d = rows.d;
  points.n_blocks = (rows.n + kBlock - 1) / kBlock;
  points.blocks = aligned_array<T>(points.n_blocks * static_cast<size_t>(rows.d) * kBlock);
  points.frame = std::move(frame);
  points.weights = std::move(weights);
  pack_all(&points, n_threads);
  return points;
}

template <class T>
double mean_variance(const Points<T>& points, int n_threads) {
  const int d = points.d;
  const int bits = std::min(40, 62 - bit_length(points.n));
  const double unit = std::ldexp(1.0, bits);
  std::vector<int64_t> sums(d, 0), squares(d, 0);
  std::mutex mutex;
  Chunks chunks(points.n_blocks, 64);
  const bool small = points.n * d < 50000;
  run_on_threads(small ? 1 : n_threads, [&](int) {
    std::vector<int64_t> my_sums(d, 0), my_squares(d, 0);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; ++b)
        for (int j = 0; j < d; ++j) {
          const T* x = points.block(b) + static_cast<size_t>(j) * kBlock;
          int64_t sum = 0, square = 0;
          const int lanes = points.lanes(b);
          for (int p = 0; p < lanes; ++p) {
            const double value = static_cast<double>(x[p]);
            sum += to_integer(value * unit);
            square += to_integer(value * value * unit);
          }
          my_sums[j] += sum;
          my_squares[j] += square;
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

template void pack<float>(Rows<float>, const Frame&, size_t, size_t, float*, const uint32_t*);
template void pack<double>(Rows<double>, const Frame&, size_t, size_t, double*, const uint32_t*);
template void rearrange<float>(Points<float>*, std::vector<uint32_t>, int);
template void rearrange<double>(Points<double>*, std::vector<uint32_t>, int);
template Points<float> make_points<float>(Rows<float>, Frame, Weights, int);
template Points<double> make_points<double>(Rows<double>, Frame, Weights, int);
template double mean_variance<float>(const Points<float>&, int);
template double mean_variance<double>(const Points<double>&, int);

}  // namespace covey
