// The centers of a sparse fit: blocks of up to 64, column-major inside a block (kernels/sparse_table.hpp).
//
// The only array of size (columns x centers). The exact coordinates are kept in the dtype of the points; for float64
// points the kernel reads a float32 copy.
#pragma once

#include <cstdint>
#include <vector>

#include "integers.hpp"
#include "kernels/table.hpp"
#include "memory.hpp"

namespace covey {

template <class T>
class SparseCenters {
 public:
  SparseCenters(int k, int d);

  int k() const { return k_; }
  int d() const { return d_; }
  int n_blocks() const { return (k_ + kWide - 1) / kWide; }
  int width(int block) const { return block + 1 < n_blocks() ? kWide : last_width_; }
  const T* block(int b) const { return values_.get() + static_cast<size_t>(b) * kWide * d_; }
  const float* fast_block(int b) const { return fast_ + static_cast<size_t>(b) * kWide * d_; }
  const float* minus_half_norms(int b) const { return minus_half_norm_.get() + static_cast<size_t>(b) * kWide; }

  // Coordinates of center c: column j stands at [j * stride(c)].
  const T* column_of(int c) const { return block(c / kWide) + c % kWide; }
  size_t stride(int c) const { return static_cast<size_t>(width(c / kWide)); }
  T at(int c, int j) const { return column_of(c)[stride(c) * j]; }

  void set(int c, int j, T value) {
    const size_t place = static_cast<size_t>(c / kWide) * kWide * d_ + stride(c) * j + c % kWide;
    values_[place] = value;
    if (rounded_) rounded_[place] = static_cast<float>(value);
  }

  // Once the coordinates of c are set: the exact sum of their squares, and a hash of them, both order-free.
  void note(int c, const ExactSum& squares, uint64_t hash);
  void note_all();   // the same for every center, from the coordinates

  // Before a pass. A center equal to an earlier one can own no point: it is kept out of the race. Returns whether a
  // center that was kept out is in again, so that distances remembered from before say nothing about it.
  bool refresh();

  double norm2(int c) const { return squares_[c].value(); }
  const ExactSum& squares(int c) const { return squares_[c]; }
  double largest_norm() const { return largest_norm_; }

  // One term of the hash of a center; the terms are added.
  static uint64_t hash_term(int j, T value);
  static ExactSum no_squares() { return ExactSum(2.0); }

 private:
  bool equal(int a, int b) const;

  int k_, d_, last_width_;
  AlignedArray<T> values_;
  AlignedArray<float> rounded_;   // empty for float32 centers
  const float* fast_ = nullptr;
  AlignedArray<float> minus_half_norm_;
  std::vector<ExactSum> squares_;
  std::vector<uint64_t> hashes_;
  std::vector<bool> kept_out_;
  double largest_norm_ = 0;
};

}  // namespace covey
