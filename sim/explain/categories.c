/* categories.c - each category in force with the reason for its yes or no. */
#include "sim/explain/explain.h"

static const char *occupation_title(const eep_category_entry *entry, uint32_t noc)
{
    for (size_t i = 0; i < entry->face.occupations; i++) {
        if (entry->noc[i] == noc) return entry->title[i];
    }
    return NULL;
}

static void ask_occupation(const eep_explainer *explainer, const eep_category_entry *entry,
                           eep_reasons *reasons)
{
    const uint32_t noc = explainer->columns->noc[explainer->row];
    if (!entry->rule.asks_occupation) return;
    if (noc == 0) {
        eep_reasons_add(reasons, 0, "the profile names no occupation");
        return;
    }
    eep_reasons_add(reasons, (explainer->facts->noc_categories[0] & entry->rule.bit) != 0,
                    "occupation %05u is not on the list", noc);
}

static void ask_work(const eep_explainer *explainer, const eep_category_rule *rule, eep_reasons *reasons)
{
    const eep_facts *facts = explainer->facts;
    eep_reasons_add(reasons, facts->noc_months[0] >= rule->months,
                    "needs %u months in the occupation in the last three years, has %u", rule->months,
                    facts->noc_months[0]);
    eep_reasons_add(reasons, facts->noc_canadian_months[0] >= rule->canadian_months,
                    "needs %u months in the occupation in Canada in the last three years, has %u",
                    rule->canadian_months, facts->noc_canadian_months[0]);
    eep_reasons_add(reasons, facts->continuous_months[0] >= rule->continuous_months,
                    "needs %u unbroken months, has %u", rule->continuous_months, facts->continuous_months[0]);
}

static void ask_rest(const eep_explainer *explainer, const eep_category_rule *rule, eep_reasons *reasons)
{
    const eep_facts *facts = explainer->facts;
    eep_reasons_add(reasons, facts->education[0] >= rule->education, "needs %s or more, has %s%s",
                    eep_education_words(rule->education), eep_education_words(facts->education[0]),
                    explainer->assessment_expired ? ", and the assessment has expired" : "");
    eep_reasons_add(reasons, facts->weakest_french[0] >= rule->french_level,
                    "needs NCLC %u in all four French abilities, the weakest is %u%s", rule->french_level,
                    facts->weakest_french[0], explainer->test_expired ? " (the test has expired)" : "");
    eep_reasons_add(reasons, !rule->forces_recruit || facts->recruit[0],
                    "needs an offer of service in the Canadian Armed Forces");
}

/* Membership alone does not bring into a round of the category. */
static const char *yes_fact(const eep_explainer *explainer, const eep_category_entry *entry)
{
    const uint32_t noc = explainer->columns->noc[explainer->row];
    const char *title = entry->rule.asks_occupation ? occupation_title(entry, noc) : NULL;
    const char *also = "";
    if ((explainer->programs & (EEP_FSW | EEP_CEC | EEP_FST)) == 0) {
        also = "; its rounds also ask for one of the three federal programs";
    }
    if (title == NULL) return eep_explanation_text(explainer->explanation, "meets its conditions%s", also);
    return eep_explanation_text(explainer->explanation, "occupation %05u, %s%s", noc, title, also);
}

static void explain_category(eep_explainer *explainer, const eep_category_entry *entry)
{
    const int yes = (explainer->categories & entry->rule.bit) != 0;
    eep_explanation *explanation = explainer->explanation;
    eep_reasons reasons = {.text = ""};
    ask_occupation(explainer, entry, &reasons);
    ask_work(explainer, &entry->rule, &reasons);
    ask_rest(explainer, &entry->rule, &reasons);
    const char *path =
        eep_explanation_text(explanation, "categories.%s.%s", entry->face.id, entry->face.version);
    const eep_origin origin = {path, entry->face.source, entry->face.from, entry->face.to};
    eep_explain_answer(
        explainer, "category", eep_explanation_text(explanation, "%s", entry->face.official_name),
        yes ? yes_fact(explainer, entry) : eep_explanation_text(explanation, "%s", reasons.text), yes,
        &origin);
}

void eep_explain_categories(eep_explainer *explainer)
{
    for (size_t i = 0; i < explainer->rules->categories; i++) {
        const eep_category_entry *entry = &explainer->rules->category[i];
        if (entry->face.in_force) explain_category(explainer, entry);
    }
}
