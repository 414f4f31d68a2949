/* programs.c - each program with the reason for its yes or no. */
#include "sim/explain/explain.h"

static int teer_counts(uint8_t teers, uint8_t noc_class)
{
    return teers >> (noc_class & EEP_TEER_MASK) & 1;
}

static void ask_occupation(const eep_explainer *explainer, eep_reasons *reasons, uint8_t teers)
{
    const uint8_t noc_class = explainer->facts->noc_class[0];
    const uint32_t noc = explainer->columns->noc[explainer->row];
    if (noc == 0) {
        eep_reasons_add(reasons, 0, "the profile names no occupation");
        return;
    }
    if ((noc_class & EEP_TEER_MASK) == EEP_TEER_NONE) {
        eep_reasons_add(reasons, 0, "%05u is not an occupation of NOC 2021", noc);
        return;
    }
    eep_reasons_add(reasons, teer_counts(teers, noc_class),
                    "occupation %05u is TEER %d, which does not count", noc, noc_class & EEP_TEER_MASK);
}

static void ask_language(const eep_explainer *explainer, eep_reasons *reasons, uint8_t level)
{
    const int met = explainer->facts->weakest_first[0] >= level;
    const int french = explainer->columns->first_official[explainer->row] != 0;
    eep_reasons_add(reasons, met, "needs %s %u in every ability of the first official language, %s",
                    eep_level_word(french), level, met ? "" : eep_weakest_words(explainer));
}

static int has_funds(const eep_explainer *explainer)
{
    const eep_facts *facts = explainer->facts;
    return facts->funds[0] || (facts->job_offer[0] && facts->noc_canadian_months[0] >=
                                                          explainer->rules->eligible.funds_waived_months);
}

static void ask_funds(const eep_explainer *explainer, eep_reasons *reasons, int asked)
{
    eep_reasons_add(reasons, !asked || has_funds(explainer),
                    "needs settlement funds, or an offer with recent work in Canada");
}

/* ---- Federal Skilled Worker -------------------------------------------------------------------- */

static const char *selection_words(const eep_explainer *explainer, const eep_fsw_points *points)
{
    return eep_explanation_text(explainer->explanation,
                                "education %u, first language %u, second language %u, experience %u, age %u, "
                                "offer %u, adaptability %u",
                                points->education, points->first_language, points->second_language,
                                points->experience, points->age, points->offer, points->adaptability);
}

static const char *explain_worker(const eep_explainer *explainer, eep_reasons *reasons)
{
    const eep_eligible_tables *tables = &explainer->rules->eligible;
    const eep_facts *facts = explainer->facts;
    eep_fsw_points points;
    eep_fsw_points_one(tables, facts, 0, &points);
    const char *words = selection_words(explainer, &points);

    eep_reasons_add(reasons, facts->continuous_months[0] >= tables->fsw.continuous_months,
                    "needs %u unbroken months in the primary occupation, has %u",
                    tables->fsw.continuous_months, facts->continuous_months[0]);
    ask_occupation(explainer, reasons, tables->fsw.teers);
    ask_language(explainer, reasons, tables->fsw.level);
    eep_reasons_add(reasons, facts->education[0] >= tables->fsw.education, "needs %s%s",
                    eep_education_words(tables->fsw.education),
                    explainer->assessment_expired ? ", and the assessment has expired" : "");
    ask_funds(explainer, reasons, tables->fsw.asks_funds);
    eep_reasons_add(reasons, points.total >= tables->fsw.pass_mark,
                    "needs %u selection points, reaches %u (%s)", tables->fsw.pass_mark, points.total, words);
    return eep_explanation_text(explainer->explanation, "reaches %u selection points, %u are needed (%s)",
                                points.total, tables->fsw.pass_mark, words);
}

/* ---- Canadian Experience ----------------------------------------------------------------------- */

static const char *explain_experience(const eep_explainer *explainer, eep_reasons *reasons)
{
    const eep_eligible_tables *tables = &explainer->rules->eligible;
    const eep_facts *facts = explainer->facts;
    const uint8_t noc_class = facts->noc_class[0];

    eep_reasons_add(reasons, facts->noc_canadian_months[0] >= tables->cec.months,
                    "needs %u months of skilled work in Canada in the last three years, has %u",
                    tables->cec.months, facts->noc_canadian_months[0]);
    ask_occupation(explainer, reasons, tables->cec.teers);
    if (teer_counts(tables->cec.teers, noc_class)) {
        ask_language(explainer, reasons, tables->cec.level[noc_class & EEP_TEER_MASK]);
    }
    return eep_explanation_text(explainer->explanation,
                                "%u months of skilled work in Canada in the last three years; %s",
                                facts->noc_canadian_months[0], eep_weakest_words(explainer));
}

/* ---- Federal Skilled Trades -------------------------------------------------------------------- */

static const char *explain_trades(const eep_explainer *explainer, eep_reasons *reasons)
{
    const eep_eligible_tables *tables = &explainer->rules->eligible;
    const eep_facts *facts = explainer->facts;
    const int french = explainer->columns->first_official[explainer->row] != 0;

    eep_reasons_add(reasons, facts->noc_class[0] & EEP_TRADE_BIT, "the occupation is not a skilled trade");
    eep_reasons_add(reasons, facts->trade_months[0] >= tables->fst.months,
                    "needs %u months in a skilled trade in the last five years, has %u", tables->fst.months,
                    facts->trade_months[0]);
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        const uint8_t level = facts->first[ability][0];
        eep_reasons_add(reasons, level >= tables->fst.level[ability],
                        "needs %s %u in %s of the first official language, has %u%s", eep_level_word(french),
                        tables->fst.level[ability], eep_ability_word(ability), level,
                        explainer->test_expired ? " (the test has expired)" : "");
    }
    eep_reasons_add(reasons, facts->certificate[0] || facts->job_offer[0],
                    "needs a certificate of qualification or a job offer");
    ask_funds(explainer, reasons, tables->fst.asks_funds);
    return eep_explanation_text(
        explainer->explanation, "%u months in a skilled trade in the last five years, with %s",
        facts->trade_months[0], facts->certificate[0] ? "a certificate of qualification" : "a job offer");
}

/* ---- Provincial nominees ----------------------------------------------------------------------- */

static const char *explain_nominee(const eep_explainer *explainer, eep_reasons *reasons)
{
    eep_reasons_add(reasons, explainer->facts->nomination[0], "not nominated by a province or territory");
    eep_reasons_add(reasons, (explainer->programs & (EEP_FSW | EEP_CEC | EEP_FST)) != 0,
                    "a nominee must also qualify for one of the other programs");
    return "nominated, and qualifies for another program";
}

void eep_explain_programs(eep_explainer *explainer)
{
    /* In the order of eep_program_name; each answers the words for a yes and notes the reasons for a no. */
    static const struct {
        const char *(*explain)(const eep_explainer *explainer, eep_reasons *reasons);
        const char *path;
    } programs[] = {
        {explain_worker, "programs.fsw.pass_mark"},
        {explain_experience, "programs.cec.months"},
        {explain_trades, "programs.fst.months"},
        {explain_nominee, "crs.additional.nomination"},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const int yes = explainer->programs >> i & 1;
        const char *fact = "as the pool says; nothing was derived";
        if (!explainer->programs_given) {
            eep_reasons reasons = {.text = ""};
            const char *words = programs[i].explain(explainer, &reasons);
            fact = yes ? words : eep_explanation_text(explainer->explanation, "%s", reasons.text);
        }
        eep_explain_answer(explainer, "program", eep_program_title(i), fact, yes,
                           eep_explain_source(explainer, "%s", programs[i].path));
    }
}
