#include "hash_order.hpp"

#include <algorithm>

#include "parallel.hpp"

namespace covey {

// A counting sort in segments of the table: each counts its rows per bucket, then puts them where they belong.
template <class T>
HashOrder<T>::HashOrder(const Points<T>& points, int bucket_bits, int n_threads)
    : points_(points), shift_(16 - bucket_bits) {
  const size_t n = points.n, n_buckets = size_t(1) << bucket_bits;
  hashes_ = aligned_array<uint16_t>(points.n_blocks * kBlock);
  low_ = aligned_array<uint32_t>(n);
  if (n > (size_t(1) << 32)) high_ = aligned_array<uint8_t>(n);
  const size_t n_segments = static_cast<size_t>(std::max(1, std::min(n_threads, 64)));
  const size_t segment = (points.n_blocks + n_segments - 1) / n_segments;   // blocks
  std::vector<size_t> at(n_segments * n_buckets, 0);
  Chunks counting(n_segments, 1), placing(n_segments, 1);
  run_on_threads(n_threads, [&](int) {
    for (size_t s, end; counting.next(&s, &end);) {
      const size_t first = std::min(s * segment, points.n_blocks), last = std::min(first + segment, points.n_blocks);
      size_t* mine = at.data() + s * n_buckets;
      for (size_t b = first; b < last; ++b) {
        kernels().set<T>().hash_rows(points.block(b), 1, points.d, hashes_.get() + b * kBlock);
        for (size_t i = b * kBlock; i < b * kBlock + points.lanes(b); ++i) ++mine[bucket_of(i)];
      }
    }
  });
  begin_.resize(n_buckets + 1);
  size_t position = 0;
  for (size_t b = 0; b < n_buckets; ++b) {
    begin_[b] = position;
    for (size_t s = 0; s < n_segments; ++s) {
      const size_t count = at[s * n_buckets + b];
      at[s * n_buckets + b] = position;
      position += count;
    }
  }
  begin_[n_buckets] = position;
  run_on_threads(n_threads, [&](int) {
    for (size_t s, end; placing.next(&s, &end);) {
      size_t* mine = at.data() + s * n_buckets;
      const size_t last = std::min((s + 1) * segment * kBlock, n);
      for (size_t i = s * segment * kBlock; i < last; ++i) place(mine[bucket_of(i)]++, i);
    }
  });
}

template <class T>
void HashOrder<T>::place(size_t position, size_t row) {
  low_[position] = static_cast<uint32_t>(row);
  if (high_ != nullptr) high_[position] = static_cast<uint8_t>(row >> 32);
}

template <class T>
int HashOrder<T>::compare(size_t a, size_t b) const {
  if (hashes_[a] != hashes_[b]) return hashes_[a] < hashes_[b] ? -1 : 1;
  for (int j = 0; j < points_.d; ++j)
    if (points_.at(a, j) != points_.at(b, j)) return points_.at(a, j) < points_.at(b, j) ? -1 : 1;
  return 0;
}

template class HashOrder<float>;
template class HashOrder<double>;

}  // namespace covey
