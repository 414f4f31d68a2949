/*
 * conditions.c - what a program may ask: the conditions there are, and the rule they make.
 *
 * Every program has every condition. `open` must be written; any other that is not is one that asks
 * nothing, and gets a leaf that says so, with the days, the source and the place of `open`.
 */
#include "sim/policy/leaves.h"

#include <ctype.h>
#include <string.h>

#define TEERS      6
#define TEER_SHUT  255
#define LEVEL_MOST 12

/* The conditions that are one number. */
static const struct condition {
    const char *name;
    eep_unit unit;
    int maximum;
    size_t at; /* in eep_program_rule, a byte */
    const char *title;
} conditions[] = {
    {"open", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, open), NULL},
    {"continuous_months", EEP_UNIT_MONTHS, 120, offsetof(eep_program_rule, continuous_months),
     "unbroken work in the primary occupation"},
    {"months", EEP_UNIT_MONTHS, 36, offsetof(eep_program_rule, months),
     "work in the primary occupation in the last three years, anywhere"},
    {"canadian_months", EEP_UNIT_MONTHS, 36, offsetof(eep_program_rule, canadian_months),
     "work in the primary occupation in the last three years, in Canada"},
    {"trade_months", EEP_UNIT_MONTHS, 60, offsetof(eep_program_rule, trade_months),
     "work in a skilled trade in the last five years"},
    {"asks_selection_points", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_selection_points),
     "whether the pass mark of the selection grid is asked, 1 = yes"},
    {"asks_funds", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_funds),
     "whether settlement funds are asked, 1 = yes"},
    {"asks_trade", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_trade),
     "whether a skilled trade is asked, 1 = yes"},
    {"asks_certificate_or_offer", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_certificate_or_offer),
     "whether a certificate of qualification or a job offer is asked, 1 = yes"},
    {"asks_nomination", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_nomination),
     "whether a nomination by a province or territory is asked, 1 = yes"},
    {"asks_other_program", EEP_UNIT_FLAG, 1, offsetof(eep_program_rule, asks_other_program),
     "whether another program is asked, 1 = yes"},
};
#define CONDITIONS (sizeof conditions / sizeof *conditions)

/* The levels below `level`: by ability, in the order of EEP_LISTENING and so on, then by TEER. */
static const char *const levels[] = {"listening", "reading", "writing", "speaking", "0",
                                     "1",         "2",       "3",       "4",        "5"};
#define LEVELS (sizeof levels / sizeof *levels)

static void path_in(char path[EEP_PATH_LONGEST + 1], size_t index, const char *group, const char *name)
{
    snprintf(path, EEP_PATH_LONGEST + 1, "programs.%s.%s%s", eep_program_name(index), group, name);
}

/* ---- Asking ------------------------------------------------------------------------------------ */

/* A set of TEERs as bits; none asks nothing. */
static eep_status ask_teers(const eep_asker *asker, size_t index, uint8_t *teers)
{
    const eep_leaf *leaf = NULL;
    char path[EEP_PATH_LONGEST + 1];
    path_in(path, index, "", "teers");
    *teers = 0;
    EEP_TRY(eep_ask_codes(asker, path, &leaf));
    for (size_t i = 0; leaf != NULL && i < leaf->codes; i++) {
        if (strlen(leaf->code[i]) != 1 || leaf->number[i] >= TEERS)
            return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, "list TEERs, like 0 1 2 3",
                                 "%s lists %s; a TEER is 0 to %d", path, leaf->code[i], TEERS - 1);
        *teers = (uint8_t)(*teers | 1u << leaf->number[i]);
    }
    return EEP_OK;
}

static int is_open(uint8_t teers, size_t teer)
{
    return teers == 0 || (teers >> teer & 1) != 0;
}

/*
 * A program that lists TEERs and writes levels for some of them must write one for each: a forgotten one
 * would ask nothing. Not where a level is asked of all TEERs.
 */
static eep_status check_teers(const eep_asker *asker, size_t index, uint8_t teers)
{
    int written[TEERS] = {0}, some = 0;
    char path[EEP_PATH_LONGEST + 1];
    if (asker->record != NULL || teers == 0) return EEP_OK;
    for (size_t teer = 0; teer < TEERS; teer++) {
        path_in(path, index, "level.", levels[EEP_ABILITIES + teer]);
        written[teer] = !eep_leaf_on(asker->policy, path, asker->day)->is_unwritten;
        some |= written[teer];
    }
    for (size_t teer = 0; some && teer < TEERS; teer++) {
        if (written[teer] || !is_open(teers, teer)) continue;
        path_in(path, index, "level.", levels[EEP_ABILITIES + teer]);
        return eep_ask_fail_missing(asker, path);
    }
    return EEP_OK;
}

static uint8_t larger(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

/* The level of an ability is the highest that is asked of all, of the ability and of the TEER. */
static eep_status ask_levels(const eep_asker *asker, size_t index, eep_program_rule *rule)
{
    char path[EEP_PATH_LONGEST + 1];
    uint8_t all = 0, most = 0, level[LEVELS];
    path_in(path, index, "", "level");
    EEP_TRY(eep_ask_small(asker, path, EEP_UNIT_LEVEL, 0, LEVEL_MOST, &all));
    for (size_t i = 0; i < LEVELS; i++) {
        path_in(path, index, "level.", levels[i]);
        EEP_TRY(eep_ask_small(asker, path, EEP_UNIT_LEVEL, 0, LEVEL_MOST, &level[i]));
    }
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        const uint8_t own = larger(all, level[ability]);
        most = larger(most, own);
        for (size_t teer = 0; teer < sizeof rule->level[ability]; teer++) {
            const uint8_t of_teer = teer < TEERS ? level[EEP_ABILITIES + teer] : 0;
            rule->level[ability][teer] = is_open(rule->teers, teer) ? larger(own, of_teer) : TEER_SHUT;
        }
    }
    return most > 0 ? EEP_OK : check_teers(asker, index, rule->teers);
}

eep_status eep_ask_conditions(const eep_asker *asker, size_t index, eep_program_rule *rule)
{
    char path[EEP_PATH_LONGEST + 1];
    *rule = (eep_program_rule){0};
    for (size_t i = 0; i < CONDITIONS; i++) {
        path_in(path, index, "", conditions[i].name);
        EEP_TRY(eep_ask_small(asker, path, conditions[i].unit, 0, conditions[i].maximum,
                              (uint8_t *)rule + conditions[i].at));
    }
    path_in(path, index, "", "education");
    EEP_TRY(eep_ask_education(asker, path, &rule->education));
    EEP_TRY(ask_teers(asker, index, &rule->teers));
    return ask_levels(asker, index, rule);
}

/* ---- What nobody writes ------------------------------------------------------------------------ */

int eep_wants_writing(const eep_leaf *leaf)
{
    const char *name = strrchr(leaf->face.path, '.');
    return leaf->is_unwritten && name != NULL && isdigit((unsigned char)name[1]);
}

/* Adds a leaf to `fresh` unless a file has the path; `like` is the leaf of `open`. */
static eep_status add(eep_policy *policy, eep_list *fresh, const eep_leaf *like, const char *path,
                      eep_unit unit, const char *title, const char *value, eep_error *error)
{
    if (eep_leaf_find(policy, path) < policy->leaves.count) return EEP_OK;
    eep_leaf *leaf = eep_list_add(policy, fresh, error);
    if (leaf == NULL) return EEP_ERROR_MEMORY;
    *leaf = *like;
    leaf->face.path = eep_texts_copy(policy->texts, path, strlen(path));
    if (leaf->face.path == NULL) return eep_fail_memory(error, strlen(path));
    leaf->face.unit = eep_unit_word(unit);
    leaf->face.title = title;
    leaf->face.value = value;
    leaf->face.to = EEP_DATE_OPEN;
    leaf->is_unwritten = 1;
    return unit == EEP_UNIT_CODES ? eep_leaf_set_codes(policy, leaf, NULL, NULL, 0, error) : EEP_OK;
}

static eep_status add_program(eep_policy *policy, eep_list *fresh, size_t index, eep_error *error)
{
    char path[EEP_PATH_LONGEST + 1];
    path_in(path, index, "", "open");
    const size_t open = eep_leaf_find(policy, path);
    if (open == policy->leaves.count) return EEP_OK; /* is missed when it is asked for */
    const eep_leaf *like = &eep_policy_leaves(policy)[open];
    for (size_t i = 0; i < CONDITIONS; i++) {
        path_in(path, index, "", conditions[i].name);
        EEP_TRY(add(policy, fresh, like, path, conditions[i].unit, conditions[i].title, "0", error));
    }
    for (size_t i = 0; i < LEVELS; i++) {
        path_in(path, index, "level.", levels[i]);
        EEP_TRY(add(policy, fresh, like, path, EEP_UNIT_LEVEL,
                    i < EEP_ABILITIES ? "CLB or NCLC that this ability in the first language must reach"
                                      : "CLB or NCLC that all four abilities must reach with this TEER",
                    "0", error));
    }
    path_in(path, index, "", "level");
    EEP_TRY(add(policy, fresh, like, path, EEP_UNIT_LEVEL,
                "CLB or NCLC that all four abilities in the first language must reach", "0", error));
    path_in(path, index, "", "education");
    EEP_TRY(add(policy, fresh, like, path, EEP_UNIT_EDUCATION, "lowest level of education",
                eep_column_label(EEP_COL_education, 0), error));
    path_in(path, index, "", "teers");
    return add(policy, fresh, like, path, EEP_UNIT_CODES, "TEERs whose work counts; none: all do", "", error);
}

eep_status eep_add_unwritten(eep_policy *policy, eep_error *error)
{
    eep_list fresh = {.size = sizeof(eep_leaf)};
    eep_status status = EEP_OK;
    for (size_t i = 0; status == EEP_OK && i < EEP_PROGRAMS; i++)
        status = add_program(policy, &fresh, i, error);
    for (size_t i = 0; status == EEP_OK && i < fresh.count; i++) {
        eep_leaf *slot = eep_list_add(policy, &policy->leaves, error);
        if (slot != NULL)
            *slot = ((const eep_leaf *)fresh.items)[i];
        else
            status = EEP_ERROR_MEMORY;
    }
    eep_list_clear(policy, &fresh);
    return status == EEP_OK ? eep_policy_sort(policy, error) : status;
}
