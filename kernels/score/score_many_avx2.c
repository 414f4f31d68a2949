/*
 * score_many_avx2.c - planes to the CRS points of several policies, part by part, thirty-two candidates at a
 * time.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: as score_avx2.c; the rest, of 255 points and the capped
 * additional ones, stays below 2^16 as its cap is at most 1200. Reads 8 bytes a candidate (9 where occupations
 * have points) and writes 2 a plan.
 */
#include "kernels/score/points_avx2.h"
#include "kernels/score/score.h"

/* ---- Parts that are bytes ------------------------------------------------------------------------ */

/* `part` is a constant where this is inlined: what it does not need is not unpacked. */
static inline __attribute__((always_inline)) __m256i points_of(int part, const eep_score_plan *plan,
                                                               const codes *c)
{
    switch (part) {
    case EEP_PART_AGE: return age_points(plan, c);
    case EEP_PART_EDUCATION: return education_points(plan, c);
    case EEP_PART_FIRST: return look_up_abilities(plan->first_language, c, c->first);
    case EEP_PART_SECOND: return second_and_work(plan, c);
    case EEP_PART_SPOUSE: return spouse_points(plan, c);
    default: return transferability(plan, c);
    }
}

static inline __attribute__((always_inline)) void make_part(int part, const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t rows,
                                                            uint8_t *points)
{
    const eep_score_plan kept = *plan; /* copies, which no store can be thought to change */
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, 0);

        _mm256_store_si256((__m256i *)(void *)(points + i), points_of(part, &kept, &c));
    }
}

#define PART(name, part)                                                                                     \
    static void make_##name(const eep_score_plan *plan, const eep_planes *planes, size_t rows,               \
                            uint8_t *points)                                                                 \
    {                                                                                                        \
        make_part(part, plan, planes, rows, points);                                                         \
    }

PART(age, EEP_PART_AGE)
PART(education, EEP_PART_EDUCATION)
PART(first, EEP_PART_FIRST)
PART(second, EEP_PART_SECOND)
PART(spouse, EEP_PART_SPOUSE)
PART(transferability, EEP_PART_TRANSFERABILITY)

/* ---- Parts of 16 bits, and sums ------------------------------------------------------------------ */

static void additional(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    const eep_score_plan kept = *plan;
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, kept.reads_occupation);

        store(points + i, additional_points(&kept, &c));
    }
}

static void add_core(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                     const uint8_t *const part[4], uint16_t *core)
{
    const uint8_t *second_lr = planes->plane[EEP_PLANE_SECOND_LR];

    for (size_t i = 0; i < rows; i += LANES) {
        const wide sum = added(sum_of(load(part[0] + i), load(part[1] + i)),
                               sum_of(load(part[2] + i), load(part[3] + i)));

        store(core + i, core_capped(plan, sum, where(load(second_lr + i), 1)));
    }
}

/* Sixteen values of 16 bits. */
static inline __m256i load_words(const uint16_t *at)
{
    return _mm256_load_si256((const __m256i *)(const void *)at);
}

static void add_rest(size_t rows, const uint8_t *spouse, const uint8_t *transfer, const uint16_t *additional,
                     uint16_t *rest)
{
    for (size_t i = 0; i < rows; i += LANES / 2) {
        const __m128i sum = _mm_add_epi8(_mm_load_si128((const __m128i *)(const void *)(spouse + i)),
                                         _mm_load_si128((const __m128i *)(const void *)(transfer + i)));

        _mm256_store_si256((__m256i *)(void *)(rest + i),
                           _mm256_add_epi16(_mm256_cvtepu8_epi16(sum), load_words(additional + i)));
    }
}

static void add_total(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total)
{
    const __m256i most = _mm256_set1_epi16((short)cap);

    for (size_t i = 0; i < rows; i += LANES / 2) {
        const __m256i sum = _mm256_add_epi16(load_words(core + i), load_words(rest + i));

        _mm256_storeu_si256((__m256i *)(void *)(total + i), _mm256_min_epu16(sum, most));
    }
}

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_avx2(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                         uint16_t *const *total)
{
    static const eep_part_kernels level = {
        .lanes = LANES,
        .part = {make_age, make_education, make_first, make_second, make_spouse, make_transferability},
        .additional = additional,
        .core = add_core,
        .rest = add_rest,
        .total = add_total,
        .score = eep_score_avx2,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}
