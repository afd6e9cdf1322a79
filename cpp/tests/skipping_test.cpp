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
const char* const kSkipping[] = {"never", "always", "by_cost"};

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
  covey::Labels labels;
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

TEST(digits_and_epochs_of_many_blocks_change_no_bit) {
  for (Kind kind : {Kind::normal, Kind::grid, Kind::offset, Kind::apart, Kind::outlier, Kind::tiny, Kind::huge})
    for (int d : {1, 3, 8, 20}) {
      check_fits<float>(kind, 2500, d, 33, nullptr, 2);
      check_fits<double>(kind, 2500, d, 40, nullptr, 1);
    }
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
