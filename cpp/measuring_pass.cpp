// A full pass that finds out how far the second centers are, so that an epoch can begin (leads.hpp).
#include <algorithm>
#include <mutex>

#include "parallel.hpp"
#include "pass.hpp"
#include "rounding.hpp"
#include "second_look.hpp"

namespace covey {
namespace {

// Keep what was found out about block b. Labels of doubtful points may not be known yet.
void keep(const Answer& answer, size_t b, int lanes, bool decided, Leads* leads, float* gaps) {
  std::copy_n(answer.seconds, kBlock, leads->second.data() + b * kBlock);
  if (gaps != nullptr) std::copy_n(answer.gaps, lanes, gaps + b * kBlock);
  float least = answer.gaps[0];
  bool same = true;
  for (int p = 1; p < lanes; ++p) {
    least = std::min(least, answer.gaps[p]);
    same = same & (answer.labels[p] == answer.labels[0]);
  }
  leads->worst[b] = -least;
  leads->walked[b] = 0;
  leads->label[b] = same && decided ? answer.labels[0] : -1;
}

// If the points of block b have leads that will outlast another epoch like the last, carry over what is known of them.
template <class T>
bool carry_over(const Epoch<T>& last, size_t b, float margin, Leads* leads) {
  if (leads->label[b] < 0) return false;
  const float lost = last.way_at(0);
  const double worst = leads->worst[b] + static_cast<double>(last.walked(leads->label[b])) - leads->walked[b];
  if (-worst <= 2.5 * lost * (1 + 1e-6) + 4 * margin) return false;
  for (size_t i = b * kBlock; i < (b + 1) * kBlock; ++i)
    leads->second[i] = rounded_down(static_cast<double>(leads->second[i]) - lost);
  leads->worst[b] = rounded_up(worst + lost + 1e-6 * (std::fabs(worst) + lost));
  leads->walked[b] = 0;
  return true;
}

}  // namespace

template <class T, class Kind>
PassReport Pass<T, Kind>::run_and_measure(const CenterView<T>& centers, const Epoch<T>* last, Leads* leads, int32_t* labels,
                                          Tally<Kind>* tally, float* gaps) {
  PassReport report;
  std::mutex mutex;
  std::atomic<bool> stop{false};
  const Digits& digits = points_.digits;
  const bool by_digits = digits.ready() && centers.digits.tiles != nullptr;
  const float margin = rounded_up(rounding_of_definition(points_.d));
  const double work = static_cast<double>(kBlock) * points_.d * centers.k;
  Chunks chunks(points_.n_blocks, chunk_of(points_.n_blocks, work, changes_.n_threads()));
  run_on_threads(changes_.n_threads(), [&](int thread) {
    const KernelSet<T>& kernel = kernels().set<T>();
    PassReport my;
    Mover<Kind, T> mover(points_, units_);
    Tally<Kind>* mine = changes_.part(thread, tally);
    SecondLook<T, Kind> second(points_, centers);
    Answer answer;
    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      for (size_t b = begin; b < end; ++b) {
        if (last != nullptr && carry_over(*last, b, margin, leads)) continue;
        if (by_digits) {
          kernel.gaps_by_digits(digits.block(b), digits.errors[b], centers.digits, centers.k_padded, margin, &answer);
          my.moved += second.move_block(b, &answer, labels, &mover, mine);
        } else {
          kernel.nearest_and_gaps(points_.block(b), centers, margin, &answer);
          my.unsure += settle_doubts(points_, centers, b, answer.unsure, answer.labels);
          my.moved += mover.move_blocks(mine, b, b + 1, labels + b * kBlock, answer.labels);
        }
        if (leads != nullptr) keep(answer, b, points_.lanes(b), !by_digits || answer.unsure == 0, leads, gaps);
      }
      second.decide(labels, &mover, mine);
      if (thread == 0 && go_on_ && !go_on_()) stop.store(true);
    }
    my.moved += second.moved;
    my.unsure += second.ties();
    std::lock_guard<std::mutex> lock(mutex);
    report.add(my);
  });
  report.interrupted = stop.load();
  if (report.moved > 0) changes_.merge_into(tally);
  return report;
}

#define COVEY_MEASURING(T, Kind) \
  template PassReport Pass<T, Kind>::run_and_measure(const CenterView<T>&, const Epoch<T>*, Leads*, int32_t*, Tally<Kind>*, \
                                                     float*);
COVEY_MEASURING(float, NarrowTally)
COVEY_MEASURING(float, CountedTally)
COVEY_MEASURING(float, RealTally)
COVEY_MEASURING(double, CountedTally)
COVEY_MEASURING(double, RealTally)

}  // namespace covey
