// The only file that draws random numbers.
//
// A counter-based generator: the draw is a pure function of (seed, a, b, c), so no state exists that threads
// could share or race for, and any draw can be repeated alone.
// Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11 (Philox4x32-10).
#pragma once

#include <cstdint>

namespace covey {

inline uint64_t draw(uint64_t seed, uint32_t a, uint32_t b, uint32_t c) {
  uint32_t counter[4] = {a, b, c, 0};
  uint32_t key[2] = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = 0xD2511F53ull * counter[0];
    const uint64_t p1 = 0xCD9E8D57ull * counter[2];
    const uint32_t next[4] = {static_cast<uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<uint32_t>(p1),
                              static_cast<uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<uint32_t>(p0)};
    for (int i = 0; i < 4; ++i) counter[i] = next[i];
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return (static_cast<uint64_t>(counter[1]) << 32) | counter[0];
}

// An integer in [0, total), from one draw: the high half of draw * total.
inline uint64_t draw_below(uint64_t total, uint64_t drawn) {
  return static_cast<uint64_t>((static_cast<unsigned __int128>(drawn) * total) >> 64);
}

}  // namespace covey
