// What the points that moved in one pass add to the tally: one part per thread, merged at the end.
#pragma once

#include <algorithm>
#include <vector>

#include "parallel.hpp"
#include "tally.hpp"

namespace covey {

template <class Kind>
class Changes {
 public:
  // As many parts as fit in memory; `n_threads` is how many may be used.
  Changes(int k, int d, int n_threads) {
    const double bytes = static_cast<double>(k) * d * sizeof(typename Kind::Sum);
    n_threads_ = std::min(n_threads, static_cast<int>(std::max(1.0, 512e6 / bytes)));
    if (n_threads_ > 1) parts_.assign(n_threads_, Tally<Kind>(k, d));
  }

  int n_threads() const { return n_threads_; }

  // Where a thread writes: the tally itself if there is one thread.
  Tally<Kind>* part(int thread, Tally<Kind>* tally) { return n_threads_ == 1 || tally == nullptr ? tally : &parts_[thread]; }

  void merge_into(Tally<Kind>* tally) {
    if (n_threads_ == 1 || tally == nullptr) return;
    const int k = tally->k;
    const int n_threads = threads_for(static_cast<double>(k) * tally->d * n_threads_, n_threads_);
    Chunks chunks(k, k / (4 * n_threads) + 1);
    run_on_threads(n_threads, [&](int) {
      for (size_t begin, end; chunks.next(&begin, &end);)
        for (Tally<Kind>& part : parts_) tally->take(part, static_cast<int>(begin), static_cast<int>(end));
    });
  }

 private:
  int n_threads_;
  std::vector<Tally<Kind>> parts_;
};

}  // namespace covey
