/*
 * select.c - the dispatcher: the one place that decides which kernels run.
 *
 * Levels are a ladder. A table is filled by climbing it from the reference up to the wanted level; each
 * rung replaces the kernels it has and leaves the rest, so a level need not implement every family. To
 * add one, write its <family>_<level>.c files and put a rung at its place in `ladder`.
 */
#include <string.h>

#include "kernels/count/count.h"
#include "kernels/cpu.h"
#include "kernels/cut/cut.h"
#include "kernels/eligible/eligible.h"
#include "kernels/facts/facts.h"
#include "kernels/kernels.h"
#include "kernels/pack/pack.h"
#include "kernels/random/random.h"
#include "kernels/score/score.h"

typedef struct rung {
    const char *level;
    int (*usable)(void);                 /* whether this machine can run it */
    void (*raise)(eep_kernels *kernels); /* replaces the kernels that the level has */
} rung;

static int usable_ref(void)
{
    return 1;
}

static void raise_ref(eep_kernels *kernels)
{
    kernels->facts = eep_facts_ref;
    kernels->score_facts = eep_score_facts_ref;
    kernels->eligible_facts = eep_eligible_facts_ref;
    kernels->pack = eep_pack_ref;
    kernels->age = eep_age_ref;
    kernels->occupation = eep_occupation_ref;
    kernels->listed = eep_listed_ref;
    kernels->score = eep_score_ref;
    kernels->score_many = eep_score_many_ref;
    kernels->programs = eep_programs_ref;
    kernels->members = eep_members_ref;
    kernels->count = eep_count_ref;
    kernels->collect = eep_collect_ref;
    kernels->random = eep_random_ref;
}

#if defined(__x86_64__)
static void raise_avx2(eep_kernels *kernels)
{
    kernels->pack = eep_pack_avx2;
    kernels->age = eep_age_avx2;
    kernels->occupation = eep_occupation_avx2;
    kernels->listed = eep_listed_avx2;
    kernels->score = eep_score_avx2;
    kernels->score_many = eep_score_many_avx2;
    kernels->programs = eep_programs_avx2;
    kernels->members = eep_members_avx2;
    kernels->collect = eep_collect_avx2;
    kernels->random = eep_random_avx2;
}
#endif

/* Plainest first; every rung that this machine can run includes the ones below it. */
static const rung ladder[] = {
    {"ref", usable_ref, raise_ref},
#if defined(__x86_64__)
    {"avx2", eep_cpu_has_avx2, raise_avx2},
#endif
};

#define RUNGS (sizeof ladder / sizeof ladder[0])

static size_t best_rung(void)
{
    size_t best = RUNGS - 1;

    while (best > 0 && !ladder[best].usable())
        best--;
    return best;
}

static size_t named_rung(const char *level)
{
    size_t found = 0;

    while (found < RUNGS && strcmp(ladder[found].level, level) != 0)
        found++;
    return found;
}

int eep_kernels_select(const char *level, eep_kernels *kernels)
{
    const size_t wanted = level ? named_rung(level) : best_rung();

    if (wanted >= RUNGS) return 1;
    if (!ladder[wanted].usable()) return 2;
    for (size_t r = 0; r <= wanted; r++)
        ladder[r].raise(kernels);
    kernels->level = ladder[wanted].level;
    return 0;
}

const char *eep_kernels_level(size_t index, int *usable)
{
    if (index >= RUNGS) return NULL;
    if (usable) *usable = ladder[index].usable();
    return ladder[index].level;
}
