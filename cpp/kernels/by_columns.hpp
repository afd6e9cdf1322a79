// A number of columns that is known when a kernel runs becomes one that is known when it is built, if it is small.
#pragma once

#include <utility>

namespace covey {
namespace COVEY_ISA {

template <class Use, int... kBefore>
inline bool by_columns(std::integer_sequence<int, kBefore...>, int d, const Use& use) {
  return ((d == kBefore + 1 && (use(std::integral_constant<int, kBefore + 1>{}), true)) || ...);
}

// Call use(D), D being the constant d, for d from 1 to kMost; otherwise return false.
template <int kMost, class Use>
inline bool by_columns(int d, const Use& use) {
  return by_columns(std::make_integer_sequence<int, kMost>{}, d, use);
}

}  // namespace COVEY_ISA
}  // namespace covey
