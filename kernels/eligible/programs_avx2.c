/*
 * programs_avx2.c - planes to programs, thirty-two candidates at a time.
 *
 * Every condition is a byte of what is missing, 0 where it is met; a rule is the union of its conditions.
 * What a plan does not ask is skipped by conditions that are the same for the whole call. Points of the
 * selection grid are byte shuffles and sums, worked out once for all programs that ask them.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx2.h"

/* What several rules ask. A plane keeps its other bits until they are asked for. */
typedef struct codes {
    __m256i first[EEP_ABILITIES], weakest_first;
    __m256i occupation; /* TEER | trade << 3 */
    __m256i education;  /* the plane */
    __m256i offer;      /* << 2 */
    __m256i second_lr, second_ws;
    __m256i canadian_months;
    __m256i no_funds; /* not 0 where funds are missing */
} codes;

static inline __m256i plane(const eep_planes *planes, int which, size_t i)
{
    return load(planes->plane[which] + i);
}

static inline codes codes_at(const eep_planes *planes, size_t i, unsigned funds_waived_months)
{
    const __m256i lr = plane(planes, EEP_PLANE_FIRST_LR, i), ws = plane(planes, EEP_PLANE_FIRST_WS, i);
    codes c;

    c.first[EEP_LISTENING] = only(lr, 7);
    c.first[EEP_READING] = field(lr, 7 << 3, 3);
    c.first[EEP_WRITING] = only(ws, 7);
    c.first[EEP_SPEAKING] = field(ws, 7 << 3, 3);
    c.weakest_first = least(least(c.first[0], c.first[1]), least(c.first[2], c.first[3]));
    c.offer = field(lr, 3 << 6, 4);
    c.occupation = only(plane(planes, EEP_PLANE_OCCUPATION, i), 15);
    c.education = plane(planes, EEP_PLANE_EDUCATION, i);
    c.second_lr = plane(planes, EEP_PLANE_SECOND_LR, i);
    c.second_ws = plane(planes, EEP_PLANE_SECOND_WS, i);
    c.canadian_months = only(plane(planes, EEP_PLANE_CANADIAN, i), 63);
    const __m256i no_waiver =
        either(where_none(c.offer), shortfall(all(funds_waived_months), c.canadian_months));
    c.no_funds = _mm256_andnot_si256(where_high(c.second_ws), no_waiver);
    return c;
}

/* ---- The selection grid ------------------------------------------------------------------------- */

static inline __m256i spouse_points(const eep_program_plan *plan, const eep_planes *planes, size_t i)
{
    const __m256i lr = plane(planes, EEP_PLANE_SPOUSE_LR, i), ws = plane(planes, EEP_PLANE_SPOUSE_WS, i);
    const __m256i language = least(look_up_32(plan->spouse_pair_points, only(lr, 31)),
                                   look_up_32(plan->spouse_pair_points, only(ws, 31)));

    return sum(language, look_up(plan->spouse_work_points, field(ws, 7 << 5, 5)));
}

static inline __m256i adaptability(const eep_program_plan *plan, const eep_planes *planes, size_t i,
                                   const codes *c, __m256i study_offer)
{
    const __m256i relatives = field(plane(planes, EEP_PLANE_TRADE, i), 3 << 6, 6);
    const __m256i spouse = where_high(moved_up(c->second_lr, 1));
    const __m256i family = sum(look_up(plan->relative_points, either(relatives, only(spouse, 4))),
                               both(spouse_points(plan, planes, i), spouse));
    const __m256i own = sum(look_up(plan->study_offer_points, study_offer),
                            look_up(plan->work_points, field(c->education, 7 << 3, 3)));

    return least(sum(family, own), all(plan->adaptability_cap));
}

static inline __m256i selection_points(const eep_program_plan *plan, const eep_planes *planes, size_t i,
                                       const codes *c)
{
    const uint8_t *language = plan->language_points;
    const __m256i total_years = either(field(plane(planes, EEP_PLANE_MONTHS, i), 3 << 6, 6),
                                       field(plane(planes, EEP_PLANE_CANADIAN, i), 3 << 6, 4));
    const __m256i study_offer = either(field(c->education, 3 << 6, 6), c->offer);
    const __m256i first = sum(sum(look_up(language, c->first[0]), look_up(language, c->first[1])),
                              sum(look_up(language, c->first[2]), look_up(language, c->first[3])));
    const __m256i person =
        sum(look_up(plan->education_points, only(c->education, 7)),
            look_up_32(plan->age_points, only(plane(planes, EEP_PLANE_AGE, i), EEP_AGE_CODES - 1)));
    const __m256i rest = sum(sum(look_up(plan->second_points, weakest_of_pairs(c->second_lr, c->second_ws)),
                                 look_up(plan->offer_points, study_offer)),
                             look_up(plan->experience_points, total_years));

    return sum(sum(sum(first, person), rest), adaptability(plan, planes, i, c, study_offer));
}

/* ---- Rules -------------------------------------------------------------------------------------- */

static inline __m256i missing_work(const eep_program_plan_rule *rule, const eep_planes *planes, size_t i,
                                   const codes *c)
{
    __m256i missing = where_none(look_up(rule->occupation, c->occupation));

    if (rule->continuous_months)
        missing = either(missing, shortfall(all(rule->continuous_months),
                                            only(plane(planes, EEP_PLANE_CONTINUOUS, i), 127)));
    if (rule->months)
        missing = either(missing, shortfall(all(rule->months), only(plane(planes, EEP_PLANE_MONTHS, i), 63)));
    if (rule->canadian_months)
        missing = either(missing, shortfall(all(rule->canadian_months), c->canadian_months));
    if (rule->trade_months)
        missing =
            either(missing, shortfall(all(rule->trade_months), only(plane(planes, EEP_PLANE_TRADE, i), 63)));
    return missing;
}

static inline __m256i missing_levels(const eep_program_plan_rule *rule, const codes *c)
{
    __m256i missing = _mm256_setzero_si256();

    if (!rule->asks_levels) return missing;
    if (rule->asks_weakest) return shortfall(look_up(rule->level[0], c->occupation), c->weakest_first);
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        missing = either(missing, shortfall(look_up(rule->level[ability], c->occupation), c->first[ability]));
    return missing;
}

static inline __m256i missing_papers(const eep_program_plan_rule *rule, const codes *c)
{
    __m256i missing = _mm256_setzero_si256();

    if (rule->education) missing = shortfall(all(rule->education), only(c->education, 7));
    if (rule->asks_certificate_or_offer)
        missing = either(missing, where_none(either(only(c->second_ws, 1 << 6), c->offer)));
    if (rule->asks_nomination) missing = either(missing, lacking(c->second_lr, 1 << 7));
    if (rule->asks_funds) missing = either(missing, c->no_funds);
    return missing;
}

/* The set of thirty-two candidates; of programs that ask another, only where there is one that does not. */
static inline __m256i programs_at(const eep_program_plan *plan, const eep_planes *planes, size_t i)
{
    const codes c = codes_at(planes, i, plan->funds_waived_months);
    __m256i alone = _mm256_setzero_si256(), with_another = alone, missing_points = alone;

    if (plan->asks_selection_points)
        missing_points = shortfall(all(plan->pass_mark), selection_points(plan, planes, i, &c));
    for (int p = 0; p < EEP_PROGRAMS; p++) {
        const eep_program_plan_rule *rule = &plan->program[p];

        if (!rule->open) continue;
        __m256i missing = either(missing_work(rule, planes, i, &c),
                                 either(missing_levels(rule, &c), missing_papers(rule, &c)));
        if (rule->asks_selection_points) missing = either(missing, missing_points);
        const __m256i qualifies = only(where_none(missing), 1u << p);
        if (rule->asks_other_program)
            with_another = either(with_another, qualifies);
        else
            alone = either(alone, qualifies);
    }
    return either(alone, _mm256_andnot_si256(where_none(alone), with_another));
}

void eep_programs_avx2(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    const eep_program_plan kept = *plan; /* which no store can be thought to change */
    const eep_planes here = *planes;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        store(programs + i, programs_at(&kept, &here, i));

    const eep_planes rest = eep_planes_at(planes, i);
    eep_programs_ref(plan, &rest, n - i, programs + i);
}
