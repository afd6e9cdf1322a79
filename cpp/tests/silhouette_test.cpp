// The silhouette of every row, straight from its definition; and the sums of distances it is made of.
#include "check.hpp"
#include "memory.hpp"
#include "silhouette.hpp"
#include "slow.hpp"
#include "kernels/table.hpp"

using namespace covey_tests;

namespace {

template <class T>
double slow_silhouette(const Table<T>& rows, const std::vector<int32_t>& labels, int k, size_t i) {
  std::vector<double> sums(k, 0.0), counts(k, 0.0);
  for (size_t other = 0; other < rows.n; ++other) {
    sums[labels[other]] += std::sqrt(squared_distance(rows.row(i), rows.row(other), rows.d));
    ++counts[labels[other]];
  }
  const int own = labels[i];
  if (counts[own] == 1) return 0;
  const double a = sums[own] / (counts[own] - 1);
  double b = INFINITY;
  for (int c = 0; c < k; ++c)
    if (c != own && counts[c] > 0) b = std::min(b, sums[c] / counts[c]);
  return std::max(a, b) > 0 ? (b - a) / std::max(a, b) : 0;
}

template <class T>
void check(Kind kind, size_t n, int d, int k) {
  const Table<T> rows = table<T>(kind, n, d, 51);
  std::vector<int32_t> labels(n);
  for (size_t i = 0; i < n; ++i) labels[i] = static_cast<int32_t>(i * 7 % (k > 2 ? k - 1 : k));   // one may be empty
  std::vector<double> one(n), three(n);
  CHECK(covey::silhouettes<T>(rows.rows(), labels.data(), k, 1, {}, one.data()) == covey::Status::done);
  covey::silhouettes<T>(rows.rows(), labels.data(), k, 3, {}, three.data());
  CHECK(one == three);
  for (size_t i = 0; i < n; ++i) CHECK(std::fabs(one[i] - slow_silhouette(rows, labels, k, i)) <= 1e-10);
}

void check_pair_sums(int d, size_t count, int n_queries) {
  const Table<double> queries = table<double>(Kind::normal, n_queries, d, 1), others = table<double>(Kind::normal, count, d, 2);
  const size_t n_groups = (count + 7) / 8;
  covey::AlignedArray<double> groups = covey::aligned_array<double>(n_groups * 8 * d);
  std::fill_n(groups.get(), n_groups * 8 * d, 0.0);
  for (size_t i = 0; i < count; ++i)
    for (int j = 0; j < d; ++j) groups[(i / 8 * d + j) * 8 + i % 8] = others.row(i)[j];
  std::vector<double> sums(n_queries);
  covey::kernels().pair_sums(queries.data.data(), n_queries, d, groups.get(), count, sums.data());
  for (int q = 0; q < n_queries; ++q) {
    double parts[8] = {};
    for (size_t i = 0; i < count; ++i) parts[i % 8] += std::sqrt(squared_distance(queries.row(q), others.row(i), d));
    CHECK(sums[q] == ((parts[0] + parts[4]) + (parts[2] + parts[6])) + ((parts[1] + parts[5]) + (parts[3] + parts[7])));
  }
}

}  // namespace

TEST(sums_of_distances_are_those_of_the_definition) {
  for (int d : kColumns)
    for (size_t count : {size_t(0), size_t(1), size_t(7), size_t(8), size_t(9), size_t(40)})
      for (int n_queries : {1, 3, 4, 5}) check_pair_sums(d, count, n_queries);
}

TEST(silhouettes_are_those_of_the_definition) {
  for (Kind kind : {Kind::normal, Kind::grid, Kind::offset, Kind::constant})
    for (size_t n : kRows)
      for (int d : {1, 3, 9, 17})
        for (int k : {2, 5}) {
          if (n < 2) continue;
          check<float>(kind, n, d, k);
          check<double>(kind, n, d, k);
        }
  check<double>(Kind::normal, 700, 4, 3);
}

TEST(silhouettes_stop_when_told_to) {
  const Table<float> rows = table<float>(Kind::normal, 400, 5, 1);
  std::vector<int32_t> labels(400);
  for (int i = 0; i < 400; ++i) labels[i] = i % 2;
  std::vector<double> out(400);
  CHECK(covey::silhouettes<float>(rows.rows(), labels.data(), 2, 1, [] { return false; }, out.data()) ==
        covey::Status::interrupted);
}
