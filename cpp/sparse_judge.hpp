// Which center is a sparse row's own? The kernel proposes; this decides, by proof or by definition.
//
// A label is defined as for dense rows (kernels/settle.hpp): smallest sum over all columns of squared differences in
// float64, column by column, lower index on ties. Three stages, each for the few rows the one before leaves open:
//
// (The sums |c|^2 are rounded too, by at most d units of float64.)
//
//   1. x.c - |c|^2/2 in float32. With u = 2^-24 and q additions in the longest chain, a value is off by at most
//      E = q u (a b + b^2/2), a = |x|, b = |c|: a lead of more than 2 E and the rounding of the definition
//      itself, (d + 4) units of float64 of the distance, is real. Centers with b > a + 2 sqrt(D2), D2 the second
//      smallest squared distance, cannot win, so b may be capped there. The factor 3/2 covers the rounding of the
//      bound's own parts. Centers kept in half precision are off by up to 2^-11 b and what became 0
//      (SparseCenters::rounding), which a times that adds to E.
//   2. the same in float64, for the centers within that margin;
//   3. the definition, for those that are still level: time d. Not for counts and yes-or-no columns, whose values need
//      no rounding in stage 2: there ties are common, and stage 2 has decided them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "integers.hpp"
#include "sparse_centers.hpp"
#include "sparse_points.hpp"

namespace covey {

// What is known about the distances of a row once its label is decided.
struct Known {
  bool bounds = false;    // whether the two numbers below say anything
  bool level = false;     // decided by definition: a tie is possible
  double own = 0;         // at least the distance to its own center
  double others = 0;      // at most the distance to any other
};

template <class T>
class SparseJudge {
 public:
  SparseJudge(const SparsePoints<T>& points, const SparseCenters<T>& centers)
      : points_(points), centers_(centers), scores_(static_cast<size_t>(centers.n_blocks()) * kWide) {}

  SparseRow row(size_t i) const {
    const int64_t begin = points_.begin(i);
    return {points_.columns.get() + begin, points_.fast + begin, points_.count(i)};
  }

  // Let the centers of one block compete for row i.
  void compete(size_t i, int block, Lead* lead) const {
    kernels().sparse.nearest(row(i), centers_.block(block), block * kWide, lead);
  }

  // The label of row i, whose competition over all blocks ended with `lead`.
  int32_t decide(size_t i, const Lead& lead, Known* known) {
    const Margin margin = margin_of(i, lead);
    known->level = false;
    known->bounds = static_cast<double>(lead.first) - static_cast<double>(lead.second) > margin.lead;
    if (!known->bounds) return settle(i, lead, margin, known);
    const double a2_slack = margin.a2 * margin.norm_slack;
    known->own = std::sqrt(std::max(0.0, margin.a2 + a2_slack - 2 * (lead.first - margin.error))) * (1 + kTiny);
    known->others = std::sqrt(std::max(0.0, margin.a2 - a2_slack - 2 * (lead.second + margin.error))) *
                    (1 - 4 * definition_slack() - kTiny);
    return lead.index;
  }

  // At least the distance of row i to center c, from one product.
  double upper(size_t i, int32_t c) const {
    const double a2 = points_.norm2[i], slack = (points_.count(i) + points_.d + 8) * kUnit;
    const double norm2 = centers_.norm2(c);
    const double error = slack * (std::sqrt(a2 * norm2) + norm2) * 1.5;
    return std::sqrt(std::max(0.0, a2 * (1 + slack) - 2 * (product(i, c) - 0.5 * norm2 - error))) * (1 + kTiny);
  }

  // Squared distance to center c: direct differences where the row is not zero, and the rest of |c|^2 exactly:
  // `squares` is the exact sum of the squares of the center's coordinates.
  double squared(size_t i, int32_t c, const ExactSum& squares) const {
    const T* at = centers_.row(c);
    ExactSum rest = squares;
    ExactSum here = no_squares();
    double near = 0, square[32];
    int n = 0;
    for (int64_t e = points_.begin(i); e < points_.end(i); ++e) {
      const double center = static_cast<double>(at[points_.columns[e]]);
      const double difference = static_cast<double>(points_.values[e]) - center;
      near += difference * difference;
      square[n++] = center * center;
      if (n == 32) {
        here.add(square, n);
        n = 0;
      }
    }
    here.add(square, n);
    rest.subtract(here);
    return near + std::max(0.0, rest.value());
  }

  static ExactSum no_squares() { return ExactSum(2.0); }
  ExactSum squares_of(int32_t c) const {
    ExactSum sum = no_squares();
    double square[32];
    for (int first = 0; first < points_.d; first += 32) {
      const int n = std::min(32, points_.d - first);
      for (int p = 0; p < n; ++p) {
        const double x = static_cast<double>(centers_.at(c, first + p));
        square[p] = x * x;
      }
      sum.add(square, n);
    }
    return sum;
  }

  // The same by definition: every column, in order. Time d.
  double defined(size_t i, int32_t c) const {
    double out;
    define(i, &c, 1, &out);
    return out;
  }

  // Relative error of a distance by definition.
  double definition_slack() const { return (points_.d + 4) * 1.1 * kUnit; }

 private:
  static constexpr double kUnit = 1.1102230246251565e-16;   // 2^-53
  static constexpr double kTiny = 1e-15;

  struct Margin {
    double a2, norm_slack;   // |x|^2 and the relative error of it
    double reach;            // no center of a larger norm can win
    double error;            // of one float32 value
    double lead;             // a larger lead is real
  };

  Margin margin_of(size_t i, const Lead& lead) const {
    const int m = points_.count(i);
    Margin out;
    out.a2 = points_.norm2[i];
    out.norm_slack = (m + 4) * kUnit;
    const double a = std::sqrt(out.a2) * (1 + out.norm_slack);
    const double unit = 1.5 * (std::min(m, 128) + m / 128 + 8) * 5.9604644775390625e-8;
    const double vanishing = (m + 4) * 2.4e-38;   // products below float32's range
    const auto error = [&](double reach) {
      return unit * reach * (a + 0.5 * reach) + a * centers_.rounding(reach) * (1 + unit) +
             definition_slack() * reach * reach + vanishing;
    };
    const double second2 = std::max(0.0, out.a2 - 2 * static_cast<double>(lead.second));
    out.reach = std::min(centers_.largest_norm(), a + 2 * std::sqrt(second2));
    out.reach = std::min(centers_.largest_norm(), a + 2 * std::sqrt(second2 + 4 * error(out.reach)));
    out.error = error(out.reach);
    out.lead = 2 * out.error + definition_slack() * (second2 + 2 * out.error);
    return out;
  }

  double product(size_t i, int32_t c) const {
    const T* at = centers_.row(c);
    double sum = 0;
    for (int64_t e = points_.begin(i); e < points_.end(i); ++e)
      sum += static_cast<double>(points_.values[e]) * static_cast<double>(at[points_.columns[e]]);
    return sum;
  }

  int32_t settle(size_t i, const Lead& lead, const Margin& margin, Known* known) {
    for (int b = 0; b < centers_.n_blocks(); ++b)
      kernels().sparse.scores(row(i), centers_.block(b), scores_.data() + static_cast<size_t>(b) * kWide);
    level_.clear();
    values_.clear();
    double best = -1e300;
    for (int c = 0; c < centers_.k(); ++c) {
      if (static_cast<double>(scores_[c]) < static_cast<double>(lead.first) - margin.lead) continue;
      level_.push_back(c);
      values_.push_back(product(i, c) - 0.5 * centers_.norm2(c));
      best = std::max(best, values_.back());
    }
    const double a = std::sqrt(margin.a2);
    const double error = 1.5 * (points_.count(i) + points_.d + 6) * kUnit * margin.reach * (a + margin.reach) + 1e-300;
    const double distance2 = std::max(0.0, margin.a2 * (1 + margin.norm_slack) - 2 * best) + 2 * error;
    const double lead64 = 2 * error + 2 * definition_slack() * distance2;
    size_t left = 0;
    for (size_t at = 0; at < level_.size(); ++at) {
      if (values_[at] < best - lead64) continue;
      values_[left] = values_[at];
      level_[left++] = level_[at];
    }
    level_.resize(left);
    if (left == 1) return level_[0];
    known->level = true;
    if (exact(a)) return level_[std::find(values_.begin(), values_.end(), best) - values_.begin()];
    return first_by_definition(i);
  }

  // Whether nothing was rounded above, nor would be by the definition: then the largest value is the nearest center.
  bool exact(double a) const {
    double b = 0;
    for (int32_t c : level_) {
      if (!centers_.on_grid(c)) return false;
      b = std::max(b, centers_.norm2(c));
    }
    const double reach = a + std::sqrt(b);
    return points_.on_grid && reach * reach * (2 * kGridSteps * kGridSteps) < 4503599627370496.0;
  }

  int32_t first_by_definition(size_t i) const {
    double best = 1.7976931348623157e308;
    int32_t label = level_[0];
    for (size_t at = 0; at < level_.size(); at += 8) {
      const int n = static_cast<int>(std::min<size_t>(8, level_.size() - at));
      double sums[8];
      define(i, level_.data() + at, n, sums);
      for (int q = 0; q < n; ++q)
        if (sums[q] < best) {
          best = sums[q];
          label = level_[at + q];
        }
    }
    return label;
  }

  // At most 8 centers at once, so that none waits for the additions of another.
  void define(size_t i, const int32_t* which, int n, double* sums) const {
    const T* rows[8];
    double sum[8] = {};
    for (int q = 0; q < n; ++q) rows[q] = centers_.row(which[q]);
    int64_t e = points_.begin(i);
    for (int j = 0; j < points_.d; ++j) {
      const bool here = e < points_.end(i) && points_.columns[e] == j;
      const double x = here ? static_cast<double>(points_.values[e]) : 0.0;
      e += here;
      for (int q = 0; q < n; ++q) {
        const double difference = x - static_cast<double>(rows[q][j]);
        sum[q] += difference * difference;
      }
    }
    for (int q = 0; q < n; ++q) sums[q] = sum[q];
  }

  const SparsePoints<T>& points_;
  const SparseCenters<T>& centers_;
  std::vector<float> scores_;
  std::vector<int32_t> level_;   // centers that could not be told apart yet, ascending
  std::vector<double> values_;
};

}  // namespace covey
