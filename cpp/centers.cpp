#include "centers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace covey {
namespace {

// Offset and width of the tile that holds a center: full tiles, then one of two thirds or one third.
void tile_of(int center, int k_padded, int tile, int* first, int* width) {
  *first = center / tile * tile;
  *width = std::min(tile, k_padded - *first);
}

}  // namespace

template <class T>
std::vector<T> lookup_tables(const std::vector<T>& rows, int k, int d) {
  if (k > kTable) return {};
  std::vector<T> tables(static_cast<size_t>(d) * kTable, T(0));
  for (int c = 0; c < k; ++c)
    for (int j = 0; j < d; ++j) tables[static_cast<size_t>(j) * kTable + c] = rows[static_cast<size_t>(c) * d + j];
  return tables;
}

template <class T>
Centers<T>::Centers(int k, int d) : k_(k), d_(d), tile_(kernels().set<T>().tile) {
  const int third = tile_ / 3;
  k_padded_ = (k + third - 1) / third * third;
  rows_.assign(static_cast<size_t>(k) * d, T(0));
  tiles_ = aligned_array<T>(static_cast<size_t>(k_padded_) * d);
  minus_half_norm_ = aligned_array<T>(k_padded_);
  std::fill_n(tiles_.get(), static_cast<size_t>(k_padded_) * d, T(0));
  std::fill_n(minus_half_norm_.get(), k_padded_, static_cast<T>(sizeof(T) == 4 ? -8.5e37 : -4.4e307));
}

template <class T>
CenterView<T> Centers<T>::view(const int32_t* order) {
  double largest = 0;
  for (int place = 0; place < k_; ++place) {
    int first, width;
    tile_of(place, k_padded_, tile_, &first, &width);
    T* tile = tiles_.get() + static_cast<size_t>(first) * d_ + (place - first);
    const T* from = row(order == nullptr ? place : order[place]);
    double norm = 0;
    for (int j = 0; j < d_; ++j) {
      const double value = from[j];
      tile[static_cast<size_t>(j) * width] = from[j];
      norm += value * value;
    }
    minus_half_norm_[place] = static_cast<T>(-0.5 * norm);
    largest = std::max(largest, norm);
  }
  CenterView<T> view;
  view.k = k_;
  view.d = d_;
  view.k_padded = k_padded_;
  view.rows = rows_.data();
  view.tiles = tiles_.get();
  view.minus_half_norm = minus_half_norm_.get();
  tables_ = lookup_tables(rows_, k_, d_);
  view.tables = tables_.empty() ? nullptr : tables_.data();
  view.largest_norm = static_cast<T>(std::sqrt(largest) * (1 + 1e-6));
  if (scale_.step > 0 && !digits_.fill(scale_, rows_.data(), k_, d_, k_padded_, tile_, order, &view.digits)) view.digits = {};
  return view;
}

template std::vector<float> lookup_tables<float>(const std::vector<float>&, int, int);
template std::vector<double> lookup_tables<double>(const std::vector<double>&, int, int);
template class Centers<float>;
template class Centers<double>;

}  // namespace covey
