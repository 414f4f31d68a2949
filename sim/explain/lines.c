/* lines.c - the lines of an explanation: their texts, their points under caps, their sources. */
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

static void add_line(eep_explainer *explainer, const eep_explanation_line *line)
{
    eep_explanation *explanation = explainer->explanation;
    if (explanation->count < EEP_LINES) explanation->line[explanation->count++] = *line;
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
    add_line(explainer, &(eep_explanation_line){eep_section_name(item->section), item->item, fact, counts,
                                                item->most < account->cap ? item->most : account->cap,
                                                explainer->total.counted, -1, item->source});
}

void eep_explain_section(eep_explainer *explainer, size_t section, const char *fact)
{
    static const char *const titles[EEP_SECTIONS] = {"Core", "Spouse or partner", "Skill transferability",
                                                     "Additional points"};
    static const char *const caps[EEP_SECTIONS] = {NULL, "crs.spouse_cap", "crs.transferability.cap",
                                                   "crs.additional.cap"};
    const eep_account *account = &explainer->section[section];
    const char *source = caps[section] != NULL
                             ? eep_explain_source(explainer, "%s", caps[section])
                             : eep_explain_source(explainer, "crs.core_cap.%s", explainer->column);
    add_line(explainer, &(eep_explanation_line){"total", titles[section], fact, account->counted,
                                                account->cap, explainer->total.counted, -1, source});
}

void eep_explain_answer(eep_explainer *explainer, const char *section, const char *item, const char *fact,
                        int yes, const char *source)
{
    add_line(explainer, &(eep_explanation_line){section, item, fact, -1, -1, -1, yes, source});
}

/* ---- Sources ----------------------------------------------------------------------------------- */

static const char *source_of(const eep_explainer *explainer, const eep_policy_leaf *leaf)
{
    if (leaf == NULL || leaf->source == NULL) return "";
    return eep_explanation_text(explainer->explanation, "%s", leaf->source);
}

const char *eep_explain_source(const eep_explainer *explainer, const char *format, ...)
{
    char path[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    return source_of(explainer, eep_rules_leaf(explainer->rules, path));
}

static const eep_policy_leaf *row_at(const eep_explainer *explainer, const char *table, int key,
                                     const char *column)
{
    char path[160];
    snprintf(path, sizeof path, "%s.%d%s%s", table, key, column != NULL ? "." : "",
             column != NULL ? column : "");
    return key < 0 ? NULL : eep_rules_leaf(explainer->rules, path);
}

const char *eep_explain_row_source(const eep_explainer *explainer, const char *table, int key,
                                   const char *column)
{
    for (int away = 0; away < KEYS; away++) {
        const eep_policy_leaf *leaf = row_at(explainer, table, key - away, column);
        if (leaf == NULL) leaf = row_at(explainer, table, key + away, column);
        if (leaf != NULL) return source_of(explainer, leaf);
    }
    return "";
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
