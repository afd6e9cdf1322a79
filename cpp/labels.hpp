// The labels of all points. There may be millions: the pages they lie on are first touched by all threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "memory.hpp"
#include "parallel.hpp"

namespace covey {

using Labels = std::vector<int32_t, LargeMemory<int32_t>>;   // a new one holds no particular labels

// Call use(begin, end) for stretches of [0, n), on threads where there are many.
template <class Use>
void each_stretch(size_t n, int n_threads, const Use& use) {
  Chunks chunks(n, size_t(1) << 18);
  run_on_threads(n < 1000000 ? 1 : n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);) use(begin, end);
  });
}

inline Labels same_labels(size_t n, int32_t label, int n_threads) {
  Labels labels(n);
  each_stretch(n, n_threads, [&](size_t begin, size_t end) { std::fill(labels.begin() + begin, labels.begin() + end, label); });
  return labels;
}

}  // namespace covey
