#include "gist.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numeric>

#include "distinct.hpp"
#include "integers.hpp"
#include "labelings.hpp"
#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

template <class T>
uint64_t hash_of(const T* row, int d) {
  uint64_t state = 0x2545F4914F6CDD1Dull;
  for (int j = 0; j < d; ++j) {
    const double value = static_cast<double>(row[j]) + 0.0;   // -0 becomes 0
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    state = (state ^ bits) * 0xD6E8FEB86659FD93ull;
    state ^= state >> 32;
  }
  return state * 0x2545F4914F6CDD1Dull;
}

// Some rows with weights, still as the caller has them.
template <class T>
struct Drawn {
  std::vector<T> rows;
  std::vector<double> weights;
};

// The caller's weights of all rows, added up; the same for any order.
double total_weight(const Weights& known, const double* weights, size_t n) {
  if (known.reals.empty()) return static_cast<double>(known.total_count);
  ExactSum sum(*std::max_element(weights, weights + n));
  for (size_t i = 0; i < n; i += 32) sum.add(weights + i, static_cast<int>(std::min<size_t>(32, n - i)));
  return sum.value();
}

template <class T>
Drawn<T> draw_some(const Points<T>& points, const double* weights, const Outcome<T>& outcome, size_t most,
                   int n_threads) {
  const size_t n = points.n;
  std::vector<double> squared(n);
  Centers<T> centers(static_cast<int>(outcome.center_weights.size()), points.d);
  centers.rows() = outcome.centers;
  own_distances(points, centers, outcome.labels.data(), n_threads, squared.data());
  const double by_error = 0.5 * static_cast<double>(most) / outcome.inertia;
  const double by_weight = 0.5 * static_cast<double>(most) / total_weight(points.weights, weights, n);
  Drawn<T> out;
  std::mutex mutex;
  Chunks chunks(n, 16384);
  run_on_threads(threads_for(static_cast<double>(n) * points.d, n_threads), [&](int) {
    Drawn<T> mine;   // in any order: equal rows are put together later, and all of them in an order of their own
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        const size_t r = points.row_of(i);
        const double weight = weights == nullptr ? 1.0 : weights[r];
        const double chance = std::min(1.0, weight * (by_error * squared[i] + by_weight));
        const T* row = points.rows.row(r);
        if (std::ldexp(static_cast<double>(hash_of(row, points.d) >> 11), -53) >= chance) continue;
        mine.rows.insert(mine.rows.end(), row, row + points.d);
        mine.weights.push_back(weight / chance);
      }
    std::lock_guard<std::mutex> lock(mutex);
    out.rows.insert(out.rows.end(), mine.rows.begin(), mine.rows.end());
    out.weights.insert(out.weights.end(), mine.weights.begin(), mine.weights.end());
  });
  return out;
}

// Halve the points along their widest column until a group is left.
class Arranging {
 public:
  Arranging(const double* rows, int d) : rows_(rows), d_(d) {}

  void run(size_t* begin, size_t* end) {
    const size_t n = static_cast<size_t>(end - begin);
    if (n <= kGroup) return;
    const int widest = widest_column(begin, end);
    size_t* middle = begin + (n / 2 + kGroup - 1) / kGroup * kGroup;
    if (middle >= end) middle = begin + kGroup;
    std::nth_element(begin, middle, end, [&](size_t a, size_t b) {
      const double left = rows_[a * d_ + widest], right = rows_[b * d_ + widest];
      return left != right ? left < right : a < b;
    });
    run(begin, middle);
    run(middle, end);
  }

 private:
  int widest_column(const size_t* begin, const size_t* end) const {
    std::vector<double> low(rows_ + *begin * d_, rows_ + *begin * d_ + d_), high = low;
    for (const size_t* at = begin; at < end; ++at)
      for (size_t j = 0; j < d_; ++j) {
        low[j] = std::min(low[j], rows_[*at * d_ + j]);
        high[j] = std::max(high[j], rows_[*at * d_ + j]);
      }
    size_t widest = 0;
    for (size_t j = 1; j < d_; ++j)
      if (high[j] - low[j] > high[widest] - low[widest]) widest = j;
    return static_cast<int>(widest);
  }

  const double* rows_;
  size_t d_;
};

// The middle of each group's box, and how far its points are from there at most.
void surround(Gist* gist) {
  const int d = gist->d;
  gist->middles.resize(gist->n_groups * d);
  gist->radii.resize(gist->n_groups);
  for (size_t g = 0; g < gist->n_groups; ++g) {
    const double* group = gist->group(g);
    double* middle = gist->middles.data() + g * d;
    double squared[kGroup] = {};
    for (int j = 0; j < d; ++j) {
      const double* x = group + static_cast<size_t>(j) * kGroup;
      middle[j] = 0.5 * (*std::min_element(x, x + kGroup) + *std::max_element(x, x + kGroup));
      for (int p = 0; p < kGroup; ++p) squared[p] += (x[p] - middle[j]) * (x[p] - middle[j]);
    }
    gist->radii[g] = std::sqrt(*std::max_element(squared, squared + kGroup)) * (1 + 1e-12);
  }
}

}  // namespace

template <class T>
Gist make_gist(const Points<T>& points, const double* weights, const Outcome<T>& outcome, size_t most, int n_threads) {
  Drawn<T> drawn;
  Rows<T> rows = points.rows;
  Gist gist;
  gist.d = points.d;
  gist.whole = points.n <= most;
  if (!gist.whole) {
    drawn = draw_some(points, weights, outcome, most, n_threads);
    rows = {drawn.rows.data(), drawn.weights.size(), points.d};
    weights = drawn.weights.data();
  }
  Labelings none;
  none.n = rows.n;
  Distinct distinct = distinct_rows(rows, points.frame, none, weights);
  std::vector<double> inside;
  std::vector<double> mass;
  for (size_t i = 0; i < distinct.rows.size(); ++i) {
    if (!(distinct.weights[i] > 0)) continue;
    mass.push_back(distinct.weights[i]);
    for (int j = 0; j < gist.d; ++j)
      inside.push_back(points.frame.inside(static_cast<double>(rows.row(distinct.rows[i])[j]), j));
  }
  gist.n = mass.size();
  std::vector<size_t> order(gist.n);
  std::iota(order.begin(), order.end(), size_t(0));
  Arranging(inside.data(), gist.d).run(order.data(), order.data() + gist.n);
  gist.n_groups = (gist.n + kGroup - 1) / kGroup;
  gist.groups = aligned_array<double>(gist.n_groups * gist.d * kGroup);
  gist.weights.assign(gist.n_groups * kGroup, 0);
  gist.rows.resize(gist.n * gist.d);
  for (size_t i = 0; i < gist.n_groups * kGroup; ++i) {
    const size_t from = order[std::min(i, gist.n - 1)];
    double* group = gist.groups.get() + i / kGroup * gist.d * kGroup + i % kGroup;
    for (int j = 0; j < gist.d; ++j) group[static_cast<size_t>(j) * kGroup] = inside[from * gist.d + j];
    if (i >= gist.n) continue;
    gist.weights[i] = mass[from];
    std::copy_n(inside.data() + from * gist.d, gist.d, gist.rows.data() + i * gist.d);
  }
  surround(&gist);
  return gist;
}

template Gist make_gist(const Points<float>&, const double*, const Outcome<float>&, size_t, int);
template Gist make_gist(const Points<double>&, const double*, const Outcome<double>&, size_t, int);

}  // namespace covey
