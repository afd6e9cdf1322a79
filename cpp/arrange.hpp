// An order of the points in which blocks are alike: by cluster, and inside a cluster by how far the second center is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace covey {

// For each new place, the place of a point until now. gaps (n): how much further its second center is. Where several
// points are alike, their order stays.
std::vector<uint32_t> by_cluster_and_gap(int k, const int32_t* labels, const float* gaps, size_t n, int n_threads);

}  // namespace covey
