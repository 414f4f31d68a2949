/*
 * programs_avx2.c - planes to programs, thirty-two candidates at a time.
 *
 * A block of candidates goes through the conditions one after the other. Each adds to a byte of what is
 * missing, which stays 0 for those who meet them all; so a condition that a plan does not ask costs nothing,
 * and every loop is so short that its masks and tables stay in registers. Points of the selection grid are
 * byte shuffles and sums, worked out once for all programs that ask them.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1; what is in between,
 * 5 bytes a candidate of a block, stays in the first-level cache.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx2.h"

#define BLOCK 512

/* A block of candidates and what was found out about them; all but 0 in the last three says that something is
 * missing.
 */
typedef struct block {
    _Alignas(LANES) uint8_t weakest_first[BLOCK], with_another[BLOCK];
    uint8_t funds[BLOCK], points[BLOCK], rule[BLOCK];
    eep_planes at; /* loops keep copies of this and of n, which no store can be thought to change */
    size_t n;      /* a multiple of LANES */
} block;

static inline __m256i plane(const eep_planes *at, int which, size_t i)
{
    return load(at->plane[which] + i);
}

/* ---- What several rules ask --------------------------------------------------------------------- */

static void find_weakest(block *b)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        store(b->weakest_first + i,
              weakest_of_pairs(plane(&at, EEP_PLANE_FIRST_LR, i), plane(&at, EEP_PLANE_FIRST_WS, i)));
}

static void find_funds(block *b, unsigned waived_months)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i no_offer = where_none(only(plane(&at, EEP_PLANE_FIRST_LR, i), 3 << 6));
        const __m256i no_work = shortfall(all(waived_months), only(plane(&at, EEP_PLANE_CANADIAN, i), 63));
        const __m256i funds = where_high(plane(&at, EEP_PLANE_SECOND_WS, i));

        store(b->funds + i, _mm256_andnot_si256(funds, either(no_offer, no_work)));
    }
}

/* ---- The selection grid ------------------------------------------------------------------------- */

/* `study_offer` is study | offer << 2. */
static inline __m256i adaptability(const eep_program_plan *plan, const eep_planes *at, size_t i,
                                   __m256i study_offer)
{
    const __m256i second_lr = plane(at, EEP_PLANE_SECOND_LR, i);
    const __m256i lr = plane(at, EEP_PLANE_SPOUSE_LR, i), ws = plane(at, EEP_PLANE_SPOUSE_WS, i);
    const __m256i language = least(look_up_32(plan->spouse_pair_points, only(lr, 31)),
                                   look_up_32(plan->spouse_pair_points, only(ws, 31)));
    const __m256i spouse = sum(language, look_up(plan->spouse_work_points, field(ws, 7 << 5, 5)));
    const __m256i comes = where_high(moved_up(second_lr, 1));
    const __m256i relatives = either(field(plane(at, EEP_PLANE_TRADE, i), 3 << 6, 6), only(comes, 4));
    const __m256i canadian_years = field(plane(at, EEP_PLANE_EDUCATION, i), 7 << 3, 3);
    const __m256i own =
        sum(look_up(plan->study_offer_points, study_offer), look_up(plan->work_points, canadian_years));

    return least(sum(sum(look_up(plan->relative_points, relatives), both(spouse, comes)), own),
                 all(plan->adaptability_cap));
}

static inline __m256i language_points(const eep_program_plan *plan, const eep_planes *at, size_t i)
{
    const __m256i lr = plane(at, EEP_PLANE_FIRST_LR, i), ws = plane(at, EEP_PLANE_FIRST_WS, i);
    const uint8_t *points = plan->language_points;
    const __m256i first = sum(sum(look_up(points, only(lr, 7)), look_up(points, field(lr, 7 << 3, 3))),
                              sum(look_up(points, only(ws, 7)), look_up(points, field(ws, 7 << 3, 3))));
    const __m256i second =
        weakest_of_pairs(plane(at, EEP_PLANE_SECOND_LR, i), plane(at, EEP_PLANE_SECOND_WS, i));

    return sum(first, look_up(plan->second_points, second));
}

static void find_points(const eep_program_plan *plan, block *b)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i education = plane(&at, EEP_PLANE_EDUCATION, i);
        const __m256i offer = field(plane(&at, EEP_PLANE_FIRST_LR, i), 3 << 6, 4);
        const __m256i study_offer = either(field(education, 3 << 6, 6), offer);
        const __m256i years = either(field(plane(&at, EEP_PLANE_MONTHS, i), 3 << 6, 6),
                                     field(plane(&at, EEP_PLANE_CANADIAN, i), 3 << 6, 4));
        const __m256i age =
            look_up_32(plan->age_points, only(plane(&at, EEP_PLANE_AGE, i), EEP_AGE_CODES - 1));
        const __m256i person = sum(age, look_up(plan->education_points, only(education, 7)));
        const __m256i work =
            sum(look_up(plan->experience_points, years), look_up(plan->offer_points, study_offer));
        const __m256i points = sum(
            sum(person, work), sum(language_points(plan, &at, i), adaptability(plan, &at, i, study_offer)));

        store(b->points + i, shortfall(all(plan->pass_mark), points));
    }
}

/* ---- Conditions of a rule ----------------------------------------------------------------------- */

static inline void add_missing(block *b, size_t i, __m256i missing)
{
    store(b->rule + i, either(load(b->rule + i), missing));
}

/* The first condition of every rule. An occupation that does not fit asks a level that nobody has. */
static void ask_levels(block *b, const eep_program_plan_rule *rule)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i occupation = only(plane(&at, EEP_PLANE_OCCUPATION, i), 15);

        store(b->rule + i, shortfall(look_up(rule->level[0], occupation), load(b->weakest_first + i)));
    }
}

static void ask_each_level(block *b, const eep_program_plan_rule *rule)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i lr = plane(&at, EEP_PLANE_FIRST_LR, i), ws = plane(&at, EEP_PLANE_FIRST_WS, i);
        const __m256i occupation = only(plane(&at, EEP_PLANE_OCCUPATION, i), 15);
        const __m256i code[EEP_ABILITIES] = {only(lr, 7), field(lr, 7 << 3, 3), only(ws, 7),
                                             field(ws, 7 << 3, 3)};
        __m256i missing = _mm256_setzero_si256();

        for (int ability = 0; ability < EEP_ABILITIES; ability++)
            missing = either(missing, shortfall(look_up(rule->level[ability], occupation), code[ability]));
        store(b->rule + i, missing);
    }
}

/* At least `threshold` in the bits of `mask`, the lowest ones of a plane. */
static void ask_at_least(block *b, int which, unsigned mask, unsigned threshold)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    if (!threshold) return;
    for (size_t i = 0; i < n; i += LANES)
        add_missing(b, i, shortfall(all(threshold), only(plane(&at, which, i), mask)));
}

static void ask_certificate_or_offer(block *b)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i certificate = only(plane(&at, EEP_PLANE_SECOND_WS, i), 1 << 6);

        add_missing(b, i, where_none(either(certificate, only(plane(&at, EEP_PLANE_FIRST_LR, i), 3 << 6))));
    }
}

static void ask_nomination(block *b)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        add_missing(b, i, lacking(plane(&at, EEP_PLANE_SECOND_LR, i), 1 << 7));
}

static void ask_found(block *b, const uint8_t missing[BLOCK])
{
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        add_missing(b, i, load(missing + i));
}

static void ask_all(block *b, const eep_program_plan_rule *rule)
{
    if (rule->asks_weakest)
        ask_levels(b, rule);
    else
        ask_each_level(b, rule);
    ask_at_least(b, EEP_PLANE_CONTINUOUS, 127, rule->continuous_months);
    ask_at_least(b, EEP_PLANE_MONTHS, 63, rule->months);
    ask_at_least(b, EEP_PLANE_CANADIAN, 63, rule->canadian_months);
    ask_at_least(b, EEP_PLANE_TRADE, 63, rule->trade_months);
    ask_at_least(b, EEP_PLANE_EDUCATION, 7, rule->education);
    if (rule->asks_certificate_or_offer) ask_certificate_or_offer(b);
    if (rule->asks_nomination) ask_nomination(b);
    if (rule->asks_funds) ask_found(b, b->funds);
    if (rule->asks_selection_points) ask_found(b, b->points);
}

/* ---- Sets of programs --------------------------------------------------------------------------- */

static void clear(uint8_t *sets, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        store(sets + i, _mm256_setzero_si256());
}

static void add_program(const block *b, unsigned program, uint8_t *sets)
{
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        store(sets + i, either(load(sets + i), only(where_none(load(b->rule + i)), program)));
}

/* Of programs that ask another, only where there is one that does not. */
static void join(const block *b, uint8_t *programs)
{
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i alone = load(programs + i);

        store(programs + i, either(alone, _mm256_andnot_si256(where_none(alone), load(b->with_another + i))));
    }
}

static void block_programs(const eep_program_plan *plan, block *b, uint8_t *programs)
{
    int any_with_another = 0;

    find_weakest(b);
    if (plan->asks_funds) find_funds(b, plan->funds_waived_months);
    if (plan->asks_selection_points) find_points(plan, b);
    clear(programs, b->n);
    clear(b->with_another, b->n);
    for (int p = 0; p < EEP_PROGRAMS; p++) {
        const eep_program_plan_rule *rule = &plan->program[p];

        if (!rule->open) continue;
        ask_all(b, rule);
        add_program(b, 1u << p, rule->asks_other_program ? b->with_another : programs);
        any_with_another |= rule->asks_other_program;
    }
    if (any_with_another) join(b, programs);
}

void eep_programs_avx2(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    const size_t whole = n - n % LANES;
    block b;

    for (size_t row = 0; row < whole; row += b.n) {
        b.at = eep_planes_at(planes, row);
        b.n = whole - row < BLOCK ? whole - row : BLOCK;
        block_programs(plan, &b, programs + row);
    }
    const eep_planes rest = eep_planes_at(planes, whole);
    eep_programs_ref(plan, &rest, n - whole, programs + whole);
}
