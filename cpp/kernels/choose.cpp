// Which build of the kernels this process uses: the widest that the processor and the system support.
#include <atomic>
#include <cstdlib>
#include <cstring>

#include "table.hpp"

namespace covey {

namespace baseline { extern const Kernels table; }
#ifdef COVEY_HAS_X86_BUILDS
namespace avx2 { extern const Kernels table; }
namespace avx512 { extern const Kernels table; }
namespace avx512vnni { extern const Kernels table; }
#endif

namespace {

struct Available {
  const Kernels* tables[5] = {};
  const char* names[5] = {};
  int count = 0;

  void add(const Kernels& table) {
    tables[count] = &table;
    names[count++] = table.name;
  }
};

const Available& available() {
  static const Available found = [] {
    Available a;
    a.add(baseline::table);
#ifdef COVEY_HAS_X86_BUILDS
    __builtin_cpu_init();
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (has_avx2) a.add(avx2::table);
    // Processors with AVX-512 have F16C too, which its builds use.
    const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                            __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (has_avx512) a.add(avx512::table);
    if (has_avx512 && __builtin_cpu_supports("avx512vnni")) a.add(avx512vnni::table);
#endif
    return a;
  }();
  return found;
}

const Kernels* named(const char* name) {
  for (int i = 0; i < available().count; ++i)
    if (std::strcmp(available().names[i], name) == 0) return available().tables[i];
  return nullptr;
}

const Kernels* first_choice() {
  const char* forced = std::getenv("COVEY_ISA");
  const Kernels* table = forced != nullptr ? named(forced) : nullptr;
  return table != nullptr ? table : available().tables[available().count - 1];
}

std::atomic<const Kernels*>& in_use() {
  static std::atomic<const Kernels*> table{first_choice()};
  return table;
}

}  // namespace

const Kernels& kernels() { return *in_use().load(std::memory_order_relaxed); }

const char* const* kernel_names() { return available().names; }

bool use_kernels(const char* name) {
  const Kernels* table = named(name);
  if (table != nullptr) in_use().store(table);
  return table != nullptr;
}

}  // namespace covey
