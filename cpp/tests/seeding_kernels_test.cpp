// What one pass of seeding asks: what the newest center takes, how much each candidate would help, and which points
// need not be asked.
#include <algorithm>

#include "check.hpp"
#include "packed.hpp"
#include "seeding_reach.hpp"

using namespace covey_tests;

namespace {

// In T, multiplied and added apart, coordinates in order.
template <class T>
T narrow_distance(const T* a, const T* b, int d) {
  T sum = 0;
  for (int j = 0; j < d; ++j) {
    const T difference = a[j] - b[j];
    const T square = difference * difference;
    sum = sum + square;
  }
  return sum;
}

// What seeding keeps of each point, and what a pass says.
template <class T>
struct Kept {
  covey::AlignedArray<T> closest;
  covey::AlignedArray<uint16_t> owners;
  std::vector<int64_t> gains = std::vector<int64_t>(covey::kMostNewcomers + 16, 0);
  int64_t total = 0;
  T largest = 0;
};

template <class T>
class Asked {
 public:
  Asked(Kind kind, size_t n, int d, bool weighted, int n_centers)
      : rows_(table<T>(kind, n, d, 9)), packed_(rows_, some_rows(rows_, 1)), first_(some_rows(rows_, n_centers)) {
    lanes_ = packed_.points.n_blocks * covey::kBlock;
    if (weighted) weights_.assign(lanes_, 0);
    for (size_t i = 0; weighted && i < n; ++i) weights_[i] = static_cast<int32_t>(i % 3);
    const covey::Frame& frame = packed_.points.frame;
    shift_.assign(frame.shift.begin(), frame.shift.end());
    for (size_t i = 0; i < first_.data.size(); ++i)
      first_.data[i] = static_cast<T>(frame.inside(static_cast<double>(first_.data[i]), static_cast<int>(i % d)));
    for (int i = 0; i < covey::kMostNewcomers; ++i) coming_.push_back(packed_.row(static_cast<size_t>(i) * 5 % n));
  }

  // The centers of before, far away from some points and on others.
  Kept<T> before() const {
    Kept<T> kept{covey::aligned_array<T>(lanes_), covey::aligned_array<uint16_t>(lanes_)};
    for (size_t i = 0; i < lanes_; ++i) {
      kept.closest[i] = 0;
      kept.owners[i] = 0;
      if (i >= rows_.n || (!weights_.empty() && weights_[i] == 0)) continue;
      kept.closest[i] = static_cast<T>(8e37);
      for (size_t c = 0; c < first_.n; ++c) {
        const T distance = narrow_distance(packed_.row(i).data(), first_.row(c), rows_.d);
        if (distance < kept.closest[i]) {
          kept.closest[i] = distance;
          kept.owners[i] = static_cast<uint16_t>(c);
        }
      }
    }
    return kept;
  }

  Kept<T> slowly(int count, bool center_first, T scale) const {
    Kept<T> kept = before();
    const auto share = [scale](T distance) { return static_cast<int64_t>(distance * scale); };
    for (size_t i = 0; i < rows_.n; ++i) {
      const auto distance = [&](int c) { return narrow_distance(packed_.row(i).data(), coming_[c].data(), rows_.d); };
      const int64_t weight = weights_.empty() ? 1 : weights_[i];
      if (center_first && distance(0) < kept.closest[i]) {
        kept.closest[i] = distance(0);
        kept.owners[i] = static_cast<uint16_t>(first_.n);
      }
      kept.largest = std::max(kept.largest, kept.closest[i]);
      kept.total += weight * share(kept.closest[i]);
      for (int c = center_first ? 1 : 0; c < count; ++c)
        kept.gains[c] += weight * (share(kept.closest[i]) - share(std::min(kept.closest[i], distance(c))));
    }
    return kept;
  }

  Kept<T> by_kernel(int count, bool center_first, T scale, bool with_owners, bool skipping) const {
    Kept<T> kept = before();
    const int d = rows_.d, padded = (count + 15) / 16 * 16;
    std::vector<T> newcomers(static_cast<size_t>(count) * d), by_dimension(static_cast<size_t>(padded) * d, T(0)), row(d);
    for (int c = 0; c < count; ++c)
      for (int j = 0; j < d; ++j)
        newcomers[size_t(c) * d + j] = by_dimension[size_t(j) * padded + c] = coming_[c][j];
    const std::vector<T> reach =
        covey::reach_of(first_.data.data(), static_cast<int>(first_.n), newcomers.data(), count, d);
    covey::Newcomers<T> asked;
    asked.d = d;
    asked.count = count;
    asked.center_first = center_first;
    asked.number = static_cast<uint16_t>(first_.n);
    asked.by_dimension = by_dimension.data();
    asked.padded = padded;
    asked.scale = scale;
    asked.reach = skipping ? reach.data() : nullptr;
    asked.shift = shift_.data();
    asked.a = static_cast<T>(packed_.points.frame.in_a);
    asked.b = static_cast<T>(packed_.points.frame.in_b);
    covey::SeedingBlocks<T> some;
    some.blocks = packed_.points.block(0);
    some.rows = rows_.data.data();
    some.n_blocks = packed_.points.n_blocks;
    some.closest = kept.closest.get();
    some.owners = with_owners || skipping ? kept.owners.get() : nullptr;
    some.weights = weights_.empty() ? nullptr : weights_.data();
    some.row = row.data();
    some.gains = kept.gains.data();
    covey::kernels().set<T>().ask_newcomers(asked, &some);
    kept.total = some.total;
    kept.largest = some.largest;
    return kept;
  }

  void check(int count, bool center_first) const {
    const T scale = static_cast<T>(1 << 20);
    const Kept<T> slow = slowly(count, center_first, scale);
    for (int way = 0; way < 3; ++way) {   // without owners, with them, and skipping
      const Kept<T> fast = by_kernel(count, center_first, scale, way == 1, way == 2);
      CHECK(std::equal(slow.closest.get(), slow.closest.get() + lanes_, fast.closest.get()));
      if (way > 0) CHECK(std::equal(slow.owners.get(), slow.owners.get() + rows_.n, fast.owners.get()));
      for (int c = center_first ? 1 : 0; c < count; ++c) CHECK(fast.gains[c] == slow.gains[c]);
      CHECK(fast.total == slow.total && fast.largest == slow.largest);
    }
  }

 private:
  Table<T> rows_;
  Packed<T> packed_;
  Table<T> first_;
  std::vector<int32_t> weights_;
  std::vector<T> shift_;
  std::vector<std::vector<T>> coming_;
  size_t lanes_ = 0;
};

}  // namespace

TEST(what_seeding_asks_is_answered_as_by_definition) {
  for (Kind kind : {Kind::normal, Kind::grid, Kind::offset, Kind::apart, Kind::constant})
    for (int d : {1, 2, 3, 8, 17, 65})
      for (size_t n : kRows)
        for (bool weighted : {false, true}) {
          const Asked<float> narrow(kind, n, d, weighted, 3);
          const Asked<double> wide(kind, n, d, weighted, 40);
          for (int count : {1, 4, 7, 13})
            for (bool center_first : {false, true}) {
              narrow.check(count, center_first);
              wide.check(count, center_first);
            }
        }
}

TEST(as_many_newcomers_as_there_can_be) {
  const Asked<float> asked(Kind::normal, 700, 6, true, 50);
  for (int count : {16, 17, 31, 32}) asked.check(count, true);
}

TEST(the_hash_of_a_row_is_that_of_its_numbers) {
  for (int d : kColumns) {
    const Table<float> narrow = table<float>(Kind::grid, 33, d, 1);
    Table<double> wide{{}, 33, d};
    wide.data.assign(narrow.data.begin(), narrow.data.end());
    const Packed<float> one(narrow, some_rows(narrow, 1));
    const Packed<double> other(wide, some_rows(wide, 1));
    uint16_t hashes[64], of_wide[64];
    covey::kernels().set<float>().hash_rows(one.points.block(0), 2, d, hashes);
    covey::kernels().set<double>().hash_rows(other.points.block(0), 2, d, of_wide);
    for (size_t i = 0; i < 33; ++i) {
      CHECK(hashes[i] == of_wide[i]);
      for (size_t h = 0; h < i; ++h)
        if (one.row(i) == one.row(h)) CHECK(hashes[i] == hashes[h]);
    }
    for (int p = 1; p < 32; ++p) CHECK(hashes[32 + p] == hashes[32]);   // padding repeats the last row
  }
}
