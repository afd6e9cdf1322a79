// One build of the kernels: compiled once per instruction set, with COVEY_ISA as the name of its namespace.
#include "digits.hpp"
#include "exact.hpp"
#include "gaps.hpp"
#include "leads.hpp"
#include "move.hpp"
#include "nearest.hpp"
#include "newcomers.hpp"
#include "pack.hpp"
#include "pairs.hpp"
#include "rivals.hpp"
#include "settle.hpp"
#include "sparse.hpp"

#define COVEY_TEXT_OF(name) #name
#define COVEY_TEXT(name) COVEY_TEXT_OF(name)

namespace covey {
namespace COVEY_ISA {

template <class T>
constexpr KernelSet<T> kernel_set() {
  return {kTile,          nearest<T>,         nearest_and_gaps<T>, leads<T>,     rivals<T>,
          gaps_by_digits, leads_by_digits<T>, rivals_by_digits<T>, to_digits<T>, largest_square<T>,
          settle<T>,      settle_among<T>,    own_distance<T>,     sum_own_distances<T>, pack_block<T>, pack_next<T>,
          move_blocks<T>, move_row<T>,        ask_newcomers<T>,    hash_rows<T>};
}

extern const Kernels table;
const Kernels table = {COVEY_TEXT(COVEY_ISA), kernel_set<float>(), kernel_set<double>(),
                       {pair_sums, add_atoms, center_squares}, sparse_kernels()};

}  // namespace COVEY_ISA
}  // namespace covey
