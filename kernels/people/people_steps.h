/*
 * people_steps.h - people, step by step over a short block: the meaning, shared by the files that build it
 * for an instruction set. Each step is one look in the joint tables and plain loops over arrays that stay in
 * the first-level cache, which a compiler can turn into vectors; the steps name the two kernels they call.
 *
 * Overflow: months stay below 2^8, so that products of a half word (below 2^16) and a width are below 2^24; a
 * birthday is at most 366 x 2^16.
 */
#ifndef EEP_KERNELS_PEOPLE_STEPS_H
#define EEP_KERNELS_PEOPLE_STEPS_H

#include "kernels/kernels.h"

#define BLOCK 256

/* The windows of the columns, in months (datasets/columns.def): ten, five and three years. */
#define MONTHS_FIVE_YEARS  60U
#define MONTHS_THREE_YEARS 36U

/* Labels of columns.def that the steps write. */
enum { SEX_FEMALE = 1, SEX_MALE = 2 };

/* What one block is drawn with: words, outcomes that later steps read, and contexts. */
typedef struct steps {
    const eep_people_plan *plan;
    size_t n;
    uint32_t word[EEP_DRAW_WORDS][BLOCK];
    uint32_t kind[BLOCK], schooling[BLOCK], work[BLOCK], tests[BLOCK], occupation[BLOCK], ties[BLOCK];
    uint32_t context[BLOCK], drawn[BLOCK], canadian[BLOCK], foreign[BLOCK];
} steps;

/* `width` bits of an outcome from bit `at` on. */
static inline uint32_t bits_of(uint32_t outcome, unsigned at, unsigned width)
{
    return outcome >> at & ((1U << width) - 1);
}

/* The halves of a word as one of 0 .. count - 1. */
static inline uint32_t upper_below(uint32_t word, uint32_t count)
{
    return (word >> 16) * count >> 16;
}
static inline uint32_t lower_below(uint32_t word, uint32_t count)
{
    return (word & 0xffff) * count >> 16;
}

static inline uint32_t least_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static inline void draw_kind(steps *s, eep_alias_kernel look)
{
    look(&s->plan->kind, NULL, s->word[EEP_DRAW_KIND], s->n, s->kind);
    look(&s->plan->schooling, s->kind, s->word[EEP_DRAW_SCHOOLING], s->n, s->schooling);
    look(&s->plan->ties, s->kind, s->word[EEP_DRAW_TIES], s->n, s->ties);
    look(&s->plan->tests, s->kind, s->word[EEP_DRAW_TESTS], s->n, s->tests);
}

static inline void write_schooling(const steps *s, const eep_people *out)
{
    const size_t n = s->n;
    const uint32_t *restrict schooling = s->schooling;
    uint8_t *restrict education = out->education;
    const uint32_t *word = s->word[EEP_DRAW_BIRTHDAY_SEX];
    for (size_t i = 0; i < n; i++)
        education[i] = (uint8_t)bits_of(schooling[i], 7, 3);
    for (size_t i = 0; i < n; i++) {
        const int32_t *latest = s->plan->birthday + bits_of(s->schooling[i], 0, 7);
        out->birth_date[i] = latest[0] - (int32_t)upper_below(word[i], (uint32_t)(latest[0] - latest[1]));
    }
}

/* One ability of a test around its base; base 0 is no test. `at` is where its 3 bits begin. */
static inline void write_ability(const uint32_t *restrict base, const uint32_t *restrict offsets, unsigned at,
                                 size_t n, uint8_t *restrict level)
{
    for (size_t i = 0; i < n; i++) {
        const int32_t found = (int32_t)(base[i] + bits_of(offsets[i], at, 3)) - 2;
        const int32_t low = found < 1 ? 1 : found, held = low > 12 ? 12 : low;
        level[i] = (uint8_t)((uint32_t)held * (base[i] != 0));
    }
}

/* The abilities of one person are written as of the first language, then put under English or French. */
static inline void write_tests(steps *s, const eep_people *out, eep_alias_kernel look)
{
    const size_t n = s->n;
    uint8_t *restrict is_french = out->first_official;
    uint32_t base[BLOCK];
    uint8_t first[BLOCK], second[BLOCK];
    uint32_t *offsets = s->word[EEP_DRAW_FIRST], *others = s->word[EEP_DRAW_SECOND], *other_base = s->drawn;
    look(&s->plan->abilities, NULL, offsets, s->n, offsets);
    look(&s->plan->abilities, NULL, others, s->n, others);
    for (size_t i = 0; i < n; i++) {
        base[i] = bits_of(s->tests[i], 1, 4);
        other_base[i] = bits_of(s->tests[i], 5, 4);
        is_french[i] = (uint8_t)(s->tests[i] & 1);
    }
    for (unsigned a = 0; a < 4; a++) {
        uint8_t *restrict english = out->english[a], *restrict french = out->french[a];
        write_ability(base, offsets, 3 * a, s->n, first);
        write_ability(other_base, others, 3 * a, s->n, second);
        for (size_t i = 0; i < n; i++) {
            const uint8_t swap = (uint8_t)((first[i] ^ second[i]) & -is_french[i]);
            english[i] = first[i] ^ swap;
            french[i] = second[i] ^ swap;
        }
    }
}

static inline void write_citizenship(steps *s, const eep_people *out, eep_alias_kernel look)
{
    const size_t n = s->n;
    uint16_t *restrict citizenship = out->citizenship;
    for (size_t i = 0; i < n; i++)
        s->context[i] = bits_of(s->tests[i], 9, 4);
    look(&s->plan->citizenship, s->context, s->word[EEP_DRAW_CITIZENSHIP], s->n, s->drawn);
    for (size_t i = 0; i < n; i++)
        citizenship[i] = (uint16_t)s->drawn[i];
}

/* No more months than have passed since skilled work was possible, Canadian ones first. */
static inline void write_months(steps *s, const eep_people *out, eep_alias_kernel look)
{
    const size_t n = s->n;
    uint8_t *restrict study = out->canadian_study;
    uint16_t *restrict here_months = out->canadian_work_months, *restrict abroad_months =
                                                                    out->foreign_work_months;
    const uint32_t *within = s->word[EEP_DRAW_MONTHS];
    for (size_t i = 0; i < n; i++)
        s->context[i] = s->kind[i] * 3 + bits_of(s->schooling[i], 17, 2);
    look(&s->plan->work, s->context, s->word[EEP_DRAW_WORK], s->n, s->work);
    for (size_t i = 0; i < n; i++) {
        const uint32_t work = s->work[i], passed = bits_of(s->schooling[i], 10, 7);
        const uint32_t here = bits_of(work, 2, 7) + upper_below(within[i], bits_of(work, 9, 7));
        const uint32_t abroad = bits_of(work, 16, 7) + lower_below(within[i], bits_of(work, 23, 7));
        s->canadian[i] = least_of(here, passed);
        s->foreign[i] = least_of(abroad, passed - s->canadian[i]);
    }
    for (size_t i = 0; i < n; i++) {
        study[i] = (uint8_t)bits_of(s->work[i], 0, 2);
        here_months[i] = (uint16_t)s->canadian[i];
        abroad_months[i] = (uint16_t)s->foreign[i];
    }
}

/* From half to the whole of `months`. */
static inline uint32_t part_of(uint32_t months, uint32_t half)
{
    return months - (half * (months / 2 + 1) >> 16);
}

static inline void write_occupation_months(steps *s, const eep_people *out)
{
    const size_t n = s->n;
    uint16_t *restrict in_canada = out->noc_canadian_months, *restrict months = out->noc_months;
    uint16_t *restrict run = out->continuous_work_months, *restrict trade_months = out->trade_months;
    const uint32_t *shares = s->word[EEP_DRAW_SHARES], *canadian = s->canadian, *foreign = s->foreign;
    uint32_t *recent = s->context;
    for (size_t i = 0; i < n; i++)
        recent[i] = s->plan->recent[s->kind[i]];
    for (size_t i = 0; i < n; i++) {
        const uint32_t share = (s->ties[i] / EEP_TIE_OTHER_OCCUPATION & 1) * (shares[i] >> 16);
        const uint32_t broken = (s->ties[i] / EEP_TIE_INTERRUPTED & 1) * (shares[i] & 0xffff);
        const uint32_t here = recent[i] * least_of(canadian[i], MONTHS_THREE_YEARS);
        const uint32_t abroad = least_of(foreign[i], MONTHS_THREE_YEARS - here);
        const uint32_t longest = canadian[i] > foreign[i] ? canadian[i] : foreign[i];
        const uint32_t trade = bits_of(s->occupation[i], 27, 1) * MONTHS_FIVE_YEARS;
        const uint32_t here_in_it = part_of(here, share);
        in_canada[i] = (uint16_t)here_in_it;
        months[i] = (uint16_t)(here_in_it + part_of(abroad, share));
        run[i] = (uint16_t)part_of(part_of(longest, share), broken);
        trade_months[i] = (uint16_t)least_of(part_of(canadian[i] + foreign[i], share), trade);
    }
}

static inline void write_occupation(steps *s, const eep_people *out, eep_alias_kernel look)
{
    const size_t n = s->n;
    uint32_t *restrict noc = out->noc;
    uint8_t *restrict sex = out->sex, *restrict certificate = out->certificate,
                      *restrict offer = out->job_offer;
    const uint32_t *word = s->word[EEP_DRAW_BIRTHDAY_SEX];
    for (size_t i = 0; i < n; i++)
        s->context[i] = s->kind[i] * 2 + bits_of(s->schooling[i], 19, 1);
    look(&s->plan->occupation, s->context, s->word[EEP_DRAW_OCCUPATION], s->n, s->occupation);
    for (size_t i = 0; i < n; i++) {
        const uint32_t job = s->occupation[i], ties = s->ties[i];
        const uint32_t woman = lower_below(word[i], 1000) < bits_of(job, 17, 10);
        noc[i] = bits_of(job, 0, 17);
        sex[i] = (uint8_t)(woman ? SEX_FEMALE : SEX_MALE);
        certificate[i] = (uint8_t)(ties / EEP_TIE_CERTIFICATE & bits_of(job, 27, 1));
        offer[i] = (uint8_t)((ties / EEP_TIE_JOB_OFFER & 1) * (1 + bits_of(job, 28, 1)));
    }
}

/* A sibling is a relative, so that who has the one has the other. */
static inline void write_ties(const steps *s, const eep_people *out)
{
    const size_t n = s->n;
    uint8_t *restrict sibling = out->sibling, *restrict relative = out->relative;
    uint8_t *restrict nomination = out->nomination, *restrict funds = out->settlement_funds;
    for (size_t i = 0; i < n; i++) {
        const uint32_t ties = s->ties[i];
        sibling[i] = (uint8_t)(ties / EEP_TIE_SIBLING & 1);
        relative[i] = (uint8_t)((ties / EEP_TIE_RELATIVE | ties / EEP_TIE_SIBLING) & 1);
        nomination[i] = (uint8_t)(ties / EEP_TIE_NOMINATION & 1);
        funds[i] = (uint8_t)(ties / EEP_TIE_FUNDS & 1);
    }
}

/* Without a spouse all that is drawn of one is 0, the outcome of the spouse table included. */
static inline void write_spouse(steps *s, const eep_people *out, eep_alias_kernel look)
{
    const size_t n = s->n;
    uint8_t *restrict accompanies = out->accompanying_spouse, *restrict schooled = out->spouse_education;
    uint8_t *restrict studied = out->spouse_canadian_study;
    uint16_t *restrict worked = out->spouse_canadian_work_months;
    uint32_t *spouse = s->drawn, *base = s->context, *offsets = s->word[EEP_DRAW_SPOUSE_ABILITIES];
    uint32_t *education = s->word[EEP_DRAW_SPOUSE_EDUCATION];
    const uint32_t *within = s->word[EEP_DRAW_SPOUSE_MONTHS];
    for (size_t i = 0; i < n; i++)
        s->context[i] = s->kind[i] * 8 + bits_of(s->schooling[i], 7, 3);
    look(&s->plan->spouse_education, s->context, education, s->n, education);
    for (size_t i = 0; i < n; i++)
        s->context[i] = s->kind[i] * 4 + bits_of(s->schooling[i], 20, 2);
    look(&s->plan->spouse, s->context, s->word[EEP_DRAW_SPOUSE], s->n, spouse);
    look(&s->plan->abilities, NULL, offsets, s->n, offsets);
    for (size_t i = 0; i < n; i++) {
        const uint32_t comes = spouse[i] & 1, level = comes * education[i];
        const uint32_t months = bits_of(spouse[i], 5, 7) + upper_below(within[i], bits_of(spouse[i], 12, 7));
        base[i] = bits_of(spouse[i], 1, 4);
        accompanies[i] = (uint8_t)comes;
        schooled[i] = (uint8_t)level;
        worked[i] = (uint16_t)(comes * months);
        studied[i] = (uint8_t)((level >= 2) & bits_of(spouse[i], 19, 1));
    }
    for (unsigned a = 0; a < 4; a++)
        write_ability(base, offsets, 3 * a, s->n, out->spouse_language[a]);
}

/* The same arrays, `by` people further on. */
static inline eep_people people_from(const eep_people *people, size_t by)
{
    eep_people at = *people;
    at.birth_date += by, at.sex += by, at.accompanying_spouse += by, at.education += by, at.citizenship += by;
    at.spouse_education += by, at.first_official += by, at.noc += by;
    for (int a = 0; a < 4; a++)
        at.english[a] += by, at.french[a] += by, at.spouse_language[a] += by;
    at.canadian_work_months += by, at.foreign_work_months += by, at.spouse_canadian_work_months += by;
    at.noc_months += by, at.noc_canadian_months += by, at.continuous_work_months += by, at.trade_months += by;
    at.certificate += by, at.sibling += by, at.nomination += by, at.settlement_funds += by;
    at.canadian_study += by, at.job_offer += by, at.relative += by, at.spouse_canadian_study += by;
    return at;
}

static inline __attribute__((always_inline)) void
draw_people(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose, size_t n,
            const eep_people *out, eep_random_kernel random, eep_alias_kernel look)
{
    steps s = {.plan = plan};
    for (size_t at = 0; at < n; at += BLOCK) {
        const eep_people here = people_from(out, at);
        s.n = n - at < BLOCK ? n - at : BLOCK;
        for (uint32_t index = 0; index < EEP_DRAW_WORDS / 4; index++) {
            uint32_t *const word[4] = {s.word[4 * index], s.word[4 * index + 1], s.word[4 * index + 2],
                                       s.word[4 * index + 3]};
            random(key, first + at, purpose, index, s.n, word);
        }
        draw_kind(&s, look);
        write_schooling(&s, &here);
        write_tests(&s, &here, look);
        write_citizenship(&s, &here, look);
        write_months(&s, &here, look);
        write_occupation(&s, &here, look);
        write_occupation_months(&s, &here);
        write_ties(&s, &here);
        write_spouse(&s, &here, look);
    }
}

#endif
