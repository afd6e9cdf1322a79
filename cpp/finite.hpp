// Are all numbers finite? One pass over the memory, on several threads where there is much of it.
#pragma once

#include "rows.hpp"

namespace covey {

template <class T>
bool all_finite(Rows<T> rows, int n_threads);

}  // namespace covey
