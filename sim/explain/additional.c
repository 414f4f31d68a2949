/* additional.c - nomination, offer, study, sibling and French. */
#include "sim/explain/explain.h"

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void explain_flag(eep_explainer *explainer, const char *item, const char *path, int has, int points,
                         const char *yes, const char *no)
{
    eep_explain_item(explainer, &(eep_item){EEP_ADDITIONAL, item, has ? yes : no,
                                            eep_explain_source(explainer, "crs.additional.%s", path),
                                            has ? points : 0, points, NULL});
}

/* An item whose points depend on a label; `words` are in the order of the column's labels. */
static void explain_label(eep_explainer *explainer, const char *item, const char *path, size_t column,
                          uint8_t label, const uint16_t points[4], const char *const words[3])
{
    eep_explain_item(explainer, &(eep_item){EEP_ADDITIONAL, item, words[label],
                                            eep_explain_source(explainer, "crs.additional.%s.%s", path,
                                                               eep_column_label(column, label)),
                                            points[label], eep_most_points(points, 4), NULL});
}

static const char *french_fact(const eep_explainer *explainer, int strong, int with_english)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const eep_facts *facts = explainer->facts;
    int on_paper = 0;
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++)
        on_paper |= eep_paper_level(explainer, 1, ability);
    if (on_paper == 0) return "no French test";
    if (explainer->test_expired) return "the French test has expired";
    if (!strong) {
        return eep_explanation_text(explainer->explanation,
                                    "needs NCLC %u in all four French abilities, the weakest is %u",
                                    tables->french_level, facts->weakest_french[0]);
    }
    return eep_explanation_text(
        explainer->explanation, "NCLC %u or more in all four French abilities; English %s CLB %u in all four",
        tables->french_level, with_english ? "reaches" : "does not reach", tables->english_level);
}

static void explain_french(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const int strong = explainer->facts->weakest_french[0] >= tables->french_level;
    const int with_english = explainer->facts->weakest_english[0] >= tables->english_level;
    const int points = with_english ? tables->french_with_english : tables->french;

    eep_explain_item(explainer,
                     &(eep_item){EEP_ADDITIONAL, "French", french_fact(explainer, strong, with_english),
                                 eep_explain_source(explainer, "crs.additional.%s",
                                                    with_english ? "french_with_english" : "french"),
                                 strong ? points : 0, larger(tables->french, tables->french_with_english),
                                 NULL});
}

void eep_explain_additional(eep_explainer *explainer)
{
    static const char *const offers[] = {"no offer", "an offer of arranged employment",
                                         "an offer as a senior manager"};
    static const char *const studies[] = {"no Canadian credential",
                                          "a Canadian credential of one or two years",
                                          "a Canadian credential of three years or more"};
    const eep_score_tables *tables = &explainer->rules->score;
    const eep_facts *facts = explainer->facts;

    explain_flag(explainer, "Nomination by a province or territory", "nomination", facts->nomination[0],
                 tables->nomination, "nominated", "not nominated");
    explain_label(explainer, "Job offer", "job_offer", EEP_COL_job_offer, facts->job_offer[0],
                  tables->job_offer, offers);
    explain_label(explainer, "Study in Canada", "canadian_study", EEP_COL_canadian_study,
                  facts->canadian_study[0], tables->canadian_study, studies);
    explain_flag(explainer, "Brother or sister in Canada", "sibling", facts->sibling[0], tables->sibling,
                 "a brother or sister who is a citizen or permanent resident", "none");
    explain_french(explainer);
    eep_explain_section(
        explainer, EEP_ADDITIONAL,
        eep_explanation_text(explainer->explanation, "no more than %d together", tables->additional_cap));
}
