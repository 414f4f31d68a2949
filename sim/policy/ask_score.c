/* ask_score.c - the schema of the Comprehensive Ranking System: which points there are, and their tables. */
#include "sim/policy/leaves.h"

#include <stdarg.h>

/* The cap that no points below it may exceed. */
typedef struct section {
    const eep_asker *asker;
    const char *cap_path;
    int cap;
} section;

static const char *const column_name[2] = {"without_spouse", "with_spouse"};

/* ---- Asking in tables -------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static eep_status ask(const section *in, uint16_t *points,
                                                            const char *format, ...)
{
    char path[EEP_PATH_LONGEST + 1];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    return eep_ask_points(in->asker, path, in->cap_path, in->cap, points);
}

/* The first and the last value of a table hold for all numbers beyond. */
static void saturate(uint16_t *points, int low, int high, int size)
{
    for (int i = 0; i < low; i++)
        points[i] = points[low];
    for (int i = high + 1; i < size; i++)
        points[i] = points[high];
}

/* `name`.<low..high>, with the column behind it when there is one. */
static eep_status ask_numbers(const section *in, const char *name, const char *column, int low, int high,
                              int size, uint16_t *points)
{
    for (int i = low; i <= high; i++)
        EEP_TRY(ask(in, &points[i], "crs.%s.%d%s%s", name, i, column != NULL ? "." : "",
                    column != NULL ? column : ""));
    saturate(points, low, high, size);
    return EEP_OK;
}

/* `name`.<label> for every label of a column of candidates. */
static eep_status ask_labels(const section *in, const char *name, const char *column, size_t labels,
                             uint16_t *points)
{
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(labels, i)) != NULL; i++)
        EEP_TRY(ask(in, &points[i], "crs.%s.%s%s%s", name, label, column != NULL ? "." : "",
                    column != NULL ? column : ""));
    return EEP_OK;
}

/*
 * The first and last keys below are the shape of the published tables: which ages, levels and years they
 * name. What the keys are worth is in the files.
 */

/* ---- Core and spouse --------------------------------------------------------------------------- */

static eep_status ask_core(const section *total, eep_score_tables *score)
{
    for (int c = 0; c < 2; c++) {
        const char *column = column_name[c];
        char cap_path[48];
        snprintf(cap_path, sizeof cap_path, "crs.core_cap.%s", column);
        EEP_TRY(ask(total, &score->core_cap[c], "%s", cap_path));
        const section in = {total->asker, cap_path, score->core_cap[c]};
        EEP_TRY(ask_numbers(&in, "age", column, 17, 45, EEP_AGES, score->age[c]));
        EEP_TRY(ask_labels(&in, "education", column, EEP_COL_education, score->education[c]));
        EEP_TRY(ask_numbers(&in, "first_language", column, 3, 10, EEP_LEVELS, score->first_language[c]));
        EEP_TRY(ask_numbers(&in, "second_language", column, 4, 9, EEP_LEVELS, score->second_language[c]));
        EEP_TRY(ask(&in, &score->second_language_cap[c], "crs.second_language_cap.%s", column));
        EEP_TRY(ask_numbers(&in, "canadian_work", column, 0, 5, EEP_YEARS, score->canadian_work[c]));
    }
    return EEP_OK;
}

static eep_status ask_spouse(const section *total, eep_score_tables *score)
{
    EEP_TRY(ask(total, &score->spouse_cap, "crs.spouse_cap"));
    const section in = {total->asker, "crs.spouse_cap", score->spouse_cap};
    EEP_TRY(ask_labels(&in, "spouse_education", NULL, EEP_COL_spouse_education, score->spouse_education));
    EEP_TRY(ask_numbers(&in, "spouse_language", NULL, 4, 9, EEP_LEVELS, score->spouse_language));
    return ask_numbers(&in, "spouse_work", NULL, 0, 5, EEP_YEARS, score->spouse_work);
}

/* ---- Transferability --------------------------------------------------------------------------- */

/* From the lowest values of tiers 1 and 2 to the tier of every value. */
static eep_status ask_thresholds(const eep_asker *asker, const char *name, eep_unit unit, int size,
                                 uint8_t *tier)
{
    char path[2][EEP_PATH_LONGEST + 1];
    int begin[2];
    for (int t = 0; t < 2; t++) {
        snprintf(path[t], sizeof path[t], "crs.transferability.tiers.%s.%d", name, t + 1);
        EEP_TRY(eep_ask(asker, path[t], unit, 1, size - 1, &begin[t]));
    }
    if (asker->record == NULL && begin[1] <= begin[0])
        return eep_leaf_fail(eep_leaf_on(asker->policy, path[1], asker->day), asker->error, EEP_ERROR_VALUE,
                             "tier 2 begins above tier 1", "%s is %d, not above %s, %d", path[1], begin[1],
                             path[0], begin[0]);
    for (int i = 0; i < size; i++)
        tier[i] = (uint8_t)((i >= begin[0]) + (i >= begin[1]));
    return EEP_OK;
}

static eep_status ask_tiers(const eep_asker *asker, eep_score_tables *score)
{
    const char *label = NULL;
    for (size_t i = 0; (label = eep_column_label(EEP_COL_education, i)) != NULL; i++) {
        char path[EEP_PATH_LONGEST + 1];
        int tier = 0;
        snprintf(path, sizeof path, "crs.transferability.tiers.education.%s", label);
        EEP_TRY(eep_ask(asker, path, EEP_UNIT_TIER, 0, 2, &tier));
        score->education_tier[i] = (uint8_t)tier;
    }
    EEP_TRY(ask_thresholds(asker, "language", EEP_UNIT_LEVEL, EEP_LEVELS, score->language_tier));
    EEP_TRY(ask_thresholds(asker, "certificate", EEP_UNIT_LEVEL, EEP_LEVELS, score->certificate_tier));
    EEP_TRY(ask_thresholds(asker, "canadian_work", EEP_UNIT_YEARS, EEP_YEARS, score->canadian_work_tier));
    return ask_thresholds(asker, "foreign_work", EEP_UNIT_YEARS, EEP_YEARS, score->foreign_work_tier);
}

/* Below tier 1 of either factor there are no points: row and column 0 stay 0. */
static eep_status ask_grid(const section *in, const char *name, uint16_t grid[EEP_TIERS][EEP_TIERS])
{
    for (int row = 1; row <= 2; row++)
        for (int column = 1; column <= 2; column++)
            EEP_TRY(ask(in, &grid[row][column], "crs.transferability.%s.%d.%d", name, row, column));
    return EEP_OK;
}

static eep_status ask_transferability(const section *total, eep_score_tables *score)
{
    EEP_TRY(ask(total, &score->transferability_cap, "crs.transferability.cap"));
    const section in = {total->asker, "crs.transferability.cap", score->transferability_cap};
    EEP_TRY(ask(&in, &score->education_pair_cap, "crs.transferability.education_pair_cap"));
    EEP_TRY(ask(&in, &score->foreign_pair_cap, "crs.transferability.foreign_pair_cap"));
    EEP_TRY(ask_tiers(total->asker, score));
    const section education = {in.asker, "crs.transferability.education_pair_cap", score->education_pair_cap};
    EEP_TRY(ask_grid(&education, "education_language", score->education_language));
    EEP_TRY(ask_grid(&education, "education_work", score->education_work));
    const section foreign = {in.asker, "crs.transferability.foreign_pair_cap", score->foreign_pair_cap};
    EEP_TRY(ask_grid(&foreign, "foreign_language", score->foreign_language));
    EEP_TRY(ask_grid(&foreign, "foreign_work", score->foreign_work));
    for (int tier = 1; tier <= 2; tier++)
        EEP_TRY(ask(&in, &score->certificate[tier], "crs.transferability.certificate.%d", tier));
    return EEP_OK;
}

/* ---- Occupations in tiers ---------------------------------------------------------------------- */

/* Lists are in ascending order. */
static eep_status refuse_shared(const eep_asker *asker, const eep_leaf *lower, const eep_leaf *higher)
{
    size_t i = 0, k = 0;
    while (i < lower->codes && k < higher->codes) {
        if (lower->number[i] == higher->number[k])
            return eep_leaf_fail(higher, asker->error, EEP_ERROR_DUPLICATE, "keep it in one of the two",
                                 "%s lists %s, which %s lists too", higher->face.path, higher->code[k],
                                 lower->face.path);
        if (lower->number[i] < higher->number[k])
            i++;
        else
            k++;
    }
    return EEP_OK;
}

/* An occupation is in one tier at most. */
static eep_status ask_listed(const eep_asker *asker, eep_listed *listed)
{
    *listed = (eep_listed){{NULL}};
    for (int tier = 1; tier < EEP_OCCUPATION_TIERS; tier++) {
        char path[EEP_PATH_LONGEST + 1];
        snprintf(path, sizeof path, "crs.additional.occupation_tiers.%d", tier);
        EEP_TRY(eep_ask_occupations(asker, path, &listed->tier[tier]));
        for (int lower = 1; lower < tier && asker->record == NULL; lower++)
            EEP_TRY(refuse_shared(asker, listed->tier[lower], listed->tier[tier]));
    }
    return EEP_OK;
}

/* Without a tier and without a completed year there are no points: row and column 0 stay 0. */
static eep_status ask_occupation_points(const section *in, eep_score_tables *score)
{
    for (int tier = 1; tier < EEP_OCCUPATION_TIERS; tier++) {
        for (int years = 1; years < EEP_OCCUPATION_YEARS; years++)
            EEP_TRY(ask(in, &score->occupation_work[tier][years], "crs.additional.occupation_work.%d.%d",
                        tier, years));
        EEP_TRY(ask(in, &score->occupation_offer[tier], "crs.additional.occupation_offer.%d", tier));
    }
    return EEP_OK;
}

/* ---- Additional -------------------------------------------------------------------------------- */

static eep_status ask_additional(const section *total, eep_score_tables *score, eep_listed *listed)
{
    int french = 0, english = 0;
    EEP_TRY(ask(total, &score->additional_cap, "crs.additional.cap"));
    const section in = {total->asker, "crs.additional.cap", score->additional_cap};
    EEP_TRY(ask(&in, &score->nomination, "crs.additional.nomination"));
    EEP_TRY(ask(&in, &score->sibling, "crs.additional.sibling"));
    EEP_TRY(
        ask_labels(&in, "additional.canadian_study", NULL, EEP_COL_canadian_study, score->canadian_study));
    EEP_TRY(ask_labels(&in, "additional.job_offer", NULL, EEP_COL_job_offer, score->job_offer));
    EEP_TRY(ask(&in, &score->french, "crs.additional.french"));
    EEP_TRY(ask(&in, &score->french_with_english, "crs.additional.french_with_english"));
    EEP_TRY(eep_ask(in.asker, "crs.additional.french_level", EEP_UNIT_LEVEL, 1, 12, &french));
    EEP_TRY(eep_ask(in.asker, "crs.additional.english_level", EEP_UNIT_LEVEL, 1, 12, &english));
    score->french_level = (uint8_t)french;
    score->english_level = (uint8_t)english;
    EEP_TRY(ask_listed(in.asker, listed));
    return ask_occupation_points(&in, score);
}

eep_status eep_ask_score(const eep_asker *asker, eep_score_tables *score, eep_listed *listed)
{
    *score = (eep_score_tables){0};
    const section all = {asker, "the most there can be", EEP_SCORE_MAX};
    EEP_TRY(ask(&all, &score->total_cap, "crs.total_cap"));
    const section total = {asker, "crs.total_cap", score->total_cap};
    EEP_TRY(ask_core(&total, score));
    EEP_TRY(ask_spouse(&total, score));
    EEP_TRY(ask_transferability(&total, score));
    return ask_additional(&total, score, listed);
}
