/* replay.c - the published record in the order in which it happened, and in that in which it became known. */
#include <stdlib.h>
#include <string.h>

#include "sim/state/state.h"

/* A dated fact. Those of one day in the order of this list; late snapshots after its rounds. */
typedef enum fact_kind { FACT_RESCORING, FACT_SNAPSHOT, FACT_ROUND, FACT_LATE_SNAPSHOT } fact_kind;

typedef struct dated_fact {
    eep_date day;
    fact_kind kind;
    eep_date known; /* the day from whose end it is known to everybody */
    size_t index;   /* of the round; of the round with which a snapshot was published */
    size_t order;   /* in the record, to keep equal ones apart */
    union {
        const eep_published_round *round;
        const eep_snapshot *snapshot;
        const eep_rescoring *rescoring;
    } of;
} dated_fact;

struct eep_replay {
    eep_backtest_mode mode;
    size_t facts, done; /* facts below `done` are in `settled` */
    dated_fact *fact;
    eep_state settled, current;
};

static int by_time(const void *left, const void *right)
{
    const dated_fact *a = left, *b = right;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int is_late(const eep_backtest_parameters *parameters, eep_date day)
{
    for (size_t i = 0; i < parameters->late_snapshots; i++) {
        if (parameters->late_snapshot[i] == day) return 1;
    }
    return 0;
}

/* The first round that printed a snapshot, no earlier than its day; NULL when none did. */
static const eep_published_round *published_with(const eep_history *history, const eep_snapshot *snapshot,
                                                 size_t *index)
{
    const eep_published_round *round;
    for (*index = 0; (round = eep_history_round(history, *index)) != NULL; ++*index) {
        if (round->has_pool_as_of && round->pool_as_of == snapshot->as_of && round->date >= snapshot->as_of)
            return round;
    }
    return NULL;
}

static void collect(eep_replay *replay, const eep_history *history, const eep_backtest_parameters *parameters)
{
    const eep_published_round *round;
    const eep_snapshot *snapshot;
    dated_fact *next = replay->fact;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        *next = (dated_fact){
            .day = round->date, .kind = FACT_ROUND, .known = round->date, .index = i, .order = i};
        next++->of.round = round;
    }
    for (size_t i = 0; (snapshot = eep_history_snapshot(history, i)) != NULL; i++) {
        size_t index;
        if ((round = published_with(history, snapshot, &index)) == NULL) continue;
        *next = (dated_fact){.day = snapshot->as_of, .known = round->date, .index = index, .order = i};
        next->kind = is_late(parameters, snapshot->as_of) ? FACT_LATE_SNAPSHOT : FACT_SNAPSHOT;
        next++->of.snapshot = snapshot;
    }
    for (size_t i = 0; i < parameters->rescorings; i++) {
        const eep_date day = parameters->rescoring[i].date;
        *next = (dated_fact){.day = day, .kind = FACT_RESCORING, .known = day, .order = i};
        next++->of.rescoring = &parameters->rescoring[i];
    }
    replay->facts = (size_t)(next - replay->fact);
    qsort(replay->fact, replay->facts, sizeof *replay->fact, by_time);
}

eep_status eep_replay_begin(const eep_history *history, const eep_backtest_parameters *parameters,
                            eep_backtest_mode mode, eep_replay **replay, eep_error *error)
{
    size_t facts = parameters->rescorings;
    for (size_t i = 0; eep_history_round(history, i) != NULL; i++)
        facts++;
    for (size_t i = 0; eep_history_snapshot(history, i) != NULL; i++)
        facts++;
    eep_replay *made = eep_allocate(NULL, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->fact = calloc(facts + 1, sizeof *made->fact);
    if (made->fact == NULL) {
        eep_release(NULL, made, 1, sizeof *made);
        return eep_fail_memory(error, (facts + 1) * sizeof *made->fact);
    }
    made->mode = mode;
    collect(made, history, parameters);
    eep_state_begin(&made->settled, parameters);
    *replay = made;
    return EEP_OK;
}

void eep_replay_end(eep_replay *replay)
{
    if (replay == NULL) return;
    free(replay->fact);
    eep_release(NULL, replay, 1, sizeof *replay);
}

static void apply(eep_state *state, const dated_fact *fact)
{
    switch (fact->kind) {
    case FACT_RESCORING:
        eep_state_rescore(state, fact->of.rescoring);
        break;
    case FACT_ROUND:
        eep_state_round(state, fact->of.round);
        break;
    case FACT_SNAPSHOT:
    case FACT_LATE_SNAPSHOT:
        eep_state_snapshot(state, fact->of.snapshot);
        break;
    }
}

/* What somebody knows: everything that happened before a moment and was published by then. */
typedef struct what_is_known {
    eep_date day;   /* whose state is asked for */
    size_t index;   /* of the round to come; rounds below it have been published */
    eep_date known; /* without the count printed with that round: what was published before this day */
    eep_date late;  /* counts taken after the rounds of their day are known of earlier days only */
    eep_backtest_mode mode;
} what_is_known;

static int is_known(const dated_fact *fact, const what_is_known *knowledge)
{
    if (fact->kind == FACT_ROUND) return fact->index < knowledge->index;
    if (fact->day > knowledge->day) return 0;
    if (fact->kind == FACT_LATE_SNAPSHOT && fact->day >= knowledge->late) return 0;
    if (fact->kind == FACT_RESCORING) return 1;
    if (knowledge->mode == EEP_BACKTEST_ATTACHED) return fact->index <= knowledge->index;
    return fact->known < knowledge->known;
}

/* The newest count of a day up to `day` that is known; NULL when there is none. */
static const dated_fact *newest_count(const eep_replay *replay, const what_is_known *knowledge)
{
    const dated_fact *newest = NULL;
    for (size_t i = 0; i < replay->facts; i++) {
        const dated_fact *fact = &replay->fact[i];
        if (fact->kind != FACT_SNAPSHOT && fact->kind != FACT_LATE_SNAPSHOT) continue;
        if (is_known(fact, knowledge)) newest = fact;
    }
    return newest;
}

/*
 * A snapshot is published after rounds that happened after it was taken. So `settled` goes only as far as
 * nothing can come in between any more, and what is known beyond is applied to a copy.
 */
static const eep_state *state_for(eep_replay *replay, const what_is_known *knowledge)
{
    size_t settled = replay->done;
    for (size_t i = replay->done; i < replay->facts; i++) {
        const dated_fact *fact = &replay->fact[i];
        const int is_snapshot = fact->kind == FACT_SNAPSHOT || fact->kind == FACT_LATE_SNAPSHOT;
        if (is_known(fact, knowledge) && (is_snapshot || settled == i)) settled = i + 1;
    }
    for (; replay->done < settled; replay->done++) {
        if (is_known(&replay->fact[replay->done], knowledge))
            apply(&replay->settled, &replay->fact[replay->done]);
    }
    memcpy(&replay->current, &replay->settled, sizeof replay->current);
    for (size_t i = replay->done; i < replay->facts; i++) {
        if (is_known(&replay->fact[i], knowledge)) apply(&replay->current, &replay->fact[i]);
    }
    eep_state_advance(&replay->current, knowledge->day);
    return &replay->current;
}

const eep_state *eep_replay_before(eep_replay *replay, size_t index)
{
    what_is_known knowledge = {.index = index, .late = INT32_MAX, .mode = replay->mode};
    for (size_t i = 0; i < replay->facts; i++) {
        const dated_fact *fact = &replay->fact[i];
        if (fact->kind == FACT_ROUND && fact->index == index) knowledge.day = knowledge.known = fact->day;
    }
    return state_for(replay, &knowledge);
}

/* Whether a round lies between a count and a day: after the one, before the other. */
static int has_round_between(const eep_replay *replay, const dated_fact *count, eep_date day)
{
    for (const dated_fact *fact = count + 1; fact < replay->fact + replay->facts && fact->day < day; fact++) {
        if (fact->kind == FACT_ROUND) return 1;
    }
    return 0;
}

const eep_state *eep_replay_eve(eep_replay *replay, eep_date day, eep_backtest_mode mode)
{
    /* Counts of the day or before it are known in the attached mode, however late they were printed. */
    what_is_known knowledge = {.day = day,
                               .known = mode == EEP_BACKTEST_ATTACHED ? INT32_MAX : day,
                               .late = day,
                               .mode = EEP_BACKTEST_PREVIOUS};
    for (size_t i = 0; i < replay->facts; i++) {
        const dated_fact *fact = &replay->fact[i];
        if (fact->kind == FACT_ROUND && fact->day < day && fact->index >= knowledge.index)
            knowledge.index = fact->index + 1;
    }
    const dated_fact *count = newest_count(replay, &knowledge);
    if (count != NULL && count->known >= day && !has_round_between(replay, count, day))
        knowledge.day = count->day;
    return state_for(replay, &knowledge);
}

const eep_state *eep_replay_on(eep_replay *replay, eep_date day)
{
    what_is_known knowledge = {.day = day,
                               .known = day < INT32_MAX ? day + 1 : day,
                               .late = INT32_MAX,
                               .mode = EEP_BACKTEST_PREVIOUS};
    for (size_t i = 0; i < replay->facts; i++) {
        const dated_fact *fact = &replay->fact[i];
        if (fact->kind == FACT_ROUND && fact->day <= day && fact->index >= knowledge.index)
            knowledge.index = fact->index + 1;
    }
    return state_for(replay, &knowledge);
}
