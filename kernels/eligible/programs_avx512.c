/*
 * programs_avx512.c - planes to programs, sixty-four candidates at a time.
 *
 * What the bytes of a plane leave open of all programs is one look-up by the byte as it stands, and a
 * candidate's ways are what all planes leave open. Points of the selection grid are look-ups too, in tables
 * that are spread before the first candidate, and sums. So nothing is compared but the points with the pass
 * mark, and the rules may be any.
 *
 * Meaning: as eligible_ref.c. Overflow: eligible_plan.c has checked that no sum of selection points, nor of
 * adaptability before its cap, passes 255; months of six bits and 64 stay below 128. Reads up to 13 bytes a
 * candidate and writes 1; the last candidates of a length are read and written under a mask. About 130
 * instructions for sixty-four candidates under the official rules.
 */
#include "kernels/ahead.h"
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx512.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* ---- Tables ------------------------------------------------------------------------------------- */

/*
 * Selection points by index; what kind of index each takes is where it is looked up. Numbers of the plan are
 * kept in all lanes, for bringing one there is a shuffle, and of shuffles there is one at a time.
 */
typedef struct tables {
    __m512i age, education, language, second, experience;
    __m512i study_work, relative, spouse_pair, spouse_work;
    __m512i offer, offer_adaptability, adaptability_cap, pass_mark;
    __m512i funds_waived; /* what is to be added to the months that waive them for a sum of 64 */
    __m512i ordinary;
} tables;

static inline tables spread_plan(const eep_program_plan *plan)
{
    const readings r = read_indices();
    const __m512i years = only(_mm512_srli_epi16(r.index, 1), 7), study = _mm512_srli_epi16(r.index, 4);

    return (tables){
        .age = repeated_32(plan->age_points),
        .education = spread(plan->education_points, r.low),
        .language =
            _mm512_add_epi8(spread(plan->language_points, r.low), spread(plan->language_points, r.high)),
        /* Points rise with the level: those of the weaker ability are the fewer. */
        .second = _mm512_min_epu8(spread(plan->second_points, r.low), spread(plan->second_points, r.high)),
        .experience = spread(plan->experience_points, r.apart),
        .study_work =
            _mm512_add_epi8(spread(plan->work_points, years), spread(plan->study_points, only(study, 3))),
        .relative = spread(plan->relative_points, only(r.apart, 7)),
        .spouse_pair = repeated_32(plan->spouse_pair_points),
        .spouse_work = spread(plan->spouse_work_points, r.high),
        .offer = bytes(plan->offer_points),
        .offer_adaptability = bytes(plan->offer_adaptability_points),
        .adaptability_cap = bytes(plan->adaptability_cap),
        .pass_mark = bytes(plan->pass_mark),
        .funds_waived = bytes(EEP_MONTHS_NEVER - plan->funds_waived_months),
        .ordinary = bytes(plan->ordinary),
    };
}

/* ---- Candidates --------------------------------------------------------------------------------- */

/* Sixty-four of them, or the first few. */
typedef struct candidates {
    const eep_planes *planes;
    size_t first;
    __mmask64 lanes;
} candidates;

/* Read where it is needed: planes that no rule asks for stay untouched. */
ALWAYS_INLINE __m512i plane(candidates c, int which)
{
    return load_some(c.planes->plane[which] + c.first, c.lanes);
}

/* ---- The selection grid ------------------------------------------------------------------------- */

ALWAYS_INLINE __m512i sum(__m512i a, __m512i b)
{
    return _mm512_add_epi8(a, b);
}

ALWAYS_INLINE __m512i sum_where(__mmask64 where, __m512i a, __m512i b)
{
    return _mm512_mask_add_epi8(a, where, a, b);
}

ALWAYS_INLINE __m512i lesser(__m512i a, __m512i b)
{
    return _mm512_min_epu8(a, b);
}

/* The two highest bits of `a`, moved down by 2, over those of `b`, moved down by 6. */
ALWAYS_INLINE __m512i apart(__m512i a, __m512i b)
{
    return select_bits(3 << 4, _mm512_srli_epi16(a, 2), _mm512_srli_epi16(b, 6));
}

ALWAYS_INLINE __m512i adaptability(const tables *t, candidates c, __mmask64 offer)
{
    const __m512i lr = plane(c, EEP_PLANE_SPOUSE_LR), ws = plane(c, EEP_PLANE_SPOUSE_WS);
    const __m512i second_lr = plane(c, EEP_PLANE_SECOND_LR);
    const __mmask64 comes = _mm512_test_epi8_mask(second_lr, bytes(1 << 6));
    const __m512i language = lesser(look_up(t->spouse_pair, lr), look_up(t->spouse_pair, ws));
    const __m512i spouse = sum(language, look_up(t->spouse_work, _mm512_srli_epi16(ws, 2)));
    const __m512i relatives = look_up(t->relative, apart(second_lr, plane(c, EEP_PLANE_TRADE)));
    const __m512i own = look_up(t->study_work, _mm512_srli_epi16(plane(c, EEP_PLANE_EDUCATION), 2));
    const __m512i alone = sum_where(offer, sum(own, relatives), t->offer_adaptability);

    return lesser(sum_where(comes, alone, spouse), t->adaptability_cap);
}

ALWAYS_INLINE __m512i selection_points(const tables *t, candidates c)
{
    const __m512i first_lr = plane(c, EEP_PLANE_FIRST_LR), first_ws = plane(c, EEP_PLANE_FIRST_WS);
    const __mmask64 offer = _mm512_test_epi8_mask(first_lr, bytes(3 << 6));
    const __m512i age = look_up(t->age, plane(c, EEP_PLANE_AGE));
    const __m512i education = look_up(t->education, plane(c, EEP_PLANE_EDUCATION));
    const __m512i first = sum(look_up(t->language, first_lr), look_up(t->language, first_ws));
    const __m512i second = lesser(look_up(t->second, plane(c, EEP_PLANE_SECOND_LR)),
                                  look_up(t->second, plane(c, EEP_PLANE_SECOND_WS)));
    const __m512i years = apart(plane(c, EEP_PLANE_CANADIAN), plane(c, EEP_PLANE_MONTHS));
    const __m512i work = sum_where(offer, look_up(t->experience, years), t->offer);
    const __m512i person = sum(sum(age, education), sum(first, second));

    return sum(sum(person, work), adaptability(t, c, offer));
}

/* ---- Ways --------------------------------------------------------------------------------------- */

ALWAYS_INLINE __m512i both(__m512i a, __m512i b)
{
    return _mm512_and_si512(a, b);
}

/* The index of eep_ways.papers. */
ALWAYS_INLINE __m512i papers_of(const tables *t, candidates c)
{
    const __m512i second_lr = plane(c, EEP_PLANE_SECOND_LR), second_ws = plane(c, EEP_PLANE_SECOND_WS);
    const __m512i first_lr = plane(c, EEP_PLANE_FIRST_LR), months = only(plane(c, EEP_PLANE_CANADIAN), 63);
    /* The seventh bit of the sum: months reach what waives the funds. */
    const __m512i works = sum(months, t->funds_waived);
    const __m512i lowest = select_bits(1, _mm512_srli_epi16(works, 6), _mm512_srli_epi16(second_lr, 6));
    const __m512i others =
        select_bits(3 << 4, _mm512_srli_epi16(first_lr, 2), _mm512_srli_epi16(second_ws, 4));

    return select_bits(3, lowest, others);
}

ALWAYS_INLINE __m512i look_up_128(const uint8_t table[128], __m512i index)
{
    return _mm512_permutex2var_epi8(load(table), index, load(table + 64));
}

/*
 * `asks_grid` is a constant where this is inlined: a plan that asks it mostly asks the rest, and goes through
 * all without a question. For others what is asked is the same for all candidates.
 */
ALWAYS_INLINE __m512i open_programs(const eep_ways *ways, const tables *t, candidates c, __mmask64 fails,
                                    int asks_grid)
{
    const __m512i occupation = look_up(repeated(ways->occupation), plane(c, EEP_PLANE_OCCUPATION));
    const __m512i lr = look_up(load(ways->first_lr), plane(c, EEP_PLANE_FIRST_LR));
    const __m512i ws = look_up(load(ways->first_ws), plane(c, EEP_PLANE_FIRST_WS));
    __m512i open = both(occupation, both(lr, ws));

    if (asks_grid || ways->asks_education)
        open = both(open, look_up(repeated(ways->education), plane(c, EEP_PLANE_EDUCATION)));
    if (asks_grid || ways->asks_months)
        open = both(open, look_up(load(ways->months), plane(c, EEP_PLANE_MONTHS)));
    if (asks_grid || ways->asks_canadian)
        open = both(open, look_up(load(ways->canadian), plane(c, EEP_PLANE_CANADIAN)));
    if (asks_grid || ways->asks_trade)
        open = both(open, look_up(load(ways->trade), plane(c, EEP_PLANE_TRADE)));
    if (asks_grid || ways->asks_continuous)
        open = both(open, look_up_128(ways->continuous, plane(c, EEP_PLANE_CONTINUOUS)));
    if (asks_grid || ways->asks_papers) open = both(open, look_up(load(ways->papers), papers_of(t, c)));
    if (asks_grid)
        open = _mm512_mask_mov_epi8(open, fails, only(open, (uint8_t)~ways->asks_selection_points));
    return look_up(load(ways->programs), open);
}

ALWAYS_INLINE __m512i programs_of(const eep_program_plan *plan, const tables *t, candidates c, int asks_grid)
{
    const __mmask64 fails = asks_grid ? _mm512_cmplt_epu8_mask(selection_points(t, c), t->pass_mark) : 0;
    __m512i programs = open_programs(&plan->ways[0], t, c, fails, asks_grid);

    for (size_t s = 1; s < plan->sets; s++)
        programs = _mm512_or_si512(programs, open_programs(&plan->ways[s], t, c, fails, asks_grid));
    /* Those that ask another program only where there is one. */
    return _mm512_maskz_mov_epi8(_mm512_test_epi8_mask(programs, t->ordinary), programs);
}

ALWAYS_INLINE void find_programs(const eep_program_plan *plan, const eep_planes *planes, size_t n,
                                 uint8_t *programs, int asks_grid)
{
    const tables t = spread_plan(plan);
    const eep_planes some = eep_planes_of(plan, planes), *asked = asks_grid ? planes : &some;
    const size_t reads = asks_grid ? EEP_PLANES : plan->reads;
    const int past_caches = plan->past_caches && (uintptr_t)programs % EEP_LINE == 0;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        if (eep_looks_ahead(n)) eep_ask_ahead(asked->plane, reads, i);
        const __m512i found = programs_of(plan, &t, (candidates){planes, i, ~UINT64_C(0)}, asks_grid);

        if (past_caches)
            _mm512_stream_si512((void *)(programs + i), found);
        else
            _mm512_storeu_si512(programs + i, found);
    }
    if (past_caches) _mm_sfence(); /* they are there for other threads */
    if (i == n) return;
    const __mmask64 lanes = first_lanes(n - i);
    _mm512_mask_storeu_epi8(programs + i, lanes,
                            programs_of(plan, &t, (candidates){planes, i, lanes}, asks_grid));
}

void eep_programs_avx512(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    if (plan->asks_selection_points)
        find_programs(plan, planes, n, programs, 1);
    else
        find_programs(plan, planes, n, programs, 0);
}
