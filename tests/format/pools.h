/* pools.h - invented pools and files for the tests of the .eepd format. */
#ifndef EEP_TESTS_FORMAT_POOLS_H
#define EEP_TESTS_FORMAT_POOLS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../kernels/levels.h"
#include "datasets/datasets.h"

/* ---- Random numbers ------------------------------------------------------------------------------ */

/* SplitMix64: short, and the same on every machine. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline int64_t random_between(uint64_t *state, int64_t low, int64_t high)
{
    const uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + (span == 0 ? next_random(state) : next_random(state) % span));
}

/* ---- Pools --------------------------------------------------------------------------------------- */

#define ALL_COLUMNS ((UINT64_C(1) << EEP_COLUMNS) - 1)

/* A value of a column: anywhere in its range; a country is three letters or none. */
static inline int64_t random_value(uint64_t *state, const eep_column *column)
{
    if (column->kind != EEP_KIND_COUNTRY) return random_between(state, column->minimum, column->maximum);
    if (random_between(state, 0, 9) == 0) return 0;
    return random_between(state, 1, 26) * 1024 + random_between(state, 1, 26) * 32 +
           random_between(state, 1, 26);
}

/*
 * Fills a column in one of the shapes that the encoder tells apart: noise, one value, rising with small
 * steps, or few different values in runs. The id is always unique.
 */
static inline void fill_column(eep_columns *pool, size_t index, uint64_t *state)
{
    eep_column column;
    assert_true(eep_column_at(index, &column));
    const int64_t shape = random_between(state, 0, 3);
    int64_t value = random_value(state, &column);
    for (uint64_t row = 0; row < pool->rows; row++) {
        if (index == EEP_COL_id) {
            value = shape < 2 ? (int64_t)(row * 7 + 3) : (int64_t)((row * UINT64_C(0x9E3779B97F4A7C15)) >> 1);
        } else if (shape == 0 || (shape == 3 && random_between(state, 0, 15) == 0)) {
            value = random_value(state, &column);
        } else if (shape == 2 && column.width >= 4 && value < column.maximum - 90) {
            value += random_between(state, 0, 90);
        }
        eep_columns_set(pool, index, row, value);
    }
}

/* A pool of `rows` in which the columns of `present` are filled; to be cleared. */
static inline void make_pool(eep_columns *pool, uint64_t rows, uint64_t present, uint64_t seed)
{
    uint64_t state = seed;
    eep_columns_init(pool, NULL);
    assert_int_equal(eep_columns_grow(pool, rows, NULL), EEP_OK);
    pool->present = present;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        if ((present >> i & 1) != 0) fill_column(pool, i, &state);
    eep_columns_derive(pool, 0);
    assert_int_equal(eep_columns_check(pool, NULL), EEP_OK);
}

static inline void assert_pools_equal(const eep_columns *a, const eep_columns *b)
{
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->present, b->present);
    if (a->rows == 0) return;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        eep_column_at(i, &column);
        if (memcmp(eep_columns_data(a, i), eep_columns_data(b, i), a->rows * column.width) != 0)
            fail_msg("column %s differs", column.name);
    }
}

/* ---- Files --------------------------------------------------------------------------------------- */

/* A folder of one test program, made by start_folder and removed with what is in it by end_folder. */
static char folder[200];

static inline int start_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/eepd-XXXXXX", base != NULL ? base : "/tmp");
    return mkdtemp(folder) == NULL;
}

static inline const char *in_folder(const char *name)
{
    static char path[4][300];
    static unsigned turn;
    char *made = path[turn++ % 4];
    snprintf(made, sizeof path[0], "%s/%s", folder, name);
    return made;
}

static inline int end_folder(void **state)
{
    (void)state;
    static const char *const name[] = {"a.eepd", "b.eepd", "c.eepd", "text"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        unlink(in_folder(name[i]));
    return rmdir(folder); /* fails, and with it the program, when a temporary file was left behind */
}

/* The bytes of a file and a zero byte behind them, for the caller to free. */
static inline unsigned char *file_bytes(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_int_equal(fseek(stream, 0, SEEK_END), 0);
    *length = (size_t)ftell(stream);
    rewind(stream);
    unsigned char *bytes = malloc(*length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, stream), *length);
    bytes[*length] = '\0';
    fclose(stream);
    return bytes;
}

static inline void write_bytes(const char *path, const void *bytes, size_t length)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

static inline void write_pool(const eep_columns *pool, const char *path, uint32_t chunk_rows, int level,
                              int threads)
{
    const eep_write_options options = {
        .size = sizeof options, .overwrite = 1, .level = level, .chunk_rows = chunk_rows};
    eep_error error = {0};
    if (eep_eepd_write(pool, "{\"made\": \"by a test\"}", path, &options, threads, &error) != EEP_OK)
        fail_msg("%s", error.message);
}

static inline void read_pool(const char *path, int threads, eep_columns *pool)
{
    char *provenance = NULL;
    eep_error error = {0};
    eep_columns_init(pool, NULL);
    if (eep_eepd_read(path, kernels_in_turn(), threads, pool, &provenance, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_string_equal(provenance, "{\"made\": \"by a test\"}");
    free(provenance);
}

/* Reads a file that must be refused, and verifies it, which must be refused alike; returns the status. */
static inline eep_status refusal(const char *path, eep_error *error)
{
    eep_columns pool;
    char *provenance = NULL;
    eep_columns_init(&pool, NULL);
    const eep_status status = eep_eepd_read(path, kernels_in_turn(), 1, &pool, &provenance, error);
    assert_null(provenance);
    assert_int_equal(pool.rows, 0);
    assert_null(pool.id);
    eep_columns_clear(&pool);
    if (status != EEP_OK) assert_int_equal(eep_eepd_verify(path, kernels_in_turn(), 1, NULL, NULL), status);
    return status;
}

#endif
