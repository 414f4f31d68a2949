/* ladders.c - what a candidate could change, step by step. Nothing here knows what a step is worth. */
#include <stdarg.h>
#include <stdio.h>

#include "sim/explain/explain.h"
#include "sim/explain/suggest.h"

/* ---- Steps ------------------------------------------------------------------------------------- */

static int64_t value_of(const eep_ladders *ladders, size_t column)
{
    return eep_columns_get(ladders->columns, column, ladders->row);
}

static int64_t most_of(size_t column)
{
    eep_column face = {0};
    return eep_column_at(column, &face) ? face.maximum : 0;
}

/* The steps that follow belong together. */
static void begin_ladder(eep_ladders *ladders)
{
    ladders->ladders++;
}

__attribute__((format(printf, 4, 5))) static eep_step *add_step(eep_ladders *ladders, const char *id,
                                                                eep_effort effort, const char *format, ...)
{
    va_list arguments;
    eep_step *step = &ladders->step[ladders->count < EEP_STEPS_MAX ? ladders->count++ : EEP_STEPS_MAX - 1];
    *step = (eep_step){.number = (size_t)(step - ladders->step), .ladder = ladders->ladders};
    step->face.effort = effort;
    snprintf(step->face.id, sizeof step->face.id, "%s", id);
    va_start(arguments, format);
    vsnprintf(step->face.words, sizeof step->face.words, format, arguments);
    va_end(arguments);
    return step;
}

static void change(eep_step *step, size_t column, int64_t value)
{
    if (step->face.changes == EEP_CHANGES_MAX) return;
    step->face.change[step->face.changes].column = column;
    step->face.change[step->face.changes++].value = value;
}

/* ---- Papers ------------------------------------------------------------------------------------ */

/* Papers that no longer count: a better result or a higher level needs new ones. */
typedef struct expired_papers {
    int test_expired, assessment_expired;
    size_t test_renewed, assessment_renewed; /* the variants with nothing but that; 0 = there is none */
} expired_papers;

static int has_results(const eep_ladders *ladders)
{
    int64_t levels = 0;
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
        levels += value_of(ladders, EEP_COL_english_listening + ability);
        levels += value_of(ladders, EEP_COL_french_listening + ability);
    }
    return levels > 0;
}

static expired_papers climb_papers(eep_ladders *ladders)
{
    const eep_rules *rules = ladders->rules;
    expired_papers found = {
        .test_expired = value_of(ladders, EEP_COL_language_test_date) <= rules->pack.language_test_after,
        .assessment_expired = value_of(ladders, EEP_COL_assessment_date) <= rules->pack.assessment_after &&
                              value_of(ladders, EEP_COL_canadian_study) == 0,
    };
    begin_ladder(ladders);
    if (found.test_expired && has_results(ladders)) {
        eep_step *step = add_step(ladders, "language_test", EEP_EFFORT_PAPER,
                                  "Language tests taken again with the same results");
        change(step, EEP_COL_language_test_date, rules->day);
        found.test_renewed = step->number + 1;
    }
    begin_ladder(ladders);
    if (found.assessment_expired && value_of(ladders, EEP_COL_education) > 0) {
        eep_step *step =
            add_step(ladders, "assessment", EEP_EFFORT_PAPER, "A new assessment of the foreign credential");
        change(step, EEP_COL_assessment_date, rules->day);
        found.assessment_renewed = step->number + 1;
    }
    begin_ladder(ladders);
    if (value_of(ladders, EEP_COL_settlement_funds) == 0) {
        change(add_step(ladders, "settlement_funds", EEP_EFFORT_PAPER, "Proof of the settlement funds"),
               EEP_COL_settlement_funds, 1);
    }
    return found;
}

/* ---- Languages --------------------------------------------------------------------------------- */

/* One language of one person: the columns of its four abilities, and how it is spoken of. */
typedef struct language {
    const char *id, *name, *level;
    size_t column;
    int renews;     /* new results need a new test date */
    size_t renewed; /* the variant with a new date alone */
} language;

static void date_tests(const eep_ladders *ladders, const language *tongue, eep_step *step)
{
    if (!tongue->renews) return;
    change(step, EEP_COL_language_test_date, ladders->rules->day);
    step->before = tongue->renewed;
}

static void climb_ability(eep_ladders *ladders, const language *tongue, size_t ability)
{
    const size_t column = tongue->column + ability;
    char id[48];
    snprintf(id, sizeof id, "%s.%s", tongue->id, eep_ability_word(ability));
    begin_ladder(ladders);
    for (int64_t level = value_of(ladders, column) + 1; level <= most_of(column); level++) {
        eep_step *step =
            add_step(ladders, id, EEP_EFFORT_ONE_ABILITY, "%s: %s %d in %s%s", tongue->name, tongue->level,
                     (int)level, eep_ability_word(ability), tongue->renews ? ", with a new test" : "");
        change(step, column, level);
        date_tests(ladders, tongue, step);
    }
}

/* Several abilities brought to one level; where one alone is below it, its own ladder has the step. */
static void climb_together(eep_ladders *ladders, const language *tongue, eep_effort effort)
{
    char id[48];
    snprintf(id, sizeof id, "%s.all", tongue->id);
    begin_ladder(ladders);
    for (int64_t level = 1; level <= most_of(tongue->column); level++) {
        int below = 0;
        for (size_t ability = 0; ability < EEP_ABILITIES; ability++)
            below += value_of(ladders, tongue->column + ability) < level;
        if (below < 2) continue;
        eep_step *step =
            add_step(ladders, id, effort, "%s: %s %d or more in all four abilities%s", tongue->name,
                     tongue->level, (int)level, tongue->renews ? ", with a new test" : "");
        for (size_t ability = 0; ability < EEP_ABILITIES; ability++) {
            if (value_of(ladders, tongue->column + ability) < level)
                change(step, tongue->column + ability, level);
        }
        date_tests(ladders, tongue, step);
    }
}

/* A test measures all four abilities: where there is no result yet, none comes alone. */
static void climb_language(eep_ladders *ladders, const language *tongue)
{
    int64_t results = 0;
    for (size_t ability = 0; ability < EEP_ABILITIES; ability++)
        results += value_of(ladders, tongue->column + ability);
    for (size_t ability = 0; results > 0 && ability < EEP_ABILITIES; ability++)
        climb_ability(ladders, tongue, ability);
    climb_together(ladders, tongue, results > 0 ? EEP_EFFORT_ALL_ABILITIES : EEP_EFFORT_NEW_LANGUAGE);
}

static void climb_languages(eep_ladders *ladders, const expired_papers *papers)
{
    const int french_first = value_of(ladders, EEP_COL_first_official) != 0;
    for (int second = 0; second < 2; second++) {
        const int french = french_first != second;
        climb_language(ladders, &(language){second ? "second_language" : "first_language",
                                            french ? "French" : "English", eep_level_word(french),
                                            french ? EEP_COL_french_listening : EEP_COL_english_listening,
                                            papers->test_expired, papers->test_renewed});
    }
}

/* ---- Education --------------------------------------------------------------------------------- */

static void climb_education(eep_ladders *ladders, const expired_papers *papers)
{
    begin_ladder(ladders);
    for (int64_t level = value_of(ladders, EEP_COL_education) + 1; level <= most_of(EEP_COL_education);
         level++) {
        eep_step *step = add_step(ladders, "education", EEP_EFFORT_STUDY, "Education: %s",
                                  eep_education_words((uint8_t)level));
        change(step, EEP_COL_education, level);
        if (!papers->assessment_expired) continue;
        change(step, EEP_COL_assessment_date, ladders->rules->day);
        step->before = papers->assessment_renewed;
    }
}

static void climb_canadian_study(eep_ladders *ladders)
{
    static const char *const words[] = {"none", "one or two years", "three years or more"};
    begin_ladder(ladders);
    for (int64_t study = value_of(ladders, EEP_COL_canadian_study) + 1;
         study <= most_of(EEP_COL_canadian_study); study++) {
        change(add_step(ladders, "canadian_study", EEP_EFFORT_STUDY, "A Canadian credential of %s",
                        words[study]),
               EEP_COL_canadian_study, study);
    }
}

/* A certificate of qualification is for people of a trade. */
static void climb_certificate(eep_ladders *ladders)
{
    const uint8_t noc_class = ladders->rules->pack.noc_class[value_of(ladders, EEP_COL_noc)];
    begin_ladder(ladders);
    if ((noc_class & EEP_TRADE_BIT) == 0 || value_of(ladders, EEP_COL_certificate_of_qualification) != 0)
        return;
    change(add_step(ladders, "certificate", EEP_EFFORT_STUDY,
                    "A Canadian certificate of qualification in the trade"),
           EEP_COL_certificate_of_qualification, 1);
}

/* ---- Work -------------------------------------------------------------------------------------- */

static void add_months(const eep_ladders *ladders, eep_step *step, size_t column, int64_t months)
{
    const int64_t sum = value_of(ladders, column) + months;
    change(step, column, sum < most_of(column) ? sum : most_of(column));
}

/* Whether work in the candidate's occupation is skilled: some program lists its TEER. */
static int is_skilled(const eep_ladders *ladders)
{
    const size_t teer = ladders->rules->pack.noc_class[value_of(ladders, EEP_COL_noc)] & EEP_TEER_MASK;
    for (size_t i = 0; i < EEP_PROGRAMS; i++) {
        if (ladders->rules->eligible.program[i].teers >> teer & 1) return 1;
    }
    return 0;
}

/* Work that is added is unbroken, in the primary occupation, and the last that was done. */
static void add_recent_work(const eep_ladders *ladders, eep_step *step, int64_t months, int in_canada)
{
    const uint8_t noc_class = ladders->rules->pack.noc_class[value_of(ladders, EEP_COL_noc)];
    if (!is_skilled(ladders)) return;
    add_months(ladders, step, EEP_COL_noc_months, months);
    if (in_canada) add_months(ladders, step, EEP_COL_noc_canadian_months, months);
    if (value_of(ladders, EEP_COL_continuous_work_months) < months)
        change(step, EEP_COL_continuous_work_months, months);
    if (noc_class & EEP_TRADE_BIT) add_months(ladders, step, EEP_COL_trade_months, months);
}

static void climb_work(eep_ladders *ladders, const char *id, size_t column, const char *where)
{
    const int64_t now = value_of(ladders, column);
    begin_ladder(ladders);
    for (int64_t months = (now / 12 + 1) * 12; months <= most_of(column); months += 12) {
        eep_step *step = add_step(ladders, id, EEP_EFFORT_WORK, "%d more months of work %s, %d in all",
                                  (int)(months - now), where, (int)months);
        change(step, column, months);
        if (column != EEP_COL_spouse_canadian_work_months)
            add_recent_work(ladders, step, months - now, column == EEP_COL_canadian_work_months);
    }
}

/* ---- Others ------------------------------------------------------------------------------------ */

/* Major group 00 of the NOC, senior managers, is the codes that begin with 00. */
static int is_senior_manager(int64_t noc)
{
    return noc > 0 && noc < 1000;
}

static void climb_others(eep_ladders *ladders)
{
    const int senior = is_senior_manager(value_of(ladders, EEP_COL_noc));
    begin_ladder(ladders);
    if (value_of(ladders, EEP_COL_provincial_nomination) == 0) {
        change(add_step(ladders, "nomination", EEP_EFFORT_OTHERS, "A nomination by a province or territory"),
               EEP_COL_provincial_nomination, 1);
    }
    begin_ladder(ladders);
    if (value_of(ladders, EEP_COL_job_offer) == 0) {
        change(add_step(ladders, "job_offer", EEP_EFFORT_OTHERS, "A job offer of arranged employment%s",
                        senior ? " as a senior manager" : ""),
               EEP_COL_job_offer, senior ? 2 : 1);
    }
}

static void climb_spouse(eep_ladders *ladders)
{
    if (value_of(ladders, EEP_COL_accompanying_spouse) == 0) return;
    climb_language(ladders, &(language){"spouse_language", "Spouse's language", "level",
                                        EEP_COL_spouse_listening, 0, 0});
    begin_ladder(ladders);
    for (int64_t level = value_of(ladders, EEP_COL_spouse_education) + 1;
         level <= most_of(EEP_COL_spouse_education); level++) {
        change(add_step(ladders, "spouse_education", EEP_EFFORT_STUDY, "Spouse's education: %s",
                        eep_education_words((uint8_t)level)),
               EEP_COL_spouse_education, level);
    }
    climb_work(ladders, "spouse_work", EEP_COL_spouse_canadian_work_months, "of the spouse in Canada");
}

void eep_ladders_build(eep_ladders *ladders)
{
    const expired_papers papers = climb_papers(ladders);
    climb_languages(ladders, &papers);
    climb_education(ladders, &papers);
    climb_canadian_study(ladders);
    climb_certificate(ladders);
    climb_work(ladders, "canadian_work", EEP_COL_canadian_work_months, "in Canada");
    climb_work(ladders, "foreign_work", EEP_COL_foreign_work_months, "abroad");
    climb_others(ladders);
    climb_spouse(ladders);
}
