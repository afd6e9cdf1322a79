// One pass: labels by definition, a tally that follows them, the same for any number of threads.
#include "check.hpp"
#include "packed.hpp"
#include "pass.hpp"
#include "slow.hpp"

using namespace covey_tests;

namespace {

const std::function<bool()> kNever;

template <class T, class Kind>
void check_passes(covey_tests::Kind kind, size_t n, int d, int k, const double* weights, int n_threads) {
  const Table<T> rows = table<T>(kind, n, d, 12), first = some_rows(rows, k), second = table<T>(kind, k, d, 13);
  Packed<T> packed(rows, second, weights);
  const covey::Frame& frame = packed.points.frame;
  covey::Pass<T, Kind> pass(packed.points, k, n_threads, kNever), fresh(packed.points, k, 1, kNever);
  covey::Tally<Kind> tally(k, d), expected(k, d);
  std::vector<int32_t> labels(n, -1), from_scratch(n, -1);
  for (const Table<T>* start : {&first, &second}) {
    for (int c = 0; c < k; ++c)
      for (int j = 0; j < d; ++j)
        packed.centers.row(c)[j] = static_cast<T>(frame.inside(static_cast<double>(start->row(c)[j]), j));
    const std::vector<int32_t> before = labels;
    const covey::PassReport report = pass.run(packed.centers.view(), labels.data(), &tally);
    int64_t moved = 0;
    for (size_t i = 0; i < n; ++i) {
      CHECK(labels[i] == nearest(packed.row(i).data(), packed.centers.rows().data(), k, d));
      moved += labels[i] != before[i];
    }
    CHECK(report.moved == moved && !report.interrupted);
  }
  fresh.run(packed.centers.view(), from_scratch.data(), &expected);
  CHECK(labels == from_scratch);
  CHECK(tally.sums == expected.sums && tally.weights == expected.weights);
  CHECK(pass.run(packed.centers.view(), labels.data(), &tally).moved == 0);
}

template <class T>
void check_inertia(size_t n, int d, const double* weights) {
  const Table<T> rows = table<T>(Kind::normal, n, d, 3);
  const Packed<T> packed(rows, some_rows(rows, 3), weights);
  std::vector<int32_t> labels(n);
  long double expected = 0;
  for (size_t i = 0; i < n; ++i) {
    labels[i] = static_cast<int32_t>(i % 3);
    const double distance = squared_distance(packed.row(i).data(), packed.centers.row(labels[i]), d);
    expected += static_cast<long double>(distance) * (weights == nullptr ? 1 : weights[i]);
  }
  const double one = covey::inertia_of(packed.points, packed.centers, labels.data(), 1);
  CHECK(one == covey::inertia_of(packed.points, packed.centers, labels.data(), 3));
  CHECK(std::fabs(one - static_cast<double>(expected)) <= 1e-14 * static_cast<double>(expected) + 1e-300);
}

}  // namespace

TEST(a_pass_labels_by_definition_and_tallies_what_moved) {
  const std::vector<double> whole = whole_weights(129, 1), real = real_weights(129, 2);
  for (Kind kind : kAllKinds)
    for (size_t n : kRows)
      for (int d : {1, 8, 9, 17})
        for (int k : {1, 3, 13}) {
          check_passes<float, covey::NarrowTally>(kind, n, d, k, nullptr, 1);
          check_passes<double, covey::CountedTally>(kind, n, d, k, whole.data(), 1);
          check_passes<float, covey::RealTally>(kind, n, d, k, real.data(), 1);
        }
}

TEST(a_pass_is_the_same_for_threads) {
  check_passes<float, covey::NarrowTally>(Kind::normal, 7001, 3, 40, nullptr, 3);
  check_passes<double, covey::CountedTally>(Kind::grid, 3000, 17, 40, nullptr, 5);
  check_passes<float, covey::NarrowTally>(Kind::grid, 3000, 10, 40, nullptr, 2);
  check_passes<float, covey::NarrowTally>(Kind::grid, 3000, 2, 40, nullptr, 2);   // full of ties
  check_passes<float, covey::NarrowTally>(Kind::apart, 3000, 10, 40, nullptr, 2);   // most leads are rounding
}

TEST(inertia_is_that_of_the_labels) {
  const std::vector<double> whole = whole_weights(5000, 1), real = real_weights(5000, 2);
  for (size_t n : {size_t(1), size_t(33), size_t(5000)})
    for (const double* weights : {static_cast<const double*>(nullptr), whole.data(), real.data()}) {
      check_inertia<float>(n, 17, weights);
      check_inertia<double>(n, 3, weights);
    }
}

TEST(a_pass_stops_when_told_to) {
  const Table<float> rows = table<float>(Kind::normal, 5000, 9, 1);
  Packed<float> packed(rows, some_rows(rows, 20));
  const std::function<bool()> refuse = [] { return false; };
  covey::Pass<float, covey::NarrowTally> pass(packed.points, 20, 1, refuse);
  std::vector<int32_t> labels(rows.n, -1);
  CHECK(pass.run(packed.view, labels.data(), nullptr).interrupted);
}
