#include <cmath>
#include <vector>

#include "check.hpp"
#include "cluster_totals.hpp"
#include "row_hashes.hpp"

namespace {

struct Found {
  std::vector<double> weights, means, squares, distances;
  int exponent = 0;
  bool operator==(const Found& other) const {
    return weights == other.weights && means == other.means && squares == other.squares &&
           distances == other.distances && exponent == other.exponent;
  }
};

template <class T>
Found totals(const std::vector<T>& rows, int d, const double* weights, const std::vector<int32_t>& labels, int k,
             int n_threads) {
  Found out;
  out.weights.resize(k), out.squares.resize(k), out.distances.resize(k), out.means.resize(size_t(k) * d);
  out.exponent = covey::cluster_totals(covey::Rows<T>{rows.data(), labels.size(), d}, weights, labels.data(), k,
                                       n_threads,
                                       {out.weights.data(), out.means.data(), out.squares.data(), out.distances.data()});
  return out;
}

template <class T>
void check_against_plain_sums(size_t n, int d, int k, bool weighted) {
  std::vector<T> rows(n * d), turned(n * d);
  std::vector<double> weights(n), turned_weights(n);
  std::vector<int32_t> labels(n), turned_labels(n);
  for (size_t i = 0; i < n; ++i) {
    weights[i] = weighted ? static_cast<double>(i % 3) : 1.0;
    labels[i] = static_cast<int32_t>((i * 7) % k);
    for (int j = 0; j < d; ++j) rows[i * d + j] = static_cast<T>(std::sin(double(i * d + j)) * (j + 1) + 10 * labels[i]);
  }
  for (size_t i = 0; i < n; ++i) {
    turned_weights[n - 1 - i] = weights[i], turned_labels[n - 1 - i] = labels[i];
    for (int j = 0; j < d; ++j) turned[(n - 1 - i) * d + j] = rows[i * d + j];
  }
  const Found found = totals(rows, d, weighted ? weights.data() : nullptr, labels, k, 1);
  CHECK(found == totals(turned, d, weighted ? turned_weights.data() : nullptr, turned_labels, k, 3));
  for (int c = 0; c < k; ++c) {
    double weight = 0, square = 0;
    std::vector<double> mean(d, 0.0);
    for (size_t i = 0; i < n; ++i)
      if (labels[i] == c) {
        weight += weights[i];
        for (int j = 0; j < d; ++j) mean[j] += weights[i] * double(rows[i * d + j]);
      }
    CHECK(found.weights[c] == weight);
    if (weight == 0) continue;
    for (int j = 0; j < d; ++j) CHECK(std::fabs(found.means[size_t(c) * d + j] - mean[j] / weight) < 1e-11);
    for (size_t i = 0; i < n; ++i)
      for (int j = 0; labels[i] == c && j < d; ++j)
        square += weights[i] * std::pow(double(rows[i * d + j]) - mean[j] / weight, 2);
    CHECK(std::fabs(std::ldexp(found.squares[c], 2 * found.exponent) - square) < 1e-9 * (square + 1));
  }
}

}  // namespace

TEST(totals_are_plain_sums_in_any_order_on_any_threads) {
  for (bool weighted : {false, true}) {
    check_against_plain_sums<float>(5000, 3, 7, weighted);
    check_against_plain_sums<double>(5000, 17, 4, weighted);
    check_against_plain_sums<double>(1, 1, 2, weighted);
  }
}

TEST(hashes_of_sparse_rows_are_those_of_dense_ones) {
  const std::vector<double> dense{0, 1.5, 0, -2, -0.0, 0, 3, 0, 0};
  const std::vector<int64_t> starts{0, 1, 2, 4};
  const std::vector<int32_t> columns{1, 0, 0, 2};
  const std::vector<double> values{1.5, -2, 3, 0};   // a stored zero
  std::vector<uint64_t> one(3), other(3);
  covey::row_hashes(covey::Rows<double>{dense.data(), 3, 3}, 2, one.data());
  covey::row_hashes(covey::SparseRows<double>{starts.data(), columns.data(), values.data(), 3, 3}, 2, other.data());
  CHECK(one == other && one[0] != one[1] && one[1] != one[2]);
}
