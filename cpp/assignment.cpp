#include "assignment.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace covey {
namespace {

std::atomic<Skipping> wanted{Skipping::by_cost};

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

bool use_skipping(const char* name) {
  const char* names[] = {"by_cost", "never", "whole_blocks", "lists", "lanes"};
  for (int i = 0; i < 5; ++i)
    if (std::strcmp(names[i], name) == 0) {
      wanted.store(static_cast<Skipping>(i));
      return true;
    }
  return false;
}

Skipping wanted_skipping() { return wanted.load(); }

template <class T, class Kind>
double Assignment<T, Kind>::cost_of_arranging() const {
  const double bytes = static_cast<double>(points_.n) * (points_.d * sizeof(T) * 4.0 + 60.0);
  return bytes / 4e9;
}

template <class T, class Kind>
bool Assignment<T, Kind>::start_now() const {
  if (wanted_ == Skipping::never || full_passes_ == 0 || points_.n >= 0xFFFFFFFFu) return false;
  if (wanted_ != Skipping::by_cost) return true;
  return points_.n_blocks >= 64 && centers_.k() > 1 && passes_ >= pause_ && spent_ > cost_of_arranging() &&
         last_moved_ < static_cast<int64_t>(points_.n) * 3 / 10;
}

template <class T, class Kind>
bool Assignment<T, Kind>::arrange_now() {
  if (wanted_ != Skipping::by_cost) return ++passes_since_ % 4 == 0;
  if (spent_ <= patience_ * price_ || moved_since_ <= static_cast<int64_t>(points_.n) / 8) return false;
  patience_ *= 1.5;
  return true;
}

template <class T, class Kind>
void Assignment<T, Kind>::start_skipping() {
  const int k = centers_.k();
  drift_.start(centers_);
  capacity_ = k >= 48 && k <= 65535 ? std::min(k / 3, 512) : 0;
  if (wanted_ == Skipping::lists && k <= 65535) capacity_ = std::max(1, k - 1);
  if (wanted_ == Skipping::lanes || wanted_ == Skipping::whole_blocks) capacity_ = 0;
  by_lanes_ = wanted_ == Skipping::lanes || (wanted_ != Skipping::whole_blocks && capacity_ == 0 && static_cast<int64_t>(k) * points_.d > 64);
  bounds_.start(points_.n_blocks, capacity_, 0);
  seconds_ = {};
  skipping_ = true;
}

// Skipping has not been cheaper than full passes: go back to these for a while.
template <class T, class Kind>
void Assignment<T, Kind>::give_up_if_dear() {
  if (wanted_ != Skipping::by_cost || passes_ < 6 || spent_ < 0.85 * passes_ * full_pass_) return;
  skipping_ = false;
  spent_ = 0;
  passes_ = 0;
  pause_ *= 2;
}

template <class T, class Kind>
void Assignment<T, Kind>::arrange(std::vector<int32_t>* labels, std::vector<float> gaps) {
  std::vector<uint32_t> places = by_cluster_and_gap(centers_, labels->data(), gaps.data(), points_.n);
  bounds_.start(points_.n_blocks, by_lanes_ ? 0 : capacity_, drift_.now());
  for (size_t b = 0; b < points_.n_blocks; ++b) {
    const size_t first = b * kBlock;
    const int32_t label = (*labels)[places[first]];
    float slack = 1e30f;
    bool same = true;
    for (size_t i = first; i < first + points_.lanes(b); ++i) {
      slack = std::min(slack, gaps[places[i]]);
      same = same && (*labels)[places[i]] == label;
    }
    bounds_.slack[b] = slack;
    bounds_.label[b] = same ? label : -1;
  }
  // No further number per point is taken from memory: the gaps have had their use, and give their room.
  static_assert(sizeof(float) == sizeof(int32_t));
  for (size_t i = 0; i < points_.n; ++i) std::memcpy(&gaps[i], &(*labels)[places[i]], sizeof(int32_t));
  std::memcpy(labels->data(), gaps.data(), points_.n * sizeof(int32_t));
  if (by_lanes_ && seconds_.empty()) {
    seconds_ = std::move(gaps);
    std::fill(seconds_.begin(), seconds_.end(), Bounds::kUnknown);
  } else if (by_lanes_) {
    for (size_t i = 0; i < points_.n; ++i) gaps[i] = seconds_[places[i]];
    seconds_.swap(gaps);
  }
  rearrange(&points_, std::move(places), n_threads_);
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::skip_and_arrange(std::vector<int32_t>* labels, Tally<Kind>* tally) {
  const double begin = now();
  std::vector<float> gaps(points_.n_blocks * kBlock, 0.0f);
  SkippingReport report;
  if (by_lanes_ && !seconds_.empty())
    report = pass_.run_lanes(centers_.view(), drift_, &bounds_, seconds_.data(), labels->data(), tally, gaps.data());
  else
    report = pass_.run_skipping(centers_.view(), drift_, &bounds_, labels->data(), tally, gaps.data());
  if (capacity_ > 0 && by_lanes_ && drift_.largest_loss(1) < 0.5f * crowded_loss_) {   // a new try with lists
    by_lanes_ = false;
    seconds_ = {};
    crowded_ = 0;
  }
  if (!report.interrupted) arrange(labels, std::move(gaps));
  price_ = now() - begin + (by_lanes_ ? 0 : full_pass_);
  spent_ = 0;
  passes_ = 0;
  moved_since_ = 0;
  return report;
}

template <class T, class Kind>
SkippingReport Assignment<T, Kind>::skip(std::vector<int32_t>* labels, Tally<Kind>* tally) {
  if (by_lanes_)
    return pass_.run_lanes(centers_.view(), drift_, &bounds_, seconds_.data(), labels->data(), tally, nullptr);
  const SkippingReport report = pass_.run_skipping(centers_.view(), drift_, &bounds_, labels->data(), tally, nullptr);
  crowded_ = capacity_ > 0 && report.looks > 0.6 * centers_.k() * points_.n_blocks ? crowded_ + 1 : 0;
  if (crowded_ == 3 && wanted_ == Skipping::by_cost) {
    by_lanes_ = true;
    crowded_loss_ = drift_.largest_loss(1);
    bounds_.give_up_lists();
    seconds_.assign(points_.n_blocks * kBlock, Bounds::kUnknown);
  }
  return report;
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::run(std::vector<int32_t>* labels, Tally<Kind>* tally) {
  const double begin = now();
  if (skipping_) {
    if (arrange_now()) return skip_and_arrange(labels, tally);
    const SkippingReport report = skip(labels, tally);
    spent_ += now() - begin;
    ++passes_;
    moved_since_ += report.moved;
    last_moved_ = report.moved;
    give_up_if_dear();
    return report;
  }
  if (start_now()) {
    start_skipping();
    return skip_and_arrange(labels, tally);
  }
  const PassReport report = pass_.run(centers_.view(), labels->data(), tally);
  full_pass_ = now() - begin;
  ++full_passes_;
  ++passes_;
  spent_ += full_pass_;
  last_moved_ = report.moved;
  return report;
}

template class Assignment<float, NarrowTally>;
template class Assignment<float, CountedTally>;
template class Assignment<float, RealTally>;
template class Assignment<double, CountedTally>;
template class Assignment<double, RealTally>;

}  // namespace covey
