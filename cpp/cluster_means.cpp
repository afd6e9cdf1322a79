#include "cluster_means.hpp"

#include <algorithm>

#include "kernels/table.hpp"
#include "memory.hpp"
#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

constexpr int kColumns = 8;   // looked at together: a cache line of a row

// The columns [begin, end) of one labeling, row after row; spreads are left per cluster and column.
template <class T>
void some_columns(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings, size_t l,
                  size_t first, int begin, int end, ClusterMeans* out, double* spreads) {
  const size_t d = rows.d, k = labelings.k[l];
  const auto each = [&](const auto& use) {
    for (size_t s = 0; s < distinct.rows.size(); ++s) {
      const size_t row = distinct.rows[s], c = first + labelings.label(l, row);
      for (int j = begin; j < end; ++j)
        use(c * d + j, distinct.weights[s], frame.inside(static_cast<double>(rows.row(row)[j]), j));
    }
  };
  const auto divide = [&](double* sums) {
    for (size_t c = first; c < first + k; ++c)
      for (int j = begin; j < end; ++j)
        if (out->weights[c] > 0) sums[c * d + j] /= out->weights[c];
  };
  double* centers = out->centers.data();
  double* rests = out->rests.data();
  each([&](size_t at, double weight, double x) { centers[at] += weight * x; });
  divide(centers);
  each([&](size_t at, double weight, double x) { rests[at] += weight * (x - centers[at]); });
  divide(rests);
  each([&](size_t at, double weight, double x) {
    const double difference = (x - centers[at]) - rests[at];
    spreads[at] += weight * (difference * difference);
  });
  divide(spreads);
}

}  // namespace

template <class T>
ClusterMeans cluster_means(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                           int n_threads) {
  const std::vector<size_t> first = labelings.first_clusters();
  const size_t k = first.back(), d = rows.d;
  ClusterMeans out;
  out.d = rows.d;
  out.weights.assign(k, 0.0);
  out.centers.assign(k * d, 0.0);
  out.rests.assign(k * d, 0.0);
  out.spreads.assign(k, 0.0);
  for (size_t l = 0; l < labelings.m(); ++l)
    for (size_t s = 0; s < distinct.rows.size(); ++s)
      out.weights[first[l] + labelings.label(l, distinct.rows[s])] += distinct.weights[s];
  std::vector<double> spreads(k * d, 0.0);
  const size_t parts = (d + kColumns - 1) / kColumns;
  Chunks chunks(labelings.m() * parts, 1);
  const double work = static_cast<double>(distinct.rows.size()) * d * labelings.m();
  run_on_threads(threads_for(work * 3, n_threads), [&](int) {
    for (size_t at, end; chunks.next(&at, &end);) {
      const int begin = static_cast<int>(at % parts) * kColumns;
      some_columns(rows, frame, distinct, labelings, at / parts, first[at / parts], begin,
                   std::min(begin + kColumns, rows.d), &out, spreads.data());
    }
  });
  for (size_t c = 0; c < k; ++c)
    for (size_t j = 0; j < d; ++j) out.spreads[c] += spreads[c * d + j];
  return out;
}

template <class T>
void each_group_of_squares(Rows<T> rows, const Frame& frame, const std::vector<size_t>& order,
                           const ClusterMeans& means, int n_threads,
                           const std::function<void(size_t s, int count, const double* squares)>& use) {
  const size_t d = rows.d, k = means.weights.size();
  Chunks chunks(order.size(), 8 * 32);
  const double work = static_cast<double>(order.size()) * static_cast<double>(k * d);
  run_on_threads(threads_for(work, n_threads), [&](int) {
    auto group = aligned_array<double>(8 * d), squares = aligned_array<double>(8 * k);
    std::fill_n(group.get(), 8 * d, 0.0);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t s = begin; s < end; s += 8) {
        const int count = static_cast<int>(std::min<size_t>(8, end - s));
        for (int i = 0; i < count; ++i)
          for (size_t j = 0; j < d; ++j)
            group[j * 8 + i] = frame.inside(static_cast<double>(rows.row(order[s + i])[j]), static_cast<int>(j));
        kernels().pairs.center_squares(group.get(), rows.d, means.centers.data(), means.rests.data(), k,
                                       squares.get());
        use(s, count, squares.get());
      }
  });
}

template void each_group_of_squares<float>(Rows<float>, const Frame&, const std::vector<size_t>&, const ClusterMeans&,
                                           int, const std::function<void(size_t, int, const double*)>&);
template void each_group_of_squares<double>(Rows<double>, const Frame&, const std::vector<size_t>&,
                                            const ClusterMeans&, int,
                                            const std::function<void(size_t, int, const double*)>&);
template ClusterMeans cluster_means<float>(Rows<float>, const Frame&, const Distinct&, const Labelings&, int);
template ClusterMeans cluster_means<double>(Rows<double>, const Frame&, const Distinct&, const Labelings&, int);

}  // namespace covey
