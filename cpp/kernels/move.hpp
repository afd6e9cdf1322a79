// One point leaves a center's sums and joins another's, as integers of at most 51 bits.
//
// The coordinates are read from the caller's row, where they stand side by side.
// Twin:    Mover::move in tally.hpp, which does the same for wider sums.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
void move_row(const T* row, const RowFrame<T>& frame, int64_t* from, int64_t* to) {
  constexpr double kMagic = 6755399441055744.0;   // 1.5 * 2^52: adding it leaves the integer in the low bits
  constexpr int kPart = 64;
  int64_t parts[kPart];
  for (int first = 0; first < frame.d; first += kPart) {
    const int count = frame.d - first < kPart ? frame.d - first : kPart;
    for (int j = 0; j < count; ++j) {
      const T inside = (row[first + j] - frame.shift[first + j]) * frame.a * frame.b;
      const double shifted = static_cast<double>(inside) * frame.units[first + j] + kMagic;
      std::memcpy(parts + j, &shifted, sizeof shifted);
      parts[j] -= 0x4338000000000000ll;
    }
    if (from != nullptr)
      for (int j = 0; j < count; ++j) from[first + j] -= parts[j];
    if (to != nullptr)
      for (int j = 0; j < count; ++j) to[first + j] += parts[j];
  }
}

}  // namespace COVEY_ISA
}  // namespace covey
