// A label by definition, where many centers are equally near or nearly so.
#include "check.hpp"
#include "packed.hpp"
#include "slow.hpp"

using namespace covey_tests;

namespace {

constexpr int kColumnsHere[] = {1, 2, 3, 7, 31, 32, 33, 64, 65, 130, 400};

template <class T>
int32_t settled(const std::vector<T>& point, const std::vector<T>& rows, int d) {
  covey::CenterView<T> view;
  view.d = d;
  view.k = view.k_padded = static_cast<int>(rows.size() / d);
  view.rows = rows.data();
  return covey::kernels().set<T>().settle(point.data(), view).label;
}

// Centers around a point: the same differences with other signs and in other columns, so that all are equally near up
// to the order of the sum; some exactly so.
template <class T>
void check_around(int d, int k, bool exact, uint64_t seed) {
  Random random(seed * 1000 + d);
  std::vector<T> point(d), differences(d), rows;
  for (int j = 0; j < d; ++j) {
    point[j] = static_cast<T>(exact ? static_cast<double>(random.below(9)) / 16 : random.uniform());
    differences[j] = static_cast<T>(exact ? static_cast<double>(1 + random.below(3)) / 16 : 0.3 * random.uniform());
  }
  for (int c = 0; c < k; ++c) {
    const size_t turn = random.below(d);
    for (int j = 0; j < d; ++j) {
      const T step = differences[(j + turn) % d];
      rows.push_back(random.below(2) == 0 ? point[j] + step : point[j] - step);
    }
  }
  const auto check = [&] { CHECK(settled(point, rows, d) == nearest(point.data(), rows.data(), k, d)); };
  check();
  if (exact) CHECK(settled(point, rows, d) == 0);
  const T next = std::nextafter(rows[size_t(k - 1) * d], point[0]);   // the last is nearer by the least step there is
  rows[size_t(k - 1) * d] = next;
  check();
  for (int c = 0; c < k / 2; ++c)   // the first half is further away: forgotten when the others come
    for (int j = 0; j < d; ++j) rows[size_t(c) * d + j] = point[j] + 2 * (rows[size_t(c) * d + j] - point[j]);
  check();
}

}  // namespace

TEST(near_ties_of_many_centers_are_settled_by_definition) {
  for (int d : kColumnsHere)
    for (int k : {1, 2, 63, 64, 65, 66, 129, 200})
      for (bool exact : {false, true})
        for (uint64_t seed = 0; seed < 3; ++seed) {
          check_around<float>(d, k, exact, seed);
          check_around<double>(d, k, exact, seed);
        }
}

TEST(the_first_of_many_equal_centers_has_the_point) {
  for (int d : kColumnsHere)
    for (int first : {0, 1, 70}) {
      std::vector<float> point(d, 0.5f), rows(size_t(200) * d, 0.25f);
      for (int i = 0; i < first * d; ++i) rows[i] = -1;
      CHECK(settled(point, rows, d) == first);
      CHECK(settled(std::vector<float>(d, 0.25f), rows, d) == first);   // on them
    }
}
