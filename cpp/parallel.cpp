#include "parallel.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#ifndef _WIN32
#include <pthread.h>
#endif

namespace covey {
namespace {

inline void pause_briefly() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

constexpr int kSpins = 2000;   // tens of microseconds: longer than the gap between two passes of a fit

class Pool {
 public:
  std::atomic<bool> taken{false};   // for the length of a call

  void run(int n_threads, const std::function<void(int)>& body) {
    const int n_workers = grow(n_threads - 1);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      body_ = &body;
      wanted_ = n_workers;
      running_.store(n_workers, std::memory_order_relaxed);
      round_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    attempt(body, 0);
    for (int i = 0; i < kSpins && running_.load(std::memory_order_acquire) > 0; ++i) pause_briefly();
    std::unique_lock<std::mutex> lock(mutex_);
    finished_.wait(lock, [this] { return running_.load(std::memory_order_acquire) == 0; });
    if (problem_) std::rethrow_exception(std::exchange(problem_, nullptr));
  }

 private:
  // Have that many workers, or as many as the system gives; returns how many may be used.
  int grow(int n_workers) {
    while (static_cast<int>(workers_.size()) < n_workers) {
      const int index = static_cast<int>(workers_.size()) + 1;
      const unsigned seen = round_.load(std::memory_order_acquire);
      try {
        workers_.emplace_back([this, index, seen] { work(index, seen); });
      } catch (const std::system_error&) {   // the limit of threads is reached: fewer do
        break;
      }
      workers_.back().detach();   // workers live as long as the process
    }
    return std::min(n_workers, static_cast<int>(workers_.size()));
  }

  // A body that throws (no memory) must not end the process, nor leave the others with a dead one.
  void attempt(const std::function<void(int)>& body, int index) {
    try {
      body(index);
    } catch (...) {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!problem_) problem_ = std::current_exception();
    }
  }

  void work(int index, unsigned seen) {
    for (;;) {
      for (int i = 0; i < kSpins && round_.load(std::memory_order_acquire) == seen; ++i) pause_briefly();
      const std::function<void(int)>* body = nullptr;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [this, seen] { return round_.load(std::memory_order_acquire) != seen; });
        seen = round_.load(std::memory_order_acquire);
        if (index <= wanted_) body = body_;
      }
      if (body == nullptr) continue;
      attempt(*body, index);
      if (running_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        std::lock_guard<std::mutex> lock(mutex_);
        finished_.notify_one();
      }
    }
  }

  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable finished_;
  std::atomic<unsigned> round_{0};
  std::atomic<int> running_{0};
  const std::function<void(int)>* body_ = nullptr;
  int wanted_ = 0;
  std::exception_ptr problem_;   // the first thing a body threw in this call
};

std::atomic<Pool*> the_pool{nullptr};

// A forked child has the memory of the pool but none of its threads: it starts with a new one.
void forget_pool_in_child() { the_pool.store(nullptr); }

Pool* pool() {
  Pool* existing = the_pool.load(std::memory_order_acquire);
  if (existing != nullptr) return existing;
#ifndef _WIN32
  static std::once_flag registered;
  std::call_once(registered, [] { pthread_atfork(nullptr, nullptr, forget_pool_in_child); });
#endif
  Pool* made = new Pool();   // never destroyed: its threads wait in it until the process ends
  if (the_pool.compare_exchange_strong(existing, made)) return made;
  delete made;
  return existing;
}

// Gives the pool back, also when a body has thrown.
struct Release {
  Pool* shared;
  ~Release() { shared->taken.store(false, std::memory_order_release); }
};

}  // namespace

void run_on_threads(int n_threads, const std::function<void(int)>& body) {
  if (n_threads > 1) {
    Pool* shared = pool();
    if (!shared->taken.exchange(true, std::memory_order_acquire)) {
      const Release release{shared};
      shared->run(n_threads, body);
      return;
    }
  }
  body(0);
}

}  // namespace covey
