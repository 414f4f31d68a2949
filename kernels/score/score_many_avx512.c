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

/* ---- Words, and sums ----------------------------------------------------------------------------- */

static inline wide load_words(const uint16_t *at)
{
    return (wide){_mm512_load_si512(at), _mm512_load_si512(at + LANES / 2)};
}

static inline void store_words(uint16_t *at, wide points)
{
    _mm512_storeu_si512(at, points.low);
    _mm512_storeu_si512(at + LANES / 2, points.high);
}

static void make_large(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    const eep_planes here = *planes;
    const tables t = spread_plan(plan);

    for (size_t i = 0; i < rows; i += LANES) {
        const candidates c = read(&here, i, ALL, 0);

        store(points + i, large_points(&t, &c), ALL);
    }
}

static void add_core(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                     const uint8_t *const part[4], uint16_t *core)
{
    const __m512i without = _mm512_set1_epi16((short)plan->core_cap[0]),
                  with = _mm512_set1_epi16((short)plan->core_cap[1]);
    const uint8_t *second_lr = planes->plane[EEP_PLANE_SECOND_LR];

    for (size_t i = 0; i < rows; i += LANES) {
        const __mmask64 spouse = _mm512_test_epi8_mask(load(second_lr + i), bytes(1 << 6));
        const wide sum =
            added(sum_of(load(part[0] + i), load(part[1] + i)), sum_of(load(part[2] + i), load(part[3] + i)));
        const wide cap = {_mm512_mask_blend_epi16((__mmask32)spouse, without, with),
                          _mm512_mask_blend_epi16((__mmask32)(spouse >> LANES / 2), without, with)};

        store_words(core + i, lower(sum, cap));
    }
}

static void add_additional(uint16_t cap, size_t rows, const uint8_t *study, const uint8_t *french,
                           const uint8_t *occupation, const uint16_t *large, uint16_t *additional)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const __m512i small = _mm512_add_epi8(load(study + i), load(french + i));
        const wide others = occupation ? sum_of(small, load(occupation + i)) : widened(small);

        store_words(additional + i, wide_capped(added(load_words(large + i), others), cap));
    }
}

static void add_rest(size_t rows, const uint8_t *spouse, const uint8_t *transferability,
                     const uint16_t *additional, uint16_t *rest)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const __m512i sum = _mm512_add_epi8(load(spouse + i), load(transferability + i));

        store_words(rest + i, added(widened(sum), load_words(additional + i)));
    }
}

static void add_total(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total)
{
    for (size_t i = 0; i < rows; i += LANES)
        store_words(total + i, wide_capped(added(load_words(core + i), load_words(rest + i)), cap));
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
        .core = add_core,
        .additional = add_additional,
        .rest = add_rest,
        .total = add_total,
        .score = eep_score_avx512,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}
