#include "sparse_fit.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <vector>

#include "parallel.hpp"
#include "pass.hpp"
#include "sparse_judge.hpp"
#include "sparse_lloyd.hpp"
#include "sparse_seeding.hpp"
#include "sphere.hpp"

namespace covey {
namespace {

template <class T>
void set_given(const Scale& scale, Rows<T> given, SparseCenters<T>* centers) {
  for (int c = 0; c < centers->k(); ++c)
    for (int j = 0; j < centers->d(); ++j) {
      const T value = static_cast<T>(scale.inside(static_cast<double>(given.row(c)[j])));
      if (value != T(0)) centers->set(c, j, value);
    }
  centers->note_all();
}

template <class T>
void set_rows(const SparsePoints<T>& points, const std::vector<int64_t>& rows, SparseCenters<T>* centers) {
  for (int c = 0; c < centers->k(); ++c)
    for (int64_t e = points.begin(rows[c]); e < points.end(rows[c]); ++e)
      centers->set(c, points.columns[e], points.values[e]);
  centers->note_all();
}

// Positions of the clusters in canonical order: most weight first, then by coordinates.
template <class T>
std::vector<int> canonical_order(const SparseOutcome& outcome, const SparseCenters<T>& centers) {
  std::vector<int> order(centers.k());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    if (outcome.center_weights[a] != outcome.center_weights[b])
      return outcome.center_weights[a] > outcome.center_weights[b];
    for (int j = 0; j < centers.d(); ++j)
      if (centers.at(a, j) != centers.at(b, j)) return centers.at(a, j) < centers.at(b, j);
    return false;
  });
  return order;
}

// Put the clusters in canonical order. Where a point may be equally near to two centers, the lower label must win
// in the new order too, so all points are decided again.
template <class T>
void reorder(const SparsePoints<T>& points, int n_threads, SparseOutcome* outcome,
             std::unique_ptr<SparseCenters<T>>* centers) {
  const int k = (*centers)->k();
  const std::vector<int> order = canonical_order(*outcome, **centers);
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<int32_t> place(k);
  auto sorted = std::make_unique<SparseCenters<T>>(k, points.d, (*centers)->largest());
  for (int c = 0; c < k; ++c) {
    place[order[c]] = c;
    for (int j = 0; j < points.d; ++j) {
      const T value = (*centers)->at(order[c], j);
      if (value != T(0)) sorted->set(c, j, value);
    }
  }
  *centers = std::move(sorted);
  for (int32_t& label : outcome->labels) label = place[label];
  if (!outcome->doubtful) return;
  (*centers)->note_all();
  assign_all(points, centers->get(), n_threads, outcome->labels.data());
}

template <class T>
void hand_over(const SparsePoints<T>& points, const SparseOutcome& best, const SparseCenters<T>& centers,
               FitResult<T>* result) {
  std::copy(best.labels.begin(), best.labels.end(), result->labels);
  for (int c = 0; c < centers.k(); ++c)
    for (int j = 0; j < points.d; ++j)
      result->centers[static_cast<size_t>(c) * points.d + j] =
          static_cast<T>(points.scale.outside(static_cast<double>(centers.at(c, j))));
  std::vector<bool> used(centers.k(), false);
  for (int32_t label : best.labels) used[label] = true;
  result->distinct = static_cast<int>(std::count(used.begin(), used.end(), true));
  result->inertia = std::ldexp(best.inertia, 2 * points.scale.exponent);
  result->iterations = best.iterations;
  result->settled = best.settled;
  result->filled = true;
}

// One row with its values, whatever their dtype.
void near_all(const int32_t* columns, const float* values, int count, const float* block, int width, double* near,
              double* high, double* low) {
  kernels().sparse.near_f32(columns, values, count, block, width, near, high, low);
}
void near_all(const int32_t* columns, const double* values, int count, const double* block, int width, double* near,
              double* high, double* low) {
  kernels().sparse.near_f64(columns, values, count, block, width, near, high, low);
}

}  // namespace

template <class T>
Status fit(SparseRows<T> rows, const double* weights, const Options& options, FitResult<T>* result) {
  const int k = options.n_clusters;
  Rows<T> given{nullptr, 0, rows.d};
  if (options.init == Init::given) given = {result->centers, static_cast<size_t>(k), rows.d};
  const SparsePoints<T> points = make_points(rows, given, read_weights(weights, rows.n), options.n_threads);
  const double tolerance = options.tolerance > 0 ? options.tolerance * mean_variance(points, options.n_threads) : 0;
  std::unique_ptr<SparseSeeding<T>> seeding;
  if (options.init != Init::given) seeding = std::make_unique<SparseSeeding<T>>(points, options.n_threads, options.go_on);
  SparseOutcome best;
  std::unique_ptr<SparseCenters<T>> best_centers;
  std::vector<double> inertias;
  Status status = Status::done;
  for (int start = 0; start < options.n_starts && status == Status::done; ++start) {
    const double largest = options.spherical ? std::max(1.0, points.scale.inside(1.0)) : 1.0;
    auto centers = std::make_unique<SparseCenters<T>>(k, rows.d, largest);
    if (options.init == Init::given) {
      set_given(points.scale, given, centers.get());
    } else {
      const uint64_t seed = options.seeds[start];
      const std::vector<int64_t> chosen =
          options.init == Init::plus_plus ? seeding->plus_plus(k, seed, 0, 0) : seeding->random(k, seed, 0);
      if (chosen.size() < static_cast<size_t>(k)) {
        status = Status::interrupted;
        break;
      }
      set_rows(points, chosen, centers.get());
    }
    SparseOutcome outcome = lloyd(points, centers.get(), options, tolerance, start);
    status = outcome.status;
    inertias.push_back(outcome.inertia);
    if (start > 0 && outcome.inertia >= best.inertia) continue;
    best = std::move(outcome);
    best_centers = std::move(centers);
  }
  if (inertias.empty()) return status;
  if (options.init != Init::given) reorder(points, options.n_threads, &best, &best_centers);
  result->starts = static_cast<int>(inertias.size());
  result->highest = std::ldexp(*std::max_element(inertias.begin(), inertias.end()), 2 * points.scale.exponent);
  result->agreeing = static_cast<int>(std::count_if(inertias.begin(), inertias.end(), [&](double inertia) {
    return inertia <= best.inertia * (1 + 1e-9);
  }));
  hand_over(points, best, *best_centers, result);
  return status;
}

template <class T>
Status plus_plus(SparseRows<T> rows, const double* weights, int k, uint64_t seed, int n_trials, int n_threads,
                 int64_t* indices) {
  const SparsePoints<T> points =
      make_points(rows, Rows<T>{nullptr, 0, rows.d}, read_weights(weights, rows.n), n_threads);
  const std::function<bool()> never_stop;
  const std::vector<int64_t> chosen =
      SparseSeeding<T>(points, n_threads, never_stop).plus_plus(k, seed, 0, n_trials);
  std::copy(chosen.begin(), chosen.end(), indices);
  return Status::done;
}

template <class T>
Status nearest_rows(SparseRows<T> rows, Rows<T> centers, int n_threads, int32_t* labels, double* squared) {
  const SparsePoints<T> points = make_points(rows, centers, Weights(), n_threads);
  SparseCenters<T> inside(static_cast<int>(centers.n), rows.d);
  set_given(points.scale, centers, &inside);
  std::fill_n(labels, rows.n, -1);
  assign_all(points, &inside, n_threads, labels);
  if (squared == nullptr) return Status::done;
  own_distances(points, inside, labels, n_threads, squared);
  for (size_t i = 0; i < rows.n; ++i) squared[i] = std::ldexp(squared[i], 2 * points.scale.exponent);
  return Status::done;
}

template <class T>
Status distances(SparseRows<T> rows, Rows<T> centers, int n_threads, T* out) {
  const SparsePoints<T> points = make_points(rows, centers, Weights(), n_threads);
  const int k = static_cast<int>(centers.n), d = rows.d;
  std::vector<int32_t> every(d);
  std::iota(every.begin(), every.end(), 0);
  const std::vector<T> zeros(d, T(0));
  for (int first = 0; first < k; first += kWide) {
    const int width = std::min(kWide, k - first);
    std::vector<T> block(static_cast<size_t>(d) * width);   // column-major: centers side by side
    for (int w = 0; w < width; ++w)
      for (int j = 0; j < d; ++j)
        block[static_cast<size_t>(j) * width + w] =
            static_cast<T>(points.scale.inside(static_cast<double>(centers.row(first + w)[j])));
    double unused[kWide] = {}, all_high[kWide] = {}, all_low[kWide] = {};
    near_all(every.data(), zeros.data(), d, block.data(), width, unused, all_high, all_low);
    Chunks chunks(rows.n, 16);
    const double work = static_cast<double>(points.starts[points.n]) * width * 8;
    run_on_threads(threads_for(work, n_threads), [&](int) {
      for (size_t begin, end; chunks.next(&begin, &end);)
        for (size_t i = begin; i < end; ++i) {
          double near[kWide] = {}, high[kWide] = {}, low[kWide] = {};
          near_all(points.columns.get() + points.begin(i), points.values.get() + points.begin(i), points.count(i),
                   block.data(), width, near, high, low);
          for (int w = 0; w < width; ++w) {
            const double rest = (all_high[w] - high[w]) + (all_low[w] - low[w]);
            out[i * k + first + w] = static_cast<T>(std::sqrt(near[w] + std::max(0.0, rest)) * points.scale.out_a *
                                                    points.scale.out_b);
          }
        }
    });
  }
  return Status::done;
}

template <class T>
size_t unit_rows(Rows<T> rows, int n_threads, T* out, int64_t* first_zero) {
  std::mutex mutex;
  size_t n_zeros = 0;
  *first_zero = -1;
  Chunks chunks(rows.n, 256);
  run_on_threads(threads_for(static_cast<double>(rows.n) * rows.d * 8, n_threads), [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        const T* row = rows.row(i);
        T* to = out + i * static_cast<size_t>(rows.d);
        const ToSphere unit = to_sphere(static_cast<size_t>(rows.d), rows.d, [row](size_t j) { return row[j]; });
        for (int j = 0; j < rows.d; ++j) to[j] = unit.ok ? static_cast<T>(unit(static_cast<double>(row[j]))) : T(0);
        if (unit.ok) continue;
        std::lock_guard<std::mutex> lock(mutex);
        if (n_zeros++ == 0 || static_cast<int64_t>(i) < *first_zero) *first_zero = static_cast<int64_t>(i);
      }
  });
  return n_zeros;
}

template <class T>
size_t unit_rows(SparseRows<T> rows, int n_threads, T* values, int64_t* first_zero) {
  std::mutex mutex;
  size_t n_zeros = 0;
  *first_zero = -1;
  Chunks chunks(rows.n, 256);
  run_on_threads(threads_for(static_cast<double>(rows.starts[rows.n]) * 8, n_threads), [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        const T* row = rows.values + rows.starts[i];
        T* to = values + rows.starts[i];
        const size_t count = static_cast<size_t>(rows.starts[i + 1] - rows.starts[i]);
        const ToSphere unit = to_sphere(count, rows.d, [row](size_t j) { return row[j]; });
        for (size_t j = 0; j < count; ++j) to[j] = unit.ok ? static_cast<T>(unit(static_cast<double>(row[j]))) : T(0);
        if (unit.ok) continue;
        std::lock_guard<std::mutex> lock(mutex);
        if (n_zeros++ == 0 || static_cast<int64_t>(i) < *first_zero) *first_zero = static_cast<int64_t>(i);
      }
  });
  return n_zeros;
}

#define COVEY_FOR(T)                                                                                       \
  template Status fit<T>(SparseRows<T>, const double*, const Options&, FitResult<T>*);                     \
  template Status plus_plus<T>(SparseRows<T>, const double*, int, uint64_t, int, int, int64_t*);           \
  template Status nearest_rows<T>(SparseRows<T>, Rows<T>, int, int32_t*, double*);                         \
  template Status distances<T>(SparseRows<T>, Rows<T>, int, T*);                                           \
  template size_t unit_rows<T>(Rows<T>, int, T*, int64_t*);                                                \
  template size_t unit_rows<T>(SparseRows<T>, int, T*, int64_t*);
COVEY_FOR(float)
COVEY_FOR(double)
#undef COVEY_FOR

}  // namespace covey
