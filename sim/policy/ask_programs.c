/* ask_programs.c - the schema of programs, category versions and clocks. */
#include "sim/policy/leaves.h"

#include <string.h>

#define PERCENT    100 /* the selection grid is out of 100 */
#define CAP_PATH   "programs.fsw.adaptability_cap"
#define TEER_COUNT 6
#define TEER_SHUT  255

/* ---- Small asks -------------------------------------------------------------------------------- */

static eep_status ask_small(const eep_asker *asker, const char *path, eep_unit unit, int minimum, int maximum,
                            uint8_t *value)
{
    int number = 0;
    EEP_TRY(eep_ask(asker, path, unit, minimum, maximum, &number));
    *value = (uint8_t)number;
    return EEP_OK;
}

static eep_status ask_percent(const eep_asker *asker, const char *path, uint16_t *points)
{
    return eep_ask_points(asker, path, "the grid is out of 100", PERCENT, points);
}

/* `name`.<low..high>; the ends hold for all beyond. */
static eep_status ask_grid(const eep_asker *asker, const char *name, int low, int high, int size,
                           uint16_t *points)
{
    for (int i = low; i <= high; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fsw.%s.%d", name, i);
        EEP_TRY(ask_percent(asker, path, &points[i]));
    }
    for (int i = 0; i < size; i++)
        points[i] = points[i < low ? low : i > high ? high : i];
    return EEP_OK;
}

/* A set of TEERs as bits. */
static eep_status ask_teers(const eep_asker *asker, const char *path, uint8_t *teers)
{
    const eep_leaf *leaf = NULL;
    *teers = 0;
    EEP_TRY(eep_ask_codes(asker, path, &leaf));
    for (size_t i = 0; leaf != NULL && i < leaf->codes; i++) {
        if (strlen(leaf->code[i]) != 1 || leaf->number[i] >= TEER_COUNT)
            return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, "list TEERs, like 0 1 2 3",
                                 "%s lists %s; a TEER is 0 to %d", path, leaf->code[i], TEER_COUNT - 1);
        *teers = (uint8_t)(*teers | 1u << leaf->number[i]);
    }
    return EEP_OK;
}

/* ---- Federal Skilled Worker -------------------------------------------------------------------- */

static eep_status ask_fsw_conditions(const eep_asker *asker, eep_eligible_tables *eligible)
{
    EEP_TRY(ask_small(asker, "programs.fsw.continuous_months", EEP_UNIT_MONTHS, 0, 120,
                      &eligible->fsw.continuous_months));
    EEP_TRY(ask_teers(asker, "programs.fsw.teers", &eligible->fsw.teers));
    EEP_TRY(ask_small(asker, "programs.fsw.level", EEP_UNIT_LEVEL, 0, 12, &eligible->fsw.level));
    EEP_TRY(eep_ask_education(asker, "programs.fsw.education", &eligible->fsw.education));
    EEP_TRY(ask_small(asker, "programs.fsw.asks_funds", EEP_UNIT_FLAG, 0, 1, &eligible->fsw.asks_funds));
    return ask_percent(asker, "programs.fsw.pass_mark", &eligible->fsw.pass_mark);
}

static eep_status ask_fsw_grid(const eep_asker *asker, eep_eligible_tables *eligible)
{
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(EEP_COL_education, i)) != NULL; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fsw.education_points.%s", label);
        EEP_TRY(ask_percent(asker, path, &eligible->fsw.education_points[i]));
    }
    EEP_TRY(ask_grid(asker, "language_points", 6, 9, EEP_LEVELS, eligible->fsw.language_points));
    EEP_TRY(ask_grid(asker, "experience_points", 0, 6, EEP_YEARS, eligible->fsw.experience_points));
    EEP_TRY(ask_grid(asker, "age_points", 17, 47, EEP_AGES, eligible->fsw.age_points));
    EEP_TRY(ask_percent(asker, "programs.fsw.offer_points", &eligible->fsw.offer_points));
    EEP_TRY(
        ask_small(asker, "programs.fsw.second_level", EEP_UNIT_LEVEL, 1, 12, &eligible->fsw.second_level));
    return ask_percent(asker, "programs.fsw.second_points", &eligible->fsw.second_points);
}

static eep_status ask_fsw_adaptability(const eep_asker *asker, eep_eligible_tables *eligible)
{
    EEP_TRY(ask_percent(asker, CAP_PATH, &eligible->fsw.adaptability_cap));
    const int cap = eligible->fsw.adaptability_cap;
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(EEP_COL_canadian_study, i)) != NULL; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fsw.study_points.%s", label);
        EEP_TRY(eep_ask_points(asker, path, CAP_PATH, cap, &eligible->fsw.study_points[i]));
    }
    const struct {
        const char *path;
        uint16_t *points;
    } items[] = {
        {"programs.fsw.spouse_language_points", &eligible->fsw.spouse_language_points},
        {"programs.fsw.spouse_study_points", &eligible->fsw.spouse_study_points},
        {"programs.fsw.work_points", &eligible->fsw.work_points},
        {"programs.fsw.spouse_work_points", &eligible->fsw.spouse_work_points},
        {"programs.fsw.relative_points", &eligible->fsw.relative_points},
        {"programs.fsw.offer_adaptability_points", &eligible->fsw.offer_adaptability_points},
    };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        EEP_TRY(eep_ask_points(asker, items[i].path, CAP_PATH, cap, items[i].points));
    EEP_TRY(
        ask_small(asker, "programs.fsw.spouse_level", EEP_UNIT_LEVEL, 1, 12, &eligible->fsw.spouse_level));
    EEP_TRY(ask_small(asker, "programs.fsw.work_years", EEP_UNIT_YEARS, 1, 10, &eligible->fsw.work_years));
    return ask_small(asker, "programs.fsw.spouse_work_years", EEP_UNIT_YEARS, 1, 10,
                     &eligible->fsw.spouse_work_years);
}

/* ---- The other two ----------------------------------------------------------------------------- */

static eep_status ask_cec(const eep_asker *asker, eep_eligible_tables *eligible)
{
    EEP_TRY(ask_small(asker, "programs.cec.months", EEP_UNIT_MONTHS, 0, 36, &eligible->cec.months));
    EEP_TRY(ask_teers(asker, "programs.cec.teers", &eligible->cec.teers));
    memset(eligible->cec.level, TEER_SHUT, sizeof eligible->cec.level);
    for (int teer = 0; teer < TEER_COUNT; teer++) {
        const int open = (eligible->cec.teers >> teer & 1) != 0;
        char path[EEP_PATH_LONGEST + 1];
        int level = 0, found = 0;
        snprintf(path, sizeof path, "programs.cec.level.%d", teer);
        EEP_TRY(eep_ask_optional(asker, path, EEP_UNIT_LEVEL, 0, 12, &level, &found));
        if (open && !found) EEP_TRY(eep_ask(asker, path, EEP_UNIT_LEVEL, 0, 12, &level));
        if (open) eligible->cec.level[teer] = (uint8_t)level;
    }
    return EEP_OK;
}

static eep_status ask_fst(const eep_asker *asker, eep_eligible_tables *eligible, eep_trades *trades)
{
    static const char *const ability[EEP_ABILITIES] = {
        [EEP_LISTENING] = "listening",
        [EEP_READING] = "reading",
        [EEP_WRITING] = "writing",
        [EEP_SPEAKING] = "speaking",
    };
    EEP_TRY(ask_small(asker, "programs.fst.months", EEP_UNIT_MONTHS, 0, 60, &eligible->fst.months));
    for (int i = 0; i < EEP_ABILITIES; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fst.level.%s", ability[i]);
        EEP_TRY(ask_small(asker, path, EEP_UNIT_LEVEL, 0, 12, &eligible->fst.level[i]));
    }
    EEP_TRY(ask_small(asker, "programs.fst.asks_funds", EEP_UNIT_FLAG, 0, 1, &eligible->fst.asks_funds));
    EEP_TRY(eep_ask_codes(asker, "programs.fst.occupations", &trades->in));
    return eep_ask_codes(asker, "programs.fst.occupations_except", &trades->out);
}

eep_status eep_ask_programs(const eep_asker *asker, eep_eligible_tables *eligible, eep_trades *trades)
{
    *eligible = (eep_eligible_tables){0};
    EEP_TRY(ask_fsw_conditions(asker, eligible));
    EEP_TRY(ask_fsw_grid(asker, eligible));
    EEP_TRY(ask_fsw_adaptability(asker, eligible));
    EEP_TRY(ask_cec(asker, eligible));
    EEP_TRY(ask_fst(asker, eligible, trades));
    return ask_small(asker, "programs.funds_waived_months", EEP_UNIT_MONTHS, 0, 36,
                     &eligible->funds_waived_months);
}

/* ---- Clocks ------------------------------------------------------------------------------------ */

eep_status eep_ask_validity(const eep_asker *asker, eep_validity *validity)
{
    EEP_TRY(eep_ask(asker, "validity.profile", EEP_UNIT_MONTHS, 1, 120, &validity->profile));
    EEP_TRY(eep_ask(asker, "validity.language_test", EEP_UNIT_MONTHS, 1, 600, &validity->language_test));
    EEP_TRY(eep_ask(asker, "validity.assessment", EEP_UNIT_MONTHS, 1, 600, &validity->assessment));
    return eep_ask(asker, "validity.invitation", EEP_UNIT_DAYS, 1, 366, &validity->invitation);
}

/* ---- Category versions ------------------------------------------------------------------------- */

static eep_status ask_occupations(const eep_asker *asker, const char *path, eep_category_rule *rule,
                                  const eep_leaf **occupations)
{
    EEP_TRY(eep_ask_codes(asker, path, occupations));
    const eep_leaf *leaf = *occupations;
    for (size_t i = 0; leaf != NULL && i < leaf->codes; i++) {
        const char *problem = eep_noc_problem(leaf->code[i]);
        if (problem == NULL) continue;
        return eep_leaf_fail(leaf, asker->error, EEP_ERROR_VALUE, "write all five digits, leading zeros too",
                             "%s lists '%s', no NOC 2021 code: %s", path, leaf->code[i], problem);
    }
    rule->asks_occupation = leaf != NULL && leaf->codes > 0;
    return EEP_OK;
}

eep_status eep_ask_version(const eep_asker *asker, const eep_version *version, eep_category_rule *rule,
                           const eep_leaf **occupations)
{
    *rule = (eep_category_rule){0};
    const struct {
        const char *name;
        eep_unit unit;
        int maximum;
        uint8_t *value;
    } items[] = {
        {"months", EEP_UNIT_MONTHS, 36, &rule->months},
        {"canadian_months", EEP_UNIT_MONTHS, 36, &rule->canadian_months},
        {"continuous_months", EEP_UNIT_MONTHS, 120, &rule->continuous_months},
        {"french_level", EEP_UNIT_LEVEL, 12, &rule->french_level},
        {"forces_recruit", EEP_UNIT_FLAG, 1, &rule->forces_recruit},
    };
    char group[EEP_PATH_LONGEST + 1], path[EEP_PATH_LONGEST + 32];
    snprintf(group, sizeof group, "categories.%s.%s", version->id, version->version);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        snprintf(path, sizeof path, "%s.%s", group, items[i].name);
        EEP_TRY(ask_small(asker, path, items[i].unit, 0, items[i].maximum, items[i].value));
    }
    snprintf(path, sizeof path, "%s.education", group);
    EEP_TRY(eep_ask_education(asker, path, &rule->education));
    snprintf(path, sizeof path, "%s.occupations", group);
    EEP_TRY(ask_occupations(asker, path, rule, occupations));
    if (asker->record != NULL || rule->asks_occupation || rule->french_level || rule->forces_recruit)
        return EEP_OK;
    return eep_fail_at(asker->error, EEP_ERROR_MISSING, version->file, version->line, version->column,
                       "list its occupations, or give french_level or forces_recruit",
                       "%s asks for no occupation, French or recruitment: everybody would belong", group);
}
