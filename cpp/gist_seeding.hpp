// Where a search on a gist starts: greedy k-means++ as in seeding.hpp, in plain float64, as the gist has an order of
// its own. Seeding on all rows is for the first start; this one is for the many small ones that may follow.
#pragma once

#include <cstdint>
#include <vector>

#include "gist.hpp"

namespace covey {

// A number in [0, 1) from one draw.
double fraction(uint64_t drawn);

// k points (k, d). `search` numbers the searches of one seed.
std::vector<double> starting_points(const Gist& gist, int k, uint64_t seed, uint32_t search);

// What that costs, in the coordinates that searches count.
uint64_t work_of_starting(const Gist& gist, int k);

}  // namespace covey
