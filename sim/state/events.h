/* events.h - what the files that move a state share. Private to sim/state. */
#ifndef EEP_SIM_STATE_EVENTS_H
#define EEP_SIM_STATE_EVENTS_H

#include "sim/state/stock.h"

/* The highest published range of people without a nomination; range 0 is the nominees. */
#define EEP_TOP_RANGE 1

/* How candidates lie within a published range: factors that add up to one, at the scores of the range. */
void eep_range_shape(const eep_pool_parameters *pool, size_t range, int64_t decay, int64_t *shape);

/* Adds arrivals to a range of the pool, and to every share its part. */
void eep_state_arrive(eep_state *state, size_t range, int64_t arrivals);

/* Keeps numerator/denominator of those at a score, in the pool and in every share. */
void eep_state_keep(eep_state *state, int score, int64_t numerator, int64_t denominator);

/* Notes, for eep_state_reconcile, what of the oldest period has expired on the day of the state. */
void eep_state_note_expired(eep_state *state);

/* Invitations to nominees at which their cut-off is the level of the time. */
#define EEP_NOMINEES_USUAL 512

#endif
