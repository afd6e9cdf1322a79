// Which kind of pass each iteration gets: a full one, or one that skips; and when the points are put in order.
//
// All give the same labels and the same tally. Full passes need nothing and cost the same each time. A full pass can
// begin an epoch, after which passes look only where leads could be gone (leads.hpp); that costs more from pass to pass,
// until a new epoch begins. That is done once the passes since have cost, or the next one would cost, what it saves (a
// skier's choice between renting and buying: never worse than about twice the best).
#pragma once

#include <chrono>

#include "arrange.hpp"
#include "labels.hpp"
#include "pass.hpp"

namespace covey {

// What `use_skipping` can ask for: the choice by cost; full passes in full precision only; or digits for every table, and
// passes that skip as soon and as often as possible, with a new epoch and arrangement now and then.
enum class Skipping : int { by_cost, never, always };

// Use this from now on; false if there is no such name. For tests: the result is the same for all of them.
bool use_skipping(const char* name);
Skipping wanted_skipping();

// Whether tables of this shape get digits.
bool want_digits(size_t n, int d, int k);

template <class T, class Kind>
class Assignment {
 public:
  Assignment(Points<T>& points, Centers<T>& centers, int n_threads, const std::function<bool()>& go_on)
      : points_(points),
        centers_(centers),
        n_threads_(n_threads),
        pass_(points, centers.k(), n_threads, go_on),
        wanted_(wanted_skipping()) {}

  // Assign every point to its nearest center; labels (n) and tally follow.
  PassReport run(Labels* labels, Tally<Kind>* tally);

  // The centers have moved.
  void moved() {
    if (in_epoch_) epoch_.add(centers_);
  }
  // Labels were changed by someone else.
  void forget() {
    if (in_epoch_) leads_.forget();
  }

 private:
  double cost_of_arranging() const;   // seconds, roughly
  bool worth_an_epoch() const;
  bool renew(const CenterView<T>& centers, const int32_t* labels);
  bool arrange_now() const;
  bool look_is_cheap() const;
  PassReport plain_pass(Labels* labels, Tally<Kind>* tally);
  PassReport begin_epoch(Labels* labels, Tally<Kind>* tally);
  PassReport skipping_pass(const CenterView<T>& centers, Labels* labels, Tally<Kind>* tally);
  void give_up_if_futile(bool gained);
  void arrange(Labels* labels, const std::vector<float>& gaps);

  Points<T>& points_;
  Centers<T>& centers_;
  int n_threads_;
  Pass<T, Kind> pass_;
  const Skipping wanted_;
  bool in_epoch_ = false;
  Epoch<T> epoch_;
  Leads leads_;
  int passes_ = 0;                // of any kind
  int passes_in_epoch_ = 0;
  double least_s_ = 0;            // seconds of the cheapest pass that skipped in this epoch
  double excess_s_ = 0;           // what a new epoch could have saved
  double full_s_ = 0;             // seconds of one full pass
  double renewal_s_ = 0;          // of the pass that began this epoch
  double spent_s_ = 0;            // in all passes since the points were arranged
  double arranging_s_ = 0;        // of the last arrangement
  bool arranged_ = false;
  int64_t last_moved_ = 0;
  int64_t moved_since_ = 0;       // since the points were arranged
  int futile_ = 0;                // passes in a row that gained nothing from the epoch
  int pause_ = 0;                 // full passes before an epoch is tried again
  int next_pause_ = 4;
};

}  // namespace covey
