// The only file that knows threads.
//
// One pool for the process, made when first needed and made anew in a forked child. A call borrows the whole
// pool; a second call at the same moment finds it taken and runs on its own thread alone. Work is handed out
// in chunks by a shared counter, so the result must not depend on which thread does what: every sum in the
// engine is an integer sum.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace covey {

// Run body(thread) on up to n_threads threads, thread 0 being the caller; return when all have finished. What a
// body throws is thrown here then, the first of several.
void run_on_threads(int n_threads, const std::function<void(int)>& body);

// Whether `work` multiply-adds are worth waking threads for.
inline int threads_for(double work, int n_threads) { return work < 400000.0 ? 1 : n_threads; }

// Hands out [0, size) in chunks, to whoever asks.
class Chunks {
 public:
  Chunks(size_t size, size_t chunk) : size_(size), chunk_(chunk < 1 ? 1 : chunk) {}

  bool next(size_t* begin, size_t* end) {
    const size_t at = next_.fetch_add(chunk_, std::memory_order_relaxed);
    if (at >= size_) return false;
    *begin = at;
    *end = at + chunk_ < size_ ? at + chunk_ : size_;
    return true;
  }

 private:
  std::atomic<size_t> next_{0};
  size_t size_;
  size_t chunk_;
};

}  // namespace covey
