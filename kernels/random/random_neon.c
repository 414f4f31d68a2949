/*
 * random_neon.c - Philox4x32-10, eight counters at a time.
 *
 * A multiplication gives the 64-bit products of two lanes, and unzipping two such vectors parts high words
 * from low ones. Two vectors go through the rounds side by side, because a round is one long chain.
 *
 * Meaning and overflow: as philox_ref.c; lane arithmetic wraps modulo 2^32 like the words do. Reads nothing
 * and writes 16 bytes a candidate. Tested under emulation, not timed.
 */
#include <arm_neon.h>
#include <string.h>

#include "kernels/random/random.h"

#define LANES  4
#define ROUNDS 10

/* The constants of the algorithm, see philox_ref.c. */
static const uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57}, step[2] = {0x9E3779B9, 0xBB67AE85};

/* Four counters: word w of each in x[w]. */
typedef struct counters {
    uint32x4_t x[4];
} counters;

/* The high and low words of four products. */
static inline void multiply(uint32x4_t value, uint32_t factor, uint32x4_t *high, uint32x4_t *low)
{
    const uint32x4_t all = vdupq_n_u32(factor);
    const uint32x4_t first = vreinterpretq_u32_u64(vmull_u32(vget_low_u32(value), vget_low_u32(all)));
    const uint32x4_t second = vreinterpretq_u32_u64(vmull_high_u32(value, all));

    *high = vuzp2q_u32(first, second);
    *low = vuzp1q_u32(first, second);
}

static inline void turn(counters *c, uint32_t k0, uint32_t k1)
{
    uint32x4_t high_a, low_a, high_b, low_b;

    multiply(c->x[0], multiplier[0], &high_a, &low_a);
    multiply(c->x[2], multiplier[1], &high_b, &low_b);
    c->x[0] = veorq_u32(veorq_u32(high_b, c->x[1]), vdupq_n_u32(k0));
    c->x[1] = low_b;
    c->x[2] = veorq_u32(veorq_u32(high_a, c->x[3]), vdupq_n_u32(k1));
    c->x[3] = low_a;
}

/* Counters of the entities first .. first + 3; a low word that wraps carries into the high one. */
static inline counters count_from(uint64_t first, uint32_t c2, uint32_t c3)
{
    static const uint32_t steps[LANES] = {0, 1, 2, 3};
    const uint32x4_t base = vdupq_n_u32((uint32_t)first);
    const uint32x4_t low = vaddq_u32(base, vld1q_u32(steps));
    /* All ones, that is -1, where the sum wrapped. */
    const uint32x4_t high = vsubq_u32(vdupq_n_u32((uint32_t)(first >> 32)), vcltq_u32(low, base));

    return (counters){{low, high, vdupq_n_u32(c2), vdupq_n_u32(c3)}};
}

static inline void store(const counters *c, uint32_t *const out[4], size_t at)
{
    for (int word = 0; word < 4; word++)
        vst1q_u32(out[word] + at, c->x[word]);
}

static inline void eight(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3,
                         uint32_t *const out[4], size_t at)
{
    counters a = count_from(first, c2, c3), b = count_from(first + LANES, c2, c3);
    uint32_t k0 = key[0], k1 = key[1];

    for (int round = 0; round < ROUNDS; round++) {
        turn(&a, k0, k1);
        turn(&b, k0, k1);
        k0 += step[0];
        k1 += step[1];
    }
    store(&a, out, at);
    store(&b, out, at + LANES);
}

void eep_random_neon(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                     uint32_t *const out[4])
{
    size_t i = 0;

    for (; i + 2 * LANES <= n; i += 2 * LANES)
        eight(key, first + i, c2, c3, out, i);
    if (i == n) return;
    /* The rest goes through a buffer, so that nothing is written past n. */
    uint32_t rest[4][2 * LANES];
    uint32_t *const buffer[4] = {rest[0], rest[1], rest[2], rest[3]};
    eight(key, first + i, c2, c3, buffer, 0);
    for (int word = 0; word < 4; word++)
        memcpy(out[word] + i, rest[word], (n - i) * sizeof **out);
}
