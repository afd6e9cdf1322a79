// Several labelings of the same rows, looked at together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace covey {

struct Labelings {
  const int32_t* labels = nullptr;   // (m, n): label of each row in each labeling, 0 to k - 1
  size_t n = 0;
  std::vector<int> k;                // clusters of each labeling; some may be empty

  size_t m() const { return k.size(); }
  int label(size_t labeling, size_t row) const { return labels[labeling * n + row]; }

  // Clusters of all labelings are counted through: the first of each labeling, and the total at the end.
  std::vector<size_t> first_clusters() const {
    std::vector<size_t> first(1, 0);
    for (const int one : k) first.push_back(first.back() + static_cast<size_t>(one));
    return first;
  }
};

}  // namespace covey
