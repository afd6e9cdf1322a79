// Passes that skip: the labels, the tally and the fit of passes that look at everything, bit for bit.
#include <algorithm>

#include "assignment.hpp"
#include "check.hpp"
#include "edge_cases.hpp"
#include "packed.hpp"
#include "slow.hpp"
#include "starts.hpp"

using namespace covey_tests;

namespace {

const std::function<bool()> kNever;
const char* const kSkipping[] = {"never", "whole_blocks", "lists", "lanes", "by_cost"};

struct Use {
  explicit Use(const char* name) { CHECK(covey::use_skipping(name)); }
  ~Use() { covey::use_skipping("by_cost"); }
};

template <class T>
struct Fit {
  std::vector<int32_t> labels;
  std::vector<T> centers;
  covey::FitResult<T> result;
};

template <class T>
Fit<T> fit(const char* skipping, const Table<T>& rows, int k, const double* weights, int n_threads, int max_iterations = 50) {
  const Use use(skipping);
  Fit<T> out;
  out.labels.assign(rows.n, -1);
  out.centers = some_rows(rows, k).data;
  covey::Options options;
  options.n_clusters = k;
  options.init = covey::Init::given;
  options.max_iterations = max_iterations;
  options.tolerance = 0;
  options.n_threads = n_threads;
  out.result.labels = out.labels.data();
  out.result.centers = out.centers.data();
  CHECK(covey::fit(rows.rows(), weights, options, &out.result) == covey::Status::done);
  return out;
}

template <class T>
void check_fits(Kind kind, size_t n, int d, int k, const double* weights, int n_threads) {
  const Table<T> rows = table<T>(kind, n, d, 91);
  const Fit<T> expected = fit("never", rows, k, weights, 1);
  for (const char* skipping : kSkipping) {
    const Fit<T> found = fit(skipping, rows, k, weights, n_threads);
    CHECK(found.labels == expected.labels && found.centers == expected.centers);
    CHECK(found.result.inertia == expected.result.inertia && found.result.iterations == expected.result.iterations);
  }
}

// An assignment whose centers are moved by hand; every pass is compared with the definition.
template <class T>
class Driven {
 public:
  Driven(const char* skipping, const Table<T>& rows, const Table<T>& start)
      : use_(skipping),
        packed_(rows, start),
        labels(rows.n, -1),
        centers(packed_.centers),
        points(packed_.points),
        tally(static_cast<int>(start.n), rows.d),
        assignment(packed_.points, packed_.centers, 1, kNever) {}

 private:
  Use use_;
  Packed<T> packed_;

 public:
  std::vector<int32_t> labels;
  covey::Centers<T>& centers;
  covey::Points<T>& points;
  covey::Tally<covey::CountedTally> tally;
  covey::Assignment<T, covey::CountedTally> assignment;

  void pass() {
    assignment.run(&labels, &tally);
    for (size_t i = 0; i < points.n; ++i)
      CHECK(labels[i] == nearest(packed_.row(i).data(), centers.rows().data(), centers.k(), centers.d()));
  }
  void step(const std::function<void()>& move) {
    move();
    assignment.moved();
    pass();
  }
};

// Bounds of blocks that are not looked at for longer than Drift remembers, then told to the arrangement.
template <class T>
void check_old_bounds(int k, bool by_lanes) {
  const size_t n = 32 * static_cast<size_t>(k);
  Table<T> rows{{}, n, 2}, start{{}, static_cast<size_t>(k), 2};
  Random random(5);
  for (size_t i = 0; i < n; ++i) {   // a block around each center, all far apart
    rows.data.push_back(static_cast<T>(static_cast<double>(i / 32) + 0.01 * random.normal()));
    rows.data.push_back(static_cast<T>(0.01 * random.normal()));
  }
  for (int c = 0; c < k; ++c) start.data.insert(start.data.end(), {static_cast<T>(c), T(0)});
  Packed<T> packed(rows, start);
  covey::Pass<T, covey::CountedTally> pass(packed.points, k, 2, kNever);
  covey::Drift<T> drift;
  drift.start(packed.centers);
  covey::Bounds bounds;
  bounds.start(packed.points.n_blocks, by_lanes ? 0 : k - 1, 0);
  std::vector<int32_t> labels(n, -1);
  std::vector<float> seconds(n, covey::Bounds::kUnknown), gaps(n);
  pass.run(packed.centers.view(), labels.data(), nullptr);
  for (int i = 0; i < 40; ++i) {
    packed.centers.row(0)[1] += static_cast<T>(i == 0 ? 1e-3 : i % 2 == 0 ? 1e-6 : -1e-6);   // lists for long
    drift.add(packed.centers);
    const bool tell = i == 17 || i == 39;
    if (i == 1) std::fill(bounds.slack.begin(), bounds.slack.end(), covey::Bounds::kUnknown);   // asked by list then
    const covey::CenterView<T> view = packed.centers.view();
    if (by_lanes)
      pass.run_lanes(view, drift, &bounds, seconds.data(), labels.data(), nullptr, tell ? gaps.data() : nullptr);
    else
      pass.run_skipping(view, drift, &bounds, labels.data(), nullptr, tell ? gaps.data() : nullptr);
    for (size_t p = 0; p < n; ++p) {
      std::vector<double> distances;
      for (int c = 0; c < k; ++c)
        distances.push_back(std::sqrt(squared_distance(packed.row(p).data(), packed.centers.row(c), 2)));
      CHECK(labels[p] == std::min_element(distances.begin(), distances.end()) - distances.begin());
      std::sort(distances.begin(), distances.end());
      if (tell && k > 1) CHECK(gaps[p] <= distances[1] - distances[0]);
    }
  }
}

}  // namespace

TEST(skipping_changes_no_bit_of_a_fit) {
  const std::vector<double> whole = whole_weights(500, 1), real = real_weights(500, 2);
  for (size_t n : {size_t(31), size_t(32), size_t(33), size_t(65), size_t(500)})
    for (int d : {1, 2, 8, 9, 17})
      for (int k : {1, 2, 5, 25})
        for (Kind kind : {Kind::normal, Kind::grid, Kind::apart, Kind::outlier}) {
          check_fits<float>(kind, n, d, k, nullptr, 1);
          check_fits<double>(kind, n, d, k, whole.data(), 1);
          if (kind == Kind::normal) check_fits<float>(kind, n, d, k, real.data(), 3);
        }
}

TEST(skipping_changes_no_bit_for_threads) {
  check_fits<float>(Kind::normal, 4001, 3, 60, nullptr, 3);
  check_fits<double>(Kind::normal, 3000, 12, 50, nullptr, 4);
  check_fits<float>(Kind::grid, 3000, 17, 20, nullptr, 2);
}

TEST(bounds_that_grow_old_stay_true) {
  for (int k : {2, 50})
    for (bool by_lanes : {false, true}) {
      check_old_bounds<float>(k, by_lanes);
      check_old_bounds<double>(k, by_lanes);
    }
}

TEST(a_point_adopted_by_an_empty_cluster_follows_its_new_center) {
  // Center 0 holds everything and stays; the point furthest out is given to center 1, which then leaves it while
  // center 2 comes near.
  for (const char* skipping : kSkipping) {
    Table<double> rows{{}, 32, 2}, start{{0, 0, -100, 0, 10, 11}, 3, 2};
    rows.data.assign(64, 0.0);
    rows.data[62] = 10;
    Driven<double> driven(skipping, rows, start);
    driven.pass();
    const double unit = driven.points.frame.inside(1, 0) - driven.points.frame.inside(0, 0);
    for (int i = 0; i < 5; ++i) driven.step([] {});
    size_t adopted = 0;
    for (size_t i = 0; i < 32; ++i)
      if (driven.points.at(i, 0) == driven.points.frame.inside(10, 0)) adopted = i;
    CHECK(driven.labels[adopted] == 0);
    driven.labels[adopted] = 1;
    driven.assignment.forget();
    driven.step([&] {
      driven.centers.row(1)[0] = driven.points.frame.inside(10, 0);
      driven.centers.row(1)[1] = driven.points.frame.inside(0, 1);
    });
    CHECK(driven.labels[adopted] == 1);
    driven.step([&] {   // 0 and 11 away become 6 and 5: more than the lead of 10, though no center has come so far
      driven.centers.row(1)[0] += 6 * unit;
      driven.centers.row(2)[1] -= 6 * unit;
    });
    CHECK(driven.labels[adopted] == 2);
  }
}

// Four fifths of the points lie in a crowd of centers that jump to and fro, so that lists are given up. The others have
// center 0 on them, center 1 in their lists and center 2 not; at pass `turn` 1 goes and 2 comes, so that the lead over
// what is listed grows larger than that over all. Later 0 goes and 2 comes again, by less than the former.
void check_lists_given_up(int turn) {
  constexpr int d = 4, k = 64;
  constexpr size_t n = 32 * 80, n_aside = n / 5;
  Table<double> rows{{}, n, d}, start{{}, static_cast<size_t>(k), d};
  Random random(8);
  for (size_t i = 0; i < n; ++i)
    for (int j = 0; j < d; ++j) rows.data.push_back((i < n_aside ? 8 : 0) + 0.001 * (random.uniform() - 0.5));
  for (int c = 0; c < k; ++c) {
    std::vector<double> center(d, c < 3 ? 8.0 : 0.0);
    if (c == 1) center[1] += 0.25;
    if (c == 2) center[0] += 0.7;
    for (int j = 1; j < d && c > 3; ++j) center[j] = 0.15 * (random.uniform() - 0.5);   // 3 has the crowd
    if (c > 3) center[0] = 0.15;
    start.data.insert(start.data.end(), center.begin(), center.end());
  }
  Driven<double> driven("by_cost", rows, start);
  const double unit = driven.points.frame.inside(1, 0) - driven.points.frame.inside(0, 0);
  double side = 1;
  const auto jump = [&] {
    side = -side;
    for (int c = 4; c < k; ++c) driven.centers.row(c)[0] += 0.3 * side * unit;
  };
  driven.pass();
  for (int i = 1; i < turn; ++i) driven.step(jump);
  driven.step([&] {
    jump();
    driven.centers.row(1)[1] += 0.28 * unit;
    driven.centers.row(2)[0] -= 0.28 * unit;
  });
  for (int i = 0; i < 4; ++i) driven.step(jump);
  driven.step([&] {
    driven.centers.row(0)[0] -= 0.24 * unit;
    driven.centers.row(2)[0] -= 0.26 * unit;
  });
}

TEST(what_is_known_of_a_list_is_not_taken_for_all_centers) {
  for (int turn = 2; turn < 16; ++turn) check_lists_given_up(turn);
}

TEST(more_clusters_than_rows_nearby_adopt_while_passes_skip) {
  // Centers far outside adopt one by one, and again when they lose what they had.
  for (uint64_t seed = 0; seed < 12; ++seed) {
    Table<double> rows = table<double>(Kind::grid, 400, 2, seed);
    for (double& x : rows.data) x += seed % 3 == 0 ? 0 : 0.25 * std::floor(x / 3);
    const std::vector<double> weights = seed % 2 == 0 ? whole_weights(400, seed) : std::vector<double>(400, 1.0);
    const Fit<double> expected = fit("never", rows, 40, weights.data(), 1);
    for (const char* skipping : kSkipping) {
      const Fit<double> found = fit(skipping, rows, 40, weights.data(), 2);
      CHECK(found.labels == expected.labels && found.centers == expected.centers);
    }
  }
}

TEST(which_of_equal_rows_is_adopted_does_not_depend_on_how_the_points_stand) {
  Table<double> rows{std::vector<double>(40, 0.0), 40, 1}, start{{1, 100}, 2, 1};
  std::vector<double> weights(40, 1.0);
  rows.data[20] = rows.data[30] = 10;   // equal, of weight 1 and 5
  weights[30] = 5;
  std::vector<int64_t> adopted;
  for (bool turned : {false, true}) {
    Packed<double> packed(rows, start, weights.data());
    std::vector<uint32_t> places(40);
    for (uint32_t i = 0; i < 40; ++i) places[i] = turned ? 39 - i : i;
    covey::rearrange(&packed.points, places, 1);
    covey::Tally<covey::CountedTally> tally(2, 1);
    std::vector<int32_t> labels(40, 0);
    tally.weights[0] = 44;
    const std::vector<double> units = covey::integer_units<covey::CountedTally>(packed.points);
    CHECK(covey::adopt_empty_clusters(packed.points, packed.centers, 1, units, labels.data(), &tally) == 1);
    adopted.push_back(tally.weights[1]);
  }
  CHECK(adopted[0] == 5 && adopted[1] == 5);   // the heavier one, wherever it stands
}
