// Which points can no newcomer take?
//
// A point x with center c at distance r, and a newcomer at distance D from c: |x - newcomer| >= D - r >= r if
// r <= D / 2. So where closest <= D^2 / 4, the newcomer changes nothing. `reach` is the smallest D^2 / 4 over the
// newcomers, per center, with a margin that makes it true of the rounded numbers too:
//
// Squared distances in T are off by at most g = (d + 2) units of themselves, plus less than `kTinySquare` where
// squares vanish; D^2 in double is off by no more. With closest + tiny <= (1 - h) D^2 / 4 the computed distance to
// the newcomer is at least closest if 1 - h <= 1 - g; the rounding of D^2 and of `reach` itself adds (d + 4) units.
// Source: Raff (2021), Exact acceleration of k-means++ and k-means||, IJCAI.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

namespace covey {

template <class T>
std::vector<T> reach_of(const T* centers, int n_centers, const T* newcomers, int n_newcomers, int d) {
  const double unit = std::numeric_limits<T>::epsilon();
  const double shrink = std::max(0.0, 1.0 - 3.0 * (d + 4) * unit) / 4;
  const double tiny = 64.0 * std::numeric_limits<T>::min();
  std::vector<T> reach(n_centers);
  for (int o = 0; o < n_centers; ++o) {
    const T* center = centers + static_cast<size_t>(o) * d;
    double nearest = std::numeric_limits<double>::max();
    for (int c = 0; c < n_newcomers; ++c) {
      const T* newcomer = newcomers + static_cast<size_t>(c) * d;
      double square = 0;
      for (int j = 0; j < d; ++j) {
        const double difference = static_cast<double>(newcomer[j]) - static_cast<double>(center[j]);
        square += difference * difference;
      }
      nearest = std::min(nearest, square);
    }
    reach[o] = static_cast<T>(std::max(0.0, nearest * shrink - tiny));
  }
  return reach;
}

}  // namespace covey
