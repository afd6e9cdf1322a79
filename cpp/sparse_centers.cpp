#include "sparse_centers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "integers.hpp"

namespace covey {
namespace {
constexpr float kNowhere = -3e38f;   // half norm of a center that must not win
}

template <class T>
SparseCenters<T>::SparseCenters(int k, int d, double largest)
    : k_(k), d_(d), largest_(largest), up_(static_cast<float>(std::ldexp(1.0, 15 - std::max(0, std::ilogb(largest) + 1)))) {
  const int lanes = kernels().sparse.lanes;
  const int last = k - (n_blocks() - 1) * kWide;
  last_width_ = (last + lanes - 1) / lanes * lanes;
  const size_t padded = static_cast<size_t>(n_blocks() - 1) * kWide + last_width_;
  rows_ = aligned_array<T>(static_cast<size_t>(k) * d);
  std::fill_n(rows_.get(), static_cast<size_t>(k) * d, T(0));
  if (kernels().sparse.halves) {
    halves_ = aligned_array<uint16_t>(padded * d);
    std::fill_n(halves_.get(), padded * d, uint16_t(0));
  } else {
    blocks_ = aligned_array<float>(padded * d);
    std::fill_n(blocks_.get(), padded * d, 0.0f);
  }
  minus_half_norm_ = aligned_array<float>(padded);
  std::fill_n(minus_half_norm_.get(), padded, kNowhere);
  norm2_.assign(k, 0.0);
  hashes_.assign(k, 0);
  on_grid_.assign(k, 0);
  kept_out_.assign(k, false);
}

template <class T>
void SparseCenters<T>::note_all() {
  for (int c = 0; c < k_; ++c) {
    double norm2 = 0;
    uint64_t hash = 0;
    bool grid = true;
    for (int j = 0; j < d_; ++j) {
      const T value = at(c, j);
      norm2 += static_cast<double>(value) * static_cast<double>(value);
      hash += hash_term(j, value);
      grid &= covey::on_grid(static_cast<double>(value));
    }
    note(c, norm2, hash, grid);
  }
}

template <class T>
bool SparseCenters<T>::equal(int a, int b) const {
  return std::equal(row(a), row(a) + d_, row(b));
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
    minus_half_norm_[c] = kept_out_[c] ? kNowhere : static_cast<float>(-0.5 * norm2_[c]);
    largest_norm_ = std::max(largest_norm_, std::sqrt(norm2_[c]) * (1 + (d_ + 8) * 1.2e-16));
    back = back || (before[c] && !kept_out_[c]);
  }
  return back;
}

template class SparseCenters<float>;
template class SparseCenters<double>;

}  // namespace covey
