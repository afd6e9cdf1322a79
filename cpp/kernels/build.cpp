// One build of the kernels: compiled once per instruction set, with COVEY_ISA as the name of its namespace.
#include "listed.hpp"
#include "move.hpp"
#include "nearest.hpp"
#include "newcomers.hpp"
#include "pairs.hpp"
#include "settle.hpp"
#include "sparse.hpp"
#include "ways.hpp"

#define COVEY_TEXT_OF(name) #name
#define COVEY_TEXT(name) COVEY_TEXT_OF(name)

namespace covey {
namespace COVEY_ISA {

template <class T>
constexpr KernelSet<T> kernel_set() {
  return {kTile, nearest<T>, nearest_and_gaps<T>, nearest_and_marked<T>, nearest_listed<T>, own_reach<T>, doubtful<T>,
          settle<T>, own_distance<T>, move_row<T>, ask_newcomers<T>, hash_rows<T>};
}

extern const Kernels table;
const Kernels table = {COVEY_TEXT(COVEY_ISA), kernel_set<float>(), kernel_set<double>(),
                       {pair_sums, add_atoms, center_squares}, sparse_kernels(), longest_way<int32_t>,
                       longest_way<uint16_t>};

}  // namespace COVEY_ISA
}  // namespace covey
