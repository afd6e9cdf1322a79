// The compiled module: every function for float32 and float64, and which kernels are in use.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "assignment.hpp"
#include "bind/door.hpp"
#include "kernels/table.hpp"

namespace {

template <class T>
void bind_for(nanobind::module_& m) {
  covey::door::bind_fit<T>(m);
  covey::door::bind_rows<T>(m);
  covey::door::bind_sparse<T>(m);
  covey::door::bind_silhouettes<T>(m);
}

}  // namespace

NB_MODULE(_core, m) {
  m.doc() = "covey's compiled engine; covey.engine is the only caller.";
  bind_for<float>(m);
  bind_for<double>(m);
  m.def("instruction_set", [] { return std::string(covey::kernels().name); });
  m.def("instruction_sets", [] {
    std::vector<std::string> names;
    for (const char* const* name = covey::kernel_names(); *name != nullptr; ++name) names.emplace_back(*name);
    return names;
  });
  m.def("use_skipping", [](const std::string& name) { return covey::use_skipping(name.c_str()); });
  m.def("use_instruction_set", [](const std::string& name) { return covey::use_kernels(name.c_str()); });
}
