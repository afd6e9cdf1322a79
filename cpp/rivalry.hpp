// Points with rivals: centers that may be as near as the one they have. The definition decides among these.
#pragma once

#include <vector>

#include "points.hpp"

namespace covey {

template <class T>
class Rivalry {
 public:
  Rivalry(const Points<T>& points, const CenterView<T>& centers)
      : points_(points), centers_(centers), room_places_(kSeen * static_cast<size_t>(centers.k_padded)), room_points_(room_places_.size()), point_(points.d) {
    rivals.places = room_places_.data();
    rivals.points = room_points_.data();
  }

  Rivals rivals;   // of a block; filled by a kernel
  int64_t ties = 0;

  // Call give(lane, label) for every point of that block whose label is another than label_of(lane). `order` names the
  // center at each place of the tiles; null: they stand in order. point_of(lane) is a point.
  template <class PointOf, class LabelOf, class Give>
  void decide(const int32_t* order, const PointOf& point_of, const LabelOf& label_of, const Give& give) {
    uint32_t contested = 0;
    for (int r = 0; r < rivals.count; ++r) {
      const int32_t center = order == nullptr ? rivals.places[r] : order[rivals.places[r]];
      for (uint32_t left = rivals.points[r]; left != 0; left &= left - 1) {
        const int p = __builtin_ctz(left);
        if (label_of(p) == center) continue;
        if ((contested >> p & 1) == 0) among_[p].assign(1, label_of(p));
        contested |= 1u << p;
        among_[p].push_back(center);
      }
    }
    for (; contested != 0; contested &= contested - 1) {
      const int p = __builtin_ctz(contested);
      points_.row(point_of(p), point_.data());
      const Settled found =
          kernels().set<T>().settle_among(point_.data(), centers_, among_[p].data(), static_cast<int>(among_[p].size()));
      ties += found.tie;
      if (found.label != among_[p][0]) give(p, found.label);
    }
  }

 private:
  static constexpr size_t kSeen = 16;   // a kernel names a center at most so often: once for every two vectors

  const Points<T>& points_;
  const CenterView<T>& centers_;
  std::vector<int32_t> room_places_;
  std::vector<uint32_t> room_points_;
  std::vector<T> point_;
  std::vector<int32_t> among_[kBlock];
};

}  // namespace covey
