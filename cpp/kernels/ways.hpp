// The longest of the ways that some centers have come.
//
// Twin: std::max_element.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class Index>
float longest_way(const float* ways, const Index* of, int n) {
  float longest = 0;
  for (int i = 0; i < n; ++i) longest = ways[of[i]] > longest ? ways[of[i]] : longest;
  return longest;
}

}  // namespace COVEY_ISA
}  // namespace covey
