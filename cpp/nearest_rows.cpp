#include "nearest_rows.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "centers.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "points.hpp"

namespace covey {

template <class T>
Status nearest_rows(Rows<T> rows, Rows<T> centers, int n_threads, int32_t* labels) {
  const int k = static_cast<int>(centers.n), d = rows.d;
  const Frame frame = choose_frame(rows, centers, n_threads);
  Centers<T> inside(k, d);
  for (int c = 0; c < k; ++c)
    for (int j = 0; j < d; ++j)
      inside.row(c)[j] = static_cast<T>(frame.inside(static_cast<double>(centers.row(c)[j]), j));
  const CenterView<T> view = inside.view();
  const KernelSet<T>& kernel = kernels().set<T>();
  const size_t n_blocks = (rows.n + kBlock - 1) / kBlock;
  constexpr size_t kTogether = 4;   // blocks packed at once: they stay in the first-level cache
  Chunks chunks(n_blocks, 16 * kTogether);
  run_on_threads(threads_for(static_cast<double>(rows.n) * d * (k + 8), n_threads), [&](int) {
    AlignedArray<T> blocks = aligned_array<T>(kTogether * kBlock * static_cast<size_t>(d));
    int32_t found[kTogether * kBlock];
    uint32_t unsure[kTogether];
    std::vector<T> point(d);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; b += kTogether) {
        const size_t first = b * kBlock;
        const size_t n = std::min(std::min(b + kTogether, end) * kBlock, rows.n) - first;
        const size_t here = (n + kBlock - 1) / kBlock;
        pack(rows, frame, first, n, blocks.get());
        kernel.nearest(blocks.get(), here, view, found, unsure);
        for (size_t i = 0; i < here; ++i)
          for (uint32_t doubts = unsure[i]; doubts != 0; doubts &= doubts - 1) {
            const int lane = __builtin_ctz(doubts);
            for (int j = 0; j < d; ++j) point[j] = blocks[(i * d + j) * kBlock + lane];
            found[i * kBlock + lane] = kernel.settle(point.data(), view).label;
          }
        std::copy_n(found, n, labels + first);
      }
  });
  return Status::done;
}

template <class T>
Status distances(Rows<T> rows, Rows<T> centers, int n_threads, T* out) {
  const int k = static_cast<int>(centers.n), d = rows.d;
  const Frame frame = choose_frame(rows, centers, n_threads);
  std::vector<double> by_dimension(static_cast<size_t>(d) * k);
  for (int c = 0; c < k; ++c)
    for (int j = 0; j < d; ++j)
      by_dimension[static_cast<size_t>(j) * k + c] = frame.inside(static_cast<double>(centers.row(c)[j]), j);
  Chunks chunks(rows.n, 64);
  run_on_threads(threads_for(static_cast<double>(rows.n) * d * k, n_threads), [&](int) {
    std::vector<double> sums(k);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int j = 0; j < d; ++j) {
          const double x = frame.inside(static_cast<double>(rows.row(i)[j]), j);
          const double* at = by_dimension.data() + static_cast<size_t>(j) * k;
          for (int c = 0; c < k; ++c) sums[c] += (x - at[c]) * (x - at[c]);
        }
        for (int c = 0; c < k; ++c)
          out[i * k + c] = static_cast<T>(std::sqrt(sums[c]) * frame.out_a * frame.out_b);
      }
  });
  return Status::done;
}

template Status nearest_rows<float>(Rows<float>, Rows<float>, int, int32_t*);
template Status nearest_rows<double>(Rows<double>, Rows<double>, int, int32_t*);
template Status distances<float>(Rows<float>, Rows<float>, int, float*);
template Status distances<double>(Rows<double>, Rows<double>, int, double*);

}  // namespace covey
