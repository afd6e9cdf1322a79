// What is left of the lead of each point's own center over all others.
//
// Formula: the distance to the own center, anew; what every other center was away when the epoch began is known. A
//          center that has come `way` since then can be nearer than the own one only where lead <= way.
// Error:   the distance is rounded up by more than its error, everything else to the safe side.
// Twin:    cpp/tests/leads_test.cpp counts in long double.
#pragma once

#include "gaps.hpp"
#include "settle.hpp"

namespace covey {
namespace COVEY_ISA {

constexpr int kMostRuns = 2;   // more labels than this are looked up point by point

// Squared distances to the own centers, added up from differences: off by at most (d + 2) units of themselves.
template <class T>
inline void own_squares_apart(const T* block, const CenterView<T>& c, const int32_t* labels, T* sums) {
  T own[kBlock];
  for (int p = 0; p < kBlock; ++p) sums[p] = 0;
  for (int j = 0; j < c.d; ++j) {
    own_coordinates(c.rows + j, c.d, c.tables == nullptr ? nullptr : c.tables + size_t(j) * kTable, labels, own);
    for (int p = 0; p < kBlock; ++p) {
      const T difference = block[j * kBlock + p] - own[p];
      sums[p] += difference * difference;
    }
  }
}

// The same. Most blocks of an arranged table have few labels: each is looked at for all points at once.
template <class T>
inline void own_squares(const T* block, const CenterView<T>& c, const int32_t* labels, T* sums) {
  using V = typename Lanes<T>::V;
  constexpr int L = Lanes<T>::n;
  constexpr int kVectors = kBlock / L;
  uint32_t left = 0xFFFFFFFFu;
  for (int run = 0; left != 0; ++run) {
    if (run == kMostRuns) return own_squares_apart(block, c, labels, sums);
    const int32_t label = labels[__builtin_ctz(left)];
    uint32_t mine = 0;
    for (int p = 0; p < kBlock; p += Lanes<float>::n) {
      Lanes<float>::I here;
      std::memcpy(&here, labels + p, sizeof here);
      mine |= bits(here == label) << p;
    }
    const T* center = c.rows + size_t(label) * c.d;
    V sum[kVectors];
    for (auto& s : sum) s = V{};
    for (int j = 0; j < c.d; ++j) {
      const V coordinate = splat(center[j]);
      for (int v = 0; v < kVectors; ++v) {
        const V difference = load(block + j * kBlock + v * L) - coordinate;
        sum[v] = fma(difference, difference, sum[v]);
      }
    }
    T all[kBlock];
    std::memcpy(all, sum, sizeof all);
    if (mine == 0xFFFFFFFFu) {
      std::memcpy(sums, all, sizeof all);
      return;
    }
    left &= ~mine;
    for (; mine != 0; mine &= mine - 1) sums[__builtin_ctz(mine)] = all[__builtin_ctz(mine)];
  }
}

template <class T>
inline void own_reach(const T* block, const CenterView<T>& c, const int32_t* labels, T* out) {
  T sums[kBlock];
  own_squares(block, c, labels, sums);
  const auto up = splat<T>(1 + T(2) * (c.d + 4) * Machine<T>::kUnit), tiny = splat<T>(T(64) * Machine<T>::kTiny);
  for (int p = 0; p < kBlock; p += Lanes<T>::n) {
    const auto reach = root(load(sums + p) * up + tiny) * splat<T>(1 + kRoundings * Machine<T>::kUnit);
    std::memcpy(out + p, &reach, sizeof reach);
  }
}

// Which steps have to be asked about which points, from at least their distances to their own centers.
inline void ask_by_leads(const float* far, const LeadQuestion& question, uint32_t* asked_only, int* counts, float* worst) {
  constexpr int L = Lanes<float>::n;
  const VecF margin = splat(question.margin);
  VecF least = splat(1e30f);
  uint32_t asked[kSteps] = {};
  for (int p = 0; p < kBlock; p += L) {
    const VecF second = load(question.seconds + p), reach = load(far + p);
    const VecF size = (second < VecF{} ? -second : second) + reach + margin;
    const VecF lead = second - reach - size * splat(3e-7f) - margin;
    least = smaller(least, lead);
    for (int s = 0; s < kSteps; ++s) asked[s] |= bits(lead <= splat(question.ways[s])) << p;
  }
  for (int s = 0; s < kSteps; ++s) {
    asked_only[s] = s + 1 < kSteps ? asked[s] & ~asked[s + 1] : asked[s];
    counts[s] = __builtin_popcount(asked_only[s]);
  }
  float leasts[L];
  std::memcpy(leasts, &least, sizeof leasts);
  for (int p = 1; p < L; ++p) leasts[0] = leasts[p] < leasts[0] ? leasts[p] : leasts[0];
  *worst = -leasts[0];
}

template <class T>
void leads(const T* block, const CenterView<T>& c, const int32_t* labels, const LeadQuestion& question,
           LeadAnswer<T>* answer) {
  own_reach(block, c, labels, answer->reach);
  float far[kBlock];
  for (int p = 0; p < kBlock; ++p) far[p] = static_cast<float>(answer->reach[p]);
  ask_by_leads(far, question, answer->asked, answer->counts, &answer->worst);
}

}  // namespace COVEY_ISA
}  // namespace covey
