#include "swaps.hpp"

#include <algorithm>

#include "descent.hpp"
#include "gist_seeding.hpp"
#include "random.hpp"

namespace covey {
namespace {

constexpr double kBetter = 1 - 1e-9;      // of the cost: what is worth calling a gain
constexpr uint32_t kCentersPerSurprise = 4;   // the more there are, the less is gained by letting any center go
constexpr uint32_t kMostAttempts = 16;    // draws of a place that was not tried before

class SwapSearch {
 public:
  SwapSearch(const Gist& gist, int k, uint64_t seed, uint32_t search, const SwapLimits& limits,
             const std::function<bool()>& go_on)
      : gist_(gist),
        k_(k),
        seed_(seed),
        search_(search),
        limits_(limits),
        go_on_(go_on),
        descent_(gist, k, limits.work, go_on),
        losses_(k),
        spared_(k),
        tried_(gist.n, 0) {}

  Found run(const std::vector<double>& start) {
    Found found;
    descent_.start(start);
    found.first_cost = descent_.cost();
    weigh_losses();
    const uint32_t every = std::max<uint32_t>(2, k_ / kCentersPerSurprise);
    int failures = 0;
    size_t place = 0;
    for (uint32_t trial = 0; failures < limits_.failures && has_work_left() && go_on_(); ++trial) {
      const bool any_center = trial % every == every - 1;
      if (!draw_place(trial, any_center, &place)) break;
      const double* where = gist_.row(place);
      const int center = any_center ? drawn_center(trial) : least_missed(where);
      if (!descent_.try_swap(center, where, descent_.cost() * kBetter)) {
        ++failures;
        continue;
      }
      failures = 0;
      ++state_;
      weigh_losses();
    }
    found.centers = descent_.centers();
    found.cost = descent_.cost();
    found.work = descent_.work() + work_;
    return found;
  }

 private:
  bool has_work_left() const { return descent_.work() + work_ <= limits_.work; }

  // What the points of each center lose if it goes.
  void weigh_losses() {
    std::fill(losses_.begin(), losses_.end(), 0.0);
    for (size_t g = 0; g < gist_.n_groups; ++g) {
      const Pairs& pairs = descent_.points().group(g);
      for (int p = 0; p < kGroup; ++p)
        losses_[pairs.own[p]] += gist_.weights[g * kGroup + p] * (pairs.second[p] - pairs.first[p]);
    }
    work_ += gist_.n_groups * kGroup;
  }

  int drawn_center(uint32_t trial) const {
    return static_cast<int>(draw_below(static_cast<uint64_t>(k_), draw(seed_, search_, trial, kMostAttempts)));
  }

  // A point that has not been tried since the last gain, or any; false if there seems to be none.
  bool draw_place(uint32_t trial, bool any, size_t* point) {
    const TwoNearest& points = descent_.points();
    const double total = points.cost();
    work_ += gist_.n_groups;
    for (uint32_t attempt = 0; attempt < kMostAttempts; ++attempt) {
      double target = fraction(draw(seed_, search_, trial, attempt)) * total;
      size_t g = 0;
      while (g + 1 < gist_.n_groups && target >= points.cost_of(g)) target -= points.cost_of(g++);
      int p = 0;
      for (; p + 1 < gist_.lanes(g); ++p) {
        const double share = gist_.weights[g * kGroup + p] * points.group(g).first[p];
        if (target < share) break;
        target -= share;
      }
      *point = g * kGroup + p;
      if (any) return true;
      if (tried_[*point] == state_) continue;
      tried_[*point] = state_;
      return true;
    }
    return false;
  }

  // The center whose points lose least if it goes and this place stays; the place's own gain is the same for all.
  int least_missed(const double* place) {
    const TwoNearest& points = descent_.points();
    std::fill(spared_.begin(), spared_.end(), 0.0);
    for (size_t g = 0; g < gist_.n_groups; ++g) {
      if (!points.in_reach(g, place)) continue;
      double squared[kGroup];
      points.distances(g, place, squared);
      work_ += kGroup * gist_.price();
      const Pairs& pairs = points.group(g);
      const double* weights = gist_.weights.data() + g * kGroup;
      for (int p = 0; p < kGroup; ++p)
        if (squared[p] < pairs.second[p])
          spared_[pairs.own[p]] += weights[p] * (pairs.second[p] - std::max(squared[p], pairs.first[p]));
    }
    work_ += gist_.n_groups * gist_.price();
    int least = 0;
    for (int c = 1; c < k_; ++c)
      if (losses_[c] - spared_[c] < losses_[least] - spared_[least]) least = c;
    return least;
  }

  const Gist& gist_;
  int k_;
  uint64_t seed_;
  uint32_t search_;
  SwapLimits limits_;
  const std::function<bool()>& go_on_;
  Descent descent_;
  std::vector<double> losses_, spared_;
  std::vector<uint32_t> tried_;   // per point: the state in which it was tried
  uint32_t state_ = 1;            // counts the gains
  uint64_t work_ = 0;
};

}  // namespace

Found search_by_swaps(const Gist& gist, int k, const std::vector<double>& start, uint64_t seed, uint32_t search,
                      const SwapLimits& limits, const std::function<bool()>& go_on) {
  return SwapSearch(gist, k, seed, search, limits, go_on).run(start);
}

}  // namespace covey
