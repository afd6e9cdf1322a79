// The search's kernels of the instruction set that kernels/choose.cpp has chosen.
#include <cstring>

#include "search_table.hpp"
#include "table.hpp"

namespace covey {

namespace baseline { extern const SearchKernels search_table; }
#ifdef COVEY_HAS_X86_BUILDS
namespace avx2 { extern const SearchKernels search_table; }
namespace avx512 { extern const SearchKernels search_table; }
namespace avx512vnni { extern const SearchKernels search_table; }
#endif

const SearchKernels& search_kernels() {
#ifdef COVEY_HAS_X86_BUILDS
  if (std::strcmp(kernels().name, "avx2") == 0) return avx2::search_table;
  if (std::strcmp(kernels().name, "avx512") == 0) return avx512::search_table;
  if (std::strcmp(kernels().name, "avx512vnni") == 0) return avx512vnni::search_table;
#endif
  return baseline::search_table;
}

}  // namespace covey
