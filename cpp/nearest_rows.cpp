#include "nearest_rows.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "centers.hpp"
#include "parallel.hpp"
#include "pass.hpp"
#include "points.hpp"
#include "rounding.hpp"

namespace covey {

namespace {

constexpr size_t kTogether = 4;   // blocks packed at once: they stay in the first-level cache

// Asks about packed blocks in full precision.
template <class T>
class InFull {
 public:
  explicit InFull(const CenterView<T>& centers) : centers_(centers), point_(centers.d) {}

  void nearest(const T* blocks, size_t n_blocks, int32_t* labels) {
    const KernelSet<T>& kernel = kernels().set<T>();
    uint32_t unsure[kTogether];
    kernel.nearest(blocks, n_blocks, centers_, labels, unsure);
    for (size_t b = 0; b < n_blocks; ++b)
      for (uint32_t doubts = unsure[b]; doubts != 0; doubts &= doubts - 1) {
        const int lane = __builtin_ctz(doubts);
        for (int j = 0; j < centers_.d; ++j) point_[j] = blocks[(b * centers_.d + j) * kBlock + lane];
        labels[b * kBlock + lane] = kernel.settle(point_.data(), centers_).label;
      }
  }

 private:
  const CenterView<T>& centers_;
  std::vector<T> point_;
};

// The same by digits first; what they leave open waits until there is a block of it.
template <class T>
class ByDigits {
 public:
  ByDigits(const CenterView<T>& centers, const DigitScale& scale)
      : centers_(centers),
        scale_(scale),
        full_(centers),
        digits_(aligned_array<int32_t>(static_cast<size_t>(centers.digits.pairs) * kBlock)),
        waiting_(aligned_array<T>(static_cast<size_t>(centers.d) * kBlock)),
        margin_(rounded_up(rounding_of_definition(centers.d))) {
    std::fill_n(waiting_.get(), static_cast<size_t>(centers.d) * kBlock, T(0));
  }

  // `labels` must stay where they are until `decide`.
  void nearest(const T* block, int lanes, int32_t* labels) {
    const KernelSet<T>& kernel = kernels().set<T>();
    const float error = kernel.to_digits(block, centers_.d, scale_.offset.data(), scale_.step, digits_.get());
    Answer answer;
    kernel.gaps_by_digits(digits_.get(), error, centers_.digits, centers_.k_padded, margin_, &answer);
    std::copy_n(answer.labels, lanes, labels);
    for (int p = 0; p < lanes; ++p) {
      if ((answer.unsure >> p & 1) == 0) continue;
      for (int j = 0; j < centers_.d; ++j) waiting_[static_cast<size_t>(j) * kBlock + count_] = block[static_cast<size_t>(j) * kBlock + p];
      places_[count_++] = labels + p;
      if (count_ == kBlock) decide();
    }
  }

  void decide() {
    if (count_ == 0) return;
    int32_t found[kBlock];
    full_.nearest(waiting_.get(), 1, found);
    for (int p = 0; p < count_; ++p) *places_[p] = found[p];
    count_ = 0;
  }

 private:
  const CenterView<T>& centers_;
  const DigitScale& scale_;
  InFull<T> full_;
  AlignedArray<int32_t> digits_;
  AlignedArray<T> waiting_;
  float margin_;
  int32_t* places_[kBlock];
  int count_ = 0;
};

// Digits that hold every point of the frame.
DigitScale scale_of(const Frame& frame, int d) {
  double square = 0;
  for (int e : frame.column_exponent) square += std::ldexp(1.0, 2 * e);
  DigitScale scale;
  scale.offset.assign(d, 0.0);
  scale.step = std::sqrt(square) / (kLongestDigits - d);
  return scale;
}

}  // namespace

template <class T>
Status nearest_rows(Rows<T> rows, Rows<T> centers, int n_threads, int32_t* labels) {
  const int k = static_cast<int>(centers.n), d = rows.d;
  const Frame frame = choose_frame(rows, centers, n_threads);
  const DigitScale scale = digits_pay(rows.n, d, k) && d < kLongestDigits / 2 ? scale_of(frame, d) : DigitScale();
  Centers<T> inside(k, d);
  for (int c = 0; c < k; ++c)
    for (int j = 0; j < d; ++j)
      inside.row(c)[j] = static_cast<T>(frame.inside(static_cast<double>(centers.row(c)[j]), j));
  inside.use_digits(scale);
  const CenterView<T> view = inside.view();
  const size_t n_blocks = (rows.n + kBlock - 1) / kBlock;
  Chunks chunks(n_blocks, 16 * kTogether);
  run_on_threads(threads_for(static_cast<double>(rows.n) * d * (k + 8), n_threads), [&](int) {
    AlignedArray<T> blocks = aligned_array<T>(kTogether * kBlock * static_cast<size_t>(d));
    int32_t found[kTogether * kBlock];
    InFull<T> in_full(view);
    ByDigits<T> by_digits(view, scale);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t b = begin; b < end; b += kTogether) {
        const size_t first = b * kBlock;
        const size_t n = std::min(std::min(b + kTogether, end) * kBlock, rows.n) - first;
        const size_t here = (n + kBlock - 1) / kBlock;
        pack(rows, frame, first, n, blocks.get());
        if (view.digits.tiles == nullptr) {
          in_full.nearest(blocks.get(), here, found);
          std::copy_n(found, n, labels + first);
          continue;
        }
        for (size_t i = 0; i < here; ++i)
          by_digits.nearest(blocks.get() + i * static_cast<size_t>(d) * kBlock,
                            static_cast<int>(std::min<size_t>(kBlock, n - i * kBlock)), labels + first + i * kBlock);
      }
    if (view.digits.tiles != nullptr) by_digits.decide();
  });
  return Status::done;
}

template <class T>
Status distances(Rows<T> rows, Rows<T> centers, int n_threads, T* out) {
  const int k = static_cast<int>(centers.n), d = rows.d;
  const Frame frame = choose_frame(rows, centers, n_threads);
  std::vector<double> by_dimension(static_cast<size_t>(d) * k);
  for (int c = 0; c < k; ++c)
    for (int j = 0; j < d; ++j)
      by_dimension[static_cast<size_t>(j) * k + c] = frame.inside(static_cast<double>(centers.row(c)[j]), j);
  Chunks chunks(rows.n, 64);
  run_on_threads(threads_for(static_cast<double>(rows.n) * d * k, n_threads), [&](int) {
    std::vector<double> sums(k);
    for (size_t begin, end; chunks.next(&begin, &end);)
      for (size_t i = begin; i < end; ++i) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int j = 0; j < d; ++j) {
          const double x = frame.inside(static_cast<double>(rows.row(i)[j]), j);
          const double* at = by_dimension.data() + static_cast<size_t>(j) * k;
          for (int c = 0; c < k; ++c) sums[c] += (x - at[c]) * (x - at[c]);
        }
        for (int c = 0; c < k; ++c)
          out[i * k + c] = static_cast<T>(std::sqrt(sums[c]) * frame.out_a * frame.out_b);
      }
  });
  return Status::done;
}

template Status nearest_rows<float>(Rows<float>, Rows<float>, int, int32_t*);
template Status nearest_rows<double>(Rows<double>, Rows<double>, int, int32_t*);
template Status distances<float>(Rows<float>, Rows<float>, int, float*);
template Status distances<double>(Rows<double>, Rows<double>, int, double*);

}  // namespace covey
