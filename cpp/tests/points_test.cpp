// The frame and the packed points: nothing is rounded on the way in, and the way out leads back.
#include "check.hpp"
#include "packed.hpp"

using namespace covey_tests;

namespace {

template <class T>
void check_frame(Kind kind, size_t n, int d) {
  const Table<T> rows = table<T>(kind, n, d, 8);
  const Packed<T> packed(rows, some_rows(rows, 1));
  const covey::Frame& frame = packed.points.frame;
  for (size_t i = 0; i < n; ++i)
    for (int j = 0; j < d; ++j) {
      const T inside = packed.points.at(i, j), x = rows.row(i)[j];
      CHECK(static_cast<double>(inside) == frame.inside(static_cast<double>(x), j));
      CHECK(std::fabs(static_cast<double>(inside)) <= std::ldexp(1.0, frame.column_exponent[j]));
      CHECK(frame.column_exponent[j] <= 0);
      CHECK(static_cast<T>(frame.outside(static_cast<double>(inside), j)) == x);
    }
  const size_t last = packed.points.n_blocks * covey::kBlock;
  for (size_t i = n; i < last; ++i)   // lanes past the last row repeat it
    for (int j = 0; j < d; ++j) CHECK(packed.points.at(i, j) == packed.points.at(n - 1, j));
}

template <class T>
void check_same_for_threads(size_t n, int d) {
  const Table<T> rows = table<T>(Kind::normal, n, d, 8);
  const auto made = [&](int n_threads) {
    return covey::make_points(rows.rows(), covey::choose_frame(rows.rows(), {nullptr, 0, d}, n_threads),
                              covey::read_weights(nullptr, n), n_threads);
  };
  const covey::Points<T> one = made(1), three = made(3);
  CHECK(one.frame.shift == three.frame.shift && one.frame.exponent == three.frame.exponent);
  CHECK(std::equal(one.blocks.get(), one.blocks.get() + one.n_blocks * d * covey::kBlock, three.blocks.get()));
  CHECK(covey::mean_variance(one, 1) == covey::mean_variance(three, 3));
}

}  // namespace

TEST(the_frame_takes_rows_in_and_out_without_rounding) {
  for (Kind kind : kAllKinds)
    for (size_t n : kRows)
      for (int d : kColumns) {
        check_frame<float>(kind, n, d);
        check_frame<double>(kind, n, d);
      }
}

TEST(packing_is_the_same_for_threads) {
  check_same_for_threads<float>(40001, 3);
  check_same_for_threads<double>(9000, 17);
}

TEST(mean_variance_is_that_of_the_columns) {
  for (size_t n : kRows)
    for (int d : {1, 3, 17}) {
      const Table<double> rows = table<double>(Kind::normal, n, d, 2);
      const Packed<double> packed(rows, some_rows(rows, 1));
      double expected = 0;
      for (int j = 0; j < d; ++j) {
        double mean = 0, squares = 0;
        for (size_t i = 0; i < n; ++i) mean += packed.points.at(i, j) / static_cast<double>(n);
        for (size_t i = 0; i < n; ++i) squares += std::pow(packed.points.at(i, j) - mean, 2);
        expected += squares / static_cast<double>(n) / d;
      }
      CHECK(std::fabs(covey::mean_variance(packed.points, 1) - expected) <= 1e-10);
    }
}

TEST(weights_are_read_as_what_they_are) {
  const double whole[] = {0, 3, 1}, real[] = {0, 0.5, 3}, large[] = {3e9, 1, 0}, none[] = {0, 0, 0}, odd[] = {1e-300, 1e300, 5};
  const covey::Weights counts = covey::read_weights(whole, 3);
  CHECK(counts.given && counts.total_count == 4 && counts.counts[1] == 3 && counts.reals.empty());
  for (const double* given : {real, large, odd}) {
    const covey::Weights reals = covey::read_weights(given, 3);
    CHECK(reals.counts.empty() && reals.reals.size() == 3);
    double largest = 0;
    for (int i = 0; i < 3; ++i) {
      largest = std::max(largest, reals.reals[i]);
      if (given[i] > 1e-290) CHECK(reals.reals[i] * reals.scale == given[i]);
    }
    CHECK(largest <= 1 && largest >= 0.5);
  }
  CHECK(covey::read_weights(none, 3).total_count == 0);
  CHECK(!covey::read_weights(nullptr, 3).given && covey::read_weights(nullptr, 3).total_count == 3);
}
