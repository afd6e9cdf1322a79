#include "pass.hpp"

#include <algorithm>
#include <mutex>

#include "parallel.hpp"

namespace covey {
namespace {

constexpr size_t kGroup = 8;   // blocks handed to a kernel at once

// Labels and doubts of up to kGroup blocks.
struct Found {
  int32_t labels[kGroup * kBlock];
  uint32_t unsure[kGroup];
};

// Find the labels of blocks [begin, end), at most kGroup; returns how many points have two nearest centers.
template <class T>
int64_t find_labels(const Points<T>& points, const CenterView<T>& centers, size_t begin, size_t end, Found* found) {
  const KernelSet<T>& kernel = kernels().set<T>();
  kernel.nearest(points.block(begin), end - begin, centers, found->labels, found->unsure);
  int64_t ties = 0;
  for (size_t b = begin; b < end; ++b)
    ties += settle_doubts(points, centers, b, found->unsure[b - begin], found->labels + (b - begin) * kBlock);
  return ties;
}

}  // namespace

template <class T>
int64_t settle_doubts(const Points<T>& points, const CenterView<T>& centers, size_t block, uint32_t doubts,
                      int32_t* labels) {
  if (doubts == 0) return 0;
  int64_t ties = 0;
  std::vector<T> point(points.d);
  if (points.lanes(block) < kBlock) doubts &= (1u << points.lanes(block)) - 1;
  for (; doubts != 0; doubts &= doubts - 1) {
    const int lane = __builtin_ctz(doubts);
    points.row(block * kBlock + lane, point.data());
    const Settled found = kernels().set<T>().settle(point.data(), centers);
    labels[lane] = found.label;
    ties += found.tie;
  }
  return ties;
}

size_t chunk_of(size_t n_blocks, double work_per_block, int n_threads) {
  const size_t by_work = static_cast<size_t>(1500000.0 / (work_per_block + 1)) + 1;
  const size_t by_share = n_blocks / (static_cast<size_t>(n_threads) * 4) + 1;
  return std::min(by_work, by_share);
}

template <class T, class Kind>
Pass<T, Kind>::Pass(const Points<T>& points, int k, int n_threads, const std::function<bool()>& go_on)
    : points_(points),
      go_on_(go_on),
      units_(integer_units<Kind>(points)),
      changes_(k, points.d, threads_for(static_cast<double>(points.n) * points.d * k, n_threads)) {}

template <class T, class Kind>
PassReport Pass<T, Kind>::run(const CenterView<T>& centers, int32_t* labels, Tally<Kind>* tally) {
  if (points_.digits.ready() && centers.digits.tiles != nullptr) return run_and_measure(centers, nullptr, nullptr, labels, tally, nullptr);
  PassReport report;
  std::mutex mutex;
  std::atomic<bool> stop{false};
  const double work = static_cast<double>(kBlock) * points_.d * centers.k;
  Chunks chunks(points_.n_blocks, chunk_of(points_.n_blocks, work, changes_.n_threads()));
  run_on_threads(changes_.n_threads(), [&](int thread) {
    Found found;
    PassReport my;
    Mover<Kind, T> mover(points_, units_);
    Tally<Kind>* mine = changes_.part(thread, tally);
    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      for (size_t first = begin; first < end; first += kGroup) {
        const size_t last = std::min(first + kGroup, end);
        my.unsure += find_labels(points_, centers, first, last, &found);
        my.moved += mover.move_blocks(mine, first, last, labels + first * kBlock, found.labels);
      }
      if (thread == 0 && go_on_ && !go_on_()) stop.store(true);
    }
    std::lock_guard<std::mutex> lock(mutex);
    report.add(my);
  });
  report.interrupted = stop.load();
  if (report.moved > 0) changes_.merge_into(tally);
  return report;
}

namespace {

constexpr size_t kAtOnce = 64;   // blocks

// What the distances of points to their own centers are computed from.
template <class T>
class OwnCenters {
 public:
  OwnCenters(const Points<T>& points, const Centers<T>& centers, const int32_t* labels)
      : points_(points),
        rows_(centers.rows().data()),
        labels_(labels),
        tables_(lookup_tables(centers.rows(), centers.k(), points.d)) {}

  // The squared distances of the points of a block; returns how many points it has.
  int distances(size_t b, double* out) const {
    const int lanes = points_.lanes(b);
    int32_t padded[kBlock] = {};
    const int32_t* own = labels_ + b * kBlock;
    if (lanes < kBlock) own = std::copy_n(own, lanes, padded) - lanes;
    kernels().set<T>().own_distance(points_.block(b), points_.d, rows_, tables(), own, out);
    return lanes;
  }

  // The sum of those of blocks [begin, end), at most kAtOnce whole ones.
  void add_up(size_t begin, size_t end, ExactSum* sum) const {
    int64_t high = 0, low = 0;
    kernels().set<T>().sum_own_distances(points_.block(begin), static_cast<int>(end - begin), points_.d, rows_, tables(),
                                         labels_ + begin * kBlock, sum->unit(), &high, &low);
    sum->add_parts(high, low);
  }

 private:
  const T* tables() const { return tables_.empty() ? nullptr : tables_.data(); }

  const Points<T>& points_;
  const T* rows_;
  const int32_t* labels_;
  const std::vector<T> tables_;
};

// Call use(thread, begin, end) for stretches of blocks.
template <class T, class Use>
void each_stretch_of_blocks(const Points<T>& points, int n_threads, const Use& use) {
  Chunks chunks(points.n_blocks, kAtOnce);
  run_on_threads(threads_for(static_cast<double>(points.n) * points.d * 8, n_threads), [&](int thread) {
    for (size_t begin, end; chunks.next(&begin, &end);) use(thread, begin, end);
  });
}

}  // namespace

template <class T>
void own_distances(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads,
                   double* out) {
  const OwnCenters<T> own(points, centers, labels);
  each_stretch_of_blocks(points, n_threads, [&](int, size_t begin, size_t end) {
    double distances[kBlock];
    for (size_t b = begin; b < end; ++b) {
      const int lanes = own.distances(b, distances);
      std::copy_n(distances, lanes, out + b * kBlock);
    }
  });
}

template <class T>
double inertia_of(const Points<T>& points, const Centers<T>& centers, const int32_t* labels, int n_threads) {
  const Weights& weights = points.weights;
  const double per_row = 8.0 * points.d;   // |inside| is at most 1, of centers given from outside too
  double largest = 1;
  for (int32_t count : weights.counts) largest = std::max(largest, static_cast<double>(count));
  const ExactSum empty(per_row * largest);
  std::vector<ExactSum> sums(n_threads, empty);
  const OwnCenters<T> own(points, centers, labels);
  each_stretch_of_blocks(points, n_threads, [&](int thread, size_t begin, size_t end) {
    if (!weights.given && end * kBlock <= points.n) return own.add_up(begin, end, &sums[thread]);
    double distances[kBlock];
    for (size_t b = begin; b < end; ++b) {
      const int lanes = own.distances(b, distances);
      for (int p = 0; p < lanes && !weights.counts.empty(); ++p) distances[p] *= weights.counts[b * kBlock + p];
      for (int p = 0; p < lanes && !weights.reals.empty(); ++p) distances[p] *= weights.reals[b * kBlock + p];
      sums[thread].add(distances, lanes);
    }
  });
  ExactSum total = empty;
  for (const ExactSum& sum : sums) total.add(sum);
  return total.value() * (weights.counts.empty() ? weights.scale : 1.0);
}

template int64_t settle_doubts<float>(const Points<float>&, const CenterView<float>&, size_t, uint32_t, int32_t*);
template int64_t settle_doubts<double>(const Points<double>&, const CenterView<double>&, size_t, uint32_t, int32_t*);
#define COVEY_PASS(T, Kind)                                                              \
  template Pass<T, Kind>::Pass(const Points<T>&, int, int, const std::function<bool()>&); \
  template PassReport Pass<T, Kind>::run(const CenterView<T>&, int32_t*, Tally<Kind>*);
COVEY_PASS(float, NarrowTally)
COVEY_PASS(float, CountedTally)
COVEY_PASS(float, RealTally)
COVEY_PASS(double, CountedTally)
COVEY_PASS(double, RealTally)
template void own_distances<float>(const Points<float>&, const Centers<float>&, const int32_t*, int, double*);
template void own_distances<double>(const Points<double>&, const Centers<double>&, const int32_t*, int, double*);
template double inertia_of<float>(const Points<float>&, const Centers<float>&, const int32_t*, int);
template double inertia_of<double>(const Points<double>&, const Centers<double>&, const int32_t*, int);

}  // namespace covey
