// The two nearest centers of every point are those of brute force, however the centers have moved.
#include <algorithm>
#include <vector>

#include "check.hpp"
#include "gist.hpp"
#include "packed.hpp"
#include "two_nearest.hpp"

using namespace covey_tests;

namespace {

covey::Gist gist_of(const Table<double>& rows) {
  const Packed<double> packed(rows, some_rows(rows, 1));
  const double* no_weights = nullptr;
  const covey::Distinct different = covey::rows_that_count(packed.points, no_weights);
  return covey::make_gist(packed.points, different, covey::Outcome<double>(), rows.n, 1);
}

double squared(const double* a, const double* b, int d) {
  double sum = 0;
  for (int j = 0; j < d; ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

bool is_right(const covey::Gist& gist, const covey::TwoNearest& points) {
  for (size_t i = 0; i < gist.n; ++i) {
    std::vector<double> all;
    for (int c = 0; c < points.k(); ++c) all.push_back(squared(gist.row(i), points.center(c), gist.d));
    std::vector<double> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    const covey::Pairs& pairs = points.group(i / covey::kGroup);
    const size_t p = i % covey::kGroup;
    if (pairs.first[p] != sorted[0] || pairs.second[p] != sorted[1]) return false;
    if (all[pairs.own[p]] != sorted[0] || all[pairs.next[p]] != sorted[1] || pairs.own[p] == pairs.next[p]) return false;
  }
  return true;
}

std::vector<double> somewhere(Random& random, const covey::Gist& gist) {
  const double* row = gist.row(random.below(gist.n));
  std::vector<double> place(row, row + gist.d);
  if (random.below(2) == 0)
    for (double& x : place) x += 0.1 * random.normal();
  return place;
}

}  // namespace

TEST(a_gist_holds_every_different_row_once) {
  for (const Kind kind : {Kind::normal, Kind::grid, Kind::constant})
    for (const size_t n : kRows) {
      const Table<double> rows = table<double>(kind, n, 3, 5);
      const covey::Gist gist = gist_of(rows);
      std::vector<std::vector<double>> different;
      for (size_t i = 0; i < n; ++i) different.emplace_back(rows.row(i), rows.row(i) + 3);
      std::sort(different.begin(), different.end());
      different.erase(std::unique(different.begin(), different.end()), different.end());
      CHECK(gist.n == different.size());
      double weight = 0;
      for (const double w : gist.weights) weight += w;
      CHECK(weight == static_cast<double>(n));
      for (size_t i = 0; i < gist.n; ++i)
        CHECK(squared(gist.row(i), gist.middles.data() + i / covey::kGroup * 3, 3) <=
              gist.radii[i / covey::kGroup] * gist.radii[i / covey::kGroup]);
    }
}

TEST(the_two_nearest_stay_right_while_centers_move_and_are_taken_back) {
  Random random(3);
  for (const Kind kind : {Kind::normal, Kind::grid, Kind::outlier})
    for (const int d : {1, 2, 5, 17})
      for (const int k : {2, 3, 9, 70}) {
        const covey::Gist gist = gist_of(table<double>(kind, 300, d, 11));
        covey::TwoNearest points(gist, k);
        for (int c = 0; c < k; ++c) points.place(c, somewhere(random, gist).data());
        points.compute();
        CHECK(is_right(gist, points));
        for (int round = 0; round < 6; ++round) {
          std::vector<std::vector<double>> before;
          for (int c = 0; c < k; ++c) before.emplace_back(points.center(c), points.center(c) + d);
          const double cost = points.cost();
          points.mark();
          for (int step = 0; step < 2; ++step) {
            std::vector<int> moved;
            for (int c = 0; c < k; ++c)
              if (random.below(round % 2 == 0 ? 2 : static_cast<uint64_t>(k)) == 0) moved.push_back(c);
            for (const int c : moved) points.place(c, somewhere(random, gist).data());
            points.repair(moved);
            CHECK(is_right(gist, points));
          }
          if (round % 3 != 1) continue;
          points.take_back();
          for (int c = 0; c < k; ++c) points.place(c, before[c].data());
          CHECK(is_right(gist, points));
          CHECK(points.cost() == cost);
        }
      }
}
