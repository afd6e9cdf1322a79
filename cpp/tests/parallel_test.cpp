// Threads: every chunk once, callers at the same moment, children of a fork, bodies that throw.
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <thread>

#include "check.hpp"
#include "nearest_rows.hpp"
#include "parallel.hpp"
#include "samples.hpp"

using namespace covey_tests;

namespace {

bool each_chunk_comes_once(int n_threads, size_t size, size_t chunk) {
  const std::unique_ptr<std::atomic<int>[]> seen(new std::atomic<int>[size + 1]());
  covey::Chunks chunks(size, chunk);
  covey::run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) seen[i].fetch_add(1);
  });
  for (size_t i = 0; i < size; ++i)
    if (seen[i].load() != 1) return false;
  return true;
}

}  // namespace

TEST(each_chunk_comes_once_for_every_number_of_threads) {
  for (int n_threads : {1, 2, 3, 7, 2, 1})
    for (size_t size : {size_t(0), size_t(1), size_t(5), size_t(1000)})
      for (size_t chunk : {size_t(0), size_t(1), size_t(3), size_t(2000)})
        CHECK(each_chunk_comes_once(n_threads, size, chunk));
}

TEST(thread_0_is_the_caller_and_others_have_numbers_of_their_own) {
  std::atomic<int> times[5] = {};
  std::thread::id zero;
  covey::run_on_threads(5, [&](int thread) {
    times[thread].fetch_add(1);
    if (thread == 0) zero = std::this_thread::get_id();
  });
  for (const auto& count : times) CHECK(count.load() == 1);
  CHECK(zero == std::this_thread::get_id());
}

TEST(many_short_calls_lose_no_wake_up) {
  std::atomic<long> total{0};
  for (int i = 0; i < 2000; ++i) covey::run_on_threads(2 + i % 3, [&](int) { total.fetch_add(1); });
  long expected = 0;
  for (int i = 0; i < 2000; ++i) expected += 2 + i % 3;
  CHECK(total.load() == expected);
}

TEST(callers_at_the_same_moment_all_get_their_answer) {
  std::vector<std::thread> callers;
  std::atomic<int> right{0};
  for (int c = 0; c < 6; ++c)
    callers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) right.fetch_add(each_chunk_comes_once(3, 500, 7) ? 1 : 0);
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(right.load() == 300);
}

TEST(a_call_inside_a_call_runs_on_its_own_thread) {
  std::atomic<int> inner{0};
  covey::run_on_threads(2, [&](int) { covey::run_on_threads(2, [&](int) { inner.fetch_add(1); }); });
  CHECK(inner.load() == 2);
}

TEST(what_a_body_throws_reaches_the_caller_after_all_have_finished) {
  for (int thrower : {0, 1}) {
    std::atomic<int> finished{0};
    bool caught = false;
    try {
      covey::run_on_threads(3, [&](int thread) {
        if (thread == thrower) throw std::runtime_error("no");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        finished.fetch_add(1);
      });
    } catch (const std::runtime_error&) {
      caught = true;
    }
    CHECK(caught);
    CHECK(finished.load() == 2);
    CHECK(each_chunk_comes_once(3, 100, 1));   // and the pool still works
  }
}

#ifndef __SANITIZE_THREAD__   // that sanitizer cannot follow the threads of a forked child
TEST(a_forked_child_has_threads_of_its_own) {
  CHECK(each_chunk_comes_once(3, 100, 1));
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);   // a child that hangs is killed, and the parent sees it
      _exit(each_chunk_comes_once(3, 1000, 1) ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  CHECK(each_chunk_comes_once(3, 100, 1));
}

TEST(a_child_forked_while_others_compute_can_compute) {
  std::atomic<bool> stop{false};
  std::thread busy([&] {
    while (!stop.load()) each_chunk_comes_once(2, 2000, 1);
  });
  for (int i = 0; i < 5; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      std::atomic<int> calls{0};
      covey::run_on_threads(2, [&](int) { calls.fetch_add(1); });
      _exit(calls.load() == 2 ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  stop.store(true);
  busy.join();
}
#endif

TEST(answers_of_callers_at_the_same_moment_are_the_answer_of_one) {
  const Table<float> rows = table<float>(Kind::normal, 4000, 6, 1), centers = table<float>(Kind::normal, 20, 6, 2);
  std::vector<int32_t> expected(rows.n);
  covey::nearest_rows<float>(rows.rows(), centers.rows(), 1, expected.data());
  std::vector<std::thread> callers;
  std::atomic<int> right{0};
  for (int c = 0; c < 6; ++c)
    callers.emplace_back([&] {
      std::vector<int32_t> labels(rows.n);
      covey::nearest_rows<float>(rows.rows(), centers.rows(), 3, labels.data());
      right.fetch_add(labels == expected ? 1 : 0);
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(right.load() == 6);
}
