/*
 * programs_neon.c - planes to programs, sixteen candidates at a time.
 *
 * A candidate's ways are what all planes leave open: of levels, occupation and education by look-ups, of
 * months and papers by comparisons, which give 255 where a condition holds. What no way asks is not worked
 * out. Points of the selection grid are look-ups and sums.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1. Tested under
 * emulation, not timed.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_neon.h"

/* From which candidate on. */
typedef struct candidates {
    const eep_planes *planes;
    size_t first;
} candidates;

/* Read where it is needed: planes that no rule asks for stay untouched. */
static inline uint8x16_t plane(candidates c, int which)
{
    return vld1q_u8(c.planes->plane[which] + c.first);
}

static inline uint8x16_t sum(uint8x16_t a, uint8x16_t b)
{
    return vaddq_u8(a, b);
}

static inline uint8x16_t both(uint8x16_t a, uint8x16_t b)
{
    return vandq_u8(a, b);
}

static inline uint8x16_t either(uint8x16_t a, uint8x16_t b)
{
    return vorrq_u8(a, b);
}

/* The bits of `mask`, the lowest ones, are `threshold` at least. */
static inline uint8x16_t at_least(uint8x16_t byte, uint8_t mask, uint8_t threshold)
{
    return vcgeq_u8(low_bits(byte, mask), vdupq_n_u8(threshold));
}

static inline uint8x16_t has_offer(candidates c)
{
    return where(plane(c, EEP_PLANE_FIRST_LR), 3 << 6);
}

/* ---- The selection grid ------------------------------------------------------------------------- */

static inline uint8x16_t adaptability(const eep_program_plan *plan, candidates c, uint8x16_t offer)
{
    const uint8x16_t lr = plane(c, EEP_PLANE_SPOUSE_LR), ws = plane(c, EEP_PLANE_SPOUSE_WS);
    const uint8x16_t comes = where(plane(c, EEP_PLANE_SECOND_LR), 1 << 6);
    const uint8x16_t relatives = either(vshrq_n_u8(plane(c, EEP_PLANE_TRADE), 6), low_bits(comes, 4));
    const uint8x16_t language = vminq_u8(look_up_32(plan->spouse_pair_points, low_bits(lr, 31)),
                                         look_up_32(plan->spouse_pair_points, low_bits(ws, 31)));
    const uint8x16_t spouse = sum(language, look_up(plan->spouse_work_points, vshrq_n_u8(ws, 5)));
    const uint8x16_t education = plane(c, EEP_PLANE_EDUCATION);
    const uint8x16_t own = sum(look_up(plan->study_points, vshrq_n_u8(education, 6)),
                               look_up(plan->work_points, upper_code(education)));
    const uint8x16_t family = sum(look_up(plan->relative_points, relatives), both(spouse, comes));

    return capped(sum(sum(own, low_bits(offer, plan->offer_adaptability_points)), family),
                  plan->adaptability_cap);
}

static inline uint8x16_t language_points(const eep_program_plan *plan, candidates c)
{
    const uint8_t *points = plan->language_points;
    const uint8x16_t first_lr = plane(c, EEP_PLANE_FIRST_LR), first_ws = plane(c, EEP_PLANE_FIRST_WS);
    const uint8x16_t lr = sum(look_up(points, low_bits(first_lr, 7)), look_up(points, upper_code(first_lr)));
    const uint8x16_t ws = sum(look_up(points, low_bits(first_ws, 7)), look_up(points, upper_code(first_ws)));
    const uint8x16_t weakest = weakest_of_pairs(plane(c, EEP_PLANE_SECOND_LR), plane(c, EEP_PLANE_SECOND_WS));

    return sum(sum(lr, ws), look_up(plan->second_points, weakest));
}

static inline uint8x16_t selection_points(const eep_program_plan *plan, candidates c)
{
    const uint8x16_t offer = has_offer(c);
    const uint8x16_t low_years = vshrq_n_u8(plane(c, EEP_PLANE_MONTHS), 6);
    const uint8x16_t high_years = vshrq_n_u8(plane(c, EEP_PLANE_CANADIAN), 6);
    const uint8x16_t experience =
        look_up(plan->experience_points, either(low_years, vshlq_n_u8(high_years, 2)));
    const uint8x16_t age = look_up_32(plan->age_points, low_bits(plane(c, EEP_PLANE_AGE), EEP_AGE_CODES - 1));
    const uint8x16_t education = look_up(plan->education_points, low_bits(plane(c, EEP_PLANE_EDUCATION), 7));
    const uint8x16_t work = sum(experience, low_bits(offer, plan->offer_points));

    return sum(sum(sum(age, education), work), sum(language_points(plan, c), adaptability(plan, c, offer)));
}

/* ---- Ways --------------------------------------------------------------------------------------- */

/* `open` without `ways` where a condition does not hold. */
static inline uint8x16_t close_unless(uint8x16_t open, uint8_t ways, uint8x16_t holds)
{
    return both(open, either(holds, vdupq_n_u8((uint8_t)~ways)));
}

/* The levels by occupation: what every program asks. */
static inline uint8x16_t first_ways(const eep_ways *ways, candidates c)
{
    const uint8x16_t lr = plane(c, EEP_PLANE_FIRST_LR), ws = plane(c, EEP_PLANE_FIRST_WS);
    const uint8x16_t listening = look_up(ways->level[EEP_LISTENING], low_bits(lr, 7));
    const uint8x16_t reading = look_up(ways->level[EEP_READING], upper_code(lr));
    const uint8x16_t writing = look_up(ways->level[EEP_WRITING], low_bits(ws, 7));
    const uint8x16_t speaking = look_up(ways->level[EEP_SPEAKING], upper_code(ws));
    const uint8x16_t occupation = look_up(ways->occupation, low_bits(plane(c, EEP_PLANE_OCCUPATION), 15));

    return both(both(both(listening, reading), both(writing, speaking)), occupation);
}

static inline uint8x16_t has_funds(const eep_program_plan *plan, candidates c)
{
    const uint8x16_t works = at_least(plane(c, EEP_PLANE_CANADIAN), 63, plan->funds_waived_months);

    return either(where(plane(c, EEP_PLANE_SECOND_WS), 1 << 7), both(has_offer(c), works));
}

static inline uint8x16_t open_ways(const eep_program_plan *plan, const eep_ways *ways, candidates c,
                                   uint8x16_t passes)
{
    uint8x16_t open = first_ways(ways, c);

    if (ways->asks_education)
        open = both(open, look_up(ways->education, low_bits(plane(c, EEP_PLANE_EDUCATION), 7)));
    for (size_t t = 0; t < ways->thresholds; t++) {
        const eep_ways_threshold *asked = &ways->threshold[t];

        open = close_unless(open, asked->ways, at_least(plane(c, asked->plane), asked->mask, asked->least));
    }
    if (ways->asks_nomination)
        open = close_unless(open, ways->asks_nomination, where(plane(c, EEP_PLANE_SECOND_LR), 1 << 7));
    if (ways->asks_certificate_or_offer)
        open = close_unless(open, ways->asks_certificate_or_offer,
                            either(has_offer(c), where(plane(c, EEP_PLANE_SECOND_WS), 1 << 6)));
    if (ways->asks_funds) open = close_unless(open, ways->asks_funds, has_funds(plan, c));
    return close_unless(open, ways->asks_selection_points, passes);
}

static inline uint8x16_t programs_of(const eep_program_plan *plan, candidates c)
{
    uint8x16_t passes = vdupq_n_u8(0), programs = passes;

    if (plan->asks_selection_points) passes = at_least(selection_points(plan, c), 255, plan->pass_mark);
    for (size_t s = 0; s < plan->sets; s++) {
        const uint8x16_t open = open_ways(plan, &plan->ways[s], c, passes);
        const uint8x16_t low = look_up(plan->ways[s].programs, low_bits(open, 15));
        const uint8x16_t high = look_up(plan->ways[s].programs_high, vshrq_n_u8(open, 4));

        programs = either(programs, either(low, high));
    }
    /* Those that ask another program only where there is one. */
    return both(programs, where(programs, plan->ordinary));
}

void eep_programs_neon(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        vst1q_u8(programs + i, programs_of(plan, (candidates){planes, i}));
    const eep_planes rest = eep_planes_at(planes, i);
    eep_programs_ref(plan, &rest, n - i, programs + i);
}
