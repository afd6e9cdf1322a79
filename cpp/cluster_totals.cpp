#include "cluster_totals.hpp"

#include <cmath>
#include <mutex>
#include <vector>

#include "distinct.hpp"
#include "parallel.hpp"
#include "tally.hpp"

namespace covey {
namespace {

template <class T, class Kind>
class Totals {
 public:
  Totals(Rows<T> rows, const Weights& weights, const Frame& frame, const int32_t* labels, int k, int n_threads)
      : rows_(rows), weights_(weights), frame_(frame), labels_(labels), k_(k),
        n_threads_(threads_for(static_cast<double>(rows.n) * rows.d * 4, n_threads)),
        means_(static_cast<size_t>(k) * rows.d, 0.0) {}

  void fill(const ClusterTotals& out) {
    add_up_rows(out);
    add_up_distances(out);
  }

 private:
  // Call use(row, i) for every row that counts.
  template <class Use>
  void each_row(Chunks* chunks, const Use& use) const {
    for (size_t begin, end; chunks->next(&begin, &end);)
      for (size_t i = begin; i < end; ++i)
        if (Kind::weight(weights_, i) != 0) use(rows_.row(i), i);
  }

  void add_up_rows(const ClusterTotals& out) {
    const int d = rows_.d, bits = Kind::bits(weights_);
    std::vector<double> units(d);
    for (int j = 0; j < d; ++j) units[j] = std::ldexp(1.0, bits - frame_.column_exponent[j]);
    Tally<Kind> tally(k_, d);
    std::mutex mutex;
    Chunks chunks(rows_.n, 1024);
    run_on_threads(n_threads_, [&](int) {
      Tally<Kind> mine(k_, d);
      std::vector<int64_t> parts(d);
      each_row(&chunks, [&](const T* row, size_t i) {
        for (int j = 0; j < d; ++j)
          parts[j] = Kind::part(frame_.inside(static_cast<double>(row[j]), j) * units[j], weights_, i);
        move_parts(mine, parts.data(), 1, Kind::weight(weights_, i), -1, labels_[i]);
      });
      std::lock_guard<std::mutex> lock(mutex);
      tally.take(mine, 0, k_);
    });
    const double unit = static_cast<double>(Kind::mean(1, 1));   // what a weight of 1 is counted as
    for (int c = 0; c < k_; ++c) {
      out.weights[c] = static_cast<double>(tally.weights[c]) / unit * weights_.scale;
      for (int j = 0; j < d; ++j) {
        const size_t at = static_cast<size_t>(c) * d + j;
        if (tally.weights[c] != 0)
          means_[at] = std::ldexp(Kind::mean(tally.sums[at], tally.weights[c]), frame_.column_exponent[j] - bits);
        out.means[at] = tally.weights[c] != 0 ? frame_.outside(means_[at], j) : 0.0;
      }
    }
  }

  void add_up_distances(const ClusterTotals& out) {
    const int d = rows_.d;
    std::vector<ExactSum> squares(k_, ExactSum(4.5 * d)), distances = squares;
    const std::vector<ExactSum> empty = squares;   // a coordinate is off by at most 2, inside
    std::mutex mutex;
    Chunks chunks(rows_.n, 1024);
    run_on_threads(n_threads_, [&](int) {
      std::vector<ExactSum> my_squares = empty, my_distances = empty;
      each_row(&chunks, [&](const T* row, size_t i) {
        const double* mean = means_.data() + static_cast<size_t>(labels_[i]) * d;
        double sum = 0;
        for (int j = 0; j < d; ++j) {
          const double difference = frame_.inside(static_cast<double>(row[j]), j) - mean[j];
          sum += difference * difference;
        }
        const double share = weights_.reals.empty() ? 1.0 : weights_.reals[i];
        const int32_t times = weights_.counts.empty() ? 1 : weights_.counts[i];
        my_squares[labels_[i]].add(sum * share, times);
        my_distances[labels_[i]].add(std::sqrt(sum) * share, times);
      });
      std::lock_guard<std::mutex> lock(mutex);
      for (int c = 0; c < k_; ++c) squares[c].add(my_squares[c]), distances[c].add(my_distances[c]);
    });
    for (int c = 0; c < k_; ++c) {
      out.squares[c] = squares[c].value() * weights_.scale;
      out.distances[c] = distances[c].value() * weights_.scale;
    }
  }

  Rows<T> rows_;
  const Weights& weights_;
  const Frame& frame_;
  const int32_t* labels_;
  int k_, n_threads_;
  std::vector<double> means_;   // (k, d) inside the frame
};

}  // namespace

template <class T>
int cluster_totals(Rows<T> rows, const double* weights, const int32_t* labels, int k, int n_threads,
                   const ClusterTotals& out) {
  const Weights read = read_weights(weights, rows.n);
  const Frame frame = frame_of_counted(rows, weights, n_threads);
  if (read.reals.empty())
    Totals<T, CountedTally>(rows, read, frame, labels, k, n_threads).fill(out);
  else
    Totals<T, RealTally>(rows, read, frame, labels, k, n_threads).fill(out);
  return frame.exponent;
}

template int cluster_totals<float>(Rows<float>, const double*, const int32_t*, int, int, const ClusterTotals&);
template int cluster_totals<double>(Rows<double>, const double*, const int32_t*, int, int, const ClusterTotals&);

}  // namespace covey
