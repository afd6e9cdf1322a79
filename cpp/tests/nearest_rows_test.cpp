// Rows that were not fitted: labels by definition in the caller's own coordinates, distances to every center.
#include "check.hpp"
#include "nearest_rows.hpp"
#include "slow.hpp"

using namespace covey_tests;

namespace {

template <class T>
void check(Kind kind, size_t n, int d, int k, int n_threads) {
  const Table<T> rows = table<T>(kind, n, d, 40), centers = table<T>(kind, k, d, 41);
  std::vector<int32_t> labels(n, -1);
  CHECK(covey::nearest_rows<T>(rows.rows(), centers.rows(), n_threads, labels.data()) == covey::Status::done);
  std::vector<T> distances(n * k);
  covey::distances<T>(rows.rows(), centers.rows(), n_threads, distances.data());
  const int exponent = kind == Kind::huge ? (sizeof(T) == 8 ? -1000 : -120) : kind == Kind::tiny ? (sizeof(T) == 8 ? 900 : 100) : 0;
  std::vector<double> x(d), y(size_t(k) * d);   // scaled by a power of two, so that squares are numbers
  for (size_t i = 0; i < size_t(k) * d; ++i) y[i] = std::ldexp(static_cast<double>(centers.data[i]), exponent);
  for (size_t i = 0; i < n; ++i) {
    for (int j = 0; j < d; ++j) x[j] = std::ldexp(static_cast<double>(rows.row(i)[j]), exponent);
    CHECK(labels[i] == nearest(x.data(), y.data(), k, d));
    for (int c = 0; c < k; ++c) {
      const double expected = std::sqrt(squared_distance(x.data(), y.data() + size_t(c) * d, d));
      const double found = std::ldexp(static_cast<double>(distances[i * k + c]), exponent);
      CHECK(std::fabs(found - expected) <= (sizeof(T) == 4 ? 1e-6 : 1e-14) * expected);
    }
  }
}

}  // namespace

TEST(new_rows_are_labelled_by_definition) {
  for (Kind kind : kAllKinds)
    for (size_t n : kRows)
      for (int d : {1, 2, 5, 8, 9, 64})
        for (int k : {1, 2, 13}) {
          check<float>(kind, n, d, k, 1);
          check<double>(kind, n, d, k, 1);
        }
}

TEST(new_rows_are_labelled_the_same_by_threads) {
  check<float>(Kind::grid, 5001, 3, 17, 3);
  check<double>(Kind::offset, 3001, 12, 9, 4);
}

TEST(no_rows_have_no_labels) {
  const Table<float> centers = table<float>(Kind::normal, 2, 3, 1);
  CHECK(covey::nearest_rows<float>({nullptr, 0, 3}, centers.rows(), 2, nullptr) == covey::Status::done);
}
