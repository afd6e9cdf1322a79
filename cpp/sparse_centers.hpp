// The centers of a sparse fit: their coordinates, and a shorter copy in the blocks that the kernel reads
// (kernels/sparse_table.hpp). Nothing else is as large as columns x centers.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "kernels/table.hpp"
#include "memory.hpp"

namespace covey {

// The nearest number of half precision, ties upwards; |value| is below 65504. What is too small for it becomes 0.
inline uint16_t to_half(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const uint32_t size = (bits & 0x7FFFFFFFu) + 0x1000u;
  return static_cast<uint16_t>((bits >> 16 & 0x8000u) | (size < 0x38800000u ? 0u : (size - 0x38000000u) >> 13));
}

// The coordinates of one center in the blocks.
struct KeptCenter {
  float* full;        // one of the two
  uint16_t* halves;
  size_t width;
  float up;           // a power of two: what is kept is the coordinate times this

  void put(int j, float value) const {
    if (halves != nullptr) halves[width * static_cast<size_t>(j)] = to_half(value * up);
    else full[width * static_cast<size_t>(j)] = value;
  }
};

template <class T>
class SparseCenters {
 public:
  // No coordinate will be above `largest`.
  SparseCenters(int k, int d, double largest = 1);

  int k() const { return k_; }
  double largest() const { return largest_; }
  int d() const { return d_; }
  int n_blocks() const { return (k_ + kWide - 1) / kWide; }
  int width(int block) const { return block + 1 < n_blocks() ? kWide : last_width_; }
  CenterBlock block(int b) const {
    const size_t first = static_cast<size_t>(b) * kWide;
    const void* kept = halves_ ? static_cast<const void*>(halves_.get() + first * d_) : blocks_.get() + first * d_;
    return {kept, width(b), minus_half_norm_.get() + first, halves_ ? 1 / up_ : 1};
  }

  // By how much the kept coordinates of a center may be off, as a length, for a center of that length.
  double rounding(double norm) const {
    return halves_ ? norm * 4.8828125e-4 + std::sqrt(static_cast<double>(d_)) * 6.2e-5 / up_ : 0;
  }

  const T* row(int c) const { return rows_.get() + static_cast<size_t>(c) * d_; }
  T at(int c, int j) const { return row(c)[j]; }

  KeptCenter kept(int c) {
    const size_t first = static_cast<size_t>(c / kWide) * kWide * d_ + c % kWide;
    return {halves_ ? nullptr : blocks_.get() + first, halves_ ? halves_.get() + first : nullptr,
            static_cast<size_t>(width(c / kWide)), up_};
  }

  void set(int c, int j, T value) {
    rows_[static_cast<size_t>(c) * d_ + j] = value;
    kept(c).put(j, static_cast<float>(value));
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
  double largest_;
  float up_;
  AlignedArray<float> blocks_;       // one of the two
  AlignedArray<uint16_t> halves_;
  AlignedArray<float> minus_half_norm_;
  std::vector<double> norm2_;
  std::vector<uint64_t> hashes_;
  std::vector<uint8_t> on_grid_;   // bytes, not bits: threads write their own
  std::vector<bool> kept_out_;
  double largest_norm_ = 0;
};

}  // namespace covey
