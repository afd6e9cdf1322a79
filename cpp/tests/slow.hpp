// The obvious way to do what the engine does: what the tests compare with.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "samples.hpp"

namespace covey_tests {

// The definition: squared differences in float64, added coordinate by coordinate.
template <class T>
double squared_distance(const T* a, const T* b, int d) {
  double sum = 0;
  for (int j = 0; j < d; ++j) {
    const double difference = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    sum += difference * difference;
  }
  return sum;
}

template <class T>
int32_t nearest(const T* row, const T* centers, int k, int d) {
  int32_t best = 0;
  for (int c = 1; c < k; ++c)
    if (squared_distance(row, centers + size_t(c) * d, d) < squared_distance(row, centers + size_t(best) * d, d))
      best = c;
  return best;
}

template <class T>
struct SlowFit {
  std::vector<int32_t> labels;
  std::vector<T> centers;
  double inertia = 0;
  int iterations = 0;
};

// Lloyd's algorithm, the twin of tests/reference/lloyd.py; exact where sums of coordinates are.
template <class T>
class SlowLloyd {
 public:
  SlowLloyd(const Table<T>& points, const std::vector<double>& weights, const Table<T>& start)
      : points_(points), weights_(weights), k_(static_cast<int>(start.n)), d_(start.d) {
    fit_.centers = start.data;
    fit_.labels.assign(points.n, -1);
    if (weights_.empty()) weights_.assign(points.n, 1.0);
  }

  SlowFit<T> run(int max_iterations) {
    for (bool settled = false; !settled && fit_.iterations < max_iterations;) {
      ++fit_.iterations;
      const std::vector<int32_t> before = fit_.labels;
      assign();
      const bool moved = fit_.labels != before;
      adopt_empty();
      const std::vector<T> old_centers = fit_.centers;
      move_centers();
      settled = !moved || fit_.centers == old_centers;
    }
    assign();
    for (size_t i = 0; i < points_.n; ++i) fit_.inertia += weights_[i] * own(i);
    return fit_;
  }

 private:
  double own(size_t i) const {
    return squared_distance(points_.row(i), fit_.centers.data() + size_t(fit_.labels[i]) * d_, d_);
  }

  double mass(int c) const {
    double sum = 0;
    for (size_t i = 0; i < points_.n; ++i) sum += fit_.labels[i] == c ? weights_[i] : 0;
    return sum;
  }

  void assign() {
    for (size_t i = 0; i < points_.n; ++i) fit_.labels[i] = nearest(points_.row(i), fit_.centers.data(), k_, d_);
  }

  void adopt_empty() {
    std::vector<int> empty;
    for (int c = 0; c < k_; ++c)
      if (mass(c) == 0) empty.push_back(c);
    if (empty.empty()) return;
    std::vector<double> distances(points_.n);
    for (size_t i = 0; i < points_.n; ++i) distances[i] = own(i);
    std::vector<size_t> order(points_.n);
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      if (distances[a] != distances[b]) return distances[a] > distances[b];
      const T *left = points_.row(a), *right = points_.row(b);
      if (std::lexicographical_compare(left, left + d_, right, right + d_)) return true;
      if (std::lexicographical_compare(right, right + d_, left, left + d_)) return false;
      return weights_[a] != weights_[b] ? weights_[a] > weights_[b] : a < b;
    });
    size_t given = 0;
    for (size_t i : order) {
      if (given == empty.size() || distances[i] == 0) return;
      if (weights_[i] == 0 || mass(fit_.labels[i]) == weights_[i]) continue;
      fit_.labels[i] = empty[given++];
    }
  }

  void move_centers() {
    for (int c = 0; c < k_; ++c) {
      const double total = mass(c);
      if (total == 0) continue;
      for (int j = 0; j < d_; ++j) {
        double sum = 0;
        for (size_t i = 0; i < points_.n; ++i)
          if (fit_.labels[i] == c) sum += weights_[i] * static_cast<double>(points_.row(i)[j]);
        fit_.centers[size_t(c) * d_ + j] = static_cast<T>(sum / total);
      }
    }
  }

  const Table<T>& points_;
  std::vector<double> weights_;
  int k_, d_;
  SlowFit<T> fit_;
};

}  // namespace covey_tests
