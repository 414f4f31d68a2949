/*
 * ranking.h - the insides of a ranking: rows by rank, and sets of ranks. For sim/.
 */
#ifndef EEP_SIM_RANKING_H
#define EEP_SIM_RANKING_H

#include "eepool/ranking.h"
#include "sim/packed/packed.h"

/* A group of sim/packed in the order of rank. */
typedef struct eep_ranked_group {
    uint64_t *set;  /* NULL until it is asked for */
    uint64_t whole; /* how many of it are open */
    uint64_t left;  /* of these, not taken */
    uint64_t first; /* words before have nobody left */
} eep_ranked_group;

struct eep_ranking {
    eep_allocator allocator;
    eep_packed *packed;
    uint64_t version;        /* of the packed pool that this is a ranking of */
    uint64_t rows, capacity; /* arrays have room for `capacity` */
    uint32_t *order;         /* row by rank */
    uint32_t *spare;         /* as large, for the next update; NULL before the first */
    uint32_t
        reach[EEP_SCORE_BINS + 1]; /* how many score at least s: ranks of s are [reach[s + 1], reach[s]) */
    uint64_t *open_rows;           /* who is open: active, and in the window of the moment, by row */
    uint64_t *open;                /* the same by rank */
    uint64_t *taken;               /* who was invited; only words below `touched` */
    uint64_t *newly;               /* scratch: of one round */
    uint64_t touched;
    eep_time moment;  /* of `open` */
    uint64_t changes; /* of the packed pool that `open` knows */
    eep_ranked_group group[EEP_GROUPS];
};

/* Whether there can be a ranking of so many rows under these rules. */
eep_status eep_ranking_check(const eep_rules *rules, uint64_t rows, eep_error *error);

/* Whether `a` ranks before `b` when their scores are equal. */
int eep_ranking_precedes(const eep_ranking *ranking, uint32_t a, uint32_t b);

/* Where `row` stands among rows of `score`: the first rank in [from, to) that it precedes or has. */
uint32_t eep_ranking_place(const eep_ranking *ranking, uint32_t row, uint32_t from, uint32_t to);

/* Rows into order by the scores of the packed pool; fills order and reach. */
eep_status eep_ranking_sort(eep_engine *engine, eep_ranking *ranking, eep_error *error);

/* Sees to it that arrays have room for the packed pool. What they held is lost when they had not. */
eep_status eep_ranking_reserve(eep_ranking *ranking, eep_error *error);

/* A set of rows as a set of ranks. */
void eep_ranking_gather(const eep_engine *engine, const eep_ranking *ranking, const uint64_t *set,
                        uint64_t *ranked);

/* Finds who is open at a moment, and counts the groups again where that changed. */
void eep_ranking_open(const eep_engine *engine, eep_ranking *ranking, eep_time moment);
void eep_ranking_open_anew(const eep_engine *engine, eep_ranking *ranking, eep_time moment);

/* Makes the sets of EEP_GROUP_ANY and of `group`, where they are not there, and counts them. */
eep_status eep_ranking_make_group(eep_engine *engine, eep_ranking *ranking, int group, eep_error *error);

/* Takes those whom the ranking has invited out of its packed pool. */
void eep_ranking_retire(const eep_ranking *ranking);

#endif
