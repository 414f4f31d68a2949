/*
 * ours.c - eepool among its peers: the same scores, draws and rounds on the same rows. run.py calls it:
 *
 *   eepool_peers columns POOL FOLDER                 every column as raw values, <folder>/<column>.<width>
 *   eepool_peers ours POOL FOLDER THREADS DAY N      measures eepool and prints JSON
 *   eepool_peers plain POOL FOLDER THREADS DAY N     the same of plain.c
 *   eepool_peers file POOL FOLDER THREADS DAY N      file to cut-off, once: seconds, cut-off, most memory
 *   eepool_peers read POOL FOLDER THREADS DAY N      the file into columns, again and again; for parquet.py
 *
 * `score` reads planes in memory, as the peers read facts they have prepared; `score_columns` begins at the
 * columns.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench/peers/peers.h"
#include "sim/sim.h"

double peers_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A column of so many bytes is stored past the caches. */
#define PAST_CACHES ((size_t)4 << 20)

static void must(int good, const char *what)
{
    if (good) return;
    fprintf(stderr, "eepool_peers: %s\n", what);
    exit(1);
}

void *peers_allocate(size_t bytes)
{
    void *memory = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);

    must(memory != NULL, "there is no memory");
    return memory;
}

void peers_write(const peers_task *task, const char *peer, const char *what, const void *data, size_t bytes)
{
    char path[1024];

    snprintf(path, sizeof path, "%s/%s.%s", task->folder, peer, what);
    FILE *file = fopen(path, "wb");
    must(file != NULL && fwrite(data, 1, bytes, file) == bytes && fclose(file) == 0, path);
}

/* ---- JSON --------------------------------------------------------------------------------------- */

static const char *separator = "{";

void peers_print_times(const char *name, const peers_times *times)
{
    printf("%s\"%s\": [", separator, name);
    for (int k = 0; k < times->count; k++)
        printf("%s%.6f", k ? ", " : "", times->seconds[k]);
    printf("]");
    separator = ",\n ";
}

void peers_print_cutoffs(const char *name, const uint16_t cutoff[PEERS_ROUNDS])
{
    printf("%s\"%s\": [", separator, name);
    for (int k = 0; k < PEERS_ROUNDS; k++)
        printf("%s%d", k ? ", " : "", cutoff[k]);
    printf("]");
    separator = ",\n ";
}

/* ---- Score -------------------------------------------------------------------------------------- */

static void score_columns(const peers_task *task, uint16_t *score)
{
    const eep_scores out = {.score = score};
    peers_times times = {{0}, 0};

    while (times.count < task->repetitions) {
        const double begun = peers_now();
        must(eep_score(task->engine, task->rules, task->pool, &out, NULL) == EEP_OK, "scoring failed");
        times.seconds[times.count++] = peers_now() - begun;
    }
    peers_print_times("score_columns", &times);
}

/* Planes of the whole pool, packed by as many threads as will read them. */
static void pack(const peers_task *task, const eep_planes *planes)
{
    const size_t n = eep_pool_rows(task->pool), share = (n / (size_t)task->threads + 4095) / 4096 * 4096;

#pragma omp parallel for num_threads(task->threads) schedule(static, 1)
    for (int t = 0; t < task->threads; t++) {
        const size_t from = (size_t)t * share, to = from + share < n ? from + share : n;
        const eep_planes at = eep_planes_at(planes, from);
        eep_raw raw;
        eep_raw_at(&task->pool->columns, from, &raw);
        task->engine->kernels.pack(&task->rules->pack, &raw, to - from, &at);
    }
}

static void score_planes(const peers_task *task, const eep_planes *planes, uint16_t *score)
{
    const size_t n = eep_pool_rows(task->pool), share = (n / (size_t)task->threads + 4095) / 4096 * 4096;
    static eep_score_plan plan;

    must(eep_score_plan_make(&task->rules->score, &plan) == NULL, "the policy does not fit the planes");
    plan.past_caches = n * sizeof *score >= PAST_CACHES;
#pragma omp parallel for num_threads(task->threads) schedule(static, 1)
    for (int t = 0; t < task->threads; t++) {
        const size_t from = (size_t)t * share, to = from + share < n ? from + share : n;
        const eep_planes at = eep_planes_at(planes, from);
        task->engine->kernels.score(&plan, &at, to - from, score + from, NULL);
    }
}

static void score(const peers_task *task)
{
    const size_t n = eep_pool_rows(task->pool);
    uint16_t *total = peers_allocate(n * sizeof *total);
    uint8_t *memory = peers_allocate(EEP_PLANES * (n + 4096));
    peers_times packing = {{0}, 0}, times = {{0}, 0};
    eep_planes planes;

    score_columns(task, total);
    for (size_t p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = memory + p * (n + 4096);
    while (packing.count < 3) {
        const double begun = peers_now();
        pack(task, &planes);
        packing.seconds[packing.count++] = peers_now() - begun;
    }
    peers_print_times("pack", &packing);
    memset(total, 0, n * sizeof *total);
    while (times.count < PEERS_MOST) {
        const double begun = peers_now();
        score_planes(task, &planes, total);
        times.seconds[times.count++] = peers_now() - begun;
    }
    peers_print_times("score", &times);
    peers_write(task, "ours", "score", total, n * sizeof *total);
    free(total);
    free(memory);
}

/* ---- Rounds ------------------------------------------------------------------------------------- */

static eep_round round_of(const peers_task *task, const char *kind)
{
    eep_round round = {.invitations = task->invitations, .moment = task->moment};

    must(eep_round_parse(kind, &round, NULL) == EEP_OK, kind);
    return round;
}

static eep_packed *packed_pool(const peers_task *task)
{
    eep_packed *packed = NULL;

    must(eep_packed_new(task->engine, task->rules, task->pool, &packed, NULL) == EEP_OK, "packing failed");
    return packed;
}

/* One round on a packed pool, as the peers draw from columns that they hold in memory. */
static void draw(const peers_task *task, eep_packed *packed, const char *kind, const char *name,
                 const char *what)
{
    const uint64_t *all = eep_pool_column(task->pool, (size_t)eep_column_find("id"));
    const eep_round round = round_of(task, kind);
    uint64_t *invited = peers_allocate(task->invitations * sizeof *invited);
    peers_times times = {{0}, 0};
    eep_notice notice;

    while (times.count < task->repetitions) {
        const double begun = peers_now();
        must(eep_packed_draw(task->engine, packed, &round, EEP_DRAW_NOTICE, invited, &notice, NULL) == EEP_OK,
             "a round failed");
        times.seconds[times.count++] = peers_now() - begun;
    }
    for (uint64_t i = 0; i < notice.invited; i++)
        invited[i] = all[invited[i]];
    peers_print_times(name, &times);
    peers_write(task, "ours", what, invited, notice.invited * sizeof *invited);
    free(invited);
}

/* Many rounds on one pool: scores and the ranking are made within the time, as the peers score and sort in
 * theirs. */
static void rounds(const peers_task *task)
{
    const eep_round kinds[2] = {round_of(task, "general"), round_of(task, "category:stem")};
    uint16_t cutoff[PEERS_ROUNDS];
    peers_times times = {{0}, 0};

    while (times.count < task->repetitions) {
        eep_packed *packed = packed_pool(task); /* no scores are kept in it yet */
        eep_ranking *ranking = NULL;
        const double begun = peers_now();
        must(eep_ranking_new(task->engine, packed, &ranking, NULL) == EEP_OK, "ranking failed");
        for (int k = 0; k < PEERS_ROUNDS; k++) {
            eep_notice notice;
            must(eep_ranking_draw(task->engine, ranking, &kinds[k % 2], NULL, &notice, NULL) == EEP_OK,
                 "a round failed");
            cutoff[k] = notice.cutoff;
        }
        times.seconds[times.count++] = peers_now() - begun;
        eep_ranking_free(ranking);
        eep_packed_free(packed);
    }
    peers_print_times("rounds", &times);
    peers_print_cutoffs("cutoffs", cutoff);
}

static void rounds_in_memory(const peers_task *task)
{
    eep_packed *packed = packed_pool(task);

    draw(task, packed, "general", "draw_general", "general");
    draw(task, packed, "category:stem", "draw_stem", "stem");
    eep_packed_free(packed);
    rounds(task);
}

/* ---- Commands ----------------------------------------------------------------------------------- */

static void columns(const peers_task *task)
{
    eep_column column;
    char name[80];

    for (size_t index = 0; eep_column_at(index, &column); index++) {
        snprintf(name, sizeof name, "%zu", column.width);
        peers_write(task, column.name, name, eep_pool_column(task->pool, index),
                    eep_pool_rows(task->pool) * column.width);
    }
}

/* The whole pool from its file, memory and all: what a user waits for. */
static void read_again(const peers_task *task, const char *path)
{
    peers_times times = {.count = 0};
    eep_error error = {0};

    while (times.count < task->repetitions) {
        eep_pool *pool = NULL;
        const double begun = peers_now();
        must(eep_pool_read(task->engine, path, NULL, &pool, &error) == EEP_OK, error.message);
        times.seconds[times.count++] = peers_now() - begun;
        eep_pool_free(pool);
    }
    peers_print_times("read", &times);
}

/* From the file to the cut-off, with nothing of the pool in memory but the chunks in hand. */
static void draw_from_file(const peers_task *task, const char *path, double begun)
{
    const eep_round round = round_of(task, "general");
    struct rusage used;
    eep_stream *stream = NULL;
    eep_notice notice;
    eep_error error = {0};

    must(eep_stream_open(task->engine, path, NULL, &stream, &error) == EEP_OK, error.message);
    must(eep_stream_draw(task->engine, task->policy, stream, &round, 1, NULL, NULL, &notice, &error) ==
             EEP_OK,
         error.message);
    eep_stream_close(stream);
    getrusage(RUSAGE_SELF, &used);
    printf("{\"seconds\": %.6f, \"cutoff\": %d, \"kib\": %ld}\n", peers_now() - begun, notice.cutoff,
           used.ru_maxrss);
}

static void open_policy(peers_task *task, int threads, const char *day)
{
    eep_engine_options options;
    eep_error error = {0};

    eep_engine_defaults(&options);
    options.threads = threads;
    task->threads = threads;
    eep_date date = 0;
    must(eep_date_parse(day, strlen(day), &date, &error) == EEP_OK, error.message);
    task->moment = ((eep_time)date + 1) * 86400 - 1;
    must(eep_engine_new(&options, &task->engine, &error) == EEP_OK, error.message);
    must(eep_policy_load(NULL, NULL, &task->policy, &error) == EEP_OK, error.message);
}

/* The pool in memory, and the rules of the day: a stream asks for those of its rounds itself. */
static void open_pool(peers_task *task, const char *path)
{
    const eep_date day = eep_time_date(task->moment);
    eep_error error = {0};

    must(eep_pool_read(task->engine, path, NULL, &task->pool, &error) == EEP_OK, error.message);
    must(eep_policy_at(task->policy, day, &task->rules, &error) == EEP_OK, error.message);
}

static void close_pool(peers_task *task)
{
    eep_pool_free(task->pool);
    eep_rules_free(task->rules);
    eep_policy_free(task->policy);
    eep_engine_free(task->engine);
}

int main(int argc, char **argv)
{
    peers_task task = {.repetitions = 7};

    must(argc == 4 || argc == 7,
         "usage: eepool_peers columns|ours|plain|file|read POOL FOLDER [THREADS DAY N]");
    const double begun = peers_now();
    task.folder = argv[3];
    open_policy(&task, argc == 7 ? atoi(argv[4]) : 1, argc == 7 ? argv[5] : "2023-07-05");
    if (argc == 7) task.invitations = strtoull(argv[6], NULL, 10);
    if (strcmp(argv[1], "file") == 0) {
        draw_from_file(&task, argv[2], begun);
        close_pool(&task);
        return 0;
    }
    open_pool(&task, argv[2]);
    if (strcmp(argv[1], "columns") == 0) {
        columns(&task);
    } else if (strcmp(argv[1], "read") == 0) {
        read_again(&task, argv[2]);
        printf("}\n");
    } else if (strcmp(argv[1], "plain") == 0) {
        plain_measure(&task);
        printf("}\n");
    } else {
        score(&task);
        rounds_in_memory(&task);
        printf("}\n");
    }
    close_pool(&task);
    return 0;
}
