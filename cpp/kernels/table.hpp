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
constexpr int kLowDimensions = 8;   // up to so many columns, distances are added up from differences

// Centers as digits (digits.hpp): two columns to a number, the lower one in the low half.
struct DigitView {
  int pairs = 0;                   // of columns
  const int32_t* tiles = nullptr;  // as the tiles of the centers; null where there are no digits
  const int32_t* start = nullptr;  // (k_padded) -floor(|c|^2 / 2), in the order of the tiles; the lowest for padding
  const int32_t* rows = nullptr;   // (k, pairs)
  const int32_t* halves = nullptr; // (k) as `start`, in the order of the rows
  float error = 0;                 // at least that of every center, in steps
  float step = 0;
};

constexpr int kTable = 16;   // so many numbers can be looked up in registers

// Centers in the shapes the kernels read, all in the coordinates of the packed points.
template <class T>
struct CenterView {
  int k = 0;
  int d = 0;
  int k_padded = 0;                // a multiple of a third of a tile
  const T* rows = nullptr;         // (k, d)
  const T* tiles = nullptr;        // tile after tile, dimension-major inside a tile; in the order asked for
  const T* minus_half_norm = nullptr;    // (k_padded); the lowest number for padding
  const T* tables = nullptr;       // (d, kTable) the coordinates of all centers, if they are so few; else null
  T largest_norm = 0;              // max |c|
  DigitView digits;
};

// What is found out about one block, with bounds for the iterations to come. Distances are not squared.
struct Answer {
  int32_t labels[kBlock];
  uint32_t unsure = 0;     // as in `nearest`
  float gaps[kBlock];      // the second center is further away than the nearest by at least this
  float seconds[kBlock];   // at most the distance to the second center
  float firsts[kBlock];    // by digits only: at least the distance to the nearest
};

struct Settled {
  int32_t label;
  bool tie;      // another center is exactly as near
};

// How many centers are asked about: those that have moved most, by steps.
constexpr int kSteps = 4;

// What is asked about the points of a block whose second centers are known from earlier on.
struct LeadQuestion {
  const float* seconds;     // (32) no center but its own was nearer than this when the epoch began
  float ways[kSteps];       // falling: how far the center has come that step s leaves out and that has come furthest
  float margin;             // for the rounding of the definition
};
template <class T>
struct LeadAnswer {
  T reach[kBlock];            // at least the distance to the own center
  uint32_t asked[kSteps];     // points that step s + 1 has to ask about and step s has not, one bit each
  int counts[kSteps];         // of these bits; points that only pad a block count too
  float worst;                // the largest of reach less second
};

// Centers that may be as near as the own one: by their places in the tiles, with one bit per point.
struct Rivals {
  int count = 0;
  int32_t* places;            // room for twice as many as were asked about, and for every two vectors of a block
  uint32_t* points;
};

// How a row of the caller becomes integers: ((x - shift) * a * b) * unit, rounded.
template <class T>
struct RowFrame {
  int d = 0;
  const T* shift = nullptr;
  T a = 1, b = 1;
  const double* units = nullptr;
};

constexpr int kFewColumns = 16;   // up to so many, a packed block in cache beats the caller's row in memory

// What centers' points add up to, for few columns; see NarrowTally.
struct NarrowSums {
  int k;
  int64_t* sums;      // (k, d)
  int64_t* weights;   // (k)
  uint8_t* touched;   // (k)
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

  // The same for one block, and how far the second center is, less a margin for the rounding of the definition.
  void (*nearest_and_gaps)(const T* block, const CenterView<T>&, float margin, Answer*);

  // What is left of the lead that each point's own center has over all others; see LeadQuestion.
  void (*leads)(const T* block, const CenterView<T>&, const int32_t* labels, const LeadQuestion&, LeadAnswer<T>*);

  // Which of the first `count` centers of the tiles may be as near to a point as its own center is. `reach` (32): at
  // least the distance to that; negative: do not ask about this point.
  void (*rivals)(const T* block, const CenterView<T>&, int count, const T* reach, Rivals*);

  // The same by digits. Of a block they see its digits and its error; a margin is for the rounding of the definition.
  void (*gaps_by_digits)(const int32_t* block, float error, const DigitView&, int k_padded, float margin, Answer*);
  void (*leads_by_digits)(const int32_t* block, float error, const DigitView&, const int32_t* labels, const LeadQuestion&,
                          LeadAnswer<T>*);
  void (*rivals_by_digits)(const int32_t* block, const DigitView&, int count, const T* reach, Rivals*);

  // The digits of a block of points; returns at least their error. The largest squared distance from an offset.
  float (*to_digits)(const T* block, int d, const double* offset, double step, int32_t* out);
  double (*largest_square)(const T* block, int d, const double* offset);

  // The label of one point by definition: smallest sum over j of (x_j - c_j)^2 in float64, coordinate by
  // coordinate, lower index on ties. The same bits on every machine. The point (d) stands side by side.
  Settled (*settle)(const T* point, const CenterView<T>&);

  // The same among these centers only.
  Settled (*settle_among)(const T* point, const CenterView<T>&, const int32_t* among, int n);

  // Squared distance of each point of a block to its own center, by the same definition. `tables` as in CenterView.
  void (*own_distance)(const T* block, int d, const T* centers, const T* tables, const int32_t* labels, double* out);

  // Added to the parts of an exact sum: those of the points of whole blocks, at most 64, times `unit`.
  void (*sum_own_distances)(const T* blocks, int n_blocks, int d, const T* centers, const T* tables, const int32_t* labels,
                            double unit, int64_t* high, int64_t* low);

  // Rows side by side (pointers to 32) become a block.
  void (*pack_block)(const T* const* rows, int d, const T* shift, T a, T b, T* block);

  // The same for 32 rows that follow one another in memory.
  void (*pack_next)(const T* rows, int d, const T* shift, T a, T b, T* block);

  // Those of the n points of some blocks (up to kFewColumns columns) whose label found is another than theirs move there,
  // with their integers (coordinate * unit); a label of -1, which may not be found, is none. `labels` follow. Returns how
  // many moved.
  int (*move_blocks)(const T* blocks, int n_blocks, int d, const double* units, int n, const int32_t* found,
                     int32_t* labels, const NarrowSums&);

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

struct Kernels {
  const char* name;
  KernelSet<float> f32;
  KernelSet<double> f64;
  PairSet pairs;
  SparseKernels sparse;

  template <class T>
  const KernelSet<T>& set() const;
};

template <>
inline const KernelSet<float>& Kernels::set<float>() const { return f32; }
template <>
inline const KernelSet<double>& Kernels::set<double>() const { return f64; }

// The table in use. COVEY_ISA in the environment ("baseline", "avx2", "avx512", "avx512vnni", "neon") forces one that this
// processor can run; otherwise the widest.
const Kernels& kernels();

// Names of the tables this processor can run, narrowest first; the last entry is null.
const char* const* kernel_names();

// Use the table of that name from now on; false if this processor cannot. For tests.
bool use_kernels(const char* name);

}  // namespace covey
