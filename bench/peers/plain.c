/*
 * plain.c - the yardstick of C: what somebody writes who knows the rules and the language and has an
 * afternoon. A row is a struct, points are tables, conditions are ifs, built with -O2; OpenMP over rows.
 * Nothing of kernels/ is used. Points and thresholds are read from the policy by their paths.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers/peers.h"

enum { LISTENING, READING, WRITING, SPEAKING };

typedef struct person {
    uint64_t id;
    int64_t submitted_at;
    uint32_t noc;
    uint8_t age, spouse, education, spouse_education, french_first, valid_profile;
    uint8_t english[4], french[4], spouse_level[4];
    uint8_t canadian_months, foreign_months, spouse_months;
    uint8_t certificate, sibling, nomination, funds, study, offer;
    uint8_t noc_months, noc_canadian_months, continuous_months, trade_months, relative, spouse_study;
} person;

typedef struct program {
    unsigned continuous_months, months, canadian_months, trade_months, education;
    unsigned level[4][8];
    uint8_t teer[8]; /* 1: open to the TEER */
    int asks_trade, asks_certificate_or_offer, asks_funds, asks_points;
} program;

/* Everything the rules say, as they say it. */
static struct {
    unsigned age[2][128], education[2][8], first[2][13], second[2][13], second_cap[2], work[2][11],
        core_cap[2];
    unsigned spouse_education[8], spouse_language[13], spouse_work[11], spouse_cap;
    unsigned education_tier[8], language_from[3], certificate_from[3], canadian_from[3], foreign_from[3];
    unsigned education_language[3][3], education_work[3][3], foreign_language[3][3], foreign_work[3][3];
    unsigned certificate[3], education_pair_cap, foreign_pair_cap, transferability_cap;
    unsigned nomination, sibling, offer[3], study[3], french, french_with_english, french_level,
        english_level;
    unsigned additional_cap, total_cap;
    program program[3]; /* FSW, CEC, FST; a nomination asks for one of them */
    unsigned funds_waived_months;
    unsigned grid_education[8], grid_language[13], grid_experience[21], grid_age[128], grid_offer;
    unsigned grid_second_level, grid_second, grid_study[3], grid_spouse_level, grid_spouse_language;
    unsigned grid_spouse_study, grid_work_years, grid_work, grid_spouse_years, grid_spouse_work,
        grid_relative;
    unsigned grid_offer_adaptability, grid_adaptability_cap, grid_pass;
    uint8_t is_trade[100000], is_stem[100000];
    unsigned stem_months, stem_continuous;
} rules;

/* ---- Reading the policy ------------------------------------------------------------------------- */

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
        table(rules.age[s], 128, "crs.age", suffix[s]);
        names(rules.education[s], "education", 8, "crs.education", suffix[s]);
        table(rules.first[s], 13, "crs.first_language", suffix[s]);
        table(rules.second[s], 13, "crs.second_language", suffix[s]);
        table(rules.work[s], 11, "crs.canadian_work", suffix[s]);
        rules.second_cap[s] = number("crs.second_language_cap%s", suffix[s]);
        rules.core_cap[s] = number("crs.core_cap%s", suffix[s]);
    }
    names(rules.spouse_education, "education", 8, "crs.spouse_education", "");
    table(rules.spouse_language, 13, "crs.spouse_language", "");
    table(rules.spouse_work, 11, "crs.spouse_work", "");
    rules.spouse_cap = number("crs.spouse_cap");
    names(rules.education_tier, "education", 8, "crs.transferability.tiers.education", "");
    thresholds(rules.language_from, "language");
    thresholds(rules.certificate_from, "certificate");
    thresholds(rules.canadian_from, "canadian_work");
    thresholds(rules.foreign_from, "foreign_work");
    pairs(rules.education_language, "education_language");
    pairs(rules.education_work, "education_work");
    pairs(rules.foreign_language, "foreign_language");
    pairs(rules.foreign_work, "foreign_work");
    for (unsigned tier = 1; tier < 3; tier++)
        rules.certificate[tier] = number("crs.transferability.certificate.%u", tier);
    rules.education_pair_cap = number("crs.transferability.education_pair_cap");
    rules.foreign_pair_cap = number("crs.transferability.foreign_pair_cap");
    rules.transferability_cap = number("crs.transferability.cap");
    rules.nomination = number("crs.additional.nomination");
    rules.sibling = number("crs.additional.sibling");
    names(rules.offer, "job_offer", 3, "crs.additional.job_offer", "");
    names(rules.study, "canadian_study", 3, "crs.additional.canadian_study", "");
    rules.french = number("crs.additional.french");
    rules.french_with_english = number("crs.additional.french_with_english");
    rules.french_level = number("crs.additional.french_level");
    rules.english_level = number("crs.additional.english_level");
    rules.additional_cap = number("crs.additional.cap");
    rules.total_cap = number("crs.total_cap");
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
        read_program(&rules.program[p], id[p]);
    mark(rules.is_trade, leaf("programs.fst.occupations"), 1);
    mark(rules.is_trade, leaf("programs.fst.occupations_except"), 0);
    mark(rules.is_stem, leaf("categories.stem.2023-1.occupations"), 1);
    rules.stem_months = number("categories.stem.2023-1.months");
    rules.stem_continuous = number("categories.stem.2023-1.continuous_months");
    rules.funds_waived_months = number("programs.funds_waived_months");
    names(rules.grid_education, "education", 8, "programs.fsw.education_points", "");
    table(rules.grid_language, 13, "programs.fsw.language_points", "");
    table(rules.grid_experience, 21, "programs.fsw.experience_points", "");
    table(rules.grid_age, 128, "programs.fsw.age_points", "");
    names(rules.grid_study, "canadian_study", 3, "programs.fsw.study_points", "");
    rules.grid_offer = number("programs.fsw.offer_points");
    rules.grid_second_level = number("programs.fsw.second_level");
    rules.grid_second = number("programs.fsw.second_points");
    rules.grid_spouse_level = number("programs.fsw.spouse_level");
    rules.grid_spouse_language = number("programs.fsw.spouse_language_points");
    rules.grid_spouse_study = number("programs.fsw.spouse_study_points");
    rules.grid_work_years = number("programs.fsw.work_years");
    rules.grid_work = number("programs.fsw.work_points");
    rules.grid_spouse_years = number("programs.fsw.spouse_work_years");
    rules.grid_spouse_work = number("programs.fsw.spouse_work_points");
    rules.grid_relative = number("programs.fsw.relative_points");
    rules.grid_offer_adaptability = number("programs.fsw.offer_adaptability_points");
    rules.grid_adaptability_cap = number("programs.fsw.adaptability_cap");
    rules.grid_pass = number("programs.fsw.pass_mark");
}

/* ---- Rows --------------------------------------------------------------------------------------- */

static const void *column(const eep_pool *pool, const char *name)
{
    return eep_pool_column(pool, (size_t)eep_column_find(name));
}

/* A column of bytes or of months into a byte of every row. */
static void fill(const eep_pool *pool, const char *name, size_t offset, person *row)
{
    eep_column about;
    const void *values = column(pool, name);
    const uint64_t n = eep_pool_rows(pool);

    eep_column_at((size_t)eep_column_find(name), &about);
    for (uint64_t i = 0; i < n; i++) {
        const unsigned value =
            about.width == 1 ? ((const uint8_t *)values)[i] : ((const uint16_t *)values)[i];
        ((uint8_t *)&row[i])[offset] = (uint8_t)value;
    }
}

static void fill_four(const eep_pool *pool, const char *who, size_t offset, person *row)
{
    static const char *const ability[4] = {"listening", "reading", "writing", "speaking"};

    for (size_t a = 0; a < 4; a++) {
        char name[32];
        snprintf(name, sizeof name, "%s_%s", who, ability[a]);
        fill(pool, name, offset + a, row);
    }
}

static const struct {
    const char *column;
    size_t offset;
} members[] = {
    {"accompanying_spouse", offsetof(person, spouse)},
    {"education", offsetof(person, education)},
    {"spouse_education", offsetof(person, spouse_education)},
    {"first_official", offsetof(person, french_first)},
    {"canadian_work_months", offsetof(person, canadian_months)},
    {"foreign_work_months", offsetof(person, foreign_months)},
    {"spouse_canadian_work_months", offsetof(person, spouse_months)},
    {"certificate_of_qualification", offsetof(person, certificate)},
    {"sibling_in_canada", offsetof(person, sibling)},
    {"provincial_nomination", offsetof(person, nomination)},
    {"settlement_funds", offsetof(person, funds)},
    {"canadian_study", offsetof(person, study)},
    {"job_offer", offsetof(person, offer)},
    {"noc_months", offsetof(person, noc_months)},
    {"noc_canadian_months", offsetof(person, noc_canadian_months)},
    {"continuous_work_months", offsetof(person, continuous_months)},
    {"trade_months", offsetof(person, trade_months)},
    {"relative_in_canada", offsetof(person, relative)},
    {"spouse_canadian_study", offsetof(person, spouse_study)},
};

/* Ages, expired papers, profiles that have run out. */
static void fill_dates(const peers_task *task, person *row)
{
    const eep_pool *pool = task->pool;
    const int32_t *birth = column(pool, "birth_date"), *test = column(pool, "language_test_date");
    const int32_t *assessed = column(pool, "assessment_date");
    const int64_t *submitted = column(pool, "submitted_at");
    const uint8_t *status = column(pool, "status");
    const eep_date tests_after = eep_date_add_months(today, -(int)number("validity.language_test"));
    const eep_date assessed_after = eep_date_add_months(today, -(int)number("validity.assessment"));
    const eep_date profiles_after = eep_date_add_months(today, -(int)number("validity.profile"));
    eep_date birthday[128];

    for (int age = 0; age < 128; age++)
        birthday[age] = eep_date_add_months(today, -12 * age);
    for (uint64_t i = 0; i < eep_pool_rows(pool); i++) {
        person *p = &row[i];

        p->submitted_at = submitted[i];
        while (p->age < 127 && birth[i] <= birthday[p->age + 1])
            p->age++;
        if (assessed[i] <= assessed_after && !p->study) p->education = 0;
        if (test[i] <= tests_after) {
            memset(p->english, 0, 4);
            memset(p->french, 0, 4);
        }
        p->valid_profile = status[i] == 0 && submitted[i] <= task->moment &&
                           submitted[i] >= ((eep_time)profiles_after + 1) * 86400;
    }
}

/* Prepared before the clock starts. */
static person *make_rows(const peers_task *task)
{
    const uint64_t n = eep_pool_rows(task->pool);
    const uint64_t *id = column(task->pool, "id");
    const uint32_t *noc = column(task->pool, "noc");
    person *row = peers_allocate(n * sizeof *row);

    memset(row, 0, n * sizeof *row);
    for (size_t k = 0; k < sizeof members / sizeof members[0]; k++)
        fill(task->pool, members[k].column, members[k].offset, row);
    fill_four(task->pool, "english", offsetof(person, english), row);
    fill_four(task->pool, "french", offsetof(person, french), row);
    fill_four(task->pool, "spouse", offsetof(person, spouse_level), row);
    for (uint64_t i = 0; i < n; i++) {
        row[i].id = id[i];
        row[i].noc = noc[i];
    }
    fill_dates(task, row);
    return row;
}

/* ---- Score -------------------------------------------------------------------------------------- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned weakest(const uint8_t level[4])
{
    return least(least(level[0], level[1]), least(level[2], level[3]));
}

static unsigned tier_of(unsigned value, const unsigned from[3])
{
    return value >= from[2] ? 2 : value >= from[1] ? 1 : 0;
}

static unsigned core(const person *p, const uint8_t *first, const uint8_t *second)
{
    const int s = p->spouse;
    unsigned sum = rules.age[s][p->age] + rules.education[s][p->education], other = 0;

    for (int a = 0; a < 4; a++) {
        sum += rules.first[s][first[a]];
        other += rules.second[s][second[a]];
    }
    sum += least(other, rules.second_cap[s]) + rules.work[s][p->canadian_months / 12];
    return least(sum, rules.core_cap[s]);
}

static unsigned spouse(const person *p)
{
    unsigned sum = 0;

    if (!p->spouse) return 0;
    for (int a = 0; a < 4; a++)
        sum += rules.spouse_language[p->spouse_level[a]];
    sum += rules.spouse_education[p->spouse_education] + rules.spouse_work[p->spouse_months / 12];
    return least(sum, rules.spouse_cap);
}

static unsigned transferability(const person *p, unsigned level)
{
    const unsigned education = rules.education_tier[p->education];
    const unsigned language = tier_of(level, rules.language_from);
    const unsigned canadian = tier_of(p->canadian_months / 12u, rules.canadian_from);
    const unsigned foreign = tier_of(p->foreign_months / 12u, rules.foreign_from);
    unsigned sum =
        least(rules.education_language[education][language] + rules.education_work[education][canadian],
              rules.education_pair_cap);

    sum += least(rules.foreign_language[foreign][language] + rules.foreign_work[foreign][canadian],
                 rules.foreign_pair_cap);
    if (p->certificate) sum += rules.certificate[tier_of(level, rules.certificate_from)];
    return least(sum, rules.transferability_cap);
}

static unsigned additional(const person *p)
{
    unsigned sum = rules.offer[p->offer] + rules.study[p->study];

    if (p->nomination) sum += rules.nomination;
    if (p->sibling) sum += rules.sibling;
    if (weakest(p->french) >= rules.french_level)
        sum += weakest(p->english) >= rules.english_level ? rules.french_with_english : rules.french;
    return least(sum, rules.additional_cap);
}

static uint16_t score(const person *p)
{
    const uint8_t *first = p->french_first ? p->french : p->english;
    const uint8_t *second = p->french_first ? p->english : p->french;
    const unsigned sum =
        core(p, first, second) + spouse(p) + transferability(p, weakest(first)) + additional(p);

    return (uint16_t)least(sum, rules.total_cap);
}

static void score_all(const person *row, int64_t n, int threads, uint16_t *out)
{
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < n; i++)
        out[i] = score(&row[i]);
}

/* ---- Programs ----------------------------------------------------------------------------------- */

static unsigned adaptability(const person *p)
{
    unsigned sum = rules.grid_study[p->study];

    if (p->spouse) {
        if (weakest(p->spouse_level) >= rules.grid_spouse_level) sum += rules.grid_spouse_language;
        if (p->spouse_study) sum += rules.grid_spouse_study;
        if (p->spouse_months / 12u >= rules.grid_spouse_years) sum += rules.grid_spouse_work;
    }
    if (p->canadian_months / 12u >= rules.grid_work_years) sum += rules.grid_work;
    if (p->relative) sum += rules.grid_relative;
    if (p->offer) sum += rules.grid_offer_adaptability;
    return least(sum, rules.grid_adaptability_cap);
}

static int passes_grid(const person *p, const uint8_t *first, const uint8_t *second)
{
    unsigned sum = rules.grid_education[p->education] + rules.grid_age[p->age] + adaptability(p);

    for (int a = 0; a < 4; a++)
        sum += rules.grid_language[first[a]];
    if (weakest(second) >= rules.grid_second_level) sum += rules.grid_second;
    sum += rules.grid_experience[(p->canadian_months + p->foreign_months) / 12];
    if (p->offer) sum += rules.grid_offer;
    return sum >= rules.grid_pass;
}

static int qualifies(const person *p, const program *rule)
{
    const uint8_t *first = p->french_first ? p->french : p->english;
    const uint8_t *second = p->french_first ? p->english : p->french;
    const unsigned teer = p->noc ? p->noc / 1000 % 10 : 6;

    if (!rule->teer[teer]) return 0;
    if (p->continuous_months < rule->continuous_months || p->noc_months < rule->months) return 0;
    if (p->noc_canadian_months < rule->canadian_months || p->trade_months < rule->trade_months) return 0;
    if (p->education < rule->education) return 0;
    if (rule->asks_trade && !rules.is_trade[p->noc]) return 0;
    if (rule->asks_certificate_or_offer && !p->certificate && !p->offer) return 0;
    if (rule->asks_funds && !p->funds && !(p->offer && p->noc_canadian_months >= rules.funds_waived_months))
        return 0;
    for (int a = 0; a < 4; a++) {
        if (first[a] < rule->level[a][teer]) return 0;
    }
    return !rule->asks_points || passes_grid(p, first, second);
}

static int competes(const person *p, int stem)
{
    if (!p->valid_profile) return 0;
    if (stem && !(rules.is_stem[p->noc] && p->noc_months >= rules.stem_months &&
                  p->continuous_months >= rules.stem_continuous))
        return 0;
    return qualifies(p, &rules.program[0]) || qualifies(p, &rules.program[1]) ||
           qualifies(p, &rules.program[2]);
}

/* ---- Rounds ------------------------------------------------------------------------------------- */

typedef struct ranked {
    uint64_t id;
    int64_t submitted_at;
    uint32_t row;
    uint16_t score;
} ranked;

static int by_rank(const void *left, const void *right)
{
    const ranked *a = left, *b = right;

    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->submitted_at != b->submitted_at) return a->submitted_at < b->submitted_at ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* A score for everybody who competes and 0 for the rest, a histogram of them, and the few at the cut-off
 * sorted. */
static uint64_t draw(const person *row, int64_t n, int threads, int stem, uint64_t invitations,
                     uint16_t *score_of, ranked *tied, uint64_t *id)
{
    uint64_t histogram[2048] = {0}, above = 0, found = 0, count = 0;
    uint16_t cutoff = 2047;

#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : histogram)
    for (int64_t i = 0; i < n; i++) {
        score_of[i] = competes(&row[i], stem) ? score(&row[i]) : (uint16_t)0;
        histogram[score_of[i]]++;
    }
    while (cutoff > 1 && above + histogram[cutoff] < invitations)
        above += histogram[cutoff--];
    for (int64_t i = 0; i < n; i++) {
        if (score_of[i] > cutoff) id[found++] = row[i].id;
        if (score_of[i] == cutoff)
            tied[count++] = (ranked){row[i].id, row[i].submitted_at, (uint32_t)i, score_of[i]};
    }
    qsort(tied, count, sizeof *tied, by_rank);
    for (uint64_t k = 0; k < count && found < invitations; k++)
        id[found++] = tied[k].id;
    return found;
}

/* Sorted once; then each round walks down the list past those who are gone. */
static void rounds(const person *row, int64_t n, int threads, uint64_t invitations, ranked *list,
                   uint8_t *flag, uint16_t cutoff[PEERS_ROUNDS])
{
    enum { GENERAL = 1, STEM = 2 };
    uint64_t count = 0, start[2] = {0, 0};

#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < n; i++)
        flag[i] = (uint8_t)(competes(&row[i], 0) ? GENERAL | (competes(&row[i], 1) ? STEM : 0) : 0);
    for (int64_t i = 0; i < n; i++) {
        if (flag[i]) list[count++] = (ranked){row[i].id, row[i].submitted_at, (uint32_t)i, score(&row[i])};
    }
    qsort(list, count, sizeof *list, by_rank);
    for (int k = 0; k < PEERS_ROUNDS; k++) {
        const uint8_t wanted = k % 2 ? STEM : GENERAL;
        uint64_t at = start[k % 2], taken = 0;

        cutoff[k] = 0;
        for (; at < count && taken < invitations; at++) {
            if (!(flag[list[at].row] & wanted)) continue;
            flag[list[at].row] = 0;
            cutoff[k] = list[at].score;
            taken++;
        }
        start[k % 2] = at;
    }
}

/* ---- Measures ----------------------------------------------------------------------------------- */

static void measure_draws(const peers_task *task, const person *row, int64_t n, uint16_t *score_of,
                          ranked *list)
{
    uint64_t *id = peers_allocate(task->invitations * sizeof *id + 8 * (size_t)n);

    for (int stem = 0; stem < 2; stem++) {
        peers_times times = {{0}, 0};
        uint64_t found = 0;
        while (times.count < task->repetitions) {
            const double begun = peers_now();
            found = draw(row, n, task->threads, stem, task->invitations, score_of, list, id);
            times.seconds[times.count++] = peers_now() - begun;
        }
        peers_print_times(stem ? "draw_stem" : "draw_general", &times);
        peers_write(task, "plain", stem ? "stem" : "general", id, found * sizeof *id);
    }
    free(id);
}

void plain_measure(const peers_task *task)
{
    const int64_t n = (int64_t)eep_pool_rows(task->pool);
    uint16_t *score_of = peers_allocate((size_t)n * sizeof *score_of), cutoff[PEERS_ROUNDS];
    ranked *list = peers_allocate((size_t)n * sizeof *list);
    uint8_t *flag = peers_allocate((size_t)n);
    peers_times scoring = {{0}, 0}, sequence = {{0}, 0};

    policy = task->policy;
    today = eep_time_date(task->moment);
    read_score();
    read_programs();
    person *row = make_rows(task);
    while (scoring.count < task->repetitions) {
        const double begun = peers_now();
        score_all(row, n, task->threads, score_of);
        scoring.seconds[scoring.count++] = peers_now() - begun;
    }
    peers_print_times("score", &scoring);
    peers_write(task, "plain", "score", score_of, (size_t)n * sizeof *score_of);
    measure_draws(task, row, n, score_of, list);
    while (sequence.count < (task->repetitions + 2) / 3) {
        const double begun = peers_now();
        rounds(row, n, task->threads, task->invitations, list, flag, cutoff);
        sequence.seconds[sequence.count++] = peers_now() - begun;
    }
    peers_print_times("rounds", &sequence);
    peers_print_cutoffs("cutoffs", cutoff);
    free(row);
    free(score_of);
    free(list);
    free(flag);
}
