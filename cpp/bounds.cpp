#include "bounds.hpp"

namespace covey {

template <class T>
void Drift<T>::start(const Centers<T>& centers) {
  now_ = 0;
  rows_[0] = centers.rows();
  ways_[0].assign(centers.k(), 0.0f);
  longest_[0] = 0;
}

template <class T>
void Drift<T>::add(const Centers<T>& centers) {
  const uint32_t first = oldest();
  for (uint32_t then = first; then <= now_; ++then)
    if (then + kKept > now_ + 1) measure(then, centers);
  ++now_;
  rows_[now_ % kKept] = centers.rows();
  ways_[now_ % kKept].assign(centers.k(), 0.0f);
  longest_[now_ % kKept] = 0;
}

template <class T>
void Drift<T>::measure(uint32_t then, const Centers<T>& centers) {
  const int k = centers.k(), d = centers.d();
  const T* from = rows_[then % kKept].data();
  const T* to = centers.rows().data();
  std::vector<float>& ways = ways_[then % kKept];
  float longest = 0;
  for (int c = 0; c < k; ++c, from += d, to += d) {
    double squared = 0;
    for (int j = 0; j < d; ++j) {
      const double step = static_cast<double>(to[j]) - static_cast<double>(from[j]);
      squared += step * step;
    }
    ways[c] = rounded_up(std::sqrt(squared) * (1 + (d + 8) * 2.3e-16));
    longest = std::max(longest, ways[c]);
  }
  longest_[then % kKept] = longest;
}

template class Drift<float>;
template class Drift<double>;

}  // namespace covey
