#include "two_nearest.hpp"

#include <algorithm>
#include <cmath>

namespace covey {
namespace {

constexpr double kFar = 1e300;
constexpr int kPad = 8;

// Take one more center into the two nearest; centers come in ascending order.
inline void meet(Pairs& pairs, int p, double squared, int c) {
  if (squared < pairs.first[p]) {
    pairs.second[p] = pairs.first[p];
    pairs.next[p] = pairs.own[p];
    pairs.first[p] = squared;
    pairs.own[p] = c;
  } else if (squared < pairs.second[p]) {
    pairs.second[p] = squared;
    pairs.next[p] = c;
  }
}

}  // namespace

TwoNearest::TwoNearest(const Gist& gist, int k)
    : gist_(gist),
      kernels_(search_kernels()),
      k_(k),
      padded_((k + kPad - 1) / kPad * kPad),
      centers_(static_cast<size_t>(k) * gist.d),
      by_dimension_(aligned_array<double>(static_cast<size_t>(padded_) * gist.d)),
      room_(padded_),
      pairs_(gist.n_groups),
      old_pairs_(gist.n_groups),
      summaries_(gist.n_groups),
      old_summaries_(gist.n_groups),
      kept_at_(gist.n_groups, 0),
      is_moved_(k, 0) {
  std::fill_n(by_dimension_.get(), static_cast<size_t>(padded_) * gist.d, 0.0);
}

void TwoNearest::place(int c, const double* where) {
  for (int j = 0; j < gist_.d; ++j) {
    centers_[static_cast<size_t>(c) * gist_.d + j] = where[j];
    by_dimension_[static_cast<size_t>(j) * padded_ + c] = where[j];
  }
}

void TwoNearest::mark() {
  ++now_;
  kept_.clear();
}

void TwoNearest::keep(size_t g) {
  if (kept_at_[g] == now_) return;
  kept_at_[g] = now_;
  kept_.push_back(g);
  old_pairs_[g] = pairs_[g];
  old_summaries_[g] = summaries_[g];
}

void TwoNearest::touch_all() {
  for (size_t g = 0; g < gist_.n_groups; ++g) keep(g);
}

void TwoNearest::take_back() {
  for (const size_t g : kept_) {
    pairs_[g] = old_pairs_[g];
    summaries_[g] = old_summaries_[g];
  }
  mark();
}

void TwoNearest::compute() {
  for (size_t g = 0; g < gist_.n_groups; ++g) {
    compute_group(g);
    close(g);
  }
  mark();
}

// A center further from the middle than the second nearest, by more than twice the radius, is of no point of the group.
void TwoNearest::compute_group(size_t g) {
  const double* middle = gist_.middles.data() + g * gist_.d;
  kernels_.point_to_centers(middle, gist_.d, by_dimension_.get(), padded_, room_.data());
  double first = kFar, second = kFar;
  for (int c = 0; c < k_; ++c) {
    second = std::min(second, std::max(first, room_[c]));
    first = std::min(first, room_[c]);
  }
  const double most = (std::sqrt(second) + 2 * gist_.radii[g]) * (1 + 1e-12);
  near_.clear();
  for (int c = 0; c < k_; ++c)
    if (room_[c] <= most * most) near_.push_back(c);
  kernels_.two_nearest(gist_.group(g), gist_.d, centers_.data(), near_.data(), static_cast<int>(near_.size()), &pairs_[g]);
  work += static_cast<uint64_t>(padded_ + kGroup * near_.size()) * gist_.price();
}

void TwoNearest::compute_point(size_t g, int p) {
  const double* x = gist_.row(std::min(g * kGroup + p, gist_.n - 1));
  kernels_.point_to_centers(x, gist_.d, by_dimension_.get(), padded_, room_.data());
  work += static_cast<uint64_t>(padded_) * gist_.price();
  Pairs& pairs = pairs_[g];
  pairs.first[p] = pairs.second[p] = kFar;
  for (int c = 0; c < k_; ++c) meet(pairs, p, room_[c], c);
}

void TwoNearest::close(size_t g) {
  Pairs& pairs = pairs_[g];
  const double* weights = gist_.weights.data() + g * kGroup;
  double furthest = 0, cost = 0;
  uint64_t names = 0;
  for (int p = 0; p < kGroup; ++p) {
    furthest = std::max(furthest, pairs.second[p]);
    cost += weights[p] * pairs.first[p];
    names |= uint64_t(1) << (pairs.own[p] % 64) | uint64_t(1) << (pairs.next[p] % 64);
  }
  summaries_[g] = {std::sqrt(furthest), cost, names};
}

double TwoNearest::cost() const {
  double total = 0;
  for (const Summary& summary : summaries_) total += summary.cost;
  return total;
}

const std::vector<size_t>& TwoNearest::repair(const std::vector<int>& centers) {
  changed_.clear();
  uint64_t names = 0;
  for (const int c : centers) {
    is_moved_[c] = 1;
    names |= uint64_t(1) << (c % 64);
  }
  const bool most_moved = 2 * centers.size() >= static_cast<size_t>(k_);
  for (size_t g = 0; g < gist_.n_groups; ++g) {
    bool lost[kGroup];
    int n_lost = 0;
    if (summaries_[g].names & names)
      for (int p = 0; p < kGroup; ++p) n_lost += lost[p] = is_moved_[pairs_[g].own[p]] | is_moved_[pairs_[g].next[p]];
    bool touched = false;
    if (n_lost > kGroup / 4 || (n_lost > 0 && most_moved)) {
      keep(g);
      compute_group(g);
      touched = true;
    } else {
      for (const int c : centers) {
        if (!in_reach(g, center(c))) continue;
        double squared[kGroup];
        distances(g, center(c), squared);
        work += kGroup * gist_.price();
        Pairs& pairs = pairs_[g];
        for (int p = 0; p < kGroup; ++p) {
          if (!(squared[p] < pairs.second[p]) || (n_lost > 0 && lost[p])) continue;
          keep(g);
          meet(pairs, p, squared[p], c);
          touched = true;
        }
      }
      for (int p = 0; n_lost > 0 && p < kGroup; ++p) {
        if (!lost[p]) continue;
        keep(g);
        compute_point(g, p);
        touched = true;
      }
    }
    if (!touched) continue;
    close(g);
    changed_.push_back(g);
  }
  work += gist_.n_groups * (1 + centers.size()) * gist_.price();
  for (const int c : centers) is_moved_[c] = 0;
  return changed_;
}

}  // namespace covey
