#include "seeding.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "integers.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "random.hpp"
#include "seeding_reach.hpp"

namespace covey {
namespace {

constexpr int kShareBits = 27;
constexpr int kSlackBits = 4;         // so far may the largest distance fall before shares are scaled anew
constexpr int kBucketBits = 12;
constexpr int kPartBits = 4;          // a bucket is searched in 16 parts
constexpr int kFewCenters = 32;       // below, skipping costs more than it saves
constexpr int kMostSkippable = 65535; // centers that a 16-bit number can tell apart
constexpr int kRest = 8;              // passes without skipping after one that hardly skipped

// Weights as 32-bit whole numbers whose sum, times a share, fits in 63 bits; empty if all weigh 1.
std::vector<int32_t> whole_weights(const Weights& weights, size_t n, size_t n_lanes) {
  if (!weights.given) return {};
  std::vector<int32_t> out(n_lanes, 0);
  for (size_t i = 0; i < n; ++i)
    out[i] = weights.counts.empty() ? static_cast<int32_t>(std::lrint(weights.reals[i] * 65536.0)) : weights.counts[i];
  return out;
}

// About 8 rows in a bucket while there are few. Decided by the sum of the weights: repeated rows change nothing.
int bucket_bits(const Weights& weights) {
  return std::min(kBucketBits, bit_length(static_cast<uint64_t>(weights.total_count) >> 3));
}

}  // namespace

template <class T>
Seeding<T>::Seeding(const Points<T>& points, int n_threads, std::function<bool()> go_on)
    : points_(points),
      n_threads_(threads_for(static_cast<double>(points.n) * points.d * 4, n_threads)),
      go_on_(std::move(go_on)),
      weights_(whole_weights(points.weights, points.n, points.n_blocks * kBlock)),
      order_(points, bucket_bits(points.weights), n_threads_),
      mass_(order_.n_buckets()) {
  int64_t total = weights_.empty() ? static_cast<int64_t>(points.n) : 0;
  for (int32_t w : weights_) total += w;
  share_bits_ = std::min(kShareBits, 62 - bit_length(static_cast<uint64_t>(total)));
}

// By the same operations as the kernels: the same bits.
template <class T>
T Seeding<T>::distance_to_newest(size_t row) const {
  const T* center = centers_.data() + static_cast<size_t>(n_centers_ - 1) * points_.d;
  T sum = 0;
  for (int j = 0; j < points_.d; ++j) {
    const T difference = points_.at(row, j) - center[j];
    sum = sum + difference * difference;
  }
  return sum;
}

template <class T>
void Seeding<T>::forget_centers() {
  n_centers_ = rest_ = 0;
  pending_ = started_ = false;
  add_up_shares();
  potential_ = total_mass_;
}

template <class T>
void Seeding<T>::begin(int k) {
  const size_t n = points_.n, n_lanes = points_.n_blocks * kBlock;
  if (closest_ == nullptr) closest_ = aligned_array<T>(n_lanes);
  std::fill_n(closest_.get(), n, static_cast<T>(8e37));
  std::fill(closest_.get() + n, closest_.get() + n_lanes, T(0));
  for (size_t i = 0; i < weights_.size(); ++i)
    if (weights_[i] == 0) closest_[i] = 0;   // never drawn, and never the largest
  owners_.reset();
  if (k >= kFewCenters && k <= kMostSkippable) owners_ = aligned_array<uint16_t>(n_lanes);
  if (owners_ != nullptr) std::fill_n(owners_.get(), n_lanes, uint16_t(0));
  centers_.resize(static_cast<size_t>(k) * points_.d);
  forget_centers();
}

template <class T>
void Seeding<T>::add_up_shares() {
  const auto add = [this](size_t begin, size_t end, int64_t* mass) {
    for (size_t i = begin; i < end; ++i) mass[order_.bucket_of(i)] += unit_of(i) * weight(i);
  };
  std::fill(mass_.begin(), mass_.end(), 0);
  if (n_threads_ == 1) {
    add(0, points_.n, mass_.data());
  } else {
    std::mutex mutex;
    Chunks chunks(points_.n, 65536);
    run_on_threads(n_threads_, [&](int) {
      std::vector<int64_t> mine(mass_.size(), 0);
      for (size_t begin, end; chunks.next(&begin, &end);) add(begin, end, mine.data());
      std::lock_guard<std::mutex> lock(mutex);
      for (size_t b = 0; b < mine.size(); ++b) mass_[b] += mine[b];
    });
  }
  total_mass_ = 0;
  for (int64_t mass : mass_) total_mass_ += mass;
}

// Shares are relative to the largest distance: scaled anew when that has fallen by some bits. Sums of buckets are
// upper bounds: added up anew when most of them is gone.
template <class T>
void Seeding<T>::bring_up_to_date() {
  int exponent = 0;
  std::frexp(largest_, &exponent);
  const bool scale_holds = started_ && (largest_ == 0 || exponent > exponent_ - kSlackBits);
  if (scale_holds && potential_ > total_mass_ / 2) return;
  if (!scale_holds) {
    exponent_ = exponent;
    scale_ = static_cast<T>(std::ldexp(1.0, std::min(share_bits_ - exponent, sizeof(T) == 4 ? 120 : 1000)));
  }
  started_ = true;
  add_up_shares();
  potential_ = total_mass_;
}

// Whether the draw falls into the part of the party's share that the newest center leaves.
template <class T>
bool Seeding<T>::outlives_newest(const Party& party, uint64_t offset) const {
  if (!pending_) return true;
  const int64_t left = share(std::min(closest_[party.row], distance_to_newest(party.row)));
  return static_cast<int64_t>(offset % static_cast<uint64_t>(party.unit)) < left;
}

// The row whose share covers this draw in the cumulative sum; false if that share is gone since it was added up.
template <class T>
bool Seeding<T>::draw_row(uint64_t drawn, int64_t* row) {
  uint64_t target = draw_below(static_cast<uint64_t>(total_mass_), drawn);
  size_t bucket = 0;
  while (target >= static_cast<uint64_t>(mass_[bucket])) target -= mass_[bucket++];

  const size_t begin = order_.begin(bucket), end = order_.begin(bucket + 1);
  const int shift = 16 - kPartBits - bit_length(order_.n_buckets() - 1);
  const auto part_of = [this, shift](size_t i) { return (order_.hash(i) >> shift) % (1u << kPartBits); };
  int64_t parts[1 << kPartBits] = {}, mass = 0;
  for (size_t at = begin; at < end; ++at) {
    const size_t i = order_.row(at);
    parts[part_of(i)] += unit_of(i) * weight(i);
  }
  for (int64_t part : parts) mass += part;
  total_mass_ -= mass_[bucket] - mass;
  mass_[bucket] = mass;
  if (target >= static_cast<uint64_t>(mass)) return false;

  size_t part = 0;
  while (target >= static_cast<uint64_t>(parts[part])) target -= parts[part++];
  parties_.clear();
  for (size_t at = begin; at < end; ++at) {
    const size_t i = order_.row(at);
    if (part_of(i) != part || weight(i) == 0) continue;
    auto equal = std::find_if(parties_.begin(), parties_.end(),
                              [this, i](const Party& party) { return order_.compare(party.row, i) == 0; });
    if (equal != parties_.end())
      equal->weight += weight(i);
    else
      parties_.push_back({i, unit_of(i), weight(i)});
  }
  std::sort(parties_.begin(), parties_.end(),
            [this](const Party& a, const Party& b) { return order_.compare(a.row, b.row) < 0; });
  auto party = parties_.begin();
  for (; target >= static_cast<uint64_t>(party->unit * party->weight); ++party) target -= party->unit * party->weight;
  *row = static_cast<int64_t>(party->row);
  return outlives_newest(*party, target);
}

template <class T>
std::vector<int64_t> Seeding<T>::draw_candidates(int count, uint64_t seed, uint32_t start, uint32_t c) {
  std::vector<int64_t> out(count);
  int found = 0;
  for (uint32_t attempt = 0; found < count; ++attempt)
    if (draw_row(draw(seed, start, c, attempt), &out[found])) ++found;
  return out;
}

template <class T>
void Seeding<T>::make_center(size_t row) {
  points_.row(row, centers_.data() + static_cast<size_t>(n_centers_++) * points_.d);
  pending_ = true;
}

// One pass over the points: the newest center, if it is pending, and these candidates.
template <class T>
void Seeding<T>::ask(const int64_t* candidates, int n_candidates, int64_t* gains) {
  const int d = points_.d, newest = pending_ ? 1 : 0, count = newest + n_candidates;
  std::vector<T> rows(static_cast<size_t>(count) * d), reach, shift;
  if (pending_) std::copy_n(centers_.data() + static_cast<size_t>(n_centers_ - 1) * d, d, rows.data());
  for (int c = 0; c < n_candidates; ++c) points_.row(candidates[c], rows.data() + size_t(c + newest) * d);
  Newcomers<T> newcomers;
  newcomers.d = d;
  newcomers.count = count;
  newcomers.center_first = pending_;
  newcomers.number = static_cast<uint16_t>(n_centers_ - 1);
  newcomers.scale = started_ ? scale_ : 0;
  newcomers.padded = (count + 15) / 16 * 16;
  std::vector<T> by_dimension(static_cast<size_t>(d) * newcomers.padded, T(0));
  for (int c = 0; c < count; ++c)
    for (int j = 0; j < d; ++j) by_dimension[size_t(j) * newcomers.padded + c] = rows[size_t(c) * d + j];
  newcomers.by_dimension = by_dimension.data();
  const int n_settled = n_centers_ - newest;
  if (owners_ != nullptr && started_ && rest_-- <= 0 && points_.n > 4096 + size_t(8) * n_settled * count) {
    reach = reach_of(centers_.data(), n_settled, rows.data(), count, d);
    shift.assign(points_.frame.shift.begin(), points_.frame.shift.end());
    newcomers.reach = reach.data();
    newcomers.shift = shift.data();
    newcomers.a = static_cast<T>(points_.frame.in_a);
    newcomers.b = static_cast<T>(points_.frame.in_b);
  }

  std::mutex mutex;
  size_t work = 0;
  int64_t potential = 0;
  T largest = 0;
  Chunks chunks(points_.n_blocks, std::clamp<size_t>(65536 / (static_cast<size_t>(d) * count), 1, 64));
  run_on_threads(n_threads_, [&](int) {
    int64_t mine[kMostNewcomers] = {};
    std::vector<T> row(newcomers.reach == nullptr ? 0 : d);
    SeedingBlocks<T> some;
    some.gains = mine;
    some.row = row.data();
    for (size_t begin, end; chunks.next(&begin, &end);) {
      const size_t first = begin * kBlock;
      some.blocks = points_.block(begin);
      some.rows = points_.rows.row(first);
      some.n_blocks = end - begin;
      some.closest = closest_.get() + first;
      some.owners = owners_ == nullptr ? nullptr : owners_.get() + first;
      some.weights = weights_.empty() ? nullptr : weights_.data() + first;
      kernels().set<T>().ask_newcomers(newcomers, &some);
    }
    std::lock_guard<std::mutex> lock(mutex);
    for (int c = 0; c < n_candidates; ++c) gains[c] += mine[c + newest];
    largest = std::max(largest, some.largest);
    potential += some.total;
    work += some.work;
  });
  pending_ = false;
  largest_ = largest;
  potential_ = potential;
  if (newcomers.reach != nullptr && work > points_.n / 4 * 3) rest_ = kRest;
}

// What each candidate would take away, in shares; the newest center has its points afterwards.
template <class T>
std::vector<int64_t> Seeding<T>::gains_of(const std::vector<int64_t>& candidates) {
  std::vector<int64_t> gains(candidates.size(), 0);
  for (size_t from = 0; from < candidates.size(); from += kMostNewcomers - 1) {
    const size_t count = std::min<size_t>(kMostNewcomers - 1, candidates.size() - from);
    ask(candidates.data() + from, static_cast<int>(count), gains.data() + from);
  }
  return gains;
}

template <class T>
std::vector<int64_t> Seeding<T>::plus_plus(int k, uint64_t seed, int start, int n_trials) {
  if (n_trials <= 0) n_trials = 2 + static_cast<int>(std::log(static_cast<double>(k)));
  std::vector<int64_t> chosen;
  begin(k);
  for (int c = 0; c < k; ++c) {
    if (go_on_ && !go_on_()) return {};
    if (potential_ == 0) {   // every row is a center already: repeat the first
      chosen.push_back(chosen.empty() ? 0 : chosen.front());
      continue;
    }
    const std::vector<int64_t> candidates = draw_candidates(c == 0 ? 1 : n_trials, seed, start, c);
    int64_t row = candidates.front(), left = 0;
    if (candidates.size() > 1) {
      const std::vector<int64_t> gains = gains_of(candidates);
      const size_t best = std::max_element(gains.begin(), gains.end()) - gains.begin();
      row = candidates[best];
      left = potential_ - gains[best];
    }
    chosen.push_back(row);
    if (c + 1 == k) break;
    make_center(row);
    if (left <= potential_ / 8) ask(nullptr, 0, nullptr);   // or most draws would be made anew
    bring_up_to_date();
  }
  return chosen;
}

template <class T>
std::vector<int64_t> Seeding<T>::random(int k, uint64_t seed, int start) {
  forget_centers();
  std::vector<int64_t> chosen;
  for (int c = 0; c < k; ++c) {
    int64_t row = 0;
    for (uint32_t attempt = 0; attempt < 200 && total_mass_ > 0; ++attempt) {
      draw_row(draw(seed, start, c, attempt), &row);
      if (std::find(chosen.begin(), chosen.end(), row) == chosen.end()) break;
    }
    chosen.push_back(row);
  }
  return chosen;
}

template class Seeding<float>;
template class Seeding<double>;

}  // namespace covey
