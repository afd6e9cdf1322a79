#include "sparse_centers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace covey {
namespace {
constexpr float kNowhere = -3e38f;   // half norm of a center that must not win
}

template <class T>
SparseCenters<T>::SparseCenters(int k, int d) : k_(k), d_(d) {
  const int lanes = kernels().sparse.lanes;
  const int last = k - (n_blocks() - 1) * kWide;
  last_width_ = (last + lanes - 1) / lanes * lanes;
  const size_t padded = static_cast<size_t>(n_blocks() - 1) * kWide + last_width_;
  values_ = aligned_array<T>(padded * d);
  std::fill_n(values_.get(), padded * d, T(0));
  if constexpr (sizeof(T) == 8) {
    rounded_ = aligned_array<float>(padded * d);
    std::fill_n(rounded_.get(), padded * d, 0.0f);
    fast_ = rounded_.get();
  } else {
    fast_ = values_.get();
  }
  minus_half_norm_ = aligned_array<float>(padded);
  std::fill_n(minus_half_norm_.get(), padded, kNowhere);
  squares_.assign(k, no_squares());
  hashes_.assign(k, 0);
  kept_out_.assign(k, false);
}

template <class T>
uint64_t SparseCenters<T>::hash_term(int j, T value) {
  if (value == T(0)) return 0;
  const double wide = static_cast<double>(value);
  uint64_t h;
  std::memcpy(&h, &wide, sizeof h);
  h += 0x9E3779B97F4A7C15ull * (static_cast<uint64_t>(j) + 1);
  h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93ull;
  h = (h ^ (h >> 29)) * 0x2545F4914F6CDD1Dull;
  return h ^ (h >> 32);
}

template <class T>
void SparseCenters<T>::note(int c, const ExactSum& squares, uint64_t hash) {
  squares_[c] = squares;
  hashes_[c] = hash;
}

template <class T>
void SparseCenters<T>::note_all() {
  for (int c = 0; c < k_; ++c) {
    ExactSum sum = no_squares();
    uint64_t hash = 0;
    double squares[32];
    int n = 0;
    const T* column = column_of(c);
    const size_t step = stride(c);
    for (int j = 0; j < d_; ++j) {
      const T value = column[step * j];
      if (value == T(0)) continue;
      hash += hash_term(j, value);
      squares[n++] = static_cast<double>(value) * static_cast<double>(value);
      if (n == 32) {
        sum.add(squares, n);
        n = 0;
      }
    }
    sum.add(squares, n);
    note(c, sum, hash);
  }
}

template <class T>
bool SparseCenters<T>::equal(int a, int b) const {
  for (int j = 0; j < d_; ++j)
    if (at(a, j) != at(b, j)) return false;
  return true;
}

template <class T>
bool SparseCenters<T>::refresh() {
  const std::vector<bool> before = kept_out_;
  std::vector<int> order(k_);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [this](int a, int b) {
    return hashes_[a] != hashes_[b] ? hashes_[a] < hashes_[b] : a < b;
  });
  kept_out_.assign(k_, false);
  for (int i = 1; i < k_; ++i)
    for (int first = i - 1; first >= 0 && hashes_[order[first]] == hashes_[order[i]]; --first)
      if (!kept_out_[order[first]]) {
        kept_out_[order[i]] = equal(order[first], order[i]);
        break;
      }
  largest_norm_ = 0;
  bool back = false;
  for (int c = 0; c < k_; ++c) {
    const double norm2 = squares_[c].value();
    minus_half_norm_[c] = kept_out_[c] ? kNowhere : static_cast<float>(-0.5 * norm2);
    largest_norm_ = std::max(largest_norm_, std::sqrt(norm2) * (1 + 1e-12));
    back = back || (before[c] && !kept_out_[c]);
  }
  return back;
}

template class SparseCenters<float>;
template class SparseCenters<double>;

}  // namespace covey
