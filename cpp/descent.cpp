#include "descent.hpp"

#include <algorithm>
#include <cmath>

namespace covey {
namespace {

constexpr double kGain = 1 - 1e-10;     // a move must gain more than rounding
constexpr int kMostRounds = 1000;
constexpr int kFirstJudged = 2;         // rounds before a way down may be given up
constexpr double kPatience = 6;         // given up if so many more drops like the last would not reach the bar

}  // namespace

Descent::Descent(const Gist& gist, int k, uint64_t most_work, const std::function<bool()>& go_on)
    : gist_(gist),
      points_(gist, k),
      labels_(gist.n),
      sums_(static_cast<size_t>(k) * gist.d),
      weights_(k),
      dirty_(k, 0),
      most_work_(most_work),
      go_on_(go_on) {}

std::vector<double> Descent::centers() const {
  return {points_.center(0), points_.center(0) + static_cast<size_t>(points_.k()) * gist_.d};
}

void Descent::move(size_t i, int32_t from, int32_t to) {
  const double weight = gist_.weights[i];
  const double* x = gist_.row(i);
  double* left = sums_.data() + static_cast<size_t>(from) * gist_.d;
  double* joined = sums_.data() + static_cast<size_t>(to) * gist_.d;
  for (int j = 0; j < gist_.d; ++j) {
    left[j] -= weight * x[j];
    joined[j] += weight * x[j];
  }
  weights_[from] -= weight;
  weights_[to] += weight;
  dirty_[from] = dirty_[to] = 1;
  labels_[i] = to;
}

// The sums follow the labels in these groups.
void Descent::follow(const std::vector<size_t>& groups) {
  for (const size_t g : groups)
    for (int p = 0, lanes = gist_.lanes(g); p < lanes; ++p) {
      const size_t i = g * kGroup + p;
      const int32_t own = points_.group(g).own[p];
      if (own != labels_[i]) move(i, labels_[i], own);
    }
}

// The sums of one cluster, anew: what was added and subtracted leaves no rounding behind.
void Descent::add_up(int c) {
  double* sums = sums_.data() + static_cast<size_t>(c) * gist_.d;
  std::fill_n(sums, gist_.d, 0.0);
  weights_[c] = 0;
  for (size_t i = 0; i < gist_.n; ++i) {
    if (labels_[i] != c) continue;
    for (int j = 0; j < gist_.d; ++j) sums[j] += gist_.weights[i] * gist_.row(i)[j];
    weights_[c] += gist_.weights[i];
  }
}

void Descent::move_centers() {
  std::vector<double> mean(gist_.d);
  for (int c = 0; c < points_.k(); ++c) {
    if (!dirty_[c]) continue;
    dirty_[c] = 0;
    if (!(weights_[c] > 0)) continue;
    const double* sums = sums_.data() + static_cast<size_t>(c) * gist_.d;
    for (int j = 0; j < gist_.d; ++j) mean[j] = sums[j] / weights_[c];
    if (std::equal(mean.begin(), mean.end(), points_.center(c))) continue;
    points_.place(c, mean.data());
    moved_.push_back(c);
  }
}

// In the groups touched since the mark. Both centers follow at once; other points notice in the next repair.
bool Descent::move_single_points() {
  bool any = false;
  const std::vector<size_t> groups = points_.touched();
  std::vector<double> mean(gist_.d);
  const auto squared = [&](const double* x, int c) {
    double sum = 0;
    for (int j = 0; j < gist_.d; ++j) sum += (x[j] - points_.center(c)[j]) * (x[j] - points_.center(c)[j]);
    return sum;
  };
  const auto gains = [&](double weight, int from, int to, double near, double far) {
    const double rest = weights_[from] - weight;
    return rest > 0 && weights_[to] / (weights_[to] + weight) * far < kGain * (weights_[from] / rest) * near;
  };
  const auto follow_mean = [&](int c) {
    for (int j = 0; j < gist_.d; ++j) mean[j] = sums_[static_cast<size_t>(c) * gist_.d + j] / weights_[c];
    points_.place(c, mean.data());
  };
  for (const size_t g : groups) {
    const Pairs& pairs = points_.group(g);
    for (int p = 0, lanes = gist_.lanes(g); p < lanes; ++p) {
      const size_t i = g * kGroup + p;
      const int from = pairs.own[p], to = pairs.next[p];
      const double weight = gist_.weights[i];
      if (from == to || !gains(weight, from, to, pairs.first[p], pairs.second[p])) continue;
      const double* x = gist_.row(i);
      if (any && !gains(weight, from, to, squared(x, from), squared(x, to))) continue;
      move(i, from, to);
      follow_mean(from);
      follow_mean(to);
      any = true;
    }
  }
  for (int c = 0; any && c < points_.k(); ++c) {
    if (!dirty_[c]) continue;
    dirty_[c] = 0;
    moved_.push_back(c);
  }
  return any;
}

// False if given up.
bool Descent::run(double bar) {
  double before = points_.cost();
  for (int round = 0; round < kMostRounds && points_.work <= most_work_ && go_on_(); ++round) {
    move_centers();
    if (moved_.empty() && !move_single_points()) break;
    follow(points_.repair(moved_));
    moved_.clear();
    const double now = points_.cost();
    if (round >= kFirstJudged && now - bar > kPatience * (before - now)) return false;
    before = now;
  }
  return points_.cost() < bar;
}

void Descent::start(const std::vector<double>& centers) {
  const int k = points_.k();
  for (int c = 0; c < k; ++c) points_.place(c, centers.data() + static_cast<size_t>(c) * gist_.d);
  points_.compute();
  std::fill(labels_.begin(), labels_.end(), 0);
  for (size_t g = 0; g < gist_.n_groups; ++g)
    for (int p = 0, lanes = gist_.lanes(g); p < lanes; ++p) labels_[g * kGroup + p] = points_.group(g).own[p];
  std::fill(sums_.begin(), sums_.end(), 0.0);
  std::fill(weights_.begin(), weights_.end(), 0.0);
  for (size_t i = 0; i < gist_.n; ++i) {
    double* sums = sums_.data() + static_cast<size_t>(labels_[i]) * gist_.d;
    for (int j = 0; j < gist_.d; ++j) sums[j] += gist_.weights[i] * gist_.row(i)[j];
    weights_[labels_[i]] += gist_.weights[i];
  }
  std::fill(dirty_.begin(), dirty_.end(), uint8_t(1));
  points_.touch_all();
  run(1e300);
  for (int c = 0; c < k; ++c) add_up(c);
  points_.mark();
  cost_ = points_.cost();
}

bool Descent::try_swap(int c, const double* where, double bar) {
  points_.mark();
  old_sums_ = sums_;
  old_weights_ = weights_;
  old_centers_ = centers();
  points_.place(c, where);
  moved_.assign(1, c);
  follow(points_.repair(moved_));
  moved_.clear();
  if (!run(bar)) {
    take_back();
    return false;
  }
  for (int other = 0; other < points_.k(); ++other)
    if (!std::equal(points_.center(other), points_.center(other) + gist_.d,
                    old_centers_.data() + static_cast<size_t>(other) * gist_.d))
      add_up(other);
  points_.mark();
  cost_ = points_.cost();
  return true;
}

void Descent::take_back() {
  const std::vector<size_t> groups = points_.touched();
  points_.take_back();
  for (const size_t g : groups)
    for (int p = 0, lanes = gist_.lanes(g); p < lanes; ++p) labels_[g * kGroup + p] = points_.group(g).own[p];
  sums_.swap(old_sums_);
  weights_.swap(old_weights_);
  std::fill(dirty_.begin(), dirty_.end(), uint8_t(0));
  moved_.clear();
  for (int c = 0; c < points_.k(); ++c) {
    const double* old = old_centers_.data() + static_cast<size_t>(c) * gist_.d;
    if (!std::equal(old, old + gist_.d, points_.center(c))) points_.place(c, old);
  }
}

}  // namespace covey
