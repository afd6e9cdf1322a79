// Numbers as integers, so that sums do not depend on their order: any threads, chunks or machines give the same
// bits, and what is subtracted cancels exactly.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace covey {

using int128 = __int128;

// Number of bits of n: 2^bit_length(n) > n.
inline int bit_length(uint64_t n) {
  int bits = 0;
  for (; n > 0; n >>= 1) ++bits;
  return bits;
}

// Nearest integer of a value below 2^51: adding 1.5 * 2^52 leaves it in the low bits. Needs no integer
// conversion instruction, so compilers turn loops of it into vectors on every machine.
inline int64_t to_integer(double value) {
  const double shifted = value + 6755399441055744.0;
  int64_t bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  return bits - 0x4338000000000000ll;
}

// Nearest integer of a value below 2^63.
inline int64_t to_wide_integer(double value) { return std::llrint(value); }

// Whether a value below 1 is a multiple of 2^-12, as counts and yes-or-no columns are: products and sums of such
// numbers need no rounding.
constexpr double kGridSteps = 4096.0;
inline bool on_grid(double value) {
  const double steps = value * kGridSteps;
  return (steps + 6755399441055744.0) - 6755399441055744.0 == steps;
}

// The nearest float64 of an integer below 2^93, without a call: both halves are exact, so one addition rounds once.
inline double to_double(int128 value) {
  return static_cast<double>(static_cast<int64_t>(value >> 40)) * 1099511627776.0 +
         static_cast<double>(static_cast<int64_t>(value & ((int128(1) << 40) - 1)));
}
inline double to_double(int64_t value) { return static_cast<double>(value); }

// A sum of non-negative numbers below `bound`, kept as an integer of 96 bits: the same for any order.
class ExactSum {
 public:
  explicit ExactSum(double bound) {
    std::frexp(bound, &exponent_);
    unit_ = std::ldexp(1.0, 48 - exponent_);
  }

  // At most 32 values at once.
  void add(const double* values, int count) {
    int64_t high = 0, low = 0;
    for (int i = 0; i < count; ++i) {
      const double scaled = unit_ * values[i];   // below 2^48
      const int64_t whole = to_integer(scaled);
      high += whole;
      low += to_integer((scaled - static_cast<double>(whole)) * 281474976710656.0);   // the rest, in steps of 2^-48
    }
    total_ += (static_cast<int128>(high) << 48) + low;
  }
  // What a kernel has added up of values times `unit()`: integers, and the rest in steps of 2^-48.
  double unit() const { return unit_; }
  void add_parts(int64_t high, int64_t low) { total_ += (static_cast<int128>(high) << 48) + low; }

  // One value, so many times over (fewer than 2^31 in all): the same as adding it as often.
  void add(double value, int32_t times) {
    const double scaled = unit_ * value;
    const int64_t whole = to_integer(scaled);
    const int64_t rest = to_integer((scaled - static_cast<double>(whole)) * 281474976710656.0);
    total_ += ((static_cast<int128>(whole) << 48) + rest) * times;
  }
  void add(const ExactSum& other) { total_ += other.total_; }
  void subtract(const ExactSum& other) { total_ -= other.total_; }   // what was added to both cancels exactly
  double value() const { return std::ldexp(static_cast<double>(total_), exponent_ - 96); }

 private:
  int exponent_ = 0;
  double unit_ = 1;
  int128 total_ = 0;
};

}  // namespace covey
