// The nearest center: what the fast kernel is sure of is the definition's answer, and `settle` is the definition.
#include "check.hpp"
#include "packed.hpp"
#include "slow.hpp"

using namespace covey_tests;

namespace {

template <class T>
void check_labels(Kind kind, size_t n, int d, int k, uint64_t seed) {
  const Table<T> rows = table<T>(kind, n, d, seed);
  const Table<T> start = k % 2 == 0 ? some_rows(rows, k) : table<T>(kind, k, d, seed + 1);
  const Packed<T> packed(rows, start);
  const covey::KernelSet<T>& kernel = covey::kernels().set<T>();
  std::vector<int32_t> labels(packed.points.n_blocks * covey::kBlock, -1);
  std::vector<uint32_t> unsure(packed.points.n_blocks);
  kernel.nearest(packed.points.block(0), packed.points.n_blocks, packed.view, labels.data(), unsure.data());
  for (size_t i = 0; i < n; ++i) {
    const int lane = static_cast<int>(i % covey::kBlock);
    const int32_t expected = nearest(packed.row(i).data(), packed.view.rows, k, d);
    CHECK(kernel.settle(packed.row(i).data(), packed.view).label == expected);
    if ((unsure[i / covey::kBlock] >> lane & 1) == 0) CHECK(labels[i] == expected);
    CHECK(labels[i] >= 0 && labels[i] < k);
  }
}

template <class T>
void check_own_distances(int d) {
  const Table<T> rows = table<T>(Kind::normal, 32, d, 5), start = table<T>(Kind::normal, 3, d, 6);
  const Packed<T> packed(rows, start);
  int32_t labels[covey::kBlock];
  double distances[covey::kBlock];
  for (int p = 0; p < covey::kBlock; ++p) labels[p] = p % 3;
  covey::kernels().set<T>().own_distance(packed.points.block(0), d, packed.view.rows, packed.view.tables, labels, distances);
  double without[covey::kBlock];
  covey::kernels().set<T>().own_distance(packed.points.block(0), d, packed.view.rows, nullptr, labels, without);
  for (int p = 0; p < covey::kBlock; ++p)
    CHECK(without[p] == distances[p] && distances[p] == squared_distance(packed.row(p).data(), packed.view.rows + size_t(labels[p]) * d, d));
}

// Two centers a rounding error apart, and points between them.
template <class T>
void check_near_ties(int d) {
  const T step = sizeof(T) == 4 ? T(1.1920929e-7) : T(2.220446049250313e-16);
  Random random(d);
  Table<T> rows{{}, 64, d}, start{{}, 2, d};
  for (int j = 0; j < 64 * d; ++j) rows.data.push_back(static_cast<T>(random.normal()));
  for (int j = 0; j < d; ++j) start.data.push_back(static_cast<T>(0.25 + 0.5 * random.uniform()));
  for (int j = 0; j < d; ++j) start.data.push_back(start.data[j] + (j % 2 == 0 ? step : -step));
  const Packed<T> packed(rows, start);
  const covey::KernelSet<T>& kernel = covey::kernels().set<T>();
  int32_t labels[64];
  uint32_t unsure[2];
  kernel.nearest(packed.points.block(0), 2, packed.view, labels, unsure);
  for (int i = 0; i < 64; ++i)
    if ((unsure[i / 32] >> (i % 32) & 1) == 0)
      CHECK(labels[i] == nearest(packed.row(i).data(), packed.view.rows, 2, d));
}

}  // namespace

TEST(what_the_kernel_is_sure_of_is_the_definition) {
  for (Kind kind : kAllKinds)
    for (int d : kColumns)
      for (int k : kClusters) {
        check_labels<float>(kind, 33, d, k, 1);
        check_labels<double>(kind, 33, d, k, 2);
      }
}

TEST(every_number_of_rows_and_centers_fills_its_lanes) {
  for (size_t n : kRows)
    for (int k = 1; k <= 27; ++k) {
      check_labels<float>(Kind::grid, n, 3, k, 3);
      check_labels<float>(Kind::grid, n, 10, k, 3);
      check_labels<double>(Kind::grid, n, 10, k, 3);
    }
}

TEST(near_ties_are_flagged) {
  for (int d : kColumns) {
    check_near_ties<float>(d);
    check_near_ties<double>(d);
  }
}

TEST(own_distance_is_the_definition) {
  for (int d : kColumns) {
    check_own_distances<float>(d);
    check_own_distances<double>(d);
  }
}
