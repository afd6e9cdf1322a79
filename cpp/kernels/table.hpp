// The kernels of one instruction set, as a table of functions; and which table this process uses.
//
// Blocks: `kBlock` points, dimension-major: coordinate j of point p of a block stands at [j * kBlock + p].
// Memory handed to a kernel is aligned to 64 bytes and padded to whole blocks.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sparse_table.hpp"

namespace covey {

constexpr int kBlock = 32;

// Centers in the shapes the kernels read, all in the coordinates of the packed points.
template <class T>
struct CenterView {
  int k = 0;
  int d = 0;
  int k_padded = 0;                // a multiple of a third of a tile
  const T* rows = nullptr;         // (k, d)
  const T* tiles = nullptr;        // tile after tile, dimension-major inside a tile
  const T* minus_half_norm = nullptr;    // (k_padded); the lowest number for padding
  T largest_norm = 0;              // max |c|
  const double* by_dimension = nullptr;  // (d, k_lanes), k padded to a multiple of 8 with far away centers
  int k_lanes = 0;
};

// How a row of the caller becomes integers: ((x - shift) * a * b) * unit, rounded.
template <class T>
struct RowFrame {
  int d = 0;
  const T* shift = nullptr;
  T a = 1, b = 1;
  const double* units = nullptr;
};

template <class T>
struct KernelSet {
  int tile;

  // Nearest center of each point of n_blocks blocks. `unsure` gets one bit per point whose lead over the second
  // center is within the rounding error of this kernel: those are decided by `settle`.
  void (*nearest)(const T* blocks, size_t n_blocks, const CenterView<T>&, int32_t* labels, uint32_t* unsure);

  // The label of one point by definition: smallest sum over j of (x_j - c_j)^2 in float64, coordinate by
  // coordinate, lower index on ties. The same bits on every machine.
  int32_t (*settle)(const T* block, int lane, const CenterView<T>&);

  // Squared distance of each point of a block to its own center, by the same definition.
  void (*own_distance)(const T* block, int d, const T* centers, const int32_t* labels, double* out);

  // Take a row's integers from one center's sums and add them to another's; either may be null.
  void (*move_row)(const T* row, const RowFrame<T>&, int64_t* from, int64_t* to);

  // Sum of weight * integer(min(closest, |x - candidate|^2) * scale) for each candidate, over n_blocks blocks.
  // `weights` may be null. Squared distances in T, multiplied and added apart: the same bits everywhere.
  void (*potentials)(const T* blocks, size_t n_blocks, int d, const T* candidates, int n_candidates,
                     const T* closest, T scale, const int32_t* weights, int64_t* sums);

  // closest = min(closest, |x - candidate|^2); returns the largest of them.
  T (*closer)(const T* blocks, size_t n_blocks, int d, const T* candidate, T* closest);
};

// Sum of the distances (not squared) from each of n_queries points to `count` points stored in groups of 8,
// dimension-major in a group. Lane p of every group adds to partial sum p; the eight partial sums are added in
// a fixed order.
using PairSums = void (*)(const double* queries, int n_queries, int d, const double* groups, size_t count,
                          double* sums);

struct Kernels {
  const char* name;
  KernelSet<float> f32;
  KernelSet<double> f64;
  PairSums pair_sums;
  SparseKernels sparse;

  template <class T>
  const KernelSet<T>& set() const;
};

template <>
inline const KernelSet<float>& Kernels::set<float>() const { return f32; }
template <>
inline const KernelSet<double>& Kernels::set<double>() const { return f64; }

// The table in use. COVEY_ISA in the environment ("baseline", "avx2", "avx512", "neon") forces one that this
// processor can run; otherwise the widest.
const Kernels& kernels();

// Names of the tables this processor can run, narrowest first; the last entry is null.
const char* const* kernel_names();

// Use the table of that name from now on; false if this processor cannot. For tests.
bool use_kernels(const char* name);

}  // namespace covey
