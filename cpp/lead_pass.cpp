// A pass that looks only at points whose lead could be gone, and there only at the centers that have come that far.
//
// The labels and the tally are those of the full pass, bit for bit: what is left out is proven not to matter
// (leads.hpp), and what is not proven is decided by definition.
#include <algorithm>
#include <mutex>

#include "parallel.hpp"
#include "pass.hpp"
#include "rounding.hpp"
#include "rivalry.hpp"

namespace covey {
namespace {

// Points from many blocks that wait for the same question, as a block of their own.
template <class T, class Unit>
struct Waiting {
  int count = 0;
  size_t points[kBlock];
  T reach[kBlock];
  AlignedArray<Unit> block;

  explicit Waiting(int units) : block(aligned_array<Unit>(static_cast<size_t>(units) * kBlock)) {
    std::fill_n(block.get(), static_cast<size_t>(units) * kBlock, Unit(0));
    std::fill_n(reach, kBlock, T(-1));
  }

  void add(const Unit* from, int lane, size_t point, T far, int units) {
    Unit* to = block.get() + count;
    for (int j = 0; j < units; ++j) to[static_cast<size_t>(j) * kBlock] = from[static_cast<size_t>(j) * kBlock + lane];
    reach[count] = far;
    points[count++] = point;
  }
  void clear() {
    std::fill_n(reach, count, T(-1));
    count = 0;
  }
};

// What the questions are asked of: the coordinates themselves, or their digits.
template <class T>
struct InFull {
  using Unit = T;
  const Points<T>& points;
  const CenterView<T>& centers;

  int units() const { return points.d; }
  const T* block(size_t b) const { return points.block(b); }
  void leads(size_t b, const int32_t* labels, const LeadQuestion& question, LeadAnswer<T>* answer) const {
    kernels().set<T>().leads(block(b), centers, labels, question, answer);
  }
  void rivals(const T* block, int count, const T* reach, Rivals* out) const {
    kernels().set<T>().rivals(block, centers, count, reach, out);
  }
  // The nearest of all centers, by their places in the tiles or, if `in_order`, themselves.
  bool in_order() const { return points.d <= kLowDimensions; }
  void nearest(size_t b, float, int32_t* labels, uint32_t* unsure) const {
    kernels().set<T>().nearest(block(b), 1, centers, labels, unsure);
  }
  T error(size_t) const { return 0; }   // by which a block is off
  double looseness(size_t, double reach) const {   // by how much a reach may be above the distance
    return reach * (points.d + 16) * (sizeof(T) == 4 ? 2.4e-7 : 4.5e-16) + 1e-17;
  }
};
template <class T>
struct ByDigits {
  using Unit = int32_t;
  const Points<T>& points;
  const CenterView<T>& centers;

  int units() const { return points.digits.pairs; }
  const int32_t* block(size_t b) const { return points.digits.block(b); }
  void leads(size_t b, const int32_t* labels, const LeadQuestion& question, LeadAnswer<T>* answer) const {
    kernels().set<T>().leads_by_digits(block(b), points.digits.errors[b], centers.digits, labels, question, answer);
  }
  void rivals(const int32_t* block, int count, const T* reach, Rivals* out) const {
    kernels().set<T>().rivals_by_digits(block, centers.digits, count, reach, out);
  }
  bool in_order() const { return false; }
  void nearest(size_t b, float margin, int32_t* labels, uint32_t* unsure) const {
    Answer answer;
    kernels().set<T>().gaps_by_digits(block(b), points.digits.errors[b], centers.digits, centers.k_padded, margin, &answer);
    std::copy_n(answer.labels, kBlock, labels);
    *unsure = answer.unsure;
  }
  T error(size_t b) const { return static_cast<T>(points.digits.errors[b] * centers.digits.step * 1.00001f); }
  double looseness(size_t b, double reach) const {
    return 2.001 * (points.digits.errors[b] + centers.digits.error + 3) * centers.digits.step + reach * 1e-5;
  }
};

}  // namespace

LeadSteps::LeadSteps(int k, int tile) {
  const int third = tile / 3, padded = (k + third - 1) / third * third;
  const int parts[kSteps] = {0, 40, 10, 3};
  for (int s = 1; s < kSteps; ++s) sizes[s] = std::min(padded, (k / parts[s] / tile + 1) * tile);
  sizes[0] = 0;
  sizes[kSteps] = padded;
}

// What one thread needs to ask about blocks, and the asking.
namespace {

template <class T, class Kind, class Form>
class LeadAsker {
 public:
  LeadAsker(const Points<T>& points, const CenterView<T>& centers, const Epoch<T>& epoch, const LeadSteps& steps, Leads& leads)
      : form_{points, centers},
        points_(points),
        centers_(centers),
        epoch_(epoch),
        leads_(leads),
        steps_(steps),
        rivalry_(points, centers),
        margin_(rounding_of_definition(points.d)) {
    question_.margin = rounded_up(margin_);
    for (int s = 0; s < kSteps; ++s) question_.ways[s] = epoch.way_at(steps.sizes[s]);
    for (int s = 0; s < kSteps; ++s) waiting_.emplace_back(form_.units());
  }

  // Whether some point of block b could have lost its lead.
  bool could_change(size_t b) const {
    if (leads_.label[b] < 0) return true;
    const double since = static_cast<double>(epoch_.walked(leads_.label[b])) - leads_.walked[b];
    return -leads_.worst[b] <= (since + epoch_.way_at(0)) * (1 + 1e-6) + 2 * margin_;
  }

  // Look at the leads of block b; `labels` of all its points.
  void look(size_t b, const int32_t* labels) {
    std::copy_n(labels, points_.lanes(b), own_);
    std::fill(own_ + points_.lanes(b), own_ + kBlock, own_[points_.lanes(b) - 1]);
    question_.seconds = leads_.second.data() + b * kBlock;
    form_.leads(b, own_, question_, &answer_);
    asked_ = 0;
    for (uint32_t& asked : answer_.asked) {
      if (points_.lanes(b) < kBlock) asked &= (1u << points_.lanes(b)) - 1;
      asked_ |= asked;
    }
  }

  // Centers that would be compared with the points looked at, all together.
  int64_t work() const {
    int64_t total = 0;
    for (int s = 0; s < kSteps; ++s) total += static_cast<int64_t>(answer_.counts[s]) * steps_.sizes[s + 1];
    return total;
  }

  // Keep what was seen, and ask about the points that could have lost their lead.
  void ask(size_t b, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    leads_.worst[b] = rounded_up(answer_.worst);
    bool same = true;
    for (int p = 1; p < kBlock; ++p) same = same & (own_[p] == own_[0]);
    leads_.label[b] = same ? own_[0] : -1;
    if (same) leads_.walked[b] = epoch_.walked(own_[0]);
    if (asked_ == 0) return;
    int last = 0;
    double apart = 0;   // steps of a processor, roughly
    for (int s = 0; s < kSteps; ++s) {
      if (answer_.asked[s] == 0) continue;
      last = s;
      apart += answer_.counts[s] * (2.0 * form_.units() + 15 + cost_of(s) / kBlock);
    }
    if (apart >= cost_of(last))
      ask_block(b, last, labels, mover, tally);
    else
      gather(b, labels, mover, tally);
  }

  void ask_all_waiting(int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    for (int s = 0; s < kSteps; ++s)
      if (waiting_[s].count > 0) ask_waiting(s, labels, mover, tally);
  }

  int64_t ties() const { return rivalry_.ties; }

  SkippingReport report;

 private:
  double cost_of(int step) const { return steps_.sizes[step + 1] * (2.0 * form_.units() + 2) + 60; }

  // Ask about the points of a block where they stand.
  void ask_block(size_t b, int step, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    report.looks += static_cast<int64_t>(kBlock) * steps_.sizes[step + 1];
    const auto point_of = [b](int p) { return b * kBlock + p; };
    uint32_t left = asked_;
    if (step == kSteps - 1) {   // one look finds most labels
      int32_t places[kBlock];
      uint32_t unsure;
      form_.nearest(b, question_.margin, places, &unsure);
      for (uint32_t sure = asked_ & ~unsure; sure != 0; sure &= sure - 1) {
        const int p = __builtin_ctz(sure);
        const int32_t label = form_.in_order() ? places[p] : epoch_.order()[places[p]];
        if (label != labels[point_of(p)]) give(point_of(p), label, answer_.reach[p], labels, mover, tally);
      }
      left = asked_ & unsure;
      if (left == 0) return;
    }
    T reach[kBlock];
    for (int p = 0; p < kBlock; ++p) reach[p] = left >> p & 1 ? answer_.reach[p] + form_.error(b) : T(-1);
    form_.rivals(form_.block(b), steps_.sizes[step + 1], reach, &rivalry_.rivals);
    decide(point_of, reach, labels, mover, tally);
  }

  // Let the points of a block that are to be asked about wait until there are as many as a block has.
  void gather(size_t b, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    for (int s = 0; s < kSteps; ++s)
      for (uint32_t left = answer_.asked[s]; left != 0; left &= left - 1) {
        const int p = __builtin_ctz(left);
        waiting_[s].add(form_.block(b), p, b * kBlock + p, answer_.reach[p] + form_.error(b), form_.units());
        if (waiting_[s].count == kBlock) ask_waiting(s, labels, mover, tally);
      }
  }

  void ask_waiting(int s, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    Waiting<T, typename Form::Unit>& waiting = waiting_[s];
    form_.rivals(waiting.block.get(), steps_.sizes[s + 1], waiting.reach, &rivalry_.rivals);
    report.looks += static_cast<int64_t>(kBlock) * steps_.sizes[s + 1];
    decide([&waiting](int p) { return waiting.points[p]; }, waiting.reach, labels, mover, tally);
    waiting.clear();
  }

  template <class PointOf>
  void decide(const PointOf& point_of, const T* reach, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    rivalry_.decide(
        epoch_.order().data(), point_of, [&](int p) { return labels[point_of(p)]; },
        [&](int p, int32_t label) { give(point_of(p), label, reach[p], labels, mover, tally); });
  }

  // A point changes its center. What is known of its second one has to hold for the old one too from now on.
  void give(size_t i, int32_t label, T reach, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    const double own = static_cast<double>(reach) - form_.error(i / kBlock) - form_.looseness(i / kBlock, reach);
    leads_.second[i] = std::min(leads_.second[i], rounded_down(own - epoch_.way(labels[i]) - margin_));
    leads_.label[i / kBlock] = -1;
    if (tally != nullptr) mover->move(*tally, i, labels[i], label);
    labels[i] = label;
    ++report.moved;
  }

  const Form form_;
  const Points<T>& points_;
  const CenterView<T>& centers_;
  const Epoch<T>& epoch_;
  Leads& leads_;
  const LeadSteps& steps_;
  LeadQuestion question_;
  LeadAnswer<T> answer_;
  uint32_t asked_ = 0;
  int32_t own_[kBlock];
  std::vector<Waiting<T, typename Form::Unit>> waiting_;
  Rivalry<T> rivalry_;
  double margin_;
};

// Call use with the form in which questions are asked.
template <class T, class Use>
auto in_form(const Points<T>& points, const CenterView<T>& centers, const Use& use) {
  const bool by_digits = points.digits.ready() && centers.digits.tiles != nullptr;
  return by_digits ? use(ByDigits<T>{points, centers}) : use(InFull<T>{points, centers});
}

}  // namespace

template <class T, class Kind>
SkippingReport Pass<T, Kind>::run_leads(const CenterView<T>& centers, const Epoch<T>& epoch, Leads* leads, int32_t* labels,
                                        Tally<Kind>* tally) {
  SkippingReport report;
  std::mutex mutex;
  std::atomic<bool> stop{false};
  const LeadSteps steps(centers.k, kernels().set<T>().tile);
  // Neighbouring chunks share no block, so each block's leads are one thread's business.
  Chunks chunks(points_.n_blocks, std::min<size_t>(512, points_.n_blocks / (changes_.n_threads() * 8) + 1));
  const auto work = [&](int thread, const auto& form) {
    using Form = std::decay_t<decltype(form)>;
    Mover<Kind, T> mover(points_, units_);
    Tally<Kind>* mine = changes_.part(thread, tally);
    LeadAsker<T, Kind, Form> asker(points_, centers, epoch, steps, *leads);
    for (size_t begin, end; !stop.load(std::memory_order_relaxed) && chunks.next(&begin, &end);) {
      for (size_t b = begin; b < end; ++b) {
        if (!asker.could_change(b)) continue;
        ++asker.report.blocks;
        asker.look(b, labels + b * kBlock);
        asker.ask(b, labels, &mover, mine);
      }
      asker.ask_all_waiting(labels, &mover, mine);   // within the chunk, while its leads are still ours
      if (thread == 0 && go_on_ && !go_on_()) stop.store(true);
    }
    asker.report.unsure += asker.ties();
    std::lock_guard<std::mutex> lock(mutex);
    report.add(asker.report);
  };
  run_on_threads(changes_.n_threads(), [&](int thread) {
    in_form(points_, centers, [&](const auto& form) { work(thread, form); });
  });
  report.interrupted = stop.load();
  if (report.moved > 0) changes_.merge_into(tally);
  return report;
}

template <class T, class Kind>
double Pass<T, Kind>::expected_looks(const CenterView<T>& centers, const Epoch<T>& epoch, const Leads& leads,
                                     const int32_t* labels) const {
  constexpr size_t kSample = 64;
  Leads& unchanged = const_cast<Leads&>(leads);   // `look` only looks
  const LeadSteps steps(centers.k, kernels().set<T>().tile);
  return in_form(points_, centers, [&](const auto& form) {
    LeadAsker<T, Kind, std::decay_t<decltype(form)>> asker(points_, centers, epoch, steps, unchanged);
    const size_t every = std::max<size_t>(points_.n_blocks / kSample, 1);
    int64_t work = 0, blocks = 0;
    for (size_t b = every / 2; b < points_.n_blocks; b += every, ++blocks) {
      if (!asker.could_change(b)) continue;
      asker.look(b, labels + b * kBlock);
      work += asker.work();
    }
    return static_cast<double>(work) / (static_cast<double>(std::max<int64_t>(blocks, 1)) * kBlock * centers.k);
  });
}

#define COVEY_LEADS(T, Kind)                                                                                            \
  template SkippingReport Pass<T, Kind>::run_leads(const CenterView<T>&, const Epoch<T>&, Leads*, int32_t*, Tally<Kind>*); \
  template double Pass<T, Kind>::expected_looks(const CenterView<T>&, const Epoch<T>&, const Leads&, const int32_t*) const;
COVEY_LEADS(float, NarrowTally)
COVEY_LEADS(float, CountedTally)
COVEY_LEADS(float, RealTally)
COVEY_LEADS(double, CountedTally)
COVEY_LEADS(double, RealTally)

}  // namespace covey
