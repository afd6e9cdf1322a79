#include "gist_seeding.hpp"

#include <algorithm>
#include <cmath>

#include "random.hpp"

namespace covey {
namespace {

constexpr uint32_t kOwnDraws = 0x80000000u;   // none that a search uses

uint64_t trials(int k) { return 2 + static_cast<uint64_t>(std::log(static_cast<double>(k))); }

class GistSeeding {
 public:
  explicit GistSeeding(const Gist& gist)
      : gist_(gist), kernels_(search_kernels()), closest_(gist.n_groups * kGroup, 1e300), after_(closest_), best_(closest_) {}

  std::vector<double> run(int k, uint64_t seed, uint32_t search) {
    std::vector<double> centers;
    for (int c = 0; c < k; ++c) {
      size_t chosen = 0;
      double least = 1e300;
      for (int t = 0; t < (c == 0 ? 1 : static_cast<int>(trials(k))); ++t) {
        const size_t i = drawn_point(fraction(draw(seed, search, c, kOwnDraws + t)), c == 0);
        const double left = try_center(gist_.row(i));
        if (t > 0 && left >= least) continue;
        least = left;
        chosen = i;
        best_.swap(after_);
      }
      closest_.swap(best_);
      centers.insert(centers.end(), gist_.row(chosen), gist_.row(chosen) + gist_.d);
    }
    return centers;
  }

 private:
  // By weight times squared distance; the first by weight alone.
  size_t drawn_point(double part, bool first) const {
    const auto share = [&](size_t i) { return gist_.weights[i] * (first ? 1.0 : closest_[i]); };
    double total = 0;
    for (size_t i = 0; i < gist_.n; ++i) total += share(i);
    double target = part * total;
    size_t i = 0;
    for (; i + 1 < gist_.n && target >= share(i); ++i) target -= share(i);
    return i;
  }

  // Into after_; returns the sum that would be left.
  double try_center(const double* place) {
    double total = 0;
    for (size_t g = 0; g < gist_.n_groups; ++g) {
      double* after = after_.data() + g * kGroup;
      kernels_.group_to_place(gist_.group(g), gist_.d, place, after);
      for (size_t p = 0; p < kGroup; ++p) {
        after[p] = std::min(after[p], closest_[g * kGroup + p]);
        total += gist_.weights[g * kGroup + p] * after[p];
      }
    }
    return total;
  }

  const Gist& gist_;
  const SearchKernels& kernels_;
  std::vector<double> closest_, after_, best_;   // squared distances; per lane
};

}  // namespace

double fraction(uint64_t drawn) { return std::ldexp(static_cast<double>(drawn >> 11), -53); }

std::vector<double> starting_points(const Gist& gist, int k, uint64_t seed, uint32_t search) {
  return GistSeeding(gist).run(k, seed, search);
}

uint64_t work_of_starting(const Gist& gist, int k) { return k * trials(k) * gist.n_groups * kGroup * gist.price(); }

}  // namespace covey
