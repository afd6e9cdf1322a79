// A draw of rows that does not see their order.
//
// Rows stand in a cumulative sum in the order of a hash of their values, and their shares are integers: permuted rows
// give the same draw, a weight of 2 is a repeated row, and threads change nothing. A draw finds a bucket of hashes
// first and sorts only that one.
// Twin: tests/reference/sparse_seeding.py.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace covey {

// Source: same(a, b) and less(a, b) of rows a and b, by their values.
template <class Source>
class DrawRows {
 public:
  DrawRows(const Source& source, std::vector<uint64_t> hashes) : source_(source), hashes_(std::move(hashes)) {
    const size_t n = hashes_.size();
    while (bits_ < 12 && (n >> (bits_ + 6)) > 0) ++bits_;   // about 64 rows in a bucket, at most 4096 buckets
    begin_.assign((size_t(1) << bits_) + 1, 0);
    for (size_t i = 0; i < n; ++i) ++begin_[bucket(i) + 1];
    for (size_t b = 0; b + 1 < begin_.size(); ++b) begin_[b + 1] += begin_[b];
    order_.resize(n);
    std::vector<size_t> at(begin_.begin(), begin_.end() - 1);
    for (size_t i = 0; i < n; ++i) order_[at[bucket(i)]++] = i;
    sorted_.assign(begin_.size() - 1, false);
  }

  size_t n_buckets() const { return begin_.size() - 1; }
  size_t bucket(size_t i) const { return bits_ == 0 ? 0 : hashes_[i] >> (64 - bits_); }

  // The row whose share covers `target`; `masses` are the shares added up by bucket. The first of equal rows stands
  // for all of them.
  template <class Share>
  size_t at(uint64_t target, const std::vector<int64_t>& masses, const Share& share) {
    size_t b = 0;
    while (target >= static_cast<uint64_t>(masses[b])) target -= masses[b++];
    if (!sorted_[b])
      std::sort(order_.begin() + begin_[b], order_.begin() + begin_[b + 1],
                [this](size_t left, size_t right) { return before(left, right); });
    sorted_[b] = true;
    size_t at = begin_[b];
    for (;; ++at) {
      const uint64_t here = static_cast<uint64_t>(share(order_[at]));
      if (target < here) break;
      target -= here;
    }
    const size_t drawn = order_[at];
    while (at > begin_[b] && hashes_[order_[at - 1]] == hashes_[drawn] && source_.same(order_[at - 1], drawn)) --at;
    return order_[at];
  }

 private:
  // By hash, then by values, then by index: rows that are equal stand together.
  bool before(size_t a, size_t b) const {
    if (hashes_[a] != hashes_[b]) return hashes_[a] < hashes_[b];
    if (source_.less(a, b)) return true;
    return !source_.less(b, a) && a < b;
  }

  const Source& source_;
  std::vector<uint64_t> hashes_;
  int bits_ = 0;
  std::vector<size_t> begin_;   // of each bucket, into order_
  std::vector<size_t> order_;
  std::vector<bool> sorted_;
};

}  // namespace covey
