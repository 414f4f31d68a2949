/*
 * programs_neon.c - planes to programs, sixteen candidates at a time.
 *
 * A condition is a byte of 255 where it is met; what no open program asks is not worked out. Points of the
 * selection grid are look-ups and sums.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1. Tested under
 * emulation, not timed.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_neon.h"

/* Planes as they are, and what several rules ask: 255 where it holds. */
typedef struct candidates {
    uint8x16_t age, education, first_lr, first_ws, second_lr, second_ws, spouse_lr, spouse_ws;
    uint8x16_t occupation, months, canadian, continuous, trade;
    uint8x16_t weakest; /* of the first language, a code */
    uint8x16_t offer, funds, points;
} candidates;

static inline uint8x16_t sum(uint8x16_t a, uint8x16_t b)
{
    return vaddq_u8(a, b);
}

/* The bits of `mask`, the lowest ones, are `threshold` at least. */
static inline uint8x16_t at_least(uint8x16_t byte, uint8_t mask, uint8_t threshold)
{
    return vcgeq_u8(low_bits(byte, mask), vdupq_n_u8(threshold));
}

/* ---- The selection grid ------------------------------------------------------------------------- */

/* `study_offer` is study | offer << 2. */
static inline uint8x16_t adaptability(const eep_program_plan *plan, const candidates *c,
                                      uint8x16_t study_offer)
{
    const uint8x16_t comes = where(c->second_lr, 1 << 6);
    const uint8x16_t relatives = vorrq_u8(vshrq_n_u8(c->trade, 6), low_bits(comes, 4));
    const uint8x16_t language = vminq_u8(look_up_32(plan->spouse_pair_points, low_bits(c->spouse_lr, 31)),
                                         look_up_32(plan->spouse_pair_points, low_bits(c->spouse_ws, 31)));
    const uint8x16_t spouse = sum(language, look_up(plan->spouse_work_points, vshrq_n_u8(c->spouse_ws, 5)));
    const uint8x16_t own = sum(look_up(plan->study_offer_points, study_offer),
                               look_up(plan->work_points, upper_code(c->education)));

    return capped(sum(sum(look_up(plan->relative_points, relatives), vandq_u8(spouse, comes)), own),
                  plan->adaptability_cap);
}

static inline uint8x16_t language_points(const eep_program_plan *plan, const candidates *c)
{
    const uint8_t *points = plan->language_points;
    const uint8x16_t lr =
        sum(look_up(points, low_bits(c->first_lr, 7)), look_up(points, upper_code(c->first_lr)));
    const uint8x16_t ws =
        sum(look_up(points, low_bits(c->first_ws, 7)), look_up(points, upper_code(c->first_ws)));
    const uint8x16_t second = look_up(plan->second_points, weakest_of_pairs(c->second_lr, c->second_ws));

    return sum(sum(lr, ws), second);
}

static inline uint8x16_t selection_points(const eep_program_plan *plan, const candidates *c)
{
    const uint8x16_t offer = vshlq_n_u8(vshrq_n_u8(c->first_lr, 6), 2);
    const uint8x16_t study_offer = vorrq_u8(vshrq_n_u8(c->education, 6), offer);
    const uint8x16_t years = vorrq_u8(vshrq_n_u8(c->months, 6), vshlq_n_u8(vshrq_n_u8(c->canadian, 6), 2));
    const uint8x16_t person = sum(look_up_32(plan->age_points, low_bits(c->age, EEP_AGE_CODES - 1)),
                                  look_up(plan->education_points, low_bits(c->education, 7)));
    const uint8x16_t work =
        sum(look_up(plan->experience_points, years), look_up(plan->offer_points, study_offer));

    return sum(sum(person, work), sum(language_points(plan, c), adaptability(plan, c, study_offer)));
}

/* ---- Candidates --------------------------------------------------------------------------------- */

static inline candidates read(const eep_program_plan *plan, const eep_planes *planes, size_t i)
{
    candidates c = {
        .age = vld1q_u8(planes->plane[EEP_PLANE_AGE] + i),
        .education = vld1q_u8(planes->plane[EEP_PLANE_EDUCATION] + i),
        .first_lr = vld1q_u8(planes->plane[EEP_PLANE_FIRST_LR] + i),
        .first_ws = vld1q_u8(planes->plane[EEP_PLANE_FIRST_WS] + i),
        .second_lr = vld1q_u8(planes->plane[EEP_PLANE_SECOND_LR] + i),
        .second_ws = vld1q_u8(planes->plane[EEP_PLANE_SECOND_WS] + i),
        .spouse_lr = vld1q_u8(planes->plane[EEP_PLANE_SPOUSE_LR] + i),
        .spouse_ws = vld1q_u8(planes->plane[EEP_PLANE_SPOUSE_WS] + i),
        .occupation = vld1q_u8(planes->plane[EEP_PLANE_OCCUPATION] + i),
        .months = vld1q_u8(planes->plane[EEP_PLANE_MONTHS] + i),
        .canadian = vld1q_u8(planes->plane[EEP_PLANE_CANADIAN] + i),
        .continuous = vld1q_u8(planes->plane[EEP_PLANE_CONTINUOUS] + i),
        .trade = vld1q_u8(planes->plane[EEP_PLANE_TRADE] + i),
        .funds = vdupq_n_u8(0),
        .points = vdupq_n_u8(0),
    };

    c.weakest = weakest_of_pairs(c.first_lr, c.first_ws);
    c.offer = where(c.first_lr, 3 << 6);
    if (plan->asks_funds) {
        const uint8x16_t waived = vandq_u8(c.offer, at_least(c.canadian, 63, plan->funds_waived_months));

        c.funds = vorrq_u8(where(c.second_ws, 1 << 7), waived);
    }
    if (plan->asks_selection_points) c.points = at_least(selection_points(plan, &c), 255, plan->pass_mark);
    return c;
}

/* ---- Rules -------------------------------------------------------------------------------------- */

/* An occupation that does not fit asks a level that nobody has. */
static inline uint8x16_t reach_levels(const eep_program_plan_rule *rule, const candidates *c)
{
    const uint8x16_t occupation = low_bits(c->occupation, 15);
    const uint8x16_t code[EEP_ABILITIES] = {low_bits(c->first_lr, 7), upper_code(c->first_lr),
                                            low_bits(c->first_ws, 7), upper_code(c->first_ws)};
    uint8x16_t met = vdupq_n_u8(255);

    if (rule->asks_weakest) return vcgeq_u8(c->weakest, look_up(rule->level[0], occupation));
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        met = vandq_u8(met, vcgeq_u8(code[ability], look_up(rule->level[ability], occupation)));
    return met;
}

static inline uint8x16_t meet(const eep_program_plan_rule *rule, const candidates *c)
{
    const uint8x16_t levels = reach_levels(rule, c);
    const uint8x16_t run = vandq_u8(levels, at_least(c->continuous, 127, rule->continuous_months));
    const uint8x16_t months = vandq_u8(run, at_least(c->months, 63, rule->months));
    const uint8x16_t canadian = vandq_u8(months, at_least(c->canadian, 63, rule->canadian_months));
    const uint8x16_t trade = vandq_u8(canadian, at_least(c->trade, 63, rule->trade_months));
    uint8x16_t met = vandq_u8(trade, at_least(c->education, 7, rule->education));

    if (rule->asks_certificate_or_offer) met = vandq_u8(met, vorrq_u8(c->offer, where(c->second_ws, 1 << 6)));
    if (rule->asks_nomination) met = vandq_u8(met, where(c->second_lr, 1 << 7));
    if (rule->asks_funds) met = vandq_u8(met, c->funds);
    if (rule->asks_selection_points) met = vandq_u8(met, c->points);
    return met;
}

static inline uint8x16_t programs_of(const eep_program_plan *plan, const candidates *c)
{
    uint8x16_t alone = vdupq_n_u8(0), with_another = alone;

    for (int p = 0; p < EEP_PROGRAMS; p++) {
        const eep_program_plan_rule *rule = &plan->program[p];

        if (!rule->open) continue;
        const uint8x16_t program = low_bits(meet(rule, c), (uint8_t)(1 << p));
        if (rule->asks_other_program)
            with_another = vorrq_u8(with_another, program);
        else
            alone = vorrq_u8(alone, program);
    }
    /* Of programs that ask another, only where there is one that does not. */
    return vorrq_u8(alone, vandq_u8(with_another, where(alone, 255)));
}

void eep_programs_neon(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        const candidates c = read(plan, planes, i);

        vst1q_u8(programs + i, programs_of(plan, &c));
    }
    const eep_planes rest = eep_planes_at(planes, i);
    eep_programs_ref(plan, &rest, n - i, programs + i);
}
