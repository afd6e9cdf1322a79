// Numbers as integers: sums that no order changes.
// Twin:    to_integer and ExactSum in integers.hpp.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr double kMagic = 6755399441055744.0;   // 1.5 * 2^52: adding it leaves the integer in the low bits
constexpr int64_t kMagicBits = 0x4338000000000000ll;

// Nearest integers of values below 2^51.
inline int64_t integer(double value) {
  const double shifted = value + kMagic;
  int64_t bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  return bits - kMagicBits;
}

inline Lanes<double>::I integers(VecD values) {
  const VecD shifted = values + splat(kMagic);
  Lanes<double>::I bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  return bits - kMagicBits;
}

// What values below 2^48 add up to, up to 2^14 of them in all: whole numbers, and the rest in steps of 2^-48.
struct ExactParts {
  Lanes<double>::I highs = {}, lows = {};

  void add(VecD scaled) {
    const VecD nearest = (scaled + splat(kMagic)) - splat(kMagic);
    highs += integers(scaled);
    lows += integers((scaled - nearest) * splat(281474976710656.0));
  }
  void total(int64_t* high, int64_t* low) const {
    for (int l = 0; l < Lanes<double>::n; ++l) *high += highs[l], *low += lows[l];
  }
};

}  // namespace COVEY_ISA
}  // namespace covey
