#include "arrange.hpp"

#include <algorithm>

#include "kernels/table.hpp"

namespace covey {

template <class T>
std::vector<uint32_t> by_cluster_and_gap(const Centers<T>& centers, const int32_t* labels, const float* gaps, size_t n) {
  const int k = centers.k();
  // Gaps are sorted into levels, a few blocks each.
  const size_t levels = std::clamp<size_t>(n / (static_cast<size_t>(k) * 2 * kBlock), 1, 256);
  std::vector<float> widest(k, 0);
  for (size_t i = 0; i < n; ++i) widest[labels[i]] = std::max(widest[labels[i]], gaps[i]);
  std::vector<float> per_level(k);
  for (int c = 0; c < k; ++c) per_level[c] = widest[c] > 0 ? static_cast<float>(levels) / widest[c] : 0;
  const auto bin_of = [&](size_t i) {
    const int32_t c = labels[i];
    const size_t level = std::min(levels - 1, static_cast<size_t>(std::max(0.0f, gaps[i] * per_level[c])));
    return static_cast<size_t>(c) * levels + level;
  };
  std::vector<uint32_t> at(static_cast<size_t>(k) * levels + 1, 0);
  for (size_t i = 0; i < n; ++i) ++at[bin_of(i) + 1];
  for (size_t b = 1; b < at.size(); ++b) at[b] += at[b - 1];
  std::vector<uint32_t> places(n);
  for (size_t i = 0; i < n; ++i) places[at[bin_of(i)]++] = static_cast<uint32_t>(i);
  return places;
}

template std::vector<uint32_t> by_cluster_and_gap<float>(const Centers<float>&, const int32_t*, const float*, size_t);
template std::vector<uint32_t> by_cluster_and_gap<double>(const Centers<double>&, const int32_t*, const float*, size_t);

}  // namespace covey
