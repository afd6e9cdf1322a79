// A pass that looks again only at points whose label could change: they are gathered into blocks of their own.
//
// For many centers that all come near (many columns, no clear groups) a list of near centers saves nothing, but most
// points still have a lead. Each point keeps how far its second center is at least; the distance to its own is
// computed anew for blocks without slack, and the points that do not pass go through the full kernel side by side.
// Source: Hamerly (2010), Making k-means even faster, SDM; the gathering is ours.
#include <algorithm>
#include <mutex>

#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

// Points from many blocks that wait for a look, as a block of their own.
template <class T>
struct Waiting {
  int count = 0;
  size_t points[kBlock];
  AlignedArray<T> block;

  explicit Waiting(int d) : block(aligned_array<T>(static_cast<size_t>(d) * kBlock)) {}

  void add(const T* from, int lane, size_t point, int d) {
    T* to = block.get() + count;
    for (int j = 0; j < d; ++j) to[static_cast<size_t>(j) * kBlock] = from[static_cast<size_t>(j) * kBlock + lane];
    points[count++] = point;
  }

  // Lanes that no point waits in repeat the first.
  void fill(int d) {
    for (int j = 0; j < d; ++j)
      for (int p = count; p < kBlock; ++p) block[static_cast<size_t>(j) * kBlock + p] = block[static_cast<size_t>(j) * kBlock];
  }
};

}  // namespace

template <class T, class Kind>
SkippingReport Pass<T, Kind>::run_lanes(const CenterView<T>& centers, const Drift<T>& drift, Bounds* bounds, float* seconds,
                                        int32_t* labels, Tally<Kind>* tally, float* gaps) {
  SkippingReport report;
  std::mutex mutex;
  std::atomic<bool> stop{false};
  const double margin = rounding_of_definition(points_.d);
  const KernelSet<T>& kernel = kernels().set<T>();
  const int d = points_.d;
  // Neighbouring chunks share no block, so each block's bounds are one thread's business.
  Chunks chunks(points_.n_blocks, std::min<size_t>(256, points_.n_blocks / (changes_.n_threads() * 8) + 1));
  run_on_threads(changes_.n_threads(), [&](int thread) {
    Mover<Kind, T> mover(points_, units_);
    Tally<Kind>* mine = changes_.part(thread, tally);
    SkippingReport my;
    Waiting<T> waiting(d);
    Answer<T> answer;
    std::vector<T> point(d);
    int32_t own[kBlock];
    float leads[kBlock];

    const auto look = [&] {
      waiting.fill(d);
      kernel.nearest_and_gaps(waiting.block.get(), centers, &answer);
      my.looks += waiting.count;
      for (int p = 0; p < waiting.count; ++p) {
        const size_t i = waiting.points[p], b = i / kBlock;
        int32_t label = answer.labels[p];
        if (answer.unsure >> p & 1) {
          points_.row(i, point.data());
          label = kernel.settle(point.data(), centers);
          ++my.unsure;
        }
        seconds[i] = rounded_down(static_cast<double>(answer.seconds[p]) - margin);
        bounds->slack[b] = std::min(bounds->slack[b], rounded_down(static_cast<double>(answer.gaps[p]) - margin));
        if (gaps != nullptr) gaps[i] = rounded_down(static_cast<double>(answer.gaps[p]) - margin);
        if (label == labels[i]) continue;
        if (mine != nullptr) mover.move(*mine, i, labels[i], label);
        labels[i] = label;
        bounds->label[b] = -1;
        ++my.moved;
      }
      waiting.count = 0;
    };

    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      for (size_t b = begin; b < end; ++b) {
        const uint32_t then = bounds->slack_at[b];
        const int lanes = points_.lanes(b);
        int32_t* at = labels + b * kBlock;
        const float* ways = drift.ways(then);
        const float way = bounds->label[b] >= 0 ? ways[bounds->label[b]] : kernels().longest_way(ways, at, lanes);
        const float lost = drift.loss(then, way);
        if (bounds->slack[b] > lost && then != drift.oldest() && gaps == nullptr) continue;
        ++my.blocks;
        std::copy_n(at, lanes, own);
        std::fill(own + lanes, own + kBlock, at[lanes - 1]);
        uint32_t doubtful = kernel.doubtful(points_.block(b), centers, own, drift.longest(then), rounded_up(margin),
                                            seconds + b * kBlock, leads, &bounds->slack[b]);
        if (gaps != nullptr) std::copy_n(leads, lanes, gaps + b * kBlock);
        if (lanes < kBlock) doubtful &= (1u << lanes) - 1;
        bounds->slack_at[b] = drift.now();
        for (; doubtful != 0; doubtful &= doubtful - 1) {
          const int p = __builtin_ctz(doubtful);
          waiting.add(points_.block(b), p, b * kBlock + p, d);
          if (waiting.count == kBlock) look();
        }
      }
      if (waiting.count > 0) look();   // within the chunk, while its bounds are still ours
      if (thread == 0 && go_on_ && !go_on_()) stop.store(true);
    }
    std::lock_guard<std::mutex> lock(mutex);
    report.moved += my.moved;
    report.unsure += my.unsure;
    report.blocks += my.blocks;
    report.looks += my.looks;
  });
  report.interrupted = stop.load();
  if (report.moved > 0) changes_.merge_into(tally);
  return report;
}

#define COVEY_LANES(T, Kind)                                                                                         \
  template SkippingReport Pass<T, Kind>::run_lanes(const CenterView<T>&, const Drift<T>&, Bounds*, float*, int32_t*, \
                                                   Tally<Kind>*, float*);
COVEY_LANES(float, NarrowTally)
COVEY_LANES(float, CountedTally)
COVEY_LANES(float, RealTally)
COVEY_LANES(double, CountedTally)
COVEY_LANES(double, RealTally)

}  // namespace covey
