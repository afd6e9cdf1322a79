// The silhouette of every row, straight from its definition; and the sums of distances it is made of.
#include "check.hpp"
#include "closed_silhouette.hpp"
#include "memory.hpp"
#include "silhouette.hpp"
#include "slow.hpp"
#include "kernels/table.hpp"

using namespace covey_tests;

namespace {

template <class T>
double slow_silhouette(const Table<T>& rows, const std::vector<int32_t>& labels, int k, size_t i, bool squared = false) {
  std::vector<double> sums(k, 0.0), counts(k, 0.0);
  for (size_t other = 0; other < rows.n; ++other) {
    const double square = squared_distance(rows.row(i), rows.row(other), rows.d);
    sums[labels[other]] += squared ? square : std::sqrt(square);
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

// `chosen` may be empty: all rows.
template <class T>
std::vector<double> silhouettes(const Table<T>& rows, const std::vector<int32_t>& labels, std::vector<int> k, int n_threads,
                                const double* weights = nullptr, const std::vector<int64_t>& chosen = {}) {
  const size_t n_out = chosen.empty() ? rows.n : chosen.size();
  std::vector<double> out(k.size() * n_out);
  const covey::Labelings labelings{labels.data(), rows.n, std::move(k)};
  CHECK(covey::silhouettes<T>(rows.rows(), labelings, weights, chosen.empty() ? nullptr : chosen.data(), chosen.size(),
                              n_threads, {}, out.data()) == covey::Status::done);
  return out;
}

template <class T>
void check(Kind kind, size_t n, int d, int k) {
  const Table<T> rows = table<T>(kind, n, d, 51);
  std::vector<int32_t> labels(n);
  for (size_t i = 0; i < n; ++i) labels[i] = static_cast<int32_t>(i * 7 % (k > 2 ? k - 1 : k));   // one may be empty
  const std::vector<double> one = silhouettes(rows, labels, {k}, 1);
  CHECK(one == silhouettes(rows, labels, {k}, 3));
  for (size_t i = 0; i < n; ++i) CHECK(std::fabs(one[i] - slow_silhouette(rows, labels, k, i)) <= 1e-10);
}

// Rows of one side of a meeting: groups of 8, and an atom for every few rows.
struct Side {
  Table<double> rows;
  int n_groups;
  covey::AlignedArray<double> groups;
  uint8_t atoms[covey::kBlockRows];
  std::vector<double> weights;

  Side(size_t count, int d, size_t in_atom, bool weighted, uint64_t seed)
      : rows(table<double>(Kind::normal, count, d, seed)), n_groups(static_cast<int>(count + 7) / 8) {
    groups = covey::aligned_array<double>(static_cast<size_t>(n_groups) * 8 * d);
    for (size_t i = 0; i < static_cast<size_t>(n_groups) * 8; ++i) {
      for (int j = 0; j < d; ++j) groups[(i / 8 * d + j) * 8 + i % 8] = i < count ? rows.row(i)[j] : 0;
      atoms[i] = static_cast<uint8_t>(i < count ? i / in_atom : (count - 1) / in_atom + 1);   // padding has its own
    }
    if (weighted) weights = real_weights(covey::kBlockRows, seed);
  }

  covey::PairBlock view() const { return {groups.get(), n_groups, atoms, weights.empty() ? nullptr : weights.data()}; }

  // Sums from every row of `other`, one after the other.
  void check_sums(const Side& other, const std::vector<double>& sums) const {
    std::vector<double> expected(sums.size(), 0.0);
    for (size_t i = 0; i < rows.n; ++i)
      for (size_t r = 0; r < other.rows.n; ++r) {
        const double distance = std::sqrt(squared_distance(rows.row(i), other.rows.row(r), rows.d));
        expected[other.atoms[r] * covey::kBlockRows + i] += other.weights.empty() ? distance : distance * other.weights[r];
      }
    for (size_t i = 0; i < rows.n; ++i)
      for (size_t a = 0; a <= other.atoms[other.rows.n - 1]; ++a)
        CHECK(sums[a * covey::kBlockRows + i] == expected[a * covey::kBlockRows + i]);
  }
};

void check_pair_sums(int d, size_t left_count, size_t right_count, size_t in_atom, bool weighted) {
  const Side left(left_count, d, in_atom, weighted, 1), right(right_count, d, 2 * in_atom + 1, weighted, 2);
  const size_t room = (covey::kBlockRows + 1) * covey::kBlockRows;
  std::vector<double> left_sums(room, 0.0), right_sums(room, 0.0), only_left(room, 0.0);
  covey::kernels().pairs.sums(left.view(), right.view(), d, left_sums.data(), right_sums.data());
  covey::kernels().pairs.sums(left.view(), right.view(), d, only_left.data(), nullptr);
  CHECK(left_sums == only_left);
  left.check_sums(right, left_sums);
  right.check_sums(left, right_sums);
}

}  // namespace

TEST(sums_of_distances_are_those_of_the_definition) {
  for (int d : kColumns)
    for (size_t count : {size_t(1), size_t(8), size_t(9), size_t(63), size_t(64)})
      for (size_t in_atom : {size_t(1), size_t(5), size_t(64)}) {
        check_pair_sums(d, count, 64, in_atom, false);
        check_pair_sums(d, 15, count, in_atom, true);
      }
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

TEST(silhouettes_of_many_labelings_are_those_of_each) {
  for (size_t n : {size_t(63), size_t(64), size_t(65), size_t(300)}) {
    const Table<float> rows = table<float>(Kind::normal, n, 5, 4);
    const std::vector<int> ks = {1, 2, 7, 40};
    std::vector<int32_t> labels;
    Random random(n);
    for (int k : ks)
      for (size_t i = 0; i < n; ++i) labels.push_back(static_cast<int32_t>(random.below(k)));
    for (int n_threads : {1, 3}) {
      const std::vector<double> all = silhouettes(rows, labels, ks, n_threads);
      std::vector<int64_t> chosen;
      for (size_t i = 1; i < n; i += 7) chosen.push_back(static_cast<int64_t>(i));
      const std::vector<double> some = silhouettes(rows, labels, ks, n_threads, nullptr, chosen);
      for (size_t m = 1; m < ks.size(); ++m) {
        const std::vector<int32_t> one(labels.begin() + m * n, labels.begin() + (m + 1) * n);
        for (size_t i = 0; i < n; ++i)
          CHECK(std::fabs(all[m * n + i] - slow_silhouette(rows, one, ks[m], i)) <= 1e-10);
        for (size_t i = 0; i < chosen.size(); ++i)
          CHECK(std::fabs(some[m * chosen.size() + i] - all[m * n + chosen[i]]) <= 1e-12);
      }
    }
  }
}

TEST(the_silhouette_of_a_weight_of_two_is_that_of_a_row_twice) {
  for (size_t n : {size_t(33), size_t(64), size_t(129)}) {
    const Table<double> rows = table<double>(Kind::normal, n, 3, 5);
    Table<double> repeated{{}, 0, 3};
    std::vector<double> weights;
    std::vector<int32_t> labels, of_repeated;
    std::vector<size_t> first;
    for (size_t i = 0; i < n; ++i) {
      weights.push_back(static_cast<double>(1 + i % 3));
      labels.push_back(static_cast<int32_t>(i * 7 % 4));
      first.push_back(repeated.n);
      for (size_t times = 0; times <= i % 3; ++times, ++repeated.n) {
        repeated.data.insert(repeated.data.end(), rows.row(i), rows.row(i) + 3);
        of_repeated.push_back(labels.back());
      }
    }
    const std::vector<double> one = silhouettes(rows, labels, {4}, 2, weights.data());
    const std::vector<double> other = silhouettes(repeated, of_repeated, {4}, 2);
    for (size_t i = 0; i < n; ++i) {
      CHECK(one[i] == other[first[i]]);
      CHECK(std::fabs(one[i] - slow_silhouette(repeated, of_repeated, 4, first[i])) <= 1e-10);
    }
  }
}

TEST(silhouette_bounds_hold_and_the_closed_form_is_the_definition) {
  for (Kind kind : {Kind::normal, Kind::grid, Kind::offset})
    for (size_t n : {size_t(2), size_t(63), size_t(65), size_t(200)})
      for (int d : {1, 5, 66})
        for (int n_threads : {1, 3}) {
          const Table<double> rows = table<double>(kind, n, d, 6);
          std::vector<int32_t> labels(n);
          for (size_t i = 0; i < n; ++i) labels[i] = static_cast<int32_t>(i * 7 % 3 % (n > 2 ? 3 : 2));
          const int k = n > 2 ? 3 : 2;
          const covey::Labelings labeling{labels.data(), n, {k}};
          std::vector<double> low(n), high(n), squared(n);
          covey::silhouette_bounds<double>(rows.rows(), labeling, nullptr, n_threads, low.data(), high.data());
          covey::closed_silhouettes<double>(rows.rows(), labeling, nullptr, covey::ClosedForm::squared, n_threads,
                                            squared.data());
          for (size_t i = 0; i < n; ++i) {
            const double exact = slow_silhouette(rows, labels, k, i);
            CHECK(low[i] <= exact + 1e-9 && exact <= high[i] + 1e-9);
            CHECK(std::fabs(squared[i] - slow_silhouette(rows, labels, k, i, true)) <= 1e-9);
          }
        }
}

TEST(silhouettes_stop_when_told_to) {
  const Table<float> rows = table<float>(Kind::normal, 400, 5, 1);
  std::vector<int32_t> labels(400);
  for (int i = 0; i < 400; ++i) labels[i] = i % 2;
  std::vector<double> out(400);
  CHECK(covey::silhouettes<float>(rows.rows(), {labels.data(), 400, {2}}, nullptr, nullptr, 0, 1, [] { return false; },
                                  out.data()) == covey::Status::interrupted);
}
