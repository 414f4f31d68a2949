/* core.c - age, education, languages and Canadian work, of the candidate and of the spouse. */
#include "sim/explain/explain.h"

static const char *education_fact(const eep_explainer *explainer)
{
    const uint8_t on_paper = explainer->columns->education[explainer->row];
    char date[11];
    if (explainer->facts->education[0] == on_paper) return eep_education_words(on_paper);
    eep_date_format(explainer->columns->assessment_date[explainer->row], date);
    return eep_explanation_text(explainer->explanation, "%s, but the assessment of %s has expired",
                                eep_education_words(on_paper), date);
}

static const char *education_label(uint8_t education)
{
    return eep_column_label(EEP_COL_education, education);
}

static void explain_person(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const uint8_t age = explainer->facts->age[0], education = explainer->facts->education[0];
    const size_t with = explainer->with;

    eep_explain_item(
        explainer, &(eep_item){EEP_CORE, "Age", eep_explanation_text(explainer->explanation, "%u years", age),
                               eep_explain_row_leaf(explainer, "crs.age", age, explainer->column),
                               tables->age[with][age], eep_most_points(tables->age[with], EEP_AGES), NULL});
    eep_explain_item(explainer, &(eep_item){EEP_CORE, "Education", education_fact(explainer),
                                            eep_explain_leaf(explainer, "crs.education.%s.%s",
                                                             education_label(education), explainer->column),
                                            tables->education[with][education],
                                            eep_most_points(tables->education[with], 8), NULL});
}

/* One of the two official languages: four lines into one account. */
static void explain_language(eep_explainer *explainer, const char *title, const char *path, int french,
                             const uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS],
                             const uint16_t points[EEP_LEVELS], eep_account *account)
{
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        const uint8_t counted = level[ability][0];
        const uint8_t on_paper = eep_paper_level(explainer, french, ability);
        eep_explain_item(explainer,
                         &(eep_item){EEP_CORE,
                                     eep_explanation_text(explainer->explanation, "%s, %s", title,
                                                          eep_ability_word(ability)),
                                     eep_level_words(explainer, french, counted, on_paper),
                                     eep_explain_row_leaf(explainer, path, counted, explainer->column),
                                     points[counted], eep_most_points(points, EEP_LEVELS), account});
    }
}

static void explain_languages(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const size_t with = explainer->with;
    const int french_first = explainer->columns->first_official[explainer->row] != 0;
    eep_account second = {.cap = tables->second_language_cap[with], .into = &explainer->section[EEP_CORE]};

    explain_language(explainer, "First official language", "crs.first_language", french_first,
                     explainer->facts->first, tables->first_language[with], NULL);
    explain_language(explainer, "Second official language", "crs.second_language", !french_first,
                     explainer->facts->second, tables->second_language[with], &second);
}

void eep_explain_core(eep_explainer *explainer)
{
    const uint16_t *points = explainer->rules->score.canadian_work[explainer->with];
    const uint8_t years = explainer->facts->canadian_years[0];

    explain_person(explainer);
    explain_languages(explainer);
    eep_explain_item(
        explainer,
        &(eep_item){EEP_CORE, "Canadian work experience",
                    eep_months_words(explainer, explainer->columns->canadian_work_months[explainer->row]),
                    eep_explain_row_leaf(explainer, "crs.canadian_work", years, explainer->column),
                    points[years], eep_most_points(points, EEP_YEARS), NULL});
    eep_explain_section(explainer, EEP_CORE,
                        explainer->with ? "with an accompanying spouse or partner"
                                        : "without an accompanying spouse or partner");
}

/* ---- The spouse -------------------------------------------------------------------------------- */

static void explain_spouse_language(eep_explainer *explainer)
{
    const uint16_t *points = explainer->rules->score.spouse_language;
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        const uint8_t level = explainer->facts->spouse_language[ability][0];
        const char *fact = "no test";
        if (level > 0) fact = eep_explanation_text(explainer->explanation, "level %u", level);
        eep_explain_item(
            explainer, &(eep_item){EEP_SPOUSE,
                                   eep_explanation_text(explainer->explanation, "Spouse's language, %s",
                                                        eep_ability_word(ability)),
                                   fact, eep_explain_row_leaf(explainer, "crs.spouse_language", level, NULL),
                                   points[level], eep_most_points(points, EEP_LEVELS), NULL});
    }
}

void eep_explain_spouse(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const uint8_t education = explainer->facts->spouse_education[0];
    const uint8_t years = explainer->facts->spouse_years[0];

    if (!explainer->with) {
        explainer->section[EEP_SPOUSE].cap = 0;
        eep_explain_section(explainer, EEP_SPOUSE, "no accompanying spouse or partner");
        return;
    }
    eep_explain_item(
        explainer,
        &(eep_item){EEP_SPOUSE, "Spouse's education", eep_education_words(education),
                    eep_explain_leaf(explainer, "crs.spouse_education.%s", education_label(education)),
                    tables->spouse_education[education], eep_most_points(tables->spouse_education, 8), NULL});
    explain_spouse_language(explainer);
    eep_explain_item(
        explainer,
        &(eep_item){
            EEP_SPOUSE, "Spouse's Canadian work experience",
            eep_months_words(explainer, explainer->columns->spouse_canadian_work_months[explainer->row]),
            eep_explain_row_leaf(explainer, "crs.spouse_work", years, NULL), tables->spouse_work[years],
            eep_most_points(tables->spouse_work, EEP_YEARS), NULL});
    eep_explain_section(explainer, EEP_SPOUSE, "an accompanying spouse or partner");
}
