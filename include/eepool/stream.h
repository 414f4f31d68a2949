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

#ifdef __cplusplus
}
#endif
#endif
