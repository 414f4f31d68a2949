/*
 * chances.h - alias tables, and people drawn from them. Part of the face.
 *
 * An alias table (Walker 1977, Vose 1991) draws one of many outcomes, of any weights, by one look: a word
 * picks a slot, and the slot's threshold says whether its own outcome or that of its alias is meant. A joint
 * table has combinations of facts as outcomes, so that facts which depend on one another cost one look
 * together.
 */
#ifndef EEP_KERNELS_CHANCES_H
#define EEP_KERNELS_CHANCES_H

#include <stddef.h>
#include <stdint.h>

/* ---- alias: words to outcomes ------------------------------------------------------------------- */

#define EEP_ALIAS_BITS_MAX  15 /* slots of a table: 2^bits, 2 to 32,768 */
#define EEP_ALIAS_THRESHOLD 16 /* bits of a threshold */

typedef struct eep_alias_slot {
    uint16_t threshold, alias; /* below the threshold: this slot; else the slot `alias` of the same table */
    uint32_t outcome;
} eep_alias_slot;

/* Tables of 2^bits slots, one for each context, one after the other. */
typedef struct eep_alias {
    const eep_alias_slot *slot;
    uint32_t bits; /* 1..EEP_ALIAS_BITS_MAX */
} eep_alias;

/*
 * out[i] is an outcome of table context[i]. The upper `bits` of word[i] pick the slot, the next 16 are
 * compared with its threshold; the rest is not looked at. `context` NULL means 0. Any n; `out` may be `word`.
 */
typedef void (*eep_alias_kernel)(const eep_alias *tables, const uint32_t *context, const uint32_t *word,
                                 size_t n, uint32_t *out);

/* ---- people: counters to columns ---------------------------------------------------------------- */

#define EEP_PEOPLE_KINDS 16  /* archetypes at most */
#define EEP_PEOPLE_AGES  101 /* ages 0..100 have a birthday */

/*
 * The joint tables. A person is drawn in this order; each table's context is made of what was drawn before
 * it, and its outcomes are packed as below, lowest bits first. `kind` is the archetype.
 *
 *   kind                 -                          kind 4
 *   schooling            kind                       age 7, education 3, passed 7, study 2, degree 1, span 2
 *   work                 kind * 3 + study           Canadian study 2, Canadian from 7 and width 7, foreign
 *                                                   from 7 and width 7
 *   tests                kind                       French first 1, first base 4, second base 4, list 4
 *   abilities            -                          four times 3: level less base, plus 2
 *   spouse               kind * 4 + span            comes 1, base 4, work from 7 and width 7, study 1
 *   spouse_education     kind * 8 + education       education 3
 *   occupation           kind * 2 + degree          NOC 17, women out of 1000 10, trade 1, senior 1
 *   ties                 kind                       eight flags, EEP_TIE_...
 *   citizenship          list                       country 16
 *
 * passed: months since skilled work was possible, at most 120. study: 0 = no Canadian study possible, 1 = a
 * short one, 2 = any. span: which of four age spans. A width is how many values; one from..from+width-1 is
 * taken. list: which list of citizenships.
 */
typedef struct eep_people_plan {
    eep_alias kind, schooling, work, tests, abilities, spouse, spouse_education, occupation, ties,
        citizenship;
    int32_t birthday[EEP_PEOPLE_AGES]; /* days: born on or before birthday[a] means at least a years old */
    uint32_t recent[EEP_PEOPLE_KINDS]; /* 1: the Canadian work of the kind lies within three years */
} eep_people_plan;

enum {
    EEP_TIE_JOB_OFFER = 1,
    EEP_TIE_SIBLING = 2,
    EEP_TIE_RELATIVE = 4,
    EEP_TIE_NOMINATION = 8,
    EEP_TIE_CERTIFICATE = 16,
    EEP_TIE_FUNDS = 32,
    EEP_TIE_OTHER_OCCUPATION = 64,
    EEP_TIE_INTERRUPTED = 128
};

/* What a person needs of words, 32 bits each, from counters of index 0, 1, ... of its proposal. */
enum {
    EEP_DRAW_KIND,
    EEP_DRAW_SCHOOLING,
    EEP_DRAW_WORK,
    EEP_DRAW_TESTS,
    EEP_DRAW_FIRST,
    EEP_DRAW_SECOND,
    EEP_DRAW_SPOUSE,
    EEP_DRAW_SPOUSE_ABILITIES,
    EEP_DRAW_SPOUSE_EDUCATION,
    EEP_DRAW_OCCUPATION,
    EEP_DRAW_TIES,
    EEP_DRAW_CITIZENSHIP,
    EEP_DRAW_BIRTHDAY_SEX,  /* halves: day within the year of age, sex */
    EEP_DRAW_MONTHS,        /* halves: Canadian, foreign months within their band */
    EEP_DRAW_SHARES,        /* halves: share in other occupations, longest run */
    EEP_DRAW_SPOUSE_MONTHS, /* upper half: the spouse's months within their band */
    EEP_DRAW_WORDS,         /* 16 = four counters */
};

/* Where the columns of n people go; as eep_raw, with the labels that no score reads. */
typedef struct eep_people {
    int32_t *birth_date;
    uint8_t *sex, *accompanying_spouse, *education, *spouse_education, *first_official;
    uint16_t *citizenship;
    uint8_t *english[4], *french[4], *spouse_language[4];
    uint16_t *canadian_work_months, *foreign_work_months, *spouse_canadian_work_months;
    uint16_t *noc_months, *noc_canadian_months, *continuous_work_months, *trade_months;
    uint8_t *certificate, *sibling, *nomination, *settlement_funds, *canadian_study, *job_offer, *relative;
    uint8_t *spouse_canadian_study;
    uint32_t *noc;
} eep_people;

/*
 * Draws the people of proposals first .. first + n - 1: words are eep_random of key, proposal, `purpose` and
 * index 0 to 3. A person is a pure function of plan, key and proposal. Any n.
 */
typedef void (*eep_people_kernel)(const eep_people_plan *plan, const uint32_t key[2], uint64_t first,
                                  uint32_t purpose, size_t n, const eep_people *out);

#endif
