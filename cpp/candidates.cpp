#include "candidates.hpp"

#include <algorithm>

#include "distance_bounds.hpp"

namespace covey {
namespace {

constexpr double kLargest = 1.7976931348623157e308;
constexpr ptrdiff_t kFewRows = 512;   // are done before anything is ruled out
constexpr double kMargin = 1e-6;   // rounding errors of the bounds are below 1e-9 for a million rows

// Marks the candidates of one row among the clusters [begin, end) and returns the likeliest.
size_t mark(const double* squares, const ClusterMeans& means, const DistanceBounds& bounds, size_t begin, size_t end,
            size_t own, uint64_t* bits) {
  double best = kLargest;
  size_t likeliest = own;
  for (size_t c = begin; c < end; ++c) {
    if (c == own || !(means.weights[c] > 0)) continue;
    const double upper = bounds.upper(c, squares[c * 8]);
    if (upper < best) best = upper, likeliest = c;
  }
  set_bit(bits, own);
  for (size_t c = begin; c < end; ++c)
    if (c != own && means.weights[c] > 0 && bounds.lower(c, squares[c * 8]) * (1 - kMargin) <= best) set_bit(bits, c);
  return likeliest;
}

}  // namespace

template <class T>
Candidates find_candidates(Rows<T> rows, const Frame& frame, const Distinct& distinct, const Labelings& labelings,
                           const ClusterMeans& means, int n_threads) {
  Candidates out;
  const std::vector<size_t> first = labelings.first_clusters();
  out.words = (first.back() + 63) / 64;
  const auto counted = std::count_if(distinct.weights.begin(), distinct.weights.end(), [](double w) { return w > 0; });
  if (*std::min_element(labelings.k.begin(), labelings.k.end()) <= 2 || counted < kFewRows) return out;
  const auto finest = static_cast<size_t>(std::max_element(labelings.k.begin(), labelings.k.end()) -
                                          labelings.k.begin());
  const DistanceBounds bounds = distance_bounds(rows, frame, distinct, labelings, means, n_threads);
  out.bits.assign(distinct.rows.size() * out.words, 0);
  out.nearest.assign(distinct.rows.size(), 0);
  each_group_of_squares<T>(rows, frame, distinct.rows, means, n_threads,
                           [&](size_t s, int count, const double* squares) {
    for (int i = 0; i < count; ++i)
      for (size_t l = 0; l < labelings.m(); ++l) {
        const size_t own = first[l] + labelings.label(l, distinct.rows[s + i]);
        const size_t likeliest =
            mark(squares + i, means, bounds, first[l], first[l + 1], own, out.bits.data() + (s + i) * out.words);
        if (l == finest) out.nearest[s + i] = static_cast<uint32_t>(likeliest);
      }
  });
  return out;
}

template Candidates find_candidates<float>(Rows<float>, const Frame&, const Distinct&, const Labelings&,
                                           const ClusterMeans&, int);
template Candidates find_candidates<double>(Rows<double>, const Frame&, const Distinct&, const Labelings&,
                                            const ClusterMeans&, int);

}  // namespace covey
