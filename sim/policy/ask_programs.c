/* ask_programs.c - the schema of programs, category versions and clocks. */
#include "sim/policy/leaves.h"

#define PERCENT  100 /* the selection grid is out of 100 */
#define CAP_PATH "programs.fsw.adaptability_cap"

/* ---- Small asks -------------------------------------------------------------------------------- */

static eep_status ask_percent(const eep_asker *asker, const char *path, uint16_t *points)
{
    return eep_ask_points(asker, path, "the grid is out of 100", PERCENT, points);
}

/* `name`.<low..high>; the ends hold for all beyond. */
static eep_status ask_table(const eep_asker *asker, const char *name, int low, int high, int size,
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

/* ---- The selection grid ------------------------------------------------------------------------ */

static eep_status ask_grid_factors(const eep_asker *asker, eep_selection_grid *grid)
{
    EEP_TRY(ask_percent(asker, "programs.fsw.pass_mark", &grid->pass_mark));
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(EEP_COL_education, i)) != NULL; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fsw.education_points.%s", label);
        EEP_TRY(ask_percent(asker, path, &grid->education_points[i]));
    }
    EEP_TRY(ask_table(asker, "language_points", 6, 9, EEP_LEVELS, grid->language_points));
    EEP_TRY(ask_table(asker, "experience_points", 0, 6, EEP_YEARS, grid->experience_points));
    EEP_TRY(ask_table(asker, "age_points", 17, 47, EEP_AGES, grid->age_points));
    EEP_TRY(ask_percent(asker, "programs.fsw.offer_points", &grid->offer_points));
    EEP_TRY(eep_ask_small(asker, "programs.fsw.second_level", EEP_UNIT_LEVEL, 1, 12, &grid->second_level));
    return ask_percent(asker, "programs.fsw.second_points", &grid->second_points);
}

static eep_status ask_grid_adaptability(const eep_asker *asker, eep_selection_grid *grid)
{
    EEP_TRY(ask_percent(asker, CAP_PATH, &grid->adaptability_cap));
    const int cap = grid->adaptability_cap;
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(EEP_COL_canadian_study, i)) != NULL; i++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "programs.fsw.study_points.%s", label);
        EEP_TRY(eep_ask_points(asker, path, CAP_PATH, cap, &grid->study_points[i]));
    }
    const struct {
        const char *path;
        uint16_t *points;
    } items[] = {
        {"programs.fsw.spouse_language_points", &grid->spouse_language_points},
        {"programs.fsw.spouse_study_points", &grid->spouse_study_points},
        {"programs.fsw.work_points", &grid->work_points},
        {"programs.fsw.spouse_work_points", &grid->spouse_work_points},
        {"programs.fsw.relative_points", &grid->relative_points},
        {"programs.fsw.offer_adaptability_points", &grid->offer_adaptability_points},
    };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        EEP_TRY(eep_ask_points(asker, items[i].path, CAP_PATH, cap, items[i].points));
    EEP_TRY(eep_ask_small(asker, "programs.fsw.spouse_level", EEP_UNIT_LEVEL, 1, 12, &grid->spouse_level));
    EEP_TRY(eep_ask_small(asker, "programs.fsw.work_years", EEP_UNIT_YEARS, 1, 10, &grid->work_years));
    return eep_ask_small(asker, "programs.fsw.spouse_work_years", EEP_UNIT_YEARS, 1, 10,
                         &grid->spouse_work_years);
}

/* ---- All programs ------------------------------------------------------------------------------ */

eep_status eep_ask_programs(const eep_asker *asker, eep_eligible_tables *eligible, eep_trades *trades)
{
    *eligible = (eep_eligible_tables){0};
    for (size_t i = 0; i < EEP_PROGRAMS; i++)
        EEP_TRY(eep_ask_conditions(asker, i, &eligible->program[i]));
    EEP_TRY(ask_grid_factors(asker, &eligible->selection));
    EEP_TRY(ask_grid_adaptability(asker, &eligible->selection));
    EEP_TRY(eep_ask_codes(asker, "programs.fst.occupations", &trades->in));
    EEP_TRY(eep_ask_codes(asker, "programs.fst.occupations_except", &trades->out));
    return eep_ask_small(asker, "programs.funds_waived_months", EEP_UNIT_MONTHS, 0, 36,
                         &eligible->funds_waived_months);
}

/* ---- The classification of occupations ---------------------------------------------------------- */

eep_status eep_ask_teers(const eep_asker *asker, uint8_t teer[EEP_DIGITS])
{
    for (int digit = 0; digit < EEP_DIGITS; digit++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "noc.teer.%d", digit);
        teer[digit] = EEP_TEER_NONE;
        if (digit < EEP_TEER_NONE)
            EEP_TRY(eep_ask_small(asker, path, EEP_UNIT_TEER, 0, EEP_TEER_NONE - 1, &teer[digit]));
    }
    return EEP_OK;
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
        EEP_TRY(eep_ask_small(asker, path, items[i].unit, 0, items[i].maximum, items[i].value));
    }
    snprintf(path, sizeof path, "%s.education", group);
    EEP_TRY(eep_ask_education(asker, path, &rule->education));
    snprintf(path, sizeof path, "%s.occupations", group);
    EEP_TRY(eep_ask_occupations(asker, path, occupations));
    rule->asks_occupation = *occupations != NULL && (*occupations)->codes > 0;
    if (asker->record != NULL || rule->asks_occupation || rule->french_level || rule->forces_recruit)
        return EEP_OK;
    return eep_fail_at(asker->error, EEP_ERROR_MISSING, version->file, version->line, version->column,
                       "list its occupations, or give french_level or forces_recruit",
                       "%s asks for no occupation, French or recruitment: everybody would belong", group);
}
