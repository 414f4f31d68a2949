/* transferability.c - the pairs of education, language and work, and the certificate of qualification. */
#include "sim/explain/explain.h"

/* One cell of a pair table: what is combined, and in which tiers the candidate is. */
typedef struct combination {
    const char *item, *path;
    const char *first_fact, *second_fact;
    uint8_t first_tier, second_tier;
    const uint16_t (*points)[EEP_TIERS];
} combination;

/* The facts that combinations are made of, in words and in tiers. */
typedef struct ingredients {
    const char *education_fact, *language_fact, *canadian_fact, *foreign_fact;
    uint8_t education, language, canadian, foreign;
} ingredients;

static ingredients ingredients_of(const eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const eep_facts *facts = explainer->facts;
    const eep_columns *columns = explainer->columns;
    const uint64_t row = explainer->row;
    return (ingredients){
        .education_fact = eep_education_words(facts->education[0]),
        .language_fact = eep_weakest_words(explainer),
        .canadian_fact =
            eep_explanation_text(explainer->explanation, "Canadian work: %s",
                                 eep_months_words(explainer, columns->canadian_work_months[row])),
        .foreign_fact = eep_explanation_text(explainer->explanation, "foreign work: %s",
                                             eep_months_words(explainer, columns->foreign_work_months[row])),
        .education = tables->education_tier[facts->education[0]],
        .language = tables->language_tier[facts->weakest_first[0]],
        .canadian = tables->canadian_work_tier[facts->canadian_years[0]],
        .foreign = tables->foreign_work_tier[facts->foreign_years[0]],
    };
}

/* Below the first tier nothing is written in the policy; the cap of the section has the same source. */
static const eep_policy_leaf *cell_leaf(const eep_explainer *explainer, const combination *cell)
{
    if (cell->first_tier == 0 || cell->second_tier == 0) {
        return eep_explain_leaf(explainer, "crs.transferability.cap");
    }
    return eep_explain_leaf(explainer, "crs.transferability.%s.%u.%u", cell->path, cell->first_tier,
                            cell->second_tier);
}

/* Two combinations under one cap. */
static void explain_pair(eep_explainer *explainer, const combination pair[2], int cap)
{
    eep_account account = {.cap = cap, .into = &explainer->section[EEP_TRANSFERABILITY]};
    for (size_t i = 0; i < 2; i++) {
        const combination *cell = &pair[i];
        eep_explain_item(explainer, &(eep_item){EEP_TRANSFERABILITY, cell->item,
                                                eep_explanation_text(explainer->explanation, "%s; %s",
                                                                     cell->first_fact, cell->second_fact),
                                                cell_leaf(explainer, cell),
                                                cell->points[cell->first_tier][cell->second_tier],
                                                eep_most_points(*cell->points, (size_t)EEP_TIERS * EEP_TIERS),
                                                &account});
    }
}

static void explain_certificate(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const uint8_t tier = tables->certificate_tier[explainer->facts->weakest_first[0]];
    const int has = explainer->facts->certificate[0] != 0;
    const char *fact = "no certificate";
    const eep_policy_leaf *leaf = eep_explain_leaf(explainer, "crs.transferability.cap");

    if (has) fact = eep_explanation_text(explainer->explanation, "held; %s", eep_weakest_words(explainer));
    if (tier > 0) leaf = eep_explain_leaf(explainer, "crs.transferability.certificate.%u", tier);
    eep_explain_item(explainer, &(eep_item){EEP_TRANSFERABILITY, "Certificate of qualification", fact, leaf,
                                            has ? tables->certificate[tier] : 0,
                                            eep_most_points(tables->certificate, EEP_TIERS), NULL});
}

void eep_explain_transferability(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const ingredients have = ingredients_of(explainer);
    const combination education[2] = {
        {"Education and language", "education_language", have.education_fact, have.language_fact,
         have.education, have.language, tables->education_language},
        {"Education and Canadian work", "education_work", have.education_fact, have.canadian_fact,
         have.education, have.canadian, tables->education_work},
    };
    const combination foreign[2] = {
        {"Foreign work and language", "foreign_language", have.foreign_fact, have.language_fact, have.foreign,
         have.language, tables->foreign_language},
        {"Foreign work and Canadian work", "foreign_work", have.foreign_fact, have.canadian_fact,
         have.foreign, have.canadian, tables->foreign_work},
    };
    explain_pair(explainer, education, tables->education_pair_cap);
    explain_pair(explainer, foreign, tables->foreign_pair_cap);
    explain_certificate(explainer);
    eep_explain_section(explainer, EEP_TRANSFERABILITY,
                        eep_explanation_text(explainer->explanation, "no more than %d together",
                                             tables->transferability_cap));
}
