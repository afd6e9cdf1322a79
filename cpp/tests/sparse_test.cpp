// Sparse rows: the labels, centers and distances of the same rows written out.
#include "check.hpp"
#include "nearest_rows.hpp"
#include "slow.hpp"
#include "sparse_fit.hpp"

using namespace covey_tests;

namespace {

// Few entries per row; every seventh row is empty, and some zeros are stored.
template <class T>
struct Sparse {
  Table<T> dense;
  std::vector<int64_t> starts{0};
  std::vector<int32_t> columns;
  std::vector<T> values;

  Sparse(size_t n, int d, bool whole, uint64_t seed) : dense{std::vector<T>(n * d, T(0)), n, d} {
    Random random(seed);
    for (size_t i = 0; i < n; ++i) {
      for (int j = 0; j < d && i % 7 != 3; ++j) {
        if (random.below(10) > 2) continue;
        const double value = whole ? static_cast<double>(random.below(9)) - 4 : random.normal();
        columns.push_back(j);
        values.push_back(static_cast<T>(value));
        dense.data[i * d + j] = values.back();
      }
      starts.push_back(static_cast<int64_t>(values.size()));
    }
  }
  covey::SparseRows<T> rows() const { return {starts.data(), columns.data(), values.data(), dense.n, dense.d}; }
};

template <class T>
struct Fit {
  std::vector<int32_t> labels;
  std::vector<T> centers;
  covey::FitResult<T> result;
};

template <class T, class SomeRows>
Fit<T> fit(SomeRows rows, const Table<T>& start, const double* weights, int n_threads) {
  Fit<T> out;
  out.labels.assign(rows.n, -1);
  out.centers = start.data;
  out.result.labels = out.labels.data();
  out.result.centers = out.centers.data();
  covey::Options options;
  options.n_clusters = static_cast<int>(start.n);
  options.init = covey::Init::given;
  options.tolerance = 0;
  options.max_iterations = 40;
  options.n_threads = n_threads;
  CHECK(covey::fit(rows, weights, options, &out.result) == covey::Status::done);
  return out;
}

template <class T>
void check_fit(size_t n, int d, int k, bool whole, const double* weights, int n_threads) {
  const Sparse<T> sparse(n, d, whole, n + d);
  const Table<T> start = some_rows(sparse.dense, k);
  const Fit<T> one = fit(sparse.rows(), start, weights, n_threads), other = fit(sparse.dense.rows(), start, weights, 1);
  CHECK(one.labels == other.labels && one.centers == other.centers);
  CHECK(one.result.iterations == other.result.iterations);
  CHECK(std::fabs(one.result.inertia - other.result.inertia) <= 1e-12 * other.result.inertia);
}

template <class T>
void check_labels(size_t n, int d, int k, int n_threads) {
  const Sparse<T> sparse(n, d, true, n);
  const Table<T> centers = some_rows(sparse.dense, k);
  std::vector<int32_t> labels(n);
  std::vector<double> squared(n);
  std::vector<T> far(n * k);
  CHECK(covey::nearest_rows<T>(sparse.rows(), centers.rows(), n_threads, labels.data(), squared.data()) ==
        covey::Status::done);
  CHECK(covey::distances<T>(sparse.rows(), centers.rows(), n_threads, far.data()) == covey::Status::done);
  for (size_t i = 0; i < n; ++i) {
    CHECK(labels[i] == nearest(sparse.dense.row(i), centers.data.data(), k, d));
    CHECK(std::fabs(squared[i] - squared_distance(sparse.dense.row(i), centers.row(labels[i]), d)) <= 1e-12);
    for (int c = 0; c < k; ++c)
      CHECK(std::fabs(far[i * k + c] - std::sqrt(squared_distance(sparse.dense.row(i), centers.row(c), d))) <= 1e-5);
  }
}

}  // namespace

TEST(a_fit_of_sparse_rows_is_that_of_the_rows_written_out) {
  const std::vector<double> weights = whole_weights(3000, 4);
  for (size_t n : {size_t(1), size_t(63), size_t(64), size_t(65), size_t(300)})
    for (int d : {1, 5, 40, 300})
      for (int k : {1, 2, 7, 65})
        for (bool whole : {false, true})
          for (int n_threads : {1, 3}) {
            check_fit<float>(n, d, k, whole, nullptr, n_threads);
            check_fit<double>(n, d, k, whole, weights.data(), n_threads);
          }
  check_fit<float>(3000, 50, 70, false, nullptr, 4);   // enough for threads to be woken
}

TEST(labels_and_distances_of_sparse_rows) {
  for (size_t n : {size_t(1), size_t(63), size_t(64), size_t(65)})
    for (int d : {1, 40, 200})
      for (int k : {1, 3, 64, 65})
        for (int n_threads : {1, 3}) {
          check_labels<float>(n, d, k, n_threads);
          check_labels<double>(n, d, k, n_threads);
        }
}

TEST(sparse_starts_are_those_of_the_rows_written_out) {
  for (size_t n : {size_t(63), size_t(64), size_t(65), size_t(500)})
    for (int n_threads : {1, 3}) {
      const Sparse<double> sparse(n, 30, false, 6);
      std::vector<int64_t> one(9), other(9);
      CHECK(covey::plus_plus<double>(sparse.rows(), nullptr, 9, 4, 0, n_threads, one.data()) == covey::Status::done);
      CHECK(covey::plus_plus<double>(sparse.rows(), nullptr, 9, 4, 0, 1, other.data()) == covey::Status::done);
      CHECK(one == other);
      for (int64_t row : one) CHECK(row >= 0 && row < static_cast<int64_t>(n));
    }
}

TEST(sparse_rows_are_brought_to_length_one) {
  for (size_t n : {size_t(1), size_t(64), size_t(65)})
    for (int n_threads : {1, 3}) {
      const Sparse<float> sparse(n, 20, false, 7);
      std::vector<float> values(sparse.values.size() + 1), dense(n * 20);
      int64_t zero = -1, zero_of_dense = -1;
      const size_t zeros = covey::unit_rows<float>(sparse.rows(), n_threads, values.data(), &zero);
      CHECK(covey::unit_rows<float>(sparse.dense.rows(), n_threads, dense.data(), &zero_of_dense) == zeros);
      CHECK(zero == zero_of_dense);
      for (size_t i = 0; i < n; ++i)
        for (int64_t e = sparse.starts[i]; e < sparse.starts[i + 1]; ++e)
          CHECK(values[e] == dense[i * 20 + sparse.columns[e]]);
    }
}
