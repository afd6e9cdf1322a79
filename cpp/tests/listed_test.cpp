// What outlives the iteration: every bound that the kernels of listed.hpp give is true, counted in long double.
#include <algorithm>

#include "bounds.hpp"
#include "check.hpp"
#include "packed.hpp"
#include "slow.hpp"

using namespace covey_tests;

namespace {

constexpr int kColumnsHere[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 64, 65, 130, 400};
constexpr int kClustersHere[] = {1, 2, 3, 6, 13, 40, 200};

template <class T>
long double distance(const T* a, const T* b, int d) {
  long double sum = 0;
  for (int j = 0; j < d; ++j) {
    const long double difference = static_cast<long double>(a[j]) - static_cast<long double>(b[j]);
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

// Rows of a kind, with repeats; centers are rows (so points stand on them), others of the kind, and repeats of both.
template <class T>
class Block {
 public:
  Block(Kind kind, int d, int k, uint64_t seed)
      : k_(k),
        d_(d),
        rows_(repeating(table<T>(kind, 32, d, seed))),
        packed_(rows_, centers_of(kind, seed)),
        kernel_(covey::kernels().set<T>()) {
    for (int p = 0; p < covey::kBlock; ++p) {
      const std::vector<T> row = packed_.row(p);
      std::vector<long double> mine;
      for (int c = 0; c < k; ++c) mine.push_back(distance(row.data(), packed_.view.rows + size_t(c) * d, d));
      distances_.push_back(mine);
      labels_.push_back(nearest(row.data(), packed_.view.rows, k, d));
      std::sort(mine.begin(), mine.end());
      first_.push_back(mine[0]);
      second_.push_back(k > 1 ? mine[1] : INFINITY);
    }
  }

  void check() {
    covey::Answer<T> answer;
    kernel_.nearest_and_gaps(block(), packed_.view, &answer);
    check_answer(answer);
    check_reach();
    for (double further : {0.0, 1e-7, 0.03, 1.0}) check_marks(further);
    check_doubts();
  }

 private:
  static Table<T> repeating(Table<T> rows) {
    std::copy_n(rows.row(3), rows.d, rows.data.data() + size_t(17) * rows.d);
    return rows;
  }
  Table<T> centers_of(Kind kind, uint64_t seed) const {
    Table<T> centers = table<T>(kind, k_, d_, seed + 1);
    for (int c = 0; c < k_; c += 3) std::copy_n(rows_.row(size_t(c) * 5 % 32), d_, centers.data.data() + size_t(c) * d_);
    return centers;
  }
  const T* block() const { return packed_.points.block(0); }
  bool flagged(const covey::Answer<T>& answer, int p) const { return (answer.unsure >> p & 1) != 0; }

  void check_answer(const covey::Answer<T>& answer) const {
    T least = answer.gaps[0];
    for (int p = 0; p < covey::kBlock; ++p) {
      CHECK(static_cast<long double>(answer.gaps[p]) <= second_[p] - first_[p]);
      CHECK(static_cast<long double>(answer.seconds[p]) <= second_[p]);
      CHECK(answer.labels[p] >= 0 && answer.labels[p] < k_);
      if (flagged(answer, p))
        CHECK(answer.gaps[p] <= 0);
      else
        CHECK(answer.labels[p] == labels_[p]);
      least = std::min(least, answer.gaps[p]);
    }
    CHECK(answer.least_gap == least);
  }

  void check_reach() const {
    std::vector<int32_t> any(covey::kBlock);
    for (int p = 0; p < covey::kBlock; ++p) any[p] = p * 7 % k_;
    for (const std::vector<int32_t>* labels : {&labels_, static_cast<const std::vector<int32_t>*>(&any)}) {
      T reach[covey::kBlock];
      kernel_.own_reach(block(), packed_.view, labels->data(), reach);
      for (int p = 0; p < covey::kBlock; ++p) {
        const long double own = distances_[p][(*labels)[p]];
        CHECK(static_cast<long double>(reach[p]) >= own);
        CHECK(static_cast<long double>(reach[p]) <= own * (1 + 1e-4L) + 1e-15L);   // and of some use
      }
    }
  }

  // Centers within `further` more than the own distance get a mark; and a look at these alone says the same.
  void check_marks(double further) const {
    T reach[covey::kBlock];
    kernel_.own_reach(block(), packed_.view, labels_.data(), reach);
    for (T& r : reach) r += static_cast<T>(further);
    std::vector<uint8_t> marks(packed_.view.k_padded, 0);
    covey::Answer<T> answer;
    kernel_.nearest_and_marked(block(), packed_.view, reach, marks.data(), &answer);
    check_answer(answer);
    std::vector<uint16_t> list;
    for (int c = 0; c < k_; ++c) {
      if (marks[c]) list.push_back(static_cast<uint16_t>(c));
      for (int p = 0; p < covey::kBlock && !marks[c]; ++p)
        CHECK(distances_[p][c] >= static_cast<long double>(reach[p]));
    }
    check_list(list);
  }

  void check_list(const std::vector<uint16_t>& list) const {
    covey::Answer<T> answer;
    kernel_.nearest_listed(block(), packed_.view, list.data(), static_cast<int>(list.size()), &answer);
    T least = answer.gaps[0];
    for (int p = 0; p < covey::kBlock; ++p) {
      long double first = INFINITY, second = INFINITY;
      for (uint16_t c : list) {
        second = std::min(second, std::max(first, distances_[p][c]));
        first = std::min(first, distances_[p][c]);
      }
      CHECK(first == first_[p]);
      CHECK(static_cast<long double>(answer.gaps[p]) <= second - first);
      CHECK(static_cast<long double>(answer.seconds[p]) <= second);
      if (!flagged(answer, p)) CHECK(answer.labels[p] == labels_[p]);
      least = std::min(least, answer.gaps[p]);
    }
    CHECK(answer.least_gap == least);
  }

  // Bounds on the second centers, of which something is lost since then.
  void check_doubts() const {
    const float margin = covey::rounded_up(covey::rounding_of_definition(d_));
    Random random(d_ * 1000 + k_);
    for (float lost : {0.0f, 1e-3f, 0.4f}) {
      float seconds[covey::kBlock], leads[covey::kBlock], slack = 0;
      for (int p = 0; p < covey::kBlock; ++p) {
        const double known = std::min(1e18, static_cast<double>(second_[p])) + lost;
        seconds[p] = p % 4 == 0 ? -1e30f : covey::rounded_down(known * (p % 3 == 0 ? 1 : random.uniform()));
      }
      const uint32_t doubts =
          kernel_.doubtful(block(), packed_.view, labels_.data(), lost, margin, seconds, leads, &slack);
      float least = 1e30f;
      for (int p = 0; p < covey::kBlock; ++p) {
        const long double own = distances_[p][labels_[p]];
        CHECK(static_cast<long double>(seconds[p]) <= second_[p]);
        if ((doubts >> p & 1) == 0) {
          CHECK(leads[p] > 0);
          CHECK(static_cast<long double>(leads[p]) <= static_cast<long double>(seconds[p]) - own - margin);
          least = std::min(least, leads[p]);
        } else {
          CHECK(leads[p] <= 0);
        }
      }
      CHECK(slack == least);
    }
  }

  int k_, d_;
  Table<T> rows_;
  Packed<T> packed_;
  const covey::KernelSet<T>& kernel_;
  std::vector<std::vector<long double>> distances_;
  std::vector<int32_t> labels_;
  std::vector<long double> first_, second_;
};

// The largest true movement since each of the last iterations, beside what Drift says.
template <class T>
void check_drift(int k, int d, double step) {
  Random random(k * 100 + d);
  covey::Centers<T> centers(k, d);
  for (T& x : centers.rows()) x = static_cast<T>(2 * random.uniform() - 1);
  covey::Drift<T> drift;
  drift.start(centers);
  std::vector<std::vector<T>> history{centers.rows()};
  for (uint32_t now = 1; now <= 40; ++now) {
    for (int c = 0; c < k; ++c)
      for (int j = 0; j < d && c % 4 != 1; ++j)   // one in four does not move, and some go to and fro
        centers.row(c)[j] = static_cast<T>(c % 4 == 2 ? -centers.row(c)[j]
                                                      : centers.row(c)[j] + step * random.normal());
    drift.add(centers);
    history.push_back(centers.rows());
    CHECK(drift.now() == now && drift.oldest() == (now < 16 ? 0 : now - 15));
    for (uint32_t then = drift.oldest(); then <= now; ++then) {
      long double longest = 0, first = 0;
      for (int c = 0; c < k; ++c) {
        const long double way = distance(history[then].data() + size_t(c) * d, centers.row(c), d);
        CHECK(static_cast<long double>(drift.ways(then)[c]) >= way);
        CHECK(static_cast<long double>(drift.ways(then)[c]) <= way * (1 + 1e-6L) + 2e-38L);
        longest = std::max(longest, way);
        if (c == 0) first = way;
      }
      CHECK(static_cast<long double>(drift.longest(then)) >= longest);
      CHECK(static_cast<long double>(drift.loss(then, drift.ways(then)[0])) >= first + longest);
      CHECK(static_cast<long double>(drift.largest_loss(now - then)) >= 2 * longest);
    }
  }
}

}  // namespace

TEST(bounds_are_true_whatever_the_columns) {
  for (Kind kind : kAllKinds)
    for (int d : kColumnsHere)
      for (int k : kClustersHere) {
        if (d > 17 && k > 40 && kind != Kind::normal && kind != Kind::apart) continue;   // long sums, often enough
        Block<float>(kind, d, k, 71).check();
        Block<double>(kind, d, k, 72).check();
      }
}

TEST(drift_is_at_least_the_true_movement) {
  for (int k : {1, 2, 5, 13})
    for (int d : {1, 3, 17, 130})
      for (double step : {1e-12, 1e-3, 0.2}) {
        check_drift<float>(k, d, step);
        check_drift<double>(k, d, step);
      }
}

TEST(what_is_rounded_down_or_up_stays_on_its_side) {
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    const double value = std::ldexp(random.normal(), static_cast<int>(random.below(240)) - 120);
    CHECK(static_cast<double>(covey::rounded_down(value)) < value);
    CHECK(static_cast<double>(covey::rounded_up(value)) > value);
  }
  for (double value : {1e39, 1e153, 1e300}) CHECK(std::isfinite(covey::rounded_down(value)));
  CHECK(std::isfinite(covey::rounded_down(covey::rounded_down(1e153) - 1.0)));
}
