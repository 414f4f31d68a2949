/*
 * philox_ref.c - Philox4x32-10, the plain meaning.
 *
 * Formula: ten rounds over a counter (x0, x1, x2, x3) with a key (k0, k1). One round takes the 64-bit
 * products a = M0 * x0 and b = M1 * x2 and gives
 *     (high(b) ^ x1 ^ k0, low(b), high(a) ^ x3 ^ k1, low(a));
 * between rounds the key moves on by (W0, W1).
 * Units: words of 32 bits. The result is the four words after the tenth round.
 * Overflow: products fit 64 bits exactly, (2^32 - 1)^2 < 2^64; key and counter steps wrap modulo 2^32
 * and 2^64 by design.
 *
 * The four constants are those of the paper (Salmon, Moraes, Dror, Shaw, SC11, section 3): M0 and M1
 * were chosen by search for good mixing, W0 and W1 are the golden ratio and the square root of three
 * less one, as fractions of 2^32. They are part of the algorithm and not tunable.
 */
#include "kernels/random/random.h"

#define PHILOX_M0     UINT32_C(0xD2511F53)
#define PHILOX_M1     UINT32_C(0xCD9E8D57)
#define PHILOX_W0     UINT32_C(0x9E3779B9)
#define PHILOX_W1     UINT32_C(0xBB67AE85)
#define PHILOX_ROUNDS 10

static void philox_round(uint32_t x[4], uint32_t k0, uint32_t k1)
{
    const uint64_t a = (uint64_t)PHILOX_M0 * x[0];
    const uint64_t b = (uint64_t)PHILOX_M1 * x[2];

    x[0] = (uint32_t)(b >> 32) ^ x[1] ^ k0;
    x[1] = (uint32_t)b;
    x[2] = (uint32_t)(a >> 32) ^ x[3] ^ k1;
    x[3] = (uint32_t)a;
}

void eep_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
    uint32_t x[4] = {counter[0], counter[1], counter[2], counter[3]};
    uint32_t k0 = key[0], k1 = key[1];

    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        philox_round(x, k0, k1);
        k0 += PHILOX_W0;
        k1 += PHILOX_W1;
    }
    for (int word = 0; word < 4; word++)
        out[word] = x[word];
}

void eep_random_ref(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                    uint32_t *const out[4])
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t entity = first + i;
        const uint32_t counter[4] = {(uint32_t)entity, (uint32_t)(entity >> 32), c2, c3};
        uint32_t words[4];

        eep_philox(key, counter, words);
        for (int word = 0; word < 4; word++)
            out[word][i] = words[word];
    }
}
