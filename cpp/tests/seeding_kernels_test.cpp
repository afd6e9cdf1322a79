// What seeding asks of the points: how much a candidate would help, and the distances once it is chosen.
#include "check.hpp"
#include "integers.hpp"
#include "packed.hpp"

using namespace covey_tests;

namespace {

// In T, multiplied and added apart, coordinates in order.
template <class T>
T narrow_distance(const T* a, const T* b, int d) {
  T sum = 0;
  for (int j = 0; j < d; ++j) {
    const T difference = a[j] - b[j];
    const T square = difference * difference;
    sum = sum + square;
  }
  return sum;
}

template <class T>
void check(Kind kind, size_t n, int d, bool weighted) {
  const Table<T> rows = table<T>(kind, n, d, 9), start = some_rows(rows, 4);
  const Packed<T> packed(rows, start);
  const size_t lanes = packed.points.n_blocks * covey::kBlock;
  covey::AlignedArray<T> closest = covey::aligned_array<T>(lanes);
  for (size_t i = 0; i < lanes; ++i) closest[i] = static_cast<T>(8e37);
  const covey::KernelSet<T>& kernel = covey::kernels().set<T>();
  const T largest = kernel.closer(packed.points.block(0), packed.points.n_blocks, d, packed.centers.row(0), closest.get());
  T expected_largest = 0;
  for (size_t i = 0; i < n; ++i) {
    const T expected = narrow_distance(packed.row(i).data(), packed.centers.row(0), d);
    CHECK(closest[i] == expected);
    expected_largest = std::max(expected_largest, expected);
  }
  CHECK(largest == expected_largest);

  std::vector<int32_t> weights(lanes, 0);
  for (size_t i = 0; i < n; ++i) weights[i] = static_cast<int32_t>(i % 3);
  int64_t sums[4] = {}, expected[4] = {};
  const T scale = static_cast<T>(1 << 20);
  kernel.potentials(packed.points.block(0), packed.points.n_blocks, d, packed.view.rows, 4, closest.get(), scale,
                    weighted ? weights.data() : nullptr, sums);
  for (int c = 0; c < 4; ++c)
    for (size_t i = 0; i < lanes; ++i) {   // without weights the lanes past the last row count too: they repeat it
      const T kept = std::min(closest[i], narrow_distance(packed.row(std::min(i, n - 1)).data(), packed.centers.row(c), d));
      expected[c] += covey::to_integer(static_cast<double>(kept * scale)) * (weighted ? weights[i] : 1);
    }
  for (int c = 0; c < 4; ++c) CHECK(sums[c] == expected[c]);
}

}  // namespace

TEST(seeding_distances_and_potentials_are_those_of_the_definition) {
  for (Kind kind : {Kind::normal, Kind::grid, Kind::offset, Kind::constant})
    for (int d : kColumns)
      for (size_t n : kRows)
        for (bool weighted : {false, true}) {
          check<float>(kind, n, d, weighted);
          check<double>(kind, n, d, weighted);
        }
}
