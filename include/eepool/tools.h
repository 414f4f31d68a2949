/*
 * eepool/tools.h - small tools that every front end needs: the nearest known name for a misspelt one, and
 * output files that appear whole or not at all.
 *
 * Thread rule: calls on different objects are independent.
 */
#ifndef EEPOOL_TOOLS_H
#define EEPOOL_TOOLS_H

#include <stdio.h>

#include "eepool/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Names ------------------------------------------------------------------------------------- */

/* Name `index` of a list, or NULL past its end. */
typedef const char *(*eep_name_at)(const void *context, size_t index);

/*
 * The name nearest to `text` by edit distance (swaps count one), or NULL when none is near enough to be a
 * likely slip. The first of equally near ones.
 */
EEP_API const char *eep_nearest(const char *text, eep_name_at name_at, const void *context);

/* "did you mean 'stem'?" into `advice`, or `otherwise` when nothing is near. Returns `advice`. */
EEP_API char *eep_did_you_mean(char *advice, size_t size, const char *text, eep_name_at name_at,
                               const void *context, const char *otherwise);

/* ---- Files ------------------------------------------------------------------------------------- */

/*
 * An output file. It is written under a temporary name beside its place; commit flushes it to the disk
 * and renames it, abandon removes it. "-" is standard output, where commit only flushes. A file that replaces
 * another keeps its permissions, a new one has those that the umask gives. A symbolic link stays: the file
 * that it leads to is replaced.
 */
typedef struct eep_output {
    FILE *stream;
    char *path, *temporary; /* NULL for standard output */
    int noted;              /* for eep_remove_temporaries */
    int overwrite;
} eep_output;

/* Fails with EEP_ERROR_EXISTS (the file is there and `overwrite` is 0) or EEP_ERROR_IO. */
EEP_API EEP_MUST_CHECK eep_status eep_output_open(eep_output *output, const char *path, int overwrite,
                                                  eep_error *error);
/* Whether a file could be opened so. What takes long begins with it, and no folder is left half written. */
EEP_API EEP_MUST_CHECK eep_status eep_output_check(const char *path, int overwrite, eep_error *error);
/* Checks every earlier write. On failure the file is abandoned. Releases `output` either way. */
EEP_API EEP_MUST_CHECK eep_status eep_output_commit(eep_output *output, eep_error *error);
EEP_API void eep_output_abandon(eep_output *output);

/*
 * Removes the temporary files of all outputs of the process that are open at this moment (32 at most, with
 * names below 4,096 bytes), pools that are being written included. For a handler of a signal that ends the
 * process: it is async-signal-safe, and those outputs cannot be committed any more.
 */
EEP_API void eep_remove_temporaries(void);

#ifdef __cplusplus
}
#endif
#endif
