#include "assignment.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace covey {
namespace {

std::atomic<Skipping> wanted{Skipping::by_cost};

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

constexpr int kMostFutile = 3;
constexpr size_t kFewBlocks = 32;   // tables so small are not worth a thought

}  // namespace

bool use_skipping(const char* name) {
  const char* names[] = {"by_cost", "never", "always"};
  for (int i = 0; i < 3; ++i)
    if (std::strcmp(names[i], name) == 0) {
      wanted.store(static_cast<Skipping>(i));
      return true;
    }
  return false;
}

Skipping wanted_skipping() { return wanted.load(); }

bool want_digits(size_t n, int d, int k) {
  switch (wanted_skipping()) {
    case Skipping::never: return false;
    case Skipping::always: return k > 1;
    default: return digits_pay(n, d, k);
  }
}

template <class T, class Kind>
double Assignment<T, Kind>::cost_of_arranging() const {
  if (arranging_s_ > 0) return arranging_s_;
  const double bytes = static_cast<double>(points_.n) * (points_.d * sizeof(T) * 4.0 + 60.0);
  return bytes / 8e9;
}

// Whether looking at the leads of points in any order costs little beside a full pass: own centers are looked up point
// by point then.
template <class T, class Kind>
bool Assignment<T, Kind>::look_is_cheap() const {
  const double d = points_.d, k = centers_.k();
  return 60 * d + 300 < 0.15 * k * (2 * d + 10);
}

// An epoch is worth beginning once labels have begun to settle.
template <class T, class Kind>
bool Assignment<T, Kind>::worth_an_epoch() const {
  if (wanted_ == Skipping::never || passes_ == 0 || points_.n >= 0xFFFFFFFFu) return false;
  if (wanted_ == Skipping::always) return true;
  return points_.n_blocks >= kFewBlocks && centers_.k() > 1 && pause_ == 0 &&
         last_moved_ < static_cast<int64_t>(points_.n) / 2 && (arranged_ || look_is_cheap() || arrange_now());
}

// Whether the next pass should begin a new epoch.
template <class T, class Kind>
bool Assignment<T, Kind>::renew(const CenterView<T>& centers, const int32_t* labels) {
  if (wanted_ == Skipping::always) return passes_in_epoch_ >= 5;
  const double expected = pass_.expected_looks(centers, epoch_, leads_, labels);
  return expected > 0.65 || excess_s_ + expected * full_s_ > 1.2 * renewal_s_;
}

template <class T, class Kind>
bool Assignment<T, Kind>::arrange_now() const {
  if (wanted_ == Skipping::always) return true;
  if (points_.n_blocks < 2 * kFewBlocks) return false;
  const int64_t n = static_cast<int64_t>(points_.n);
  if (last_moved_ > n / 64) return false;   // soon they would be in no order again
  return arranged_ ? spent_s_ > 2 * cost_of_arranging() && moved_since_ > n / 8 : spent_s_ > cost_of_arranging();
}

template <class T, class Kind>
void Assignment<T, Kind>::arrange(Labels* labels, const std::vector<float>& gaps) {
  std::vector<uint32_t> places = by_cluster_and_gap(centers_.k(), labels->data(), gaps.data(), points_.n, n_threads_);
  Labels of_places(points_.n);
  std::vector<float> second(leads_.second.size(), Leads::kUnknown);
  Chunks chunks(points_.n_blocks, 1024);
  run_on_threads(threads_for(static_cast<double>(points_.n) * 16, n_threads_), [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; ++b) {
        const size_t first = b * kBlock, last = first + points_.lanes(b);
        float slack = -Leads::kUnknown;
        bool same = true;
        for (size_t i = first; i < last; ++i) {
          of_places[i] = (*labels)[places[i]];
          second[i] = leads_.second[places[i]];
          slack = std::min(slack, gaps[places[i]]);
          same = same && of_places[i] == of_places[first];
        }
        leads_.worst[b] = -slack;
        leads_.label[b] = same ? of_places[first] : -1;
      }
  });
  labels->swap(of_places);
  leads_.second.swap(second);
  rearrange(&points_, std::move(places), n_threads_);
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::begin_epoch(Labels* labels, Tally<Kind>* tally) {
  const double begin = now();
  if (leads_.second.empty()) leads_.resize(points_.n_blocks, kBlock);
  const bool arranging = arrange_now();
  std::vector<float> gaps(arranging ? points_.n : 0);
  const bool carrying = in_epoch_ && !arranging;
  const PassReport report = pass_.run_and_measure(centers_.view(), carrying ? &epoch_ : nullptr, &leads_, labels->data(),
                                                  tally, arranging ? gaps.data() : nullptr);
  if (report.interrupted) return report;
  renewal_s_ = now() - begin;
  if (!carrying) full_s_ = renewal_s_;
  spent_s_ += renewal_s_;
  give_up_if_futile(passes_in_epoch_ > 0);
  if (pause_ > 0) return report;
  epoch_.begin(centers_);
  in_epoch_ = true;
  excess_s_ = 0;
  passes_in_epoch_ = 0;
  if (arranging) {
    const double before = now();
    arrange(labels, gaps);
    arranging_s_ = now() - before;
    arranged_ = true;
    spent_s_ = 0;
    moved_since_ = 0;
  }
  return report;
}

// Where passes that skip are not cheaper, or every pass would begin an epoch, full passes do for a while.
template <class T, class Kind>
void Assignment<T, Kind>::give_up_if_futile(bool gained) {
  futile_ = gained ? 0 : futile_ + 1;
  if (wanted_ != Skipping::by_cost || futile_ < kMostFutile) return;
  futile_ = 0;
  in_epoch_ = false;
  pause_ = next_pause_;
  next_pause_ = std::min(2 * next_pause_, 64);
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::skipping_pass(const CenterView<T>& centers, Labels* labels, Tally<Kind>* tally) {
  const double begin = now();
  const SkippingReport report = pass_.run_leads(centers, epoch_, &leads_, labels->data(), tally);
  const double took = now() - begin;
  least_s_ = passes_in_epoch_ == 0 ? took : std::min(least_s_, took);
  const double asked_s = static_cast<double>(report.looks) / (static_cast<double>(points_.n) * centers_.k()) * full_s_;
  excess_s_ += std::max(took - least_s_, asked_s);
  spent_s_ += took;
  ++passes_in_epoch_;
  give_up_if_futile(took < 0.8 * full_s_);
  return report;
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::plain_pass(Labels* labels, Tally<Kind>* tally) {
  const bool timed = points_.n_blocks >= kFewBlocks;
  const double begin = timed ? now() : 0;
  const PassReport report = pass_.run(centers_.view(), labels->data(), tally);
  full_s_ = timed ? now() - begin : 0;
  spent_s_ += full_s_;
  pause_ = std::max(0, pause_ - 1);
  return report;
}

template <class T, class Kind>
PassReport Assignment<T, Kind>::run(Labels* labels, Tally<Kind>* tally) {
  PassReport report;
  if (in_epoch_) {
    const CenterView<T> view = centers_.view(epoch_.order().data());
    report = renew(view, labels->data()) ? begin_epoch(labels, tally) : skipping_pass(view, labels, tally);
  } else {
    report = worth_an_epoch() ? begin_epoch(labels, tally) : plain_pass(labels, tally);
  }
  ++passes_;
  last_moved_ = report.moved;
  moved_since_ += report.moved;
  return report;
}

template class Assignment<float, NarrowTally>;
template class Assignment<float, CountedTally>;
template class Assignment<float, RealTally>;
template class Assignment<double, CountedTally>;
template class Assignment<double, RealTally>;

}  // namespace covey
