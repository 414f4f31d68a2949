/*
 * eepool/ranking.h - many rounds on one pool: everybody in the order of invitation, so that a round only has
 * to count off the first who qualify.
 *
 * A ranking stands on a packed pool. It keeps rows by rank (score descending, submitted_at ascending, id
 * ascending) and, in that order, one bit a candidate for each kind of round that was asked for, one for who
 * is in the pool at the moment, and one for who has been invited. A round takes microseconds; making the
 * ranking takes about as long as a few rounds without it. Results are those of eep_packed_draw, the invited
 * of earlier rounds left out.
 *
 * Rules that rank equal scores otherwise than by submission have no ranking: eep_ranking_new says so.
 *
 * Ownership: the packed pool stays the caller's and must live as long as the ranking; its scores are kept
 * from then on. While a ranking stands on it, it is moved on by eep_ranking_update. Memory: about 4.6 bytes a
 * candidate and an eighth for each kind of round; twice four after the first update.
 *
 * Thread rule: one call at a time per ranking, its packed pool and the engine.
 */
#ifndef EEPOOL_RANKING_H
#define EEPOOL_RANKING_H

#include "eepool/base.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/packed.h"
#include "eepool/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_ranking eep_ranking;

/*
 * Ranks a packed pool. The caller owns `*ranking`. Fails with EEP_ERROR_ARGUMENT (the rules rank equal scores
 * in another way; 2^32 rows or more) or EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_ranking_new(eep_engine *engine, eep_packed *packed,
                                                  eep_ranking **ranking, eep_error *error);
EEP_API void eep_ranking_free(eep_ranking *ranking); /* NULL is fine */

/* Bytes held, without the packed pool. */
EEP_API uint64_t eep_ranking_bytes(const eep_ranking *ranking);

/*
 * Makes what rounds of this kind and moment need, so that the first one is as fast as the others. Not
 * necessary. Fails as eep_ranking_draw.
 */
EEP_API EEP_MUST_CHECK eep_status eep_ranking_prepare(eep_engine *engine, eep_ranking *ranking,
                                                      const eep_round *round, eep_error *error);

/*
 * Holds one round on those who are active and were not invited by this ranking before; the invited stay out
 * of later rounds. The notice is whole. `invited` is NULL or has room for as many rows as there are
 * invitations, or as the pool has if these are fewer: the rows of the invited, in the order of rank. Moments
 * may go back and forth within the day of the rules. Fails as eep_packed_draw, and with EEP_ERROR_ARGUMENT
 * when the packed pool was updated without the ranking.
 */
EEP_API EEP_MUST_CHECK eep_status eep_ranking_draw(eep_engine *engine, eep_ranking *ranking,
                                                   const eep_round *round, uint64_t *invited,
                                                   eep_notice *notice, eep_error *error);

/* Nobody has been invited by this ranking: another run may begin. */
EEP_API void eep_ranking_reset(eep_ranking *ranking);

/*
 * eep_packed_update of the packed pool, and the ranking with it: whoever was invited still is, new rows are
 * ranked, and only those move whose score changes; where these are many, everybody is ranked anew. Fails as
 * eep_ranking_new; ranking and packed pool are then to be freed.
 */
EEP_API EEP_MUST_CHECK eep_status eep_ranking_update(eep_engine *engine, eep_ranking *ranking,
                                                     const eep_rules *rules, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif
