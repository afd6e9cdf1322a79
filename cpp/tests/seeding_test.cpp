// Where centers start: different rows, drawn by weight and distance, whatever the order of the rows.
#include <algorithm>
#include <set>

#include "check.hpp"
#include "packed.hpp"
#include "seeding.hpp"

using namespace covey_tests;

namespace {

template <class T>
std::vector<int64_t> chosen(const Table<T>& rows, int k, uint64_t seed, const double* weights = nullptr,
                            int n_threads = 1) {
  const Packed<T> packed(rows, some_rows(rows, 1), weights);
  return covey::Seeding<T>(packed.points, n_threads, {}).plus_plus(k, seed, 0, 0);
}

template <class T>
std::vector<std::vector<T>> rows_at(const Table<T>& rows, const std::vector<int64_t>& indices) {
  std::vector<std::vector<T>> out;
  for (int64_t i : indices) out.emplace_back(rows.row(i), rows.row(i) + rows.d);
  return out;
}

template <class T>
void check_different(Kind kind, size_t n, int d, int k) {
  const Table<T> rows = table<T>(kind, n, d, 17);
  std::vector<int64_t> all(n);
  for (size_t i = 0; i < n; ++i) all[i] = static_cast<int64_t>(i);
  const auto every = rows_at(rows, all);
  const size_t available = std::set<std::vector<T>>(every.begin(), every.end()).size();
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const std::vector<int64_t> picks = chosen(rows, k, seed);
    for (int64_t pick : picks) CHECK(pick >= 0 && pick < static_cast<int64_t>(n));
    const auto picked = rows_at(rows, picks);
    const size_t different = std::set<std::vector<T>>(picked.begin(), picked.end()).size();
    CHECK(different <= std::min<size_t>(k, available));
    if (kind == Kind::normal || kind == Kind::grid) CHECK(different == std::min<size_t>(k, available));
  }
}

}  // namespace

TEST(centers_start_at_different_rows) {
  for (Kind kind : kAllKinds)
    for (size_t n : kRows)
      for (int d : {1, 3, 9})
        for (int k : {1, 2, 9, 40}) {
          check_different<float>(kind, n, d, k);
          check_different<double>(kind, n, d, k);
        }
}

TEST(the_first_of_equal_rows_stands_for_all) {
  const Table<float> rows = table<float>(Kind::grid, 300, 1, 4);
  for (uint64_t seed = 0; seed < 10; ++seed)
    for (int64_t pick : chosen(rows, 9, seed))
      CHECK(std::find(rows.data.begin(), rows.data.end(), rows.data[pick]) == rows.data.begin() + pick);
}

TEST(rows_without_weight_are_never_chosen) {
  const Table<double> rows = table<double>(Kind::normal, 33, 2, 1);
  for (double heavy : {1.0, 0.3, 5.0}) {
    std::vector<double> weights(33, heavy);
    for (size_t i = 0; i < 33; i += 2) weights[i] = 0;
    for (uint64_t seed = 0; seed < 20; ++seed)
      for (int64_t row : chosen(rows, 5, seed, weights.data())) CHECK(row % 2 == 1);
  }
}

TEST(the_order_of_the_rows_and_the_threads_do_not_matter) {
  const char* usual = covey::kernels().name;
  const Table<float> rows = table<float>(Kind::normal, 9001, 5, 2);
  Table<float> turned = rows;
  for (size_t i = 0; i < rows.n; ++i) std::copy_n(rows.row(i), 5, turned.data.data() + (rows.n - 1 - i) * 5);
  covey::use_kernels(covey::kernel_names()[0]);
  const std::vector<int64_t> narrow = chosen(rows, 12, 5);
  covey::use_kernels(usual);
  CHECK(chosen(rows, 12, 5) == narrow);
  CHECK(chosen(rows, 12, 5, nullptr, 3) == narrow);
  CHECK(rows_at(turned, chosen(turned, 12, 5)) == rows_at(rows, narrow));
}

TEST(random_starts_are_different_rows_with_weight) {
  const Table<double> rows = table<double>(Kind::normal, 60, 2, 3);
  std::vector<double> weights(60, 1.0);
  weights[7] = 0;
  const Packed<double> packed(rows, some_rows(rows, 1), weights.data());
  covey::Seeding<double> seeding(packed.points, 1, {});
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<int64_t> picks = seeding.random(20, seed, 0);
    CHECK(std::set<int64_t>(picks.begin(), picks.end()).size() == 20);
    CHECK(std::count(picks.begin(), picks.end(), 7) == 0);
  }
}

TEST(random_numbers_are_philox) {
  // Known answer of Philox4x32-10: counter 0, key 0.
  CHECK(covey::draw(0, 0, 0, 0) == ((uint64_t(0xe169c58d) << 32) | 0x6627e8d5));
  CHECK(covey::draw_below(10, ~uint64_t(0)) == 9);
  CHECK(covey::draw_below(10, 0) == 0);
}
