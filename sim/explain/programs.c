/* programs.c - each program with the reason for its yes or no. */
#include <string.h>

#include "sim/explain/explain.h"

/* ---- Conditions -------------------------------------------------------------------------------- */

static const char *occupation_words(const eep_explainer *explainer)
{
    const uint32_t noc = explainer->columns->noc[explainer->row];
    if (noc == 0) return "the profile names none";
    return eep_explanation_text(explainer->explanation, "it is %05u", noc);
}

static void ask_work(const eep_explainer *explainer, const eep_program_rule *rule, eep_reasons *reasons)
{
    const eep_facts *facts = explainer->facts;
    eep_reasons_add(reasons, facts->continuous_months[0] >= rule->continuous_months,
                    "needs %u unbroken months in the primary occupation, has %u", rule->continuous_months,
                    facts->continuous_months[0]);
    eep_reasons_add(reasons, facts->noc_months[0] >= rule->months,
                    "needs %u months of skilled work in the last three years, has %u", rule->months,
                    facts->noc_months[0]);
    eep_reasons_add(reasons, facts->noc_canadian_months[0] >= rule->canadian_months,
                    "needs %u months of skilled work in Canada in the last three years, has %u",
                    rule->canadian_months, facts->noc_canadian_months[0]);
    eep_reasons_add(reasons, !rule->asks_trade || (facts->noc_class[0] & EEP_TRADE_BIT),
                    "the occupation is not a skilled trade (%s)", occupation_words(explainer));
    eep_reasons_add(reasons, facts->trade_months[0] >= rule->trade_months,
                    "needs %u months in a skilled trade in the last five years, has %u", rule->trade_months,
                    facts->trade_months[0]);
}

static int teer_counts(const eep_program_rule *rule, uint8_t noc_class)
{
    return !rule->teers || (rule->teers >> (noc_class & EEP_TEER_MASK) & 1);
}

/* "0, 1, 2 or 3". */
static const char *teers_words(const eep_explainer *explainer, unsigned teers)
{
    const char *words = "";
    for (unsigned teer = 0; teer < EEP_TEER_NONE; teer++) {
        const unsigned higher = teers >> (teer + 1);
        if ((teers >> teer & 1) == 0) continue;
        words = eep_explanation_text(explainer->explanation, "%s%s%u", words,
                                     words[0] == '\0' ? ""
                                     : higher != 0    ? ", "
                                                      : " or ",
                                     teer);
    }
    return words;
}

static void ask_occupation(const eep_explainer *explainer, const eep_program_rule *rule, eep_reasons *reasons)
{
    const uint8_t noc_class = explainer->facts->noc_class[0];
    const uint32_t noc = explainer->columns->noc[explainer->row];
    if (teer_counts(rule, noc_class)) return;
    if (noc == 0) {
        eep_reasons_add(reasons, 0, "the profile names no occupation");
        return;
    }
    if ((noc_class & EEP_TEER_MASK) == EEP_TEER_NONE) {
        eep_reasons_add(reasons, 0, "%05u is not an occupation of NOC 2021", noc);
        return;
    }
    eep_reasons_add(reasons, 0, "occupation %05u is TEER %d, which does not count: needs TEER %s", noc,
                    noc_class & EEP_TEER_MASK, teers_words(explainer, rule->teers));
}

/* The level asked of an ability; of who has no TEER that counts, the least that any TEER is asked. */
static uint8_t level_asked(const eep_explainer *explainer, const eep_program_rule *rule, size_t ability)
{
    const uint8_t noc_class = explainer->facts->noc_class[0], *level = rule->level[ability];
    if (teer_counts(rule, noc_class)) return level[noc_class & EEP_TEER_MASK];
    uint8_t least = UINT8_MAX;
    for (size_t teer = 0; teer < EEP_TEER_NONE; teer++) {
        if (level[teer] < least) least = level[teer];
    }
    return least;
}

/* Whether one level is asked of all four abilities. */
static int is_even(const eep_explainer *explainer, const eep_program_rule *rule)
{
    for (size_t ability = 1; ability < EEP_ABILITIES; ability++) {
        if (level_asked(explainer, rule, ability) != level_asked(explainer, rule, 0)) return 0;
    }
    return 1;
}

static void ask_language(const eep_explainer *explainer, const eep_program_rule *rule, eep_reasons *reasons)
{
    const eep_facts *facts = explainer->facts;
    const char *word = eep_level_word(explainer->columns->first_official[explainer->row] != 0);
    if (is_even(explainer, rule)) {
        const uint8_t level = level_asked(explainer, rule, 0);
        const int met = facts->weakest_first[0] >= level;
        eep_reasons_add(reasons, met, "needs %s %u in every ability of the first official language, %s", word,
                        level, met ? "" : eep_weakest_words(explainer));
        return;
    }
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        const uint8_t level = level_asked(explainer, rule, ability), has = facts->first[ability][0];
        eep_reasons_add(reasons, has >= level, "needs %s %u in %s of the first official language, has %u%s",
                        word, level, eep_ability_word(ability), has,
                        explainer->test_expired ? " (the test has expired)" : "");
    }
}

static const char *selection_words(const eep_explainer *explainer, const eep_selection_points *points)
{
    return eep_explanation_text(explainer->explanation,
                                "education %u, first language %u, second language %u, experience %u, age %u, "
                                "offer %u, adaptability %u",
                                points->education, points->first_language, points->second_language,
                                points->experience, points->age, points->offer, points->adaptability);
}

static void ask_papers(const eep_explainer *explainer, const eep_program_rule *rule, eep_reasons *reasons)
{
    const eep_eligible_tables *tables = &explainer->rules->eligible;
    const eep_facts *facts = explainer->facts;
    eep_reasons_add(reasons, facts->education[0] >= rule->education, "needs %s, has %s%s",
                    eep_education_words(rule->education), eep_education_words(facts->education[0]),
                    explainer->assessment_expired ? ", and the assessment has expired" : "");
    eep_reasons_add(reasons, !rule->asks_certificate_or_offer || facts->certificate[0] || facts->job_offer[0],
                    "needs a certificate of qualification or a job offer, has neither");
    eep_reasons_add(
        reasons, !rule->asks_funds || eep_has_funds(tables, facts, 0),
        "needs settlement funds, or an offer with recent work in Canada (has %s and %u of %u months)",
        facts->job_offer[0] ? "an offer" : "no offer", facts->noc_canadian_months[0],
        tables->funds_waived_months);
}

static void ask_selection(const eep_explainer *explainer, const eep_program_rule *rule, eep_reasons *reasons)
{
    const eep_selection_grid *grid = &explainer->rules->eligible.selection;
    eep_selection_points points;
    if (!rule->asks_selection_points) return;
    eep_selection_points_one(grid, explainer->facts, 0, &points);
    if (points.total >= grid->pass_mark) return;
    eep_reasons_add(reasons, 0, "needs %u selection points, reaches %u (%s)", grid->pass_mark, points.total,
                    selection_words(explainer, &points));
}

/* The program that asks for another qualifies with any that does not. */
static int has_other(const eep_explainer *explainer)
{
    for (size_t i = 0; i < EEP_PROGRAMS; i++) {
        if ((explainer->programs >> i & 1) && !explainer->rules->eligible.program[i].asks_other_program)
            return 1;
    }
    return 0;
}

/* Conditions are asked in the order in which a candidate would look at them. */
static const char *reasons_for_no(const eep_explainer *explainer, const eep_program_rule *rule)
{
    eep_reasons reasons = {.text = ""};
    if (!rule->open) return "the program is closed";
    ask_work(explainer, rule, &reasons);
    ask_occupation(explainer, rule, &reasons);
    ask_language(explainer, rule, &reasons);
    ask_papers(explainer, rule, &reasons);
    ask_selection(explainer, rule, &reasons);
    eep_reasons_add(&reasons, !rule->asks_nomination || explainer->facts->nomination[0],
                    "not nominated by a province or territory");
    eep_reasons_add(&reasons, !rule->asks_other_program || has_other(explainer),
                    rule->asks_nomination ? "a nominee must also qualify for one of the other programs"
                                          : "needs one of the other programs too");
    return eep_explanation_text(explainer->explanation, "%s", reasons.text);
}

/* ---- What a yes rests on ----------------------------------------------------------------------- */

/* `before` and more words behind it, with a semicolon between. */
static const char *joined(const eep_explainer *explainer, const char *before, const char *more)
{
    return eep_explanation_text(explainer->explanation, "%s%s%s", before, before[0] != '\0' ? "; " : "",
                                more);
}

static const char *months_in(const eep_explainer *explainer, unsigned months, const char *where)
{
    return eep_explanation_text(explainer->explanation, "%u months %s", months, where);
}

static const char *work_words(const eep_explainer *explainer, const eep_program_rule *rule)
{
    const eep_facts *facts = explainer->facts;
    const char *words = "";
    if (rule->months)
        words = joined(explainer, words,
                       months_in(explainer, facts->noc_months[0], "of skilled work in the last three years"));
    if (rule->canadian_months)
        words = joined(explainer, words,
                       months_in(explainer, facts->noc_canadian_months[0],
                                 "of skilled work in Canada in the last three years"));
    if (rule->trade_months)
        words =
            joined(explainer, words,
                   months_in(explainer, facts->trade_months[0], "in a skilled trade in the last five years"));
    return words;
}

static const char *reasons_for_yes(const eep_explainer *explainer, const eep_program_rule *rule)
{
    const eep_selection_grid *grid = &explainer->rules->eligible.selection;
    const eep_facts *facts = explainer->facts;
    const char *words = work_words(explainer, rule);
    if (rule->asks_certificate_or_offer)
        words =
            eep_explanation_text(explainer->explanation, "%s%swith %s", words, words[0] != '\0' ? ", " : "",
                                 facts->certificate[0] ? "a certificate of qualification" : "a job offer");
    if (rule->asks_selection_points) {
        eep_selection_points points;
        eep_selection_points_one(grid, facts, 0, &points);
        words = joined(explainer, words,
                       eep_explanation_text(explainer->explanation,
                                            "reaches %u selection points, %u are needed (%s)", points.total,
                                            grid->pass_mark, selection_words(explainer, &points)));
    } else if (is_even(explainer, rule) && level_asked(explainer, rule, 0) > 0) {
        words = joined(explainer, words, eep_weakest_words(explainer));
    }
    if (rule->asks_nomination) words = joined(explainer, words, "nominated");
    if (rule->asks_other_program)
        words = eep_explanation_text(explainer->explanation, "%s%squalifies for another program", words,
                                     words[0] != '\0' ? ", and " : "");
    return words[0] != '\0' ? words : "meets its conditions";
}

/*
 * A program is many leaves: it holds from the last change among them until the first one to come. Its source
 * is that of the whole program.
 */
static eep_origin origin_of(const eep_explainer *explainer, size_t program)
{
    const char *path = eep_explanation_text(explainer->explanation, "programs.%s", eep_program_name(program));
    const size_t length = strlen(path);
    eep_origin origin = eep_explain_origin(explainer, eep_explain_leaf(explainer, "%s.open", path));
    origin.path = path;
    for (size_t i = 0; i < explainer->rules->leaves; i++) {
        const eep_policy_leaf *leaf = &explainer->rules->leaf[i];
        if (strncmp(leaf->path, path, length) != 0 || leaf->path[length] != '.') continue;
        if (leaf->from > origin.from) origin.from = leaf->from;
        if (leaf->to < origin.to) origin.to = leaf->to;
    }
    return origin;
}

void eep_explain_programs(eep_explainer *explainer)
{
    for (size_t i = 0; i < EEP_PROGRAMS; i++) {
        const eep_program_rule *rule = &explainer->rules->eligible.program[i];
        const int yes = explainer->programs >> i & 1;
        const char *fact = "as the pool says; nothing was derived";
        if (!explainer->programs_given)
            fact = yes ? reasons_for_yes(explainer, rule) : reasons_for_no(explainer, rule);
        const eep_origin origin = origin_of(explainer, i);
        eep_explain_answer(explainer, "program", eep_program_title(i), fact, yes, &origin);
    }
}
