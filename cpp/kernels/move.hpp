// Points leave a center's sums and join another's, as integers of at most 51 bits.
//
// Many columns: one point at a time, from the caller's row, where the coordinates stand side by side. Few: a block.
// Twin:    Mover::move in tally.hpp, which does the same for wider sums.
#pragma once

#include "by_columns.hpp"
#include "exact.hpp"
#include "lanes.hpp"
#include "table.hpp"

namespace covey {
namespace COVEY_ISA {

template <class T>
void move_row(const T* row, const RowFrame<T>& frame, int64_t* from, int64_t* to) {
  constexpr int kPart = 64;
  int64_t parts[kPart];
  for (int first = 0; first < frame.d; first += kPart) {
    const int count = frame.d - first < kPart ? frame.d - first : kPart;
    for (int j = 0; j < count; ++j) {
      const T inside = (row[first + j] - frame.shift[first + j]) * frame.a * frame.b;
      parts[j] = integer(static_cast<double>(inside) * frame.units[first + j]);
    }
    if (from != nullptr)
      for (int j = 0; j < count; ++j) from[first + j] -= parts[j];
    if (to != nullptr)
      for (int j = 0; j < count; ++j) to[first + j] += parts[j];
  }
}

// A column of a block as integers, in the order of the block.
template <class T>
inline void column_parts(const T* column, double unit, int64_t* parts) {
  for (int p = 0; p < kBlock; p += Lanes<double>::n) {
    const Lanes<double>::I whole = integers(widened(column + p) * splat(unit));
    std::memcpy(parts + p, &whole, sizeof whole);
  }
}

// Which of the first `lanes` labels differ.
inline uint32_t differing(const int32_t* labels, const int32_t* found, int lanes) {
  uint32_t out = 0;
  if (lanes < kBlock) {
    for (int p = 0; p < lanes; ++p) out |= uint32_t(labels[p] != found[p]) << p;
    return out;
  }
  for (int p = 0; p < kBlock; p += Lanes<float>::n) {
    Lanes<float>::I old, now;
    std::memcpy(&old, labels + p, sizeof old);
    std::memcpy(&now, found + p, sizeof now);
    out |= bits(old != now) << p;
  }
  return out;
}

// The integers of one point of a block.
template <class T, int D>
inline void parts_of(const T* block, const double* units, int p, int64_t* out) {
  T x[D];
  for (int j = 0; j < D; ++j) x[j] = block[j * kBlock + p];
  int j = 0;
  for (; j + Lanes<double>::n <= D; j += Lanes<double>::n) {
    const Lanes<double>::I whole = integers(widened(x + j) * load(units + j));
    std::memcpy(out + j, &whole, sizeof whole);
  }
  for (; j < D; ++j) out[j] = integer(static_cast<double>(x[j]) * units[j]);
}

// Points of a block that change their center take their integers along; parts(p, out) are those of one.
template <int D, class Parts>
inline void take_along(uint32_t changed, const int32_t* labels, const int32_t* found, const NarrowSums& of,
                       const Parts& parts) {
  int64_t part[D];
  for (; changed != 0; changed &= changed - 1) {
    const int p = __builtin_ctz(changed), from = labels[p], to = found[p];
    parts(p, part);
    int64_t* joined = of.sums + size_t(to) * D;
    for (int j = 0; j < D; ++j) joined[j] += part[j];
    ++of.weights[to];
    of.touched[to] = 1;
    if (from < 0) continue;
    int64_t* left = of.sums + size_t(from) * D;
    for (int j = 0; j < D; ++j) left[j] -= part[j];
    --of.weights[from];
    of.touched[from] = 1;
  }
}

template <class T, int D>
inline int move_few(const T* block, const double* units, int lanes, const int32_t* found, int32_t* labels,
                    const NarrowSums& of) {
  constexpr int kApart = D < Lanes<double>::n ? kBlock / 4 : kBlock;   // with more moves, all are converted at once
  const uint32_t changed = differing(labels, found, lanes);
  if (changed == 0) return 0;
  const int moved = __builtin_popcount(changed);
  if (moved > kApart) {
    int64_t parts[D * kBlock];
    for (int j = 0; j < D; ++j) column_parts(block + j * kBlock, units[j], parts + j * kBlock);
    take_along<D>(changed, labels, found, of, [&](int p, int64_t* out) {
      for (int j = 0; j < D; ++j) out[j] = parts[j * kBlock + p];
    });
  } else {
    take_along<D>(changed, labels, found, of, [&](int p, int64_t* out) { parts_of<T, D>(block, units, p, out); });
  }
  std::memcpy(labels, found, size_t(lanes) * sizeof *labels);
  return moved;
}

template <class T, int D>
int move_each(const T* blocks, int n_blocks, const double* units, int n, const int32_t* found, int32_t* labels,
              const NarrowSums& of) {
  int moved = 0;
  for (int b = 0; b < n_blocks; ++b, n -= kBlock)
    moved += move_few<T, D>(blocks + size_t(b) * D * kBlock, units, n < kBlock ? n : kBlock, found + b * kBlock,
                            labels + b * kBlock, of);
  return moved;
}

constexpr int kMostSums = 128;   // of all centers, kept as vectors while whole blocks join

// Points of whole blocks that belonged nowhere join few centers. Lane by lane: no addition waits for the one before.
template <class T>
inline void join_blocks(const T* blocks, int n_blocks, int d, const double* units, const int32_t* found,
                        const NarrowSums& of) {
  using I = Lanes<double>::I;
  constexpr int L = Lanes<double>::n;
  I sums[kMostSums];
  for (int s = 0; s < of.k * d; ++s) sums[s] = I{};
  for (int b = 0; b < n_blocks; ++b, blocks += size_t(d) * kBlock, found += kBlock) {
    int64_t parts[kFewColumns * kBlock];
    for (int j = 0; j < d; ++j) column_parts(blocks + j * kBlock, units[j], parts + j * kBlock);
    I own[kBlock / L];
    for (int v = 0; v < kBlock / L; ++v) {
      typename Lanes<double>::Label label;
      std::memcpy(&label, found + v * L, sizeof label);
      own[v] = __builtin_convertvector(label, I);
    }
    for (int c = 0; c < of.k; ++c) {
      I mine[kBlock / L];
      int count = 0;
      for (int v = 0; v < kBlock / L; ++v) {
        mine[v] = own[v] == I{} + int64_t(c);
        count += __builtin_popcount(bits(mine[v]));
      }
      if (count == 0) continue;
      of.weights[c] += count;
      of.touched[c] = 1;
      for (int j = 0; j < d; ++j) {
        I sum = sums[c * d + j];
        for (int v = 0; v < kBlock / L; ++v) {
          I part;
          std::memcpy(&part, parts + j * kBlock + v * L, sizeof part);
          sum = mine[v] ? sum + part : sum;
        }
        sums[c * d + j] = sum;
      }
    }
  }
  for (int s = 0; s < of.k * d; ++s)
    for (int l = 0; l < L; ++l) of.sums[s] += sums[s][l];
}

template <class T>
int move_blocks(const T* blocks, int n_blocks, int d, const double* units, int n, const int32_t* found, int32_t* labels,
                const NarrowSums& of) {
  if (n == n_blocks * kBlock && of.k <= 2 * Lanes<double>::n && of.k * d <= kMostSums && labels[0] < 0) {
    int32_t largest = labels[0];
    for (int i = 1; i < n; ++i) largest = labels[i] > largest ? labels[i] : largest;
    if (largest < 0) {
      join_blocks(blocks, n_blocks, d, units, found, of);
      std::memcpy(labels, found, size_t(n) * sizeof *labels);
      return n;
    }
  }
  int moved = 0;
  by_columns<kFewColumns>(d, [&](auto D) {
    moved = move_each<T, decltype(D)::value>(blocks, n_blocks, units, n, found, labels, of);
  });
  return moved;
}

}  // namespace COVEY_ISA
}  // namespace covey
