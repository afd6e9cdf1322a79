// Run every test once for each instruction set of this processor, or for the one that COVEY_ISA names. Under the thread
// sanitizer the widest will do: what threads share does not depend on the width.
#include <cstdlib>
#include <cstring>

#include "check.hpp"
#include "kernels/table.hpp"

namespace {

#ifdef __SANITIZE_THREAD__
constexpr bool kWidestOnly = true;
#else
constexpr bool kWidestOnly = false;
#endif

}  // namespace

int main(int n_arguments, char** arguments) {
  const char* only = n_arguments > 1 ? arguments[1] : nullptr;   // part of a test's name
  const char* forced = std::getenv("COVEY_ISA");
  int n_run = 0;
  for (const char* const* name = covey::kernel_names(); *name != nullptr; ++name) {
    if (forced != nullptr ? std::strcmp(forced, *name) != 0 : kWidestOnly && name[1] != nullptr) continue;
    covey::use_kernels(*name);
    for (const covey_tests::Test& test : covey_tests::tests()) {
      if (only != nullptr && std::strstr(test.name, only) == nullptr) continue;
      const long before = covey_tests::failures();
      test.run();
      ++n_run;
      if (covey_tests::failures() > before) std::fprintf(stderr, "FAILED %s (%s)\n", test.name, *name);
    }
    std::printf("%s: %zu tests\n", *name, covey_tests::tests().size());
  }
  if (n_run == 0) std::fprintf(stderr, "no test was run: this processor lacks the instruction set, or no name fits\n");
  return covey_tests::failures() == 0 && n_run > 0 ? 0 : 1;
}
