/*
 * packed.h - the insides of a packed pool: planes of the whole pool, and sets of rows. For sim/.
 */
#ifndef EEP_SIM_PACKED_H
#define EEP_SIM_PACKED_H

#include "sim/score/block.h"

/* Words of a set that belong to one block. */
#define EEP_BLOCK_WORDS (EEP_BLOCK_ROWS / 64)

/*
 * Groups: whom a round may invite, whatever the moment. The set of a group has everybody who qualifies for
 * any program; for one program; or for FSW, CEC or FST, and is a member of a category version.
 */
enum {
    EEP_GROUP_ANY,
    EEP_GROUP_PROGRAM,                                     /* + index of the program */
    EEP_GROUP_CATEGORY = EEP_GROUP_PROGRAM + EEP_PROGRAMS, /* + index of the version */
    EEP_GROUPS = EEP_GROUP_CATEGORY + EEP_CATEGORIES_MAX
};

/* Programs that a category round asks one of. */
#define EEP_CATEGORY_PROGRAMS (EEP_FSW | EEP_CEC | EEP_FST)

/*
 * Bytes from one plane to the next: three lines more than a plane has. Whole blocks apart, the thirteen lines
 * that a kernel reads at a time would all meet in one or two sets of a cache, which have room for eight or
 * twelve.
 */
static inline uint64_t eep_plane_room(uint64_t capacity)
{
    return capacity + 192;
}

/* What can be said of a block without looking into it. */
typedef struct eep_packed_summary {
    eep_time earliest, latest;                   /* submissions */
    int32_t test_expired, test_next;             /* the last test that has expired, the next that will */
    int32_t assessment_expired, assessment_next; /* likewise of assessments that matter */
} eep_packed_summary;

struct eep_packed {
    eep_allocator allocator;
    const eep_pool *pool;
    const eep_rules *rules;
    uint64_t rows, capacity; /* capacity: whole blocks; arrays below have room for it */
    eep_planes planes; /* one piece of memory, from plane[0] on; NULL while the rules need the wide form */
    uint64_t *active;  /* status active, and not left since */
    eep_packed_summary *summary; /* one a block */
    uint16_t *score;             /* NULL, or everybody's */
    int in_order;                /* rows are in the order of submission, equal ones by id */
    uint64_t
        *listed[EEP_CATEGORIES_MAX]; /* who has an occupation of the version; NULL until it is asked for */
    uint64_t *group[EEP_GROUPS];     /* NULL until it is asked for */
    uint64_t version, changes;       /* counted up by updates, and by changes of `active` */
    uint64_t ready;                  /* bit g: group[g] is of these rules and rows */
};

_Static_assert(EEP_GROUPS <= 64, "a group has a bit in `ready`");

/* The blocks of a packed pool, and how many candidates block `b` has. */
static inline uint64_t eep_packed_blocks(const eep_packed *packed)
{
    return (packed->rows + EEP_BLOCK_ROWS - 1) / EEP_BLOCK_ROWS;
}
static inline size_t eep_block_rows(uint64_t rows, uint64_t block)
{
    const uint64_t left = rows - block * EEP_BLOCK_ROWS;
    return left < EEP_BLOCK_ROWS ? (size_t)left : EEP_BLOCK_ROWS;
}

/* Scores of block `b`, computed anew into `score`. */
void eep_packed_score_block(const eep_packed *packed, const eep_kernels *kernels, uint64_t b,
                            eep_block *scratch, uint16_t *score);

/*
 * The set of a group for `n` rows from `row` on, a multiple of 64; n at most EEP_BLOCK_ROWS. Only while there
 * are planes.
 */
void eep_packed_find_group(const eep_packed *packed, const eep_kernels *kernels, int group, uint64_t row,
                           size_t n, uint64_t *set);

/* Makes the set of a group if it is not ready, and that of EEP_GROUP_ANY. */
eep_status eep_packed_prepare(eep_engine *engine, eep_packed *packed, int group, eep_error *error);

/* eep_packed_update without the scores, which stay those of before. */
eep_status eep_packed_renew(eep_engine *engine, eep_packed *packed, const eep_rules *rules, eep_error *error);

/* Sees to it that arrays have room for the rows of the pool. */
eep_status eep_packed_reserve(eep_packed *packed, uint64_t rows, eep_error *error);

/* Scores everybody into packed->score, which has room. */
eep_status eep_packed_score_all(eep_engine *engine, eep_packed *packed, eep_error *error);

#endif
