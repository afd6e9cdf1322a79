#include "pair_sums.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "parallel.hpp"
#include "pass.hpp"

namespace covey {
namespace {

// Clusters that have rows in each block: (n_blocks, words) bits.
std::vector<uint64_t> present_in(const RowBlocks& blocks, size_t words) {
  std::vector<uint64_t> out(blocks.n_blocks * words, 0);
  for (size_t b = 0; b < blocks.n_blocks; ++b)
    for (size_t at = blocks.first_run[b * blocks.m]; at < blocks.first_run[(b + 1) * blocks.m]; ++at)
      set_bit(out.data() + b * words, blocks.runs[at].cluster);
  return out;
}

bool share_a_bit(const uint64_t* a, const uint64_t* b, size_t words) {
  for (size_t w = 0; w < words; ++w)
    if (a[w] & b[w]) return true;
  return false;
}

// What one thread needs for the meeting of two blocks.
struct Scratch {
  AlignedArray<double> left = aligned_array<double>(kBlockRows * kBlockRows);
  AlignedArray<double> right = aligned_array<double>(kBlockRows * kBlockRows);
};

// Add the sums over the atoms of block `other` to those of the clusters that block `own` wants.
void hand_out(const PairTotals& totals, size_t own, const RowBlocks& others, size_t other, const double* sums) {
  for (size_t l = 0; l < others.m; ++l) {
    const uint8_t* members = others.members.data() + (other * others.m + l) * kBlockRows;
    const size_t place = other * others.m + l;
    for (size_t at = others.first_run[place]; at < others.first_run[place + 1]; ++at) {
      const RowBlocks::Run& run = others.runs[at];
      double* total = totals.of(own, run.cluster);
      if (total != nullptr) kernels().pairs.add_atoms(sums, members + run.begin, run.end - run.begin, total);
    }
  }
}

void clear(double* sums, int n_atoms) { std::fill_n(sums, size_t(n_atoms) * kBlockRows, 0.0); }

void take_from(const RowBlocks& some, size_t own, const RowBlocks& others, size_t other, const PairTotals& totals,
               Scratch* scratch) {
  clear(scratch->left.get(), others.n_atoms[other]);
  kernels().pairs.sums(some.view(own), others.view(other), some.d, scratch->left.get(), nullptr);
  hand_out(totals, own, others, other, scratch->left.get());
}

void meet(const RowBlocks& blocks, size_t a, size_t b, const PairTotals& totals, Scratch* scratch) {
  clear(scratch->left.get(), blocks.n_atoms[b]);
  clear(scratch->right.get(), blocks.n_atoms[a]);
  kernels().pairs.sums(blocks.view(a), blocks.view(b), blocks.d, scratch->left.get(), scratch->right.get());
  hand_out(totals, a, blocks, b, scratch->left.get());
  hand_out(totals, b, blocks, a, scratch->right.get());
}

// Blocks in a team: large teams read a block often while it is in cache, small ones keep many threads busy.
size_t team_size(size_t n_blocks) { return n_blocks < 64 ? 1 : n_blocks < 256 ? 2 : 4; }

void wait_for(const std::atomic<size_t>& round, size_t wanted, const std::atomic<bool>& stop) {
  for (int spins = 0; round.load(std::memory_order_acquire) != wanted && !stop.load(std::memory_order_relaxed);)
    if (++spins > 1000) std::this_thread::yield();
}

}  // namespace

void PairTotals::start_at_zero() {
  sums = aligned_array<double>(starts.back());
  std::fill_n(sums.get(), starts.back(), 0.0);
}

PairTotals plan_totals(const RowBlocks& blocks, size_t n_clusters,
                       const std::function<const uint64_t*(size_t)>& needs) {
  PairTotals out;
  out.n_clusters = n_clusters;
  out.words = (n_clusters + 63) / 64;
  out.wanted.assign(blocks.n_blocks * out.words, 0);
  out.columns.assign(blocks.n_blocks * n_clusters, -1);
  out.starts.assign(1, 0);
  for (size_t b = 0; b < blocks.n_blocks; ++b) {
    uint64_t* wanted = out.wanted.data() + b * out.words;
    for (size_t i = b * kBlockRows; i < std::min(blocks.n, (b + 1) * kBlockRows); ++i) {
      const uint64_t* bits = needs(i);
      for (size_t w = 0; w < out.words; ++w) wanted[w] |= bits == nullptr ? ~uint64_t(0) : bits[w];
    }
    int32_t column = 0;
    for (size_t c = 0; c < n_clusters; ++c)
      if (has_bit(wanted, c)) out.columns[b * n_clusters + c] = column++;
    out.starts.push_back(out.starts.back() + static_cast<size_t>(column) * kBlockRows);
  }
  return out;
}

Status meet_each_other(const RowBlocks& blocks, const PairTotals& totals, int n_threads,
                       const std::function<bool()>& go_on) {
  const std::vector<uint64_t> present = present_in(blocks, totals.words);
  const size_t words = totals.words, size = team_size(blocks.n_blocks);
  const size_t n_teams = (blocks.n_blocks + size - 1) / size;
  const auto needed = [&](size_t a, size_t b) {
    return share_a_bit(totals.wanted.data() + a * words, present.data() + b * words, words) ||
           share_a_bit(totals.wanted.data() + b * words, present.data() + a * words, words);
  };
  std::vector<std::atomic<size_t>> rounds(n_teams);   // the round each team plays next
  std::atomic<bool> stop{false};
  Chunks chunks(n_teams * n_teams, 1);
  const double work = static_cast<double>(blocks.n) * static_cast<double>(blocks.n) * (blocks.d + 4);
  run_on_threads(threads_for(work, n_threads), [&](int thread) {
    Scratch scratch;
    for (size_t at, end; !stop.load(std::memory_order_relaxed) && chunks.next(&at, &end);) {
      const size_t round = at / n_teams, p = at % n_teams, q = (round + n_teams - p) % n_teams;
      if (p > q) continue;   // the same meeting as (q, p)
      wait_for(rounds[p], round, stop);
      wait_for(rounds[q], round, stop);
      for (size_t a = p * size; a < std::min((p + 1) * size, blocks.n_blocks); ++a)
        for (size_t b = p == q ? a : q * size; b < std::min((q + 1) * size, blocks.n_blocks); ++b) {
          if (a == b)
            take_from(blocks, a, blocks, a, totals, &scratch);
          else if (needed(a, b))
            meet(blocks, a, b, totals, &scratch);
        }
      rounds[p].store(round + 1, std::memory_order_release);
      if (q != p) rounds[q].store(round + 1, std::memory_order_release);
      if (thread == 0 && go_on && !go_on()) stop.store(true);
    }
  });
  return stop.load() ? Status::interrupted : Status::done;
}

Status meet_all(const RowBlocks& some, const PairTotals& totals, const RowBlocks& all, int n_threads,
                const std::function<bool()>& go_on) {
  const std::vector<uint64_t> present = present_in(all, totals.words);
  const size_t words = totals.words;
  std::atomic<bool> stop{false};
  Chunks chunks(some.n_blocks, 1);
  const double work = static_cast<double>(some.n) * static_cast<double>(all.n) * (all.d + 4);
  run_on_threads(threads_for(work, n_threads), [&](int thread) {
    Scratch scratch;
    for (size_t own, end; chunks.next(&own, &end);)
      for (size_t other = 0; other < all.n_blocks && !stop.load(std::memory_order_relaxed); ++other) {
        if (share_a_bit(totals.wanted.data() + own * words, present.data() + other * words, words))
          take_from(some, own, all, other, totals, &scratch);
        if (thread == 0 && go_on && !go_on()) stop.store(true);
      }
  });
  return stop.load() ? Status::interrupted : Status::done;
}

}  // namespace covey
