/* interval.c - how far off earlier rounds were, and the interval that follows from it. */
#include <stdlib.h>
#include <string.h>

#include "sim/backtest/backtest.h"
#include "sim/sim.h"

#define FIRST_FACTOR 4 /* the first round of a type: its level is not known at all */

void eep_errors_begin(eep_errors *errors, const eep_backtest_parameters *parameters)
{
    const int64_t level = parameters->pool.noise * EEP_ONE / 1000;
    const int64_t points = parameters->nominees.noise * EEP_ONE;
    errors->parameters = parameters;
    for (size_t i = 0; i < EEP_TRACKS; i++)
        errors->square[i] = level * level;
    errors->square[EEP_TRACKS - 1] = points * points;
}

int eep_errors_track(const eep_errors *errors, const char *id)
{
    if (strcmp(id, "pnp") == 0) return EEP_TRACKS - 1;
    if (strcmp(id, "all") == 0) return EEP_TRACKS - 2;
    return eep_state_type(errors->parameters, id);
}

void eep_errors_learn(eep_errors *errors, int track, int64_t off)
{
    const int64_t memory = errors->parameters->pool.noise_memory;
    errors->square[track] = (errors->square[track] * memory + off * off) / (memory + 1);
}

int64_t eep_errors_deviation(const eep_errors *errors, int track, uint32_t earlier)
{
    const int64_t deviation = eep_root(errors->square[track]) * errors->parameters->pool.noise_scale / 100;
    const int first = earlier == 0 && track < EEP_TYPES_MAX;
    return first ? deviation * FIRST_FACTOR : deviation;
}

int64_t eep_noise(uint64_t seed, size_t round, eep_backtest_mode mode, uint32_t replicate)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    const uint32_t counter[4] = {(uint32_t)round, (uint32_t)mode, EEP_PURPOSE_BACKTEST, replicate};
    uint32_t words[4];
    int64_t sum = 0;
    eep_philox(key, counter, words);
    for (int i = 0; i < 4; i++)
        sum += (words[i] & 0xffff) + (words[i] >> 16);
    /* Eight even numbers of 16 bits: mean 262,140, standard deviation 65536 * sqrt(8/12) = 53,510. */
    return (sum - 262140) * EEP_ONE / 53510;
}

static int by_value(const void *left, const void *right)
{
    const int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

void eep_interval(int *scores, size_t count, int *low, int *high)
{
    qsort(scores, count, sizeof *scores, by_value);
    *low = scores[count / 10];
    *high = scores[count - 1 - count / 10];
}
