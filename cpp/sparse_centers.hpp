// The centers of a sparse fit: their coordinates, and a float32 copy in the blocks that the kernel reads
// (kernels/sparse_table.hpp). Nothing else is as large as columns x centers.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

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
  const float* block(int b) const { return blocks_.get() + static_cast<size_t>(b) * kWide * d_; }
  const float* minus_half_norms(int b) const { return minus_half_norm_.get() + static_cast<size_t>(b) * kWide; }

  const T* row(int c) const { return rows_.get() + static_cast<size_t>(c) * d_; }
  T at(int c, int j) const { return row(c)[j]; }

  // Where coordinate 0 of center c stands in its block; coordinate j stands j * width further.
  float* in_block(int c) { return blocks_.get() + static_cast<size_t>(c / kWide) * kWide * d_ + c % kWide; }

  void set(int c, int j, T value) {
    rows_[static_cast<size_t>(c) * d_ + j] = value;
    in_block(c)[static_cast<size_t>(width(c / kWide)) * j] = static_cast<float>(value);
  }

  T* row(int c) { return rows_.get() + static_cast<size_t>(c) * d_; }

  // Once the coordinates of c are set: the sum of their squares, added in column order, a hash of them, and whether
  // all are multiples of 2^-12 (integers.hpp).
  void note(int c, double norm2, uint64_t hash, bool on_grid) {
    norm2_[c] = norm2;
    hashes_[c] = hash;
    on_grid_[c] = on_grid;
  }
  void note_all();   // the same for every center, from the coordinates

  // Before a pass. A center equal to an earlier one can own no point: it is kept out of the race. Returns whether a
  // center that was kept out is in again, so that distances remembered from before say nothing about it.
  bool refresh();

  bool on_grid(int c) const { return on_grid_[c]; }
  double norm2(int c) const { return norm2_[c]; }
  double largest_norm() const { return largest_norm_; }

  // One term of the hash of a center; the terms are added.
  static uint64_t hash_term(int j, T value) {
    const double wide = static_cast<double>(value) + 0.0;   // -0 becomes 0
    uint64_t bits;
    std::memcpy(&bits, &wide, sizeof bits);
    return (bits ^ (bits >> 29)) * (0x9E3779B97F4A7C15ull * static_cast<uint64_t>(2 * int64_t(j) + 1));
  }

 private:
  bool equal(int a, int b) const;

  int k_, d_, last_width_;
  AlignedArray<T> rows_;
  AlignedArray<float> blocks_;
  AlignedArray<float> minus_half_norm_;
  std::vector<double> norm2_;
  std::vector<uint64_t> hashes_;
  std::vector<uint8_t> on_grid_;   // bytes, not bits: threads write their own
  std::vector<bool> kept_out_;
  double largest_norm_ = 0;
};

}  // namespace covey
