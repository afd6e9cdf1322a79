// Sums as integers: order does not matter, what leaves cancels exactly, and the mean is right.
#include "check.hpp"
#include "packed.hpp"
#include "tally.hpp"

using namespace covey_tests;

TEST(whole_numbers_are_rounded_to_the_nearest) {
  for (double value : {0.0, 0.4999, 0.5001, 1.0, -0.4999, -0.5001, -3.2, 1e15, -1e15, 2251799813685247.0})
    CHECK(covey::to_integer(value) == std::llrint(value));
  CHECK(covey::bit_length(0) == 0);
  CHECK(covey::bit_length(1) == 1);
  CHECK(covey::bit_length(255) == 8);
  CHECK(covey::bit_length(256) == 9);
}

TEST(an_exact_sum_does_not_depend_on_the_order) {
  Random random(3);
  std::vector<double> values;
  for (int i = 0; i < 4096; ++i) values.push_back(random.uniform() * std::ldexp(1.0, -static_cast<int>(random.below(40))));
  long double expected = 0;
  for (double value : values) expected += value;
  covey::ExactSum forwards(1.0), backwards(1.0);
  for (size_t i = 0; i < values.size(); i += 32) forwards.add(values.data() + i, 32);
  std::vector<double> turned(values.rbegin(), values.rend());
  for (size_t i = 0; i < turned.size(); i += 31)
    backwards.add(turned.data() + i, static_cast<int>(std::min<size_t>(31, turned.size() - i)));
  CHECK(forwards.value() == backwards.value());
  CHECK(std::fabs(forwards.value() - static_cast<double>(expected)) <= 1e-15 * static_cast<double>(expected));
  covey::ExactSum twice(1.0);
  twice.add(forwards);
  twice.add(backwards);
  CHECK(twice.value() == 2 * forwards.value());
}

TEST(an_exact_sum_holds_large_and_small_bounds) {
  for (double bound : {1e-250, 1.0, 8.0 * 129 * 2147483647.0, 1e250}) {
    covey::ExactSum sum(bound);
    const double values[3] = {bound * 0.5, bound * 0.25, bound * 0.125};
    sum.add(values, 3);
    CHECK(std::fabs(sum.value() - bound * 0.875) <= 1e-15 * bound);
  }
}

namespace {

template <class T, class Kind>
void check_moves(covey_tests::Kind kind, int d, const double* weights) {
  const size_t n = 65;
  const Table<T> rows = table<T>(kind, n, d, 4), start = some_rows(rows, 3);
  const Packed<T> packed(rows, start, weights);
  const std::vector<double> units = covey::integer_units<Kind>(packed.points);
  covey::Mover<Kind, T> mover(packed.points, units);
  covey::Tally<Kind> tally(3, d), one_by_one(3, d);
  std::vector<int32_t> labels(n, -1), found(packed.points.n_blocks * covey::kBlock, 0);
  for (int turn = 0; turn < 3; ++turn) {   // all points join, many move, few move
    for (size_t i = 0; i < n; ++i)
      if (turn < 2 || i % 13 == 0) found[i] = static_cast<int32_t>((i * 5 + turn) % 3);
    const std::vector<int32_t> before = labels;
    mover.move_blocks(&tally, 0, 2, labels.data(), found.data());   // whole blocks, then one that is not
    mover.move_blocks(&tally, 2, packed.points.n_blocks, labels.data() + 64, found.data() + 64);
    for (size_t i = 0; i < n; ++i)
      if (before[i] != found[i]) mover.move(one_by_one, i, before[i], found[i]);
  }
  mover.flush();
  CHECK(tally.sums == one_by_one.sums && tally.weights == one_by_one.weights);
  for (size_t i = 0; i < n; ++i) CHECK(labels[i] == found[i]);
  for (int c = 0; c < 3; ++c)
    for (int j = 0; j < d && tally.weights[c] != 0; ++j) {
      long double sum = 0, total = 0;
      for (size_t i = 0; i < n; ++i)
        if (labels[i] == c) {
          const long double weight = weights == nullptr ? 1 : weights[i];
          sum += weight * packed.points.at(i, j);
          total += weight;
        }
      const double step = std::ldexp(1.0, packed.points.frame.column_exponent[j] - Kind::bits(packed.points.weights));
      const double mean = Kind::mean(tally.sums[size_t(c) * d + j], tally.weights[c]) * step;
      const double size = std::ldexp(1.0, packed.points.frame.column_exponent[j]);
      CHECK(std::fabs(mean - static_cast<double>(sum / total)) <= (sizeof(T) == 4 ? 1e-10 : 1e-15) * size);
    }
  for (size_t i = 0; i < n; ++i) mover.move(tally, i, labels[i], -1);   // all leave: nothing is left behind
  mover.flush();
  for (const auto& sum : tally.sums) CHECK(sum == 0);
  for (const auto& weight : tally.weights) CHECK(weight == 0);
}

}  // namespace

TEST(tallies_are_the_sums_of_their_points) {
  const std::vector<double> whole = whole_weights(65, 1), real = real_weights(65, 2);
  for (Kind kind : kAllKinds)
    for (int d : kColumns) {
      check_moves<float, covey::NarrowTally>(kind, d, nullptr);
      check_moves<float, covey::CountedTally>(kind, d, whole.data());
      check_moves<float, covey::RealTally>(kind, d, real.data());
      check_moves<double, covey::CountedTally>(kind, d, nullptr);
      check_moves<double, covey::CountedTally>(kind, d, whole.data());
      check_moves<double, covey::RealTally>(kind, d, real.data());
    }
}
