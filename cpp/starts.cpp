#include "starts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "lloyd.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "seeding.hpp"

namespace covey {
namespace {

// The rows each start begins with: all are chosen before the first pass, and seeding's memory is free again.
// A list is empty if the caller asked to stop.
template <class T>
std::vector<std::vector<int64_t>> choose_rows(const Points<T>& points, const Options& options) {
  std::vector<std::vector<int64_t>> rows;
  if (options.init == Init::given) return rows;
  Seeding<T> seeding(points, options.n_threads, options.go_on);
  for (int start = 0; start < options.n_starts; ++start)
    rows.push_back(options.init == Init::plus_plus ? seeding.plus_plus(options.n_clusters, options.seeds[start], 0, 0)
                                                   : seeding.random(options.n_clusters, options.seeds[start], 0));
  return rows;
}

template <class T>
void place_centers(const Points<T>& points, const std::vector<int64_t>* rows, const T* given, Centers<T>* centers) {
  for (int c = 0; c < centers->k(); ++c)
    if (rows != nullptr)
      points.row((*rows)[c], centers->row(c));
    else
      for (int j = 0; j < points.d; ++j)
        centers->row(c)[j] = static_cast<T>(points.frame.inside(static_cast<double>(given[size_t(c) * points.d + j]), j));
}

// Positions of the clusters in canonical order: most weight first, then by coordinates.
template <class T>
std::vector<int> canonical_order(const Outcome<T>& outcome, int k, int d) {
  std::vector<int> order(k);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    if (outcome.center_weights[a] != outcome.center_weights[b])
      return outcome.center_weights[a] > outcome.center_weights[b];
    const T* left = outcome.centers.data() + size_t(a) * d;
    const T* right = outcome.centers.data() + size_t(b) * d;
    return std::lexicographical_compare(left, left + d, right, right + d);
  });
  return order;
}

// Put the clusters in canonical order. Where a point may be equally near to two centers, the lower label must win
// in the new order too, so doubtful points are decided again.
template <class T>
void reorder(const Points<T>& points, const Options& options, Outcome<T>* outcome) {
  const int k = options.n_clusters, d = points.d;
  const std::vector<int> order = canonical_order(*outcome, k, d);
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<int32_t> place(k);
  Centers<T> centers(k, d);
  for (int c = 0; c < k; ++c) {
    place[order[c]] = c;
    std::copy_n(outcome->centers.data() + size_t(order[c]) * d, d, centers.row(c));
  }
  outcome->centers = centers.rows();
  for (int32_t& label : outcome->labels) label = place[label];
  if (!outcome->doubtful) return;
  const std::function<bool()> never_stop;
  Pass<T, CountedTally> pass(points, k, options.n_threads, never_stop);
  pass.run(centers.view(), outcome->labels.data(), nullptr);
}

template <class T>
void hand_over(const Points<T>& points, const Options& options, const Outcome<T>& best, FitResult<T>* result) {
  std::copy(best.labels.begin(), best.labels.end(), result->labels);
  for (int c = 0; c < options.n_clusters; ++c)
    for (int j = 0; j < points.d; ++j) {
      const size_t at = size_t(c) * points.d + j;
      result->centers[at] = static_cast<T>(points.frame.outside(static_cast<double>(best.centers[at]), j));
    }
  std::vector<bool> used(options.n_clusters, false);
  for (int32_t label : best.labels) used[label] = true;
  result->distinct = static_cast<int>(std::count(used.begin(), used.end(), true));
  result->inertia = std::ldexp(best.inertia, 2 * points.frame.exponent);
  result->iterations = best.iterations;
  result->settled = best.settled;
}

}  // namespace

template <class T>
Status fit(Rows<T> rows, const double* weights, const Options& options, FitResult<T>* result) {
  const int k = options.n_clusters;
  Rows<T> given;
  if (options.init == Init::given) given = {result->centers, size_t(k), rows.d};
  const Points<T> points = make_points(rows, choose_frame(rows, given, options.n_threads),
                                       read_weights(weights, rows.n), options.n_threads);
  const double tolerance = options.tolerance > 0 ? options.tolerance * mean_variance(points, options.n_threads) : 0;
  const std::vector<std::vector<int64_t>> starts = choose_rows(points, options);
  for (const std::vector<int64_t>& start : starts)
    if (start.empty()) return Status::interrupted;
  Outcome<T> best;
  std::vector<double> inertias;
  for (int start = 0; start < options.n_starts; ++start) {
    Centers<T> centers(k, rows.d);
    place_centers(points, starts.empty() ? nullptr : &starts[start], given.data, &centers);
    Outcome<T> outcome = lloyd(points, centers, options, tolerance, start);
    if (outcome.status != Status::done) return outcome.status;
    inertias.push_back(outcome.inertia);
    if (start == 0 || outcome.inertia < best.inertia) best = std::move(outcome);
  }
  if (options.init != Init::given) reorder(points, options, &best);
  result->agreeing = static_cast<int>(std::count_if(inertias.begin(), inertias.end(), [&](double inertia) {
    return inertia <= best.inertia * (1 + 1e-9);
  }));
  hand_over(points, options, best, result);
  return Status::done;
}

template <class T>
Status plus_plus(Rows<T> rows, const double* weights, int k, uint64_t seed, int n_trials, int n_threads,
                 const std::function<bool()>& go_on, int64_t* indices) {
  const Points<T> points =
      make_points(rows, choose_frame(rows, Rows<T>{nullptr, 0, rows.d}, n_threads), read_weights(weights, rows.n),
                  n_threads);
  const std::vector<int64_t> chosen = Seeding<T>(points, n_threads, go_on).plus_plus(k, seed, 0, n_trials);
  if (chosen.empty()) return Status::interrupted;
  std::copy(chosen.begin(), chosen.end(), indices);
  return Status::done;
}

template Status fit<float>(Rows<float>, const double*, const Options&, FitResult<float>*);
template Status fit<double>(Rows<double>, const double*, const Options&, FitResult<double>*);
template Status plus_plus<float>(Rows<float>, const double*, int, uint64_t, int, int,
                                 const std::function<bool()>&, int64_t*);
template Status plus_plus<double>(Rows<double>, const double*, int, uint64_t, int, int,
                                 const std::function<bool()>&, int64_t*);

}  // namespace covey
