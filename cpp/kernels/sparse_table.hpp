// The kernels for sparse rows, as a table of functions.
//
// Centers stand in blocks of up to 64, column-major inside a block: coordinate j of center w of a block stands at
// [j * width + w], width being 64 or, in the last block, what is left rounded up to whole vectors. Where the processor
// widens half precision as it reads it, coordinates are kept so: what is fetched is what costs.
#pragma once

#include <cstdint>

namespace covey {

constexpr int kWide = 64;   // centers in a block

// One row: only what is not zero. The columns may be read a little past the last, for looking ahead.
struct SparseRow {
  const int32_t* columns = nullptr;
  const float* values = nullptr;
  int count = 0;
};

// The two largest x.c - |c|^2/2 so far, and whose the largest is (the lower index of equal ones).
struct Lead {
  float first = -8.5e37f, second = -8.5e37f;
  int32_t index = 0;
};

// What kernels read of a block of centers.
struct CenterBlock {
  const void* coordinates;        // float32, or half precision: uint16_t
  int width;
  const float* minus_half_norm;
  float unit;                     // a coordinate is what is kept times this power of two
};

struct SparseKernels {
  int lanes;     // widths of blocks are multiples of this
  bool halves;   // whether coordinates are kept in half precision

  // Let the centers of one block compete; `first_index` is the number of its first center.
  void (*nearest)(const SparseRow&, const CenterBlock&, int first_index, Lead* lead);

  // x.c - |c|^2/2 of each center of one block, rounded as `nearest` rounds it.
  void (*scores)(const SparseRow&, const CenterBlock&, float* out);

  // Add up, for each of up to 64 centers that stand side by side, coordinate j at [j * width + w]: (x - c)^2 over the
  // row's entries, and c^2 over them in two parts whose sum is exact to twice the digits.
  void (*near_f32)(const int32_t* columns, const float* values, int count, const float* block, int width, double* near,
                   double* high, double* low);
  void (*near_f64)(const int32_t* columns, const double* values, int count, const double* block, int width,
                   double* near, double* high, double* low);

  // Products of a row with four (or eight) vectors that stand side by side, (d, 4) or (d, 8): multiplied and added
  // apart, in column order: the same bits everywhere.
  void (*dots4_f32)(const int32_t* columns, const float* values, int count, const double* vectors, double* out);
  void (*dots8_f32)(const int32_t* columns, const float* values, int count, const double* vectors, double* out);
  void (*dots4_f64)(const int32_t* columns, const double* values, int count, const double* vectors, double* out);
  void (*dots8_f64)(const int32_t* columns, const double* values, int count, const double* vectors, double* out);
};

}  // namespace covey
