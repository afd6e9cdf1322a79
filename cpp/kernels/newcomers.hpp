// What one pass of seeding asks of the points: what the newest center takes, and how much each candidate for the
// next one would help. Every point is read once for all of them.
//
// Squared distances are direct differences in T, multiplied and added apart, j ascending: the same bits on every
// instruction set. Shares are whole numbers below 2^27, so a block's sum in a lane (at most 16) fits in 32 bits, and sums of
// integers do not depend on the order of the points.
// Skipping: a point that is nearer to its center than half the way from there to any newcomer cannot be taken
// (`reach`, with its margin for rounding, is set in seeding_reach.hpp). A block with few points in doubt is not
// read at all: their rows come from the caller's table, lanes across newcomers.
// Source:  Raff (2021), Exact acceleration of k-means++ and k-means||, IJCAI.
// Twin:    tests/reference/seeding.py.
#pragma once

#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
using Share = typename Lanes<T>::Label;   // 32-bit whole numbers, one per lane

// Sums of two lanes each, in 64 bits.
template <class T>
struct WideSum {
  using V = typename Lanes<T>::Pairs;
  V sum = V{};

  void add(Share<T> shares) {
    const V pairs = (V)shares;
    sum += (pairs & 0xffffffffull) + (pairs >> 32);
  }
  int64_t total() const {
    uint64_t out = 0;
    for (size_t l = 0; l < sizeof(V) / 8; ++l) out += sum[l];
    return static_cast<int64_t>(out);
  }
};

template <class T>
inline Share<T> share(typename Lanes<T>::V distance, typename Lanes<T>::V scale) {
  return __builtin_convertvector(distance * scale, Share<T>);
}

// Remember who owns the points of a vector that the newest center takes.
template <class T>
inline void note_taken(typename Lanes<T>::I taken, uint16_t number, uint16_t* owners) {
  using Short = typename Lanes<T>::Short;
  Short before;
  std::memcpy(&before, owners, sizeof before);
  const Short mask = __builtin_convertvector(taken, Short);
  const Short after = (before & ~mask) | (mask & number);
  std::memcpy(owners, &after, sizeof after);
}

// C newcomers against the points of a block, from newcomer `from` on. left[c]: the shares that stay when c is a center.
template <class T, int C, bool kCenterFirst, bool kWeighted>
inline void some_newcomers(const Newcomers<T>& newcomers, SeedingBlocks<T>& s, size_t b, int from,
                           WideSum<T>* left, int64_t* weighted_left) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  const int d = newcomers.d;
  const T* block = s.blocks + b * size_t(d) * kBlock;
  T* closest = s.closest + b * kBlock;
  const T* rows = newcomers.by_dimension + from;
  const T* soon = from > 0 || newcomers.reach != nullptr   // a block to be read soon
                      ? nullptr
                      : block + (2048 / (d * sizeof(T) * kBlock) + 1) * size_t(d) * kBlock;
  const V scale = splat(newcomers.scale);
  Share<T> sums[C] = {};
  alignas(64) int32_t kept[kWeighted ? C : 1][kBlock];
  for (int p = 0; p < kBlock; p += 2 * L) {
    V distance[C][2];
#pragma GCC unroll 16
    for (int c = 0; c < C; ++c) distance[c][0] = distance[c][1] = V{};
    for (int j = 0; j < d; ++j) {
      const V x0 = load(block + j * kBlock + p);
      const V x1 = load(block + j * kBlock + p + L);
      if (soon != nullptr) __builtin_prefetch(soon + j * kBlock + p);
#pragma GCC unroll 16
      for (int c = 0; c < C; ++c) {
        const V coordinate = splat(rows[j * newcomers.padded + c]);
        const V d0 = x0 - coordinate, d1 = x1 - coordinate;
        distance[c][0] = distance[c][0] + d0 * d0;
        distance[c][1] = distance[c][1] + d1 * d1;
      }
    }
    for (int v = 0; v < 2; ++v) {
      V near = load(closest + p + v * L);
      if (kCenterFirst) {
        if (s.owners != nullptr)
          note_taken<T>(distance[0][v] < near, newcomers.number, s.owners + b * kBlock + p + v * L);
        near = smaller(near, distance[0][v]);
        std::memcpy(closest + p + v * L, &near, sizeof near);
      }
#pragma GCC unroll 16
      for (int c = kCenterFirst ? 1 : 0; c < C; ++c) {
        const Share<T> shares = share<T>(smaller(near, distance[c][v]), scale);
        if (kWeighted)
          std::memcpy(&kept[kWeighted ? c : 0][p + v * L], &shares, sizeof shares);
        else
          sums[c] += shares;
      }
    }
  }
  for (int c = kCenterFirst ? 1 : 0; c < C; ++c) {
    if (kWeighted)
      for (int p = 0; p < kBlock; ++p)
        weighted_left[c] += static_cast<int64_t>(kept[kWeighted ? c : 0][p]) * s.weights[b * kBlock + p];
    else
      left[c].add(sums[c]);
  }
}

template <class T, int C, bool kWeighted>
inline void some_of_count(int count, bool center_first, const Newcomers<T>& newcomers, SeedingBlocks<T>& s, size_t b,
                          int from, WideSum<T>* left, int64_t* weighted_left) {
  if constexpr (C > 1) {
    if (count < C) {
      some_of_count<T, C - 1, kWeighted>(count, center_first, newcomers, s, b, from, left, weighted_left);
      return;
    }
  }
  if (center_first)
    some_newcomers<T, C, true, kWeighted>(newcomers, s, b, from, left, weighted_left);
  else
    some_newcomers<T, C, false, kWeighted>(newcomers, s, b, from, left, weighted_left);
}

// Every point of block b.
template <class T, bool kWeighted>
inline void ask_block(const Newcomers<T>& newcomers, SeedingBlocks<T>& s, size_t b, WideSum<T>* left,
                      int64_t* weighted_left) {
  for (int from = 0; from < newcomers.count; from += kTile)
    some_of_count<T, kTile, kWeighted>(newcomers.count - from, newcomers.center_first && from == 0, newcomers, s, b,
                                       from, left + from, weighted_left + from);
}

// One point, lanes across newcomers; its row is read from the caller's table.
template <class T>
inline void ask_point(const Newcomers<T>& newcomers, SeedingBlocks<T>& s, size_t at, T* row, int64_t* gains) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  const int d = newcomers.d;
  const T* raw = s.rows + at * d;
  for (int j = 0; j < d; ++j) row[j] = (raw[j] - newcomers.shift[j]) * newcomers.a * newcomers.b;
  const V scale = splat(newcomers.scale);
  const int64_t weight = s.weights == nullptr ? 1 : s.weights[at];
  for (int from = 0; from < newcomers.count; from += L) {
    V distance = V{};
    for (int j = 0; j < d; ++j) {
      const V difference = splat(row[j]) - load(newcomers.by_dimension + j * newcomers.padded + from);
      distance = distance + difference * difference;
    }
    if (from == 0 && newcomers.center_first && distance[0] < s.closest[at]) {
      s.closest[at] = distance[0];
      s.owners[at] = newcomers.number;
    }
    const V near = splat(s.closest[at]);
    const Share<T> gain = share<T>(near, scale) - share<T>(smaller(near, distance), scale);
    int32_t values[L];
    std::memcpy(values, &gain, sizeof values);
    for (int l = 0; l < L; ++l) gains[from + l] += values[l] * weight;
  }
}

// One bit per point of the block that some newcomer could take.
template <class T>
inline uint32_t in_reach(const T* reach, const uint16_t* owners, const T* closest) {
  constexpr int L = Lanes<T>::n;
  alignas(64) T limits[kBlock];
  for (int p = 0; p < kBlock; ++p) limits[p] = reach[owners[p]];
  uint32_t out = 0;
  for (int p = 0; p < kBlock; p += L) out |= bits(load(closest + p) > load(limits + p)) << p;
  return out;
}

// The points of each block in doubt; the coordinates that will be needed for them are called into the cache.
template <class T>
inline void look_ahead(const Newcomers<T>& newcomers, const SeedingBlocks<T>& s, size_t b, int alone,
                       uint32_t* doubts) {
  const int d = newcomers.d;
  *doubts = in_reach(newcomers.reach, s.owners + b * kBlock, s.closest + b * kBlock);
  if (__builtin_popcount(*doubts) > alone) {
    const T* block = s.blocks + b * size_t(d) * kBlock;
    for (int i = 0; i < d * kBlock && i < 4096; i += 64 / sizeof(T)) __builtin_prefetch(block + i);
  } else {
    for (uint32_t left = *doubts; left != 0; left &= left - 1) {
      const T* row = s.rows + (b * kBlock + __builtin_ctz(left)) * d;
      for (int j = 0; j < d && j < 256; j += 64 / sizeof(T)) __builtin_prefetch(row + j);
      __builtin_prefetch(row + d - 1);
    }
  }
}

// The shares that the points of block b have now; the largest distance is raised to theirs.
template <class T, bool kWeighted>
inline int64_t shares_of(const SeedingBlocks<T>& s, size_t b, typename Lanes<T>::V scale,
                         typename Lanes<T>::V* largest) {
  constexpr int L = Lanes<T>::n;
  Share<T> sum = {};
  alignas(64) int32_t held[kBlock];
  for (int p = 0; p < kBlock; p += L) {
    const typename Lanes<T>::V near = load(s.closest + b * kBlock + p);
    const Share<T> shares = share<T>(near, scale);
    *largest = larger(*largest, near);
    sum += shares;
    if (kWeighted) std::memcpy(held + p, &shares, sizeof shares);
  }
  if (!kWeighted) {
    WideSum<T> wide;
    wide.add(sum);
    return wide.total();
  }
  int64_t out = 0;
  for (int p = 0; p < kBlock; ++p) out += static_cast<int64_t>(held[p]) * s.weights[b * kBlock + p];
  return out;
}

template <class T, bool kWeighted>
inline void all_blocks(const Newcomers<T>& newcomers, SeedingBlocks<T>& s) {
  constexpr int L = Lanes<T>::n;
  constexpr size_t kAhead = 4;
  const int count = newcomers.count, d = newcomers.d;
  WideSum<T> left[kMostNewcomers];
  int64_t weighted_left[kMostNewcomers] = {};
  int64_t whole = 0;   // shares of the blocks that are read
  // Instructions for a block, and for a single point: so many points in doubt are cheaper one by one.
  const int block_work = kBlock / L * count * (3 * d + 6);
  const int alone = block_work / ((count + L - 1) / L * (5 * d + 2 * L) + d + 40);
  const bool skipping = newcomers.reach != nullptr;
  const typename Lanes<T>::V scale = splat(newcomers.scale);
  typename Lanes<T>::V largest = {};
  uint32_t ahead[kAhead];
  for (size_t b = 0; skipping && b < kAhead && b < s.n_blocks; ++b) look_ahead(newcomers, s, b, alone, &ahead[b]);
  for (size_t b = 0; b < s.n_blocks; ++b) {
    uint32_t doubts = skipping ? ahead[b % kAhead] : ~0u;
    if (skipping && b + kAhead < s.n_blocks) look_ahead(newcomers, s, b + kAhead, alone, &ahead[b % kAhead]);
    const int n_doubts = __builtin_popcount(doubts);
    const bool read = !skipping || n_doubts > alone;
    if (read) {
      ask_block<T, kWeighted>(newcomers, s, b, left, weighted_left);
      s.work += kBlock;
    } else {
      s.work += n_doubts * kBlock / (alone + 1);
      for (; doubts != 0; doubts &= doubts - 1)
        ask_point(newcomers, s, b * kBlock + __builtin_ctz(doubts), s.row, s.gains);
    }
    const int64_t shares = shares_of<T, kWeighted>(s, b, scale, &largest);
    s.total += shares;
    if (read) whole += shares;
  }
  for (int l = 0; l < L; ++l) s.largest = largest[l] > s.largest ? largest[l] : s.largest;
  for (int c = newcomers.center_first ? 1 : 0; c < count; ++c)
    s.gains[c] += whole - (kWeighted ? weighted_left[c] : left[c].total());
}

template <class T>
void ask_newcomers(const Newcomers<T>& newcomers, SeedingBlocks<T>* s) {
  if (s->weights == nullptr)
    all_blocks<T, false>(newcomers, *s);
  else
    all_blocks<T, true>(newcomers, *s);
}

// A 16-bit hash of the coordinates of each point: the same for float32 and float64 rows of equal value.
template <class T>
void hash_rows(const T* blocks, size_t n_blocks, int d, uint16_t* out) {
  for (size_t b = 0; b < n_blocks; ++b) {
    const T* block = blocks + b * size_t(d) * kBlock;
    alignas(64) uint64_t hash[kBlock];
    for (int p = 0; p < kBlock; ++p) hash[p] = 0x9E3779B97F4A7C15ull;
    for (int j = 0; j < d; ++j)
      for (int p = 0; p < kBlock; ++p) {
        const double value = static_cast<double>(block[size_t(j) * kBlock + p]);
        uint64_t word;
        std::memcpy(&word, &value, sizeof word);
        word = (word << 1) == 0 ? 0 : word;   // -0 is 0
        const uint64_t mixed = (hash[p] ^ word) * 0xD6E8FEB86659FD93ull;
        hash[p] = mixed ^ (mixed >> 32);
      }
    for (int p = 0; p < kBlock; ++p)
      out[b * kBlock + p] = static_cast<uint16_t>((hash[p] * 0x2545F4914F6CDD1Dull) >> 48);
  }
}

}  // namespace COVEY_ISA
}  // namespace covey
