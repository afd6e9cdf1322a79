// One build of the search's kernels: compiled once per instruction set, with COVEY_ISA as the name of its namespace.
#include "search.hpp"

namespace covey {
namespace COVEY_ISA {

extern const SearchKernels search_table;
const SearchKernels search_table = {group_to_place, two_nearest, point_to_centers};

}  // namespace COVEY_ISA
}  // namespace covey
