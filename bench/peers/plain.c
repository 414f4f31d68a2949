/*
 * plain.c - the yardstick of C: what somebody writes who knows the rules and the language and has an
 * afternoon. A row is a struct, points are tables, conditions are ifs, built with -O2; OpenMP over rows.
 * Nothing of kernels/ is used.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers/plain.h"

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
    const eep_date today = eep_time_date(task->moment);
    const int32_t *birth = column(pool, "birth_date"), *test = column(pool, "language_test_date");
    const int32_t *assessed = column(pool, "assessment_date");
    const int64_t *submitted = column(pool, "submitted_at");
    const uint8_t *status = column(pool, "status");
    const eep_date tests_after = eep_date_add_months(today, -(int)plain_number("validity.language_test"));
    const eep_date assessed_after = eep_date_add_months(today, -(int)plain_number("validity.assessment"));
    const eep_date profiles_after = eep_date_add_months(today, -(int)plain_number("validity.profile"));
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
    unsigned sum = plain_policy.age[s][p->age] + plain_policy.education[s][p->education], other = 0;

    for (int a = 0; a < 4; a++) {
        sum += plain_policy.first[s][first[a]];
        other += plain_policy.second[s][second[a]];
    }
    sum += least(other, plain_policy.second_cap[s]) + plain_policy.work[s][p->canadian_months / 12];
    return least(sum, plain_policy.core_cap[s]);
}

static unsigned spouse(const person *p)
{
    unsigned sum = 0;

    if (!p->spouse) return 0;
    for (int a = 0; a < 4; a++)
        sum += plain_policy.spouse_language[p->spouse_level[a]];
    sum +=
        plain_policy.spouse_education[p->spouse_education] + plain_policy.spouse_work[p->spouse_months / 12];
    return least(sum, plain_policy.spouse_cap);
}

static unsigned transferability(const person *p, unsigned level)
{
    const unsigned education = plain_policy.education_tier[p->education];
    const unsigned language = tier_of(level, plain_policy.language_from);
    const unsigned canadian = tier_of(p->canadian_months / 12u, plain_policy.canadian_from);
    const unsigned foreign = tier_of(p->foreign_months / 12u, plain_policy.foreign_from);
    unsigned sum = least(plain_policy.education_language[education][language] +
                             plain_policy.education_work[education][canadian],
                         plain_policy.education_pair_cap);

    sum +=
        least(plain_policy.foreign_language[foreign][language] + plain_policy.foreign_work[foreign][canadian],
              plain_policy.foreign_pair_cap);
    if (p->certificate) sum += plain_policy.certificate[tier_of(level, plain_policy.certificate_from)];
    return least(sum, plain_policy.transferability_cap);
}

static unsigned additional(const person *p)
{
    unsigned sum = plain_policy.offer[p->offer] + plain_policy.study[p->study];

    if (p->nomination) sum += plain_policy.nomination;
    if (p->sibling) sum += plain_policy.sibling;
    if (weakest(p->french) >= plain_policy.french_level)
        sum += weakest(p->english) >= plain_policy.english_level ? plain_policy.french_with_english
                                                                 : plain_policy.french;
    return least(sum, plain_policy.additional_cap);
}

static uint16_t score(const person *p)
{
    const uint8_t *first = p->french_first ? p->french : p->english;
    const uint8_t *second = p->french_first ? p->english : p->french;
    const unsigned sum =
        core(p, first, second) + spouse(p) + transferability(p, weakest(first)) + additional(p);

    return (uint16_t)least(sum, plain_policy.total_cap);
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
    unsigned sum = plain_policy.grid_study[p->study];

    if (p->spouse) {
        if (weakest(p->spouse_level) >= plain_policy.grid_spouse_level)
            sum += plain_policy.grid_spouse_language;
        if (p->spouse_study) sum += plain_policy.grid_spouse_study;
        if (p->spouse_months / 12u >= plain_policy.grid_spouse_years) sum += plain_policy.grid_spouse_work;
    }
    if (p->canadian_months / 12u >= plain_policy.grid_work_years) sum += plain_policy.grid_work;
    if (p->relative) sum += plain_policy.grid_relative;
    if (p->offer) sum += plain_policy.grid_offer_adaptability;
    return least(sum, plain_policy.grid_adaptability_cap);
}

static int passes_grid(const person *p, const uint8_t *first, const uint8_t *second)
{
    unsigned sum =
        plain_policy.grid_education[p->education] + plain_policy.grid_age[p->age] + adaptability(p);

    for (int a = 0; a < 4; a++)
        sum += plain_policy.grid_language[first[a]];
    if (weakest(second) >= plain_policy.grid_second_level) sum += plain_policy.grid_second;
    sum += plain_policy.grid_experience[(p->canadian_months + p->foreign_months) / 12];
    if (p->offer) sum += plain_policy.grid_offer;
    return sum >= plain_policy.grid_pass;
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
    if (rule->asks_trade && !plain_policy.is_trade[p->noc]) return 0;
    if (rule->asks_certificate_or_offer && !p->certificate && !p->offer) return 0;
    if (rule->asks_funds && !p->funds &&
        !(p->offer && p->noc_canadian_months >= plain_policy.funds_waived_months))
        return 0;
    for (int a = 0; a < 4; a++) {
        if (first[a] < rule->level[a][teer]) return 0;
    }
    return !rule->asks_points || passes_grid(p, first, second);
}

static int competes(const person *p, int stem)
{
    if (!p->valid_profile) return 0;
    if (stem && !(plain_policy.is_stem[p->noc] && p->noc_months >= plain_policy.stem_months &&
                  p->continuous_months >= plain_policy.stem_continuous))
        return 0;
    return qualifies(p, &plain_policy.program[0]) || qualifies(p, &plain_policy.program[1]) ||
           qualifies(p, &plain_policy.program[2]);
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

    plain_read_rules(task->policy, eep_time_date(task->moment));
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
