// A whole fit: Lloyd's algorithm equals the obvious one, and starts, weights, threads and units do what they promise.
#include "check.hpp"
#include "kernels/table.hpp"
#include "nearest_rows.hpp"
#include "slow.hpp"
#include "starts.hpp"

using namespace covey_tests;

namespace {

template <class T>
struct Fit {
  covey::Status status = covey::Status::done;
  std::vector<int32_t> labels;
  std::vector<T> centers;
  covey::FitResult<T> result;

  bool same_bits(const Fit& other) const {
    return labels == other.labels && centers == other.centers && result.inertia == other.result.inertia &&
           result.iterations == other.result.iterations && result.agreeing == other.result.agreeing;
  }
};

uint64_t seeds[] = {11, 12, 13};

template <class T>
Fit<T> run(const Table<T>& rows, const double* weights, covey::Options options, const Table<T>* start = nullptr) {
  Fit<T> out;
  out.labels.assign(rows.n, -1);
  out.centers.assign(static_cast<size_t>(options.n_clusters) * rows.d, T(0));
  if (start != nullptr) {
    options.init = covey::Init::given;
    out.centers = start->data;
  }
  options.seeds = seeds;
  out.result.labels = out.labels.data();
  out.result.centers = out.centers.data();
  out.status = covey::fit(rows.rows(), weights, options, &out.result);
  return out;
}

covey::Options options(int k, int n_starts = 1, int n_threads = 1) {
  covey::Options out;
  out.n_clusters = k;
  out.n_starts = n_starts;
  out.n_threads = n_threads;
  out.tolerance = 0;
  out.max_iterations = 60;
  return out;
}

template <class T>
void check_equals_slow(size_t n, int d, int k, const std::vector<double>& weights, uint64_t seed) {
  const Table<T> rows = table<T>(Kind::grid, n, d, seed);
  Table<T> start = some_rows(rows, k);
  if (seed % 2 == 0) {   // far from the rows: clusters of one row, and of none
    start = table<T>(Kind::grid, k, d, seed + 1);
    for (T& x : start.data) x *= 4;
  }
  const SlowFit<T> expected = SlowLloyd<T>(rows, weights, start).run(60);
  const Fit<T> fit = run(rows, weights.empty() ? nullptr : weights.data(), options(k), &start);
  CHECK(fit.status == covey::Status::done);
  CHECK(fit.labels == expected.labels);
  CHECK(fit.centers == expected.centers);
  CHECK(fit.result.iterations == expected.iterations);
  CHECK(std::fabs(fit.result.inertia - expected.inertia) <= 1e-12 * expected.inertia);
}

template <class T>
void check_labels_are_those_of_predict(Kind kind, size_t n, int d, int k, covey::Init init) {
  const Table<T> rows = table<T>(kind, n, d, 31);
  covey::Options asked = options(k, 2);
  asked.init = init;
  const Fit<T> fit = run(rows, nullptr, asked);
  std::vector<int32_t> again(n);
  covey::nearest_rows<T>(rows.rows(), {fit.centers.data(), size_t(k), d}, 1, again.data());
  CHECK(fit.labels == again);
  double inertia = 0;
  bool finite = true;
  for (T value : fit.centers) finite = finite && std::isfinite(value);
  for (size_t i = 0; i < n; ++i)
    inertia += squared_distance(rows.row(i), fit.centers.data() + size_t(fit.labels[i]) * d, d);
  CHECK(finite);
  if (std::isfinite(inertia) && inertia > 1e-280)
    CHECK(std::fabs(fit.result.inertia - inertia) <= 1e-9 * inertia);
}

}  // namespace

TEST(a_fit_equals_the_obvious_one) {
  for (size_t n : {size_t(2), size_t(31), size_t(33), size_t(100)})
    for (int d : {1, 2, 3, 8, 9, 17})
      for (int k : {1, 2, 3, 7}) {
        check_equals_slow<float>(n, d, k, {}, 1);
        check_equals_slow<double>(n, d, k, {}, 2);
        check_equals_slow<float>(n, d, k, whole_weights(n, 3), 3);
        check_equals_slow<float>(n, d, k, whole_weights(n, 3), 6);
        check_equals_slow<double>(n, d, k, real_weights(n, 4), 4);
      }
}

TEST(as_many_clusters_as_rows_leave_nothing_over) {
  for (size_t n : {size_t(1), size_t(2), size_t(9), size_t(33)}) {
    const Table<double> rows = table<double>(Kind::normal, n, 3, 1);
    const Fit<double> fit = run(rows, nullptr, options(static_cast<int>(n)));
    CHECK(fit.result.distinct == static_cast<int>(n));
    CHECK(fit.result.inertia == 0);
  }
}

TEST(more_clusters_than_different_rows_leave_clusters_empty) {
  const Table<float> same = table<float>(Kind::constant, 40, 5, 1);
  for (covey::Init init : {covey::Init::plus_plus, covey::Init::random}) {
    covey::Options asked = options(6, 2);
    asked.init = init;
    const Fit<float> fit = run(same, nullptr, asked);
    CHECK(fit.result.distinct == 1 && fit.result.inertia == 0);
  }
}

TEST(labels_are_those_of_predict) {
  for (Kind kind : kAllKinds)
    for (size_t n : {size_t(1), size_t(33), size_t(129)})
      for (int d : {1, 2, 9, 17})
        for (int k : {1, 2, 5})
          for (covey::Init init : {covey::Init::plus_plus, covey::Init::random}) {
            check_labels_are_those_of_predict<float>(kind, n, d, k, init);
            check_labels_are_those_of_predict<double>(kind, n, d, k, init);
          }
}

TEST(a_tie_goes_to_the_lower_label_of_the_order_returned) {
  // From 0 and 2 on, the row at 0 stays between centers -2 and 2; the heavier one is label 0 in the end.
  const Table<double> rows{{-3, -3, 0, 2, 2, 2, 2, 2}, 8, 1};
  int ties = 0;
  const uint64_t usual = seeds[0];
  for (seeds[0] = 0; seeds[0] < 60; ++seeds[0]) {
    covey::Options asked = options(2);
    asked.init = covey::Init::random;
    const Fit<double> fit = run(rows, nullptr, asked);
    std::vector<int32_t> again(rows.n);
    covey::nearest_rows<double>(rows.rows(), {fit.centers.data(), 2, 1}, 1, again.data());
    CHECK(fit.labels == again);
    ties += fit.centers[0] == 2 && fit.centers[1] == -2;
  }
  seeds[0] = usual;
  CHECK(ties > 0);
}

TEST(threads_and_instruction_sets_change_no_bit) {
  const char* usual = covey::kernels().name;
  const size_t n = 2500;   // times d times k: enough for threads to be woken
  const std::vector<double> whole = whole_weights(n, 1), real = real_weights(n, 2);
  covey::Options one = options(60, 2), four = options(60, 2, 4);
  one.max_iterations = four.max_iterations = 5;
  for (int d : {3, 12})
    for (const double* weights : {static_cast<const double*>(nullptr), whole.data(), real.data()}) {
      const Table<float> rows = table<float>(Kind::normal, n, d, 5);
      covey::use_kernels(covey::kernel_names()[0]);
      const Fit<float> narrow = run(rows, weights, one);
      covey::use_kernels(usual);
      CHECK(run(rows, weights, one).same_bits(narrow));
      CHECK(run(rows, weights, four).same_bits(narrow));
    }
}

TEST(a_power_of_two_scales_the_answer) {
  const Table<double> rows = table<double>(Kind::normal, 90, 4, 6);
  const Fit<double> plain = run(rows, nullptr, options(5, 3));
  for (int exponent : {-900, -1, 900}) {
    Table<double> scaled = rows;
    for (double& x : scaled.data) x = std::ldexp(x, exponent);
    const Fit<double> fit = run(scaled, nullptr, options(5, 3));
    CHECK(fit.labels == plain.labels);
    for (size_t i = 0; i < fit.centers.size(); ++i) CHECK(fit.centers[i] == std::ldexp(plain.centers[i], exponent));
  }
}

TEST(a_whole_weight_is_a_repeated_row) {
  const Table<float> rows = table<float>(Kind::normal, 70, 3, 7);
  Table<float> repeated{{}, 0, 3};
  std::vector<double> weights;
  for (size_t i = 0; i < rows.n; ++i) {
    weights.push_back(static_cast<double>(1 + i % 3));
    for (size_t times = 0; times <= i % 3; ++times, ++repeated.n)
      repeated.data.insert(repeated.data.end(), rows.row(i), rows.row(i) + 3);
  }
  const Fit<float> one = run(rows, weights.data(), options(4, 3)), other = run(repeated, nullptr, options(4, 3));
  CHECK(one.centers == other.centers);
  CHECK(std::fabs(one.result.inertia - other.result.inertia) <= 1e-14 * other.result.inertia);
}

TEST(rows_without_weight_move_nothing) {
  Table<double> rows = table<double>(Kind::normal, 50, 2, 8);
  std::vector<double> weights(50, 1.0);
  const Fit<double> before = run(rows, weights.data(), options(3, 3));
  for (int extra = 0; extra < 20; ++extra, ++rows.n) {
    rows.data.push_back(0.01 * extra);
    rows.data.push_back(-0.02 * extra);
    weights.push_back(0.0);
  }
  const Fit<double> after = run(rows, weights.data(), options(3, 3));
  CHECK(after.centers == before.centers);
}

TEST(all_weights_zero_do_no_harm) {
  const Table<double> rows = table<double>(Kind::normal, 33, 2, 9);
  const std::vector<double> weights(33, 0.0);
  const Fit<double> fit = run(rows, weights.data(), options(3));
  CHECK(fit.status == covey::Status::done && fit.result.inertia == 0);
}

// Stopped at the question number `polls`, which may fall into the middle of a pass.
template <class T>
void check_that_labels_belong_to_centers(int polls, int n_threads) {
  const Table<T> rows = table<T>(Kind::normal, 20000, 9, 1);
  covey::Options asked = options(20, 1, n_threads);
  asked.init = covey::Init::random;
  int heard = 0, iterations = 0;
  asked.go_on = [&] { return ++heard <= polls; };
  asked.each_iteration = [&](const covey::Progress& progress) { return (iterations = progress.iteration) > 0; };
  const Fit<T> fit = run(rows, nullptr, asked);
  if (fit.status == covey::Status::done) {   // the caller's thread found nothing left to do, and was not asked
    CHECK(n_threads > 1);
    return;
  }
  CHECK(fit.status == covey::Status::interrupted && fit.result.filled && fit.result.starts == 1);
  CHECK(fit.result.iterations == iterations);
  std::vector<int32_t> again(rows.n);
  covey::nearest_rows<T>(rows.rows(), {fit.centers.data(), size_t(20), rows.d}, 1, again.data());
  CHECK(fit.labels == again);
}

TEST(an_interrupted_fit_leaves_the_labels_of_its_centers) {
  for (int polls = 0; polls < 60; polls += 13) {
    check_that_labels_belong_to_centers<float>(polls, 1);
    check_that_labels_belong_to_centers<float>(polls, 2);
    check_that_labels_belong_to_centers<double>(polls, 1);
  }
}

TEST(what_is_stopped_before_the_first_centers_leaves_nothing) {
  covey::Options asked = options(20, 3);   // seeding asks too
  asked.go_on = [] { return false; };
  const Fit<float> fit = run(table<float>(Kind::normal, 3000, 9, 1), nullptr, asked);
  CHECK(fit.status == covey::Status::interrupted && !fit.result.filled);
}

TEST(starts_that_were_drawn_are_better_than_nothing) {
  covey::Options asked = options(5, 3);
  int heard = 0;
  asked.go_on = [&] { return ++heard <= 7; };   // five centers of the first start, two of the second
  const Table<double> rows = table<double>(Kind::normal, 3000, 4, 1);
  const Fit<double> fit = run(rows, nullptr, asked);
  CHECK(fit.status == covey::Status::interrupted && fit.result.filled && fit.result.iterations == 0);
  std::vector<int32_t> again(rows.n);
  covey::nearest_rows<double>(rows.rows(), {fit.centers.data(), size_t(5), rows.d}, 1, again.data());
  CHECK(fit.labels == again);
}

TEST(a_fit_stops_when_told_to) {
  const Table<float> rows = table<float>(Kind::normal, 3000, 9, 1);
  covey::Options asked = options(20, 3, 2);
  int heard = 0;
  asked.each_iteration = [&](const covey::Progress& progress) {
    CHECK(progress.iteration == ++heard && progress.start == 0);
    return heard < 3;
  };
  CHECK(run(rows, nullptr, asked).status == covey::Status::interrupted);
  CHECK(heard == 3);
  covey::Options refused = options(20, 3, 1);   // polled by the caller's thread, which may come too late among several
  refused.go_on = [] { return false; };
  CHECK(run(rows, nullptr, refused).status == covey::Status::interrupted);
}
