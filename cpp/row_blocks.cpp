#include "row_blocks.hpp"

#include <algorithm>

namespace covey {
namespace {

bool same_labels(const Labelings& labelings, size_t a, size_t b) {
  for (size_t l = 0; l < labelings.m(); ++l)
    if (labelings.label(l, a) != labelings.label(l, b)) return false;
  return true;
}

// Atoms of one block, and for each labeling its atoms by cluster.
void find_atoms(const Labelings& labelings, const std::vector<size_t>& first, const size_t* rows, size_t count,
                size_t block, RowBlocks* out) {
  uint8_t* atoms = out->atoms.data() + block * kBlockRows;
  size_t shown[kBlockRows];   // one row of each atom
  int n_atoms = 0;
  for (size_t i = 0; i < count; ++i) {
    if (i == 0 || !same_labels(labelings, rows[i - 1], rows[i])) shown[n_atoms++] = rows[i];
    atoms[i] = static_cast<uint8_t>(n_atoms - 1);
  }
  for (size_t i = count; i < size_t(kBlockRows); ++i) atoms[i] = static_cast<uint8_t>(n_atoms);
  out->n_atoms[block] = static_cast<uint8_t>(n_atoms + (count < size_t(kBlockRows) ? 1 : 0));
  for (size_t l = 0; l < labelings.m(); ++l) {
    uint8_t* members = out->members.data() + (block * labelings.m() + l) * kBlockRows;
    for (int a = 0; a < n_atoms; ++a) members[a] = static_cast<uint8_t>(a);
    const auto label = [&](uint8_t atom) { return labelings.label(l, shown[atom]); };
    std::stable_sort(members, members + n_atoms, [&](uint8_t a, uint8_t b) { return label(a) < label(b); });
    for (int begin = 0, end; begin < n_atoms; begin = end) {
      for (end = begin + 1; end < n_atoms && label(members[end]) == label(members[begin]);) ++end;
      const auto cluster = static_cast<uint32_t>(first[l] + label(members[begin]));
      out->runs.push_back({cluster, static_cast<uint8_t>(begin), static_cast<uint8_t>(end)});
    }
    out->first_run.push_back(out->runs.size());
  }
}

}  // namespace

template <class T>
RowBlocks row_blocks(Rows<T> rows, const Frame& frame, const std::vector<size_t>& order,
                     const std::vector<double>& weights, const Labelings& labelings) {
  const std::vector<size_t> first = labelings.first_clusters();
  const size_t d = rows.d, n = order.size();
  RowBlocks out;
  out.n = n;
  out.d = rows.d;
  out.m = labelings.m();
  out.n_blocks = (n + kBlockRows - 1) / kBlockRows;
  const size_t padded = out.n_blocks * kBlockRows;
  out.groups = aligned_array<double>(padded * d);
  std::fill_n(out.groups.get() + n / 8 * 8 * d, (padded - n / 8 * 8) * d, 0.0);
  out.weights.assign(padded, 0.0);
  out.atoms.assign(padded, 0);
  out.n_atoms.assign(out.n_blocks, 0);
  out.members.assign(padded * out.m, 0);
  out.first_run.assign(1, 0);
  for (size_t i = 0; i < n; ++i) {
    out.weights[i] = weights[i];
    out.weighted = out.weighted || weights[i] != 1.0;
    double* at = out.groups.get() + i / 8 * 8 * d + i % 8;
    for (size_t j = 0; j < d; ++j)
      at[j * 8] = frame.inside(static_cast<double>(rows.row(order[i])[j]), static_cast<int>(j));
  }
  for (size_t b = 0; b < out.n_blocks; ++b)
    find_atoms(labelings, first, order.data() + b * kBlockRows, std::min<size_t>(kBlockRows, n - b * kBlockRows), b,
               &out);
  return out;
}

template RowBlocks row_blocks<float>(Rows<float>, const Frame&, const std::vector<size_t>&, const std::vector<double>&,
                                     const Labelings&);
template RowBlocks row_blocks<double>(Rows<double>, const Frame&, const std::vector<size_t>&,
                                      const std::vector<double>&, const Labelings&);

}  // namespace covey
