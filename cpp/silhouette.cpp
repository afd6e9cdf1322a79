#include "silhouette.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "frame.hpp"
#include "kernels/table.hpp"
#include "memory.hpp"
#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

constexpr size_t kGroup = 8;

// The rows sorted by cluster, each cluster in groups of eight, dimension-major in a group.
struct Sorted {
  AlignedArray<double> groups;
  std::vector<size_t> first_group;   // of each cluster
  std::vector<size_t> count;         // rows in each cluster
  std::vector<size_t> row_at;        // row index of the i-th row in sorted order
};

template <class T>
Sorted sort_by_cluster(Rows<T> rows, const Frame& frame, const int32_t* labels, int k) {
  Sorted out;
  const size_t d = rows.d;
  out.count.assign(k, 0);
  for (size_t i = 0; i < rows.n; ++i) ++out.count[labels[i]];
  out.first_group.assign(k + 1, 0);
  std::vector<size_t> begin(k + 1, 0);
  for (int c = 0; c < k; ++c) {
    out.first_group[c + 1] = out.first_group[c] + (out.count[c] + kGroup - 1) / kGroup;
    begin[c + 1] = begin[c] + out.count[c];
  }
  out.groups = aligned_array<double>(out.first_group[k] * kGroup * d);
  std::fill_n(out.groups.get(), out.first_group[k] * kGroup * d, 0.0);
  out.row_at.resize(rows.n);
  std::vector<size_t> filled(k, 0);
  for (size_t i = 0; i < rows.n; ++i) {
    const int c = labels[i];
    const size_t place = filled[c]++;
    out.row_at[begin[c] + place] = i;
    double* group = out.groups.get() + (out.first_group[c] + place / kGroup) * kGroup * d;
    for (size_t j = 0; j < d; ++j)
      group[j * kGroup + place % kGroup] = frame.inside(static_cast<double>(rows.row(i)[j]), static_cast<int>(j));
  }
  return out;
}

// From the sums of distances to each cluster.
double silhouette_of(const double* sums, const std::vector<size_t>& count, int own, size_t stride) {
  if (count[own] <= 1) return 0;
  const double a = sums[own * stride] / static_cast<double>(count[own] - 1);
  double b = 1.7976931348623157e308;
  for (size_t c = 0; c < count.size(); ++c)
    if (static_cast<int>(c) != own && count[c] > 0) b = std::min(b, sums[c * stride] / static_cast<double>(count[c]));
  const double larger = std::max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}

}  // namespace

template <class T>
Status silhouettes(Rows<T> rows, const int32_t* labels, int k, int n_threads, const std::function<bool()>& go_on,
                   double* out) {
  const Frame frame = choose_frame(rows, Rows<T>{nullptr, 0, rows.d}, n_threads);
  const Sorted sorted = sort_by_cluster(rows, frame, labels, k);
  const size_t d = rows.d;
  constexpr size_t kQueries = 32;   // rows looked at together
  std::atomic<bool> stop{false};
  Chunks chunks(rows.n, kQueries);
  run_on_threads(threads_for(static_cast<double>(rows.n) * static_cast<double>(rows.n) * d, n_threads), [&](int thread) {
    std::vector<double> queries(kQueries * d), sums(static_cast<size_t>(k) * kQueries);
    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      const size_t n = end - begin;
      for (size_t q = 0; q < n; ++q)
        for (size_t j = 0; j < d; ++j)
          queries[q * d + j] = frame.inside(static_cast<double>(rows.row(sorted.row_at[begin + q])[j]), static_cast<int>(j));
      for (int c = 0; c < k; ++c)
        kernels().pair_sums(queries.data(), static_cast<int>(n), rows.d, sorted.groups.get() + sorted.first_group[c] * kGroup * d,
                            sorted.count[c], sums.data() + static_cast<size_t>(c) * kQueries);
      for (size_t q = 0; q < n; ++q) {
        const size_t i = sorted.row_at[begin + q];
        out[i] = silhouette_of(sums.data() + q, sorted.count, labels[i], kQueries);
      }
      if (thread == 0 && go_on && !go_on()) stop.store(true);
    }
  });
  return stop.load() ? Status::interrupted : Status::done;
}

template Status silhouettes<float>(Rows<float>, const int32_t*, int, int, const std::function<bool()>&, double*);
template Status silhouettes<double>(Rows<double>, const int32_t*, int, int, const std::function<bool()>&, double*);

}  // namespace covey
