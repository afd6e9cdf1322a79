// The rows of a fit, packed for the kernels: blocks of 32 points, dimension-major, inside the frame.
#pragma once

#include <cstdint>
#include <vector>

#include "digits.hpp"
#include "frame.hpp"
#include "kernels/table.hpp"
#include "memory.hpp"
#include "rows.hpp"

namespace covey {

// Weights of the rows. Whole numbers are kept as such, so that a weight of 2 is a repeated row, bit for bit;
// others are scaled by a power of two so that the largest is at most 1.
struct Weights {
  bool given = false;
  std::vector<int32_t> counts;   // given and whole
  std::vector<double> reals;     // given and not whole
  int64_t total_count = 0;       // sum of counts; the number of rows if not given
  double scale = 1;              // reals * scale = the caller's weights

  // Which of two rows weighs more: -1 the first, 1 the second, 0 neither.
  int heavier(size_t a, size_t b) const {
    if (!counts.empty() && counts[a] != counts[b]) return counts[a] > counts[b] ? -1 : 1;
    if (!reals.empty() && reals[a] != reals[b]) return reals[a] > reals[b] ? -1 : 1;
    return 0;
  }
};

template <class T>
struct Points {
  Rows<T> rows;                  // the caller's own, which must outlive the fit
  size_t n = 0;
  int d = 0;
  size_t n_blocks = 0;
  AlignedArray<T> blocks;        // n_blocks * d * 32; lanes past the last point repeat it
  std::vector<uint32_t> order;   // the row of each point; empty while points stand in the order of the rows
  Frame frame;
  Weights weights;
  Digits digits;                 // where they pay

  const T* block(size_t b) const { return blocks.get() + b * static_cast<size_t>(d) * kBlock; }
  int lanes(size_t b) const {
    const size_t left = n - b * kBlock;
    return left < static_cast<size_t>(kBlock) ? static_cast<int>(left) : kBlock;
  }
  size_t row_of(size_t i) const { return order.empty() ? i : order[i]; }
  T at(size_t i, int j) const { return block(i / kBlock)[static_cast<size_t>(j) * kBlock + i % kBlock]; }
  void row(size_t i, T* out) const {
    for (int j = 0; j < d; ++j) out[j] = at(i, j);
  }
};

Weights read_weights(const double* weights, size_t n);

// Pack `n` rows from `first` on into blocks; lanes past the last row repeat it. With an `order`, the rows it names.
template <class T>
void pack(Rows<T> rows, const Frame& frame, size_t first, size_t n, T* blocks, const uint32_t* order = nullptr);

template <class T>
Points<T> make_points(Rows<T> rows, Frame frame, Weights weights, int n_threads);

// Let the points stand in this order: `places` names, for each new place, the point's place until now.
template <class T>
void rearrange(Points<T>* points, std::vector<uint32_t> places, int n_threads);

// Mean over the columns of the variance of the points, inside the frame, weights left out: what scikit-learn's
// `tol` is relative to. A sum of integers: the same for any order of the rows.
template <class T>
double mean_variance(const Points<T>& points, int n_threads);

}  // namespace covey
