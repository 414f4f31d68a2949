/*
 * csv_files.h - what the CSV tests share: texts as temporary files, and memory that runs out on demand.
 */
#ifndef EEP_TESTS_CSV_FILES_H
#define EEP_TESTS_CSV_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "datasets/datasets.h"

/* A text with its length, so that it may hold zero bytes. */
#define TEXT(literal) (literal), sizeof(literal) - 1

/* A folder of our own under $TMPDIR or /tmp. */
static inline void make_folder(char folder[256])
{
    const char *parent = getenv("TMPDIR");
    snprintf(folder, 256, "%s/eepool-csv-XXXXXX", parent != NULL ? parent : "/tmp");
    assert_non_null(mkdtemp(folder));
}

static inline void write_text(const char *path, const char *text, size_t length)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(text, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

/* A temporary file with this text. The caller removes it. */
static inline void temporary_file(char path[256], const char *text, size_t length)
{
    const char *parent = getenv("TMPDIR");
    snprintf(path, 256, "%s/eepool-csv-XXXXXX", parent != NULL ? parent : "/tmp");
    const int handle = mkstemp(path);
    assert_true(handle >= 0);
    close(handle);
    write_text(path, text, length);
}

/* Reads a text as a file of candidates into columns that are initialised here. */
static inline eep_status read_text(const char *text, size_t length, eep_date age_on, eep_columns *columns,
                                   eep_error *error)
{
    char path[256];
    temporary_file(path, text, length);
    eep_columns_init(columns, NULL);
    const eep_status status = eep_csv_read(path, age_on, 2, columns, error);
    unlink(path);
    return status;
}

/* The whole of a small file, terminated, for the caller to free. */
static inline char *file_text(const char *path)
{
    char *text;
    size_t length;
    assert_int_equal(eep_read_file(path, 1 << 24, &text, &length, NULL), EEP_OK);
    return text;
}

/* Memory that is counted, and refused at the `fail_at`-th request (from 1; 0 = never). */
struct counted_memory {
    size_t requests, fail_at, blocks;
};

static inline void *counted_allocate(void *context, size_t size, size_t alignment)
{
    struct counted_memory *memory = context;
    assert_true(alignment <= 64);
    if (++memory->requests == memory->fail_at) return NULL;
    memory->blocks++;
    /* The size stands in front, to be compared when the block comes back. */
    char *block = aligned_alloc(64, (size + 64 + 63) / 64 * 64);
    assert_non_null(block);
    memcpy(block, &size, sizeof size);
    return block + 64;
}

static inline void counted_release(void *context, void *block, size_t size)
{
    struct counted_memory *memory = context;
    size_t allocated;
    memcpy(&allocated, (char *)block - 64, sizeof allocated);
    assert_int_equal(allocated, size);
    memory->blocks--;
    free((char *)block - 64);
}

static inline eep_allocator counted_allocator(struct counted_memory *memory)
{
    return (eep_allocator){counted_allocate, counted_release, memory};
}

/* The next number of a small generator (Marsaglia's xorshift64). */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A value that column `index` may hold. */
static inline int64_t random_value(size_t index, uint64_t *state)
{
    eep_column column;
    assert_true(eep_column_at(index, &column));
    if (column.kind == EEP_KIND_COUNTRY) {
        int64_t code = 0;
        for (int i = 0; i < 3; i++)
            code = code * 32 + 1 + (int64_t)(next_random(state) % 26);
        return next_random(state) % 4 == 0 ? 0 : code;
    }
    const uint64_t span = (uint64_t)(column.maximum - column.minimum) + 1;
    return column.minimum + (int64_t)(next_random(state) % span);
}

#endif
