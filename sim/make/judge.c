/* judge.c - a block of proposals drawn, scored, asked for programs, and led through the past. */
#include <string.h>

#include "sim/make/judge.h"

void eep_benches_free(const eep_engine *engine, eep_bench *benches)
{
    for (int t = 0; benches != NULL && t < engine->threads; t++)
        eep_columns_clear(&benches[t].columns);
    eep_release(&engine->allocator, benches, (size_t)engine->threads, sizeof *benches);
}

eep_status eep_benches_new(const eep_making *making, eep_bench **benches, eep_error *error)
{
    const eep_engine *engine = making->engine;
    eep_bench *made = eep_allocate(&engine->allocator, (size_t)engine->threads, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, (size_t)engine->threads * sizeof *made);
    for (int t = 0; t < engine->threads; t++)
        eep_columns_init(&made[t].columns, &engine->allocator);
    for (int t = 0; t < engine->threads; t++) {
        const eep_status status = eep_columns_grow(&made[t].columns, EEP_BLOCK_ROWS, error);
        if (status != EEP_OK) {
            eep_benches_free(engine, made);
            return status;
        }
        /* Papers are valid on the moment, whenever they turn out to be of. */
        for (uint64_t row = 0; row < EEP_BLOCK_ROWS; row++)
            made[t].columns.language_test_date[row] = made[t].columns.assessment_date[row] = making->day;
    }
    *benches = made;
    return EEP_OK;
}

static eep_people people_of(const eep_columns *to)
{
    return (eep_people){
        .birth_date = to->birth_date,
        .sex = to->sex,
        .accompanying_spouse = to->accompanying_spouse,
        .education = to->education,
        .spouse_education = to->spouse_education,
        .first_official = to->first_official,
        .citizenship = to->citizenship,
        .english = {to->english_listening, to->english_reading, to->english_writing, to->english_speaking},
        .french = {to->french_listening, to->french_reading, to->french_writing, to->french_speaking},
        .spouse_language = {to->spouse_listening, to->spouse_reading, to->spouse_writing,
                            to->spouse_speaking},
        .canadian_work_months = to->canadian_work_months,
        .foreign_work_months = to->foreign_work_months,
        .spouse_canadian_work_months = to->spouse_canadian_work_months,
        .noc_months = to->noc_months,
        .noc_canadian_months = to->noc_canadian_months,
        .continuous_work_months = to->continuous_work_months,
        .trade_months = to->trade_months,
        .certificate = to->certificate_of_qualification,
        .sibling = to->sibling_in_canada,
        .nomination = to->provincial_nomination,
        .settlement_funds = to->settlement_funds,
        .canadian_study = to->canadian_study,
        .job_offer = to->job_offer,
        .relative = to->relative_in_canada,
        .spouse_canadian_study = to->spouse_canadian_study,
        .noc = to->noc,
    };
}

static void draw_words(const eep_making *making, uint64_t first, eep_words *words)
{
    for (uint32_t index = 0; index < EEP_PERSON_INDICES; index++) {
        uint32_t *const out[4] = {words->word[4 * index], words->word[4 * index + 1],
                                  words->word[4 * index + 2], words->word[4 * index + 3]};
        making->engine->kernels.random(making->key, first, EEP_PURPOSE_PERSON, index, EEP_BLOCK_ROWS, out);
    }
}

static void draw(const eep_making *making, uint64_t first, eep_bench *bench)
{
    if (making->people == NULL) {
        draw_words(making, first, &bench->words);
        eep_people_write(making->model, &making->birthdays, &bench->words, EEP_BLOCK_ROWS, &bench->columns,
                         0);
        return;
    }
    const eep_people out = people_of(&bench->columns);
    making->engine->kernels.people(making->people, making->key, first, EEP_PURPOSE_JOINT, EEP_BLOCK_ROWS,
                                   &out);
}

/* Who is not for the pool whatever their past: of no program, or of a cell that wants nobody more. */
static void sort_out(const eep_cells *cells, eep_bench *bench)
{
    const uint8_t *nomination = bench->columns.provincial_nomination;
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        const uint16_t score = bench->score[i], number = cells != NULL ? cells->of_score[score] : 0;
        int gone = bench->programs[i] == 0 || number == EEP_CELL_NOBODY;
        if (!gone && cells != NULL) {
            gone = cells->cell[number].have == cells->cell[number].wanted ||
                   (cells->nominees_from != 0 && score >= cells->nominees_from && !nomination[i]);
        }
        bench->gone[i] = (uint8_t)gone;
        bench->cell[i] = number;
    }
}

static void lead_through_past(const eep_making *making, uint64_t first, eep_time floor, const eep_raw *raw,
                              eep_bench *bench)
{
    const eep_past *past = making->past;
    const eep_past_people people = {.score = bench->score,
                                    .programs = bench->programs,
                                    .nomination = bench->columns.provincial_nomination,
                                    .member = (const uint64_t(*)[EEP_BLOCK_ROWS / 64]) bench->member,
                                    .word = (const uint32_t(*)[EEP_BLOCK_ROWS])bench->past_word,
                                    .key = making->key,
                                    .first = first,
                                    .floor = floor};
    uint32_t *const out[4] = {bench->past_word[0], bench->past_word[1], bench->past_word[2],
                              bench->past_word[3]};
    making->engine->kernels.random(making->key, first, EEP_PURPOSE_PAST, 0, EEP_BLOCK_ROWS, out);
    for (size_t v = 0; v < past->versions; v++)
        eep_block_members(&making->engine->kernels, making->rules, past->version[v], raw, EEP_BLOCK_ROWS,
                          &bench->block, bench->member[v]);
    eep_past_hold(past, &people, EEP_BLOCK_ROWS, bench->gone, &bench->lives);
}

void eep_judge_people(const eep_making *making, uint64_t first, const eep_cells *cells, eep_time floor,
                      eep_bench *bench)
{
    const eep_block_results results = {.score = bench->score, .programs = bench->programs};
    eep_raw raw;
    draw(making, first, bench);
    eep_raw_at(&bench->columns, 0, &raw);
    eep_block_score(&making->engine->kernels, making->rules, &raw, EEP_BLOCK_ROWS, &bench->block, &results);
    sort_out(cells, bench);
    if (making->past != NULL) lead_through_past(making, first, floor, &raw, bench);
}
