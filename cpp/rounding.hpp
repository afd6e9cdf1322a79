// Bounds are kept as float32, rounded to the safe side.
#pragma once

#include <algorithm>
#include <cmath>

namespace covey {

// No bound is more than 1e30: where there is no second center, the lead in double would not fit in a float.
inline float rounded_down(double value) {
  return static_cast<float>(std::min(value - std::fabs(value) * 1.8e-7 - 1e-38, 1e30));
}
inline float rounded_up(double value) { return static_cast<float>(value + std::fabs(value) * 1.8e-7 + 1e-38); }

// The margin that bounds keep from the definition: labels are defined by sums in float64, which round too.
inline double rounding_of_definition(int d) { return (d + 8) * 4.6e-16 * std::sqrt(static_cast<double>(d)) + 1e-37; }

}  // namespace covey
