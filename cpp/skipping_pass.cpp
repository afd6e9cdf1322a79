// A pass that looks only at blocks whose labels could change, and there only at groups of centers that could win.
//
// The labels and the tally are those of the full pass, bit for bit: what is left out is proven not to matter
// (bounds.hpp), and doubtful points are settled by the same definition.
#include <algorithm>
#include <mutex>

#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

constexpr float kSpare = 1.0f;

// Asks about blocks, and keeps what a thread needs for that.
template <class T>
class Asker {
 public:
  Asker(const CenterView<T>& centers, const Drift<T>& drift, Bounds& bounds)
      : centers_(centers), drift_(drift), bounds_(bounds), margin_(rounding_of_definition(centers.d)), marks_(centers.k_padded) {}

  Answer<T> answer;
  double margin() const { return margin_; }

  // True if labels of block b could have changed by the movement of the centers.
  bool could_change(size_t b, const int32_t* labels, int lanes) {
    if (bounds_.rest_at[b] == drift_.oldest()) forward_rest(b, labels, lanes);   // before it is forgotten
    const bool listed = bounds_.listed[b] != Bounds::kAll;
    if (listed && bounds_.rest[b] <= drift_.loss(bounds_.rest_at[b], ways_of(bounds_.rest_at[b], b, labels, lanes))) return true;
    const uint32_t then = bounds_.slack_at[b];
    const float way = ways_of(then, b, labels, lanes);
    float lost = drift_.loss(then, way);
    if (listed && bounds_.slack[b] <= lost) {   // of the centers that are near, none may have come that far
      const float near = kernels().longest_listed(drift_.ways(then), bounds_.list(b), bounds_.listed[b]);
      lost = rounded_up(static_cast<double>(way) + near);
    }
    if (bounds_.slack[b] <= lost) return true;
    if (then == drift_.oldest()) {
      bounds_.slack[b] = rounded_down(static_cast<double>(bounds_.slack[b]) - lost);
      bounds_.slack_at[b] = drift_.now();
    }
    return false;
  }

  // What is left of the lead of every point of block b over any other center, listed or not.
  float lead_left(size_t b, const int32_t* labels, int lanes) const {
    const uint32_t then = bounds_.slack_at[b];
    const float slack = bounds_.slack[b] - drift_.loss(then, ways_of(then, b, labels, lanes));
    return rounded_down(std::min(slack, rest_left(b, labels, lanes)));
  }
  float rest_left(size_t b, const int32_t* labels, int lanes) const {
    if (bounds_.listed[b] == Bounds::kAll) return 1e30f;
    const uint32_t then = bounds_.rest_at[b];
    return rounded_down(bounds_.rest[b] - drift_.loss(then, ways_of(then, b, labels, lanes)));
  }

  // Ask about block b, whose points have these labels; returns how many centers were looked at.
  int ask(const T* block, size_t b, const int32_t* labels) {
    const KernelSet<T>& kernel = kernels().set<T>();
    if (bounds_.listed[b] != Bounds::kAll &&
        bounds_.rest[b] > drift_.loss(bounds_.rest_at[b], ways_of(bounds_.rest_at[b], b, labels, kBlock))) {
      kernel.nearest_listed(block, centers_, bounds_.list(b), bounds_.listed[b], &answer);
      return bounds_.listed[b];
    }
    if (bounds_.capacity == 0) {
      kernel.nearest_and_gaps(block, centers_, &answer);
      return centers_.k;
    }
    const float ahead = rounded_up(drift_.largest_loss(bounds_.horizon[b]) * kSpare + margin_);
    kernel.own_reach(block, centers_, labels, reach_);
    for (T& r : reach_) r += static_cast<T>(ahead);
    std::fill(marks_.begin(), marks_.end(), uint8_t(0));
    kernel.nearest_and_marked(block, centers_, reach_, marks_.data(), &answer);
    bounds_.rest[b] = rounded_down(ahead * (1 - 1e-6) - margin_);
    bounds_.rest_at[b] = drift_.now();
    bounds_.listed[b] = make_list(bounds_.list(b));
    if (bounds_.listed[b] == Bounds::kAll) {
      bounds_.rest[b] = 0;
      bounds_.horizon[b] = static_cast<uint8_t>(std::max(1, bounds_.horizon[b] / 2));
    } else if (bounds_.listed[b] < bounds_.capacity / 4) {
      bounds_.horizon[b] = static_cast<uint8_t>(std::min(64, bounds_.horizon[b] * 2));
    }
    return centers_.k;
  }

  // Keep what the answer says about the points of the block, whose labels are these now. What was known of the old
  // ones is counted up to here: from now on the new ones count.
  void remember(size_t b, const int32_t* before, const int32_t* labels, int lanes, bool changed) {
    if (changed) forward_rest(b, before, lanes);
    bounds_.slack[b] = rounded_down(static_cast<double>(answer.least_gap) - margin_);
    if (changed || bounds_.label[b] < 0) {
      const bool same = std::all_of(labels, labels + lanes, [&](int32_t label) { return label == labels[0]; });
      bounds_.label[b] = same ? labels[0] : -1;
    }
    bounds_.slack_at[b] = drift_.now();
  }

 private:
  // The longest way of a center of a point of block b since an iteration.
  float ways_of(uint32_t then, size_t b, const int32_t* labels, int lanes) const {
    const float* ways = drift_.ways(then);
    if (bounds_.label[b] >= 0) return ways[bounds_.label[b]];
    return kernels().longest_way(ways, labels, lanes);
  }

  // Count what is left of `rest` from now on.
  void forward_rest(size_t b, const int32_t* labels, int lanes) {
    const uint32_t then = bounds_.rest_at[b];
    const float lost = drift_.loss(then, ways_of(then, b, labels, lanes));
    bounds_.rest[b] = rounded_down(static_cast<double>(bounds_.rest[b]) - lost);
    bounds_.rest_at[b] = drift_.now();
  }

  // The marked centers, if there is room.
  int32_t make_list(uint16_t* list) const {
    int n = 0;
    for (int c = 0; c < centers_.k; ++c) {
      if (!marks_[c]) continue;
      if (n == bounds_.capacity) return Bounds::kAll;
      list[n++] = static_cast<uint16_t>(c);
    }
    return n;
  }

  const CenterView<T>& centers_;
  const Drift<T>& drift_;
  Bounds& bounds_;
  double margin_;
  T reach_[kBlock];
  std::vector<uint8_t> marks_;
};

}  // namespace

template <class T, class Kind>
SkippingReport Pass<T, Kind>::run_skipping(const CenterView<T>& centers, const Drift<T>& drift, Bounds* bounds, int32_t* labels,
                                           Tally<Kind>* tally, float* gaps) {
  SkippingReport report;
  std::mutex mutex;
  std::atomic<bool> stop{false};
  Chunks chunks(points_.n_blocks, std::min<size_t>(64, chunk_of(points_.n_blocks, kBlock * 64.0 * points_.d, changes_.n_threads())));
  run_on_threads(changes_.n_threads(), [&](int thread) {
    Asker<T> asker(centers, drift, *bounds);
    Mover<Kind, T> mover(points_, units_);
    Tally<Kind>* mine = changes_.part(thread, tally);
    SkippingReport my;
    int32_t before[kBlock];
    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      for (size_t b = begin; b < end; ++b) {
        int32_t* at = labels + b * kBlock;
        const int lanes = points_.lanes(b);
        if (asker.could_change(b, at, lanes)) {
          std::copy_n(at, lanes, before);
          std::fill(before + lanes, before + kBlock, at[lanes - 1]);
          my.looks += asker.ask(points_.block(b), b, before);
          ++my.blocks;
          my.unsure += settle_doubts(points_, centers, b, asker.answer.unsure, asker.answer.labels);
          const int moved = mover.move_block(mine, b, at, asker.answer.labels);
          asker.remember(b, before, at, lanes, moved > 0);
          my.moved += moved;
          if (gaps != nullptr) {
            const double rest = asker.rest_left(b, at, lanes);
            for (int p = 0; p < lanes; ++p)
              gaps[b * kBlock + p] = rounded_down(std::min(rest, static_cast<double>(asker.answer.gaps[p])) - asker.margin());
          }
        } else if (gaps != nullptr) {
          std::fill_n(gaps + b * kBlock, lanes, asker.lead_left(b, at, lanes));
        }
      }
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

#define COVEY_SKIPPING(T, Kind)                                                                                    \
  template SkippingReport Pass<T, Kind>::run_skipping(const CenterView<T>&, const Drift<T>&, Bounds*, int32_t*, \
                                                      Tally<Kind>*, float*);
COVEY_SKIPPING(float, NarrowTally)
COVEY_SKIPPING(float, CountedTally)
COVEY_SKIPPING(float, RealTally)
COVEY_SKIPPING(double, CountedTally)
COVEY_SKIPPING(double, RealTally)

}  // namespace covey
