// Which kind of pass each iteration gets: a full one, or one that skips; and when the points are put in order.
//
// All give the same labels and the same tally. Full passes need nothing and cost the same each time. Skipping pays
// once the centers move little; for that the points are arranged by cluster, which costs about as much as a few
// passes over the memory, so it is done when full passes have already cost that much (a skier's choice between
// renting and buying: never worse than about twice the best).
#pragma once

#include <chrono>

#include "arrange.hpp"
#include "pass.hpp"

namespace covey {

// What `use_skipping` can ask for: the choice by cost, full passes only, or one kind of skipping as soon and as often as
// possible.
enum class Skipping : int { by_cost, never, whole_blocks, lists, lanes };

// Use this from now on; false if there is no such name. For tests: the result is the same for all of them.
bool use_skipping(const char* name);
Skipping wanted_skipping();

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
  PassReport run(std::vector<int32_t>* labels, Tally<Kind>* tally);

  // The centers have moved.
  void moved() {
    if (skipping_) drift_.add(centers_);
  }
  // Labels were changed by someone else.
  void forget() {
    if (skipping_) bounds_.forget();
  }

 private:
  double cost_of_arranging() const;   // seconds, roughly
  bool start_now() const;
  bool arrange_now();
  void start_skipping();
  SkippingReport skip(std::vector<int32_t>* labels, Tally<Kind>* tally);
  PassReport skip_and_arrange(std::vector<int32_t>* labels, Tally<Kind>* tally);
  void arrange(std::vector<int32_t>* labels, const std::vector<float>& gaps);

  Points<T>& points_;
  Centers<T>& centers_;
  int n_threads_;
  Pass<T, Kind> pass_;
  const Skipping wanted_;
  bool skipping_ = false;
  Drift<T> drift_;
  Bounds bounds_;
  int capacity_ = 0;             // of a list; 0 where lists do not pay
  bool by_lanes_ = false;
  std::vector<float> seconds_;   // per point, if by lanes
  int crowded_ = 0;              // passes in which most centers were near most blocks
  double spent_ = 0;             // seconds in passes since the points were last arranged
  double price_ = 0;             // seconds that the last arrangement cost, with what had to be found out again
  double patience_ = 3;          // arrange again when passes have cost so many times the price
  int64_t last_moved_ = 0;
  int64_t moved_since_ = 0;
  double full_pass_ = 0;         // seconds of one full pass
  int full_passes_ = 0;
  int passes_since_ = 0;         // that skipped, if asked for
};

}  // namespace covey
