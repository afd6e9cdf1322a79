#include "closed_silhouette.hpp"

#include <algorithm>
#include <cmath>

#include "distance_bounds.hpp"
#include "memory.hpp"
#include "parallel.hpp"
#include "silhouette.hpp"

namespace covey {
namespace {

constexpr double kLargest = 1.7976931348623157e308;
constexpr double kRounding = 1e-9;   // of a silhouette; see the rounding of distance_bounds.cpp

// Rows scaled to length 1; rows of zeros stay and are marked.
template <class T>
void scale_to_length_1(Rows<T> rows, double* out, std::vector<bool>* is_zero) {
  const size_t d = rows.d;
  for (size_t i = 0; i < rows.n; ++i) {
    double largest = 0;
    for (size_t j = 0; j < d; ++j) largest = std::max(largest, std::fabs(static_cast<double>(rows.row(i)[j])));
    (*is_zero)[i] = largest == 0;
    int exponent = 0;
    if (largest > 0) std::frexp(largest, &exponent);
    double square = 0;
    for (size_t j = 0; j < d; ++j) {
      const double x = std::ldexp(static_cast<double>(rows.row(i)[j]), -exponent);
      out[i * d + j] = x;
      square += x * x;
    }
    const double length = largest > 0 ? std::sqrt(square) : 1;
    for (size_t j = 0; j < d; ++j) out[i * d + j] /= length;
  }
}

Frame frame_as_it_is(int d) {
  Frame frame;
  frame.shift.assign(d, 0.0);
  frame.column_exponent.assign(d, 1);
  return frame;
}

// Silhouettes from mean_of(c, square), the mean distance to a cluster whose mean is that far away.
// `totals` (k) are the weights of the clusters.
template <class T, class MeanOf>
void from_means(Rows<T> rows, const Frame& frame, const Labelings& labeling, const Distinct& distinct,
                const ClusterMeans& means, const std::vector<double>& totals, const double* weights, int n_threads,
                const MeanOf& mean_of, double* out) {
  std::vector<double> own(distinct.rows.size()), other(distinct.rows.size());
  each_group_of_squares<T>(rows, frame, distinct.rows, means, n_threads,
                           [&](size_t s, int count, const double* squares) {
    for (int i = 0; i < count; ++i) {
      const size_t label = labeling.label(0, distinct.rows[s + i]);
      double nearest = kLargest;
      for (size_t c = 0; c < totals.size(); ++c)
        if (c != label && totals[c] > 0) nearest = std::min(nearest, mean_of(c, squares[c * 8 + i]));
      own[s + i] = mean_of(label, squares[label * 8 + i]) * totals[label];
      other[s + i] = nearest;
    }
  });
  for (size_t i = 0; i < rows.n; ++i) {
    const size_t place = distinct.places[i];
    const double others = others_weight(totals[labeling.label(0, i)], weights == nullptr ? 1.0 : weights[i]);
    const bool alone = !(others > 0) || other[place] == kLargest;
    out[i] = alone ? 0 : silhouette_of(own[place] / others, other[place]);
  }
}

template <class T>
void cosine_silhouettes(Rows<T> rows, const Labelings& labeling, const double* weights, int n_threads, double* out) {
  const auto scaled = aligned_array<double>(rows.n * rows.d);
  std::vector<bool> is_zero(rows.n);
  scale_to_length_1(rows, scaled.get(), &is_zero);
  std::vector<double> counted(rows.n, 1.0);   // weights, but 0 for rows of zeros
  if (weights != nullptr) counted.assign(weights, weights + rows.n);
  for (size_t i = 0; i < rows.n; ++i)
    if (is_zero[i]) counted[i] = 0;
  const Rows<double> directions{scaled.get(), rows.n, rows.d};
  const Frame frame = frame_as_it_is(rows.d);
  const Distinct distinct = distinct_rows(directions, frame, labeling, counted.data());
  const ClusterMeans means = cluster_means(directions, frame, distinct, labeling, n_threads);
  const Distinct everyone = distinct_rows(directions, frame, labeling, weights);   // the same rows in the same order
  std::vector<double> totals(labeling.k[0], 0.0);
  for (size_t s = 0; s < everyone.rows.size(); ++s)
    totals[labeling.label(0, everyone.rows[s])] += everyone.weights[s];
  from_means(directions, frame, labeling, distinct, means, totals, weights, n_threads,
             [&](size_t c, double square) {
               const double directed = means.weights[c];   // the rest are rows of zeros, at distance 1
               return (directed * ((square + means.spreads[c]) / 2) + (totals[c] - directed)) / totals[c];
             },
             out);
  for (size_t i = 0; i < rows.n; ++i)
    if (is_zero[i]) out[i] = 0;   // as far from its own cluster as from any other
}

}  // namespace

template <class T>
void closed_silhouettes(Rows<T> rows, const Labelings& labeling, const double* weights, ClosedForm form, int n_threads,
                        double* out) {
  if (form == ClosedForm::cosine) return cosine_silhouettes(rows, labeling, weights, n_threads, out);
  const Frame frame = frame_of_counted(rows, weights, n_threads);
  const Distinct distinct = distinct_rows(rows, frame, labeling, weights);
  const ClusterMeans means = cluster_means(rows, frame, distinct, labeling, n_threads);
  from_means(rows, frame, labeling, distinct, means, means.weights, weights, n_threads,
             [&](size_t c, double square) { return square + means.spreads[c]; }, out);
}

template <class T>
void silhouette_bounds(Rows<T> rows, const Labelings& labeling, const double* weights, int n_threads, double* low,
                       double* high) {
  const Frame frame = frame_of_counted(rows, weights, n_threads);
  const Distinct distinct = distinct_rows(rows, frame, labeling, weights);
  const ClusterMeans means = cluster_means(rows, frame, distinct, labeling, n_threads);
  const DistanceBounds bounds = distance_bounds(rows, frame, distinct, labeling, means, n_threads);
  struct Known {
    double own_low, own_square, other_low, other_high;   // own: of the mean with the row itself counted
  };
  std::vector<Known> known(distinct.rows.size());
  each_group_of_squares<T>(rows, frame, distinct.rows, means, n_threads,
                           [&](size_t s, int count, const double* squares) {
    for (int i = 0; i < count; ++i) {
      const size_t label = labeling.label(0, distinct.rows[s + i]);
      const double square = squares[label * 8 + i];
      Known one{bounds.lower(label, square), bounds.mean_square(label, square), kLargest, kLargest};
      for (size_t c = 0; c < means.weights.size(); ++c) {
        if (c == label || !(means.weights[c] > 0)) continue;
        one.other_low = std::min(one.other_low, bounds.lower(c, squares[c * 8 + i]));
        one.other_high = std::min(one.other_high, bounds.upper(c, squares[c * 8 + i]));
      }
      known[s + i] = one;
    }
  });
  for (size_t i = 0; i < rows.n; ++i) {
    const Known& one = known[distinct.places[i]];
    const double total = means.weights[labeling.label(0, i)];
    const double others = others_weight(total, weights == nullptr ? 1.0 : weights[i]);
    low[i] = high[i] = 0;
    if (!(others > 0) || one.other_low == kLargest) continue;
    const double share = total / others;
    low[i] = std::max(-1.0, silhouette_of(std::sqrt(share * one.own_square), one.other_low) - kRounding);
    high[i] = std::min(1.0, silhouette_of(share * one.own_low, one.other_high) + kRounding);
  }
}

template void closed_silhouettes<float>(Rows<float>, const Labelings&, const double*, ClosedForm, int, double*);
template void closed_silhouettes<double>(Rows<double>, const Labelings&, const double*, ClosedForm, int, double*);
template void silhouette_bounds<float>(Rows<float>, const Labelings&, const double*, int, double*, double*);
template void silhouette_bounds<double>(Rows<double>, const Labelings&, const double*, int, double*, double*);

}  // namespace covey
