// One column: the best centers there are, by dynamic programming.
//
// On a line every cluster of an optimum is a run of neighbours. The best way to cut the first j points into q runs ends
// with some run (i, j], and the best i grows with j: halving finds it in n log n steps for each q. The cost of a run
// comes from whole numbers (38 bits of a value, 30 of a weight that is not whole), so that nothing cancels.
// Memory: 4 k n bytes. Source: Wang & Song (2011), Ckmeans.1d.dp, The R Journal 3; Gronlund et al. (2017), Fast exact
// k-means in 1D, arXiv 1701.07204. Twin: tests/reference/line.py.
#pragma once

#include <vector>

#include "gist.hpp"

namespace covey {

// Steps that `best_on_a_line` takes, about, in the coordinates that searches count.
double work_on_a_line(size_t n, int k);

// Centers (k) of a gist with one column and more than k points, ascending.
std::vector<double> best_on_a_line(const Gist& gist, int k);

}  // namespace covey
