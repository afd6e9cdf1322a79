// What each center's points add up to, as integers: order does not matter and what leaves cancels exactly.
//
// A coordinate becomes an integer of 62 bits (of its column's range) in a 128-bit sum, so that n rows cannot
// overflow and the step is below float64's own rounding of the mean. float32 rows without weights need no more
// than 40 bits in a 64-bit sum (24 bits of theirs and 16 to spare), at half the cost.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "integers.hpp"
#include "points.hpp"

namespace covey {

// float32, no weights, at most 2^24 rows.
struct NarrowTally {
  using Sum = int64_t;
  using Weight = int64_t;
  static int bits(const Weights& weights) { return std::min(40, 62 - bit_length(weights.total_count)); }
  static Weight weight(const Weights&, size_t) { return 1; }
  static int64_t part(double scaled, const Weights&, size_t) { return to_integer(scaled); }
  static Sum share(int64_t part, Weight) { return part; }
  static double mean(Sum sum, Weight weight) { return static_cast<double>(sum) / static_cast<double>(weight); }
};

// Whole weights, or none.
struct CountedTally {
  using Sum = int128;
  using Weight = int64_t;
  static int bits(const Weights&) { return 62; }
  static Weight weight(const Weights& w, size_t i) { return w.given ? w.counts[i] : 1; }
  static int64_t part(double scaled, const Weights&, size_t) { return to_wide_integer(scaled); }
  static Sum share(int64_t part, Weight weight) { return static_cast<int128>(part) * weight; }
  static double mean(Sum sum, Weight weight) { return static_cast<double>(sum) / static_cast<double>(weight); }
};

// Other weights: the product with the weight is rounded to float64, then to the integer step.
struct RealTally {
  using Sum = int128;
  using Weight = int128;
  static constexpr double kUnit = 4611686018427387904.0;   // 2^62
  static int bits(const Weights&) { return 62; }
  static Weight weight(const Weights& w, size_t i) { return to_wide_integer(w.reals[i] * kUnit); }
  static int64_t part(double scaled, const Weights& w, size_t i) { return to_wide_integer(scaled * w.reals[i]); }
  static Sum share(int64_t part, Weight) { return part; }
  static double mean(Sum sum, Weight weight) {
    return static_cast<double>(sum) / static_cast<double>(weight) * kUnit;
  }
};

template <class Kind>
struct Tally {
  int k, d;
  std::vector<typename Kind::Sum> sums;         // (k, d)
  std::vector<typename Kind::Weight> weights;   // (k)
  std::vector<uint8_t> touched;                 // (k) whether a point came or left since this was last cleared

  Tally(int k_, int d_) : k(k_), d(d_), sums(static_cast<size_t>(k_) * d_, 0), weights(k_, 0), touched(k_, 0) {}

  // Add what `other` holds for centers [begin, end), and empty it.
  void take(Tally& other, int begin, int end) {
    for (int c = begin; c < end; ++c) {
      if (!other.touched[c]) continue;
      touched[c] = 1;
      other.touched[c] = 0;
      weights[c] += other.weights[c];
      other.weights[c] = 0;
      typename Kind::Sum* mine = sums.data() + static_cast<size_t>(c) * d;
      typename Kind::Sum* theirs = other.sums.data() + static_cast<size_t>(c) * d;
      for (int j = 0; j < d; ++j) {
        mine[j] += theirs[j];
        theirs[j] = 0;
      }
    }
  }
};

// Per column: what a coordinate is multiplied with to become an integer.
template <class Kind, class T>
std::vector<double> integer_units(const Points<T>& points) {
  std::vector<double> units(points.d);
  for (int j = 0; j < points.d; ++j)
    units[j] = std::ldexp(1.0, Kind::bits(points.weights) - points.frame.column_exponent[j]);
  return units;
}

// A point moves from one center to another; -1 is none. Its coordinates, as integers, stand `stride` apart.
template <class Kind>
inline void move_parts(Tally<Kind>& tally, const int64_t* parts, int stride, typename Kind::Weight weight,
                       int32_t from, int32_t to) {
  using Sum = typename Kind::Sum;
  const int d = tally.d;
  if (from >= 0) {
    Sum* sums = tally.sums.data() + static_cast<size_t>(from) * d;
    for (int j = 0; j < d; ++j) sums[j] -= Kind::share(parts[static_cast<size_t>(j) * stride], weight);
    tally.weights[from] -= weight;
    tally.touched[from] = 1;
  }
  if (to >= 0) {
    Sum* sums = tally.sums.data() + static_cast<size_t>(to) * d;
    for (int j = 0; j < d; ++j) sums[j] += Kind::share(parts[static_cast<size_t>(j) * stride], weight);
    tally.weights[to] += weight;
    tally.touched[to] = 1;
  }
}

// Moves points and keeps the room it needs for that; one per thread. The sums are right once it is flushed or gone, and
// the tally must outlive it.
template <class Kind, class T>
class Mover {
 public:
  Mover(const Points<T>& points, const std::vector<double>& units)
      : points_(points), units_(units), shift_(points.frame.shift.begin(), points.frame.shift.end()) {
    by_row_ = std::is_same_v<Kind, NarrowTally> && (points.d > kFewColumns || points.digits.ready());
    parts_.resize(static_cast<size_t>(points.d) * (by_row_ ? 1 : kBlock));
    block_wise_ = by_row_ ? kBlock : kBlock / 4;
    row_frame_ = {points.d, shift_.data(), static_cast<T>(points.frame.in_a), static_cast<T>(points.frame.in_b),
                  units_.data()};
  }

  Mover(const Mover&) = delete;
  Mover& operator=(const Mover&) = delete;
  ~Mover() { flush(); }

  void flush() {
    for (int w = 0; w < n_waiting_; ++w)
      kernels().set<T>().move_row(waiting_[w].row, row_frame_, waiting_[w].from, waiting_[w].to);
    n_waiting_ = 0;
  }

  void move(Tally<Kind>& tally, size_t i, int32_t from, int32_t to) {
    if constexpr (std::is_same_v<Kind, NarrowTally>) {
      if (by_row_) return move_row(tally, i, from, to);
    }
    const T* x = points_.block(i / kBlock) + i % kBlock;
    for (int j = 0; j < points_.d; ++j)
      parts_[j] = Kind::part(static_cast<double>(x[static_cast<size_t>(j) * kBlock]) * units_[j], points_.weights, i);
    move_parts(tally, parts_.data(), 1, Kind::weight(points_.weights, i), from, to);
  }

  // Move the points of blocks [begin, end) whose old and new labels differ; returns how many.
  int move_blocks(Tally<Kind>* tally, size_t begin, size_t end, int32_t* labels, const int32_t* found) {
    if constexpr (std::is_same_v<Kind, NarrowTally>) {
      if (tally != nullptr && !by_row_) {
        const size_t n = std::min(end * kBlock, points_.n) - begin * kBlock;
        return kernels().set<T>().move_blocks(
            points_.block(begin), static_cast<int>(end - begin), points_.d, units_.data(), static_cast<int>(n), found, labels,
            {tally->k, tally->sums.data(), tally->weights.data(), tally->touched.data()});
      }
    }
    int moved = 0;
    for (size_t b = begin; b < end; ++b)
      moved += move_block(tally, b, labels + (b - begin) * kBlock, found + (b - begin) * kBlock);
    return moved;
  }

 private:
  static constexpr int kWaiting = 32;
  static constexpr int kSentFor = 128;   // coordinates; the processor sends for the rest of a long row by itself
  struct Waiting {
    const T* row;
    int64_t *from, *to;
  };

  int move_block(Tally<Kind>* tally, size_t b, int32_t* labels, const int32_t* found) {
    const int lanes = points_.lanes(b);
    if (std::memcmp(labels, found, lanes * sizeof(int32_t)) == 0) return 0;
    int moved = 0;
    for (int p = 0; p < lanes; ++p) moved += labels[p] != found[p];
    if (tally != nullptr && moved > block_wise_) convert_block(b, lanes);
    for (int p = 0; p < lanes; ++p) {
      if (labels[p] == found[p]) continue;
      const size_t i = b * kBlock + p;
      if (tally == nullptr) {
      } else if (moved > block_wise_) {
        move_parts(*tally, parts_.data() + p, kBlock, Kind::weight(points_.weights, i), labels[p], found[p]);
      } else {
        move(*tally, i, labels[p], found[p]);
      }
      labels[p] = found[p];
    }
    return moved;
  }

  // The row is far away in memory: it is sent for, and its turn comes when it is there.
  void move_row(Tally<NarrowTally>& tally, size_t i, int32_t from, int32_t to) {
    const auto sums = [&](int32_t c) { return c < 0 ? nullptr : tally.sums.data() + static_cast<size_t>(c) * points_.d; };
    const T* row = points_.rows.row(points_.row_of(i));
    for (int j = 0; j < points_.d && j < kSentFor; j += 64 / static_cast<int>(sizeof(T))) __builtin_prefetch(row + j);
    waiting_[n_waiting_++] = {row, sums(from), sums(to)};
    if (n_waiting_ == kWaiting) flush();
    if (from >= 0) --tally.weights[from], tally.touched[from] = 1;
    if (to >= 0) ++tally.weights[to], tally.touched[to] = 1;
  }

  void convert_block(size_t b, int lanes) {
    const T* block = points_.block(b);
    for (int j = 0; j < points_.d; ++j)
      for (int p = 0; p < lanes; ++p)
        parts_[static_cast<size_t>(j) * kBlock + p] = Kind::part(
            static_cast<double>(block[static_cast<size_t>(j) * kBlock + p]) * units_[j], points_.weights, b * kBlock + p);
  }

  const Points<T>& points_;
  const std::vector<double>& units_;
  std::vector<T> shift_;
  RowFrame<T> row_frame_;
  std::vector<int64_t> parts_;
  bool by_row_ = false;  // read the caller's row: its coordinates stand side by side, and the block is not in cache
  Waiting waiting_[kWaiting];
  int n_waiting_ = 0;
  int block_wise_ = 0;   // with more moves in a block than this, the whole block is converted at once
};

}  // namespace covey
