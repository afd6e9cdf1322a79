#include "lloyd.hpp"

#include <algorithm>
#include <cmath>

#include "assignment.hpp"
#include "edge_cases.hpp"
#include "sphere.hpp"

namespace covey {
namespace {

// Squared movement of all centers, in order.
template <class T>
double movement(const std::vector<T>& before, const std::vector<T>& after) {
  double total = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    const double step = static_cast<double>(after[i]) - static_cast<double>(before[i]);
    total += step * step;
  }
  return total;
}

template <class T, class Kind>
class Lloyd {
 public:
  Lloyd(Points<T>& points, Centers<T>& centers, const Options& options)
      : points_(points),
        centers_(centers),
        options_(options),
        tally_(centers.k(), points.d),
        assignment_(points, centers, options.n_threads, options.go_on),
        steps_(points.d) {
    for (int j = 0; j < points.d; ++j)
      steps_[j] = std::ldexp(1.0, points.frame.column_exponent[j] - Kind::bits(points.weights));
  }

  Outcome<T> run(double tolerance, int start) {
    outcome_.labels = same_labels(points_.n, -1, options_.n_threads);
    bool labels_are_of_centers = false;
    for (int i = 0; i < options_.max_iterations && !outcome_.settled; ++i) {
      const PassReport report = assign();
      if (report.interrupted) return break_off();
      outcome_.iterations = i + 1;
      const std::vector<T> before = centers_.rows();
      if (adopt_empty_clusters(points_, centers_, options_.n_threads, integer_units<Kind>(points_),
                               outcome_.labels.data(), &tally_) > 0) {
        assignment_.forget();
        move_centers();
      } else {
        move_centers();
        labels_are_of_centers = report.moved == 0 && before == centers_.rows();
      }
      assignment_.moved();
      outcome_.settled = report.moved == 0 || movement(before, centers_.rows()) <= tolerance;
      if (options_.each_iteration && !options_.each_iteration({start, i + 1, report.moved})) return break_off();
    }
    if (!labels_are_of_centers && assign().interrupted) return break_off();
    finish();
    return std::move(outcome_);
  }

 private:
  PassReport assign() {
    const PassReport report = assignment_.run(&outcome_.labels, &tally_);
    outcome_.doubtful = report.unsure > 0;
    return report;
  }

  // Told to stop, perhaps in the middle of a pass: a whole pass that asks nobody gives the labels of these centers.
  Outcome<T> break_off() {
    const std::function<bool()> never_stop;
    Pass<T, Kind> pass(points_, centers_.k(), options_.n_threads, never_stop);
    outcome_.doubtful = pass.run(centers_.view(), outcome_.labels.data(), &tally_).unsure > 0;
    outcome_.status = Status::interrupted;
    finish();
    return std::move(outcome_);
  }

  // Each center becomes the mean of its points, as a number that exists outside the frame too.
  void move_centers() {
    const Frame& frame = points_.frame;
    for (int c = 0; c < centers_.k(); ++c) {
      if (!tally_.touched[c]) continue;
      tally_.touched[c] = 0;
      if (tally_.weights[c] == 0) continue;   // nothing to be the mean of: stays where it is
      T* row = centers_.row(c);
      const std::vector<T> before(row, row + (options_.spherical ? points_.d : 0));
      const auto* sums = tally_.sums.data() + static_cast<size_t>(c) * points_.d;
      for (int j = 0; j < points_.d; ++j) {
        const double mean = Kind::mean(sums[j], tally_.weights[c]) * steps_[j];
        row[j] = frame.shift[j] == 0
                     ? static_cast<T>(mean)
                     : static_cast<T>(frame.inside(static_cast<double>(static_cast<T>(frame.outside(mean, j))), j));
      }
      if (options_.spherical && !put_on_sphere(row, points_.d, frame.in_a * frame.in_b))
        std::copy(before.begin(), before.end(), row);   // a mean of length 0 points nowhere: the center stays
    }
  }

  void finish() {
    outcome_.centers = centers_.rows();
    outcome_.inertia = inertia_of(points_, centers_, outcome_.labels.data(), options_.n_threads);
    outcome_.center_weights.resize(centers_.k());
    for (int c = 0; c < centers_.k(); ++c) outcome_.center_weights[c] = static_cast<double>(tally_.weights[c]);
  }

  Points<T>& points_;
  Centers<T>& centers_;
  const Options& options_;
  Tally<Kind> tally_;
  Assignment<T, Kind> assignment_;
  std::vector<double> steps_;
  Outcome<T> outcome_;
};

template <class T, class Kind>
Outcome<T> run_lloyd(Points<T>& points, Centers<T>& centers, const Options& options, double tolerance,
                     int start) {
  return Lloyd<T, Kind>(points, centers, options).run(tolerance, start);
}

}  // namespace

template <>
Outcome<float> lloyd(Points<float>& points, Centers<float>& centers, const Options& options, double tolerance,
                     int start) {
  if (!points.weights.reals.empty()) return run_lloyd<float, RealTally>(points, centers, options, tolerance, start);
  if (points.weights.given || points.n > (size_t(1) << 24))
    return run_lloyd<float, CountedTally>(points, centers, options, tolerance, start);
  return run_lloyd<float, NarrowTally>(points, centers, options, tolerance, start);
}

template <>
Outcome<double> lloyd(Points<double>& points, Centers<double>& centers, const Options& options,
                      double tolerance, int start) {
  if (!points.weights.reals.empty()) return run_lloyd<double, RealTally>(points, centers, options, tolerance, start);
  return run_lloyd<double, CountedTally>(points, centers, options, tolerance, start);
}

}  // namespace covey
