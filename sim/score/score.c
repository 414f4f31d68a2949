/* score.c - scores and eligibility of a whole pool: the walk over its blocks. */
#include <string.h>

#include "sim/sim.h"

const char *eep_section_name(size_t section)
{
    static const char *const names[EEP_SECTIONS] = {"core", "spouse", "transferability", "additional"};
    return section < EEP_SECTIONS ? names[section] : NULL;
}

/* One block: facts are made once and read by both kernels. */
static void score_block(const eep_engine *engine, const eep_rules *rules, const eep_columns *columns,
                        uint64_t row, size_t n, eep_facts *facts, const eep_scores *out)
{
    eep_raw raw;
    uint16_t unwanted[EEP_BLOCK_ROWS];
    uint16_t *sections[EEP_SECTIONS];
    int wanted = out->score != NULL;
    for (size_t s = 0; s < EEP_SECTIONS; s++) {
        sections[s] = out->section[s] != NULL ? out->section[s] + row : NULL;
        wanted |= sections[s] != NULL;
    }
    eep_raw_at(columns, row, &raw);
    engine->kernels.pack(&rules->pack, &raw, n, facts);
    if (wanted) {
        engine->kernels.score(&rules->score, facts, n, out->score != NULL ? out->score + row : unwanted,
                              sections);
    }
    if (out->programs != NULL || out->categories != NULL) {
        engine->kernels.eligible(&rules->eligible, facts, n,
                                 out->programs != NULL ? out->programs + row : NULL,
                                 out->categories != NULL ? out->categories + row : NULL);
    }
}

eep_status eep_score(eep_engine *engine, const eep_rules *rules, const eep_pool *pool, const eep_scores *out,
                     eep_error *error)
{
    const eep_columns *columns = &pool->columns;
    const uint64_t rows = columns->rows;
    const int threads = engine->threads;
    eep_facts *facts = eep_allocate_raw(&engine->allocator, (size_t)threads, sizeof *facts);
    if (facts == NULL) return eep_fail_memory(error, (size_t)threads * sizeof *facts);

#pragma omp parallel for num_threads(threads) schedule(static) if (rows > EEP_BLOCK_ROWS)
    for (uint64_t row = 0; row < rows; row += EEP_BLOCK_ROWS) {
        const size_t n = rows - row < EEP_BLOCK_ROWS ? (size_t)(rows - row) : EEP_BLOCK_ROWS;
        score_block(engine, rules, columns, row, n, &facts[eep_thread_number()], out);
    }
    eep_release(&engine->allocator, facts, (size_t)threads, sizeof *facts);
    if (out->programs != NULL && (columns->present >> EEP_COL_programs & 1) != 0) {
        memcpy(out->programs, columns->programs, rows);
    }
    return EEP_OK;
}
