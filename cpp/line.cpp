#include "line.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "integers.hpp"

namespace covey {
namespace {

class Line {
 public:
  Line(const Gist& gist, int k) : n_(gist.n), k_(k), order_(gist.n), cuts_(static_cast<size_t>(k) * (gist.n + 1)) {
    std::iota(order_.begin(), order_.end(), size_t(0));
    std::sort(order_.begin(), order_.end(), [&](size_t a, size_t b) { return gist.rows[a] < gist.rows[b]; });
    const double low = gist.rows[order_.front()], range = gist.rows[order_.back()] - low;
    const double to_steps = std::ldexp(1.0, 38) / range;
    const double heaviest = *std::max_element(gist.weights.begin(), gist.weights.end());
    const bool whole = heaviest < 1073741824.0 &&
                       std::all_of(gist.weights.begin(), gist.weights.end(), [](double w) { return w == std::floor(w); });
    const double to_parts = whole ? 1.0 : std::ldexp(1.0, 30) / heaviest;
    counts_.push_back(0);
    sums_.push_back(0);
    squares_.push_back(0);
    for (const size_t i : order_) {
      const int128 step = to_wide_integer((gist.rows[i] - low) * to_steps);
      const int128 weight = std::max<int64_t>(1, to_wide_integer(gist.weights[i] * to_parts));
      counts_.push_back(counts_.back() + weight);
      sums_.push_back(sums_.back() + weight * step);
      squares_.push_back(squares_.back() + weight * step * step);
    }
  }

  // Where each run begins, and n at the end.
  std::vector<size_t> cut() {
    before_.assign(n_ + 1, std::numeric_limits<double>::infinity());
    before_[0] = 0;
    now_ = before_;
    for (int q = 1; q <= k_; ++q) {
      find(q, static_cast<size_t>(q), n_, static_cast<size_t>(q) - 1, n_ - 1);
      before_.swap(now_);
    }
    std::vector<size_t> begins(k_ + 1, n_);
    for (int q = k_; q > 0; --q) begins[q - 1] = cuts_[static_cast<size_t>(q - 1) * (n_ + 1) + begins[q]];
    return begins;
  }

  size_t point(size_t place) const { return order_[place]; }

 private:
  // Sum of weight times squared distance to the mean of the points in [begin, end).
  double cost(size_t begin, size_t end) const {
    const int128 count = counts_[end] - counts_[begin], sum = sums_[end] - sums_[begin];
    const int128 mean = sum / count, rest = sum - mean * count;   // rest < count
    const int128 about = squares_[end] - squares_[begin] - mean * (sum + rest);
    const double part = static_cast<double>(rest);
    return static_cast<double>(about) - part * part / static_cast<double>(count);
  }

  // q runs of the first `end` points, for every end in [first, last]; the last of them begins in [low, high].
  void find(int q, size_t first, size_t last, size_t low, size_t high) {
    if (first > last) return;
    const size_t end = first + (last - first) / 2;
    double least = std::numeric_limits<double>::infinity();
    size_t at = low;
    for (size_t begin = low; begin <= std::min(high, end - 1); ++begin) {
      const double total = before_[begin] + cost(begin, end);
      if (total < least) least = total, at = begin;
    }
    now_[end] = least;
    cuts_[static_cast<size_t>(q - 1) * (n_ + 1) + end] = static_cast<uint32_t>(at);
    if (end > first) find(q, first, end - 1, low, at);
    find(q, end + 1, last, at, high);
  }

  size_t n_;
  int k_;
  std::vector<size_t> order_;
  std::vector<uint32_t> cuts_;             // (k, n + 1): where the last of q runs over the first j points begins
  std::vector<int128> counts_, sums_, squares_;   // of the first j points
  std::vector<double> before_, now_;
};

}  // namespace

double work_on_a_line(size_t n, int k) {
  return 8.0 * k * static_cast<double>(n) * bit_length(n);
}

std::vector<double> best_on_a_line(const Gist& gist, int k) {
  Line line(gist, k);
  const std::vector<size_t> begins = line.cut();
  std::vector<double> centers;
  for (int q = 0; q < k; ++q) {
    double sum = 0, weight = 0;
    for (size_t at = begins[q]; at < begins[q + 1]; ++at) {
      sum += gist.weights[line.point(at)] * gist.rows[line.point(at)];
      weight += gist.weights[line.point(at)];
    }
    centers.push_back(sum / weight);
  }
  return centers;
}

}  // namespace covey
