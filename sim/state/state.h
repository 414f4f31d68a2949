/*
 * state.h - the estimated state inside: what is believed of the pool and of each type's stock between two
 * published facts, and the dated events that move it. The public face is eepool/backtest.h.
 *
 * Everything is a whole number, see fixed.h. A stock counts candidates by score, 0 to 600, and by when they
 * submitted, in periods of EEP_PERIOD_DAYS days; a period falls out when it is twelve months old.
 */
#ifndef EEP_SIM_STATE_H
#define EEP_SIM_STATE_H

#include "datasets/datasets.h"
#include "eepool/backtest.h"
#include "sim/state/fixed.h"

#define EEP_STATE_SCORES 601
#define EEP_PERIOD_DAYS  28
#define EEP_PERIODS      14 /* the current one, and thirteen before it */
#define EEP_TYPES_MAX    16
#define EEP_DATED_MAX    16

/* ---- Parameters -------------------------------------------------------------------------------- */

/* How the pool as a whole moves. Rates of decay are in thousandths per point, others as noted. */
typedef struct eep_pool_parameters {
    int64_t newcomer_decay; /* of arrivals from 501 up */
    int64_t first_decay;    /* of the first snapshot from 501 up */
    int64_t tail_decay;     /* of both from 300 down */
    int64_t departures;     /* thousandths a week who leave by themselves */
    int64_t memory_days;    /* over which the rate of arrivals is averaged */
    int64_t coupling;       /* percent by which flows follow the arrivals in the top range, in logarithms */
    int64_t improved;       /* thousandths of arrivals at a score who submitted earlier */
    int64_t noise;          /* standard deviation of a level before any error is known, thousandths of log2 */
    int64_t noise_memory;   /* in how many errors that belief is worth */
    int64_t noise_scale;    /* percent by which intervals are wider than the errors alone say */
} eep_pool_parameters;

/* One type of round. A share takes part of every arrival in the pool; a flow has arrivals of its own. */
typedef struct eep_type_parameters {
    char id[20];
    int is_share;
    int64_t level;      /* share: thousandths of arrivals; flow: arrivals a week at all scores */
    int64_t floor;      /* flow: score below which arrivals are no denser */
    int64_t low_decay;  /* flow: of arrivals up to 500 */
    int64_t high_decay; /* flow: and from there on */
    int64_t departures; /* flow: thousandths a week */
    int64_t gain;       /* percent of an error that the level takes over */
    int64_t carry;      /* percent of an error that the stock below the cut-off takes over */
    int64_t in_cec;     /* percent of the stock that a round for the Canadian Experience Class takes along */
} eep_type_parameters;

/* Nominees: cut-off = level - slope * log2(invitations / 512). */
typedef struct eep_nominee_parameters {
    int64_t level; /* points, before any round is known */
    int64_t slope; /* points for twice as many invitations */
    int64_t gain;  /* percent of an error that the level takes over */
    int64_t noise; /* standard deviation before any error is known, points */
} eep_nominee_parameters;

/* A day on which points ended for a reason that some candidates share. */
typedef struct eep_rescoring {
    eep_date date;
    int64_t points;
} eep_rescoring;

struct eep_backtest_parameters {
    eep_date trained_until;
    eep_pool_parameters pool;
    eep_nominee_parameters nominees;
    size_t types, rescorings, late_snapshots;
    eep_type_parameters type[EEP_TYPES_MAX];
    eep_rescoring rescoring[EEP_DATED_MAX];
    eep_date late_snapshot[EEP_DATED_MAX]; /* snapshots that were taken after the rounds of their day */
};

/*
 * What a record can claim is bounded, so that no sum below leaves 64 bits: a cell of a stock holds at most
 * 2^24 candidates (8,414 cells: 2^38 of them, 2^54 units), arrivals are at most 2^20 a day, a level at most
 * sixteen times everybody, or 2^24 a week.
 */
#define EEP_CELL_MAX    ((int64_t)1 << 40)
#define EEP_ARRIVAL_MAX ((int64_t)1 << 36)
#define EEP_SHARE_MAX   ((int64_t)1 << 36)
#define EEP_FLOW_MAX    ((int64_t)1 << 40)

/* ---- State ------------------------------------------------------------------------------------- */

/*
 * Days are counted in periods from some day before every date there is; a period's slot is its remainder by
 * EEP_PERIODS.
 */
#define EEP_PERIOD_ORIGIN (1400 * EEP_PERIOD_DAYS)
static inline int eep_period_of(eep_date day)
{
    return (int)(((int64_t)day + EEP_PERIOD_ORIGIN) / EEP_PERIOD_DAYS);
}

/* Candidates by period of submission and score. */
typedef struct eep_stock {
    int64_t at[EEP_PERIODS][EEP_STATE_SCORES];
} eep_stock;

/* What is believed of one type. */
typedef struct eep_type_state {
    eep_stock stock;
    int64_t level;   /* share: a factor; flow: candidates a week */
    uint32_t rounds; /* of this type so far */
} eep_type_state;

typedef struct eep_state {
    const eep_backtest_parameters *parameters;
    int64_t shape[EEP_STATE_SCORES]; /* of arrivals within each published range; factors */
    int64_t type_shape[EEP_TYPES_MAX][EEP_STATE_SCORES]; /* of a flow over all scores; factors */

    eep_date day;          /* up to which it has been moved */
    int has_snapshot;      /* nothing is known before the first */
    eep_date snapshot_day; /* of the last one */
    uint32_t rounds_since; /* it was counted */
    /* What of the oldest period had expired by then, as a part of all there, of the pool and each type;
     * factors. See reconcile.c. */
    int64_t expired[1 + EEP_TYPES_MAX][EEP_STATE_SCORES];
    int64_t known_days;  /* between the first snapshot and the last, up to memory_days */
    int64_t rescored_by; /* points that ended since the last snapshot */
    int64_t nominees;
    int64_t rate[EEP_RANGES];     /* arrivals a day, by published range */
    int64_t expected[EEP_RANGES]; /* arrivals counted in since the last snapshot */
    int64_t last_arrivals;        /* a day in the top range, between the last two snapshots */
    int64_t usual_arrivals;       /* and the rate before */
    int64_t nominee_level;        /* points, in units of 1/65536 */
    eep_stock pool;
    eep_type_state type[EEP_TYPES_MAX];
} eep_state;

/* A state before anything is known. */
void eep_state_begin(eep_state *state, const eep_backtest_parameters *parameters);

/* Moves to `day`: departures, expiry, expected arrivals. A day that is past changes nothing. */
void eep_state_advance(eep_state *state, eep_date day);
/* The pool as counted on a day, which is reached first. */
void eep_state_snapshot(eep_state *state, const eep_snapshot *snapshot);
/* A round as published, on its day, which is reached first. */
void eep_state_round(eep_state *state, const eep_published_round *round);
/* Points that ended on a day, which is reached first. How many had them shows in the next snapshot. */
void eep_state_rescore(eep_state *state, const eep_rescoring *rescoring);

/*
 * Makes a state that was moved on from a count fit to be looked at. Profiles expire day by day, not a period
 * at once; and whoever is of a share is in the pool: where the stock of one is believed larger than the pool
 * of a score has room for, the pool of the top range is thought to lie higher. Its sum stays.
 */
void eep_state_reconcile(eep_state *state);

/* ---- Asking it --------------------------------------------------------------------------------- */

/* What a round will draw from: candidates by score, and nominees who rank above them all. */
typedef struct eep_field_estimate {
    int known;                           /* 0: no stock is kept for this type */
    int64_t nominees;                    /* ranked first, 0 but in a general round */
    int64_t above[EEP_STATE_SCORES + 1]; /* candidates at this score or higher, without nominees */
} eep_field_estimate;

/* The type's number, or -1. "all" and "pnp" have none. */
int eep_state_type(const eep_backtest_parameters *parameters, const char *id);
void eep_state_field(const eep_state *state, const char *id, eep_field_estimate *field);
/* The cut-off when `invitations` (in units of EEP_ONE) are sent; 0 when there are fewer candidates. */
int eep_field_cutoff(const eep_field_estimate *field, int64_t invitations);
/* Candidates above `cutoff` with half of those who have it, and the nominees. */
int64_t eep_field_reached(const eep_field_estimate *field, int cutoff);
/* Days since the middle one of those with this score submitted, or -1 when there is nobody. */
int eep_state_age(const eep_state *state, const char *id, int score);

/* The cut-off of a round for that many nominees, in units of 1/65536 points. */
int64_t eep_nominee_cutoff(const eep_state *state, uint32_t invitations);

/* The sum of a stock at a score. */
int64_t eep_stock_at(const eep_stock *stock, int score);

/* ---- The record in order ----------------------------------------------------------------------- */

/*
 * A walk over the published record: for each round in turn, the state estimated from what was published
 * before it. Two states, because what was published late is put where it belongs: `settled` has everything
 * up to the newest snapshot known, `current` also the rounds since.
 */
typedef struct eep_replay eep_replay;

/* Owned by the caller; the history and the parameters must live as long. */
eep_status eep_replay_begin(const eep_history *history, const eep_backtest_parameters *parameters,
                            eep_backtest_mode mode, eep_replay **replay, eep_error *error);
/* The state on the day of round `index` of the history, before it; rounds in ascending order only. */
const eep_state *eep_replay_before(eep_replay *replay, size_t index);
/* The state at the end of `day`, with everything published until then; after this, later days only. */
const eep_state *eep_replay_on(eep_replay *replay, eep_date day);
/*
 * The state on `day` before its rounds. Attached: with every count of a day up to it; previous: with those
 * that were printed before it. A count of the day, or one that was printed on it or later with no round in
 * between, is left as it was counted: the state is that of the day of the count. Once for a replay.
 */
const eep_state *eep_replay_eve(eep_replay *replay, eep_date day, eep_backtest_mode mode);
void eep_replay_end(eep_replay *replay);

#endif
