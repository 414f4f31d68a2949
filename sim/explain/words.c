/* words.c - facts in the words of a candidate. */
#include "sim/explain/explain.h"

/* In the order of the labels of the education column. */
const char *eep_education_words(uint8_t education)
{
    static const char *const words[] = {
        "less than a secondary diploma",
        "a secondary diploma",
        "a one-year post-secondary credential",
        "a two-year post-secondary credential",
        "a bachelor's degree or another credential of three years or more",
        "two or more credentials, one of three years or more",
        "a master's or professional degree",
        "a doctorate",
    };
    return education < sizeof words / sizeof *words ? words[education] : "an unknown level";
}

const char *eep_level_word(int french)
{
    return french ? "NCLC" : "CLB";
}

const char *eep_ability_word(size_t ability)
{
    static const char *const words[EEP_ABILITIES] = {"listening", "reading", "writing", "speaking"};
    return words[ability];
}

uint8_t eep_paper_level(const eep_explainer *explainer, int french, size_t ability)
{
    const size_t first = french ? EEP_COL_french_listening : EEP_COL_english_listening;
    return (uint8_t)eep_columns_get(explainer->columns, first + ability, explainer->row);
}

const char *eep_level_words(const eep_explainer *explainer, int french, uint8_t counted, uint8_t on_paper)
{
    char date[11];
    if (on_paper == 0) return "no test";
    if (counted > 0) {
        return eep_explanation_text(explainer->explanation, "%s %u", eep_level_word(french), counted);
    }
    eep_date_format(explainer->columns->language_test_date[explainer->row], date);
    return eep_explanation_text(explainer->explanation, "%s %u, but the test of %s has expired",
                                eep_level_word(french), on_paper, date);
}

const char *eep_months_words(const eep_explainer *explainer, unsigned months)
{
    if (months == 0) return "none";
    return eep_explanation_text(explainer->explanation, "%u %s", months, months == 1 ? "month" : "months");
}

const char *eep_weakest_words(const eep_explainer *explainer)
{
    const int french = explainer->columns->first_official[explainer->row] != 0;
    const uint8_t weakest = explainer->facts->weakest_first[0];
    if (explainer->test_expired) return "the test of the first official language has expired";
    if (weakest == 0) return "no test of all four abilities in the first official language";
    return eep_explanation_text(explainer->explanation,
                                "weakest ability in the first official language %s %u",
                                eep_level_word(french), weakest);
}
