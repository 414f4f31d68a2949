/*
 * select.c - the dispatcher: the one place that decides which kernels run.
 *
 * Levels are a ladder. A table is filled by climbing it from the reference up to the wanted level; each
 * rung replaces the kernels it has and leaves the rest, so a level need not implement every family. To
 * add one, write its <family>_<level>.c files and put a rung at its place in `ladder`.
 */
#include <string.h>

#include "kernels/alias/alias.h"
#include "kernels/count/count.h"
#include "kernels/cpu.h"
#include "kernels/cut/cut.h"
#include "kernels/decode/decode.h"
#include "kernels/eligible/eligible.h"
#include "kernels/facts/facts.h"
#include "kernels/kernels.h"
#include "kernels/pack/pack.h"
#include "kernels/people/people.h"
#include "kernels/random/random.h"
#include "kernels/rank/rank.h"
#include "kernels/score/score.h"
#include "kernels/sets/sets.h"

typedef struct rung {
    const char *level;
    const char *(*lacks)(void);          /* what this machine lacks for it, or NULL */
    void (*raise)(eep_kernels *kernels); /* replaces the kernels that the level has */
} rung;

static const char *lacks_nothing(void)
{
    return NULL;
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
    kernels->reach = eep_reach_ref;
    kernels->flags = eep_flags_ref;
    kernels->within = eep_within_ref;
    kernels->common = eep_common_ref;
    kernels->compact = eep_compact_ref;
    kernels->place = eep_place_ref;
    kernels->digit = eep_digit_ref;
    kernels->gather = eep_gather_ref;
    kernels->take = eep_take_ref;
    kernels->random = eep_random_ref;
    kernels->alias = eep_alias_ref;
    kernels->people = eep_people_ref;
    kernels->bits = eep_bits_ref;
    kernels->join = eep_join_ref;
    kernels->expand = eep_expand_ref;
    kernels->escape = eep_escape_ref;
    kernels->look_up = eep_look_up_ref;
    kernels->look_up_four = eep_look_up_four_ref;
    kernels->expected = eep_expected_ref;
    kernels->range = eep_range_ref;
}

/* A level of other processors: known by name, so that asking for it can be answered, and never climbed. */
static inline void raise_nothing(eep_kernels *kernels)
{
    (void)kernels;
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
    kernels->count = eep_count_avx2;
    kernels->collect = eep_collect_avx2;
    kernels->reach = eep_reach_avx2;
    kernels->flags = eep_flags_avx2;
    kernels->within = eep_within_avx2;
    kernels->common = eep_common_avx2;
    kernels->compact = eep_compact_avx2;
    kernels->place = eep_place_avx2;
    kernels->gather = eep_gather_avx2;
    kernels->take = eep_take_avx2;
    kernels->random = eep_random_avx2;
    kernels->alias = eep_alias_avx2;
    kernels->people = eep_people_avx2;
    kernels->bits = eep_bits_avx2;
    kernels->join = eep_join_avx2;
    kernels->expand = eep_expand_avx2;
    kernels->escape = eep_escape_avx2;
    kernels->look_up = eep_look_up_avx2;
    kernels->look_up_four = eep_look_up_four_avx2;
    kernels->expected = eep_expected_avx2;
    kernels->range = eep_range_avx2;
}

static void raise_avx512(eep_kernels *kernels)
{
    kernels->age = eep_age_avx512;
    kernels->score = eep_score_avx512;
    kernels->score_many = eep_score_many_avx512;
    kernels->programs = eep_programs_avx512;
    kernels->members = eep_members_avx512;
    kernels->collect = eep_collect_avx512;
    kernels->compact = eep_compact_avx512;
    kernels->random = eep_random_avx512;
    kernels->alias = eep_alias_avx512;
    kernels->people = eep_people_avx512;
    kernels->bits = eep_bits_avx512;
    kernels->join = eep_join_avx512;
    kernels->expand = eep_expand_avx512;
    kernels->escape = eep_escape_avx512;
    kernels->look_up = eep_look_up_avx512;
    kernels->look_up_four = eep_look_up_four_avx512;
    kernels->expected = eep_expected_avx512;
    kernels->range = eep_range_avx512;
}

#else
#define raise_avx2   raise_nothing
#define raise_avx512 raise_nothing
#endif

#if defined(__aarch64__)

static void raise_neon(eep_kernels *kernels)
{
    kernels->score = eep_score_neon;
    kernels->score_many = eep_score_many_neon;
    kernels->programs = eep_programs_neon;
    kernels->members = eep_members_neon;
    kernels->collect = eep_collect_neon;
    kernels->random = eep_random_neon;
    kernels->bits = eep_bits_neon;
    kernels->join = eep_join_neon;
    kernels->expand = eep_expand_neon;
    kernels->look_up = eep_look_up_neon;
    kernels->expected = eep_expected_neon;
    kernels->range = eep_range_neon;
}

#else
#define raise_neon raise_nothing
#endif

/* Plainest first; of the rungs that this machine can run, each includes those below it. */
static const rung ladder[] = {
    {"ref", lacks_nothing, raise_ref},
    {"avx2", eep_cpu_lacks_avx2, raise_avx2},
    {"avx512", eep_cpu_lacks_avx512, raise_avx512},
    {"neon", eep_cpu_lacks_neon, raise_neon},
};

#define RUNGS (sizeof ladder / sizeof ladder[0])

static size_t best_rung(void)
{
    size_t best = RUNGS - 1;

    while (ladder[best].lacks())
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
    if (ladder[wanted].lacks()) return 2;
    for (size_t r = 0; r <= wanted; r++) {
        if (!ladder[r].lacks()) ladder[r].raise(kernels);
    }
    kernels->level = ladder[wanted].level;
    return 0;
}

const char *eep_kernels_level(size_t index, int *usable)
{
    if (index >= RUNGS) return NULL;
    if (usable) *usable = ladder[index].lacks() == NULL;
    return ladder[index].level;
}

const char *eep_kernels_lacks(const char *level)
{
    const size_t wanted = named_rung(level);

    return wanted < RUNGS ? ladder[wanted].lacks() : NULL;
}

/* ---- Which level serves a family ---------------------------------------------------------------- */

typedef void (*any_kernel)(void);

static const struct {
    const char *name;
    size_t at; /* of its pointer in the table */
} families[] = {
#define FAMILY(name)                                                                                         \
    {                                                                                                        \
#name, offsetof(eep_kernels, name)                                                                   \
    }
    FAMILY(facts),        FAMILY(score_facts), FAMILY(eligible_facts), FAMILY(pack),       FAMILY(age),
    FAMILY(occupation),   FAMILY(listed),      FAMILY(score),          FAMILY(score_many), FAMILY(programs),
    FAMILY(members),      FAMILY(count),       FAMILY(collect),        FAMILY(reach),      FAMILY(flags),
    FAMILY(within),       FAMILY(common),      FAMILY(compact),        FAMILY(place),      FAMILY(digit),
    FAMILY(gather),       FAMILY(take),        FAMILY(random),         FAMILY(alias),      FAMILY(people),
    FAMILY(bits),         FAMILY(join),        FAMILY(expand),         FAMILY(escape),     FAMILY(look_up),
    FAMILY(look_up_four), FAMILY(expected),    FAMILY(range),
#undef FAMILY
};

static any_kernel kernel_at(const eep_kernels *kernels, size_t at)
{
    any_kernel kernel;

    memcpy(&kernel, (const char *)kernels + at, sizeof kernel);
    return kernel;
}

const char *eep_kernels_family(const eep_kernels *kernels, size_t index, const char **level)
{
    if (index >= sizeof families / sizeof families[0]) return NULL;
    *level = "none";
    for (size_t r = 0; r < RUNGS; r++) {
        eep_kernels own = {.level = NULL};

        ladder[r].raise(&own);
        const any_kernel kernel = kernel_at(&own, families[index].at);
        if (kernel && kernel == kernel_at(kernels, families[index].at)) *level = ladder[r].level;
    }
    return families[index].name;
}
