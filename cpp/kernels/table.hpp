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
};

// What is found out about one block, with bounds for the iterations to come. Distances are not squared.
template <class T>
struct Answer {
  int32_t labels[kBlock];
  uint32_t unsure = 0;     // as in `nearest`
  T gaps[kBlock];          // the second center is further away than the nearest by at least this
  T least_gap;
  T seconds[kBlock];       // at most the distance to the second center
};

// How a row of the caller becomes integers: ((x - shift) * a * b) * unit, rounded.
template <class T>
struct RowFrame {
  int d = 0;
  const T* shift = nullptr;
  T a = 1, b = 1;
  const double* units = nullptr;
};

constexpr int kMostNewcomers = 32;

// What one pass of seeding asks: the newest center, then the candidates for the next one.
template <class T>
struct Newcomers {
  int d = 0;
  int count = 0;                   // at most kMostNewcomers
  bool center_first = false;       // newcomer 0 is a center from now on; the others are candidates
  uint16_t number = 0;             // its number among the centers
  const T* by_dimension = nullptr; // (d, padded)
  int padded = 0;                  // count, up to a multiple of 16
  T scale = 1;                     // squared distance * scale, cut to an integer below 2^27, is a share
  const T* reach = nullptr;        // per center: points this near to it are out of reach of all newcomers;
                                   // null: ask every point
  const T* shift = nullptr;        // from the caller's rows to points
  T a = 1, b = 1;
};

// Some blocks of points, what seeding keeps of them, and what it wants to know.
template <class T>
struct SeedingBlocks {
  const T* blocks = nullptr;
  const T* rows = nullptr;         // the same points, as the caller's rows
  size_t n_blocks = 0;
  T* closest = nullptr;            // squared distance to the nearest center so far; 0 for padding and weight 0
  uint16_t* owners = nullptr;      // its number; may be null where nothing is skipped
  const int32_t* weights = nullptr;     // may be null: 1 each
  T* row = nullptr;                // room for d numbers

  T largest = 0;                   // of closest; only ever raised
  size_t work = 0;                 // what was read and computed, in points of a block that is read whole
  int64_t total = 0;               // added to: weight times share of every point, once newcomer 0 has its own
  int64_t* gains = nullptr;        // (padded): added to: how much of that each candidate would take away
};

template <class T>
struct KernelSet {
  int tile;

  // Nearest center of each point of n_blocks blocks. `unsure` gets one bit per point whose lead over the second
  // center is within the rounding error of this kernel: those are decided by `settle`.
  void (*nearest)(const T* blocks, size_t n_blocks, const CenterView<T>&, int32_t* labels, uint32_t* unsure);

  // The same for one block, and how far the second center is.
  void (*nearest_and_gaps)(const T* block, const CenterView<T>&, Answer<T>*);

  // The same. Centers nearer to any of its points than that point's reach (32) get a mark (k_padded).
  void (*nearest_and_marked)(const T* block, const CenterView<T>&, const T* reach, uint8_t* marks, Answer<T>*);

  // The same among n listed centers only.
  void (*nearest_listed)(const T* block, const CenterView<T>&, const uint16_t* list, int n, Answer<T>*);

  // At least the distance of each point of a block to its own center.
  void (*own_reach)(const T* block, const CenterView<T>&, const int32_t* labels, T* out);

  // Points whose own center is not nearer than their second one by more than `margin`, one bit each. seconds (32): at
  // most the distances to the second centers, after `lost` is taken off here. lead (32): at most the lead of the own
  // center over the second, less `margin`. slack: the least lead of the points without a bit.
  uint32_t (*doubtful)(const T* block, const CenterView<T>&, const int32_t* labels, float lost, float margin,
                       float* seconds, float* lead, float* slack);

  // The label of one point by definition: smallest sum over j of (x_j - c_j)^2 in float64, coordinate by
  // coordinate, lower index on ties. The same bits on every machine. The point (d) stands side by side.
  int32_t (*settle)(const T* point, const CenterView<T>&);

  // Squared distance of each point of a block to its own center, by the same definition.
  void (*own_distance)(const T* block, int d, const T* centers, const int32_t* labels, double* out);

  // Take a row's integers from one center's sums and add them to another's; either may be null.
  void (*move_row)(const T* row, const RowFrame<T>&, int64_t* from, int64_t* to);

  // Ask every point of some blocks what one pass of seeding wants to know.
  void (*ask_newcomers)(const Newcomers<T>&, SeedingBlocks<T>*);

  // A 16-bit hash of the coordinates of each point of n_blocks blocks.
  void (*hash_rows)(const T* blocks, size_t n_blocks, int d, uint16_t* out);
};

// Rows whose distances are summed together: at most kBlockRows of them, in groups of 8, dimension-major in a group.
constexpr int kBlockRows = 64;

struct PairBlock {
  const double* groups;
  int n_groups;
  const uint8_t* atoms;      // of each row; ascending
  const double* weights;     // of each row; null: all are 1
};

// What silhouettes are made of; see pairs.hpp.
struct PairSet {
  // Distances of every row on the left to every row on the right, added up per row and atom of the other side.
  // `right_sums` may be null.
  void (*sums)(const PairBlock& left, const PairBlock& right, int d, double* left_sums, double* right_sums);
  void (*add_atoms)(const double* sums, const uint8_t* atoms, int n_atoms, double* total);
  void (*center_squares)(const double* group, int d, const double* centers, const double* rests, size_t n_centers,
                         double* out);
};

// The largest of ways[of[i]].
using LongestWay = float (*)(const float* ways, const int32_t* of, int n);
using LongestListed = float (*)(const float* ways, const uint16_t* of, int n);

struct Kernels {
  const char* name;
  KernelSet<float> f32;
  KernelSet<double> f64;
  PairSet pairs;
  SparseKernels sparse;
  LongestWay longest_way;
  LongestListed longest_listed;

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
