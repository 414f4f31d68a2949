/* packed.c - a packed pool: its memory, what is asked of it, and what kept scores are. */
#include <string.h>

#include "sim/packed/packed.h"

/* ---- Memory ------------------------------------------------------------------------------------- */

static void release_sets(eep_packed *packed)
{
    for (size_t c = 0; c < EEP_CATEGORIES_MAX; c++) {
        eep_release(&packed->allocator, packed->listed[c], packed->capacity / 64, sizeof(uint64_t));
        packed->listed[c] = NULL;
    }
    for (size_t g = 0; g < EEP_GROUPS; g++) {
        eep_release(&packed->allocator, packed->group[g], packed->capacity / 64, sizeof(uint64_t));
        packed->group[g] = NULL;
    }
    packed->ready = 0;
}

/* The arrays that keep what they hold when the pool grows. */
typedef struct kept_arrays {
    uint64_t *active;
    eep_packed_summary *summary;
    uint16_t *score;
} kept_arrays;

static void release_kept(const eep_allocator *allocator, const kept_arrays *arrays, uint64_t capacity)
{
    eep_release(allocator, arrays->active, capacity / 64, sizeof *arrays->active);
    eep_release(allocator, arrays->summary, capacity / EEP_BLOCK_ROWS, sizeof *arrays->summary);
    eep_release(allocator, arrays->score, capacity, sizeof *arrays->score);
}

static int allocate_kept(const eep_allocator *allocator, kept_arrays *arrays, uint64_t capacity,
                         int with_score)
{
    *arrays = (kept_arrays){
        .active = eep_allocate_raw(allocator, capacity / 64, sizeof *arrays->active),
        .summary = eep_allocate_raw(allocator, capacity / EEP_BLOCK_ROWS, sizeof *arrays->summary),
        .score = with_score ? eep_allocate_raw(allocator, capacity, sizeof *arrays->score) : NULL,
    };
    if (arrays->active != NULL && arrays->summary != NULL && (!with_score || arrays->score != NULL)) return 1;
    release_kept(allocator, arrays, capacity);
    return 0;
}

eep_status eep_packed_reserve(eep_packed *packed, uint64_t rows, eep_error *error)
{
    const uint64_t before = packed->capacity, blocks = before / EEP_BLOCK_ROWS;
    if (rows <= before) return EEP_OK;
    /* The first time exactly what is needed, later with some to spare. */
    const uint64_t wished = before == 0 ? rows : rows + rows / 8;
    const uint64_t after = (wished + EEP_BLOCK_ROWS - 1) / EEP_BLOCK_ROWS * EEP_BLOCK_ROWS;
    const kept_arrays old = {packed->active, packed->summary, packed->score};
    kept_arrays new;
    if (!allocate_kept(&packed->allocator, &new, after, old.score != NULL))
        return eep_fail_memory(error, after * 3);
    if (before > 0) {
        memcpy(new.active, old.active, before / 64 * sizeof *old.active);
        memcpy(new.summary, old.summary, blocks * sizeof *old.summary);
        if (old.score != NULL) memcpy(new.score, old.score, before * sizeof *old.score);
    }
    release_sets(packed);
    release_kept(&packed->allocator, &old, before);
    /* Planes are made anew by the next update. */
    eep_release(&packed->allocator, packed->planes.plane[0], eep_plane_room(before), EEP_PLANES);
    memset(&packed->planes, 0, sizeof packed->planes);
    packed->active = new.active;
    packed->summary = new.summary;
    packed->score = new.score;
    packed->capacity = after;
    return EEP_OK;
}

void eep_packed_free(eep_packed *packed)
{
    if (packed == NULL) return;
    const eep_allocator allocator = packed->allocator;
    const uint64_t capacity = packed->capacity;
    release_sets(packed);
    eep_release(&allocator, packed->planes.plane[0], eep_plane_room(capacity), EEP_PLANES);
    release_kept(&allocator, &(kept_arrays){packed->active, packed->summary, packed->score}, capacity);
    eep_release(&allocator, packed, 1, sizeof *packed);
}

/* ---- Questions ---------------------------------------------------------------------------------- */

const char *eep_packed_why_wide(const eep_packed *packed)
{
    return packed->rules->why_wide;
}

uint64_t eep_packed_rows(const eep_packed *packed)
{
    return packed->rows;
}

uint64_t eep_packed_bytes(const eep_packed *packed)
{
    uint64_t sets = 1;
    for (size_t c = 0; c < EEP_CATEGORIES_MAX; c++)
        sets += packed->listed[c] != NULL;
    for (size_t g = 0; g < EEP_GROUPS; g++)
        sets += packed->group[g] != NULL;
    return sizeof *packed + sets * (packed->capacity / 8) +
           packed->capacity / EEP_BLOCK_ROWS * sizeof *packed->summary +
           (packed->planes.plane[0] != NULL ? eep_plane_room(packed->capacity) * EEP_PLANES : 0) +
           (packed->score != NULL ? packed->capacity * sizeof *packed->score : 0);
}

eep_status eep_packed_set_active(eep_packed *packed, const uint64_t *row, uint64_t count, int active,
                                 eep_error *error)
{
    for (uint64_t i = 0; i < count; i++) {
        if (row[i] >= packed->rows)
            return eep_fail(error, EEP_ERROR_ARGUMENT, "rows are counted from 0",
                            "there is no row %llu among %llu", (unsigned long long)row[i],
                            (unsigned long long)packed->rows);
    }
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t bit = (uint64_t)1 << row[i] % 64;
        uint64_t *word = &packed->active[row[i] / 64];
        *word = active ? *word | bit : *word & ~bit;
    }
    packed->changes++;
    return EEP_OK;
}

/* ---- Scores ------------------------------------------------------------------------------------- */

void eep_packed_score_block(const eep_packed *packed, const eep_kernels *kernels, uint64_t b,
                            eep_block *scratch, uint16_t *score)
{
    const uint64_t row = b * EEP_BLOCK_ROWS;
    const size_t n = eep_block_rows(packed->rows, b);
    if (packed->rules->why_wide == NULL) {
        const eep_planes at = eep_planes_at(&packed->planes, row);
        kernels->score(&packed->rules->score_plan, &at, n, score, NULL);
    } else {
        eep_raw raw;
        eep_raw_at(&packed->pool->columns, row, &raw);
        eep_block_score(kernels, packed->rules, &raw, n, scratch, &(eep_block_results){.score = score});
    }
}

eep_status eep_packed_score_all(eep_engine *engine, eep_packed *packed, eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    const uint64_t blocks = eep_packed_blocks(packed);
    eep_block *scratch = eep_allocate_raw(&engine->allocator, threads, sizeof *scratch);
    if (scratch == NULL) return eep_fail_memory(error, threads * sizeof *scratch);
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (blocks > 1)
    for (uint64_t b = 0; b < blocks; b++)
        eep_packed_score_block(packed, &engine->kernels, b, &scratch[eep_thread_number()],
                               packed->score + b * EEP_BLOCK_ROWS);
    eep_release(&engine->allocator, scratch, threads, sizeof *scratch);
    return EEP_OK;
}

eep_status eep_packed_keep_scores(eep_engine *engine, eep_packed *packed, const uint16_t **score,
                                  eep_error *error)
{
    if (packed->score == NULL) {
        packed->score = eep_allocate_raw(&packed->allocator, packed->capacity, sizeof *packed->score);
        if (packed->score == NULL) return eep_fail_memory(error, packed->capacity * sizeof *packed->score);
        const eep_status status = eep_packed_score_all(engine, packed, error);
        if (status != EEP_OK) {
            eep_release(&packed->allocator, packed->score, packed->capacity, sizeof *packed->score);
            packed->score = NULL;
            return status;
        }
    }
    if (score != NULL) *score = packed->score;
    return EEP_OK;
}
