/* suite.c - the conformance suite from its three tables. */
#include "sim/conform/suite.h"

#include <stdlib.h>
#include <string.h>

#define POINTS_MAX 99999 /* a wrong calculator may know no cap */

const char *eep_answer_name(size_t answer)
{
    static const char *const names[EEP_ANSWERS] = {"score",      "core",     "spouse",    "transferability",
                                                   "additional", "programs", "categories"};
    return answer < EEP_ANSWERS ? names[answer] : NULL;
}

/* ---- Loading ----------------------------------------------------------------------------------- */

static eep_status read_table(eep_cells *cells, const char *folder, const char *name, eep_error *error)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path == NULL) return eep_fail_memory(error, size);
    snprintf(path, size, "%s/%s", folder, name);
    const eep_status status = eep_cells_read(cells, path, error);
    free(path);
    return status;
}

static eep_status find_columns(eep_suite *suite, eep_error *error)
{
    const eep_cells *cases = &suite->cases;
    EEP_TRY(eep_cells_need(cases, "id", &suite->id, error));
    EEP_TRY(eep_cells_need(cases, "as_of", &suite->as_of, error));
    EEP_TRY(eep_cells_need(cases, "name", &suite->name, error));
    EEP_TRY(eep_cells_need(cases, "rules", &suite->rules, error));
    EEP_TRY(eep_cells_need(cases, "source", &suite->source, error));
    EEP_TRY(eep_cells_need(cases, "birth_date", &suite->inputs, error));
    for (size_t i = 0; i < EEP_ANSWERS; i++)
        EEP_TRY(eep_cells_need(cases, eep_answer_name(i), &suite->answer[i], error));
    EEP_TRY(eep_cells_need(&suite->mistakes, "mistake", &suite->mistake, error));
    EEP_TRY(eep_cells_need(&suite->mistakes, "rule", &suite->rule, error));
    return eep_cells_need(&suite->mistakes, "about", &suite->about, error);
}

/* Puts an end after each name of a list joined by +; returns how many there are. */
static size_t split(char *text)
{
    size_t count = 1;
    for (; *text != '\0'; text++) {
        if (*text != '+') continue;
        *text = '\0';
        count++;
    }
    return count;
}

static eep_status read_entries(eep_suite *suite, eep_error *error)
{
    suite->count = suite->cases.rows - 1;
    suite->entry = eep_allocate(NULL, suite->count, sizeof *suite->entry);
    suite->by_id = eep_allocate(NULL, suite->count, sizeof *suite->by_id);
    if (suite->entry == NULL || suite->by_id == NULL) {
        return eep_fail_memory(error, suite->count * sizeof *suite->entry);
    }
    for (size_t i = 0; i < suite->count; i++) {
        eep_suite_entry *entry = &suite->entry[i];
        for (size_t answer = 0; answer <= EEP_SECTIONS; answer++) {
            unsigned points;
            EEP_TRY(
                eep_cells_number(&suite->cases, i + 1, suite->answer[answer], EEP_SCORE_MAX, &points, error));
            if (answer == 0) entry->score = points;
        }
        entry->rules = split(eep_cells_text(&suite->cases, i + 1, suite->rules));
    }
    return EEP_OK;
}

/* ---- Ids --------------------------------------------------------------------------------------- */

static const char *id_of(const eep_suite *suite, size_t position)
{
    return eep_cells_text(&suite->cases, position + 1, suite->id);
}

const char *eep_suite_id_at(const void *context, size_t index)
{
    const eep_suite *suite = context;
    return index < suite->count ? id_of(suite, index) : NULL;
}

static int by_id(const void *a, const void *b)
{
    const eep_suite_id *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static eep_status sort_ids(eep_suite *suite, eep_error *error)
{
    const eep_suite_id *ids = suite->by_id;
    for (size_t i = 0; i < suite->count; i++)
        suite->by_id[i] = (eep_suite_id){id_of(suite, i), i};
    if (suite->count > 1) qsort(suite->by_id, suite->count, sizeof *ids, by_id);
    for (size_t i = 1; i < suite->count; i++) {
        if (strcmp(ids[i - 1].id, ids[i].id) != 0) continue;
        return eep_cells_fail(&suite->cases, ids[i].position + 1, suite->id, error, EEP_ERROR_DUPLICATE,
                              "give every case an id of its own", "the id '%.60s' is given twice", ids[i].id);
    }
    return EEP_OK;
}

size_t eep_suite_find(const eep_suite *suite, const char *id)
{
    size_t low = 0, high = suite->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(suite->by_id[middle].id, id);
        if (order == 0) return suite->by_id[middle].position;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* ---- Known mistakes ---------------------------------------------------------------------------- */

/* wrong.csv has the case, then one column for each line of mistakes.csv, in the same order. */
static eep_status check_wrong(eep_suite *suite, eep_error *error)
{
    const eep_cells *wrong = &suite->wrong;
    if (wrong->columns != suite->mistakes.rows) {
        return eep_cells_fail(wrong, 0, 0, error, EEP_ERROR_SYNTAX, "write the tables anew with generate.py",
                              "there are %zu known mistakes, but columns for %zu", suite->mistakes.rows - 1,
                              wrong->columns - 1);
    }
    for (size_t i = 1; i < wrong->columns; i++) {
        const char *name = eep_cells_text(&suite->mistakes, i, suite->mistake);
        if (strcmp(eep_cells_text(wrong, 0, i), name) == 0) continue;
        return eep_cells_fail(wrong, 0, i, error, EEP_ERROR_UNKNOWN, "write the tables anew with generate.py",
                              "the column should be the mistake '%.60s'", name);
    }
    for (size_t row = 1; row < wrong->rows; row++) {
        const size_t position = eep_suite_find(suite, eep_cells_text(wrong, row, 0));
        unsigned score;
        if (position == SIZE_MAX) {
            return eep_cells_fail(wrong, row, 0, error, EEP_ERROR_UNKNOWN,
                                  "write the tables anew with generate.py", "there is no case '%.60s'",
                                  eep_cells_text(wrong, row, 0));
        }
        suite->entry[position].wrong_row = row;
        for (size_t i = 1; i < wrong->columns; i++) {
            if (eep_cells_text(wrong, row, i)[0] == '\0') continue;
            EEP_TRY(eep_cells_number(wrong, row, i, POINTS_MAX, &score, error));
        }
    }
    return EEP_OK;
}

int eep_suite_wrong(const eep_suite *suite, size_t index, size_t position, unsigned *score)
{
    const size_t row = suite->entry[position].wrong_row;
    return row != 0 && eep_cells_text(&suite->wrong, row, index + 1)[0] != '\0' &&
           eep_cells_number(&suite->wrong, row, index + 1, POINTS_MAX, score, NULL) == EEP_OK;
}

/* ---- The handle -------------------------------------------------------------------------------- */

static eep_status load(eep_suite *suite, const char *folder, eep_error *error)
{
    EEP_TRY(read_table(&suite->cases, folder, "cases.csv", error));
    EEP_TRY(read_table(&suite->mistakes, folder, "mistakes.csv", error));
    EEP_TRY(read_table(&suite->wrong, folder, "wrong.csv", error));
    EEP_TRY(find_columns(suite, error));
    EEP_TRY(read_entries(suite, error));
    EEP_TRY(sort_ids(suite, error));
    return check_wrong(suite, error);
}

eep_status eep_suite_load(const char *folder, eep_suite **suite, eep_error *error)
{
    char own[4096];
    if (folder == NULL) {
        if (snprintf(own, sizeof own, "%s/conformance", eep_data_folder()) >= (int)sizeof own) {
            return eep_fail(error, EEP_ERROR_ARGUMENT, "set EEPOOL_DATA to a shorter path",
                            "the path of the data folder is too long");
        }
        folder = own;
    }
    eep_suite *fresh = eep_allocate(NULL, 1, sizeof *fresh);
    if (fresh == NULL) return eep_fail_memory(error, sizeof *fresh);
    const eep_status status = load(fresh, folder, error);
    if (status != EEP_OK)
        eep_suite_free(fresh);
    else
        *suite = fresh;
    return status;
}

void eep_suite_free(eep_suite *suite)
{
    if (suite == NULL) return;
    eep_release(NULL, suite->entry, suite->count, sizeof *suite->entry);
    eep_release(NULL, suite->by_id, suite->count, sizeof *suite->by_id);
    eep_cells_clear(&suite->cases);
    eep_cells_clear(&suite->mistakes);
    eep_cells_clear(&suite->wrong);
    eep_release(NULL, suite, 1, sizeof *suite);
}

size_t eep_suite_count(const eep_suite *suite)
{
    return suite->count;
}

const char *eep_suite_rule(const eep_suite *suite, size_t position, size_t nth)
{
    const char *text = eep_cells_text(&suite->cases, position + 1, suite->rules);
    if (nth >= suite->entry[position].rules) return NULL;
    for (; nth > 0; nth--)
        text += strlen(text) + 1;
    return text;
}

int eep_suite_at(const eep_suite *suite, size_t index, eep_suite_case *found)
{
    if (index >= suite->count) return 0;
    const eep_cells *cases = &suite->cases;
    *found = (eep_suite_case){.id = id_of(suite, index),
                              .as_of = eep_cells_text(cases, index + 1, suite->as_of),
                              .name = eep_cells_text(cases, index + 1, suite->name),
                              .rule = eep_suite_rule(suite, index, 0),
                              .source = eep_cells_text(cases, index + 1, suite->source)};
    for (size_t i = 0; i < EEP_ANSWERS; i++)
        found->expected[i] = eep_cells_text(cases, index + 1, suite->answer[i]);
    return 1;
}

void eep_suite_write_inputs(const eep_suite *suite, FILE *stream)
{
    for (size_t row = 0; row < suite->cases.rows; row++) {
        eep_csv_put(stream, eep_cells_text(&suite->cases, row, suite->id));
        putc(',', stream);
        eep_csv_put(stream, eep_cells_text(&suite->cases, row, suite->as_of));
        for (size_t i = suite->inputs; i < suite->cases.columns; i++) {
            putc(',', stream);
            eep_csv_put(stream, eep_cells_text(&suite->cases, row, i));
        }
        putc('\n', stream);
    }
}
