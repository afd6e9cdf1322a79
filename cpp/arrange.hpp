// An order of the points in which blocks are alike: cluster after cluster, in each the points nearest to a border
// first, so that most blocks lie deep inside and can be skipped whole.
#pragma once

#include <cstdint>
#include <vector>

#include "centers.hpp"

namespace covey {

// labels, gaps (n). Returns, for each new place, the place until now.
template <class T>
std::vector<uint32_t> by_cluster_and_gap(const Centers<T>& centers, const int32_t* labels, const float* gaps, size_t n);

}  // namespace covey
