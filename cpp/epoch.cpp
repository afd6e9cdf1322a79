#include "epoch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rounding.hpp"

namespace covey {
namespace {

template <class T>
double distance(const T* a, const T* b, int d) {
  double squared = 0;
  for (int j = 0; j < d; ++j) {
    const double step = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    squared += step * step;
  }
  return std::sqrt(squared) * (1 + (d + 8) * 2.3e-16);
}

}  // namespace

template <class T>
void Epoch<T>::begin(const Centers<T>& centers) {
  first_ = last_ = centers.rows();
  ways_.assign(centers.k(), 0.0f);
  walked_.assign(centers.k(), 0.0f);
  order_.resize(centers.k());
  std::iota(order_.begin(), order_.end(), 0);
}

template <class T>
void Epoch<T>::add(const Centers<T>& centers) {
  const int k = centers.k(), d = centers.d();
  for (int c = 0; c < k; ++c) {
    const size_t at = static_cast<size_t>(c) * d;
    if (std::equal(centers.row(c), centers.row(c) + d, last_.data() + at)) continue;
    ways_[c] = rounded_up(distance(centers.row(c), first_.data() + at, d));
    walked_[c] = rounded_up(walked_[c] + distance(centers.row(c), last_.data() + at, d));
    std::copy_n(centers.row(c), d, last_.data() + at);
  }
  std::sort(order_.begin(), order_.end(), [this](int32_t a, int32_t b) { return ways_[a] > ways_[b]; });
}

template class Epoch<float>;
template class Epoch<double>;

}  // namespace covey
