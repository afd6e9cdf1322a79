// What the points of each center add up to, kept only for the columns where its points are not zero.
//
// The sums are the integers of tally.hpp, so order does not matter, what leaves cancels exactly, and the means are those
// of the dense engine to the bit. Only points that change their center are read. Memory: at most one entry per
// entry of the rows, however many centers and columns there are.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "parallel.hpp"
#include "pass.hpp"
#include "sparse_centers.hpp"
#include "sparse_points.hpp"
#include "sphere.hpp"
#include "tally.hpp"

namespace covey {

// A point that changed its center; -1 is none.
struct Move {
  size_t row;
  int32_t from, to;
};

// How far the centers went.
struct Steps {
  bool any = false;              // some coordinate changed
  double squares = 0;            // sum of the squared movements, center by center, column by column
  std::vector<double> lengths;   // at least the distance each center went
};

template <class T, class Kind>
class SparseSums {
  static constexpr int kEntriesPerColumn = 2;
  static constexpr int kRowsAhead = 2;

 public:
  using Sum = typename Kind::Sum;
  using Weight = typename Kind::Weight;

  SparseSums(const SparsePoints<T>& points, const SparseCenters<T>& centers, int n_threads)
      : points_(points), lists_(centers.k()), weights_(centers.k(), 0), n_threads_(n_threads),
        bits_(Kind::bits(points.weights)), scratch_(n_threads) {
    for (int c = 0; c < centers.k(); ++c)
      for (int j = 0; j < points.d; ++j)
        if (centers.at(c, j) != T(0)) lists_[c].add(j, 0);
  }

  const std::vector<Weight>& weights() const { return weights_; }
  Weight weight_of(size_t row) const { return Kind::weight(points_.weights, row); }

  // The weights follow a move at once; the sums follow in `move_centers`.
  void note(const Move& move) {
    const Weight weight = weight_of(move.row);
    if (move.from >= 0) weights_[move.from] -= weight;
    if (move.to >= 0) weights_[move.to] += weight;
  }

  // Let the sums follow the moves, and every center become the mean of its points; one that has none stays. With
  // radius > 0 the mean is brought to that length.
  Steps move_centers(const std::vector<Move>& moves, double radius, SparseCenters<T>* centers) {
    const int k = centers->k();
    std::vector<size_t> begin(k + 1, 0);
    for (const Move& move : moves) {
      if (move.from >= 0) ++begin[move.from + 1];
      if (move.to >= 0) ++begin[move.to + 1];
    }
    for (int c = 0; c < k; ++c) begin[c + 1] += begin[c];
    std::vector<Event> events(begin[k]);
    std::vector<size_t> at(begin.begin(), begin.end() - 1);
    for (const Move& move : moves) {
      if (move.from >= 0) events[at[move.from]++] = {move.row, true};
      if (move.to >= 0) events[at[move.to]++] = {move.row, false};
    }
    std::vector<int> changed;
    for (int c = 0; c < k; ++c)
      if (begin[c + 1] > begin[c]) changed.push_back(c);
    std::sort(changed.begin(), changed.end(), [&](int a, int b) {   // much work first, so that threads end together
      const size_t left = begin[a + 1] - begin[a], right = begin[b + 1] - begin[b];
      return left != right ? left > right : a < b;
    });
    Steps steps;
    steps.lengths.assign(k, 0.0);
    std::vector<Way> ways(k);
    Chunks chunks(changed.size(), 1);
    const double work = 20.0 * static_cast<double>(points_.starts[points_.n]) / (static_cast<double>(points_.n) + 1);
    run_on_threads(threads_for(work * static_cast<double>(events.size()), n_threads_), [&](int thread) {
      Scratch& scratch = scratch_[thread];
      scratch.prepare(points_.d);
      for (size_t from, to; chunks.next(&from, &to);)
        for (size_t i = from; i < to; ++i) {
          const int c = changed[i];
          gather(c, events.data() + begin[c], events.data() + begin[c + 1], &scratch);
          choose(c, radius, *centers, &scratch);
          ways[c] = place(c, centers, &scratch);
        }
    });
    for (int c = 0; c < k; ++c) {
      steps.any = steps.any || ways[c].any;
      steps.squares += ways[c].squared;
      if (ways[c].any)
        steps.lengths[c] = std::sqrt(ways[c].squared) * (1 + (points_.d + 8) * 1.2e-16) + 1e-150;
    }
    return steps;
  }

 private:
  // The columns where a center or the sum of its points is not zero, ascending, and the sums there.
  struct List {
    std::vector<int32_t> columns;
    std::vector<Sum> sums;

    void add(int32_t column, Sum sum) {
      columns.push_back(column);
      sums.push_back(sum);
    }
    void resize(size_t n) {
      columns.resize(n);
      sums.resize(n);
    }
  };
  struct Way {
    bool any = false;
    double squared = 0;
  };
  struct Event {
    size_t row;
    bool leaves;
  };

  // The sums of one center, spread over all columns; all zero between uses. One per thread.
  struct Scratch {
    std::vector<Sum> sums;
    std::vector<uint64_t> used, used_words;   // one bit per column in use; one bit per word of those
    std::vector<int32_t> columns;             // those in use, ascending
    std::vector<T> values;                    // the new coordinates there

    void prepare(int d) {
      if (!sums.empty()) return;
      sums.assign(d, 0);
      used.assign(d / 64 + 1, 0);
      used_words.assign(d / 4096 + 1, 0);
    }
    void use(int32_t j) {
      used[j >> 6] |= uint64_t(1) << (j & 63);
      used_words[j >> 12] |= uint64_t(1) << ((j >> 6) & 63);
    }
    // Those whose sum is not zero, too.
    void use_sums() {
      const size_t d = sums.size();
      for (size_t word = 0; word * 64 < d; ++word) {
        const size_t first = word * 64, n = std::min<size_t>(64, d - first);
        uint64_t bits = 0;
        for (size_t j = 0; j < n; ++j) bits |= uint64_t(sums[first + j] != 0) << j;
        used[word] |= bits;
        if (bits != 0) used_words[word >> 6] |= uint64_t(1) << (word & 63);
      }
    }
    void list_columns() {
      columns.clear();
      for (size_t top = 0; top < used_words.size(); ++top)
        for (; used_words[top] != 0; used_words[top] &= used_words[top] - 1) {
          const size_t word = top * 64 + __builtin_ctzll(used_words[top]);
          for (; used[word] != 0; used[word] &= used[word] - 1)
            columns.push_back(static_cast<int32_t>(word * 64 + __builtin_ctzll(used[word])));
        }
    }
  };

  // 2^exponent, for exponents of normal numbers.
  static double power_of_two(int exponent) {
    const uint64_t bits = static_cast<uint64_t>(exponent + 1023) << 52;
    double out;
    std::memcpy(&out, &bits, sizeof out);
    return out;
  }

  void gather(int c, const Event* begin, const Event* end, Scratch* scratch) {
    const List& list = lists_[c];
    for (size_t i = 0; i < list.columns.size(); ++i) {
      scratch->use(list.columns[i]);
      scratch->sums[list.columns[i]] = list.sums[i];
    }
    int64_t n_entries = 0;
    for (const Event* event = begin; event < end; ++event) n_entries += points_.end(event->row) - points_.begin(event->row);
    if (n_entries > points_.d / kEntriesPerColumn) {   // looking for sums that are not zero costs less than noting each
      add_up<false>(begin, end, scratch);
      scratch->use_sums();
    } else {
      add_up<true>(begin, end, scratch);
    }
    scratch->list_columns();
  }

  template <bool kNotes>
  void add_up(const Event* begin, const Event* end, Scratch* scratch) {
    Sum* __restrict sums = scratch->sums.data();
    uint64_t* __restrict used = scratch->used.data();
    uint64_t* __restrict used_words = scratch->used_words.data();
    const int32_t* columns = points_.columns.get();
    const T* values = points_.values.get();
    const int16_t* exponents = points_.column_exponent.data();
    const int bits = bits_;
    for (const Event* event = begin; event < end; ++event) {
      const size_t i = event->row;
      const Weight weight = weight_of(i);
      const bool leaves = event->leaves;
      if (end - event > kRowsAhead) {
        const int64_t e = points_.begin(event[kRowsAhead].row);
        for (int at = 0; at < 64; at += 16) {
          __builtin_prefetch(columns + e + at);
          __builtin_prefetch(values + e + at);
        }
      }
      const int64_t last = points_.end(i);
      for (int64_t e = points_.begin(i); e < last; ++e) {
        const int32_t j = columns[e];
        __builtin_prefetch(sums + columns[e + 16]);
        const double unit = power_of_two(bits - exponents[j]);
        const Sum share = Kind::share(Kind::part(static_cast<double>(values[e]) * unit, points_.weights, i), weight);
        if constexpr (kNotes) {
          used[j >> 6] |= uint64_t(1) << (j & 63);
          used_words[j >> 12] |= uint64_t(1) << ((j >> 6) & 63);
        }
        sums[j] += leaves ? -share : share;
      }
    }
  }

  // The coordinates that center c goes to, in the columns in use.
  void choose(int c, double radius, const SparseCenters<T>& centers, Scratch* scratch) {
    const size_t n = scratch->columns.size();
    const int32_t* columns = scratch->columns.data();
    const T* row = centers.row(c);
    scratch->values.resize(n);
    T* values = scratch->values.data();
    const Weight weight = weights_[c];
    if (weight == 0) {   // nothing to be the mean of: stays where it is
      for (size_t i = 0; i < n; ++i) values[i] = row[columns[i]];
      return;
    }
    for (size_t i = 0; i < n; ++i)
      values[i] = static_cast<T>(mean(scratch->sums[columns[i]], weight) *
                                 power_of_two(points_.column_exponent[columns[i]] - bits_));
    if (radius <= 0) return;
    const ToSphere unit = to_sphere(n, points_.d, [values](size_t i) { return values[i]; });
    for (size_t i = 0; i < n; ++i)   // a mean of length 0 points nowhere: the center stays
      values[i] = unit.ok ? static_cast<T>(unit(static_cast<double>(values[i])) * radius) : row[columns[i]];
  }

  // As Kind::mean, to the bit.
  static double mean(Sum sum, Weight weight) {
    const double out = to_double(sum) / to_double(weight);
    if constexpr (std::is_same_v<Kind, RealTally>) return out * Kind::kUnit;
    return out;
  }

  // Put center c there, and keep its sums.
  Way place(int c, SparseCenters<T>* centers, Scratch* scratch) {
    const size_t n = scratch->columns.size();
    const int32_t* columns = scratch->columns.data();
    const T* values = scratch->values.data();
    Sum* sums = scratch->sums.data();
    T* row = centers->row(c);
    const KeptCenter kept_center = centers->kept(c);
    List& list = lists_[c];
    list.resize(n);
    size_t kept = 0;
    Way way;
    double norm2 = 0;
    uint64_t hash = 0;
    bool grid = true;
    for (size_t i = 0; i < n; ++i) {
      const int32_t j = columns[i];
      const T value = values[i];
      const double wide = static_cast<double>(value);
      const double step = wide - static_cast<double>(row[j]);
      way.any |= step != 0;
      way.squared += step * step;
      norm2 += wide * wide;
      hash += SparseCenters<T>::hash_term(j, value);
      grid &= on_grid(wide);
      row[j] = value;
      kept_center.put(j, static_cast<float>(value));
      list.columns[kept] = j;
      list.sums[kept] = sums[j];
      kept += sums[j] != 0 || value != T(0);
      sums[j] = 0;
    }
    list.resize(kept);
    centers->note(c, norm2, hash, grid);
    return way;
  }

  const SparsePoints<T>& points_;
  std::vector<List> lists_;
  std::vector<Weight> weights_;
  int n_threads_;
  int bits_;   // a coordinate times 2^(bits - exponent of its column) is an integer
  std::vector<Scratch> scratch_;
};

}  // namespace covey
