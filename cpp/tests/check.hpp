// The test runner: TEST registers a function, CHECK counts what does not hold. Nothing but the standard library.
#pragma once

#include <cstdio>
#include <vector>

namespace covey_tests {

struct Test {
  const char* name;
  void (*run)();
};

inline std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

inline long& failures() {
  static long count = 0;
  return count;
}

struct Registered {
  Registered(const char* name, void (*run)()) { tests().push_back({name, run}); }
};

inline void failed(const char* file, int line, const char* what) {
  if (++failures() <= 20) std::fprintf(stderr, "  %s:%d: does not hold: %s\n", file, line, what);
}

}  // namespace covey_tests

#define TEST(name)                                                              \
  static void name();                                                           \
  static const covey_tests::Registered registered_##name{#name, name};          \
  static void name()

#define CHECK(...) \
  ((__VA_ARGS__) ? void() : covey_tests::failed(__FILE__, __LINE__, #__VA_ARGS__))
