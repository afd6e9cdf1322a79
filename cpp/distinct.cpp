#include "distinct.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace covey {
namespace {

struct Key {
  uint64_t labels;        // rank of the row's labels among all combinations that occur
  uint64_t coordinates;   // hash
  size_t row;
};

uint64_t mixed(uint64_t state, uint64_t next) {
  state = (state ^ next) * 0x9E3779B97F4A7C15ull;
  return state ^ (state >> 29);
}

template <class T>
uint64_t hash_of(const T* row, const Frame& frame, int d) {
  uint64_t state = 0;
  for (int j = 0; j < d; ++j) {
    const double value = frame.inside(static_cast<double>(row[j]), j) + 0.0;   // -0 becomes 0
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    state = mixed(state, bits);
  }
  return state;
}

// Numbers become their ranks: 0 for the smallest.
void rank(std::vector<uint64_t>* numbers) {
  std::vector<uint64_t> sorted = *numbers;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (uint64_t& one : *numbers)
    one = static_cast<uint64_t>(std::lower_bound(sorted.begin(), sorted.end(), one) - sorted.begin());
}

// For each row one number that orders its labels, those of the finest labeling first.
std::vector<uint64_t> label_ranks(const Labelings& labelings) {
  std::vector<size_t> finest_first(labelings.m());
  std::iota(finest_first.begin(), finest_first.end(), size_t(0));
  std::stable_sort(finest_first.begin(), finest_first.end(),
                   [&](size_t a, size_t b) { return labelings.k[a] > labelings.k[b]; });
  std::vector<uint64_t> ranks(labelings.n, 0);
  double largest = 1;
  for (const size_t l : finest_first) {
    largest *= labelings.k[l];
    if (largest > 9e18) {   // n ranks times 2^31 labels fit
      rank(&ranks);
      largest = static_cast<double>(labelings.n) * labelings.k[l];
    }
    for (size_t i = 0; i < labelings.n; ++i)
      ranks[i] = ranks[i] * static_cast<uint64_t>(labelings.k[l]) + static_cast<uint64_t>(labelings.label(l, i));
  }
  return ranks;
}

}  // namespace

template <class T>
Distinct distinct_rows(Rows<T> rows, const Frame& frame, const Labelings& labelings, const double* weights) {
  const std::vector<uint64_t> ranks = label_ranks(labelings);
  std::vector<Key> keys(rows.n);
  for (size_t i = 0; i < rows.n; ++i) keys[i] = {ranks[i], hash_of(rows.row(i), frame, rows.d), i};
  const auto first_difference = [&](size_t a, size_t b) {
    int j = 0;
    while (j < rows.d && rows.row(a)[j] == rows.row(b)[j]) ++j;
    return j;
  };
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (a.labels != b.labels) return a.labels < b.labels;
    if (a.coordinates != b.coordinates) return a.coordinates < b.coordinates;
    const int j = first_difference(a.row, b.row);
    if (j < rows.d) return rows.row(a.row)[j] < rows.row(b.row)[j];
    return weights != nullptr && weights[a.row] < weights[b.row];
  });
  Distinct out;
  out.places.resize(rows.n);
  for (size_t s = 0; s < rows.n; ++s) {
    const bool repeats = s > 0 && keys[s].labels == keys[s - 1].labels &&
                         keys[s].coordinates == keys[s - 1].coordinates &&
                         first_difference(keys[s].row, keys[s - 1].row) == rows.d;
    const double weight = weights == nullptr ? 1.0 : weights[keys[s].row];
    if (repeats) {
      out.weights.back() += weight;
    } else {
      out.rows.push_back(keys[s].row);
      out.weights.push_back(weight);
    }
    out.places[keys[s].row] = out.rows.size() - 1;
  }
  return out;
}

template <class T>
Frame frame_of_counted(Rows<T> rows, const double* weights, int n_threads) {
  const Rows<T> none{nullptr, 0, rows.d};
  const size_t d = rows.d;
  std::vector<T> counted;
  for (size_t i = 0; weights != nullptr && i < rows.n; ++i)
    if (weights[i] > 0) counted.insert(counted.end(), rows.row(i), rows.row(i) + d);
  if (weights == nullptr || counted.size() == rows.n * d || counted.empty()) return choose_frame(rows, none, n_threads);
  const Frame frame = choose_frame(Rows<T>{counted.data(), counted.size() / d, rows.d}, none, n_threads);
  for (size_t i = 0; i < rows.n; ++i)
    for (size_t j = 0; j < d; ++j)   // squares of numbers beyond 1e140 may overflow
      if (!(std::fabs(frame.inside(static_cast<double>(rows.row(i)[j]), static_cast<int>(j))) < 1e140))
        return choose_frame(rows, none, n_threads);
  return frame;
}

template Frame frame_of_counted<float>(Rows<float>, const double*, int);
template Frame frame_of_counted<double>(Rows<double>, const double*, int);
template Distinct distinct_rows<float>(Rows<float>, const Frame&, const Labelings&, const double*);
template Distinct distinct_rows<double>(Rows<double>, const Frame&, const Labelings&, const double*);

}  // namespace covey
