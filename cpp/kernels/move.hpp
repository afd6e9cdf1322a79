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

// The same for rows that join and leave nothing, one after the other.
template <class T, int D>
inline void join_few(const T* rows, int n, const RowFrame<T>& frame, const int32_t* labels, int64_t* sums) {
  constexpr double kMagic = 6755399441055744.0;
  T shift[D];
  double units[D];
  for (int j = 0; j < D; ++j) shift[j] = frame.shift[j], units[j] = frame.units[j];
  const T a = frame.a, b = frame.b;
  for (int i = 0; i < n; ++i) {
    int64_t* to = sums + size_t(labels[i]) * D;
    for (int j = 0; j < D; ++j) {
      const T inside = (rows[size_t(i) * D + j] - shift[j]) * a * b;
      const double shifted = static_cast<double>(inside) * units[j] + kMagic;
      int64_t part;
      std::memcpy(&part, &shifted, sizeof part);
      to[j] += part - 0x4338000000000000ll;
    }
  }
}

template <class T>
void join_rows(const T* rows, int n, const RowFrame<T>& frame, const int32_t* labels, int64_t* sums) {
  switch (frame.d) {
    case 1: return join_few<T, 1>(rows, n, frame, labels, sums);
    case 2: return join_few<T, 2>(rows, n, frame, labels, sums);
    case 3: return join_few<T, 3>(rows, n, frame, labels, sums);
    case 4: return join_few<T, 4>(rows, n, frame, labels, sums);
    case 5: return join_few<T, 5>(rows, n, frame, labels, sums);
    case 6: return join_few<T, 6>(rows, n, frame, labels, sums);
    case 7: return join_few<T, 7>(rows, n, frame, labels, sums);
    case 8: return join_few<T, 8>(rows, n, frame, labels, sums);
    default: break;
  }
  for (int i = 0; i < n; ++i) move_row(rows + size_t(i) * frame.d, frame, nullptr, sums + size_t(labels[i]) * frame.d);
}

// Parts of an exact sum (integers.hpp).
inline void exact_parts(const double* values, double unit, int64_t* high, int64_t* low) {
  constexpr double kMagic = 6755399441055744.0;
  typename Lanes<double>::I highs = {}, lows = {};
  for (int i = 0; i < kBlock; i += Lanes<double>::n) {
    const VecD scaled = load(values + i) * splat(unit);
    const VecD shifted = scaled + splat(kMagic);
    const VecD rest = (scaled - (shifted - splat(kMagic))) * splat(281474976710656.0) + splat(kMagic);
    typename Lanes<double>::I whole, part;
    std::memcpy(&whole, &shifted, sizeof whole);
    std::memcpy(&part, &rest, sizeof part);
    highs += whole - 0x4338000000000000ll;
    lows += part - 0x4338000000000000ll;
  }
  for (int l = 0; l < Lanes<double>::n; ++l) *high += highs[l], *low += lows[l];
}

}  // namespace COVEY_ISA
}  // namespace covey
