/*
 * collect_neon.c - rows at one score, sixteen at a time.
 *
 * Two vectors of scores are compared and narrowed to one of bytes; matches are rare (some hundred of
 * millions), so the common case is a load, a compare and a branch that is not taken. Only beside a match is
 * the mask read. A shift that narrows makes sixteen bytes of 0 or 255 a number with four bits of each, from
 * which matches are taken off one by one, lowest first, which keeps positions ascending.
 *
 * Meaning: as collect_ref.c. Positions fit 32 bits because n is below 2^32. Reads 2 bytes a candidate. Tested
 * under emulation, not timed.
 */
#include <arm_neon.h>

#include "kernels/cut/cut.h"

#define LANES 16

/* One bit in four, at 4 i, for each lane i that is 255; the others are 0. */
static inline uint64_t lane_bits(uint8x16_t lanes)
{
    const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(lanes), 4);

    return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0) & 0x1111111111111111u;
}

static inline uint8x16_t equal_to(const uint16_t *score, uint16x8_t wanted)
{
    const uint16x8_t low = vceqq_u16(vld1q_u16(score), wanted);
    const uint16x8_t high = vceqq_u16(vld1q_u16(score + LANES / 2), wanted);

    return vmovn_high_u16(vmovn_u16(low), high);
}

size_t eep_collect_neon(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                        uint32_t *positions)
{
    const uint16x8_t all = vdupq_n_u16(wanted);
    size_t count = 0, i = 0;

    for (; i + LANES <= n; i += LANES) {
        const uint8x16_t equal = equal_to(score + i, all);

        if (lane_bits(equal) == 0) continue;
        const uint8x16_t masked = vld1q_u8(mask + i);
        for (uint64_t bits = lane_bits(vandq_u8(equal, vtstq_u8(masked, masked))); bits; bits &= bits - 1)
            positions[count++] = (uint32_t)i + (uint32_t)__builtin_ctzll(bits) / 4;
    }
    for (; i < n; i++) {
        if (score[i] == wanted && mask[i] != 0) positions[count++] = (uint32_t)i;
    }
    return count;
}
