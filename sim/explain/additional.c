/* additional.c - nomination, offer, study, sibling, French and the occupation. */
#include "sim/explain/explain.h"

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void explain_flag(eep_explainer *explainer, const char *item, const char *path, int has, int points,
                         const char *yes, const char *no)
{
    eep_explain_item(explainer, &(eep_item){EEP_ADDITIONAL, item, has ? yes : no,
                                            eep_explain_leaf(explainer, "crs.additional.%s", path),
                                            has ? points : 0, points, NULL});
}

/* An item whose points depend on a label; `words` are in the order of the column's labels. */
static void explain_label(eep_explainer *explainer, const char *item, const char *path, size_t column,
                          uint8_t label, const uint16_t points[4], const char *const words[3])
{
    eep_explain_item(explainer, &(eep_item){EEP_ADDITIONAL, item, words[label],
                                            eep_explain_leaf(explainer, "crs.additional.%s.%s", path,
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
                                 eep_explain_leaf(explainer, "crs.additional.%s",
                                                  with_english ? "french_with_english" : "french"),
                                 strong ? points : 0, larger(tables->french, tables->french_with_english),
                                 NULL});
}

/* ---- Points by tier of the occupation ---------------------------------------------------------- */

static int has_tiers(const eep_explainer *explainer)
{
    for (int tier = 1; tier < EEP_OCCUPATION_TIERS; tier++) {
        char path[48];
        snprintf(path, sizeof path, "crs.additional.occupation_tiers.%d", tier);
        const eep_policy_leaf *leaf = eep_rules_leaf(explainer->rules, path);
        if (leaf != NULL && leaf->value[0] != '\0') return 1;
    }
    return 0;
}

static const char *tier_words(const eep_explainer *explainer, size_t tier)
{
    const uint32_t noc = explainer->columns->noc[explainer->row];
    if (noc == 0) return "the profile names no occupation";
    if (tier == 0) return eep_explanation_text(explainer->explanation, "occupation %05u is in no tier", noc);
    return eep_explanation_text(explainer->explanation, "occupation %05u is in tier %zu", noc, tier);
}

/* A policy without listed occupations is not explained with lines about them. */
static void explain_occupation(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const eep_facts *facts = explainer->facts;
    const size_t tier = facts->noc_class[0] >> EEP_OCCUPATION_SHIFT & (EEP_OCCUPATION_TIERS - 1);
    /* Who is in no tier is shown the source of the first. */
    const size_t written = tier > 0 ? tier : 1;
    const char *words = tier_words(explainer, tier);
    eep_score_items items;

    if (!has_tiers(explainer)) return;
    eep_score_one(tables, facts, 0, &items);
    eep_explain_item(
        explainer,
        &(eep_item){EEP_ADDITIONAL, "Canadian work in a listed occupation",
                    eep_explanation_text(explainer->explanation,
                                         "%s; %u months in it in Canada in the last three years", words,
                                         facts->noc_canadian_months[0]),
                    eep_explain_row_leaf(explainer,
                                         eep_explanation_text(explainer->explanation,
                                                              "crs.additional.occupation_work.%zu", written),
                                         facts->noc_canadian_months[0] / 12, NULL),
                    items.occupation_work,
                    eep_most_points(tables->occupation_work[0], EEP_OCCUPATION_TIERS * EEP_OCCUPATION_YEARS),
                    NULL});
    eep_explain_item(explainer,
                     &(eep_item){EEP_ADDITIONAL, "Job offer in a listed occupation",
                                 eep_explanation_text(explainer->explanation, "%s; %s", words,
                                                      facts->job_offer[0] ? "an offer" : "no offer"),
                                 eep_explain_leaf(explainer, "crs.additional.occupation_offer.%zu", written),
                                 items.occupation_offer,
                                 eep_most_points(tables->occupation_offer, EEP_OCCUPATION_TIERS), NULL});
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
    explain_occupation(explainer);
    eep_explain_section(
        explainer, EEP_ADDITIONAL,
        eep_explanation_text(explainer->explanation, "no more than %d together", tables->additional_cap));
}
