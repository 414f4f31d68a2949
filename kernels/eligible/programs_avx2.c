/*
 * programs_avx2.c - planes to programs, thirty-two candidates at a time.
 *
 * A block of candidates goes through the conditions one after the other. Each closes ways in the set that a
 * candidate has left; a condition that no way asks costs nothing, and every loop is so short that its masks
 * and tables stay in registers. Points of the selection grid are byte shuffles and sums.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255. Reads up to 13 bytes a candidate and writes 1; what is in between,
 * 2 bytes a candidate of a block, stays in the first-level cache.
 */
#include "kernels/ahead.h"
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx2.h"

#define BLOCK 512

/* A block of candidates and what was found out about them. */
typedef struct block {
    _Alignas(LANES) uint8_t passes[BLOCK]; /* 255: the pass mark of the selection grid */
    uint8_t ways[BLOCK];                   /* those still open */
    eep_planes at;    /* loops keep copies of this and of n, which no store can be thought to change */
    eep_planes asked; /* those that the plan reads, and how many of them are asked for ahead */
    size_t reads;
    size_t n; /* a multiple of LANES */
} block;

static inline __m256i plane(const eep_planes *at, int which, size_t i)
{
    return load(at->plane[which] + i);
}

static inline __m256i no_offer(const eep_planes *at, size_t i)
{
    return where_none(only(plane(at, EEP_PLANE_FIRST_LR, i), 3 << 6));
}

/* For the first loop over a block. */
static inline void ask_ahead(const block *b, size_t i)
{
    if (i % EEP_LINE == 0) eep_ask_ahead(b->asked.plane, b->reads, i);
}

/* ---- The selection grid ------------------------------------------------------------------------- */

/* `none` is 255 where there is no offer. */
static inline __m256i adaptability(const eep_program_plan *plan, const eep_planes *at, size_t i, __m256i none)
{
    const __m256i second_lr = plane(at, EEP_PLANE_SECOND_LR, i);
    const __m256i lr = plane(at, EEP_PLANE_SPOUSE_LR, i), ws = plane(at, EEP_PLANE_SPOUSE_WS, i);
    const __m256i language = least(look_up_32(plan->spouse_pair_points, only(lr, 31)),
                                   look_up_32(plan->spouse_pair_points, only(ws, 31)));
    const __m256i spouse = sum(language, look_up(plan->spouse_work_points, field(ws, 7 << 5, 5)));
    const __m256i comes = where_high(moved_up(second_lr, 1));
    const __m256i relatives = either(field(plane(at, EEP_PLANE_TRADE, i), 3 << 6, 6), only(comes, 4));
    const __m256i education = plane(at, EEP_PLANE_EDUCATION, i);
    const __m256i own = sum(look_up(plan->study_points, field(education, 3 << 6, 6)),
                            look_up(plan->work_points, field(education, 7 << 3, 3)));
    const __m256i offer = _mm256_andnot_si256(none, all(plan->offer_adaptability_points));
    const __m256i family = sum(look_up(plan->relative_points, relatives), both(spouse, comes));

    return least(sum(sum(own, offer), family), all(plan->adaptability_cap));
}

static inline __m256i language_points(const eep_program_plan *plan, const eep_planes *at, size_t i)
{
    const __m256i lr = plane(at, EEP_PLANE_FIRST_LR, i), ws = plane(at, EEP_PLANE_FIRST_WS, i);
    const uint8_t *points = plan->language_points;
    const __m256i first = sum(sum(look_up(points, only(lr, 7)), look_up(points, field(lr, 7 << 3, 3))),
                              sum(look_up(points, only(ws, 7)), look_up(points, field(ws, 7 << 3, 3))));
    const __m256i second =
        weakest_of_pairs(plane(at, EEP_PLANE_SECOND_LR, i), plane(at, EEP_PLANE_SECOND_WS, i));

    return sum(first, look_up(plan->second_points, second));
}

static void find_points(const eep_program_plan *plan, block *b)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        ask_ahead(b, i);
        const __m256i education = plane(&at, EEP_PLANE_EDUCATION, i);
        const __m256i none = no_offer(&at, i);
        const __m256i years = either(field(plane(&at, EEP_PLANE_MONTHS, i), 3 << 6, 6),
                                     field(plane(&at, EEP_PLANE_CANADIAN, i), 3 << 6, 4));
        const __m256i age =
            look_up_32(plan->age_points, only(plane(&at, EEP_PLANE_AGE, i), EEP_AGE_CODES - 1));
        const __m256i person = sum(age, look_up(plan->education_points, only(education, 7)));
        const __m256i work =
            sum(look_up(plan->experience_points, years), _mm256_andnot_si256(none, all(plan->offer_points)));
        const __m256i points =
            sum(sum(person, work), sum(language_points(plan, &at, i), adaptability(plan, &at, i, none)));

        store(b->passes + i, where_none(shortfall(all(plan->pass_mark), points)));
    }
}

/* ---- Ways --------------------------------------------------------------------------------------- */

/* The levels by occupation: what every program asks. */
static void find_ways(block *b, const eep_ways *ways, int is_first)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        if (is_first) ask_ahead(b, i);
        const __m256i lr = plane(&at, EEP_PLANE_FIRST_LR, i), ws = plane(&at, EEP_PLANE_FIRST_WS, i);
        const __m256i listening = look_up(ways->level[EEP_LISTENING], only(lr, 7));
        const __m256i reading = look_up(ways->level[EEP_READING], field(lr, 7 << 3, 3));
        const __m256i writing = look_up(ways->level[EEP_WRITING], only(ws, 7));
        const __m256i speaking = look_up(ways->level[EEP_SPEAKING], field(ws, 7 << 3, 3));
        const __m256i occupation = look_up(ways->occupation, only(plane(&at, EEP_PLANE_OCCUPATION, i), 15));
        const __m256i levels = both(both(listening, reading), both(writing, speaking));

        store(b->ways + i, both(levels, occupation));
    }
}

/* Closes `ways` where something is 255, and where it is not. */
static inline void close_where(block *b, size_t i, unsigned ways, __m256i lacks)
{
    store(b->ways + i, _mm256_andnot_si256(both(lacks, all(ways)), load(b->ways + i)));
}
static inline void close_unless(block *b, size_t i, unsigned ways, __m256i holds)
{
    store(b->ways + i, _mm256_andnot_si256(_mm256_andnot_si256(holds, all(ways)), load(b->ways + i)));
}

static void ask_education(block *b, const uint8_t open[16])
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i education = look_up(open, only(plane(&at, EEP_PLANE_EDUCATION, i), 7));

        store(b->ways + i, both(load(b->ways + i), education));
    }
}

/* Months are below 128, and a threshold is 1 to 128. */
static void ask_months(block *b, const eep_ways_threshold *asked)
{
    const eep_planes at = b->at;
    const eep_ways_threshold kept = *asked;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i months = only(plane(&at, kept.plane, i), kept.mask);

        close_unless(b, i, kept.ways, _mm256_cmpgt_epi8(months, all(kept.least - 1u)));
    }
}

static void ask_nomination(block *b, unsigned ways)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        close_unless(b, i, ways, where_high(plane(&at, EEP_PLANE_SECOND_LR, i)));
}

static void ask_certificate_or_offer(block *b, unsigned ways)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i no_certificate = where_none(only(plane(&at, EEP_PLANE_SECOND_WS, i), 1 << 6));

        close_where(b, i, ways, both(no_certificate, no_offer(&at, i)));
    }
}

static void ask_funds(block *b, unsigned ways, unsigned waived_months)
{
    const eep_planes at = b->at;
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i months = only(plane(&at, EEP_PLANE_CANADIAN, i), 63);
        const __m256i not_waived = either(no_offer(&at, i), _mm256_cmpgt_epi8(all(waived_months), months));
        const __m256i funds = where_high(plane(&at, EEP_PLANE_SECOND_WS, i));

        close_where(b, i, ways, _mm256_andnot_si256(funds, not_waived));
    }
}

static void ask_selection_points(block *b, unsigned ways)
{
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES)
        close_unless(b, i, ways, load(b->passes + i));
}

static void ask_all(block *b, const eep_program_plan *plan, const eep_ways *ways)
{
    find_ways(b, ways, !plan->asks_selection_points);
    if (ways->asks_education) ask_education(b, ways->education);
    for (size_t t = 0; t < ways->thresholds; t++)
        ask_months(b, &ways->threshold[t]);
    if (ways->asks_nomination) ask_nomination(b, ways->asks_nomination);
    if (ways->asks_certificate_or_offer) ask_certificate_or_offer(b, ways->asks_certificate_or_offer);
    if (ways->asks_funds) ask_funds(b, ways->asks_funds, plan->funds_waived_months);
    if (ways->asks_selection_points) ask_selection_points(b, ways->asks_selection_points);
}

/* ---- Sets of programs --------------------------------------------------------------------------- */

/* Where the ways lead; the tables of 64 entries by the lower and the upper half of an index. */
static void add_programs(const block *b, const eep_ways *ways, uint8_t *programs)
{
    const size_t n = b->n;

    for (size_t i = 0; i < n; i += LANES) {
        const __m256i open = load(b->ways + i);
        const __m256i low = look_up(ways->programs, only(open, 15));
        const __m256i high = look_up(ways->programs_high, field(open, 3 << 4, 4));

        store(programs + i, either(load(programs + i), either(low, high)));
    }
}

/* Programs that ask another stay only where there is one that does not. */
static void keep_ordinary(uint8_t *programs, size_t n, unsigned ordinary)
{
    for (size_t i = 0; i < n; i += LANES) {
        const __m256i found = load(programs + i);

        store(programs + i, _mm256_andnot_si256(where_none(only(found, ordinary)), found));
    }
}

static void clear(uint8_t *programs, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        store(programs + i, _mm256_setzero_si256());
}

static void block_programs(const eep_program_plan *plan, block *b, uint8_t *programs)
{
    if (plan->asks_selection_points) find_points(plan, b);
    clear(programs, b->n);
    for (size_t s = 0; s < plan->sets; s++) {
        ask_all(b, plan, &plan->ways[s]);
        add_programs(b, &plan->ways[s], programs);
    }
    if (plan->others) keep_ordinary(programs, b->n, plan->ordinary);
}

void eep_programs_avx2(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    const size_t whole = n - n % LANES;
    block b;

    b.reads = eep_looks_ahead(n) ? plan->reads : 0;
    for (size_t row = 0; row < whole; row += b.n) {
        b.at = eep_planes_at(planes, row);
        b.asked = eep_planes_of(plan, &b.at);
        b.n = whole - row < BLOCK ? whole - row : BLOCK;
        block_programs(plan, &b, programs + row);
    }
    const eep_planes rest = eep_planes_at(planes, whole);
    eep_programs_ref(plan, &rest, n - whole, programs + whole);
}
