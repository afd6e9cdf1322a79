#include "sparse_order.hpp"

#include <algorithm>
#include <vector>

#include "parallel.hpp"

namespace covey {
namespace {

constexpr size_t kFew = 32;          // entries: sorted by insertion
constexpr int kDigitBits = 8;

// Entries of one row: the column above, the place below, so that equal columns stay in order.
using Keys = std::vector<uint64_t>;

void insert_each(uint64_t* keys, size_t n) {
  for (size_t i = 1; i < n; ++i) {
    const uint64_t key = keys[i];
    size_t at = i;
    for (; at > 0 && keys[at - 1] > key; --at) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

// Least digit of the column first; each pass keeps the order of the one before.
void by_digits(Keys* keys, Keys* spare, size_t n, int column_bits) {
  for (int shift = 32; shift < 32 + column_bits; shift += kDigitBits) {
    uint32_t at[1 << kDigitBits] = {};
    const auto digit = [shift](uint64_t key) { return key >> shift & ((1 << kDigitBits) - 1); };
    for (size_t i = 0; i < n; ++i) ++at[digit((*keys)[i])];
    uint32_t first = 0;
    for (uint32_t& place : at) {
      const uint32_t count = place;
      place = first;
      first += count;
    }
    for (size_t i = 0; i < n; ++i) (*spare)[at[digit((*keys)[i])]++] = (*keys)[i];
    keys->swap(*spare);
  }
}

}  // namespace

template <class T>
bool sort_entries(SparseRows<T> rows, int n_threads, int32_t* columns, T* values) {
  int column_bits = 1;
  while (column_bits < 31 && (int64_t(1) << column_bits) < rows.d) ++column_bits;
  std::atomic<bool> repeats{false};
  Chunks chunks(rows.n, 256);
  run_on_threads(rows.starts[rows.n] < 50000 ? 1 : n_threads, [&](int) {
    Keys keys, spare;
    bool mine = false;
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        const int64_t first = rows.starts[i];
        const size_t n = static_cast<size_t>(rows.starts[i + 1] - first);
        if (keys.size() < n) keys.resize(n), spare.resize(n);
        for (size_t e = 0; e < n; ++e) keys[e] = static_cast<uint64_t>(static_cast<uint32_t>(rows.columns[first + e])) << 32 | e;
        if (n <= kFew)
          insert_each(keys.data(), n);
        else
          by_digits(&keys, &spare, n, column_bits);
        for (size_t e = 0; e < n; ++e) {
          columns[first + e] = static_cast<int32_t>(keys[e] >> 32);
          values[first + e] = rows.values[first + static_cast<int64_t>(keys[e] & 0xFFFFFFFFu)];
          mine = mine || (e > 0 && columns[first + e] == columns[first + e - 1]);
        }
      }
    if (mine) repeats.store(true);
  });
  return repeats.load();
}

template bool sort_entries<float>(SparseRows<float>, int, int32_t*, float*);
template bool sort_entries<double>(SparseRows<double>, int, int32_t*, double*);

}  // namespace covey
