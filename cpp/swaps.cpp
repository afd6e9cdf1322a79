#include "swaps.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "random.hpp"

namespace covey {
namespace {

constexpr double kBetter = 1 - 1e-9;   // of the cost: what is worth calling a gain
static int knob(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

// A number in [0, 1) from one draw.
double fraction(uint64_t drawn) { return std::ldexp(static_cast<double>(drawn >> 11), -53); }

class SwapSearch {
 public:
  SwapSearch(const Gist& gist, int k, uint64_t seed, uint32_t search)
      : gist_(gist), k_(k), seed_(seed), search_(search), descent_(gist, k), losses_(k), spared_(k), tried_(gist.n, 0) {}

  Found run(const std::vector<double>& start, const SwapLimits& limits, const std::function<bool()>& go_on) {
    const int n_places = knob("KP", 1), refine = knob("KR", 0);
    Found found;
    descent_.start(start);
    weigh_losses();
    int failures = 0;
    for (uint32_t trial = 0;; ++trial) {
      found.ended = failures >= limits.failures;
      if (found.ended || descent_.work() + work_ > limits.work || !go_on()) break;
      size_t point;
      std::vector<double> best_place;
      int best_center = -1;
      double best_change = 1e300;
      bool any = false;
      for (int t = 0; t < n_places; ++t) {
        if (!draw_place(trial * 8 + t, &point)) { break; }
        any = true;
        std::vector<double> place(gist_.row(point), gist_.row(point) + gist_.d);
        int center; double change;
        judge(place.data(), &center, &change);
        if (refine && mean_weight_ > 0) {
          std::vector<double> mean(mean_);
          for (double& x : mean) x /= mean_weight_;
          int center2; double change2;
          judge(mean.data(), &center2, &change2);
          if (change2 < change) place = mean, center = center2, change = change2;
        }
        if (change < best_change) best_change = change, best_center = center, best_place = place;
      }
      if (!any) { found.ended = true; break; }
      if (descent_.try_swap(best_center, best_place.data(), descent_.cost() * kBetter)) {
        ++found.swaps;
        ++state_;
        failures = 0;
        weigh_losses();
      } else {
        ++failures;
      }
    }
    found.centers = descent_.centers();
    found.cost = descent_.cost();
    found.work = descent_.work() + work_;
    return found;
  }

 private:
  // What the points of each center lose if it goes.
  void weigh_losses() {
    std::fill(losses_.begin(), losses_.end(), 0.0);
    for (size_t g = 0; g < gist_.n_groups; ++g) {
      const Known& known = descent_.points().group(g);
      for (int p = 0; p < kGroup; ++p)
        losses_[known.own[p]] += gist_.weights[g * kGroup + p] * (known.second[p] - known.first[p]);
    }
    work_ += gist_.n_groups * kGroup;
  }

  // A point, by weight times squared distance, that has not been tried since the last gain.
  bool draw_place(uint32_t trial, size_t* point) {
    const TwoNearest& points = descent_.points();
    work_ += gist_.n_groups;
    const double total = points.cost();
    for (uint32_t attempt = 0; attempt < 16; ++attempt) {
      double target = fraction(draw(seed_, search_, trial, attempt)) * total;
      size_t g = 0;
      while (g + 1 < gist_.n_groups && target >= points.group(g).cost) target -= points.group(g++).cost;
      const int lanes = gist_.lanes(g);
      int p = 0;
      for (; p + 1 < lanes; ++p) {
        const double share = gist_.weights[g * kGroup + p] * points.group(g).first[p];
        if (target < share) break;
        target -= share;
      }
      *point = g * kGroup + p;
      if (tried_[*point] == state_) continue;
      tried_[*point] = state_;
      return true;
    }
    return false;
  }

  // The center to let go for this place, and the change of the cost before anything else moves.
  void judge(const double* place, int* center, double* change) {
    const TwoNearest& points = descent_.points();
    std::fill(spared_.begin(), spared_.end(), 0.0);
    double gain = 0;
    mean_.assign(gist_.d, 0.0);
    mean_weight_ = 0;
    for (size_t g = 0; g < gist_.n_groups; ++g) {
      if (!points.in_reach(g, place)) continue;
      double squared[kGroup];
      points.distances(g, place, squared);
      work_ += kGroup * gist_.d;
      const Known& known = points.group(g);
      const double* weights = gist_.weights.data() + g * kGroup;
      for (int p = 0; p < kGroup; ++p) {
        if (!(squared[p] < known.second[p])) continue;
        spared_[known.own[p]] += weights[p] * (known.second[p] - std::max(squared[p], known.first[p]));
        if (squared[p] < known.first[p]) {
          gain += weights[p] * (known.first[p] - squared[p]);
          mean_weight_ += weights[p];
          for (int j = 0; j < gist_.d; ++j) mean_[j] += weights[p] * gist_.group(g)[j * kGroup + p];
        }
      }
    }
    work_ += gist_.n_groups * gist_.d;
    *center = 0;
    for (int c = 1; c < k_; ++c)
      if (losses_[c] - spared_[c] < losses_[*center] - spared_[*center]) *center = c;
    *change = losses_[*center] - spared_[*center] - gain;
  }

  const Gist& gist_;
  int k_;
  uint64_t seed_;
  uint32_t search_;
  Descent descent_;
  std::vector<double> losses_, spared_, mean_;
  double mean_weight_ = 0;
  std::vector<uint32_t> tried_;   // per point: the state in which it was tried as a place
  uint32_t state_ = 1;            // counts the gains
  uint64_t work_ = 0;
};

}  // namespace

std::vector<double> starting_points(const Gist& gist, int k, uint64_t seed, uint32_t search, uint64_t* work) {
  const int n_trials = 2 + static_cast<int>(std::log(static_cast<double>(k)));
  const size_t n_lanes = gist.n_groups * kGroup;
  std::vector<double> closest(n_lanes, 1.0), after(n_lanes), best(n_lanes), centers;
  const auto squared = [&](const double* x) {   // into `after`; returns the weighted sum
    double total = 0;
    for (size_t g = 0; g < gist.n_groups; ++g) {
      double sums[kGroup] = {};
      const double* group = gist.group(g);
      for (int j = 0; j < gist.d; ++j)
        for (int p = 0; p < kGroup; ++p) {
          const double difference = group[j * kGroup + p] - x[j];
          sums[p] += difference * difference;
        }
      for (int p = 0; p < kGroup; ++p) {
        const size_t i = g * kGroup + p;
        after[i] = centers.empty() ? sums[p] : std::min(closest[i], sums[p]);
        total += gist.weights[i] * after[i];
      }
    }
    *work += gist.n_groups * kGroup * gist.d;
    return total;
  };
  double potential = 0;
  for (size_t i = 0; i < gist.n; ++i) potential += gist.weights[i];
  for (int c = 0; c < k; ++c) {
    double least = 1e300;
    size_t chosen = 0;
    for (int t = 0; t < (c == 0 ? 1 : n_trials); ++t) {
      double target = fraction(draw(seed, search, static_cast<uint32_t>(c), 0x80000000u + t)) * potential;
      size_t i = 0;
      for (; i + 1 < gist.n && target >= gist.weights[i] * closest[i]; ++i) target -= gist.weights[i] * closest[i];
      const double left = squared(gist.row(i));
      if (left >= least) continue;
      least = left;
      chosen = i;
      best.swap(after);
    }
    closest.swap(best);
    potential = least;
    centers.insert(centers.end(), gist.row(chosen), gist.row(chosen) + gist.d);
  }
  return centers;
}

Found search_by_swaps(const Gist& gist, int k, const std::vector<double>& start, uint64_t seed, uint32_t search,
                      const SwapLimits& limits, const std::function<bool()>& go_on) {
  return SwapSearch(gist, k, seed, search).run(start, limits, go_on);
}

}  // namespace covey
