#include "sparse_seeding.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

#include "integers.hpp"
#include "kernels/table.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "random.hpp"

namespace covey {
namespace {

constexpr size_t kChunk = 256;   // rows

uint64_t mix(uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ull;
  h ^= h >> 29;
  return h;
}

template <class T>
uint64_t hash_of(const SparsePoints<T>& points, size_t i) {
  uint64_t hash = 0x9E3779B97F4A7C15ull;
  for (int64_t e = points.begin(i); e < points.end(i); ++e) {
    const double value = static_cast<double>(points.values[e]);
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    hash = mix(hash * 0x2545F4914F6CDD1Dull + static_cast<uint64_t>(points.columns[e]));
    hash = mix(hash * 0x2545F4914F6CDD1Dull + bits);
  }
  return hash;
}

template <class T>
std::vector<uint64_t> hashes_of(const SparsePoints<T>& points, int n_threads) {
  std::vector<uint64_t> hashes(points.n);
  Chunks chunks(points.n, kChunk);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) hashes[i] = hash_of(points, i);
  });
  return hashes;
}

// Weights as 32-bit whole numbers whose sum, times a share, fits in 63 bits.
std::vector<int32_t> whole_weights(const Weights& weights, size_t n) {
  std::vector<int32_t> out;
  if (!weights.given) return out;
  out.resize(n);
  for (size_t i = 0; i < n; ++i)
    out[i] = weights.counts.empty() ? static_cast<int32_t>(std::lrint(weights.reals[i] * 65536.0)) : weights.counts[i];
  return out;
}

template <class T>
int useful_threads(const SparsePoints<T>& points, int n_threads) {
  return threads_for(static_cast<double>(points.starts[points.n]) * 8, n_threads);
}

// Products of row i with `lanes` vectors.
template <class T>
void dots(const SparsePoints<T>& points, size_t i, int lanes, const double* vectors, double* out) {
  const SparseKernels& kernel = kernels().sparse;
  const int64_t begin = points.begin(i);
  if constexpr (sizeof(T) == 4)
    (lanes == 4 ? kernel.dots4_f32 : kernel.dots8_f32)(points.columns.get() + begin, points.values.get() + begin,
                                                       points.count(i), vectors, out);
  else
    (lanes == 4 ? kernel.dots4_f64 : kernel.dots8_f64)(points.columns.get() + begin, points.values.get() + begin,
                                                       points.count(i), vectors, out);
}

}  // namespace

template <class T>
SparseSeeding<T>::SparseSeeding(const SparsePoints<T>& points, int n_threads, const std::function<bool()>& go_on)
    : points_(points), go_on_(go_on), n_threads_(useful_threads(points, n_threads)), weights_(whole_weights(points.weights, points.n)),
      rows_(points, hashes_of(points, n_threads_)), closest_(points.n) {
  int64_t total = static_cast<int64_t>(points.n);
  if (!weights_.empty()) {
    total = 0;
    for (int32_t weight : weights_) total += weight;
  }
  share_bits_ = std::min(31, 62 - bit_length(static_cast<uint64_t>(total)));
  masses_.resize(rows_.n_buckets());
}

template <class T>
int64_t SparseSeeding<T>::share(size_t i) const {
  const int64_t weight = weights_.empty() ? 1 : weights_[i];
  return started_ ? to_integer(closest_[i] * scale_) * weight : weight;
}

template <class T>
uint64_t SparseSeeding<T>::add_up() {
  std::fill(masses_.begin(), masses_.end(), 0);
  for (size_t i = 0; i < points_.n; ++i) masses_[rows_.bucket(i)] += share(i);
  uint64_t total = 0;
  for (int64_t mass : masses_) total += mass;
  return total;
}

template <class T>
size_t SparseSeeding<T>::draw(uint64_t target) {
  return rows_.at(target, masses_, [this](size_t i) { return share(i); });
}

// Squared distances of every row to every candidate, eight candidates in one reading of the rows.
template <class T>
void SparseSeeding<T>::measure(const std::vector<size_t>& candidates) {
  const size_t count = candidates.size();
  const int lanes = count <= 4 ? 4 : 8;
  const size_t size = static_cast<size_t>(points_.d) * lanes;
  if (size > vectors_size_) {
    vectors_ = aligned_array<double>(size);
    vectors_size_ = size;
    std::fill_n(vectors_.get(), size, 0.0);
  }
  measured_.resize(points_.n * count);
  for (size_t first = 0; first < count; first += lanes) {
    const size_t here = std::min<size_t>(lanes, count - first);
    const auto write = [&](bool clear) {
      for (size_t c = 0; c < here; ++c)
        for (int64_t e = points_.begin(candidates[first + c]); e < points_.end(candidates[first + c]); ++e)
          vectors_[static_cast<size_t>(points_.columns[e]) * lanes + c] =
              clear ? 0.0 : static_cast<double>(points_.values[e]);
    };
    write(false);
    Chunks chunks(points_.n, kChunk);
    run_on_threads(n_threads_, [&](int) {
      double products[8];
      for (size_t begin, end; chunks.next(&begin, &end);)
        for (size_t i = begin; i < end; ++i) {
          dots(points_, i, lanes, vectors_.get(), products);
          for (size_t c = 0; c < here; ++c) {
            const double both = points_.norm2[i] + points_.norm2[candidates[first + c]];
            measured_[i * count + first + c] = std::max(0.0, both - 2 * products[c]);
          }
        }
    });
    write(true);
  }
}

// The candidate that leaves least to be covered; the first of equals.
template <class T>
size_t SparseSeeding<T>::best_of(size_t n_candidates) {
  if (!started_ || n_candidates == 1) return 0;
  std::vector<int64_t> potentials(n_candidates, 0);
  for (size_t i = 0; i < points_.n; ++i) {
    const int64_t weight = weights_.empty() ? 1 : weights_[i];
    for (size_t c = 0; c < n_candidates; ++c)
      potentials[c] += to_integer(std::min(closest_[i], measured_[i * n_candidates + c]) * scale_) * weight;
  }
  return std::min_element(potentials.begin(), potentials.end()) - potentials.begin();
}

// Make a measured candidate a center: update the distances, and the scale of the shares to what is left.
template <class T>
void SparseSeeding<T>::take(size_t candidate, size_t n_candidates) {
  double largest = 0;
  for (size_t i = 0; i < points_.n; ++i) {
    const double distance = measured_[i * n_candidates + candidate];
    closest_[i] = started_ ? std::min(closest_[i], distance) : distance;
    largest = std::max(largest, closest_[i]);
  }
  started_ = true;
  int exponent = 0;
  std::frexp(largest, &exponent);
  scale_ = std::ldexp(1.0, std::min(share_bits_ - exponent, 1000));
}

template <class T>
std::vector<int64_t> SparseSeeding<T>::plus_plus(int k, uint64_t seed, int start, int n_trials) {
  if (n_trials <= 0) n_trials = 2 + static_cast<int>(std::log(static_cast<double>(k)));
  std::vector<int64_t> chosen;
  started_ = false;
  for (int c = 0; c < k && (!go_on_ || go_on_()); ++c) {
    const uint64_t total = add_up();
    if (total == 0) {   // every row is a center already: repeat the first
      chosen.push_back(chosen.empty() ? 0 : chosen.front());
      continue;
    }
    std::vector<size_t> candidates(c == 0 ? 1 : n_trials);
    for (size_t t = 0; t < candidates.size(); ++t)
      candidates[t] = draw(draw_below(total, covey::draw(seed, start, c, static_cast<uint32_t>(t))));
    measure(candidates);
    const size_t best = best_of(candidates.size());
    chosen.push_back(static_cast<int64_t>(candidates[best]));
    take(best, candidates.size());
  }
  return chosen;
}

template <class T>
std::vector<int64_t> SparseSeeding<T>::random(int k, uint64_t seed, int start) {
  started_ = false;
  const uint64_t total = add_up();
  std::vector<int64_t> chosen;
  for (int c = 0; c < k; ++c) {
    int64_t row = 0;
    for (uint32_t attempt = 0; attempt < 200 && total > 0; ++attempt) {
      row = static_cast<int64_t>(draw(draw_below(total, covey::draw(seed, start, c, attempt))));
      if (std::find(chosen.begin(), chosen.end(), row) == chosen.end()) break;
    }
    chosen.push_back(row);
  }
  return chosen;
}

template class SparseSeeding<float>;
template class SparseSeeding<double>;

}  // namespace covey
