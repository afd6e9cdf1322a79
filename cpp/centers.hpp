// The centers of one iteration, in every shape the kernels read.
#pragma once

#include <vector>

#include "digits.hpp"
#include "kernels/table.hpp"
#include "memory.hpp"

namespace covey {

// Coordinates of few centers, column by column, as kernels look them up; none for many.
template <class T>
std::vector<T> lookup_tables(const std::vector<T>& rows, int k, int d);

template <class T>
class Centers {
 public:
  Centers(int k, int d);

  int k() const { return k_; }
  int d() const { return d_; }
  T* row(int c) { return rows_.data() + static_cast<size_t>(c) * d_; }
  const T* row(int c) const { return rows_.data() + static_cast<size_t>(c) * d_; }
  const std::vector<T>& rows() const { return rows_; }
  std::vector<T>& rows() { return rows_; }

  // Rebuild the other shapes after the rows have changed, and return a view of all. With an `order`, the tiles hold the
  // centers in that order.
  CenterView<T> view(const int32_t* order = nullptr);

  // Have the digits of such points in each view from now on.
  void use_digits(const DigitScale& scale) { scale_ = scale; }

 private:
  int k_, d_, tile_, k_padded_;
  std::vector<T> rows_;
  AlignedArray<T> tiles_;
  AlignedArray<T> minus_half_norm_;
  std::vector<T> tables_;
  DigitScale scale_;
  CenterDigits digits_;
};

}  // namespace covey
