/*
 * unpack.c - planes back to facts, so that the references of planes can be those of facts.
 *
 * Formula: of every code the fact it begins with, and 0 for the lowest level (no test, or one that gives
 * nothing); weakest abilities from the levels. noc_categories is 0: members bring their own bits.
 */
#include "kernels/pack/pack.h"

static uint8_t level_of(unsigned code)
{
    return (uint8_t)(code == 0 ? 0 : code + EEP_LEVEL_LOWEST);
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static uint8_t weakest_of(const uint8_t of[EEP_ABILITIES][EEP_BLOCK_ROWS], size_t i)
{
    return least(least(of[0][i], of[1][i]), least(of[2][i], of[3][i]));
}

/* The two levels of three bits each in the low six bits of a byte. */
static void unpack_levels(unsigned byte, uint8_t *a, uint8_t *b)
{
    *a = level_of(byte & 7);
    *b = level_of(byte >> 3 & 7);
}

/* Which order a spouse's two abilities had is not known, nor asked by anybody. */
static void unpack_pair(unsigned code, uint8_t *a, uint8_t *b)
{
    unsigned high = 0;

    while ((high + 1) * (high + 2) / 2 <= code)
        high++;
    *a = level_of(high);
    *b = level_of(code - high * (high + 1) / 2);
}

static void unpack_languages(const eep_planes *p, size_t i, eep_facts *f)
{
    const int french_first = p->plane[EEP_PLANE_FIRST_WS][i] >> 7;

    unpack_levels(p->plane[EEP_PLANE_FIRST_LR][i], &f->first[EEP_LISTENING][i], &f->first[EEP_READING][i]);
    unpack_levels(p->plane[EEP_PLANE_FIRST_WS][i], &f->first[EEP_WRITING][i], &f->first[EEP_SPEAKING][i]);
    unpack_levels(p->plane[EEP_PLANE_SECOND_LR][i], &f->second[EEP_LISTENING][i], &f->second[EEP_READING][i]);
    unpack_levels(p->plane[EEP_PLANE_SECOND_WS][i], &f->second[EEP_WRITING][i], &f->second[EEP_SPEAKING][i]);
    f->weakest_first[i] = weakest_of(f->first, i);
    f->weakest_second[i] = weakest_of(f->second, i);
    f->weakest_english[i] = french_first ? f->weakest_second[i] : f->weakest_first[i];
    f->weakest_french[i] = french_first ? f->weakest_first[i] : f->weakest_second[i];
}

static void unpack_spouse(const eep_planes *p, size_t i, eep_facts *f)
{
    f->spouse[i] = p->plane[EEP_PLANE_SECOND_LR][i] >> 6 & 1;
    unpack_pair(p->plane[EEP_PLANE_SPOUSE_LR][i] & 31u, &f->spouse_language[EEP_LISTENING][i],
                &f->spouse_language[EEP_READING][i]);
    unpack_pair(p->plane[EEP_PLANE_SPOUSE_WS][i] & 31u, &f->spouse_language[EEP_WRITING][i],
                &f->spouse_language[EEP_SPEAKING][i]);
    f->spouse_weakest[i] = weakest_of(f->spouse_language, i);
    f->spouse_education[i] = p->plane[EEP_PLANE_SPOUSE_LR][i] >> 5;
    f->spouse_years[i] = p->plane[EEP_PLANE_SPOUSE_WS][i] >> 5;
    f->spouse_study[i] = p->plane[EEP_PLANE_TRADE][i] >> 7;
}

static void unpack_person(const eep_planes *p, size_t i, eep_facts *f)
{
    f->age[i] = (uint8_t)((p->plane[EEP_PLANE_AGE][i] & 31) + EEP_AGE_LOWEST);
    f->foreign_years[i] = p->plane[EEP_PLANE_AGE][i] >> 5;
    f->education[i] = p->plane[EEP_PLANE_EDUCATION][i] & 7;
    f->canadian_years[i] = p->plane[EEP_PLANE_EDUCATION][i] >> 3 & 7;
    f->canadian_study[i] = p->plane[EEP_PLANE_EDUCATION][i] >> 6;
    f->job_offer[i] = p->plane[EEP_PLANE_FIRST_LR][i] >> 6;
    f->sibling[i] = p->plane[EEP_PLANE_FIRST_WS][i] >> 6 & 1;
    f->nomination[i] = p->plane[EEP_PLANE_SECOND_LR][i] >> 7;
    f->certificate[i] = p->plane[EEP_PLANE_SECOND_WS][i] >> 6 & 1;
    f->funds[i] = p->plane[EEP_PLANE_SECOND_WS][i] >> 7;
}

static void unpack_work(const eep_planes *p, size_t i, eep_facts *f)
{
    f->noc_class[i] = p->plane[EEP_PLANE_OCCUPATION][i] & 63;
    f->noc_months[i] = p->plane[EEP_PLANE_MONTHS][i] & 63;
    f->noc_canadian_months[i] = p->plane[EEP_PLANE_CANADIAN][i] & 63;
    f->total_years[i] =
        (uint8_t)(p->plane[EEP_PLANE_MONTHS][i] >> 6 | p->plane[EEP_PLANE_CANADIAN][i] >> 6 << 2);
    f->continuous_months[i] = p->plane[EEP_PLANE_CONTINUOUS][i] & 127;
    f->recruit[i] = p->plane[EEP_PLANE_CONTINUOUS][i] >> 7;
    f->trade_months[i] = p->plane[EEP_PLANE_TRADE][i] & 63;
    f->relative[i] = p->plane[EEP_PLANE_TRADE][i] >> 6 & 1;
    f->noc_categories[i] = 0;
}

void eep_unpack(const eep_planes *planes, size_t n, eep_facts *facts)
{
    for (size_t i = 0; i < n; i++) {
        unpack_person(planes, i, facts);
        unpack_languages(planes, i, facts);
        unpack_spouse(planes, i, facts);
        unpack_work(planes, i, facts);
    }
}
