#include "seeding.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

#include "integers.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "random.hpp"

namespace covey {
namespace {

constexpr size_t kChunk = 64;   // blocks

uint64_t mix(uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ull;
  h ^= h >> 29;
  return h;
}

// A hash of the coordinates of each point of a block: the same for float32 and float64 rows of equal value.
template <class T>
void hash_block(const T* block, int d, uint64_t* out) {
  for (int p = 0; p < kBlock; ++p) out[p] = 0x9E3779B97F4A7C15ull;
  for (int j = 0; j < d; ++j)
    for (int p = 0; p < kBlock; ++p) {
      const double value = static_cast<double>(block[static_cast<size_t>(j) * kBlock + p]) + 0.0;   // -0 becomes 0
      uint64_t bits;
      std::memcpy(&bits, &value, sizeof bits);
      out[p] = mix(out[p] * 0x2545F4914F6CDD1Dull + bits);
    }
}

// Weights as 32-bit whole numbers whose sum, times a share, fits in 63 bits.
std::vector<int32_t> whole_weights(const Weights& weights, size_t n, size_t n_lanes) {
  std::vector<int32_t> out(n_lanes, 0);
  for (size_t i = 0; i < n; ++i)
    out[i] = !weights.given ? 1 : weights.counts.empty() ? static_cast<int32_t>(std::lrint(weights.reals[i] * 65536.0))
                                                        : weights.counts[i];
  return out;
}

}  // namespace

template <class T>
Seeding<T>::Seeding(const Points<T>& points, int n_threads)
    : points_(points), n_threads_(threads_for(static_cast<double>(points.n) * points.d * 4, n_threads)) {
  const size_t n_lanes = points.n_blocks * kBlock;
  if (points.weights.given || points.n < n_lanes) weights_ = whole_weights(points.weights, points.n, n_lanes);
  int64_t total = static_cast<int64_t>(points.n);
  if (!weights_.empty()) {
    total = 0;
    for (int32_t w : weights_) total += w;
  }
  share_bits_ = std::min(31, 62 - bit_length(static_cast<uint64_t>(total)));
  closest_ = aligned_array<T>(n_lanes);
  sort_into_buckets(n_threads_);
}

template <class T>
void Seeding<T>::sort_into_buckets(int n_threads) {
  const size_t n = points_.n;
  int bits = 0;
  while (bits < 12 && (n >> (bits + 6)) > 0) ++bits;   // about 64 rows in a bucket, at most 4096 buckets
  const size_t n_buckets = size_t(1) << bits;
  hashes_.resize(points_.n_blocks * kBlock);
  bucket_of_.resize(hashes_.size());
  Chunks chunks(points_.n_blocks, kChunk);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; ++b) {
        hash_block(points_.block(b), points_.d, hashes_.data() + b * kBlock);
        for (size_t i = b * kBlock; i < (b + 1) * kBlock; ++i)
          bucket_of_[i] = bits == 0 ? 0 : static_cast<uint32_t>(hashes_[i] >> (64 - bits));
      }
  });
  bucket_begin_.assign(n_buckets + 1, 0);
  for (size_t i = 0; i < n; ++i) ++bucket_begin_[bucket_of_[i] + 1];
  for (size_t b = 0; b < n_buckets; ++b) bucket_begin_[b + 1] += bucket_begin_[b];
  order_.resize(n);
  std::vector<size_t> at(bucket_begin_.begin(), bucket_begin_.end() - 1);
  for (size_t i = 0; i < n; ++i) order_[at[bucket_of_[i]]++] = i;
  bucket_sorted_.assign(n_buckets, false);
  bucket_mass_.assign(n_buckets, 0);
}

// By hash, then by coordinates, then by index: rows that are equal stand together.
template <class T>
bool Seeding<T>::before(size_t a, size_t b) const {
  if (hashes_[a] != hashes_[b]) return hashes_[a] < hashes_[b];
  for (int j = 0; j < points_.d; ++j)
    if (points_.at(a, j) != points_.at(b, j)) return points_.at(a, j) < points_.at(b, j);
  return a < b;
}

template <class T>
bool Seeding<T>::same_point(size_t a, size_t b) const {
  if (hashes_[a] != hashes_[b]) return false;
  for (int j = 0; j < points_.d; ++j)
    if (points_.at(a, j) != points_.at(b, j)) return false;
  return true;
}

template <class T>
void Seeding<T>::sort_bucket(size_t bucket) {
  if (bucket_sorted_[bucket]) return;
  std::sort(order_.begin() + bucket_begin_[bucket], order_.begin() + bucket_begin_[bucket + 1],
            [this](size_t a, size_t b) { return before(a, b); });
  bucket_sorted_[bucket] = true;
}

// The share of row i in the next draw.
template <class T>
int64_t Seeding<T>::mass(size_t i) const {
  const int64_t weight = weights_.empty() ? 1 : weights_[i];
  return started_ ? to_integer(static_cast<double>(closest_[i] * scale_)) * weight : weight;
}

template <class T>
void Seeding<T>::add_up_buckets() {
  std::fill(bucket_mass_.begin(), bucket_mass_.end(), 0);
  std::mutex mutex;
  Chunks chunks(points_.n, kChunk * kBlock);
  run_on_threads(n_threads_, [&](int) {
    std::vector<int64_t> mine(bucket_mass_.size(), 0);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) mine[bucket_of_[i]] += mass(i);
    std::lock_guard<std::mutex> lock(mutex);
    for (size_t b = 0; b < mine.size(); ++b) bucket_mass_[b] += mine[b];
  });
}

// The row whose share covers `target` in the cumulative sum.
template <class T>
int64_t Seeding<T>::row_at(uint64_t target) {
  size_t bucket = 0;
  while (target >= static_cast<uint64_t>(bucket_mass_[bucket])) target -= bucket_mass_[bucket++];
  sort_bucket(bucket);
  size_t at = bucket_begin_[bucket];
  for (;; ++at) {
    const uint64_t share = static_cast<uint64_t>(mass(order_[at]));
    if (target < share) break;
    target -= share;
  }
  // The first of equal rows stands for all of them.
  const size_t drawn = order_[at];
  while (at > bucket_begin_[bucket] && same_point(order_[at - 1], drawn)) --at;
  return static_cast<int64_t>(order_[at]);
}

// Make `row` a center: update the distances, and the scale of the shares to what is left.
template <class T>
void Seeding<T>::take(size_t row) {
  std::vector<T> center(points_.d);
  points_.row(row, center.data());
  std::mutex mutex;
  T largest = 0;
  if (!started_) std::fill_n(closest_.get(), points_.n_blocks * kBlock, static_cast<T>(8e37));
  Chunks chunks(points_.n_blocks, kChunk);
  run_on_threads(n_threads_, [&](int) {
    T mine = 0;
    for (size_t begin, end; chunks.next(&begin, &end);)
      mine = std::max(mine, kernels().set<T>().closer(points_.block(begin), end - begin, points_.d, center.data(),
                                                      closest_.get() + begin * kBlock));
    std::lock_guard<std::mutex> lock(mutex);
    largest = std::max(largest, mine);
  });
  started_ = true;
  largest_ = largest;
  int exponent = 0;
  std::frexp(largest_, &exponent);
  const int limit = sizeof(T) == 4 ? 120 : 1000;
  scale_ = static_cast<T>(std::ldexp(1.0, std::min(share_bits_ - exponent, limit)));
  add_up_buckets();
}

template <class T>
size_t Seeding<T>::best_candidate(const std::vector<int64_t>& candidates) {
  const int n_candidates = static_cast<int>(candidates.size());
  std::vector<T> rows(candidates.size() * points_.d);
  for (size_t c = 0; c < candidates.size(); ++c) points_.row(candidates[c], rows.data() + c * points_.d);
  std::vector<int64_t> potentials(candidates.size(), 0);
  std::mutex mutex;
  Chunks chunks(points_.n_blocks, kChunk);
  run_on_threads(n_threads_, [&](int) {
    std::vector<int64_t> mine(candidates.size(), 0);
    for (size_t begin, end; chunks.next(&begin, &end);)
      kernels().set<T>().potentials(points_.block(begin), end - begin, points_.d, rows.data(), n_candidates,
                                    closest_.get() + begin * kBlock, scale_,
                                    weights_.empty() ? nullptr : weights_.data() + begin * kBlock, mine.data());
    std::lock_guard<std::mutex> lock(mutex);
    for (size_t c = 0; c < mine.size(); ++c) potentials[c] += mine[c];
  });
  return std::min_element(potentials.begin(), potentials.end()) - potentials.begin();
}

template <class T>
std::vector<int64_t> Seeding<T>::plus_plus(int k, uint64_t seed, int start, int n_trials) {
  if (n_trials <= 0) n_trials = 2 + static_cast<int>(std::log(static_cast<double>(k)));
  std::vector<int64_t> chosen;
  started_ = false;
  add_up_buckets();
  for (int c = 0; c < k; ++c) {
    uint64_t total = 0;
    for (int64_t mass_of : bucket_mass_) total += mass_of;
    if (total == 0) {   // every row is a center already: repeat the first
      chosen.push_back(chosen.empty() ? 0 : chosen.front());
      continue;
    }
    std::vector<int64_t> candidates(c == 0 ? 1 : n_trials);
    for (size_t t = 0; t < candidates.size(); ++t)
      candidates[t] = row_at(draw_below(total, draw(seed, start, c, static_cast<uint32_t>(t))));
    const size_t best = candidates.size() == 1 ? 0 : best_candidate(candidates);
    chosen.push_back(candidates[best]);
    take(candidates[best]);
  }
  return chosen;
}

template <class T>
std::vector<int64_t> Seeding<T>::random(int k, uint64_t seed, int start) {
  started_ = false;
  add_up_buckets();
  uint64_t total = 0;
  for (int64_t mass_of : bucket_mass_) total += mass_of;
  std::vector<int64_t> chosen;
  for (int c = 0; c < k; ++c) {
    int64_t row = 0;
    for (uint32_t attempt = 0; attempt < 200 && total > 0; ++attempt) {
      row = row_at(draw_below(total, draw(seed, start, c, attempt)));
      if (std::none_of(chosen.begin(), chosen.end(), [&](int64_t other) { return other == row; })) break;
    }
    chosen.push_back(row);
  }
  return chosen;
}

template class Seeding<float>;
template class Seeding<double>;

}  // namespace covey
