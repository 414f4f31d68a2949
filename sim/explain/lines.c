/* lines.c - the lines of an explanation: their texts, their points under caps, where these are written. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/explain/explain.h"

#define KEYS 128 /* no table of a policy has keys beyond this */

/* ---- Texts ------------------------------------------------------------------------------------- */

struct eep_text {
    eep_text *next;
    size_t size;
    char text[];
};

static const char *keep(eep_explanation *explanation, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    const size_t size = sizeof(eep_text) + (length > 0 ? (size_t)length : 0) + 1;
    eep_text *text = eep_allocate(&explanation->allocator, 1, size);
    if (text == NULL) {
        explanation->failed = size;
        return "";
    }
    text->size = size;
    text->next = explanation->texts;
    explanation->texts = text;
    vsnprintf(text->text, size - sizeof(eep_text), format, arguments);
    return text->text;
}

const char *eep_explanation_text(eep_explanation *explanation, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = keep(explanation, format, arguments);
    va_end(arguments);
    return text;
}

void eep_explanation_free(eep_explanation *explanation)
{
    if (explanation == NULL) return;
    const eep_allocator allocator = explanation->allocator;
    for (eep_text *text = explanation->texts; text != NULL;) {
        eep_text *next = text->next;
        eep_release(&allocator, text, 1, text->size);
        text = next;
    }
    eep_release(&allocator, explanation, 1, sizeof *explanation);
}

/* ---- Lines ------------------------------------------------------------------------------------- */

void eep_explain_line(eep_explainer *explainer, const eep_explanation_line *line, const eep_origin *origin)
{
    eep_explanation *explanation = explainer->explanation;
    if (explanation->count == EEP_LINES) return;
    eep_explanation_line *added = &explanation->line[explanation->count++];
    *added = *line;
    added->path = eep_explanation_text(explanation, "%s", origin->path);
    added->source = eep_explanation_text(explanation, "%s", origin->source);
    added->from = origin->from;
    added->to = origin->to;
}

/* Puts points in and answers how many of them count; `*cut_by` is the cap that cut them, if any. */
static int credit(eep_account *account, int points, int *cut_by)
{
    account->given += points;
    const int counted = account->given < account->cap ? account->given : account->cap;
    const int counts = counted - account->counted;
    if (counts < points && *cut_by < 0) *cut_by = account->cap;
    account->counted = counted;
    return account->into != NULL ? credit(account->into, counts, cut_by) : counts;
}

void eep_explain_item(eep_explainer *explainer, const eep_item *item)
{
    eep_account *account = item->account != NULL ? item->account : &explainer->section[item->section];
    int cut_by = -1;
    const int counts = credit(account, item->points, &cut_by);
    const char *fact = item->fact;
    if (counts < item->points) {
        fact = eep_explanation_text(explainer->explanation, "%s; worth %d, cut to %d by the cap of %d", fact,
                                    item->points, counts, cut_by);
    }
    if (item->most == 0)
        fact = eep_explanation_text(explainer->explanation, "%s; this gives no points on the day", fact);
    const eep_origin origin = eep_explain_origin(explainer, item->leaf);
    eep_explain_line(explainer,
                     &(eep_explanation_line){.section = eep_section_name(item->section),
                                             .item = item->item,
                                             .fact = fact,
                                             .points = counts,
                                             .worth = item->points,
                                             .cut_by = cut_by,
                                             .maximum = item->most < account->cap ? item->most : account->cap,
                                             .running = explainer->total.counted,
                                             .yes = -1},
                     &origin);
}

void eep_explain_section(eep_explainer *explainer, size_t section, const char *fact)
{
    static const char *const titles[EEP_SECTIONS] = {"Core", "Spouse or partner", "Skill transferability",
                                                     "Additional points"};
    static const char *const caps[EEP_SECTIONS] = {NULL, "crs.spouse_cap", "crs.transferability.cap",
                                                   "crs.additional.cap"};
    const eep_account *account = &explainer->section[section];
    const eep_policy_leaf *leaf = caps[section] != NULL
                                      ? eep_explain_leaf(explainer, "%s", caps[section])
                                      : eep_explain_leaf(explainer, "crs.core_cap.%s", explainer->column);
    const eep_origin origin = eep_explain_origin(explainer, leaf);
    eep_explain_line(explainer,
                     &(eep_explanation_line){.section = "total",
                                             .item = titles[section],
                                             .fact = fact,
                                             .points = account->counted,
                                             .worth = account->given,
                                             .cut_by = account->counted < account->given ? account->cap : -1,
                                             .maximum = account->cap,
                                             .running = explainer->total.counted,
                                             .yes = -1},
                     &origin);
}

void eep_explain_answer(eep_explainer *explainer, const char *section, const char *item, const char *fact,
                        int yes, const eep_origin *origin)
{
    eep_explain_line(explainer,
                     &(eep_explanation_line){.section = section,
                                             .item = item,
                                             .fact = fact,
                                             .points = -1,
                                             .worth = -1,
                                             .cut_by = -1,
                                             .maximum = -1,
                                             .running = -1,
                                             .yes = yes},
                     origin);
}

/* ---- Origins ----------------------------------------------------------------------------------- */

eep_origin eep_explain_origin(const eep_explainer *explainer, const eep_policy_leaf *leaf)
{
    if (leaf == NULL) return (eep_origin){"", "", explainer->rules->day, EEP_DATE_OPEN};
    /* A value that somebody set has no official source; the one of what it replaces helps to find it. */
    const char *source = leaf->source;
    if (strcmp(leaf->file, "--set") == 0) {
        source = eep_explanation_text(explainer->explanation,
                                      "Changed with --set %s=%s; the official source is: %s", leaf->path,
                                      leaf->value, leaf->source);
    }
    return (eep_origin){leaf->path, source, leaf->from, leaf->to};
}

const eep_policy_leaf *eep_explain_leaf(const eep_explainer *explainer, const char *format, ...)
{
    char path[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    return eep_rules_leaf(explainer->rules, path);
}

static const eep_policy_leaf *row_at(const eep_explainer *explainer, const char *table, int key,
                                     const char *column)
{
    char path[160];
    snprintf(path, sizeof path, "%s.%d%s%s", table, key, column != NULL ? "." : "",
             column != NULL ? column : "");
    return key < 0 ? NULL : eep_rules_leaf(explainer->rules, path);
}

const eep_policy_leaf *eep_explain_row_leaf(const eep_explainer *explainer, const char *table, int key,
                                            const char *column)
{
    for (int away = 0; away < KEYS; away++) {
        const eep_policy_leaf *leaf = row_at(explainer, table, key - away, column);
        if (leaf == NULL) leaf = row_at(explainer, table, key + away, column);
        if (leaf != NULL) return leaf;
    }
    return NULL;
}

/* ---- Reasons ----------------------------------------------------------------------------------- */

void eep_reasons_add(eep_reasons *reasons, int met, const char *format, ...)
{
    const size_t used = strlen(reasons->text);
    va_list arguments;
    if (met) return;
    const int joint = snprintf(reasons->text + used, sizeof reasons->text - used, "%s", used > 0 ? "; " : "");
    const size_t from = used + (size_t)joint < sizeof reasons->text ? used + (size_t)joint : used;
    va_start(arguments, format);
    vsnprintf(reasons->text + from, sizeof reasons->text - from, format, arguments);
    va_end(arguments);
    reasons->failed++;
}

int eep_most_points(const uint16_t *points, size_t count)
{
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        if (points[i] > most) most = points[i];
    }
    return most;
}
