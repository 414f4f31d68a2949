/*
 * pack_ref.c - raw columns to planes, the plain meaning: the facts of kernels/facts/, each turned into its
 * code.
 *
 * Formula: code of an age, a level and a pair as in kernels/planes.h; years cut at 7; months in the
 * occupation cut at 63, of the longest run at 127; whole years in the occupation in Canada cut at 3. Units:
 * codes, see the list of planes. Overflow: every code is cut to its bits before it is shifted to its place in
 * a byte.
 */
#include "kernels/facts/facts.h"
#include "kernels/pack/pack.h"

static uint8_t joined(unsigned a, unsigned b, unsigned b_at, unsigned c, unsigned c_at)
{
    return (uint8_t)(a | b << b_at | c << c_at);
}

static unsigned cut(unsigned value, unsigned most)
{
    return value < most ? value : most;
}

static unsigned level(const uint8_t of[EEP_BLOCK_ROWS], size_t i)
{
    return eep_level_code(of[i], EEP_LEVEL_CODES);
}

static unsigned pair(const uint8_t of[EEP_ABILITIES][EEP_BLOCK_ROWS], int a, int b, size_t i)
{
    return eep_pair_code(eep_level_code(of[a][i], EEP_PAIR_LEVELS),
                         eep_level_code(of[b][i], EEP_PAIR_LEVELS));
}

/* Three bits of each of two abilities. */
static unsigned levels(const uint8_t of[EEP_ABILITIES][EEP_BLOCK_ROWS], int a, int b, size_t i)
{
    return level(of[a], i) | level(of[b], i) << 3;
}

/* What a score reads. */
static void encode_score(const eep_facts *f, size_t i, int french_first, const eep_planes *at)
{
    at->plane[EEP_PLANE_AGE][i] =
        joined(eep_age_code(f->age[i]), cut(f->foreign_years[i], EEP_YEAR_CODES - 1), 5, 0, 0);
    at->plane[EEP_PLANE_EDUCATION][i] =
        joined(f->education[i], cut(f->canadian_years[i], EEP_YEAR_CODES - 1), 3, f->canadian_study[i], 6);
    at->plane[EEP_PLANE_FIRST_LR][i] =
        joined(levels(f->first, EEP_LISTENING, EEP_READING, i), f->job_offer[i], 6, 0, 0);
    at->plane[EEP_PLANE_FIRST_WS][i] =
        joined(levels(f->first, EEP_WRITING, EEP_SPEAKING, i), f->sibling[i], 6, (unsigned)french_first, 7);
    at->plane[EEP_PLANE_SECOND_LR][i] =
        joined(levels(f->second, EEP_LISTENING, EEP_READING, i), f->spouse[i], 6, f->nomination[i], 7);
    at->plane[EEP_PLANE_SECOND_WS][i] =
        joined(levels(f->second, EEP_WRITING, EEP_SPEAKING, i), f->certificate[i], 6, f->funds[i], 7);
    at->plane[EEP_PLANE_SPOUSE_LR][i] =
        joined(pair(f->spouse_language, EEP_LISTENING, EEP_READING, i), f->spouse_education[i], 5, 0, 0);
    at->plane[EEP_PLANE_SPOUSE_WS][i] = joined(pair(f->spouse_language, EEP_WRITING, EEP_SPEAKING, i),
                                               cut(f->spouse_years[i], EEP_YEAR_CODES - 1), 5, 0, 0);
}

static uint8_t occupation_of(uint8_t noc_class, unsigned noc_canadian_months)
{
    return joined(noc_class & 63u, cut(noc_canadian_months / 12, EEP_OCCUPATION_YEARS - 1), 6, 0, 0);
}

/* What programs and categories read besides. */
static void encode_work(const eep_facts *f, size_t i, const eep_planes *at)
{
    const unsigned years = f->total_years[i];

    at->plane[EEP_PLANE_OCCUPATION][i] = occupation_of(f->noc_class[i], f->noc_canadian_months[i]);
    at->plane[EEP_PLANE_MONTHS][i] = joined(cut(f->noc_months[i], 63), years & 3, 6, 0, 0);
    at->plane[EEP_PLANE_CANADIAN][i] = joined(cut(f->noc_canadian_months[i], 63), years >> 2, 6, 0, 0);
    at->plane[EEP_PLANE_CONTINUOUS][i] = joined(cut(f->continuous_months[i], 127), f->recruit[i], 7, 0, 0);
    at->plane[EEP_PLANE_TRADE][i] =
        joined(cut(f->trade_months[i], 63), f->relative[i], 6, f->spouse_study[i], 7);
}

void eep_pack_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, const eep_planes *planes)
{
    eep_facts facts;

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const size_t count = n - row < EEP_BLOCK_ROWS ? n - row : EEP_BLOCK_ROWS;
        const eep_raw here = eep_raw_from(raw, row);
        const eep_planes at = eep_planes_at(planes, row);

        eep_facts_ref(tables, &here, count, &facts);
        for (size_t i = 0; i < count; i++) {
            encode_score(&facts, i, here.first_official[i] != 0, &at);
            encode_work(&facts, i, &at);
        }
    }
}

void eep_age_ref(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane)
{
    for (size_t i = 0; i < n; i++) {
        const unsigned age = eep_age_on_day(tables, birth_date[i]);

        plane[i] = (uint8_t)((plane[i] & ~31u) | eep_age_code(age));
    }
}

void eep_occupation_ref(const eep_pack_tables *tables, const uint32_t *noc,
                        const uint16_t *noc_canadian_months, size_t n, uint8_t *plane)
{
    for (size_t i = 0; i < n; i++)
        plane[i] = occupation_of(tables->noc_class[noc[i]], noc_canadian_months[i]);
}

void eep_listed_ref(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                    uint64_t *listed)
{
    for (size_t word = 0; word < (n + 63) / 64; word++)
        listed[word] = 0;
    for (size_t i = 0; i < n; i++)
        listed[i / 64] |= (uint64_t)((noc_categories[noc[i]] & bit) != 0) << i % 64;
}
