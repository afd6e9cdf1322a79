// Rows as the kernels see them: packed points and centers in one frame.
#pragma once

#include "centers.hpp"
#include "points.hpp"
#include "samples.hpp"

namespace covey_tests {

template <class T>
struct Packed {
  covey::Points<T> points;
  covey::Centers<T> centers;
  covey::CenterView<T> view;

  Packed(const Table<T>& table, const Table<T>& start, const double* weights = nullptr)
      : points(covey::make_points(table.rows(), covey::choose_frame(table.rows(), start.rows(), 1),
                                  covey::read_weights(weights, table.n), 1)),
        centers(static_cast<int>(start.n), start.d) {
    for (size_t c = 0; c < start.n; ++c)
      for (int j = 0; j < start.d; ++j)
        centers.row(static_cast<int>(c))[j] =
            static_cast<T>(points.frame.inside(static_cast<double>(start.row(c)[j]), j));
    view = centers.view();
  }

  std::vector<T> row(size_t i) const {
    std::vector<T> out(points.d);
    points.row(i, out.data());
    return out;
  }
};

}  // namespace covey_tests
