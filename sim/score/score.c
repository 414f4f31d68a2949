/* score.c - scores and eligibility of a whole pool: the walk over its blocks. */
#include <string.h>

#include "sim/score/block.h"

const char *eep_section_name(size_t section)
{
    static const char *const names[EEP_SECTIONS] = {"core", "spouse", "transferability", "additional"};
    return section < EEP_SECTIONS ? names[section] : NULL;
}

static void score_block(const eep_engine *engine, const eep_rules *rules, const eep_columns *columns,
                        uint64_t row, size_t n, eep_block *block, const eep_scores *out)
{
    eep_raw raw;
    eep_block_results results = {
        .score = out->score != NULL ? out->score + row : NULL,
        .programs = out->programs != NULL ? out->programs + row : NULL,
        .categories = out->categories != NULL ? out->categories + row : NULL,
    };
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        results.section[s] = out->section[s] != NULL ? out->section[s] + row : NULL;
    eep_raw_at(columns, row, &raw);
    eep_block_score(&engine->kernels, rules, &raw, n, block, &results);
}

eep_status eep_score(eep_engine *engine, const eep_rules *rules, const eep_pool *pool, const eep_scores *out,
                     eep_error *error)
{
    const eep_columns *columns = &pool->columns;
    const uint64_t rows = columns->rows;
    const int threads = engine->threads;
    eep_block *blocks = eep_allocate_raw(&engine->allocator, (size_t)threads, sizeof *blocks);
    if (blocks == NULL) return eep_fail_memory(error, (size_t)threads * sizeof *blocks);

#pragma omp parallel for num_threads(threads) schedule(static) if (rows > EEP_BLOCK_ROWS)
    for (uint64_t row = 0; row < rows; row += EEP_BLOCK_ROWS) {
        const size_t n = rows - row < EEP_BLOCK_ROWS ? (size_t)(rows - row) : EEP_BLOCK_ROWS;
        score_block(engine, rules, columns, row, n, &blocks[eep_thread_number()], out);
    }
    eep_release(&engine->allocator, blocks, (size_t)threads, sizeof *blocks);
    if (out->programs != NULL && (columns->present >> EEP_COL_programs & 1) != 0) {
        memcpy(out->programs, columns->programs, rows);
    }
    return EEP_OK;
}
