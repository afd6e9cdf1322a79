#include "improve.hpp"

#include <algorithm>
#include <cmath>

#include "gist.hpp"
#include "gist_seeding.hpp"
#include "line.hpp"
#include "searches.hpp"

namespace covey {
namespace {

constexpr size_t kMostPoints = size_t(1) << 17;        // with more rows than that, a sample is searched
constexpr size_t kMostCoordinates = size_t(1) << 22;
constexpr size_t kMostForStandard = size_t(1) << 16;
constexpr size_t kSampledForStandard = size_t(1) << 15;
constexpr double kFewMilliseconds = 1e8;               // of work; what `standard` may always spend,
constexpr double kStartsRepeated = 12;                 // and how often it may repeat the first start's own work,
constexpr double kMostRepeated = 4e9;                  // but no more than that
constexpr double kPayable = 4.4e7;                     // for one look at all points and centers; beyond that, a sample
constexpr double kSearchedAgain = 1.5e7;               // of work; `standard` begins no further search once it has done that
constexpr double kStartsSearched = 7;                  // and the work of so many starts
constexpr double kMostWork = 1e18;                     // more is not a whole number of 64 bits
constexpr size_t kPointsPerCenter = 50;                // a smaller sample says nothing about its centers
constexpr int kFewCenters = 6;                         // with fewer, two results have nothing to exchange
constexpr double kSampledGain = 0.998;                 // what a sample must promise before all rows are asked
constexpr double kAnyGain = 1 - 1e-9;

uint64_t counted(double work) { return static_cast<uint64_t>(std::min(work, kMostWork)); }

SearchPlan plan_of(const Options& options, const Gist& gist, int iterations) {
  SearchPlan plan;
  const int k = options.n_clusters;
  const double first_start = static_cast<double>(gist.n) * gist.d * k * (iterations + 4);
  if (options.effort == Effort::standard) {
    plan.searches = 10;
    plan.agreeing = 3;
    plan.failures = 10 + k / 8;
    plan.work = counted(kFewMilliseconds + std::min(kMostRepeated, kStartsRepeated * first_start));
    plan.enough = std::min(plan.work, counted(kSearchedAgain + kStartsSearched * first_start));
    if (!gist.whole || work_of_starting(gist, k) > plan.work / 3) plan.searches = 1;
  } else {
    plan.searches = 12;
    plan.agreeing = 5;
    plan.children = k < kFewCenters ? 0 : 160;
    plan.failures = std::min(50 + k / 4, 12 * k);
    plan.child_failures = 10 + k / 10;
    plan.work = plan.enough = counted(2.5e9 + 100 * first_start);
  }
  if (options.n_searches > 0) {
    plan.searches = options.n_searches;
    plan.agreeing = options.n_searches + 1;
    plan.work = plan.enough = ~uint64_t(0);
  }
  if (options.init == Init::given) plan.searches = 1;
  return plan;
}

// The sample's size: all rows if they are few.
size_t most_points(const Options& options, size_t n, int d) {
  const size_t k = options.n_clusters, columns = d;
  if (options.effort == Effort::best) return std::min({n, kMostPoints, kMostCoordinates / columns});
  const size_t payable = static_cast<size_t>(kPayable / static_cast<double>(k * (columns + 8)));
  if (n <= std::min({kMostForStandard, kMostCoordinates / columns, payable})) return n;
  return std::min({std::max(kSampledForStandard, kPointsPerCenter * k), kMostCoordinates / columns, payable});
}

template <class T>
std::vector<double> widened(const std::vector<T>& centers) {
  return {centers.begin(), centers.end()};
}

template <class T>
Centers<T> narrowed(const std::vector<double>& from, int k, int d) {
  Centers<T> centers(k, d);
  std::copy(from.begin(), from.end(), centers.rows().begin());
  return centers;
}

// On to a fixed point of Lloyd's algorithm on all rows, which is kept if it is better than what there is.
template <class T>
void try_centers(Points<T>& points, const std::vector<double>& from, const Options& options, double tolerance,
                 Improved<T>* improved) {
  Centers<T> centers = narrowed<T>(from, options.n_clusters, points.d);
  Outcome<T> found = lloyd(points, centers, options, tolerance, 1);
  improved->status = found.status;
  if (!(found.inertia < improved->outcome.inertia)) return;
  improved->outcome = std::move(found);
  improved->better = true;
}

}  // namespace

template <class T>
Improved<T> improve(Points<T>& points, const double* weights, const Options& options, double tolerance,
                    Outcome<T> first) {
  const int k = options.n_clusters, d = points.d;
  Improved<T> improved;
  improved.outcome = std::move(first);
  improved.proven = k == 1 || improved.outcome.inertia == 0;
  if (improved.proven || !improved.outcome.settled) return improved;
  const Distinct different = rows_that_count(points, weights);
  const size_t n = different.rows.size(), most = most_points(options, n, d);
  if (most < n && most < kPointsPerCenter * static_cast<size_t>(k)) return improved;
  const Gist gist = make_gist(points, different, improved.outcome, most, options.n_threads);
  if (gist.n <= static_cast<size_t>(k)) return improved;
  const SearchPlan plan = plan_of(options, gist, improved.outcome.iterations);
  improved.sampled = !gist.whole;
  const bool whole_line = d == 1 && gist.whole && options.init != Init::given;
  if (whole_line && work_on_a_line(gist.n, k) <= static_cast<double>(plan.work)) {
    try_centers(points, best_on_a_line(gist, k), options, tolerance, &improved);
    improved.proven = improved.status == Status::done;
    return improved;
  }
  const Searched searched = search(gist, k, widened(improved.outcome.centers), options.seeds[0], plan,
                                   options.n_threads, options.go_on);
  const double unit = improved.outcome.inertia / searched.first_cost;   // a sample's costs are those of all rows, about
  improved.searches = searched.searches;
  improved.agreeing = searched.agreeing;
  improved.highest = searched.highest * (gist.whole ? 1.0 : unit);
  if (searched.interrupted) {
    improved.status = Status::interrupted;
    return improved;
  }
  if (searched.best.cost < (gist.whole ? improved.outcome.inertia * kAnyGain : searched.first_cost * kSampledGain))
    try_centers(points, searched.best.centers, options, tolerance, &improved);
  return improved;
}

template Improved<float> improve(Points<float>&, const double*, const Options&, double, Outcome<float>);
template Improved<double> improve(Points<double>&, const double*, const Options&, double, Outcome<double>);

}  // namespace covey
