/*
 * bench_chunks.c - an .eepd file chunk by chunk: to columns, to planes, to a cut-off; and beside it what zstd
 * alone needs for the same columns, stored column by column and chunk by chunk as they lie in memory.
 *
 * Items are candidates, bytes those that are decoded to (columns) or read (the others). Each thread writes to
 * the same memory again and again, as a reader of a large pool does.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <omp.h>
#include <zstd.h>

#include "bench/pool.h"
#include "sim/sim.h"

#define INVITED (BENCH_ROWS / 2000)

/* ---- The file ---------------------------------------------------------------------------------------- */

/* A file of the pool that is open; its name is gone at once. */
static eep_eepd *open_file(const bench_pool *shared)
{
    char path[256];
    eep_eepd *file = NULL;
    eep_write_options how;
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/eepool-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    const int handle = mkstemp(path);
    if (handle < 0) return NULL;
    close(handle);
    eep_write_defaults(&how);
    how.overwrite = 1;
    if (eep_pool_write(shared->engine[2], shared->pool, path, &how, NULL) == EEP_OK)
        if (eep_eepd_open(path, &shared->engine[1]->kernels, NULL, &file, NULL) != EEP_OK) file = NULL;
    unlink(path);
    return file;
}

/* What one thread reads with and writes to. */
typedef struct reader {
    eep_eepd_thread *thread;
    eep_columns columns;
    eep_planes planes;
    uint64_t histogram[EEP_SCORE_BINS];
} reader;

static int make_reader(const eep_eepd *file, reader *into)
{
    const size_t rows = eep_eepd_chunk_count(file, 0);
    memset(into, 0, sizeof *into);
    eep_columns_init(&into->columns, NULL);
    uint8_t *memory = eep_allocate(NULL, rows, EEP_PLANES);
    for (size_t p = 0; p < EEP_PLANES; p++)
        into->planes.plane[p] = memory + p * rows;
    return memory != NULL && eep_columns_grow(&into->columns, rows, NULL) == EEP_OK &&
           eep_eepd_thread_new(file, &into->thread, NULL) == EEP_OK;
}

static void free_reader(const eep_eepd *file, reader *of)
{
    eep_eepd_thread_free(of->thread);
    eep_columns_clear(&of->columns);
    eep_release(NULL, of->planes.plane[0], eep_eepd_chunk_count(file, 0), EEP_PLANES);
}

/* ---- Tasks ------------------------------------------------------------------------------------------- */

typedef struct task {
    const bench_pool *shared;
    const eep_eepd *file;
    reader reader[2];
    int threads;
} task;

/* Each does a chunk and returns whether it could. */
typedef int (*chunk_work)(const task *of, reader *by, uint64_t chunk);

static int to_columns(const task *of, reader *by, uint64_t chunk)
{
    return eep_eepd_chunk_columns(of->file, by->thread, chunk, UINT64_MAX, &by->columns, 0, NULL) == EEP_OK;
}

static int to_planes(const task *of, reader *by, uint64_t chunk)
{
    return eep_eepd_chunk_planes(of->file, by->thread, chunk, &of->shared->engine[1]->kernels,
                                 &of->shared->rules->pack, &by->planes, NULL) == EEP_OK;
}

/* Scores of whoever qualifies for a program. */
static int to_histogram(const task *of, reader *by, uint64_t chunk)
{
    const eep_kernels *kernels = &of->shared->engine[1]->kernels;
    const eep_rules *rules = of->shared->rules;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    if (!to_planes(of, by, chunk)) return 0;
    const size_t rows = eep_eepd_chunk_count(of->file, chunk);
    for (size_t row = 0; row < rows; row += EEP_BLOCK_ROWS) {
        const size_t n = rows - row < EEP_BLOCK_ROWS ? rows - row : EEP_BLOCK_ROWS;
        const eep_planes at = eep_planes_at(&by->planes, row);
        kernels->score(&rules->score_plan, &at, n, score, NULL);
        kernels->programs(&rules->program_plan, &at, n, programs);
        kernels->count(score, programs, n, by->histogram);
    }
    return 1;
}

static int run(task *of, chunk_work work)
{
    const uint64_t chunks =
        (BENCH_ROWS + eep_eepd_chunk_count(of->file, 0) - 1) / eep_eepd_chunk_count(of->file, 0);
    int good = 1;
#pragma omp parallel for schedule(dynamic) num_threads(of->threads) reduction(&& : good)
    for (uint64_t chunk = 0; chunk < chunks; chunk++)
        good = good && work(of, &of->reader[omp_get_thread_num()], chunk);
    return good;
}

/* The lowest score of the best INVITED. */
static int cutoff_of(task *of)
{
    uint64_t above = 0;
    for (int i = 0; i < of->threads; i++)
        memset(of->reader[i].histogram, 0, sizeof of->reader[i].histogram);
    if (!run(of, to_histogram)) return -1;
    for (int score = EEP_SCORE_BINS - 1; score > 0; score--) {
        for (int i = 0; i < of->threads; i++)
            above += of->reader[i].histogram[score];
        if (above >= INVITED) return score;
    }
    return 0;
}

/* The same by the public call on the pool in memory; nobody has run out on the day of the pool. */
static int cutoff_in_memory(const bench_pool *shared)
{
    const eep_round round = {
        .kind = EEP_ROUND_GENERAL, .invitations = INVITED, .moment = bench_pool_recipe().moment};
    eep_notice notice;
    if (eep_draw(shared->engine[1], shared->policy, shared->pool, &round, NULL, 0, &notice, NULL) != EEP_OK)
        return -2;
    return notice.cutoff;
}

static int start(eep_bench *bench, int64_t threads, task *of)
{
    *of = (task){.shared = bench_pool_get(bench), .threads = (int)threads};
    if (of->shared == NULL) return 0;
    of->file = open_file(of->shared);
    int made = of->file != NULL;
    for (int i = 0; i < of->threads && made; i++)
        made = make_reader(of->file, &of->reader[i]);
    if (!made) eep_bench_fail(bench, "the file cannot be written or opened");
    return made;
}

static void end(task *of)
{
    for (int i = 0; i < of->threads; i++)
        free_reader(of->file, &of->reader[i]);
    eep_eepd_close((eep_eepd *)of->file);
}

static void columns(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    task of;
    if (!start(bench, threads, &of)) return;
    if (!run(&of, to_columns)) eep_bench_fail(bench, "the file is not read");
    while (eep_bench_next(bench))
        eep_bench_keep((uint64_t)run(&of, to_columns));
    eep_bench_work(bench, BENCH_ROWS, BENCH_ROWS * INT64_C(75));
    end(&of);
}

static void planes(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    task of;
    if (!start(bench, threads, &of)) return;
    if (!run(&of, to_planes)) eep_bench_fail(bench, "the file is not read");
    while (eep_bench_next(bench))
        eep_bench_keep((uint64_t)run(&of, to_planes));
    eep_bench_work(bench, BENCH_ROWS, (int64_t)BENCH_ROWS * EEP_PLANES);
    end(&of);
}

static void cutoff(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    task of;
    if (!start(bench, threads, &of)) return;
    if (cutoff_of(&of) != cutoff_in_memory(of.shared))
        eep_bench_fail(bench, "the cut-off is another than in memory");
    while (eep_bench_next(bench))
        eep_bench_keep((uint64_t)cutoff_of(&of));
    eep_bench_work(bench, BENCH_ROWS, (int64_t)BENCH_ROWS * EEP_PLANES);
    end(&of);
}

/* ---- zstd alone -------------------------------------------------------------------------------------- */

#define FRAME_ROWS 131072

/* Every column of a range of rows as a frame of level 1. */
typedef struct frames {
    unsigned char *bytes;
    size_t length[64], total;
} frames;

static size_t compress(const bench_pool *shared, size_t index, uint64_t row, size_t rows, unsigned char *to)
{
    eep_column column;
    eep_column_at(index, &column);
    const char *values = eep_pool_column(shared->pool, index);
    return ZSTD_compress(to, ZSTD_compressBound(rows * 8), values + row * column.width, rows * column.width,
                         1);
}

static int make_frames(const bench_pool *shared, uint64_t row, size_t rows, frames *into)
{
    size_t used = 0;
    *into = (frames){.bytes = malloc(ZSTD_compressBound(rows * 8) * EEP_COLUMNS)};
    for (size_t i = 0; i < EEP_COLUMNS && into->bytes != NULL; i++) {
        if (!eep_pool_has_column(shared->pool, i)) continue;
        into->length[i] = compress(shared, i, row, rows, into->bytes + used);
        used += into->length[i];
    }
    into->total = used;
    return into->bytes != NULL;
}

static uint64_t decompress(const frames *from, unsigned char *room)
{
    uint64_t bytes = 0;
    size_t used = 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if (from->length[i] == 0) continue;
        bytes += ZSTD_decompress(room, FRAME_ROWS * 8, from->bytes + used, from->length[i]);
        used += from->length[i];
    }
    return bytes;
}

static void zstd_alone(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    enum { PIECES = (BENCH_ROWS + FRAME_ROWS - 1) / FRAME_ROWS };
    const bench_pool *shared = bench_pool_get(bench);
    frames piece[PIECES];
    unsigned char *room[2] = {malloc(FRAME_ROWS * 8), malloc(FRAME_ROWS * 8)};
    uint64_t stored = 0, bytes = 0;
    if (shared == NULL) return;
    for (size_t k = 0; k < PIECES; k++) {
        const uint64_t row = k * FRAME_ROWS, left = BENCH_ROWS - row;
        if (!make_frames(shared, row, left < FRAME_ROWS ? left : FRAME_ROWS, &piece[k]))
            eep_bench_fail(bench, "there is no memory");
        stored += piece[k].total;
    }
    while (eep_bench_next(bench)) {
        bytes = 0;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads) reduction(+ : bytes)
        for (size_t k = 0; k < PIECES; k++)
            bytes += decompress(&piece[k], room[omp_get_thread_num()]);
        eep_bench_keep(bytes);
    }
    if (bytes != BENCH_ROWS * UINT64_C(75)) eep_bench_fail(bench, "other bytes come back");
    eep_bench_work(bench, BENCH_ROWS, (int64_t)bytes);
    eep_bench_report(bench, "bytes_per_candidate", (double)stored / BENCH_ROWS);
    for (size_t k = 0; k < PIECES; k++)
        free(piece[k].bytes);
    free(room[0]);
    free(room[1]);
}

void eep_bench_chunks(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        eep_bench_add("chunks/columns/threads", columns, NULL, threads);
        eep_bench_add("chunks/zstd_alone/threads", zstd_alone, NULL, threads);
        eep_bench_add("chunks/planes/threads", planes, NULL, threads);
        eep_bench_add("chunks/cutoff/threads", cutoff, NULL, threads);
    }
}
