// The rows in an order that does not depend on where they stand in the table: by a 16-bit hash of their
// coordinates, then by the coordinates themselves.
//
// Rows are put into buckets of consecutive hashes; inside a bucket they stand by index. Who needs one bucket in
// full order sorts what he needs of it.
// Memory: 6 bytes per row.
#pragma once

#include <cstdint>
#include <vector>

#include "memory.hpp"
#include "points.hpp"

namespace covey {

template <class T>
class HashOrder {
 public:
  HashOrder(const Points<T>& points, int bucket_bits, int n_threads);

  size_t n_buckets() const { return begin_.size() - 1; }
  uint16_t hash(size_t row) const { return hashes_[row]; }
  size_t bucket_of(size_t row) const { return hashes_[row] >> shift_; }

  // The rows of a bucket stand at positions [begin(bucket), begin(bucket + 1)), by index.
  size_t begin(size_t bucket) const { return begin_[bucket]; }
  size_t row(size_t position) const {
    return low_[position] | (high_ == nullptr ? 0 : static_cast<size_t>(high_[position]) << 32);
  }

  // -1, 0, 1: row a stands before, at the same place as, or after row b.
  int compare(size_t a, size_t b) const;

 private:
  void place(size_t position, size_t row);

  const Points<T>& points_;
  int shift_;
  AlignedArray<uint16_t> hashes_;   // per lane
  std::vector<size_t> begin_;
  AlignedArray<uint32_t> low_;      // row numbers, bucket after bucket
  AlignedArray<uint8_t> high_;      // their bits from 32 on, for tables that have so many rows
};

}  // namespace covey
