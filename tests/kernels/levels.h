/*
 * levels.h - runs a test once for every kernel level that this machine can run, so that a new level is
 * under test from its first day:
 *
 *   eep_kernels kernels;
 *   for (size_t level = 0; next_level(&level, &kernels);)
 *       ...
 */
#ifndef EEP_TESTS_KERNELS_LEVELS_H
#define EEP_TESTS_KERNELS_LEVELS_H

#include "kernels/kernels.h"

/* Fills `kernels` with the next usable level and moves `*level` past it; 0 when there is none left. */
static inline int next_level(size_t *level, eep_kernels *kernels)
{
    const char *name;
    int usable = 0;

    while ((name = eep_kernels_level((*level)++, &usable)) != NULL) {
        if (usable && eep_kernels_select(name, kernels) == 0) return 1;
    }
    return 0;
}

/*
 * The kernels of usable level `which`, counted round: for tests that read so many files that asking the
 * processor each time would take longer than they do.
 */
static inline const eep_kernels *kernels_at(size_t which)
{
    static eep_kernels kernels[8];
    static size_t levels;
    if (levels == 0) {
        for (size_t level = 0; levels < 8 && next_level(&level, &kernels[levels]);)
            levels++;
    }
    return &kernels[which % levels];
}

/* Those of one level after the other, with each call the next, so that every level gets its share. */
static inline const eep_kernels *kernels_in_turn(void)
{
    static size_t turn;
    return kernels_at(turn++);
}

#endif
