#include "searches.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "gist_seeding.hpp"
#include "parallel.hpp"
#include "random.hpp"

namespace covey {
namespace {

constexpr double kSame = 1 + 1e-9;
constexpr int kBrood = 8;                    // children of one generation: they do not know of each other
constexpr int kBarren = 6;                   // generations in a row without a gain are the last
constexpr std::chrono::milliseconds kBetweenQuestions(20);
constexpr uint32_t kFirstChild = 1u << 20;   // their numbers follow those of all searches

std::vector<double> child_of(const Found& mother, const Found& father, int k, int d, uint64_t seed, uint32_t number) {
  struct Couple {
    double squared;
    int left, right;
  };
  std::vector<Couple> couples;
  for (int a = 0; a < k; ++a)
    for (int b = 0; b < k; ++b) {
      double squared = 0;
      for (int j = 0; j < d; ++j) {
        const double difference = mother.centers[static_cast<size_t>(a) * d + j] - father.centers[static_cast<size_t>(b) * d + j];
        squared += difference * difference;
      }
      couples.push_back({squared, a, b});
    }
  std::sort(couples.begin(), couples.end(), [](const Couple& a, const Couple& b) {
    if (a.squared != b.squared) return a.squared < b.squared;
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  std::vector<uint8_t> left_taken(k, 0), right_taken(k, 0);
  std::vector<double> out(static_cast<size_t>(k) * d);
  for (const Couple& couple : couples) {
    if (left_taken[couple.left] || right_taken[couple.right]) continue;
    left_taken[couple.left] = right_taken[couple.right] = 1;
    const bool from_mother = draw(seed, number, static_cast<uint32_t>(couple.left), 0xC0000000u) >> 63;
    const double* from = from_mother ? mother.centers.data() + static_cast<size_t>(couple.left) * d
                                     : father.centers.data() + static_cast<size_t>(couple.right) * d;
    std::copy_n(from, d, out.data() + static_cast<size_t>(couple.left) * d);
  }
  return out;
}

// How many of some tasks have not ended, by a result or by throwing.
class Countdown {
 public:
  explicit Countdown(int tasks) : left_(tasks) {}

  struct One {
    explicit One(Countdown& of) : of_(of) {}
    ~One() {
      const std::lock_guard<std::mutex> held(of_.lock_);
      if (--of_.left_ == 0) of_.none_left_.notify_all();
    }
    One(const One&) = delete;
    One& operator=(const One&) = delete;

   private:
    Countdown& of_;
  };

  bool done_within(std::chrono::milliseconds time) {
    std::unique_lock<std::mutex> held(lock_);
    return none_left_.wait_for(held, time, [&] { return left_ == 0; });
  }

 private:
  std::mutex lock_;
  std::condition_variable none_left_;
  int left_;
};

class Searches {
 public:
  Searches(const Gist& gist, int k, uint64_t seed, const SearchPlan& plan, int n_threads,
           const std::function<bool()>& go_on)
      : gist_(gist), k_(k), seed_(seed), plan_(plan), n_threads_(n_threads), go_on_(go_on) {
    limits_.failures = plan.failures;
    limits_.work = plan.children > 0 ? plan.work / 2 : plan.work;   // some is left for the children
  }

  Searched run(const std::vector<double>& first) {
    independent(first);
    if (!out_.interrupted && out_.agreeing < plan_.agreeing && pool_.size() >= 2) have_children();
    out_.best = pool_.front();
    out_.agreeing = agreeing();
    return std::move(out_);
  }

 private:
  void independent(const std::vector<double>& first) {
    const int at_once = std::max(1, n_threads_);
    for (int begin = 0; begin < plan_.searches; begin += at_once) {
      const int count = std::min(at_once, plan_.searches - begin);
      const std::vector<Found> wave = run_some(count, begin, [&](int s) {
        return begin + s == 0 ? first : starting_points(gist_, k_, seed_, static_cast<uint32_t>(begin + s));
      });
      for (const Found& found : wave) {
        if (stopped_ && out_.searches > 0) break;   // the first is kept, however far it came
        if (out_.searches == 0) out_.first_cost = found.first_cost;
        if (out_.searches > 0) spent_ += work_of_starting(gist_, k_);
        ++out_.searches;
        costs_.push_back(found.cost);
        out_.highest = std::max(out_.highest, found.cost);
        spent_ += found.work;
        insert(found);
        out_.agreeing = agreeing();
        if (out_.agreeing >= plan_.agreeing || spent_ >= plan_.enough) break;
      }
      out_.interrupted = stopped_;
      if (stopped_ || out_.agreeing >= plan_.agreeing || spent_ >= plan_.enough) return;
    }
  }

  void have_children() {
    const size_t size = pool_.size();
    int barren = 0;
    limits_.failures = plan_.child_failures;
    for (int born = 0; born < plan_.children && barren < kBarren && spent_ < plan_.work; born += kBrood) {
      const uint32_t first = kFirstChild + static_cast<uint32_t>(born);
      const std::vector<Found> brood = run_some(kBrood, static_cast<int>(first), [&](int s) {
        const uint32_t number = first + static_cast<uint32_t>(s);
        const size_t mother = draw_below(pool_.size(), draw(seed_, number, 0, 0xE0000000u));
        size_t father = draw_below(pool_.size() - 1, draw(seed_, number, 1, 0xE0000000u));
        if (father >= mother) ++father;
        return child_of(pool_[mother], pool_[father], k_, gist_.d, seed_, number);
      });
      const double before = pool_.front().cost;
      if (stopped_) break;
      for (const Found& found : brood) {
        spent_ += found.work;
        insert(found);
        if (pool_.size() > size) pool_.pop_back();
      }
      barren = pool_.front().cost * kSame < before ? 0 : barren + 1;
    }
    out_.interrupted = stopped_;
  }

  // Searches side by side; start(s) is called on their threads. The caller goes on asking `go_on_` while others search.
  template <class Start>
  std::vector<Found> run_some(int count, int first_number, const Start& start) {
    std::vector<Found> found(count);
    std::atomic<bool> stop{false};
    Chunks chunks(count, 1);
    Countdown running(count);
    run_on_threads(std::min(n_threads_, count), [&](int thread) {
      const std::function<bool()> go_on = [&, thread] {
        if (thread == 0 && go_on_ && !go_on_()) stop = true;
        return !stop;
      };
      for (size_t s, end; chunks.next(&s, &end) && (!stop || s == 0);) {
        const Countdown::One one(running);
        found[s] = search_by_swaps(gist_, k_, start(static_cast<int>(s)), seed_, static_cast<uint32_t>(first_number + s),
                                   limits_, go_on);
      }
      while (thread == 0 && go_on() && !running.done_within(kBetweenQuestions)) continue;
    });
    stopped_ = stop;
    return found;
  }

  // Into the pool, lowest first; one of each cost.
  void insert(const Found& found) {
    auto at = std::find_if(pool_.begin(), pool_.end(), [&](const Found& other) { return found.cost < other.cost; });
    const bool known = (at != pool_.begin() && found.cost <= std::prev(at)->cost * kSame) ||
                       (at != pool_.end() && at->cost <= found.cost * kSame);
    if (!known) pool_.insert(at, found);
  }

  int agreeing() const {
    return static_cast<int>(
        std::count_if(costs_.begin(), costs_.end(), [&](double cost) { return cost <= pool_.front().cost * kSame; }));
  }

  const Gist& gist_;
  int k_;
  uint64_t seed_;
  SearchPlan plan_;
  int n_threads_;
  const std::function<bool()>& go_on_;
  SwapLimits limits_;
  std::vector<Found> pool_;
  std::vector<double> costs_;   // of the independent searches
  uint64_t spent_ = 0;
  bool stopped_ = false;
  Searched out_;
};

}  // namespace

Searched search(const Gist& gist, int k, const std::vector<double>& first, uint64_t seed, const SearchPlan& plan,
                int n_threads, const std::function<bool()>& go_on) {
  return Searches(gist, k, seed, plan, n_threads, go_on).run(first);
}

}  // namespace covey
