/*
 * base.h - the small tools that datasets/ and sim/ share: making errors, memory, files
 * read whole (names and output files are in eepool/tools.h). Reached through datasets/datasets.h.
 */
#ifndef EEP_DATASETS_BASE_H
#define EEP_DATASETS_BASE_H

#include <stdio.h>

#include "eepool/base.h"
#include "eepool/tools.h"

/* ---- Errors ------------------------------------------------------------------------------------ */

/*
 * Where every error is born: fills `error` (unless NULL) and returns `status`, so that a failure is one
 * line: `return eep_fail(error, EEP_ERROR_VALUE, "give 0 to 12", "CLB %d is too high", level);`.
 * `advice` may be NULL. eep_fail_at adds a position; `file` may be NULL, `line` and `column` 0.
 */
eep_status eep_fail(eep_error *error, eep_status status, const char *advice, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
eep_status eep_fail_at(eep_error *error, eep_status status, const char *file, uint64_t line, uint64_t column,
                       const char *advice, const char *format, ...) __attribute__((format(printf, 7, 8)));

/* Says where an error that has no position yet happened, and what was being done: "prefix: message". */
void eep_error_place(eep_error *error, const char *file, uint64_t line, uint64_t column);
void eep_error_prefix(eep_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* EEP_ERROR_MEMORY with the number of bytes that were wanted. */
eep_status eep_fail_memory(eep_error *error, size_t bytes);
/*
 * EEP_ERROR_IO with the reason in errno: "cannot write pool.eepd: No space left on device"; but
 * EEP_ERROR_NO_FILE when `verb` is "read" and there is no such file.
 */
eep_status eep_fail_io(eep_error *error, const char *verb, const char *path);

/* Forwards a failure. */
#define EEP_TRY(call)                                                                                        \
    do {                                                                                                     \
        eep_status eep_try_status_ = (call);                                                                 \
        if (eep_try_status_ != EEP_OK) return eep_try_status_;                                               \
    } while (0)

/* ---- Memory ------------------------------------------------------------------------------------ */

/*
 * `count` objects of `size` bytes, zeroed, aligned to 64 bytes; NULL when there is no memory or the
 * product overflows. `allocator` NULL means the C heap. Released with the same count and size.
 */
void *eep_allocate(const eep_allocator *allocator, size_t count, size_t size);
void eep_release(const eep_allocator *allocator, void *memory, size_t count, size_t size);

/* As eep_allocate, but not zeroed: for arrays that are written whole. */
void *eep_allocate_raw(const eep_allocator *allocator, size_t count, size_t size);

/* ---- Hashing ------------------------------------------------------------------------------------ */

/* The finaliser of SplitMix64: consecutive and regularly spaced numbers land far apart. */
static inline uint64_t eep_spread(uint64_t number)
{
    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

/* ---- Files ------------------------------------------------------------------------------------ */

/*
 * Reads a whole file ("-" is standard input) of at most `limit` bytes into C-heap memory with a zero
 * byte behind it, which the caller frees.
 */
eep_status eep_read_file(const char *path, size_t limit, char **text, size_t *length, eep_error *error);

/* 1 for standard output, a device or a pipe: they are written to as they stand, and cannot be read again. */
int eep_output_is_stream(const char *path);

/*
 * Files that eep_remove_temporaries removes, from note to forget. Noting gives a number to forget by, 0 where
 * there is no room for another, which may be forgotten too. What is forgotten was renamed or removed before.
 */
int eep_temporary_note(const char *path);
void eep_temporary_forget(int number);

#endif
