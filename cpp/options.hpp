// What a fit is asked to do. Plain data, every default visible.
#pragma once

#include <cstdint>
#include <functional>

namespace covey {

enum class Init : int { plus_plus = 0, random = 1, given = 2 };

// What happens after the last start: nothing, a search within about the cost of a start, a long one. See improve.hpp.
enum class Effort : int { fast = 0, standard = 1, best = 2 };

// Told once per iteration; answers "go on?".
struct Progress {
  int start;        // which of the starts, from 0
  int iteration;    // finished iterations of that start
  int64_t moved;    // points that changed cluster
};

struct Options {
  int n_clusters = 8;
  Init init = Init::plus_plus;
  int n_starts = 1;
  int max_iterations = 300;
  double tolerance = 1e-4;   // relative to the mean variance of the columns, as in scikit-learn
  int n_threads = 1;
  Effort effort = Effort::fast;
  int n_searches = 0;        // 0: until enough of them agree
  bool spherical = false;    // centers are kept at length 1: rows must have that length
  const uint64_t* seeds = nullptr;                  // one per start
  std::function<bool(const Progress&)> each_iteration;   // may be empty
  std::function<bool()> go_on;                      // polled between chunks of work by the calling thread
};

}  // namespace covey
