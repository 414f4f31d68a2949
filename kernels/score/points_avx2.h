/*
 * points_avx2.h - the points of thirty-two candidates, factor by factor. Private to score_avx2.c and
 * score_many_avx2.c.
 *
 * Codes come out of the bytes by shifts and masks; every table of the plan is one byte shuffle (two for the
 * 32 codes of a spouse's pair, four for age with its two columns). Points are added as bytes where their sum
 * fits one, which the plan guarantees, and as 16 bits where it may not: core, nomination and offer, the
 * total.
 */
#ifndef EEP_KERNELS_SCORE_POINTS_AVX2_H
#define EEP_KERNELS_SCORE_POINTS_AVX2_H

#include <immintrin.h>

#include "kernels/planes.h"

#define LANES 32

/* ---- Codes -------------------------------------------------------------------------------------- */

/* What is in the planes, one code a lane. Masks are 255 where something holds. */
typedef struct codes {
    __m256i age, foreign, education, canadian, study_sibling, large;
    __m256i first[EEP_ABILITIES], second[EEP_ABILITIES];
    __m256i weakest_first, weakest_english, weakest_french;
    __m256i with; /* 8 where a spouse comes along: the column of a table */
    __m256i spouse, certificate;
    __m256i pair[2], spouse_education, spouse_years;
    __m256i occupation, tier, offer;
} codes;

static inline __m256i load(const uint8_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* Bits of every byte from `from` on; shifts of 16 bits bring in bits of the neighbour, which the mask drops.
 */
static inline __m256i bits(__m256i byte, int from, int mask)
{
    return _mm256_and_si256(_mm256_srli_epi16(byte, from), _mm256_set1_epi8((char)mask));
}

static inline __m256i low_bits(__m256i byte, int mask)
{
    return _mm256_and_si256(byte, _mm256_set1_epi8((char)mask));
}

/* 255 where the highest bit of the byte, moved there by `up`, is set. */
static inline __m256i where(__m256i byte, int up)
{
    return _mm256_cmpgt_epi8(_mm256_setzero_si256(), _mm256_slli_epi16(byte, up));
}

static inline void unpack_levels(__m256i lr, __m256i ws, __m256i code[EEP_ABILITIES])
{
    code[EEP_LISTENING] = low_bits(lr, 7);
    code[EEP_READING] = bits(lr, 3, 7);
    code[EEP_WRITING] = low_bits(ws, 7);
    code[EEP_SPEAKING] = bits(ws, 3, 7);
}

static inline __m256i weakest_of(const __m256i code[EEP_ABILITIES])
{
    return _mm256_min_epu8(_mm256_min_epu8(code[0], code[1]), _mm256_min_epu8(code[2], code[3]));
}

static inline codes unpack(const eep_planes *planes, size_t i, int reads_occupation)
{
    const __m256i age = load(planes->plane[EEP_PLANE_AGE] + i);
    const __m256i education = load(planes->plane[EEP_PLANE_EDUCATION] + i);
    const __m256i first_lr = load(planes->plane[EEP_PLANE_FIRST_LR] + i);
    const __m256i first_ws = load(planes->plane[EEP_PLANE_FIRST_WS] + i);
    const __m256i second_lr = load(planes->plane[EEP_PLANE_SECOND_LR] + i);
    const __m256i second_ws = load(planes->plane[EEP_PLANE_SECOND_WS] + i);
    const __m256i spouse_lr = load(planes->plane[EEP_PLANE_SPOUSE_LR] + i);
    const __m256i spouse_ws = load(planes->plane[EEP_PLANE_SPOUSE_WS] + i);
    const __m256i offer = bits(first_lr, 6, 3);
    codes c;

    c.age = low_bits(age, 31);
    c.foreign = bits(age, 5, 7);
    c.education = low_bits(education, 7);
    c.canadian = bits(education, 3, 7);
    c.study_sibling = _mm256_or_si256(bits(education, 6, 3), bits(first_ws, 4, 4));
    c.large = _mm256_or_si256(offer, bits(second_lr, 5, 4));
    unpack_levels(first_lr, first_ws, c.first);
    unpack_levels(second_lr, second_ws, c.second);
    c.weakest_first = weakest_of(c.first);
    const __m256i weakest_second = weakest_of(c.second);
    /* The highest bit says that French is the first language, which is what a blend asks. */
    c.weakest_english = _mm256_blendv_epi8(c.weakest_first, weakest_second, first_ws);
    c.weakest_french = _mm256_blendv_epi8(weakest_second, c.weakest_first, first_ws);
    c.with = bits(second_lr, 3, 8);
    c.spouse = where(second_lr, 1);
    c.certificate = where(second_ws, 1);
    c.pair[0] = low_bits(spouse_lr, 31);
    c.pair[1] = low_bits(spouse_ws, 31);
    c.spouse_education = bits(spouse_lr, 5, 7);
    c.spouse_years = bits(spouse_ws, 5, 7);
    c.occupation = c.tier = c.offer = _mm256_setzero_si256();
    if (reads_occupation) {
        const __m256i occupation = load(planes->plane[EEP_PLANE_OCCUPATION] + i);

        c.occupation = bits(occupation, 4, 15);
        c.tier = bits(occupation, 4, 3);
        c.offer = _mm256_cmpgt_epi8(offer, _mm256_setzero_si256());
    }
    return c;
}

/* ---- Points as bytes ---------------------------------------------------------------------------- */

static inline __m256i look_up(const uint8_t table[16], __m256i code)
{
    return _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table)), code);
}

/* In a table of 32: the fifth bit of the code, moved up, chooses the half. */
static inline __m256i look_up_32(const uint8_t table[32], __m256i code)
{
    return _mm256_blendv_epi8(look_up(table, code), look_up(table + 16, code), _mm256_slli_epi16(code, 3));
}

static inline __m256i capped(__m256i points, uint8_t cap)
{
    return _mm256_min_epu8(points, _mm256_set1_epi8((char)cap));
}

static inline __m256i look_up_abilities(const uint8_t table[16], const codes *c,
                                        const __m256i code[EEP_ABILITIES])
{
    __m256i points[EEP_ABILITIES];

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        points[ability] = look_up(table, _mm256_or_si256(code[ability], c->with));
    return _mm256_add_epi8(_mm256_add_epi8(points[0], points[1]), _mm256_add_epi8(points[2], points[3]));
}

static inline __m256i age_points(const eep_score_plan *plan, const codes *c)
{
    return _mm256_blendv_epi8(look_up_32(plan->age, c->age), look_up_32(plan->age + 32, c->age), c->spouse);
}

static inline __m256i education_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->education, _mm256_or_si256(c->education, c->with));
}

static inline __m256i second_and_work(const eep_score_plan *plan, const codes *c)
{
    const __m256i second = look_up_abilities(plan->second_language, c, c->second);
    const __m256i cap = look_up(plan->second_language_cap, _mm256_srli_epi16(c->with, 3));

    return _mm256_add_epi8(_mm256_min_epu8(second, cap),
                           look_up(plan->canadian_work, _mm256_or_si256(c->canadian, c->with)));
}

static inline __m256i spouse_points(const eep_score_plan *plan, const codes *c)
{
    const __m256i language =
        _mm256_add_epi8(look_up_32(plan->spouse_pair, c->pair[0]), look_up_32(plan->spouse_pair, c->pair[1]));
    const __m256i rest = _mm256_add_epi8(look_up(plan->spouse_education, c->spouse_education),
                                         look_up(plan->spouse_work, c->spouse_years));

    /* A policy may give points to the lowest level, which is the code of an absent spouse too. */
    return _mm256_and_si256(capped(_mm256_add_epi8(language, rest), plan->spouse_cap), c->spouse);
}

static inline __m256i transferability(const eep_score_plan *plan, const codes *c)
{
    const __m256i education = look_up(plan->education_tier, c->education);
    const __m256i foreign = look_up(plan->foreign_tier, c->foreign);
    const __m256i language = look_up(plan->language_tier, c->weakest_first);
    const __m256i canadian = look_up(plan->canadian_tier, c->canadian);
    const __m256i education_pair =
        _mm256_add_epi8(look_up(plan->education_language, _mm256_or_si256(education, language)),
                        look_up(plan->education_work, _mm256_or_si256(education, canadian)));
    const __m256i foreign_pair =
        _mm256_add_epi8(look_up(plan->foreign_language, _mm256_or_si256(foreign, language)),
                        look_up(plan->foreign_work, _mm256_or_si256(foreign, canadian)));
    const __m256i certificate =
        _mm256_and_si256(look_up(plan->certificate, c->weakest_first), c->certificate);
    const __m256i pairs = _mm256_add_epi8(capped(education_pair, plan->education_pair_cap),
                                          capped(foreign_pair, plan->foreign_pair_cap));

    return capped(_mm256_add_epi8(pairs, certificate), plan->transferability_cap);
}

static inline __m256i french_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->french, _mm256_or_si256(look_up(plan->strong_french, c->weakest_french),
                                                 look_up(plan->some_english, c->weakest_english)));
}

static inline __m256i study_points(const eep_score_plan *plan, const codes *c)
{
    return look_up(plan->study_sibling, c->study_sibling);
}

static inline __m256i occupation_points(const eep_score_plan *plan, const codes *c)
{
    return _mm256_add_epi8(look_up(plan->occupation_work, c->occupation),
                           _mm256_and_si256(look_up(plan->occupation_offer, c->tier), c->offer));
}

/* ---- Points as 16 bits -------------------------------------------------------------------------- */

/* Thirty-two values of 16 bits: of the low and of the high eight bytes of each 128-bit half. */
typedef struct wide {
    __m256i low, high;
} wide;

static inline wide widened(__m256i bytes)
{
    const __m256i zero = _mm256_setzero_si256();

    return (wide){_mm256_unpacklo_epi8(bytes, zero), _mm256_unpackhi_epi8(bytes, zero)};
}

/* Values whose two bytes are in two vectors. */
static inline wide joined(__m256i low_bytes, __m256i high_bytes)
{
    return (wide){_mm256_unpacklo_epi8(low_bytes, high_bytes), _mm256_unpackhi_epi8(low_bytes, high_bytes)};
}

/* a + b of bytes: side by side, a multiplication by one adds them. */
static inline wide sum_of(__m256i a, __m256i b)
{
    const __m256i one = _mm256_set1_epi8(1);

    return (wide){_mm256_maddubs_epi16(_mm256_unpacklo_epi8(a, b), one),
                  _mm256_maddubs_epi16(_mm256_unpackhi_epi8(a, b), one)};
}

static inline wide added(wide a, wide b)
{
    return (wide){_mm256_add_epi16(a.low, b.low), _mm256_add_epi16(a.high, b.high)};
}

static inline wide wide_capped(wide points, uint16_t cap)
{
    const __m256i most = _mm256_set1_epi16((short)cap);

    return (wide){_mm256_min_epu16(points.low, most), _mm256_min_epu16(points.high, most)};
}

/* `spouse` is 255 where one comes along. */
static inline wide core_capped(const eep_score_plan *plan, wide sum, __m256i spouse)
{
    const __m256i without = _mm256_set1_epi16((short)plan->core_cap[0]),
                  with = _mm256_set1_epi16((short)plan->core_cap[1]);
    const wide column = joined(spouse, spouse);

    return (wide){_mm256_min_epu16(sum.low, _mm256_blendv_epi8(without, with, column.low)),
                  _mm256_min_epu16(sum.high, _mm256_blendv_epi8(without, with, column.high))};
}

static inline wide core_points(const eep_score_plan *plan, const codes *c)
{
    const wide person = sum_of(age_points(plan, c), education_points(plan, c));
    const wide rest = sum_of(look_up_abilities(plan->first_language, c, c->first), second_and_work(plan, c));

    return core_capped(plan, added(person, rest), c->spouse);
}

static inline wide large_points(const eep_score_plan *plan, const codes *c)
{
    return joined(look_up(plan->large_low, c->large), look_up(plan->large_high, c->large));
}

static inline wide additional_points(const eep_score_plan *plan, const codes *c)
{
    const __m256i small = _mm256_add_epi8(study_points(plan, c), french_points(plan, c));
    const wide others = plan->reads_occupation ? sum_of(small, occupation_points(plan, c)) : widened(small);

    return wide_capped(added(large_points(plan, c), others), plan->additional_cap);
}

static inline __attribute__((always_inline)) wide total_points(const eep_score_plan *plan, const codes *c)
{
    const wide sections = added(core_points(plan, c), additional_points(plan, c));
    const wide rest = widened(_mm256_add_epi8(spouse_points(plan, c), transferability(plan, c)));

    return wide_capped(added(sections, rest), plan->total_cap);
}

/* In the order of the candidates. */
static inline void store(uint16_t *at, wide points)
{
    __m256i *out = (__m256i *)(void *)at;

    _mm256_storeu_si256(out, _mm256_permute2x128_si256(points.low, points.high, 0x20));
    _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(points.low, points.high, 0x31));
}

/* The same past the caches; `at` begins a line. */
static inline void stream(uint16_t *at, wide points)
{
    __m256i *out = (__m256i *)(void *)at;

    _mm256_stream_si256(out, _mm256_permute2x128_si256(points.low, points.high, 0x20));
    _mm256_stream_si256(out + 1, _mm256_permute2x128_si256(points.low, points.high, 0x31));
}

#endif
