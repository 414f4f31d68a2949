/*
 * score_many_avx512.c - planes to the CRS points of several policies, part by part, sixty-four candidates at
 * a time.
 *
 * Bytes are kept in such an order that they come into that of the candidates when they are made 16 bits: the
 * two halves of a vector interleaved, eight at a time.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: the bounds are checked by score_plan.c; core and the rest
 * (255 points and the capped additional ones) stay below 2^16 as in score_facts_ref.c. Reads 8 bytes a
 * candidate (9 where occupations have points) and writes 2 a plan.
 */
#include "kernels/score/points_avx512.h"
#include "kernels/score/score.h"

#define ALL (~UINT64_C(0))

/* ---- Bytes --------------------------------------------------------------------------------------- */

/* `part` is a constant where this is inlined: what it does not need is not read. */
static inline __attribute__((always_inline)) __m512i points_of(int part, const eep_score_plan *plan,
                                                               const tables *t, const candidates *c)
{
    switch (part) {
    case EEP_PART_AGE:
        return age_points(plan, c);
    case EEP_PART_EDUCATION:
        return education_points(t, c);
    case EEP_PART_FIRST:
        return language_points(plan->first_pair, c->first_lr, c->first_ws, c->spouse);
    case EEP_PART_SECOND:
        return second_and_work(plan, t, c);
    case EEP_PART_SPOUSE:
        return spouse_points(plan, t, c);
    case EEP_PART_STUDY:
        return study_points(t, c);
    case EEP_PART_FRENCH:
        return french_points(t, c, weakest_of(t->weakest_first, c->first_lr, c->first_ws));
    case EEP_PART_OCCUPATION:
        return occupation_points(t, c);
    default:
        return transferability(plan, t, c, weakest_of(t->weakest_first, c->first_lr, c->first_ws));
    }
}

static inline __m512i interleaved(__m512i points)
{
    return _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 4, 1, 5, 2, 6, 3, 7), points);
}

static inline __attribute__((always_inline)) void
make_bytes(int part, const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint8_t *points)
{
    const eep_planes here = *planes; /* a copy, which no store can be thought to change */
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < rows; i += LANES) {
        const candidates c = read(&here, i, ALL, part == EEP_PART_OCCUPATION);

        _mm512_store_si512(points + i, interleaved(points_of(part, plan, &t, &c)));
    }
}

#define PART(name, part)                                                                                     \
    static void make_##name(const eep_score_plan *plan, const eep_planes *planes, size_t rows,               \
                            uint8_t *points)                                                                 \
    {                                                                                                        \
        make_bytes(part, plan, planes, rows, points);                                                        \
    }

PART(age, EEP_PART_AGE)
PART(education, EEP_PART_EDUCATION)
PART(first, EEP_PART_FIRST)
PART(second, EEP_PART_SECOND)
PART(spouse, EEP_PART_SPOUSE)
PART(transferability, EEP_PART_TRANSFERABILITY)
PART(study, EEP_PART_STUDY)
PART(french, EEP_PART_FRENCH)
PART(occupation, EEP_PART_OCCUPATION)

static void make_large(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    const eep_planes here = *planes;
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < rows; i += LANES) {
        const candidates c = read(&here, i, ALL, 0);

        store(points + i, large_points(&t, &c), ALL);
    }
}

/* ---- What sums.h asks for ------------------------------------------------------------------------ */

typedef __m512i vector;

static inline vector add_bytes(vector a, vector b)
{
    return _mm512_add_epi8(a, b);
}

static inline wide load_words(const uint16_t *at)
{
    return (wide){_mm512_load_si512(at), _mm512_load_si512(at + LANES / 2)};
}

static inline void store_words(uint16_t *at, wide points)
{
    _mm512_store_si512(at, points.low);
    _mm512_store_si512(at + LANES / 2, points.high);
}

/* Whole lines, of which none is read before it is written. */
static inline void store_total(uint16_t *at, wide points, int past_caches)
{
    if (past_caches && (uintptr_t)at % LANES == 0) {
        _mm512_stream_si512((void *)at, points.low);
        _mm512_stream_si512((void *)(at + LANES / 2), points.high);
    } else {
        _mm512_storeu_si512(at, points.low);
        _mm512_storeu_si512(at + LANES / 2, points.high);
    }
}

static inline wide under_core_cap(const eep_score_plan *plan, const eep_planes *planes, size_t i, wide sum)
{
    const __mmask64 spouse =
        _mm512_test_epi8_mask(load(planes->plane[EEP_PLANE_SECOND_LR] + i), bytes(1 << 6));
    const __m512i without = _mm512_set1_epi16((short)plan->core_cap[0]),
                  with = _mm512_set1_epi16((short)plan->core_cap[1]);

    return lower(sum, (wide){_mm512_mask_blend_epi16((__mmask32)spouse, without, with),
                             _mm512_mask_blend_epi16((__mmask32)(spouse >> LANES / 2), without, with)});
}

#include "kernels/score/sums.h"

static void score_each(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t rows,
                       uint16_t *const *total)
{
    for (size_t k = 0; k < count; k++)
        eep_score_avx512(plan[k], planes, rows, total[k], NULL);
}

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_avx512(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                           uint16_t *const *total)
{
    static const eep_part_kernels level = {
        .lanes = LANES,
        .bytes = {make_age, make_education, make_first, make_second, make_spouse, make_transferability,
                  make_study, make_french, make_occupation},
        .large = make_large,
        .add = add_parts,
        .each = score_each,
        .goes_past_caches = 1,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
    _mm_sfence(); /* what went past the caches is there for other threads */
}
