/* judge.c - who competes in a round on a stream. */
#include "sim/stream/judge.h"

#include <string.h>

void eep_judge_start(eep_judge *judge)
{
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        judge->valid[i] = EEP_DATE_OPEN;
}

/* ---- Who was taken ------------------------------------------------------------------------------- */

static int is_taken(const uint8_t *taken, uint64_t row)
{
    uint8_t byte;
#pragma omp atomic read
    byte = taken[row / 8]; /* another thread may be marking a neighbour */
    return (byte >> row % 8 & 1) != 0;
}

/* Chunks may begin anywhere in a word. */
static void leave_taken(const uint8_t *taken, uint64_t row, size_t words, uint64_t *set)
{
    for (size_t word = 0; word < words; word++) {
        for (uint64_t bits = set[word]; bits != 0; bits &= bits - 1)
            if (is_taken(taken, row + word * 64 + (size_t)__builtin_ctzll(bits)))
                set[word] &= ~(bits & -bits);
    }
}

void eep_stream_take(uint8_t *taken, uint64_t row)
{
    const uint8_t bit = (uint8_t)(1u << row % 8);
#pragma omp atomic update
    taken[row / 8] |= bit;
}

/* ---- What the index knows ------------------------------------------------------------------------ */

uint64_t eep_judge_chunk(eep_judge *judge, const eep_stream_round *round, const eep_chunks *file,
                         uint64_t chunk)
{
    static const uint64_t times = UINT64_C(1) << EEP_COL_submitted_at;
    static const uint64_t papers = UINT64_C(1) << EEP_COL_language_test_date | UINT64_C(1)
                                                                                   << EEP_COL_assessment_date;
    const eep_pack_tables *tables = &round->rules->pack;
    int64_t earliest, latest;
    eep_chunks_range(file, chunk, EEP_COL_submitted_at, &earliest, &latest);
    judge->times_valid = (eep_chunks_present(file) & times) != 0 &&
                         eep_validity_spans(&round->window, earliest, latest) == EEP_VALIDITY_ALL;
    judge->papers_valid =
        eep_chunks_all_after(file, chunk, EEP_COL_language_test_date, tables->language_test_after) &&
        eep_chunks_all_after(file, chunk, EEP_COL_assessment_date, tables->assessment_after);
    /* Papers are stored as what they differ from the day of submission: who wants them gets times as well. */
    return judge->papers_valid ? papers | (judge->times_valid ? times : 0) : 0;
}

/* ---- Blocks -------------------------------------------------------------------------------------- */

/* Of those who qualify for a program, the active ones who have not run out and were not taken. */
static void find_pool(eep_judge *judge, const eep_stream_round *round, const eep_columns *columns,
                      uint64_t row, size_t n, uint64_t first)
{
    uint64_t left[EEP_BLOCK_WORDS];
    round->kernels->flags(judge->programs, UINT8_MAX, n, judge->in_pool);
    round->kernels->flags(columns->status + row, UINT8_MAX, n, left);
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        judge->in_pool[word] &= ~left[word];
    if (!judge->times_valid)
        eep_validity_keep(&round->window, round->kernels, columns->submitted_at + row, n, judge->in_pool);
    if (round->taken != NULL) leave_taken(round->taken, first + row, EEP_SET_WORDS(n), judge->in_pool);
}

void eep_judge_block(eep_judge *judge, const eep_stream_round *round, const eep_columns *columns,
                     uint64_t row, size_t n, uint64_t first)
{
    const eep_kernels *kernels = round->kernels;
    const eep_category_entry *category = round->filter.category;
    const size_t words = EEP_SET_WORDS(n);
    uint64_t group[EEP_BLOCK_WORDS];
    eep_raw raw;
    eep_raw_at(columns, row, &raw);
    if (judge->papers_valid) raw.language_test_date = raw.assessment_date = judge->valid;
    eep_block_score(kernels, round->rules, &raw, n, &judge->block,
                    &(eep_block_results){.score = judge->score, .programs = judge->programs});
    if (round->programs_given) memcpy(judge->programs, columns->programs + row, n);
    find_pool(judge, round, columns, row, n, first);
    kernels->flags(judge->programs, round->filter.programs, n, group);
    for (size_t word = 0; word < words; word++)
        judge->competing[word] = judge->in_pool[word] & group[word];
    if (category != NULL) {
        eep_block_members(kernels, round->rules, category, &raw, n, &judge->block, group);
        for (size_t word = 0; word < words; word++)
            judge->competing[word] &= group[word];
    }
    if (round->round->floor > 0) eep_judge_reaching(judge, round, round->round->floor, n, judge->competing);
}

void eep_judge_reaching(const eep_judge *judge, const eep_stream_round *round, uint16_t least, size_t n,
                        uint64_t *set)
{
    uint64_t reached[EEP_BLOCK_WORDS];
    round->kernels->reach(judge->score, n, least, reached);
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        set[word] = judge->competing[word] & reached[word];
}
