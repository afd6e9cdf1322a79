// What the points of each center add up to, kept only for the columns where its points are not zero.
//
// The sums are the integers of tally.hpp, so order does not matter, what leaves cancels exactly, and the means are those
// of the dense engine to the bit. Only points that change their center are read. Memory: at most one entry per
// entry of the rows, however many centers and columns there are.
#pragma once

#include <atomic>
#include <mutex>
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
  ExactSum squares{8.0};         // sum of the squared movements
  std::vector<double> lengths;   // at least the distance each center went
};

template <class T, class Kind>
class SparseSums {
 public:
  using Sum = typename Kind::Sum;
  using Weight = typename Kind::Weight;

  SparseSums(const SparsePoints<T>& points, const SparseCenters<T>& centers, int n_threads)
      : points_(points), lists_(centers.k()), weights_(centers.k(), 0), n_threads_(n_threads), units_(points.d),
        steps_(points.d), scratch_(n_threads) {
    const int bits = Kind::bits(points.weights);
    for (int j = 0; j < points.d; ++j) {
      units_[j] = std::ldexp(1.0, bits - points.column_exponent[j]);
      steps_[j] = std::ldexp(1.0, points.column_exponent[j] - bits);
    }
    for (int c = 0; c < centers.k(); ++c)
      for (int j = 0; j < points.d; ++j)
        if (centers.at(c, j) != T(0)) lists_[c].push_back({j, 0});
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
    std::mutex mutex;
    Chunks chunks(changed.size(), 1);
    const double work = 20.0 * static_cast<double>(points_.starts[points_.n]) / (static_cast<double>(points_.n) + 1);
    run_on_threads(threads_for(work * static_cast<double>(events.size()), n_threads_), [&](int thread) {
      Scratch& scratch = scratch_[thread];
      scratch.prepare(points_.d);
      ExactSum squares(8.0);
      bool any = false;
      for (size_t from, to; chunks.next(&from, &to);)
        for (size_t i = from; i < to; ++i) {
          const int c = changed[i];
          gather(c, events.data() + begin[c], events.data() + begin[c + 1], &scratch);
          any = place(c, radius, centers, &scratch, &squares, &steps.lengths[c]) || any;
        }
      std::lock_guard<std::mutex> lock(mutex);
      steps.squares.add(squares);
      steps.any = steps.any || any;
    });
    return steps;
  }

 private:
  struct Entry {
    int32_t column;
    Sum sum;
  };
  struct Event {
    size_t row;
    bool leaves;
  };
  // The sums of one center, spread over all columns; all zero between uses. One per thread.
  struct Scratch {
    std::vector<Sum> sums;
    std::vector<uint8_t> listed;
    std::vector<int32_t> columns;   // those listed
    std::vector<T> values;          // the new coordinates there

    void prepare(int d) {
      if (!sums.empty()) return;
      sums.assign(d, 0);
      listed.assign(d, 0);
    }
    void list(int32_t column) {
      if (listed[column]) return;
      listed[column] = 1;
      columns.push_back(column);
    }
  };

  void gather(int c, const Event* begin, const Event* end, Scratch* scratch) {
    scratch->columns.clear();
    for (const Entry& entry : lists_[c]) {
      scratch->list(entry.column);
      scratch->sums[entry.column] = entry.sum;
    }
    const int64_t last = points_.starts[points_.n];
    for (const Event* event = begin; event < end; ++event) {
      const size_t i = event->row;
      const Weight weight = weight_of(i);
      for (int64_t e = points_.begin(i); e < points_.end(i); ++e) {
        if (e + 16 < last) __builtin_prefetch(&scratch->sums[points_.columns[e + 16]]);
        const int32_t j = points_.columns[e];
        const int64_t part = Kind::part(static_cast<double>(points_.values[e]) * units_[j], points_.weights, i);
        const Sum share = Kind::share(part, weight);
        scratch->list(j);
        scratch->sums[j] += event->leaves ? -share : share;
      }
    }
  }

  // Give center c its new coordinates; returns whether any changed.
  bool place(int c, double radius, SparseCenters<T>* centers, Scratch* scratch, ExactSum* moved, double* length) {
    const bool stays = weights_[c] == 0;
    const size_t n = scratch->columns.size();
    scratch->values.resize(n);
    for (size_t i = 0; i < n; ++i) {
      const int32_t j = scratch->columns[i];
      scratch->values[i] = stays ? centers->at(c, j)
                                 : static_cast<T>(Kind::mean(scratch->sums[j], weights_[c]) * steps_[j]);
    }
    if (radius > 0 && !stays) {
      const ToSphere unit = to_sphere(n, points_.d, [&](size_t i) { return scratch->values[i]; });
      for (size_t i = 0; i < n; ++i)   // a mean of length 0 points nowhere: the center stays
        scratch->values[i] = unit.ok ? static_cast<T>(unit(static_cast<double>(scratch->values[i])) * radius)
                                     : centers->at(c, scratch->columns[i]);
    }
    std::vector<Entry>& list = lists_[c];
    list.clear();
    ExactSum squares = SparseCenters<T>::no_squares();
    uint64_t hash = 0;
    double way = 0, step2[32], value2[32];
    bool any = false;
    int filled = 0;
    for (size_t i = 0; i < n; ++i) {
      const int32_t j = scratch->columns[i];
      const T value = scratch->values[i];
      const T before = centers->at(c, j);
      const double step = static_cast<double>(value) - static_cast<double>(before);
      if (value != before) {
        any = true;
        centers->set(c, j, value);
      }
      step2[filled] = step * step;
      value2[filled] = static_cast<double>(value) * static_cast<double>(value);
      way += step2[filled++];
      hash += SparseCenters<T>::hash_term(j, value);
      if (filled == 32 || i + 1 == n) {
        moved->add(step2, filled);
        squares.add(value2, filled);
        filled = 0;
      }
      if (scratch->sums[j] != 0 || value != T(0)) list.push_back({j, scratch->sums[j]});
      scratch->sums[j] = 0;
      scratch->listed[j] = 0;
    }
    centers->note(c, squares, hash);
    *length = std::sqrt(way) * (1 + 1e-15 * (static_cast<double>(n) + 8)) + (any ? 1e-150 : 0);
    return any;
  }

  const SparsePoints<T>& points_;
  std::vector<std::vector<Entry>> lists_;
  std::vector<Weight> weights_;
  int n_threads_;
  std::vector<double> units_;   // a coordinate times this is an integer
  std::vector<double> steps_;   // and back
  std::vector<Scratch> scratch_;
};

}  // namespace covey
