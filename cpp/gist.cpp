#include "gist.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "labelings.hpp"
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

// A sample of the different rows, with the weights that stand for all.
template <class T>
Distinct draw_some(const Points<T>& points, const Distinct& different, const Outcome<T>& outcome, size_t most,
                   int n_threads) {
  std::vector<double> squared(points.n), by_row(points.n);
  Centers<T> centers(static_cast<int>(outcome.center_weights.size()), points.d);
  centers.rows() = outcome.centers;
  own_distances(points, centers, outcome.labels.data(), n_threads, squared.data());
  for (size_t i = 0; i < points.n; ++i) by_row[points.row_of(i)] = squared[i];
  const double total = std::accumulate(different.weights.begin(), different.weights.end(), 0.0);
  const double by_error = 0.5 * static_cast<double>(most) / outcome.inertia;
  const double by_weight = 0.5 * static_cast<double>(most) / total;
  Distinct drawn;
  for (size_t i = 0; i < different.rows.size(); ++i) {
    const size_t r = different.rows[i];
    const double chance = std::min(1.0, different.weights[i] * (by_error * by_row[r] + by_weight));
    if (std::ldexp(static_cast<double>(hash_of(points.rows.row(r), points.d) >> 11), -53) >= chance) continue;
    drawn.rows.push_back(r);
    drawn.weights.push_back(different.weights[i] / chance);
  }
  return drawn;
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
Distinct rows_that_count(const Points<T>& points, const double* weights) {
  Labelings none;
  none.n = points.n;
  Distinct all = distinct_rows(points.rows, points.frame, none, weights), counted;
  for (size_t i = 0; i < all.rows.size(); ++i) {
    if (!(all.weights[i] > 0)) continue;
    counted.rows.push_back(all.rows[i]);
    counted.weights.push_back(all.weights[i]);
  }
  return counted;
}

template <class T>
Gist make_gist(const Points<T>& points, const Distinct& different, const Outcome<T>& outcome, size_t most,
               int n_threads) {
  Gist gist;
  gist.d = points.d;
  gist.whole = different.rows.size() <= most;
  Distinct drawn;
  if (!gist.whole) drawn = draw_some(points, different, outcome, most, n_threads);
  const Distinct& taken = gist.whole ? different : drawn;
  gist.n = taken.rows.size();
  std::vector<double> inside;
  for (const size_t r : taken.rows)
    for (int j = 0; j < gist.d; ++j)
      inside.push_back(points.frame.inside(static_cast<double>(points.rows.row(r)[j]), j));
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
    gist.weights[i] = taken.weights[from];
    std::copy_n(inside.data() + from * gist.d, gist.d, gist.rows.data() + i * gist.d);
  }
  surround(&gist);
  return gist;
}

template Distinct rows_that_count(const Points<float>&, const double*);
template Distinct rows_that_count(const Points<double>&, const double*);
template Gist make_gist(const Points<float>&, const Distinct&, const Outcome<float>&, size_t, int);
template Gist make_gist(const Points<double>&, const Distinct&, const Outcome<double>&, size_t, int);

}  // namespace covey
