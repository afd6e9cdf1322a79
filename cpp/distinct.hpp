// The rows in an order that does not depend on how they came, each different row once.
//
// Rows that agree in every coordinate and every label are one row with the sum of their weights. Hence sums taken
// in this order are the same bits for permuted rows, for rows scaled by a power of two, and for a row of weight 2
// and the same row twice.
#pragma once

#include <cstdint>
#include <vector>

#include "frame.hpp"
#include "labelings.hpp"
#include "rows.hpp"

namespace covey {

struct Distinct {
  std::vector<size_t> rows;      // one row index per different row; rows of equal labels stand together
  std::vector<double> weights;   // of each different row
  std::vector<size_t> places;    // for each row as it came: which different row it is
};

// `weights` may be null: 1 each. Labelings with many clusters are compared first. Time n log n.
template <class T>
Distinct distinct_rows(Rows<T> rows, const Frame& frame, const Labelings& labelings, const double* weights);

// The frame of the rows that count: a row of weight 0 changes no bit of the others.
template <class T>
Frame frame_of_counted(Rows<T> rows, const double* weights, int n_threads);

}  // namespace covey
