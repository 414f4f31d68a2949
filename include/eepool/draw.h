/*
 * eepool/draw.h - one round of invitations, and its notice.
 *
 * A round takes the best-ranked of those who qualify for it: score descending, then submitted_at
 * ascending, then id ascending, a total order. The cut-off is the score of the lowest-ranked invited
 * and the tie-break that candidate's submitted_at: everybody above the cut-off is in, those at the
 * cut-off are in when they submitted no later than the tie-break. With fewer who qualify than
 * invitations, all are invited and the notice says so.
 * A policy may rank equal scores in another way (eep_tie_break); the notice says which.
 * Source: Ministerial Instructions respecting rounds of invitations; canada.ca, tie-breaking rule.
 *
 * Thread rule: as eepool/score.h.
 */
#ifndef EEPOOL_DRAW_H
#define EEPOOL_DRAW_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum eep_round_kind { EEP_ROUND_GENERAL, EEP_ROUND_PROGRAM, EEP_ROUND_CATEGORY } eep_round_kind;

/*
 * A round. General rounds take whoever qualifies for any program; program rounds whoever qualifies for
 * it; category rounds the members of the category who qualify for FSW, CEC or FST.
 */
typedef struct eep_round {
    eep_round_kind kind;
    char id[24];      /* program or category; empty for general */
    char version[16]; /* of the category; empty = the version in force on the day of the round */
    uint64_t invitations;
    eep_time moment; /* who is in the pool, ages and rules are taken at this moment */
    uint16_t floor;  /* nobody below this score is invited; 0 = none */
} eep_round;

/*
 * Reads `general`, `program:cec`, `category:stem` or `category:stem@2023-1` into kind, id and version;
 * the other members are left alone. Only the form is checked: whether a program or category exists is
 * decided by the policy when the round is held. Fails with EEP_ERROR_ARGUMENT.
 */
EEP_API EEP_MUST_CHECK eep_status eep_round_parse(const char *text, eep_round *round, eep_error *error);

/* What a round came to. */
typedef struct eep_notice {
    eep_round round;
    char category_version[16];     /* the version used, for category rounds */
    char official_name[96];        /* "STEM occupations (Version 1)", "Canadian Experience Class", ... */
    uint64_t in_pool;              /* active candidates whose profile is valid at the moment */
    uint64_t eligible;             /* of these, who qualify for the round and reach the floor */
    uint64_t invited;              /* min(invitations, eligible) */
    uint16_t cutoff;               /* 0 when nobody was invited */
    eep_tie_break tie_break_rule;  /* which of equal scores ranks first */
    eep_time tie_break;            /* when the lowest-ranked of the invited submitted */
    eep_date tie_break_birth_date; /* that candidate's day of birth: what counts under "oldest" */
    uint64_t tie_break_id;         /* and number */
    uint64_t at_cutoff, at_cutoff_invited; /* eligible with exactly the cut-off; of these, invited */
    int exhausted;                         /* 1: fewer qualified than invitations, everybody was invited */
    char policy_digest[EEP_DIGEST_TEXT];
} eep_notice;

/*
 * Holds one round on a pool, which is only read. `taken` is an array of eep_pool_rows values owned by
 * the caller, or NULL: rows where it is not 0 have left the pool, and the invited are set to `mark`
 * (not 0). Give the same array to the next round and the invited stay out of it.
 *
 * The pool is the candidates with status active, submitted_at no later than the moment, whose profile
 * has not run out (twelve months), and who qualify for at least one program.
 *
 * Fails with EEP_ERROR_ARGUMENT (no invitations; floor above 1200; mark 0), EEP_ERROR_UNKNOWN (no such
 * program or category on that day; the advice offers the nearest) or as eep_policy_at.
 */
EEP_API EEP_MUST_CHECK eep_status eep_draw(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                                           const eep_round *round, uint8_t *taken, uint8_t mark,
                                           eep_notice *notice, eep_error *error);

/*
 * The program under which somebody with these programs (a set of EEP_FSW, ...) is invited in a round: of
 * those that the round covers, the first in the order of the rules (the leaves rounds.program_order). An
 * index for eep_program_name, or -1 when the round covers none of them or the rules do not know it.
 * Source: IRCC, operational instructions on applications received through Express Entry.
 */
EEP_API int eep_round_program(const eep_rules *rules, const eep_round *round, uint8_t programs);

#ifdef __cplusplus
}
#endif
#endif
