/* ask.c - asking a policy for one leaf, with its unit and range. */
#include "sim/policy/leaves.h"

#include <stdlib.h>
#include <string.h>

static const char *const units[] = {
    [EEP_UNIT_POINTS] = "points", [EEP_UNIT_LEVEL] = "level", [EEP_UNIT_YEARS] = "years",
    [EEP_UNIT_MONTHS] = "months", [EEP_UNIT_DAYS] = "days",   [EEP_UNIT_TIER] = "tier",
    [EEP_UNIT_TEER] = "teer",     [EEP_UNIT_FLAG] = "flag",   [EEP_UNIT_EDUCATION] = "education",
    [EEP_UNIT_RULE] = "rule",     [EEP_UNIT_SEED] = "seed",   [EEP_UNIT_RANK] = "rank",
    [EEP_UNIT_CODES] = "codes",
};

const char *eep_unit_word(eep_unit unit)
{
    return units[unit];
}

const char *eep_unit_at(const void *context, size_t index)
{
    (void)context;
    return index < sizeof units / sizeof *units ? units[index] : NULL;
}

static eep_status write_down(const eep_asker *asker, const char *path)
{
    char *slot = eep_list_add(asker->policy, asker->record, asker->error);
    if (slot == NULL) return EEP_ERROR_MEMORY;
    snprintf(slot, EEP_PATH_LONGEST + 1, "%s", path);
    return EEP_OK;
}

eep_status eep_ask_fail_missing(const eep_asker *asker, const char *path)
{
    const eep_place *place = eep_policy_place(asker->policy, path);
    if (place == NULL)
        return eep_fail_at(asker->error, EEP_ERROR_MISSING, asker->policy->path, 0, 0,
                           "add it; the official policy shows how", "%s is missing", path);
    return eep_fail_at(asker->error, EEP_ERROR_MISSING, place->file, place->line, place->column,
                       "add it; the official policy shows how", "%s is missing", path);
}

/* There is no leaf at all, or none on the day; the place is as near to it as anything that is written. */
static eep_status fail_missing(const eep_asker *asker, const char *path)
{
    const eep_policy *policy = asker->policy;
    const size_t index = eep_leaf_find(policy, path);
    if (index == policy->leaves.count) return eep_ask_fail_missing(asker, path);
    char day[11];
    eep_date_format(asker->day, day);
    return eep_leaf_fail(&eep_policy_leaves(policy)[index], asker->error, EEP_ERROR_MISSING,
                         "add an entry for these days, an explicit 0 where nothing was given",
                         "%s has no value on %s", path, day);
}

static eep_status check_unit(const eep_asker *asker, const eep_leaf *leaf, eep_unit unit)
{
    if (strcmp(leaf->face.unit, units[unit]) != 0)
        return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, "correct the unit, or move the value",
                             "the unit of %s is '%s'; '%s' is wanted", leaf->face.path, leaf->face.unit,
                             units[unit]);
    if (leaf->is_list == (unit == EEP_UNIT_CODES)) return EEP_OK;
    return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, NULL, "%s is %s", leaf->face.path,
                         leaf->is_list ? "a list; one value is wanted" : "one value; a list is wanted");
}

/* The leaf in force; `*leaf` stays NULL while recording. */
static eep_status find(const eep_asker *asker, const char *path, eep_unit unit, const eep_leaf **leaf)
{
    *leaf = NULL;
    if (asker->record != NULL) return write_down(asker, path);
    const eep_leaf *found = eep_leaf_on(asker->policy, path, asker->day);
    if (found == NULL) return fail_missing(asker, path);
    EEP_TRY(check_unit(asker, found, unit));
    *leaf = found;
    return EEP_OK;
}

static eep_status number_of(const eep_asker *asker, const eep_leaf *leaf, int minimum, int maximum,
                            int *value)
{
    const char *text = leaf->face.value, *digits = text[0] == '-' ? text + 1 : text;
    const size_t length = strlen(digits);
    char advice[80];
    snprintf(advice, sizeof advice, "give a whole number from %d to %d", minimum, maximum);
    const int is_whole = length > 0 && strspn(digits, "0123456789") == length;
    if (!is_whole || (digits > text && strspn(digits, "0") == length)) /* "-0" neither */
        return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, advice, "%s is '%.60s', not a whole number",
                             leaf->face.path, text);
    const long number = length > 9 ? (long)INT32_MAX : strtol(text, NULL, 10);
    if (number < minimum || number > maximum)
        return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, advice, "%s is %.60s; %d to %d is allowed",
                             leaf->face.path, text, minimum, maximum);
    *value = (int)number;
    return EEP_OK;
}

eep_status eep_ask(const eep_asker *asker, const char *path, eep_unit unit, int minimum, int maximum,
                   int *value)
{
    const eep_leaf *leaf = NULL;
    *value = minimum;
    EEP_TRY(find(asker, path, unit, &leaf));
    return leaf != NULL ? number_of(asker, leaf, minimum, maximum, value) : EEP_OK;
}

eep_status eep_ask_small(const eep_asker *asker, const char *path, eep_unit unit, int minimum, int maximum,
                         uint8_t *value)
{
    int number = 0;
    EEP_TRY(eep_ask(asker, path, unit, minimum, maximum, &number));
    *value = (uint8_t)number;
    return EEP_OK;
}

eep_status eep_ask_points(const eep_asker *asker, const char *path, const char *cap_path, int cap,
                          uint16_t *points)
{
    const eep_leaf *leaf = NULL;
    int value = 0;
    *points = 0;
    EEP_TRY(find(asker, path, EEP_UNIT_POINTS, &leaf));
    if (leaf == NULL) return EEP_OK;
    EEP_TRY(number_of(asker, leaf, 0, EEP_SCORE_MAX, &value));
    if (value > cap) {
        char since[24] = ""; /* the value was fine until the cap fell */
        if (asker->day > leaf->face.from) {
            memcpy(since, " on ", 4);
            eep_date_format(asker->day, since + 4);
        }
        return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, "lower it, or raise the cap first",
                             "%s is %d points%s, more than the cap above it, %d (%s)", path, value, since,
                             cap, cap_path);
    }
    *points = (uint16_t)value;
    return EEP_OK;
}

eep_status eep_ask_label(const eep_asker *asker, const char *path, eep_unit unit, eep_name_at label_at,
                         const char *advice, uint8_t *value)
{
    const eep_leaf *leaf = NULL;
    *value = 0;
    EEP_TRY(find(asker, path, unit, &leaf));
    if (leaf == NULL) return EEP_OK;
    const char *label = NULL;
    for (uint8_t i = 0; (label = label_at(NULL, i)) != NULL; i++) {
        if (strcmp(label, leaf->face.value) != 0) continue;
        *value = i;
        return EEP_OK;
    }
    char suggestion[160];
    eep_did_you_mean(suggestion, sizeof suggestion, leaf->face.value, label_at, NULL, advice);
    return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, suggestion, "%s is '%.60s', no %s", path,
                         leaf->face.value,
                         unit == EEP_UNIT_EDUCATION ? "level of education" : "tie-break rule");
}

static const char *education_at(const void *context, size_t index)
{
    (void)context;
    return eep_column_label(EEP_COL_education, index);
}

eep_status eep_ask_education(const eep_asker *asker, const char *path, uint8_t *value)
{
    return eep_ask_label(asker, path, EEP_UNIT_EDUCATION, education_at,
                         "give a label of the column education, like two_year", value);
}

eep_status eep_ask_codes(const eep_asker *asker, const char *path, const eep_leaf **leaf)
{
    return find(asker, path, EEP_UNIT_CODES, leaf);
}

eep_status eep_ask_occupations(const eep_asker *asker, const char *path, const eep_leaf **leaf)
{
    EEP_TRY(eep_ask_codes(asker, path, leaf));
    for (size_t i = 0; *leaf != NULL && i < (*leaf)->codes; i++) {
        const char *problem = eep_noc_problem((*leaf)->code[i]);
        if (problem == NULL) continue;
        return eep_leaf_fail(*leaf, asker->error, EEP_ERROR_VALUE, "write all five digits, leading zeros too",
                             "%s lists '%s', no NOC 2021 code: %s", path, (*leaf)->code[i], problem);
    }
    return EEP_OK;
}
