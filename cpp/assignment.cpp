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
  return points_.n_blocks >= 64 && centers_.k() > 1 && spent_ > cost_of_arranging() &&
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
  skipping_ = true;
}

template <class T, class Kind>
void Assignment<T, Kind>::arrange(std::vector<int32_t>* labels, const std::vector<float>& gaps) {
  const std::vector<uint32_t> places = by_cluster_and_gap(centers_, labels->data(), gaps.data(), points_.n);
  rearrange(&points_, places, n_threads_);
  std::vector<int32_t> in_order(points_.n);
  for (size_t i = 0; i < points_.n; ++i) in_order[i] = (*labels)[places[i]];
  labels->swap(in_order);
  bounds_.start(points_.n_blocks, capacity_, drift_.now());
  for (size_t b = 0; b < points_.n_blocks; ++b) {
    float slack = 1e30f;
    bool same = true;
    for (size_t i = b * kBlock; i < b * kBlock + points_.lanes(b); ++i) {
      slack = std::min(slack, gaps[places[i]]);
      same = same && (*labels)[i] == (*labels)[b * kBlock];
    }
    bounds_.slack[b] = slack;
    bounds_.label[b] = same ? (*labels)[b * kBlock] : -1;
  }
  if (by_lanes_ && seconds_.empty()) {
    seconds_.assign(points_.n_blocks * kBlock, Bounds::kUnknown);
  } else if (by_lanes_) {
    std::vector<float> moved(seconds_.size(), Bounds::kUnknown);
    for (size_t i = 0; i < points_.n; ++i) moved[i] = seconds_[places[i]];
    seconds_.swap(moved);
  }
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::skip_and_arrange(std::vector<int32_t>* labels, Tally<Kind>* tally) {
  const double begin = now();
  std::vector<float> gaps(points_.n, 0.0f);
  SkippingReport report;
  if (by_lanes_ && !seconds_.empty())
    report = pass_.run_lanes(centers_.view(), drift_, &bounds_, seconds_.data(), labels->data(), tally, gaps.data());
  else
    report = pass_.run_skipping(centers_.view(), drift_, &bounds_, labels->data(), tally, gaps.data());
  if (capacity_ > 0) {   // a new try with lists
    by_lanes_ = false;
    seconds_ = {};
    crowded_ = 0;
  }
  if (!report.interrupted) arrange(labels, gaps);
  price_ = now() - begin + (by_lanes_ ? 0 : full_pass_);
  spent_ = 0;
  moved_since_ = 0;
  return report;
}

template <class T, class Kind>
SkippingReport Assignment<T, Kind>::skip(std::vector<int32_t>* labels, Tally<Kind>* tally) {
  if (by_lanes_)
    return pass_.run_lanes(centers_.view(), drift_, &bounds_, seconds_.data(), labels->data(), tally, nullptr);
  const SkippingReport report = pass_.run_skipping(centers_.view(), drift_, &bounds_, labels->data(), tally, nullptr);
  crowded_ = capacity_ > 0 && report.looks > 0.6 * centers_.k() * points_.n_blocks ? crowded_ + 1 : 0;
  if (crowded_ == 4 && wanted_ == Skipping::by_cost) {
    by_lanes_ = true;
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
    moved_since_ += report.moved;
    return report;
  }
  if (start_now()) {
    start_skipping();
    return skip_and_arrange(labels, tally);
  }
  const PassReport report = pass_.run(centers_.view(), labels->data(), tally);
  full_pass_ = now() - begin;
  ++full_passes_;
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
