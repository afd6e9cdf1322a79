#include "distance_bounds.hpp"

#include <algorithm>

#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

constexpr size_t kMostColumns = 64;
constexpr double kRoundedUp = 1 + 1e-6;   // rounding errors of these sums are far below

// Upper bound of the largest eigenvalue of a covariance (d, d) of this trace; overwrites the matrix.
double largest_eigenvalue(std::vector<double>* matrix, size_t d, double trace) {
  if (!(trace > 0)) return 0;
  for (double& one : *matrix) one /= trace;   // eigenvalues from 0 to 1
  std::vector<double> squared(d * d);
  for (int power = 2; power <= 16; power *= 2) {
    for (size_t a = 0; a < d; ++a)
      for (size_t b = 0; b < d; ++b) {
        double sum = 0;
        for (size_t j = 0; j < d; ++j) sum += (*matrix)[a * d + j] * (*matrix)[b * d + j];   // symmetric
        squared[a * d + b] = sum;
      }
    matrix->swap(squared);
  }
  double sum = 0;
  for (size_t j = 0; j < d; ++j) sum += (*matrix)[j * d + j];
  for (int power = 16; power > 1; power /= 2) sum = std::sqrt(sum);   // not pow: its bits depend on the library
  return std::min(1.0, sum * kRoundedUp) * trace * kRoundedUp;
}

struct Moments {
  double square = 0, fourth = 0;   // sums of |q|^2 and |q|^4
  std::vector<double> skew;        // sum of q |q|^2
  std::vector<double> product;     // sum of q q'; empty beyond 64 columns

  explicit Moments(size_t d) : skew(d, 0.0), product(d <= kMostColumns ? d * d : 0, 0.0) {}

  void add(const std::vector<double>& q, double weight) {
    const size_t d = q.size();
    double norm = 0;
    for (size_t j = 0; j < d; ++j) norm += q[j] * q[j];
    square += weight * norm;
    fourth += weight * (norm * norm);
    for (size_t j = 0; j < d; ++j) skew[j] += weight * norm * q[j];
    if (product.empty()) return;
    for (size_t a = 0; a < d; ++a) {
      const double scaled = weight * q[a];
      for (size_t b = 0; b < d; ++b) product[a * d + b] += scaled * q[b];
    }
  }
};

// Members of each cluster of one labeling, in the order of the different rows.
std::vector<std::vector<size_t>> members_of(const Distinct& distinct, const Labelings& labelings, size_t l) {
  std::vector<std::vector<size_t>> out(labelings.k[l]);
  for (size_t s = 0; s < distinct.rows.size(); ++s) out[labelings.label(l, distinct.rows[s])].push_back(s);
  return out;
}

}  // namespace

template <class T>
DistanceBounds distance_bounds(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                               const ClusterMeans& means, int n_threads) {
  const std::vector<size_t> first = labelings.first_clusters();
  const size_t k = first.back(), d = rows.d;
  DistanceBounds out;
  out.spreads = means.spreads;
  out.fourths.assign(k, 0.0);
  out.skews.assign(k, 0.0);
  out.widest.assign(k, 0.0);
  const double work = static_cast<double>(distinct.rows.size()) * d * (d <= kMostColumns ? d : 1) * labelings.m();
  for (size_t l = 0; l < labelings.m(); ++l) {
    const auto members = members_of(distinct, labelings, l);
    Chunks chunks(members.size(), 1);
    run_on_threads(threads_for(work, n_threads), [&](int) {
      std::vector<double> q(d);
      for (size_t label, end; chunks.next(&label, &end);) {
        const size_t c = first[l] + label;
        if (!(means.weights[c] > 0)) continue;
        Moments sums(d);
        for (const size_t s : members[label]) {
          for (size_t j = 0; j < d; ++j)
            q[j] = (frame.inside(static_cast<double>(rows.row(distinct.rows[s])[j]), static_cast<int>(j)) -
                    means.centers[c * d + j]) - means.rests[c * d + j];
          sums.add(q, distinct.weights[s]);
        }
        const double weight = means.weights[c], mean = sums.square / weight;
        double skew = 0;
        for (const double one : sums.skew) skew += (one / weight) * (one / weight);
        out.fourths[c] = std::max(0.0, sums.fourth / weight - mean * mean) + 1e-9 * mean * mean;
        out.skews[c] = std::sqrt(skew) * kRoundedUp;
        for (double& one : sums.product) one /= weight;
        const bool by_trace = sums.product.empty() || members[label].size() < d;   // too few rows to be worth it
        out.widest[c] = by_trace ? mean * kRoundedUp : largest_eigenvalue(&sums.product, d, mean);
      }
    });
  }
  return out;
}

template DistanceBounds distance_bounds<float>(Rows<float>, const Frame&, const Distinct&, const Labelings&,
                                               const ClusterMeans&, int);
template DistanceBounds distance_bounds<double>(Rows<double>, const Frame&, const Distinct&, const Labelings&,
                                                const ClusterMeans&, int);

}  // namespace covey
