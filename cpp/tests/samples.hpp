// Rows to test with: a kind of data, a seed, and the shapes at which code goes wrong.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "random.hpp"
#include "rows.hpp"

namespace covey_tests {

// Numbers in order, from the engine's own counter-based generator.
class Random {
 public:
  explicit Random(uint64_t seed) : seed_(seed) {}
  uint64_t next() { return covey::draw(seed_, count_++, 7, 7); }
  uint64_t below(uint64_t n) { return covey::draw_below(n, next()); }
  double uniform() { return std::ldexp(static_cast<double>(next() >> 11), -53); }   // [0, 1)
  double normal() {   // nearly: a sum of twelve
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  uint64_t seed_;
  uint32_t count_ = 0;
};

enum class Kind {
  normal,     // nothing special
  grid,       // small whole numbers of both signs: exact sums, many ties and repeats
  offset,     // a few units apart, far from the origin
  huge,       // squares would overflow
  tiny,       // squares would vanish
  outlier,    // one row a million times further out
  apart,      // two crowds on opposite sides of zero: inside a crowd the product form sees nothing but rounding
  constant,   // every row the same
};
constexpr Kind kAllKinds[] = {Kind::normal, Kind::grid,    Kind::offset,  Kind::huge,
                              Kind::tiny,   Kind::outlier, Kind::apart,   Kind::constant};

constexpr size_t kRows[] = {1, 2, 31, 32, 33, 129};
constexpr int kColumns[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 64, 129};
constexpr int kClusters[] = {1, 2, 3, 5, 8, 13, 25, 33};

template <class T>
struct Table {
  std::vector<T> data;
  size_t n = 0;
  int d = 0;

  covey::Rows<T> rows() const { return {data.data(), n, d}; }
  const T* row(size_t i) const { return data.data() + i * d; }
};

template <class T>
T sample(Random& random, Kind kind) {
  const bool wide = sizeof(T) == 8;
  switch (kind) {
    case Kind::grid: return static_cast<T>(static_cast<int>(random.below(17)) - 8);
    case Kind::offset: return static_cast<T>((wide ? 1e12 : 1e6) + static_cast<double>(random.below(17)));
    case Kind::huge: return static_cast<T>(std::ldexp(random.normal(), wide ? 1000 : 120));
    case Kind::tiny: return static_cast<T>(std::ldexp(random.normal(), wide ? -900 : -100));
    case Kind::apart: return static_cast<T>(1000 + static_cast<double>(random.below(17)) / 1024);
    case Kind::constant: return static_cast<T>(0.3);
    default: return static_cast<T>(random.normal());
  }
}

template <class T>
Table<T> table(Kind kind, size_t n, int d, uint64_t seed) {
  Random random(seed * 1000003 + n * 1009 + d);
  Table<T> out{{}, n, d};
  for (size_t i = 0; i < n * d; ++i) out.data.push_back(sample<T>(random, kind));
  if (kind == Kind::outlier)
    for (int j = 0; j < d; ++j) out.data[(n / 2) * d + j] = static_cast<T>(3e6);
  if (kind == Kind::apart)
    for (size_t i = 1; i < n; i += 2)
      for (int j = 0; j < d; ++j) out.data[i * d + j] = -out.data[i * d + j];
  if (kind == Kind::grid && n >= 2)   // both signs in every column: the frame has nothing to shift
    for (int j = 0; j < d; ++j) out.data[j] = 8, out.data[d + j] = -8;
  return out;
}

// k rows of a table, spread over it; they repeat when there are fewer.
template <class T>
Table<T> some_rows(const Table<T>& from, int k) {
  Table<T> out{{}, static_cast<size_t>(k), from.d};
  for (int c = 0; c < k; ++c) {
    const T* row = from.row((static_cast<size_t>(c) * 7 + 1) % from.n);
    out.data.insert(out.data.end(), row, row + from.d);
  }
  return out;
}

inline std::vector<double> whole_weights(size_t n, uint64_t seed) {   // 0 to 3
  Random random(seed);
  std::vector<double> out;
  for (size_t i = 0; i < n; ++i) out.push_back(static_cast<double>(random.below(4)));
  return out;
}

inline std::vector<double> real_weights(size_t n, uint64_t seed) {   // quarters from 0 to 2, so that sums are exact
  Random random(seed);
  std::vector<double> out{0.25};
  for (size_t i = 1; i < n; ++i) out.push_back(0.25 * static_cast<double>(random.below(9)));
  return out;
}

}  // namespace covey_tests
