/* chance.h - pseudo-random numbers that are the same in every run. */
#ifndef EEP_TESTS_KERNELS_CHANCE_H
#define EEP_TESTS_KERNELS_CHANCE_H

#include "kernels/kernels.h"

/* A stream of pseudo-random numbers from a fixed seed. Zero-initialise but for the seed. */
typedef struct chance {
    uint32_t seed, drawn;
} chance;

/* A number in 0..limit-1. */
static inline uint32_t below(chance *stream, uint32_t limit)
{
    const uint32_t key[2] = {stream->seed, 0}, counter[4] = {stream->drawn++, 0, 0, 0};
    uint32_t words[4];

    eep_philox(key, counter, words);
    return (uint32_t)((uint64_t)words[0] * limit >> 32);
}

static inline int one_in(chance *stream, uint32_t rarity)
{
    return below(stream, rarity) == 0;
}

/* Scores below `limit`, two rows in three masked in, with masks of all kinds. */
static inline void random_scores(uint32_t seed, uint32_t limit, size_t n, uint16_t *score, uint8_t *mask)
{
    chance stream = {seed, 0};

    for (size_t i = 0; i < n; i++) {
        score[i] = (uint16_t)below(&stream, limit);
        mask[i] = (uint8_t)(below(&stream, 3) ? 1 + below(&stream, 255) : 0);
    }
}

#endif
