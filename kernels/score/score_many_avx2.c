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

typedef __m256i vector;

/* ---- What parts.h asks for ----------------------------------------------------------------------- */

static inline __m256i interleaved(__m256i points)
{
    return _mm256_permute4x64_epi64(points, 0xD8);
}

static inline void store_part(uint8_t *at, vector points)
{
    _mm256_store_si256((__m256i *)(void *)at, interleaved(points));
}

static inline __attribute__((always_inline)) wide total_of(const eep_score_plan *plan, const codes *c)
{
    return total_points(plan, c);
}

static void score_few(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *total)
{
    eep_score_avx2(plan, planes, rows, total, NULL);
}

#include "kernels/score/parts.h"

/* ---- What sums.h asks for ------------------------------------------------------------------------ */

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
