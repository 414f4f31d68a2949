/*
 * random_avx512.c - Philox4x32-10, thirty-two counters at a time.
 *
 * Multiplication reads the lower halves of lanes of 64 bits and gives 64 bits. So a word is kept in the lower
 * half of such a lane all the way through, with whatever comes in the upper one: a product is the low word as
 * it is, and the high word when it is shifted, and nothing has to be put side by side before the end. Four
 * vectors of eight counters go through the rounds together, because a round is one long chain; a three-way
 * exclusive or is one instruction.
 *
 * Meaning and overflow: as philox_ref.c; lower halves wrap modulo 2^32 like the words do. Reads nothing and
 * writes 16 bytes a candidate; the last ones of a length are stored under a mask.
 */
#include <immintrin.h>

#include "kernels/random/random.h"

#define LANES  8 /* of 64 bits */
#define GROUPS 4
#define ROUNDS 10

/* The constants of the algorithm, see philox_ref.c. */
static const uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57}, step[2] = {0x9E3779B9, 0xBB67AE85};

/* Eight counters: word w of each in the lower halves of x[w]; upper halves are anything. */
typedef struct counters {
    __m512i x[4];
} counters;

static inline __m512i words(uint32_t value)
{
    return _mm512_set1_epi32((int)value);
}

static inline __m512i exclusive_or(__m512i a, __m512i b, __m512i c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

static inline void turn(counters *c, __m512i k0, __m512i k1)
{
    const __m512i a = _mm512_mul_epu32(c->x[0], words(multiplier[0]));
    const __m512i b = _mm512_mul_epu32(c->x[2], words(multiplier[1]));

    c->x[0] = exclusive_or(_mm512_srli_epi64(b, 32), c->x[1], k0);
    c->x[1] = b;
    c->x[2] = exclusive_or(_mm512_srli_epi64(a, 32), c->x[3], k1);
    c->x[3] = a;
}

/* Counters of the entities first .. first + 7: a sum of 64 bits carries by itself. */
static inline counters count_from(uint64_t first, uint32_t c2, uint32_t c3)
{
    const __m512i entity =
        _mm512_add_epi64(_mm512_set1_epi64((int64_t)first), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));

    return (counters){{entity, _mm512_srli_epi64(entity, 32), words(c2), words(c3)}};
}

/* The lower halves of two groups side by side, into the sixteen places from `at` on that `lanes` has. */
static inline void store(const counters *a, const counters *b, uint32_t *const out[4], size_t at,
                         uint32_t lanes)
{
    const __m512i lower = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);

    for (int word = 0; word < 4; word++)
        _mm512_mask_storeu_epi32(out[word] + at, (__mmask16)lanes,
                                 _mm512_permutex2var_epi32(a->x[word], lower, b->x[word]));
}

static inline __attribute__((always_inline)) void thirty_two(const uint32_t key[2], uint64_t first,
                                                             uint32_t c2, uint32_t c3, uint32_t *const out[4],
                                                             size_t at, uint32_t lanes)
{
    counters a = count_from(first, c2, c3), b = count_from(first + LANES, c2, c3);
    counters c = count_from(first + 2 * LANES, c2, c3), d = count_from(first + 3 * LANES, c2, c3);
    uint32_t k0 = key[0], k1 = key[1];

    for (int round = 0; round < ROUNDS; round++) {
        turn(&a, words(k0), words(k1));
        turn(&b, words(k0), words(k1));
        turn(&c, words(k0), words(k1));
        turn(&d, words(k0), words(k1));
        k0 += step[0];
        k1 += step[1];
    }
    store(&a, &b, out, at, lanes);
    if (lanes >> 16) store(&c, &d, out, at + 2 * LANES, lanes >> 16);
}

void eep_random_avx512(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                       uint32_t *const out[4])
{
    size_t i = 0;

    for (; i + GROUPS * LANES <= n; i += GROUPS * LANES)
        thirty_two(key, first + i, c2, c3, out, i, ~UINT32_C(0));
    if (i < n) thirty_two(key, first + i, c2, c3, out, i, (UINT32_C(1) << (n - i)) - 1);
}
