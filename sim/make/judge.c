/* judge.c - a block of proposals drawn, scored, asked for programs, and led through the past. */
#include <string.h>

#include "sim/make/judge.h"

void eep_judge_spaces_free(const eep_engine *engine, eep_judge_spaces *spaces)
{
    eep_columns_clear(&spaces->columns);
    eep_release(&engine->allocator, spaces->judged, spaces->count, sizeof *spaces->judged);
    eep_release(&engine->allocator, spaces->space, (size_t)engine->threads, sizeof *spaces->space);
    *spaces = (eep_judge_spaces){0};
}

/* Room that is not used is not touched. */
eep_status eep_judge_spaces_new(const eep_making *making, size_t count, eep_judge_spaces *spaces,
                                eep_error *error)
{
    const eep_engine *engine = making->engine;
    const size_t threads = (size_t)engine->threads;
    *spaces = (eep_judge_spaces){.count = count};
    eep_columns_init(&spaces->columns, &engine->allocator);
    spaces->space = eep_allocate_raw(&engine->allocator, threads, sizeof *spaces->space);
    spaces->judged = eep_allocate_raw(&engine->allocator, count, sizeof *spaces->judged);
    eep_status status = EEP_OK;
    if (spaces->space == NULL || spaces->judged == NULL)
        status = eep_fail_memory(error, threads * sizeof *spaces->space + count * sizeof *spaces->judged);
    if (status == EEP_OK) status = eep_columns_reserve(&spaces->columns, count * EEP_BLOCK_ROWS, error);
    if (status != EEP_OK) {
        eep_judge_spaces_free(engine, spaces);
        return status;
    }
    for (size_t t = 0; t < threads; t++) {
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            spaces->space[t].today[i] = making->day;
            spaces->space[t].none[i] = 0;
        }
    }
    for (size_t j = 0; j < count; j++) {
        spaces->judged[j].columns = &spaces->columns;
        spaces->judged[j].row = j * EEP_BLOCK_ROWS;
    }
    return EEP_OK;
}

int eep_judge_draws(size_t column)
{
    switch (column) {
    case EEP_COL_id:
    case EEP_COL_submitted_at:
    case EEP_COL_language_test_date:
    case EEP_COL_assessment_date:
    case EEP_COL_canadian_forces_recruit:
    case EEP_COL_programs:
    case EEP_COL_status:
        return 0;
    default:
        return 1;
    }
}

static eep_people people_at(const eep_columns *to, uint64_t row)
{
    return (eep_people){
        .birth_date = to->birth_date + row,
        .sex = to->sex + row,
        .accompanying_spouse = to->accompanying_spouse + row,
        .education = to->education + row,
        .spouse_education = to->spouse_education + row,
        .first_official = to->first_official + row,
        .citizenship = to->citizenship + row,
        .english = {to->english_listening + row, to->english_reading + row, to->english_writing + row,
                    to->english_speaking + row},
        .french = {to->french_listening + row, to->french_reading + row, to->french_writing + row,
                   to->french_speaking + row},
        .spouse_language = {to->spouse_listening + row, to->spouse_reading + row, to->spouse_writing + row,
                            to->spouse_speaking + row},
        .canadian_work_months = to->canadian_work_months + row,
        .foreign_work_months = to->foreign_work_months + row,
        .spouse_canadian_work_months = to->spouse_canadian_work_months + row,
        .noc_months = to->noc_months + row,
        .noc_canadian_months = to->noc_canadian_months + row,
        .continuous_work_months = to->continuous_work_months + row,
        .trade_months = to->trade_months + row,
        .certificate = to->certificate_of_qualification + row,
        .sibling = to->sibling_in_canada + row,
        .nomination = to->provincial_nomination + row,
        .settlement_funds = to->settlement_funds + row,
        .canadian_study = to->canadian_study + row,
        .job_offer = to->job_offer + row,
        .relative = to->relative_in_canada + row,
        .spouse_canadian_study = to->spouse_canadian_study + row,
        .noc = to->noc + row,
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

static void draw(const eep_making *making, uint64_t first, eep_judge_space *space, eep_judged *judged)
{
    judged->first = first;
    if (making->people == NULL) {
        draw_words(making, first, &space->words);
        eep_people_write(making->model, &making->birthdays, &space->words, EEP_BLOCK_ROWS, judged->columns,
                         judged->row);
        return;
    }
    const eep_people out = people_at(judged->columns, judged->row);
    making->engine->kernels.people(making->people, making->key, first, EEP_PURPOSE_JOINT, EEP_BLOCK_ROWS,
                                   &out);
}

void eep_openings_of(const eep_cells *cells, eep_openings *openings)
{
    for (size_t score = 0; score < EEP_SCORE_BINS; score++) {
        const uint16_t number = cells->of_score[score];
        const int nominees_only = cells->nominees_from != 0 && score >= cells->nominees_from;
        const int wants = number != EEP_CELL_NOBODY && cells->cell[number].have < cells->cell[number].wanted;
        openings->of_score[score] = (uint8_t)(!wants ? 0 : nominees_only ? 2 : 3);
    }
}

/* Who is not for the pool whatever their past: of no program, or of a cell that wants nobody more. */
static void sort_out(const eep_openings *openings, eep_judged *judged)
{
    const uint8_t *nomination = judged->columns->provincial_nomination + judged->row;
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        const uint32_t wanted = openings->of_score[judged->score[i]] >> nomination[i] & 1U;
        judged->gone[i] = (uint8_t)((judged->programs[i] == 0) | (wanted ^ 1U));
    }
}

/* The facts of a judged block, with what is the same for everybody. */
static eep_raw raw_of(const eep_judge_space *space, const eep_judged *judged)
{
    eep_raw raw;
    eep_raw_at(judged->columns, judged->row, &raw);
    raw.language_test_date = raw.assessment_date = space->today;
    raw.forces_recruit = space->none;
    return raw;
}

void eep_judge_members(const eep_making *making, const eep_category_entry *version, eep_judge_space *space,
                       const eep_judged *judged, uint64_t members[EEP_BLOCK_ROWS / 64])
{
    const eep_raw raw = raw_of(space, judged);
    eep_block_members(&making->engine->kernels, making->rules, version, &raw, EEP_BLOCK_ROWS, &space->block,
                      members);
}

static void lead_through_past(const eep_making *making, eep_time floor, eep_judge_space *space,
                              eep_judged *judged)
{
    const eep_past *past = making->past;
    const eep_past_people people = {.score = judged->score,
                                    .programs = judged->programs,
                                    .nomination = judged->columns->provincial_nomination + judged->row,
                                    .member = (const uint64_t(*)[EEP_BLOCK_ROWS / 64]) space->member,
                                    .word = (const uint32_t(*)[EEP_BLOCK_ROWS])space->past_word,
                                    .key = making->key,
                                    .first = judged->first,
                                    .floor = floor};
    uint32_t *const out[4] = {space->past_word[0], space->past_word[1], space->past_word[2],
                              space->past_word[3]};
    making->engine->kernels.random(making->key, judged->first, EEP_PURPOSE_PAST, 0, EEP_BLOCK_ROWS, out);
    for (size_t v = 0; v < past->versions; v++)
        eep_judge_members(making, past->version[v], space, judged, space->member[v]);
    eep_past_hold(past, &people, EEP_BLOCK_ROWS, judged->gone, &judged->lives);
}

void eep_judge_people(const eep_making *making, uint64_t first, const eep_openings *openings, eep_time floor,
                      eep_judge_space *space, eep_judged *judged)
{
    const eep_block_results results = {.score = judged->score, .programs = judged->programs};
    draw(making, first, space, judged);
    const eep_raw raw = raw_of(space, judged);
    eep_block_score(&making->engine->kernels, making->rules, &raw, EEP_BLOCK_ROWS, &space->block, &results);
    sort_out(openings, judged);
    if (making->past != NULL) lead_through_past(making, floor, space, judged);
}
