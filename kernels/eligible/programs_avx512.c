/*
 * programs_avx512.c - planes to programs, sixty-four candidates at a time.
 *
 * A condition is a comparison under the mask of those who met the ones before; what no open program asks is
 * not worked out. Points of the selection grid are look-ups by the bytes of planes as they stand, in tables
 * that are spread before the first candidate, and sums.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1; the last candidates
 * of a length are read and written under a mask.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx512.h"

/* ---- Tables ------------------------------------------------------------------------------------- */

/* Points by index; what kind of index each takes is where it is looked up. */
typedef struct tables {
    __m512i age, education, language, second, experience, offer;
    __m512i study_offer, work, relative, spouse_pair, spouse_work;
} tables;

static inline tables spread_plan(const eep_program_plan *plan)
{
    const readings r = read_indices();

    return (tables){
        .age = repeated_32(plan->age_points),
        .education = spread(plan->education_points, r.low),
        .language =
            _mm512_add_epi8(spread(plan->language_points, r.low), spread(plan->language_points, r.high)),
        /* Points rise with the level: those of the weaker ability are the fewer. */
        .second = _mm512_min_epu8(spread(plan->second_points, r.low), spread(plan->second_points, r.high)),
        .experience = spread(plan->experience_points, r.apart),
        .offer = spread(plan->offer_points, r.apart),
        .study_offer = spread(plan->study_offer_points, r.apart),
        .work = spread(plan->work_points, r.high),
        .relative = spread(plan->relative_points, only(r.apart, 7)),
        .spouse_pair = repeated_32(plan->spouse_pair_points),
        .spouse_work = spread(plan->spouse_work_points, r.high),
    };
}

/* ---- Candidates --------------------------------------------------------------------------------- */

typedef struct candidates {
    __m512i education, first_lr, first_ws, second_lr, second_ws, occupation, months, canadian, continuous,
        trade;
    __m512i weakest; /* of the first language, a code */
    __mmask64 offer, funds, points;
} candidates;

static inline __m512i sum(__m512i a, __m512i b)
{
    return _mm512_add_epi8(a, b);
}

/* The bits of `mask` of `a`, moved down by 2, over those of `b`, moved down by 6. */
static inline __m512i apart(unsigned mask, __m512i a, __m512i b)
{
    return select_bits(mask >> 2, _mm512_srli_epi16(a, 2), _mm512_srli_epi16(b, 6));
}

static inline __m512i adaptability(const eep_program_plan *plan, const tables *t, const candidates *c,
                                   __m512i lr, __m512i ws, __m512i study_offer)
{
    const __mmask64 comes = _mm512_test_epi8_mask(c->second_lr, bytes(1 << 6));
    const __m512i language = _mm512_min_epu8(look_up(t->spouse_pair, lr), look_up(t->spouse_pair, ws));
    const __m512i work = look_up(t->spouse_work, _mm512_srli_epi16(ws, 2));
    const __m512i own = sum(look_up(t->study_offer, study_offer), look_up(t->work, c->education));
    const __m512i relatives = look_up(t->relative, apart(3 << 6, c->second_lr, c->trade));
    const __m512i alone = sum(own, relatives);

    return capped(_mm512_mask_add_epi8(alone, comes, alone, sum(language, work)), plan->adaptability_cap);
}

static inline __m512i selection_points(const eep_program_plan *plan, const tables *t, const candidates *c,
                                       const eep_planes *planes, size_t i, __mmask64 lanes)
{
    const __m512i age = look_up(t->age, load_some(planes->plane[EEP_PLANE_AGE] + i, lanes));
    const __m512i first = sum(look_up(t->language, c->first_lr), look_up(t->language, c->first_ws));
    const __m512i second =
        _mm512_min_epu8(look_up(t->second, c->second_lr), look_up(t->second, c->second_ws));
    const __m512i experience = look_up(t->experience, apart(3 << 6, c->canadian, c->months));
    const __m512i study_offer = apart(3 << 6, c->first_lr, c->education);
    const __m512i person = sum(sum(age, look_up(t->education, c->education)), sum(first, second));
    const __m512i work = sum(experience, look_up(t->offer, study_offer));
    const __m512i lr = load_some(planes->plane[EEP_PLANE_SPOUSE_LR] + i, lanes);
    const __m512i ws = load_some(planes->plane[EEP_PLANE_SPOUSE_WS] + i, lanes);

    return sum(sum(person, work), adaptability(plan, t, c, lr, ws, study_offer));
}

/* Of `met`, those with at least `threshold` in the bits of `field`. */
static inline __mmask64 at_least(__mmask64 met, __m512i byte, unsigned field, unsigned threshold)
{
    return _mm512_mask_cmpge_epu8_mask(met, only(byte, field), bytes(threshold));
}

static inline candidates read(const eep_program_plan *plan, const tables *t, const eep_planes *planes,
                              size_t i, __mmask64 lanes)
{
    candidates c = {
        .education = load_some(planes->plane[EEP_PLANE_EDUCATION] + i, lanes),
        .first_lr = load_some(planes->plane[EEP_PLANE_FIRST_LR] + i, lanes),
        .first_ws = load_some(planes->plane[EEP_PLANE_FIRST_WS] + i, lanes),
        .second_lr = load_some(planes->plane[EEP_PLANE_SECOND_LR] + i, lanes),
        .second_ws = load_some(planes->plane[EEP_PLANE_SECOND_WS] + i, lanes),
        .occupation = load_some(planes->plane[EEP_PLANE_OCCUPATION] + i, lanes),
        .months = load_some(planes->plane[EEP_PLANE_MONTHS] + i, lanes),
        .canadian = load_some(planes->plane[EEP_PLANE_CANADIAN] + i, lanes),
        .continuous = load_some(planes->plane[EEP_PLANE_CONTINUOUS] + i, lanes),
        .trade = load_some(planes->plane[EEP_PLANE_TRADE] + i, lanes),
    };
    const __m512i lower = _mm512_min_epu8(only(c.first_lr, 7), only(c.first_ws, 7));
    const __m512i upper = _mm512_min_epu8(only(c.first_lr, 7 << 3), only(c.first_ws, 7 << 3));

    c.weakest = _mm512_min_epu8(lower, _mm512_srli_epi16(upper, 3));
    c.offer = _mm512_test_epi8_mask(c.first_lr, bytes(3 << 6));
    if (plan->asks_funds)
        c.funds =
            _mm512_movepi8_mask(c.second_ws) | at_least(c.offer, c.canadian, 63, plan->funds_waived_months);
    if (plan->asks_selection_points)
        c.points =
            _mm512_cmpge_epu8_mask(selection_points(plan, t, &c, planes, i, lanes), bytes(plan->pass_mark));
    return c;
}

/* ---- Rules -------------------------------------------------------------------------------------- */

/* An occupation that does not fit asks a level that nobody has. */
static inline __mmask64 reach_levels(const eep_program_plan_rule *rule, const candidates *c, __mmask64 met)
{
    const __m512i code[EEP_ABILITIES] = {only(c->first_lr, 7), only(_mm512_srli_epi16(c->first_lr, 3), 7),
                                         only(c->first_ws, 7), only(_mm512_srli_epi16(c->first_ws, 3), 7)};

    if (rule->asks_weakest)
        return _mm512_mask_cmpge_epu8_mask(met, c->weakest, look_up(repeated(rule->level[0]), c->occupation));
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        met = _mm512_mask_cmpge_epu8_mask(met, code[ability],
                                          look_up(repeated(rule->level[ability]), c->occupation));
    return met;
}

static inline __mmask64 meet(const eep_program_plan_rule *rule, const candidates *c)
{
    __mmask64 met = reach_levels(rule, c, ~UINT64_C(0));

    if (rule->continuous_months) met = at_least(met, c->continuous, 127, rule->continuous_months);
    if (rule->months) met = at_least(met, c->months, 63, rule->months);
    if (rule->canadian_months) met = at_least(met, c->canadian, 63, rule->canadian_months);
    if (rule->trade_months) met = at_least(met, c->trade, 63, rule->trade_months);
    if (rule->education) met = at_least(met, c->education, 7, rule->education);
    if (rule->asks_certificate_or_offer) met &= c->offer | _mm512_test_epi8_mask(c->second_ws, bytes(1 << 6));
    if (rule->asks_nomination) met &= _mm512_movepi8_mask(c->second_lr);
    if (rule->asks_funds) met &= c->funds;
    if (rule->asks_selection_points) met &= c->points;
    return met;
}

static inline __m512i programs_of(const eep_program_plan *plan, const candidates *c)
{
    __m512i alone = _mm512_setzero_si512(), with_another = alone;

    for (unsigned p = 0; p < EEP_PROGRAMS; p++) {
        const eep_program_plan_rule *rule = &plan->program[p];

        if (!rule->open) continue;
        const __mmask64 met = meet(rule, c);
        if (rule->asks_other_program)
            with_another = _mm512_mask_add_epi8(with_another, met, with_another, bytes(1u << p));
        else
            alone = _mm512_mask_add_epi8(alone, met, alone, bytes(1u << p));
    }
    /* Of programs that ask another, only where there is one that does not. */
    return _mm512_mask_add_epi8(alone, _mm512_test_epi8_mask(alone, alone), alone, with_another);
}

void eep_programs_avx512(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < n; i += LANES) {
        const __mmask64 lanes = n - i < LANES ? first_lanes(n - i) : ~UINT64_C(0);
        const candidates c = read(plan, &t, planes, i, lanes);

        _mm512_mask_storeu_epi8(programs + i, lanes, programs_of(plan, &c));
    }
}
