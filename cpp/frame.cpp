#include "frame.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

#include "parallel.hpp"

namespace covey {
namespace {

template <class T>
struct Range {
  std::vector<T> low, high;

  explicit Range(int d) : low(d, std::numeric_limits<T>::max()), high(d, std::numeric_limits<T>::lowest()) {}

  void widen(const T* row, int d) {
    for (int j = 0; j < d; ++j) {
      low[j] = row[j] < low[j] ? row[j] : low[j];
      high[j] = row[j] > high[j] ? row[j] : high[j];
    }
  }

  // Rows taken as one flat run of numbers, 16 rows at a time: the inner loop has no column to look up.
  void widen_all(Rows<T> rows, size_t begin, size_t end) {
    const size_t width = static_cast<size_t>(rows.d) * 16;
    std::vector<T> lows(width, std::numeric_limits<T>::max()), highs(width, std::numeric_limits<T>::lowest());
    size_t i = begin;
    for (; i + 16 <= end; i += 16) {
      const T* run = rows.row(i);
      for (size_t w = 0; w < width; ++w) {
        lows[w] = run[w] < lows[w] ? run[w] : lows[w];
        highs[w] = run[w] > highs[w] ? run[w] : highs[w];
      }
    }
    for (; i < end; ++i) widen(rows.row(i), rows.d);
    for (size_t w = 0; w < width; ++w) {
      low[w % rows.d] = std::min(low[w % rows.d], lows[w]);
      high[w % rows.d] = std::max(high[w % rows.d], highs[w]);
    }
  }

  void merge(const Range& other) {
    for (size_t j = 0; j < low.size(); ++j) {
      low[j] = std::min(low[j], other.low[j]);
      high[j] = std::max(high[j], other.high[j]);
    }
  }
};

template <class T>
Range<T> range_of(Rows<T> rows, Rows<T> also, int n_threads) {
  Range<T> all(rows.d);
  for (size_t i = 0; i < also.n; ++i) all.widen(also.row(i), rows.d);
  std::mutex mutex;
  Chunks chunks(rows.n, 4096);
  const bool small = rows.n * rows.d < 100000;
  run_on_threads(small ? 1 : n_threads, [&](int) {
    Range<T> mine(rows.d);
    for (size_t begin, end; chunks.next(&begin, &end);)
      mine.widen_all(rows, begin, end);
    std::lock_guard<std::mutex> lock(mutex);
    all.merge(mine);
  });
  return all;
}

// Exponent e with |x| < 2^e; a very small one for zero.
int exponent_of(double x) {
  int e = -2000;
  if (x != 0) std::frexp(x, &e);
  return e;
}

}  // namespace

template <class T>
Frame choose_frame(Rows<T> rows, Rows<T> also, int n_threads) {
  const Range<T> range = range_of(rows, also, n_threads);
  const int d = rows.d;
  Frame frame;
  frame.shift.assign(d, 0.0);
  frame.column_exponent.assign(d, 0);
  std::vector<int> sizes(d, -2000);
  int largest = -2000;
  for (int j = 0; j < d && rows.n + also.n > 0; ++j) {
    const double low = range.low[j], high = range.high[j];
    if (low > 0 && high / 2 <= low) frame.shift[j] = low;
    if (high < 0 && low / 2 >= high) frame.shift[j] = high;
    sizes[j] = std::max(exponent_of(low - frame.shift[j]), exponent_of(high - frame.shift[j]));
    largest = std::max(largest, sizes[j]);
  }
  frame.exponent = largest == -2000 ? 0 : largest;
  for (int j = 0; j < d; ++j) frame.column_exponent[j] = std::max(sizes[j] - frame.exponent, -900);
  const int half = frame.exponent / 2;
  frame.in_a = std::ldexp(1.0, -half);
  frame.in_b = std::ldexp(1.0, half - frame.exponent);
  frame.out_a = std::ldexp(1.0, half);
  frame.out_b = std::ldexp(1.0, frame.exponent - half);
  return frame;
}

template Frame choose_frame<float>(Rows<float>, Rows<float>, int);
template Frame choose_frame<double>(Rows<double>, Rows<double>, int);

}  // namespace covey
