#include "arrange.hpp"

#include <algorithm>

#include "kernels/table.hpp"
#include "parallel.hpp"

namespace covey {
namespace {

// One part of the points, for one thread: its counts per bin become its first place in each.
struct Part {
  size_t begin, end;
  std::vector<float> widest;
  std::vector<uint32_t> at;
};

}  // namespace

std::vector<uint32_t> by_cluster_and_gap(int k, const int32_t* labels, const float* gaps, size_t n, int n_threads) {
  // Gaps are sorted into levels, a few blocks each.
  const size_t levels = std::clamp<size_t>(n / (static_cast<size_t>(k) * 2 * kBlock), 1, 256);
  const size_t bins = static_cast<size_t>(k) * levels;
  const size_t n_parts = n < 100000 ? 1 : std::min<size_t>(n_threads, n / (bins + 1) + 1);
  std::vector<Part> parts(n_parts);
  const auto each_part = [&](const auto& use) {
    Chunks chunks(n_parts, 1);
    run_on_threads(static_cast<int>(n_parts), [&](int) {
      for (size_t begin, end; chunks.next(&begin, &end);) use(parts[begin]);
    });
  };
  for (size_t p = 0; p < n_parts; ++p) parts[p] = {n * p / n_parts, n * (p + 1) / n_parts, {}, {}};
  each_part([&](Part& part) {
    part.widest.assign(k, 0.0f);
    for (size_t i = part.begin; i < part.end; ++i) part.widest[labels[i]] = std::max(part.widest[labels[i]], gaps[i]);
  });
  std::vector<float> per_level(k, 0.0f);
  for (int c = 0; c < k; ++c) {
    float widest = 0;
    for (const Part& part : parts) widest = std::max(widest, part.widest[c]);
    if (widest > 0) per_level[c] = static_cast<float>(levels) / widest;
  }
  const auto bin_of = [&](size_t i) {
    const int32_t c = labels[i];
    const int level = std::min(static_cast<int>(levels) - 1, static_cast<int>(std::max(0.0f, gaps[i] * per_level[c])));
    return static_cast<size_t>(c) * levels + static_cast<size_t>(level);
  };
  each_part([&](Part& part) {
    part.at.assign(bins, 0);
    for (size_t i = part.begin; i < part.end; ++i) ++part.at[bin_of(i)];
  });
  uint32_t place = 0;
  for (size_t b = 0; b < bins; ++b)
    for (Part& part : parts) {
      const uint32_t count = part.at[b];
      part.at[b] = place;
      place += count;
    }
  std::vector<uint32_t> places(n);
  each_part([&](Part& part) {
    for (size_t i = part.begin; i < part.end; ++i) places[part.at[bin_of(i)]++] = static_cast<uint32_t>(i);
  });
  return places;
}

}  // namespace covey
