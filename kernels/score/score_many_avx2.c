/*
 * score_many_avx2.c - planes to the CRS points of several policies, part by part, thirty-two candidates at a
 * time.
 *
 * Bytes are kept in such an order that they come into that of the candidates when they are made 16 bits: the
 * two halves of a vector interleaved, eight at a time.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: the bounds are checked by score_plan.c; core and the rest
 * (255 points and the capped additional ones) stay below 2^16 as in score_facts_ref.c. Reads 8 bytes a
 * candidate (9 where occupations have points) and writes 2 a plan.
 */
#include "kernels/score/points_avx2.h"
#include "kernels/score/score.h"

/* ---- Bytes --------------------------------------------------------------------------------------- */

/* `part` is a constant where this is inlined: what it does not need is not unpacked. */
static inline __attribute__((always_inline)) __m256i points_of(int part, const eep_score_plan *plan,
                                                               const codes *c)
{
    switch (part) {
    case EEP_PART_AGE:
        return age_points(plan, c);
    case EEP_PART_EDUCATION:
        return education_points(plan, c);
    case EEP_PART_FIRST:
        return look_up_abilities(plan->first_language, c, c->first);
    case EEP_PART_SECOND:
        return second_and_work(plan, c);
    case EEP_PART_SPOUSE:
        return spouse_points(plan, c);
    case EEP_PART_STUDY:
        return study_points(plan, c);
    case EEP_PART_FRENCH:
        return french_points(plan, c);
    case EEP_PART_OCCUPATION:
        return occupation_points(plan, c);
    default:
        return transferability(plan, c);
    }
}

static inline __m256i interleaved(__m256i points)
{
    return _mm256_permute4x64_epi64(points, 0xD8);
}

static inline __attribute__((always_inline)) void
make_bytes(int part, const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint8_t *points)
{
    const eep_score_plan kept = *plan; /* copies, which no store can be thought to change */
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, part == EEP_PART_OCCUPATION);

        _mm256_store_si256((__m256i *)(void *)(points + i), interleaved(points_of(part, &kept, &c)));
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
    const eep_score_plan kept = *plan;
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, 0);

        store(points + i, large_points(&kept, &c));
    }
}

/* ---- What sums.h asks for ------------------------------------------------------------------------ */

typedef __m256i vector;

static inline vector add_bytes(vector a, vector b)
{
    return _mm256_add_epi8(a, b);
}

static inline wide load_words(const uint16_t *at)
{
    const __m256i *words = (const __m256i *)(const void *)at;

    return (wide){_mm256_load_si256(words), _mm256_load_si256(words + 1)};
}

static inline void store_words(uint16_t *at, wide points)
{
    __m256i *words = (__m256i *)(void *)at;

    _mm256_storeu_si256(words, points.low); /* anywhere: totals too */
    _mm256_storeu_si256(words + 1, points.high);
}

/* Two halves of a line one after the other, so that it is not read before it is written. */
static inline void store_total(uint16_t *at, wide points, int past_caches)
{
    __m256i *words = (__m256i *)(void *)at;

    if (past_caches && (uintptr_t)at % LANES == 0) {
        _mm256_stream_si256(words, points.low);
        _mm256_stream_si256(words + 1, points.high);
    } else {
        store_words(at, points);
    }
}

static inline wide under_core_cap(const eep_score_plan *plan, const eep_planes *planes, size_t i, wide sum)
{
    return core_capped(plan, sum, interleaved(where(load(planes->plane[EEP_PLANE_SECOND_LR] + i), 1)));
}

#include "kernels/score/sums.h"

/* Codes are unpacked once for all plans. */
static void score_each(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t rows,
                       uint16_t *const *total)
{
    size_t i = 0;

    for (; i + LANES <= rows; i += LANES) {
        const codes c = unpack(planes, i, 1);

        for (size_t k = 0; k < count; k++)
            store(total[k] + i, total_points(plan[k], &c));
    }
    if (i == rows) return;
    const eep_planes left = eep_planes_at(planes, i);
    for (size_t k = 0; k < count; k++)
        eep_score_avx2(plan[k], &left, rows - i, total[k] + i, NULL);
}

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_avx2(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
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
