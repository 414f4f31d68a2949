/* explain_answer.c - everything that eepool explain tells, asked of the library. */
#include <string.h>

#include "sim/cli/explain.h"

/* Published rounds are counted over a year. */
#define MONTHS_OF_ROUNDS 12

/* ---- One candidate ----------------------------------------------------------------------------- */

/* Programs and categories as sets, from the yes and no of the explanation. */
static void find_sets(cli_answer *answer)
{
    const eep_explanation_line *line;
    eep_category category;
    for (size_t i = 0; (line = eep_explanation_line_at(answer->explanation, i)) != NULL; i++) {
        for (size_t p = 0; eep_program_name(p) != NULL; p++) {
            if (line->yes == 1 && strcmp(line->item, eep_program_title(p)) == 0)
                answer->programs = (uint8_t)(answer->programs | 1u << p);
        }
        for (size_t c = 0; line->yes == 1 && eep_rules_category(answer->rules, c, &category); c++) {
            if (category.in_force && strcmp(line->item, category.official_name) == 0)
                answer->categories |= (uint32_t)1 << c;
        }
    }
}

static eep_status find_candidate(eep_engine *engine, cli_answer *answer, eep_error *error)
{
    const uint64_t *id = eep_pool_column(answer->candidates, (size_t)eep_column_find("id"));
    eep_status status =
        eep_explain(engine, answer->rules, answer->candidates, answer->row, &answer->explanation, error);
    if (status != EEP_OK) return status;
    answer->id = id[answer->row];
    find_sets(answer);
    status = eep_suggest(engine, answer->rules, answer->candidates, answer->row, &answer->suggestions, error);
    if (status != EEP_OK) return status;
    return eep_events(engine, answer->rules, answer->candidates, answer->row, answer->event, &answer->events,
                      error);
}

/* ---- In a pool --------------------------------------------------------------------------------- */

static eep_status find_standing(eep_engine *engine, cli_answer *answer, eep_round_kind kind, const char *id,
                                const char *version, eep_error *error)
{
    eep_round *round = &answer->round[answer->standings];
    *round = (eep_round){.kind = kind, .invitations = 1, .moment = answer->moment};
    snprintf(round->id, sizeof round->id, "%s", id);
    snprintf(round->version, sizeof round->version, "%s", version);
    return eep_standing_of(engine, answer->rules, answer->pool, answer->candidates, answer->row, round,
                           &answer->standing[answer->standings++], error);
}

static eep_status find_standings(eep_engine *engine, cli_answer *answer, eep_error *error)
{
    eep_category category;
    eep_status status = eep_pool_digest(engine, answer->pool, answer->pool_digest, error);
    if (status == EEP_OK) status = find_standing(engine, answer, EEP_ROUND_GENERAL, "", "", error);
    for (size_t p = 0; status == EEP_OK && eep_program_name(p) != NULL; p++)
        status = find_standing(engine, answer, EEP_ROUND_PROGRAM, eep_program_name(p), "", error);
    for (size_t c = 0; status == EEP_OK && eep_rules_category(answer->rules, c, &category); c++) {
        if (!category.in_force) continue;
        status = find_standing(engine, answer, EEP_ROUND_CATEGORY, category.id, category.version, error);
    }
    return status;
}

/* ---- Against the record ------------------------------------------------------------------------ */

static eep_status find_past(cli_answer *answer, eep_error *error)
{
    eep_history *history;
    const eep_published_round *round;
    const eep_status status = eep_history_load(NULL, &history, error);
    if (status != EEP_OK) return status;
    answer->before = eep_rules_day(answer->rules);
    answer->from = eep_date_add_months(answer->before, -MONTHS_OF_ROUNDS);
    answer->pasts = eep_past_rounds_met(history, answer->from, answer->before, answer->rules,
                                        eep_explanation_score(answer->explanation), answer->programs,
                                        answer->categories, answer->past);
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (i == 0 || round->date > answer->record_end) answer->record_end = round->date;
    }
    eep_history_free(history);
    return EEP_OK;
}

eep_status cli_answer_find(eep_engine *engine, cli_answer *answer, eep_error *error)
{
    eep_status status = find_candidate(engine, answer, error);
    if (status == EEP_OK && answer->pool != NULL) status = find_standings(engine, answer, error);
    return status == EEP_OK ? find_past(answer, error) : status;
}

void cli_answer_clear(cli_answer *answer)
{
    eep_explanation_free(answer->explanation);
    eep_suggestions_free(answer->suggestions);
    answer->explanation = NULL;
    answer->suggestions = NULL;
}

/* ---- Words that all forms share ---------------------------------------------------------------- */

char *cli_event_words(const eep_event *event, char text[96])
{
    static const char *const words[] = {"", "The language tests no longer count",
                                        "The assessment of the foreign credential no longer counts",
                                        "The profile runs out and leaves the pool"};
    if (event->kind == EEP_EVENT_BIRTHDAY) {
        snprintf(text, 96, "Birthday: %d years old", event->age);
    } else {
        snprintf(text, 96, "%s", words[event->kind]);
    }
    return text;
}

char *cli_set_names(const eep_rules *rules, uint8_t programs, uint32_t categories, const char *joint,
                    char *text, size_t size)
{
    eep_category category;
    size_t used = 0;
    text[0] = '\0';
    for (size_t p = 0; eep_program_name(p) != NULL; p++) {
        if ((programs >> p & 1) == 0 || used >= size) continue;
        used +=
            (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? joint : "", eep_program_title(p));
    }
    for (size_t c = 0; eep_rules_category(rules, c, &category); c++) {
        if ((categories >> c & 1) == 0 || used >= size) continue;
        used +=
            (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? joint : "", category.official_name);
    }
    return text;
}

char *cli_round_text(const eep_round *round, char text[64])
{
    switch (round->kind) {
    case EEP_ROUND_PROGRAM:
        snprintf(text, 64, "program:%s", round->id);
        return text;
    case EEP_ROUND_CATEGORY:
        snprintf(text, 64, "category:%s@%s", round->id, round->version);
        return text;
    case EEP_ROUND_GENERAL:
    default:
        snprintf(text, 64, "general");
        return text;
    }
}
