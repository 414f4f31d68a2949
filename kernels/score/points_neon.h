/*
 * points_neon.h - the points of sixteen candidates, factor by factor. Private to score_neon.c and
 * score_many_neon.c.
 *
 * Codes come out of the bytes by shifts and masks; a table of the plan is one instruction that looks up 16,
 * 32 (a spouse's pair) or 64 bytes (age with its two columns). Points are added as bytes where their sum fits
 * one, which the plan guarantees; an addition that widens takes them to 16 bits where it may not, in the
 * order of the candidates.
 */
#ifndef EEP_KERNELS_SCORE_POINTS_NEON_H
#define EEP_KERNELS_SCORE_POINTS_NEON_H

#include "kernels/lanes_neon.h"
#include "kernels/planes.h"

/* ---- Codes -------------------------------------------------------------------------------------- */

/* What is in the planes, one code a lane. */
typedef struct codes {
    uint8x16_t age, foreign, education, canadian, study_sibling, large;
    uint8x16_t first[EEP_ABILITIES], second[EEP_ABILITIES];
    uint8x16_t weakest_first, weakest_english, weakest_french;
    uint8x16_t with;                       /* 8 where a spouse comes along: the column of a table */
    uint8x16_t spouse, certificate, offer; /* 255 where it holds */
    uint8x16_t pair[2], spouse_education, spouse_years;
    uint8x16_t occupation, tier;
} codes;

static inline void unpack_levels(uint8x16_t lr, uint8x16_t ws, uint8x16_t code[EEP_ABILITIES])
{
    code[EEP_LISTENING] = low_bits(lr, 7);
    code[EEP_READING] = upper_code(lr);
    code[EEP_WRITING] = low_bits(ws, 7);
    code[EEP_SPEAKING] = upper_code(ws);
}

static inline uint8x16_t weakest_of(const uint8x16_t code[EEP_ABILITIES])
{
    return vminq_u8(vminq_u8(code[0], code[1]), vminq_u8(code[2], code[3]));
}

static inline void unpack_languages(const eep_planes *planes, size_t i, codes *c)
{
    const uint8x16_t first_lr = vld1q_u8(planes->plane[EEP_PLANE_FIRST_LR] + i);
    const uint8x16_t first_ws = vld1q_u8(planes->plane[EEP_PLANE_FIRST_WS] + i);
    const uint8x16_t second_lr = vld1q_u8(planes->plane[EEP_PLANE_SECOND_LR] + i);
    const uint8x16_t second_ws = vld1q_u8(planes->plane[EEP_PLANE_SECOND_WS] + i);
    const uint8x16_t education = vld1q_u8(planes->plane[EEP_PLANE_EDUCATION] + i);
    const uint8x16_t french_first = where(first_ws, 1 << 7);

    unpack_levels(first_lr, first_ws, c->first);
    unpack_levels(second_lr, second_ws, c->second);
    c->weakest_first = weakest_of(c->first);
    const uint8x16_t weakest_second = weakest_of(c->second);
    c->weakest_english = vbslq_u8(french_first, weakest_second, c->weakest_first);
    c->weakest_french = vbslq_u8(french_first, c->weakest_first, weakest_second);
    /* Indices of tables for an offer and a nomination, for study and a sibling. */
    c->large = vorrq_u8(vshrq_n_u8(first_lr, 6), low_bits(vshrq_n_u8(second_lr, 5), 4));
    c->study_sibling = vorrq_u8(vshrq_n_u8(education, 6), low_bits(vshrq_n_u8(first_ws, 4), 4));
    c->offer = where(first_lr, 3 << 6);
    c->with = low_bits(vshrq_n_u8(second_lr, 3), 8);
    c->spouse = where(second_lr, 1 << 6);
    c->certificate = where(second_ws, 1 << 6);
}

static inline codes unpack(const eep_planes *planes, size_t i, int reads_occupation)
{
    const uint8x16_t age = vld1q_u8(planes->plane[EEP_PLANE_AGE] + i);
    const uint8x16_t education = vld1q_u8(planes->plane[EEP_PLANE_EDUCATION] + i);
    const uint8x16_t spouse_lr = vld1q_u8(planes->plane[EEP_PLANE_SPOUSE_LR] + i);
    const uint8x16_t spouse_ws = vld1q_u8(planes->plane[EEP_PLANE_SPOUSE_WS] + i);
    codes c;

    unpack_languages(planes, i, &c);
    c.age = low_bits(age, 31);
    c.foreign = vshrq_n_u8(age, 5);
    c.education = low_bits(education, 7);
    c.canadian = upper_code(education);
    c.pair[0] = low_bits(spouse_lr, 31);
    c.pair[1] = low_bits(spouse_ws, 31);
    c.spouse_education = vshrq_n_u8(spouse_lr, 5);
    c.spouse_years = vshrq_n_u8(spouse_ws, 5);
    c.occupation =
        reads_occupation ? vshrq_n_u8(vld1q_u8(planes->plane[EEP_PLANE_OCCUPATION] + i), 4) : vdupq_n_u8(0);
    c.tier = low_bits(c.occupation, 3);
    return c;
}

/* ---- Points as bytes ---------------------------------------------------------------------------- */

static inline uint8x16_t look_up_abilities(const uint8_t table[16], const codes *c,
                                           const uint8x16_t code[EEP_ABILITIES])
{
    uint8x16_t points[EEP_ABILITIES];

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        points[ability] = look_up(table, vorrq_u8(code[ability], c->with));
    return vaddq_u8(vaddq_u8(points[0], points[1]), vaddq_u8(points[2], points[3]));
}

static inline uint8x16_t age_points(const eep_score_plan *plan, const codes *c)
{
    return vqtbl4q_u8(vld1q_u8_x4(plan->age), vorrq_u8(c->age, vshlq_n_u8(c->with, 2)));
}

static inline uint8x16_t education_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->education, vorrq_u8(c->education, c->with));
}

static inline uint8x16_t second_and_work(const eep_score_plan *plan, const codes *c)
{
    const uint8x16_t second = look_up_abilities(plan->second_language, c, c->second);
    const uint8x16_t cap = look_up(plan->second_language_cap, vshrq_n_u8(c->with, 3));

    return vaddq_u8(vminq_u8(second, cap), look_up(plan->canadian_work, vorrq_u8(c->canadian, c->with)));
}

static inline uint8x16_t spouse_points(const eep_score_plan *plan, const codes *c)
{
    const uint8x16_t language =
        vaddq_u8(look_up_32(plan->spouse_pair, c->pair[0]), look_up_32(plan->spouse_pair, c->pair[1]));
    const uint8x16_t rest = vaddq_u8(look_up(plan->spouse_education, c->spouse_education),
                                     look_up(plan->spouse_work, c->spouse_years));

    /* A policy may give points to the lowest level, which is the code of an absent spouse too. */
    return vandq_u8(capped(vaddq_u8(language, rest), plan->spouse_cap), c->spouse);
}

static inline uint8x16_t transferability(const eep_score_plan *plan, const codes *c)
{
    const uint8x16_t education = look_up(plan->education_tier, c->education);
    const uint8x16_t foreign = look_up(plan->foreign_tier, c->foreign);
    const uint8x16_t language = look_up(plan->language_tier, c->weakest_first);
    const uint8x16_t canadian = look_up(plan->canadian_tier, c->canadian);
    const uint8x16_t education_pair =
        vaddq_u8(look_up(plan->education_language, vorrq_u8(education, language)),
                 look_up(plan->education_work, vorrq_u8(education, canadian)));
    const uint8x16_t foreign_pair = vaddq_u8(look_up(plan->foreign_language, vorrq_u8(foreign, language)),
                                             look_up(plan->foreign_work, vorrq_u8(foreign, canadian)));
    const uint8x16_t certificate = vandq_u8(look_up(plan->certificate, c->weakest_first), c->certificate);
    const uint8x16_t pairs = vaddq_u8(capped(education_pair, plan->education_pair_cap),
                                      capped(foreign_pair, plan->foreign_pair_cap));

    return capped(vaddq_u8(pairs, certificate), plan->transferability_cap);
}

static inline uint8x16_t french_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->french, vorrq_u8(look_up(plan->strong_french, c->weakest_french),
                                          look_up(plan->some_english, c->weakest_english)));
}

static inline uint8x16_t study_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->study_sibling, c->study_sibling);
}

static inline uint8x16_t occupation_points(const eep_score_plan *plan, const codes *c)
{
    return vaddq_u8(look_up(plan->occupation_work, c->occupation),
                    vandq_u8(look_up(plan->occupation_offer, c->tier), c->offer));
}

/* ---- Points as 16 bits -------------------------------------------------------------------------- */

/* Sixteen values of 16 bits: of the candidates 0 to 7 and 8 to 15. */
typedef struct wide {
    uint16x8_t low, high;
} wide;

static inline wide widened(uint8x16_t bytes)
{
    return (wide){vmovl_u8(vget_low_u8(bytes)), vmovl_high_u8(bytes)};
}

/* Values whose two bytes are in two vectors. */
static inline wide joined(uint8x16_t low_bytes, uint8x16_t high_bytes)
{
    return (wide){vreinterpretq_u16_u8(vzip1q_u8(low_bytes, high_bytes)),
                  vreinterpretq_u16_u8(vzip2q_u8(low_bytes, high_bytes))};
}

/* a + b of bytes. */
static inline wide sum_of(uint8x16_t a, uint8x16_t b)
{
    return (wide){vaddl_u8(vget_low_u8(a), vget_low_u8(b)), vaddl_high_u8(a, b)};
}

static inline wide added(wide a, wide b)
{
    return (wide){vaddq_u16(a.low, b.low), vaddq_u16(a.high, b.high)};
}

static inline wide wide_capped(wide points, uint16_t cap)
{
    const uint16x8_t most = vdupq_n_u16(cap);

    return (wide){vminq_u16(points.low, most), vminq_u16(points.high, most)};
}

/* `spouse` is 255 where one comes along. */
static inline wide core_capped(const eep_score_plan *plan, wide sum, uint8x16_t spouse)
{
    const uint16x8_t without = vdupq_n_u16(plan->core_cap[0]), with = vdupq_n_u16(plan->core_cap[1]);
    const wide column = joined(spouse, spouse);

    return (wide){vminq_u16(sum.low, vbslq_u16(column.low, with, without)),
                  vminq_u16(sum.high, vbslq_u16(column.high, with, without))};
}

static inline wide core_points(const eep_score_plan *plan, const codes *c)
{
    const uint8x16_t first = look_up_abilities(plan->first_language, c, c->first);
    const wide person = sum_of(age_points(plan, c), education_points(plan, c));

    return core_capped(plan, added(person, sum_of(first, second_and_work(plan, c))), c->spouse);
}

static inline wide large_points(const eep_score_plan *plan, const codes *c)
{
    return joined(look_up(plan->large_low, c->large), look_up(plan->large_high, c->large));
}

static inline wide additional_points(const eep_score_plan *plan, const codes *c, int reads_occupation)
{
    const uint8x16_t small = vaddq_u8(study_points(plan, c), french_points(plan, c));
    const wide others = reads_occupation ? sum_of(small, occupation_points(plan, c)) : widened(small);

    return wide_capped(added(large_points(plan, c), others), plan->additional_cap);
}

static inline wide total_points(const eep_score_plan *plan, const codes *c, int reads_occupation)
{
    const wide sections = added(core_points(plan, c), additional_points(plan, c, reads_occupation));

    return wide_capped(added(sections, sum_of(spouse_points(plan, c), transferability(plan, c))),
                       plan->total_cap);
}

static inline void store(uint16_t *at, wide points)
{
    vst1q_u16(at, points.low);
    vst1q_u16(at + LANES / 2, points.high);
}

#endif
