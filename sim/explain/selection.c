/* selection.c - the selection grid, a line a factor, where some program asks its pass mark. */
#include "sim/explain/explain.h"

/* One factor of the grid: what is reached, the most there is, and where it is written. */
typedef struct factor {
    const char *item, *fact;
    int points, most;
    const eep_policy_leaf *leaf;
} factor;

static void add_factor(eep_explainer *explainer, const factor *one, int *running)
{
    const eep_origin origin = eep_explain_origin(explainer, one->leaf);
    *running += one->points;
    eep_explain_line(explainer,
                     &(eep_explanation_line){.section = "selection",
                                             .item = one->item,
                                             .fact = one->fact,
                                             .points = one->points,
                                             .worth = one->points,
                                             .cut_by = -1,
                                             .maximum = one->most,
                                             .running = *running,
                                             .yes = -1},
                     &origin);
}

/* ---- Adaptability ------------------------------------------------------------------------------ */

/* "Canadian work 10, a relative 5": what there is before the cap, and how much it is together. */
static const char *adaptability_words(const eep_explainer *explainer, int *worth)
{
    const eep_selection_grid *grid = &explainer->rules->eligible.selection;
    const eep_facts *facts = explainer->facts;
    const int spouse = facts->spouse[0] != 0;
    const struct {
        const char *what;
        int has, points;
    } parts[] = {
        {"study in Canada", 1, grid->study_points[facts->canadian_study[0]]},
        {"work in Canada", facts->canadian_years[0] >= grid->work_years, grid->work_points},
        {"the spouse's language", spouse && facts->spouse_weakest[0] >= grid->spouse_level,
         grid->spouse_language_points},
        {"the spouse's study in Canada", spouse && facts->spouse_study[0], grid->spouse_study_points},
        {"the spouse's work in Canada", spouse && facts->spouse_years[0] >= grid->spouse_work_years,
         grid->spouse_work_points},
        {"a relative in Canada", facts->relative[0] != 0, grid->relative_points},
        {"a job offer", facts->job_offer[0] != 0, grid->offer_adaptability_points},
    };
    const char *words = "";
    *worth = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].has || parts[i].points == 0) continue;
        *worth += parts[i].points;
        words = eep_explanation_text(explainer->explanation, "%s%s%s %d", words, words[0] != '\0' ? ", " : "",
                                     parts[i].what, parts[i].points);
    }
    return words[0] != '\0' ? words : "none of study, work, relatives, a spouse's or an offer";
}

static const char *adaptability_fact(const eep_explainer *explainer, int counted)
{
    int worth;
    const char *words = adaptability_words(explainer, &worth);
    if (counted == worth) return words;
    return eep_explanation_text(explainer->explanation, "%s; worth %d, cut to %d by the cap of %u", words,
                                worth, counted, explainer->rules->eligible.selection.adaptability_cap);
}

/* ---- The grid ---------------------------------------------------------------------------------- */

static const char *second_fact(const eep_explainer *explainer)
{
    const int french = explainer->columns->first_official[explainer->row] == 0;
    return eep_explanation_text(explainer->explanation,
                                "%s %u in all four abilities is asked, the weakest is %u",
                                eep_level_word(french), explainer->rules->eligible.selection.second_level,
                                explainer->facts->weakest_second[0]);
}

static void explain_factors(eep_explainer *explainer, const eep_selection_points *points, int *running)
{
    const eep_selection_grid *grid = &explainer->rules->eligible.selection;
    const eep_facts *facts = explainer->facts;
    const eep_columns *columns = explainer->columns;
    const char *label = eep_column_label(EEP_COL_education, facts->education[0]);
    const factor factors[] = {
        {"Education", eep_education_words(facts->education[0]), points->education,
         eep_most_points(grid->education_points, 8),
         eep_explain_leaf(explainer, "programs.fsw.education_points.%s", label)},
        {"First official language", eep_weakest_words(explainer), points->first_language,
         EEP_ABILITIES * eep_most_points(grid->language_points, EEP_LEVELS),
         eep_explain_row_leaf(explainer, "programs.fsw.language_points", facts->weakest_first[0], NULL)},
        {"Second official language", second_fact(explainer), points->second_language, grid->second_points,
         eep_explain_leaf(explainer, "programs.fsw.second_points")},
        {"Work experience",
         eep_explanation_text(explainer->explanation, "%u months in Canada and %u abroad",
                              columns->canadian_work_months[explainer->row],
                              columns->foreign_work_months[explainer->row]),
         points->experience, eep_most_points(grid->experience_points, EEP_YEARS),
         eep_explain_row_leaf(explainer, "programs.fsw.experience_points", facts->total_years[0], NULL)},
        {"Age", eep_explanation_text(explainer->explanation, "%u years", facts->age[0]), points->age,
         eep_most_points(grid->age_points, EEP_AGES),
         eep_explain_row_leaf(explainer, "programs.fsw.age_points", facts->age[0], NULL)},
        {"Job offer", facts->job_offer[0] ? "an offer" : "no offer", points->offer, grid->offer_points,
         eep_explain_leaf(explainer, "programs.fsw.offer_points")},
        {"Adaptability", adaptability_fact(explainer, points->adaptability), points->adaptability,
         grid->adaptability_cap, eep_explain_leaf(explainer, "programs.fsw.adaptability_cap")},
    };
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        add_factor(explainer, &factors[i], running);
}

void eep_explain_selection(eep_explainer *explainer)
{
    const eep_eligible_tables *tables = &explainer->rules->eligible;
    eep_selection_points points;
    int asked = 0, running = 0;
    for (size_t i = 0; i < EEP_PROGRAMS; i++)
        asked |= tables->program[i].open && tables->program[i].asks_selection_points;
    if (!asked) return;
    eep_selection_points_one(&tables->selection, explainer->facts, 0, &points);
    explain_factors(explainer, &points, &running);
}
