#include "digits.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "parallel.hpp"
#include "points.hpp"

namespace covey {
namespace {

// Means of the columns over some blocks: any offset would do, a good one keeps the numbers small.
template <class T>
std::vector<double> rough_means(const Points<T>& points) {
  std::vector<double> means(points.d, 0.0);
  const size_t every = std::max<size_t>(points.n_blocks / 256, 1);
  size_t count = 0;
  for (size_t b = 0; b < points.n_blocks; b += every, ++count)
    for (int j = 0; j < points.d; ++j) {
      const T* x = points.block(b) + static_cast<size_t>(j) * kBlock;
      double sum = 0;
      for (int p = 0; p < kBlock; ++p) sum += static_cast<double>(x[p]);
      means[j] += sum / kBlock;
    }
  for (double& mean : means) mean = static_cast<double>(static_cast<T>(mean / static_cast<double>(count)));
  return means;
}

// The largest distance of a point from the offset.
template <class T>
double largest_norm(const Points<T>& points, const std::vector<double>& offset, int n_threads) {
  double largest = 0;
  std::mutex mutex;
  Chunks chunks(points.n_blocks, 256);
  run_on_threads(n_threads, [&](int) {
    double mine = 0;
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; ++b) mine = std::max(mine, kernels().set<T>().largest_square(points.block(b), points.d, offset.data()));
    std::lock_guard<std::mutex> lock(mutex);
    largest = std::max(largest, mine);
  });
  return std::sqrt(largest) * (1 + 1e-4);
}

}  // namespace

template <class T>
void fill_digits(Points<T>* points, int n_threads) {
  Digits& digits = points->digits;
  Chunks chunks(points->n_blocks, 64);
  run_on_threads(n_threads, [&](int) {
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; ++b)
        digits.errors[b] = kernels().set<T>().to_digits(
            points->block(b), points->d, digits.scale.offset.data(), digits.scale.step,
            digits.blocks.get() + b * static_cast<size_t>(digits.pairs) * kBlock);
  });
}

template <class T>
void make_digits(Points<T>* points, int n_threads) {
  Digits& digits = points->digits;
  digits.scale.offset = rough_means(*points);
  const double largest = largest_norm(*points, digits.scale.offset, n_threads);
  if (!(largest > 1e-18)) return;   // hardly different, or not different at all
  digits.scale.step = largest / (kLongestDigits - points->d);   // rounding makes them longer, by less than that
  digits.pairs = (points->d + 1) / 2;
  digits.blocks = aligned_array<int32_t>(points->n_blocks * static_cast<size_t>(digits.pairs) * kBlock);
  digits.errors.resize(points->n_blocks);
  fill_digits(points, n_threads);
}

template <class T>
bool CenterDigits::fill(const DigitScale& scale, const T* rows, int k, int d, int k_padded, int tile, const int32_t* order,
                        DigitView* view) {
  const int pairs = (d + 1) / 2;
  if (rows_.empty()) {
    tiles_ = aligned_array<int32_t>(static_cast<size_t>(k_padded) * pairs);
    std::fill_n(tiles_.get(), static_cast<size_t>(k_padded) * pairs, 0);
    start_.assign(k_padded, -2147483647);   // of padding: no center is as far
    rows_.assign(static_cast<size_t>(k) * pairs, 0);
    halves_.assign(k, 0);
  }
  double worst = 0;
  std::vector<int64_t> digits(2 * static_cast<size_t>(pairs), 0);
  for (int place = 0; place < k; ++place) {
    const int center = order == nullptr ? place : order[place];
    double error = 0;
    int64_t square = 0;
    for (int j = 0; j < d; ++j) {
      const double exact = scale.digit(static_cast<double>(rows[static_cast<size_t>(center) * d + j]), j);
      if (!(std::fabs(exact) < kLongestDigits)) return false;
      digits[j] = std::llrint(exact);
      error += (exact - static_cast<double>(digits[j])) * (exact - static_cast<double>(digits[j]));
      square += digits[j] * digits[j];
    }
    if (static_cast<double>(square) > kLongestDigits * kLongestDigits) return false;
    worst = std::max(worst, error);
    const int first = place / tile * tile, width = std::min(tile, k_padded - first);
    for (int pair = 0; pair < pairs; ++pair) {
      const uint32_t low = static_cast<uint16_t>(digits[2 * pair]), high = static_cast<uint16_t>(digits[2 * pair + 1]);
      const int32_t both = static_cast<int32_t>(low | high << 16);
      tiles_[static_cast<size_t>(first) * pairs + static_cast<size_t>(pair) * width + (place - first)] = both;
      rows_[static_cast<size_t>(center) * pairs + pair] = both;
    }
    start_[place] = static_cast<int32_t>(-(square / 2));
    halves_[center] = start_[place];
  }
  *view = {pairs, tiles_.get(), start_.data(), rows_.data(), halves_.data(), static_cast<float>(std::sqrt(worst) * (1 + 1e-6) + 1e-3),
           static_cast<float>(scale.step * (1 + 1e-7))};
  return true;
}

template void make_digits<float>(Points<float>*, int);
template void make_digits<double>(Points<double>*, int);
template void fill_digits<float>(Points<float>*, int);
template void fill_digits<double>(Points<double>*, int);
template bool CenterDigits::fill<float>(const DigitScale&, const float*, int, int, int, int, const int32_t*, DigitView*);
template bool CenterDigits::fill<double>(const DigitScale&, const double*, int, int, int, int, const int32_t*, DigitView*);

}  // namespace covey
