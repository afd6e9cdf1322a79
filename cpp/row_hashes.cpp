#include "row_hashes.hpp"

#include <cstring>

#include "parallel.hpp"

namespace covey {
namespace {

// The finalizer of splitmix64. Source: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
inline uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

// The terms of a row are added, so that their order does not matter and zeros can be left out.
inline uint64_t term(size_t column, double value) {
  if (value == 0) return 0;
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return mixed(bits + (column + 1) * 0x9E3779B97F4A7C15ull);
}

// Call hash(i) for every row, on several threads.
template <class Hash>
void each_row(size_t n, double work, int n_threads, uint64_t* out, const Hash& hash) {
  Chunks chunks(n, 4096);
  run_on_threads(threads_for(work, n_threads), [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) out[i] = hash(i);
  });
}

}  // namespace

template <class T>
void row_hashes(Rows<T> rows, int n_threads, uint64_t* out) {
  each_row(rows.n, static_cast<double>(rows.n) * rows.d * 2, n_threads, out, [rows](size_t i) {
    uint64_t sum = 0;
    for (int j = 0; j < rows.d; ++j) sum += term(j, static_cast<double>(rows.row(i)[j]));
    return sum;
  });
}

template <class T>
void row_hashes(SparseRows<T> rows, int n_threads, uint64_t* out) {
  each_row(rows.n, static_cast<double>(rows.starts[rows.n]) * 2, n_threads, out, [rows](size_t i) {
    uint64_t sum = 0;
    for (int64_t e = rows.starts[i]; e < rows.starts[i + 1]; ++e)
      sum += term(rows.columns[e], static_cast<double>(rows.values[e]));
    return sum;
  });
}

template void row_hashes<float>(Rows<float>, int, uint64_t*);
template void row_hashes<double>(Rows<double>, int, uint64_t*);
template void row_hashes<float>(SparseRows<float>, int, uint64_t*);
template void row_hashes<double>(SparseRows<double>, int, uint64_t*);

}  // namespace covey
