#include "starts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "assignment.hpp"
#include "improve.hpp"
#include "lloyd.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "seeding.hpp"

namespace covey {
namespace {

// The first centers (k, d) of every start, inside the frame. All are drawn before the first fit, which may rearrange the
// points; then seeding's memory is free again. Fewer if the caller asked to stop.
template <class T>
std::vector<std::vector<T>> first_centers(const Points<T>& points, const Options& options, const T* given) {
  const int k = options.n_clusters, d = points.d;
  std::vector<std::vector<T>> starts;
  if (options.init == Init::given) {
    starts.emplace_back(size_t(k) * d);
    for (int c = 0; c < k; ++c)
      for (int j = 0; j < d; ++j)
        starts[0][size_t(c) * d + j] = static_cast<T>(points.frame.inside(static_cast<double>(given[size_t(c) * d + j]), j));
    return starts;
  }
  Seeding<T> seeding(points, options.n_threads, options.go_on);
  for (int start = 0; start < options.n_starts; ++start) {
    const uint64_t seed = options.seeds[start];
    const std::vector<int64_t> chosen =
        options.init == Init::plus_plus ? seeding.plus_plus(k, seed, 0, 0) : seeding.random(k, seed, 0);
    if (chosen.empty()) break;
    starts.emplace_back(size_t(k) * d);
    for (int c = 0; c < k; ++c) points.row(chosen[c], starts.back().data() + size_t(c) * d);
  }
  return starts;
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

// Labels of the points become labels of the caller's rows.
template <class T>
void give_labels(const Points<T>& points, const Labels& of_points, int n_threads, int32_t* labels) {
  each_stretch(points.n, n_threads, [&](size_t begin, size_t end) {
    if (points.order.empty())
      std::copy(of_points.begin() + begin, of_points.begin() + end, labels + begin);
    else
      for (size_t i = begin; i < end; ++i) labels[points.order[i]] = of_points[i];
  });
}

// Put the clusters in canonical order. Where a point may be equally near to two centers, the lower label must win
// in the new order too, so doubtful points are decided again.
template <class T>
void reorder(const Points<T>& points, const Options& options, Outcome<T>* outcome, int32_t* labels) {
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
  if (!outcome->doubtful) {
    each_stretch(points.n, options.n_threads, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) labels[i] = place[labels[i]];
    });
    return;
  }
  const std::function<bool()> never_stop;
  Labels anew = same_labels(points.n, -1, options.n_threads);
  Pass<T, CountedTally>(points, k, options.n_threads, never_stop).run(centers.view(), anew.data(), nullptr);
  give_labels(points, anew, options.n_threads, labels);
}

template <class T>
void note_starts(const std::vector<double>& inertias, double best, FitResult<T>* result) {
  result->starts = static_cast<int>(inertias.size());
  result->agreeing = static_cast<int>(
      std::count_if(inertias.begin(), inertias.end(), [best](double inertia) { return inertia <= best * (1 + 1e-9); }));
  result->highest = *std::max_element(inertias.begin(), inertias.end());
}

template <class T>
void note_searches(const Improved<T>& improved, double best, FitResult<T>* result) {
  result->proven = improved.proven;
  result->sampled = improved.sampled;
  if (improved.searches == 0) return;
  result->starts = improved.searches;
  result->agreeing = improved.agreeing;
  result->highest = std::max(best, improved.highest);
}

template <class T>
void hand_over(const Points<T>& points, const Options& options, const Outcome<T>& best, FitResult<T>* result) {
  for (int c = 0; c < options.n_clusters; ++c)
    for (int j = 0; j < points.d; ++j) {
      const size_t at = size_t(c) * points.d + j;
      result->centers[at] = static_cast<T>(points.frame.outside(static_cast<double>(best.centers[at]), j));
    }
  const auto& weights = best.center_weights;
  std::vector<bool> used(options.n_clusters, *std::min_element(weights.begin(), weights.end()) > 0);
  if (!used[0])   // some cluster may have rows without weight
    for (size_t i = 0; i < points.n; ++i) used[result->labels[i]] = true;
  result->distinct = static_cast<int>(std::count(used.begin(), used.end(), true));
  result->inertia = std::ldexp(best.inertia, 2 * points.frame.exponent);
  result->highest = std::ldexp(result->highest, 2 * points.frame.exponent);
  result->iterations = best.iterations;
  result->settled = best.settled;
  result->filled = true;
}

}  // namespace

template <class T>
Status fit(Rows<T> rows, const double* weights, const Options& options, FitResult<T>* result) {
  const int k = options.n_clusters;
  Rows<T> given;
  if (options.init == Init::given) given = {result->centers, size_t(k), rows.d};
  std::vector<T> origin;
  Rows<T> held = given;   // what the frame must hold besides the rows
  if (options.spherical) {   // the origin too: a frame that holds it shifts no column, and a sphere stays a sphere
    origin.assign((given.n + 1) * static_cast<size_t>(rows.d), T(0));
    std::copy_n(given.data, given.n * static_cast<size_t>(rows.d), origin.data());
    held = {origin.data(), given.n + 1, rows.d};
  }
  Points<T> points = make_points(rows, choose_frame(rows, held, options.n_threads),
                                 read_weights(weights, rows.n), options.n_threads);
  const double tolerance = options.tolerance > 0 ? options.tolerance * mean_variance(points, options.n_threads) : 0;
  std::vector<std::vector<T>> starts = first_centers(points, options, given.data);
  if (starts.empty()) return Status::interrupted;
  Options asked = options;
  Status status = Status::done;
  if (starts.size() < static_cast<size_t>(options.init == Init::given ? 1 : options.n_starts)) {
    asked.max_iterations = 0;   // stopped while starts were drawn: the first is the best so far, as it was drawn
    asked.go_on = nullptr;
    starts.resize(1);
    status = Status::interrupted;
  }
  if (want_digits(rows.n, rows.d, k)) make_digits(&points, options.n_threads);
  Centers<T> centers(k, rows.d);
  if (points.digits.ready()) centers.use_digits(points.digits.scale);
  Outcome<T> best;
  std::vector<double> inertias;
  for (int start = 0; start < static_cast<int>(starts.size()); ++start) {
    centers.rows() = starts[start];
    Outcome<T> outcome = lloyd(points, centers, asked, tolerance, start);
    if (outcome.status != Status::done) status = outcome.status;
    inertias.push_back(outcome.inertia);
    if (start == 0 || outcome.inertia < best.inertia) {
      give_labels(points, outcome.labels, options.n_threads, result->labels);
      best = std::move(outcome);
    }
    if (status != Status::done) break;
  }
  note_starts(inertias, best.inertia, result);
  if (options.effort != Effort::fast && status == Status::done && !options.spherical) {
    Improved<T> improved = improve(points, weights, options, tolerance, std::move(best));
    status = improved.status;
    best = std::move(improved.outcome);
    note_searches(improved, best.inertia, result);
    if (improved.better) give_labels(points, best.labels, options.n_threads, result->labels);
  }
  if (options.init != Init::given) reorder(points, options, &best, result->labels);
  hand_over(points, options, best, result);
  return status;
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
