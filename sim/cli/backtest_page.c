/* backtest_page.c - the validation page: what was foretold of the published rounds, and how wrong it was. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/backtest.h"

#define MISS 10 /* points, beyond which a miss is explained */

static const char *const mode_title[EEP_BACKTEST_MODES] = {"attached", "previous"};

static int year_of(eep_date day)
{
    int year, month, number;
    eep_date_parts(day, &year, &month, &number);
    return year;
}

static void introduce(const backtest_view *view, report *page)
{
    const eep_backtest_round *first = eep_backtest_round_at(view->backtest, 0), *round, *last = first;
    char from[11], to[11], trained[11];
    size_t rounds = 0;
    for (; (round = eep_backtest_round_at(view->backtest, rounds)) != NULL; rounds++)
        last = round;
    eep_date_format(first->round.date, from);
    eep_date_format(last->round.date, to);
    eep_date_format(view->trained_until, trained);
    report_say(page,
               "%zu published rounds, %s to %s (rounds %s to %s), each foretold from what had been published "
               "before it, its type and its size. Parameters were fitted to rounds before %s and not changed "
               "since; the belief about each type goes on learning from every round once it is published. "
               "Intervals: %u replicates, seed %llu. eepool %s. How it is done: docs/backtest.md.",
               rounds, from, to, first->round.number, last->round.number, trained, view->options->replicates,
               (unsigned long long)view->options->seed, EEP_VERSION);
    report_say(
        page,
        "Attached: the count of the pool printed with the round is known. Previous: only counts printed with "
        "rounds of earlier days. Errors are mean absolute errors in points; rounds without an earlier one of "
        "their type are left out of every table but the list of misses and the last. Covered: how often the "
        "published cut-off lay in the 80%% interval.");
    report_say(
        page,
        "Published facts: Immigration, Refugees and Citizenship Canada. Estimates are ours; none is advice.");
}

/* ---- Errors ------------------------------------------------------------------------------------ */

static const char *percent(uint32_t part, uint32_t whole)
{
    static char buffers[8][8];
    static unsigned turn;
    char *text = buffers[turn++ % 8];
    if (whole == 0) return "-";
    snprintf(text, sizeof buffers[0], "%u%%", (part * 200 + whole) / (2 * whole));
    return text;
}

static void error_row(const backtest_view *view, report *page, const char *name, const backtest_pick *pick)
{
    backtest_tally tally[PREDICTORS];
    for (int i = 0; i < PREDICTORS; i++)
        backtest_count(view, pick, i, &tally[i]);
    const uint32_t rounds = tally[PREDICTOR_SIMPLE].rounds;
    if (rounds == 0) return;
    const char *text[PREDICTORS];
    for (int i = 0; i < PREDICTORS; i++)
        text[i] = pick->type == NULL && tally[i].rounds < rounds /* of other types, it says nothing */
                      ? "-"
                      : backtest_mean(tally[i].errors, tally[i].rounds);
    char estimate[64] = "";
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        const size_t used = strlen(estimate);
        if (!view->shown[mode]) continue;
        snprintf(estimate + used, sizeof estimate - used, "%s|%s|", text[mode],
                 percent(tally[mode].covered, tally[mode].rounds));
    }
    report_row(page, "%s|%u|%s%s|%s|%s|%s|%s", name, rounds, estimate, text[PREDICTOR_SIMPLE],
               text[PREDICTOR_SIMPLE + 1], text[PREDICTOR_SIMPLE + 2], text[PREDICTOR_SIMPLE + 3],
               text[PREDICTOR_SIMPLE + 4]);
}

static void error_table(const backtest_view *view, report *page, eep_date from, eep_date to)
{
    char heads[400] = "type|rounds|";
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        const size_t used = strlen(heads);
        if (view->shown[mode]) snprintf(heads + used, sizeof heads - used, "%s|covered|", mode_title[mode]);
    }
    const size_t used = strlen(heads);
    snprintf(heads + used, sizeof heads - used,
             "last cut-off|mean of three|count spread|previous count spread|share carried");
    report_table(page, heads, 1);
    for (size_t i = 0; i < view->types; i++) {
        const backtest_pick pick = {.type = view->type[i], .from = from, .to = to};
        error_row(view, page, backtest_type_title(view->type[i]), &pick);
    }
    error_row(view, page, "all but pnp", &(backtest_pick){.without_nominees = 1, .from = from, .to = to});
    error_row(view, page, "every type", &(backtest_pick){.from = from, .to = to});
    report_table_end(page);
}

static void errors(const backtest_view *view, report *page)
{
    report_heading(page, "Errors by type");
    error_table(view, page, INT32_MIN, INT32_MAX);
    report_heading(page, "Errors by type and year");
    const int first = year_of(eep_backtest_round_at(view->backtest, 0)->round.date);
    const eep_backtest_round *round;
    int last = first;
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++)
        last = year_of(round->round.date);
    for (int year = first; year <= last; year++) {
        const eep_date from = eep_date_of(year, 1, 1), to = eep_date_of(year, 12, 31);
        const char *said = from >= view->trained_until ? "after the parameters were fixed"
                           : to < view->trained_until  ? "rounds the parameters were fitted to"
                                                       : "partly rounds the parameters were fitted to";
        report_say(page, "%d, %s:", year, said);
        error_table(view, page, from, to);
    }
}

/* ---- Tie-breaks -------------------------------------------------------------------------------- */

static void ages(const backtest_view *view, report *page)
{
    const int mode = view->shown[EEP_BACKTEST_ATTACHED] ? PREDICTOR_ATTACHED : PREDICTOR_PREVIOUS;
    report_heading(page, "Age of the tie-break");
    report_say(
        page,
        "Days between the submission of the last candidate invited and the round. The estimate is the middle "
        "age "
        "of the stock at the cut-off it foretells; where among equal scores the line falls is a matter of a "
        "few "
        "candidates, so ages are foretold badly by anything. Beside it: the age at the type's round before.");
    report_table(page, "type|rounds|mean absolute error, days|of the last age", 1);
    for (size_t i = 0; i < view->types; i++) {
        const backtest_pick pick = {.type = view->type[i], .from = INT32_MIN, .to = INT32_MAX};
        backtest_tally tally;
        backtest_count(view, &pick, mode, &tally);
        if (tally.ages == 0) continue;
        report_row(page, "%s|%u|%s|%s", backtest_type_title(view->type[i]), tally.ages,
                   backtest_mean(tally.age_errors, tally.ages),
                   backtest_mean(tally.last_age_errors, tally.ages));
    }
    report_table_end(page);
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

static void misses(const backtest_view *view, report *page)
{
    const int mode = view->shown[EEP_BACKTEST_ATTACHED] ? EEP_BACKTEST_ATTACHED : EEP_BACKTEST_PREVIOUS;
    const eep_backtest_round *round;
    report_heading(page, "Misses above 10 points");
    report_table(page, "round|date|type|what the record shows|published|estimate|error", 4);
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        const eep_prediction *said = &round->prediction[mode];
        const int off = said->score - round->round.cutoff;
        char day[11], reason[REPORT_CELL];
        if (said->score == EEP_NO_SCORE || abs(off) <= MISS) continue;
        eep_date_format(round->round.date, day);
        backtest_reason(view, i, mode, reason, sizeof reason);
        report_row(page, "%s|%s|%s|%s|%u|%d|%+d", round->round.number, day,
                   backtest_type_title(round->round.id), reason, round->round.cutoff, said->score, off);
    }
    report_table_end(page);
}

static void put_estimate(const eep_prediction *said, char *text, size_t size)
{
    if (said->score == EEP_NO_SCORE) {
        snprintf(text, size, "-|");
    } else {
        snprintf(text, size, "%d (%d-%d)|", said->score, said->low, said->high);
    }
}

static void rounds(const backtest_view *view, report *page)
{
    char heads[160] = "round|date|type|invitations|published|";
    const eep_backtest_round *round;
    report_heading(page, "Every round");
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        const size_t used = strlen(heads);
        if (view->shown[mode]) snprintf(heads + used, sizeof heads - used, "%s|", mode_title[mode]);
    }
    strcat(heads, "last cut-off");
    report_table(page, heads, 3);
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        char day[11], estimates[EEP_BACKTEST_MODES][48] = {"", ""}, last[16] = "-";
        eep_date_format(round->round.date, day);
        for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
            if (view->shown[mode])
                put_estimate(&round->prediction[mode], estimates[mode], sizeof estimates[mode]);
        }
        if (round->simple[EEP_SIMPLE_LAST] != EEP_NO_SCORE)
            snprintf(last, sizeof last, "%d", round->simple[EEP_SIMPLE_LAST]);
        report_row(page, "%s|%s|%s|%s|%u|%s%s%s", round->round.number, day,
                   backtest_type_title(round->round.id), cli_number(round->round.invitations),
                   round->round.cutoff, estimates[0], estimates[1], last);
    }
    report_table_end(page);
}

void backtest_page(const backtest_view *view, FILE *stream, int html)
{
    report page = {.stream = stream, .html = html};
    report_begin(&page, "Published rounds, foretold");
    introduce(view, &page);
    errors(view, &page);
    if (html) backtest_plots(view, &page);
    ages(view, &page);
    misses(view, &page);
    rounds(view, &page);
    report_end(&page);
}
