/* plain_rules.c - the rules of plain C, read from the policy by the paths of its leaves. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers/plain.h"

plain_rules plain_policy;

static const eep_policy *policy;
static eep_date today;

static const char *leaf(const char *path)
{
    eep_policy_leaf found;

    for (size_t k = 0; eep_policy_leaf_at(policy, k, &found); k++) {
        if (strcmp(found.path, path) == 0 && found.from <= today && today <= found.to) return found.value;
    }
    return NULL;
}

static unsigned number(const char *format, ...)
{
    char path[128];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    const char *value = leaf(path);
    return value ? (unsigned)strtoul(value, NULL, 10) : 0;
}

/* Entry `key` of a table whose first and last entries stand for what lies beyond them. */
static void table(unsigned *points, unsigned size, const char *prefix, const char *suffix)
{
    unsigned first = 0, last = 0;
    char path[128];

    for (unsigned key = 128; key-- > 0;) {
        snprintf(path, sizeof path, "%s.%u%s", prefix, key, suffix);
        if (!leaf(path)) continue;
        first = key;
        if (last == 0) last = key;
    }
    for (unsigned key = 0; key < size; key++)
        points[key] = number("%s.%u%s", prefix, key < first ? first : key > last ? last : key, suffix);
}

static void names(unsigned *points, const char *column, size_t count, const char *prefix, const char *suffix)
{
    for (size_t k = 0; k < count; k++)
        points[k] = number("%s.%s%s", prefix, eep_column_label((size_t)eep_column_find(column), k), suffix);
}

static void pairs(unsigned points[3][3], const char *name)
{
    for (unsigned a = 1; a < 3; a++) {
        for (unsigned b = 1; b < 3; b++)
            points[a][b] = number("crs.transferability.%s.%u.%u", name, a, b);
    }
}

static void thresholds(unsigned from[3], const char *name)
{
    for (unsigned tier = 1; tier < 3; tier++)
        from[tier] = number("crs.transferability.tiers.%s.%u", name, tier);
}

static void read_score(void)
{
    static const char *const suffix[2] = {".without_spouse", ".with_spouse"};

    for (int s = 0; s < 2; s++) {
        table(plain_policy.age[s], 128, "crs.age", suffix[s]);
        names(plain_policy.education[s], "education", 8, "crs.education", suffix[s]);
        table(plain_policy.first[s], 13, "crs.first_language", suffix[s]);
        table(plain_policy.second[s], 13, "crs.second_language", suffix[s]);
        table(plain_policy.work[s], 11, "crs.canadian_work", suffix[s]);
        plain_policy.second_cap[s] = number("crs.second_language_cap%s", suffix[s]);
        plain_policy.core_cap[s] = number("crs.core_cap%s", suffix[s]);
    }
    names(plain_policy.spouse_education, "education", 8, "crs.spouse_education", "");
    table(plain_policy.spouse_language, 13, "crs.spouse_language", "");
    table(plain_policy.spouse_work, 11, "crs.spouse_work", "");
    plain_policy.spouse_cap = number("crs.spouse_cap");
    names(plain_policy.education_tier, "education", 8, "crs.transferability.tiers.education", "");
    thresholds(plain_policy.language_from, "language");
    thresholds(plain_policy.certificate_from, "certificate");
    thresholds(plain_policy.canadian_from, "canadian_work");
    thresholds(plain_policy.foreign_from, "foreign_work");
    pairs(plain_policy.education_language, "education_language");
    pairs(plain_policy.education_work, "education_work");
    pairs(plain_policy.foreign_language, "foreign_language");
    pairs(plain_policy.foreign_work, "foreign_work");
    for (unsigned tier = 1; tier < 3; tier++)
        plain_policy.certificate[tier] = number("crs.transferability.certificate.%u", tier);
    plain_policy.education_pair_cap = number("crs.transferability.education_pair_cap");
    plain_policy.foreign_pair_cap = number("crs.transferability.foreign_pair_cap");
    plain_policy.transferability_cap = number("crs.transferability.cap");
    plain_policy.nomination = number("crs.additional.nomination");
    plain_policy.sibling = number("crs.additional.sibling");
    names(plain_policy.offer, "job_offer", 3, "crs.additional.job_offer", "");
    names(plain_policy.study, "canadian_study", 3, "crs.additional.canadian_study", "");
    plain_policy.french = number("crs.additional.french");
    plain_policy.french_with_english = number("crs.additional.french_with_english");
    plain_policy.french_level = number("crs.additional.french_level");
    plain_policy.english_level = number("crs.additional.english_level");
    plain_policy.additional_cap = number("crs.additional.cap");
    plain_policy.total_cap = number("crs.total_cap");
}

static unsigned label(const char *column, const char *text)
{
    const size_t index = (size_t)eep_column_find(column);
    unsigned value = 0;

    while (eep_column_label(index, value) && strcmp(eep_column_label(index, value), text) != 0)
        value++;
    return value;
}

static void read_levels(program *p, const char *id)
{
    static const char *const ability[4] = {"listening", "reading", "writing", "speaking"};

    for (int a = 0; a < 4; a++) {
        for (unsigned teer = 0; teer < 8; teer++) {
            unsigned asked = number("programs.%s.level", id);
            const unsigned of_ability = number("programs.%s.level.%s", id, ability[a]);
            const unsigned of_teer = number("programs.%s.level.%u", id, teer);

            if (of_ability > asked) asked = of_ability;
            if (of_teer > asked) asked = of_teer;
            p->level[a][teer] = asked;
        }
    }
}

static void read_program(program *p, const char *id)
{
    char path[64];

    p->continuous_months = number("programs.%s.continuous_months", id);
    p->months = number("programs.%s.months", id);
    p->canadian_months = number("programs.%s.canadian_months", id);
    p->trade_months = number("programs.%s.trade_months", id);
    p->asks_trade = number("programs.%s.asks_trade", id) == 1;
    p->asks_certificate_or_offer = number("programs.%s.asks_certificate_or_offer", id) == 1;
    p->asks_funds = number("programs.%s.asks_funds", id) == 1;
    p->asks_points = number("programs.%s.asks_selection_points", id) == 1;
    snprintf(path, sizeof path, "programs.%s.education", id);
    p->education = label("education", leaf(path));
    snprintf(path, sizeof path, "programs.%s.teers", id);
    const char *teers = leaf(path);
    for (unsigned teer = 0; teer < 8; teer++)
        p->teer[teer] = *teers == '\0' || strchr(teers, (int)('0' + teer)) != NULL;
    read_levels(p, id);
}

/* Marks the codes that begin like a number of the list. */
static void mark(uint8_t *marks, const char *list, uint8_t value)
{
    for (const char *at = list; *at != '\0';) {
        const size_t digits = strcspn(at, " ");
        char code[8];

        for (unsigned noc = 0; noc < 100000; noc++) {
            snprintf(code, sizeof code, "%05u", noc);
            if (strncmp(code, at, digits) == 0) marks[noc] = value;
        }
        at += digits + (at[digits] == ' ');
    }
}

static void read_programs(void)
{
    static const char *const id[3] = {"fsw", "cec", "fst"};

    for (int p = 0; p < 3; p++)
        read_program(&plain_policy.program[p], id[p]);
    mark(plain_policy.is_trade, leaf("programs.fst.occupations"), 1);
    mark(plain_policy.is_trade, leaf("programs.fst.occupations_except"), 0);
    mark(plain_policy.is_stem, leaf("categories.stem.2023-1.occupations"), 1);
    plain_policy.stem_months = number("categories.stem.2023-1.months");
    plain_policy.stem_continuous = number("categories.stem.2023-1.continuous_months");
    plain_policy.funds_waived_months = number("programs.funds_waived_months");
    names(plain_policy.grid_education, "education", 8, "programs.fsw.education_points", "");
    table(plain_policy.grid_language, 13, "programs.fsw.language_points", "");
    table(plain_policy.grid_experience, 21, "programs.fsw.experience_points", "");
    table(plain_policy.grid_age, 128, "programs.fsw.age_points", "");
    names(plain_policy.grid_study, "canadian_study", 3, "programs.fsw.study_points", "");
    plain_policy.grid_offer = number("programs.fsw.offer_points");
    plain_policy.grid_second_level = number("programs.fsw.second_level");
    plain_policy.grid_second = number("programs.fsw.second_points");
    plain_policy.grid_spouse_level = number("programs.fsw.spouse_level");
    plain_policy.grid_spouse_language = number("programs.fsw.spouse_language_points");
    plain_policy.grid_spouse_study = number("programs.fsw.spouse_study_points");
    plain_policy.grid_work_years = number("programs.fsw.work_years");
    plain_policy.grid_work = number("programs.fsw.work_points");
    plain_policy.grid_spouse_years = number("programs.fsw.spouse_work_years");
    plain_policy.grid_spouse_work = number("programs.fsw.spouse_work_points");
    plain_policy.grid_relative = number("programs.fsw.relative_points");
    plain_policy.grid_offer_adaptability = number("programs.fsw.offer_adaptability_points");
    plain_policy.grid_adaptability_cap = number("programs.fsw.adaptability_cap");
    plain_policy.grid_pass = number("programs.fsw.pass_mark");
}

void plain_read_rules(const eep_policy *official, eep_date day)
{
    policy = official;
    today = day;
    read_score();
    read_programs();
}

unsigned plain_number(const char *path)
{
    return number("%s", path);
}
