/*
 * eepool/stream.h - pools larger than memory: made, scored and drawn straight from and to their files.
 *
 * A stream is a pool in a file that is read a chunk at a time, several chunks side by side. Everything here
 * needs memory for a chunk a thread (and, where said, a bit a candidate), and gives exactly what the calls on
 * whole pools give. An .eepd file is never held whole; a CSV is, because it has no index.
 *
 * Thread rule: a stream is used by one call at a time.
 */
#ifndef EEPOOL_STREAM_H
#define EEPOOL_STREAM_H

#include "eepool/base.h"
#include "eepool/dataset.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"
#include "eepool/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Making ------------------------------------------------------------------------------------ */

/*
 * As eep_pool_make and then eep_pool_write, in bounded memory: the same candidates and the same digest. The
 * provenance lacks the number of proposals, which is known only when the file is written. `path` must be
 * a regular file or new. `options` may be NULL. Fails as the two do.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_make_file(eep_engine *engine, const eep_rules *rules,
                                                     const eep_recipe *recipe, const char *path,
                                                     const eep_write_options *options, eep_error *error);

/* ---- Streams ----------------------------------------------------------------------------------- */

typedef struct eep_stream eep_stream;

/*
 * Opens a pool file as eep_pool_read does (options may be NULL), for use with this engine only. Of an .eepd
 * file nothing but its head and index is read yet; what is read of a chunk is checked then. Fails as
 * eep_pool_read.
 */
EEP_API EEP_MUST_CHECK eep_status eep_stream_open(eep_engine *engine, const char *path,
                                                  const eep_read_options *options, eep_stream **stream,
                                                  eep_error *error);
EEP_API void eep_stream_close(eep_stream *stream); /* NULL is fine */

EEP_API uint64_t eep_stream_rows(const eep_stream *stream);
EEP_API int eep_stream_has_column(const eep_stream *stream, size_t index);
EEP_API const char *eep_stream_provenance(const eep_stream *stream); /* JSON, owned by the stream */

/* The digest of the pool: of an .eepd file the one on record, which eep_file_verify compares. */
EEP_API EEP_MUST_CHECK eep_status eep_stream_digest(eep_engine *engine, const eep_stream *stream,
                                                    char text[EEP_DIGEST_TEXT], eep_error *error);

/* ---- Rounds ------------------------------------------------------------------------------------ */

/* Somebody invited. */
typedef struct eep_invitation {
    uint64_t row, id;
    eep_time submitted_at;
    unsigned round; /* number of the round, from 1 */
    uint16_t score;
    int program; /* as eep_round_program */
} eep_invitation;

/* Told of the invited, some at a time: round by round, within a round in the order of the file. */
typedef eep_status (*eep_invitations_told)(void *context, const eep_invitation *invited, size_t count,
                                           eep_error *error);

/*
 * As eep_hold_rounds on the whole pool: the same notices. `told` may be NULL; what it returns ends the work
 * when it is not EEP_OK. Memory is bounded for one round whatever the pool; more rounds need a bit a
 * candidate. The file is read once a round, and once more where the invited are wanted or a round follows. It
 * is also read once more where a thread cannot keep all who may stand at the cut-off, which many invitations
 * make so, and up to ten times more where over a million do stand at it.
 *
 * Only what the round needs is read, and what is read is checked: what points and programs rest on, of all
 * chunks; who was first, of the chunks that have somebody at the cut-off or named. Which these are depends on
 * the pool and the round, not on threads. Where all times of a chunk lie within the range in which no profile
 * has run out, and all papers are valid, by the index of the file, the index is believed. eep_file_verify
 * checks everything.
 */
EEP_API EEP_MUST_CHECK eep_status eep_stream_draw(eep_engine *engine, const eep_policy *policy,
                                                  eep_stream *stream, const eep_round *rounds, size_t count,
                                                  eep_invitations_told told, void *context,
                                                  eep_notice *notices, eep_error *error);

/* ---- Scores ------------------------------------------------------------------------------------ */

/*
 * Scores of some candidates in a row. `id` and the arrays of `scores` have `rows` values each, from row
 * `first` of the file on.
 */
typedef struct eep_scored {
    uint64_t first, rows;
    const uint64_t *id;
    eep_scores scores;
} eep_scored;

/*
 * What becomes of scores: `work` is called on several threads at once, each with its number from 0 to
 * eep_engine_threads - 1; then `in_order` on the same thread, in the order of the file and never two at a
 * time. Either may fail, which ends the work.
 */
typedef struct eep_scored_sink {
    eep_status (*work)(void *context, int thread, const eep_scored *scored, eep_error *error);
    eep_status (*in_order)(void *context, int thread, eep_error *error);
    void *context;
} eep_scored_sink;

/* As eep_score, of every candidate of a stream. Fails as eep_stream_open and the sink do. */
EEP_API EEP_MUST_CHECK eep_status eep_stream_score(eep_engine *engine, const eep_rules *rules,
                                                   eep_stream *stream, const eep_scored_sink *sink,
                                                   eep_error *error);

#ifdef __cplusplus
}
#endif
#endif
