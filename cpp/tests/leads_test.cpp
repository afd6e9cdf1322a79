// What outlives the iteration: every bound that the kernels give is true, counted in long double.
#include <algorithm>

#include "check.hpp"
#include "epoch.hpp"
#include "packed.hpp"
#include "rounding.hpp"
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
    for (int c = 0; c < k; ++c) order_.push_back(k % 2 == 0 ? k - 1 - c : c);
    if (k > 1) covey::make_digits(&packed_.points, 1);
    if (packed_.points.digits.ready()) packed_.centers.use_digits(packed_.points.digits.scale);
    packed_.view = packed_.centers.view();
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
    covey::Answer answer;
    kernel_.nearest_and_gaps(block(), packed_.view, margin(), &answer);
    check_answer(answer);
    packed_.view = packed_.centers.view(order_.data());
    with_digits_ = packed_.view.digits.tiles != nullptr;
    check_leads(false);
    for (double further : {0.0, 1e-7, 0.03, 1.0}) check_rivals(further, false);
    if (!with_digits_) return;
    packed_.view = packed_.centers.view();
    const covey::Digits& digits = packed_.points.digits;
    kernel_.gaps_by_digits(digits.block(0), digits.errors[0], packed_.view.digits, packed_.view.k_padded, margin(), &answer);
    check_answer(answer);
    for (int p = 0; p < covey::kBlock; ++p) CHECK(static_cast<long double>(answer.firsts[p]) >= distances_[p][answer.labels[p]]);
    packed_.view = packed_.centers.view(order_.data());
    check_leads(true);
    for (double further : {0.0, 1e-7, 0.03, 1.0}) check_rivals(further, true);
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
  bool flagged(const covey::Answer& answer, int p) const { return (answer.unsure >> p & 1) != 0; }

  float margin() const { return covey::rounded_up(covey::rounding_of_definition(d_)); }

  void check_answer(const covey::Answer& answer) const {
    for (int p = 0; p < covey::kBlock; ++p) {
      CHECK(static_cast<long double>(answer.gaps[p]) <= second_[p] - first_[p]);
      CHECK(static_cast<long double>(answer.seconds[p]) <= second_[p]);
      CHECK(answer.labels[p] >= 0 && answer.labels[p] < k_);
      if (flagged(answer, p))
        CHECK(answer.gaps[p] <= 0);
      else
        CHECK(answer.labels[p] == labels_[p]);
    }
  }

  covey::LeadAnswer<T> leads(bool by_digits, const int32_t* labels, const covey::LeadQuestion& question) const {
    covey::LeadAnswer<T> answer;
    const covey::Digits& digits = packed_.points.digits;
    if (by_digits)
      kernel_.leads_by_digits(digits.block(0), digits.errors[0], packed_.view.digits, labels, question, &answer);
    else
      kernel_.leads(block(), packed_.view, labels, question, &answer);
    return answer;
  }

  // Second centers known from earlier on; others that have come some way since.
  void check_leads(bool by_digits) const {
    Random random(d_ * 1000 + k_);
    std::vector<int32_t> any(covey::kBlock);
    for (int p = 0; p < covey::kBlock; ++p) any[p] = p * 7 % k_;
    for (const std::vector<int32_t>* labels : {&labels_, static_cast<const std::vector<int32_t>*>(&any)}) {
      float seconds[covey::kBlock];
      for (int p = 0; p < covey::kBlock; ++p)
        seconds[p] = p % 4 == 0 ? -1e30f : covey::rounded_down(std::min(1e18, static_cast<double>(second_[p])) * (0.5 + random.uniform()));
      const covey::LeadQuestion question = {seconds, {0.4f, 0.1f, 1e-3f, 0.0f}, margin()};
      const covey::LeadAnswer<T> answer = leads(by_digits, labels->data(), question);
      uint32_t seen = 0;
      long double worst = -INFINITY;
      for (int p = 0; p < covey::kBlock; ++p) {
        const long double own = distances_[p][(*labels)[p]];
        CHECK(static_cast<long double>(answer.reach[p]) >= own);
        if (!by_digits) CHECK(static_cast<long double>(answer.reach[p]) <= own * (1 + 1e-4L) + 1e-15L);   // of some use
        worst = std::max(worst, own - seconds[p]);
        for (int s = 0; s < covey::kSteps; ++s) {   // what a step leaves out is no danger to those not asked about there or later
          bool asked = false;
          for (int later = s; later < covey::kSteps; ++later) asked = asked || (answer.asked[later] >> p & 1);
          if (!asked) CHECK(static_cast<long double>(seconds[p]) - own > question.ways[s]);
        }
      }
      for (int s = 0; s < covey::kSteps; ++s) {
        CHECK((seen & answer.asked[s]) == 0);
        seen |= answer.asked[s];
      }
      CHECK(static_cast<long double>(answer.worst) >= std::min(worst, static_cast<long double>(1e30)) || worst > 1e29L);
    }
  }

  // Every center as near as the reach is named.
  void check_rivals(double further, bool by_digits) const {
    float seconds[covey::kBlock] = {};
    const covey::LeadQuestion question = {seconds, {}, 0};
    const covey::LeadAnswer<T> own = leads(by_digits, labels_.data(), question);
    const covey::Digits& digits = packed_.points.digits;
    T reach[covey::kBlock];
    for (int p = 0; p < covey::kBlock; ++p) {
      reach[p] = p % 5 == 4 ? T(-1) : own.reach[p] + static_cast<T>(further);
      if (by_digits && reach[p] >= 0) reach[p] += static_cast<T>(digits.errors[0] * packed_.view.digits.step * 1.00001f);
    }
    std::vector<int32_t> places(16 * packed_.view.k_padded);
    std::vector<uint32_t> points(places.size());
    for (int count : {packed_.view.k_padded, std::min(packed_.view.k_padded, kernel_.tile)}) {
      covey::Rivals rivals;
      rivals.places = places.data();
      rivals.points = points.data();
      if (by_digits)
        kernel_.rivals_by_digits(digits.block(0), packed_.view.digits, count, reach, &rivals);
      else
        kernel_.rivals(block(), packed_.view, count, reach, &rivals);
      std::vector<uint32_t> named(k_, 0);
      for (int r = 0; r < rivals.count; ++r) {
        CHECK(places[r] >= 0 && places[r] < std::min(count, k_));
        named[order_[places[r]]] |= points[r];
      }
      for (int place = 0; place < std::min(count, k_); ++place)
        for (int p = 0; p < covey::kBlock; ++p) {
          const int32_t c = order_[place];
          if (p % 5 == 4) CHECK((named[c] >> p & 1) == 0);
          else if (distances_[p][c] <= distances_[p][labels_[p]] + further) CHECK((named[c] >> p & 1) == 1);
        }
    }
  }

  int k_, d_;
  Table<T> rows_;
  Packed<T> packed_;
  const covey::KernelSet<T>& kernel_;
  std::vector<int32_t> order_;   // of the tiles
  bool with_digits_ = false;
  std::vector<std::vector<long double>> distances_;
  std::vector<int32_t> labels_;
  std::vector<long double> first_, second_;
};

// True movement since the epoch began, beside what Epoch says.
template <class T>
void check_epoch(int k, int d, double step) {
  Random random(k * 100 + d);
  covey::Centers<T> centers(k, d);
  for (T& x : centers.rows()) x = static_cast<T>(2 * random.uniform() - 1);
  covey::Epoch<T> epoch;
  epoch.begin(centers);
  const std::vector<T> first = centers.rows();
  std::vector<long double> walked(k, 0);
  for (int now = 1; now <= 40; ++now) {
    const std::vector<T> last = centers.rows();
    for (int c = 0; c < k; ++c)
      for (int j = 0; j < d && c % 4 != 1; ++j)   // one in four does not move, and some go to and fro
        centers.row(c)[j] = static_cast<T>(c % 4 == 2 ? -centers.row(c)[j]
                                                      : centers.row(c)[j] + step * random.normal());
    epoch.add(centers);
    for (int c = 0; c < k; ++c) {
      const long double way = distance(first.data() + size_t(c) * d, centers.row(c), d);
      walked[c] += distance(last.data() + size_t(c) * d, centers.row(c), d);
      CHECK(static_cast<long double>(epoch.way(c)) >= way && static_cast<long double>(epoch.way(c)) <= way * (1 + 1e-6L) + 2e-38L);
      CHECK(static_cast<long double>(epoch.walked(c)) >= walked[c]);
      CHECK(static_cast<long double>(epoch.walked(c)) <= walked[c] * (1 + 1e-4L) + 1e-35L);
    }
    for (int place = 1; place < k; ++place) CHECK(epoch.way_at(place) <= epoch.way_at(place - 1));
    CHECK(epoch.way_at(k) == 0);
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

TEST(an_epoch_says_at_least_the_true_movement) {
  for (int k : {1, 2, 5, 13})
    for (int d : {1, 3, 17, 130})
      for (double step : {1e-12, 1e-3, 0.2}) {
        check_epoch<float>(k, d, step);
        check_epoch<double>(k, d, step);
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
