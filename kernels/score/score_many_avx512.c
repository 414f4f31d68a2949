/*
 * score_many_avx512.c - planes to the CRS points of several policies, part by part, sixty-four candidates at a
 * time.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: as score_avx512.c; the rest, of 255 points and the capped
 * additional ones, stays below 2^16 as its cap is at most 1200. Reads 8 bytes a candidate (9 where occupations
 * have points) and writes 2 a plan.
 */
#include "kernels/score/points_avx512.h"
#include "kernels/score/score.h"

#define ALL (~UINT64_C(0))

/* ---- Parts that are bytes ------------------------------------------------------------------------ */

/* `part` is a constant where this is inlined: what it does not need is not read. */
static inline __attribute__((always_inline)) __m512i points_of(int part, const eep_score_plan *plan,
                                                               const tables *t, const candidates *c)
{
    switch (part) {
    case EEP_PART_AGE: return age_points(plan, c);
    case EEP_PART_EDUCATION: return education_points(t, c);
    case EEP_PART_FIRST: return language_points(plan->first_pair, c->first_lr, c->first_ws, c->spouse);
    case EEP_PART_SECOND: return second_and_work(plan, t, c);
    case EEP_PART_SPOUSE: return spouse_points(plan, t, c);
    default: return transferability(plan, t, c, weakest_of(t->weakest_first, c->first_lr, c->first_ws));
    }
}

static inline __attribute__((always_inline)) void make_part(int part, const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t rows,
                                                            uint8_t *points)
{
    const eep_planes here = *planes; /* a copy, which no store can be thought to change */
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < rows; i += LANES) {
        const candidates c = read(&here, i, ALL, 0);

        _mm512_store_si512(points + i, points_of(part, plan, &t, &c));
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

static inline __attribute__((always_inline)) void make_additional(const eep_score_plan *plan,
                                                                  const eep_planes *planes, size_t rows,
                                                                  uint16_t *points, int reads_occupation)
{
    const eep_planes here = *planes;
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < rows; i += LANES) {
        const candidates c = read(&here, i, ALL, reads_occupation);
        const __m512i weakest_first = weakest_of(t.weakest_first, c.first_lr, c.first_ws);

        store(points + i, additional_points(plan, &t, &c, weakest_first, reads_occupation), ALL);
    }
}

static void additional(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    if (plan->reads_occupation)
        make_additional(plan, planes, rows, points, 1);
    else
        make_additional(plan, planes, rows, points, 0);
}

static void add_core(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                     const uint8_t *const part[4], uint16_t *core)
{
    const uint8_t *second_lr = planes->plane[EEP_PLANE_SECOND_LR];

    for (size_t i = 0; i < rows; i += LANES) {
        const __mmask64 spouse = _mm512_test_epi8_mask(load(second_lr + i), bytes(1 << 6));
        const wide sum = added(sum_of(load(part[0] + i), load(part[1] + i)),
                               sum_of(load(part[2] + i), load(part[3] + i)));

        store(core + i, lower(sum, core_cap(plan, spouse)), ALL);
    }
}

static void add_rest(size_t rows, const uint8_t *spouse, const uint8_t *transfer, const uint16_t *additional,
                     uint16_t *rest)
{
    for (size_t i = 0; i < rows; i += LANES / 2) {
        const __m256i sum = _mm256_add_epi8(_mm256_load_si256((const __m256i *)(const void *)(spouse + i)),
                                            _mm256_load_si256((const __m256i *)(const void *)(transfer + i)));

        _mm512_store_si512(rest + i, _mm512_add_epi16(_mm512_cvtepu8_epi16(sum),
                                                      _mm512_load_si512(additional + i)));
    }
}

static void add_total(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total)
{
    const __m512i most = _mm512_set1_epi16((short)cap);

    for (size_t i = 0; i < rows; i += LANES / 2) {
        const __m512i sum = _mm512_add_epi16(_mm512_load_si512(core + i), _mm512_load_si512(rest + i));

#ifdef NT
        if (((uintptr_t)total & 63) == 0) _mm512_stream_si512((void *)(total + i), _mm512_min_epu16(sum, most));
        else
#endif
        _mm512_storeu_si512(total + i, _mm512_min_epu16(sum, most));
    }
}

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_avx512(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                           uint16_t *const *total)
{
    static const eep_part_kernels level = {
        .lanes = LANES,
        .part = {make_age, make_education, make_first, make_second, make_spouse, make_transferability},
        .additional = additional,
        .core = add_core,
        .rest = add_rest,
        .total = add_total,
        .score = eep_score_avx512,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}
