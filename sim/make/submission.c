/*
 * submission.c - when somebody submitted, and the days of the papers.
 *
 * A profile stays for some months, so submissions lie within that time before the moment, evenly. But who
 * stands above the cut-off of the last round that took everybody above it was not there, or not so high, when
 * it was held: most of them came after it, the rest are older profiles that have improved since.
 */
#include <string.h>

#include "sim/make/past.h"

/* Words of EEP_PURPOSE_TIME, index 0. */
enum { WORD_IMPROVED, WORD_TIME, WORD_LANGUAGE_DAYS, WORD_ASSESSMENT_DAYS };

#define SECONDS_A_DAY 86400

/* Rounds that leave nobody above their cut-off: the general ones; for nominees also those of the PNP. */
static int clears(const eep_published_round *round, int nominees)
{
    if (strcmp(round->kind, "general") == 0) return 1;
    return nominees && strcmp(round->kind, "program") == 0 && strcmp(round->id, eep_program_name(3)) == 0;
}

static void find_cleared(const eep_history *history, eep_time before, int nominees, const eep_window *window,
                         eep_cleared *cleared)
{
    const eep_published_round *round;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (!clears(round, nominees) || round->moment >= before || round->moment <= window->after) continue;
        if (cleared->known && round->moment < cleared->moment) continue;
        *cleared = (eep_cleared){.known = 1,
                                 .cutoff = round->cutoff,
                                 .moment = round->moment,
                                 .tie_break = round->has_tie_break ? round->tie_break : round->moment};
    }
}

void eep_window_of(const eep_history *history, const eep_rules *rules, const eep_recipe *recipe,
                   eep_window *window)
{
    const eep_date day = eep_time_date(recipe->moment);
    const eep_time second = recipe->moment - (eep_time)day * SECONDS_A_DAY;
    const eep_time fit_day = (eep_time)recipe->fit * SECONDS_A_DAY;
    const eep_time before = recipe->has_fit && fit_day < recipe->moment ? fit_day : recipe->moment;
    memset(window, 0, sizeof *window);
    window->last = recipe->moment;
    window->after = (eep_time)eep_date_add_months(day, -rules->profile_months) * SECONDS_A_DAY + second;
    for (int nominees = 0; nominees < 2; nominees++)
        find_cleared(history, before, nominees, window, &window->cleared[nominees]);
}

/* From when on somebody with this score may have submitted. */
static eep_time earliest(const eep_window *window, const eep_cleared *cleared, uint16_t score)
{
    if (!cleared->known || score < cleared->cutoff) return window->after;
    const eep_time from = score == cleared->cutoff ? cleared->tie_break : cleared->moment;
    if (from >= window->last) return window->after;
    return from > window->after ? from : window->after;
}

/* A paper of at most `days` days before the day, and still valid: after `after`. */
static eep_date paper_day(eep_date day, uint32_t days, eep_date after, uint32_t word)
{
    const eep_date room = day - after;
    return day - (eep_date)eep_pick_below(word, room < (eep_date)days ? (uint32_t)room : days);
}

void eep_submission_write(const eep_making *making, uint64_t proposal, uint16_t score, eep_columns *columns,
                          uint64_t row)
{
    const uint32_t counter[4] = {(uint32_t)proposal, (uint32_t)(proposal >> 32), EEP_PURPOSE_TIME, 0};
    const eep_model *model = making->model;
    const eep_window *window = &making->window;
    const eep_pack_tables *pack = &making->rules->pack;
    const int nominee = columns->provincial_nomination[row];
    uint32_t word[4];
    eep_philox(making->key, counter, word);
    const eep_time after = eep_chance(model->improved[nominee], word[WORD_IMPROVED])
                               ? window->after
                               : earliest(window, &window->cleared[nominee], score);
    const eep_time submitted =
        after + 1 + (eep_time)eep_pick_below(word[WORD_TIME], (uint32_t)(window->last - after));
    const eep_date day = eep_time_date(submitted);
    columns->submitted_at[row] = submitted;
    columns->language_test_date[row] =
        paper_day(day, model->language_days, pack->language_test_after, word[WORD_LANGUAGE_DAYS]);
    columns->assessment_date[row] =
        paper_day(day, model->assessment_days, pack->assessment_after, word[WORD_ASSESSMENT_DAYS]);
}

/*
 * Seconds of a past and those of its first day stay below 2^32, so that days are told in 32 bits; loops
 * without calls, which the compiler can make into vectors.
 */
void eep_submission_fill(const eep_making *making, const uint32_t *submitted, const uint32_t *papers,
                         size_t n, eep_columns *columns, uint64_t row)
{
    const eep_time begin = making->past->after + 1;
    const eep_date first = eep_time_date(begin);
    const uint32_t second = (uint32_t)(begin - (eep_time)first * SECONDS_A_DAY);
    const uint32_t language_days = making->model->language_days,
                   assessment_days = making->model->assessment_days;
    const eep_date language_after = making->rules->pack.language_test_after,
                   assessment_after = making->rules->pack.assessment_after;
    int64_t *restrict at = columns->submitted_at + row;
    int32_t *restrict language = columns->language_test_date + row, *restrict assessment =
                                                                        columns->assessment_date + row;
    for (size_t i = 0; i < n; i++) {
        const eep_date day = first + (eep_date)((second + submitted[i]) / SECONDS_A_DAY);
        at[i] = begin + submitted[i];
        /* The two halves of one word, each in the upper half of its own. */
        language[i] = paper_day(day, language_days, language_after, papers[i] & 0xffff0000U);
        assessment[i] = paper_day(day, assessment_days, assessment_after, papers[i] << 16);
    }
}
