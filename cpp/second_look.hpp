// Points whose nearest center digits could not tell: gathered from many blocks and compared with all that may be it.
#pragma once

#include "pass.hpp"
#include "rivalry.hpp"

namespace covey {

template <class T, class Kind>
class SecondLook {
 public:
  SecondLook(const Points<T>& points, const CenterView<T>& centers)
      : points_(points),
        centers_(centers),
        rivalry_(points, centers),
        block_(aligned_array<int32_t>(static_cast<size_t>(points.digits.pairs) * kBlock)) {
    std::fill_n(block_.get(), static_cast<size_t>(points.digits.pairs) * kBlock, 0);
    std::fill_n(reach_, kBlock, T(-1));
  }

  // Move the points of block b to the centers found, but for the doubtful ones: these wait. Returns how many moved.
  int move_block(size_t b, Answer* answer, int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    uint32_t doubts = answer->unsure;
    if (points_.lanes(b) < kBlock) doubts &= (1u << points_.lanes(b)) - 1;
    int32_t found[kBlock];
    std::copy_n(answer->labels, kBlock, found);
    for (uint32_t left = doubts; left != 0; left &= left - 1)
      found[__builtin_ctz(left)] = labels[b * kBlock + __builtin_ctz(left)];
    const int moved_here = mover->move_blocks(tally, b, b + 1, labels + b * kBlock, found);
    const T error = static_cast<T>(points_.digits.errors[b] * centers_.digits.step * 1.00001f);
    for (uint32_t left = doubts; left != 0; left &= left - 1) {
      const int p = __builtin_ctz(left);
      const int32_t* from = points_.digits.block(b) + p;
      int32_t* to = block_.get() + count_;
      for (int j = 0; j < points_.digits.pairs; ++j) to[static_cast<size_t>(j) * kBlock] = from[static_cast<size_t>(j) * kBlock];
      waiting_[count_] = b * kBlock + p;
      found_[count_] = answer->labels[p];
      reach_[count_++] = static_cast<T>(answer->firsts[p]) + error;
      if (count_ == kBlock) decide(labels, mover, tally);
    }
    return moved_here;
  }

  // Decide those that wait.
  void decide(int32_t* labels, Mover<Kind, T>* mover, Tally<Kind>* tally) {
    if (count_ == 0) return;
    kernels().set<T>().rivals_by_digits(block_.get(), centers_.digits, centers_.k_padded, reach_, &rivalry_.rivals);
    rivalry_.decide(
        nullptr, [this](int p) { return waiting_[p]; }, [this](int p) { return found_[p]; },
        [this](int p, int32_t label) { found_[p] = label; });
    for (int p = 0; p < count_; ++p) {
      const size_t i = waiting_[p];
      if (found_[p] == labels[i]) continue;
      if (tally != nullptr) mover->move(*tally, i, labels[i], found_[p]);
      labels[i] = found_[p];
      ++moved;
    }
    std::fill_n(reach_, count_, T(-1));
    count_ = 0;
  }

  int64_t moved = 0;
  int64_t ties() const { return rivalry_.ties; }

 private:
  const Points<T>& points_;
  const CenterView<T>& centers_;
  Rivalry<T> rivalry_;
  AlignedArray<int32_t> block_;
  size_t waiting_[kBlock];
  int32_t found_[kBlock];
  T reach_[kBlock];
  int count_ = 0;
};

}  // namespace covey
