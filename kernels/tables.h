/*
 * tables.h - the wide form: raw columns, facts, and the tables of one policy on one day. Part of the face.
 *
 * The wide form gives every fact a byte of its own and keeps every distinction that a column can make. It
 * defines the meaning of all kernels and serves what does not fit the packed form of kernels/planes.h: one
 * candidate to explain, a policy with unusual distinctions. It works in blocks of at most EEP_BLOCK_ROWS
 * candidates; a block of facts is 86 KiB (43 bytes a candidate) and stays in the second-level cache.
 */
#ifndef EEP_KERNELS_TABLES_H
#define EEP_KERNELS_TABLES_H

#include <stddef.h>
#include <stdint.h>

#define EEP_BLOCK_ROWS 2048

/* The four abilities of a language test, in this order everywhere. */
enum { EEP_LISTENING, EEP_READING, EEP_WRITING, EEP_SPEAKING, EEP_ABILITIES };

/* ---- facts: raw columns to facts --------------------------------------------------------------- */

/* Raw columns of a block of candidates; units and ranges as in datasets/columns.def. */
typedef struct eep_raw {
    const int32_t *birth_date, *language_test_date, *assessment_date;
    const uint8_t *accompanying_spouse, *education, *spouse_education, *first_official;
    const uint8_t *english[EEP_ABILITIES], *french[EEP_ABILITIES], *spouse_language[EEP_ABILITIES];
    const uint16_t *canadian_work_months, *foreign_work_months, *spouse_canadian_work_months;
    const uint16_t *noc_months, *noc_canadian_months, *continuous_work_months, *trade_months;
    const uint8_t *certificate, *sibling, *nomination, *settlement_funds, *canadian_study, *job_offer;
    const uint8_t *relative, *spouse_canadian_study, *forces_recruit;
    const uint32_t *noc;
} eep_raw;

#define EEP_NOC_CODES        100000 /* five digits */
#define EEP_TEER_MASK        7      /* in noc_class: the TEER, 0..5; 6 when there is no occupation */
#define EEP_TEER_NONE        6
#define EEP_TRADE_BIT        8 /* in noc_class: a skilled trade */
#define EEP_OCCUPATION_SHIFT 4 /* in noc_class: above this bit, the tier of the occupation; 0 = in none */
#define EEP_OCCUPATION_TIERS 4
#define EEP_AGES             128

/* What packing needs to know of the day and of occupations. */
typedef struct eep_pack_tables {
    int32_t day;                 /* the as-of day; only says where to look first in birthday */
    int32_t birthday[EEP_AGES];  /* whoever was born on or before birthday[a] is at least a years old */
    int32_t language_test_after; /* tests of this day or earlier have expired: their levels count as 0 */
    int32_t assessment_after;    /* so have these assessments: education counts as 0 without Canadian study */
    const uint32_t *noc_categories; /* EEP_NOC_CODES sets: the category versions that list the code */
    const uint8_t *noc_class;       /* EEP_NOC_CODES: TEER, trade bit and tier */
} eep_pack_tables;

/*
 * One byte a fact: structure of arrays for one block. Years are completed years, cut at 15; months are
 * cut at 255; ages are the largest a with birth <= birthday[a], so 127 is 127 or more and whoever is not
 * born yet counts as 0.
 */
typedef struct eep_facts {
    _Alignas(64) uint8_t age[EEP_BLOCK_ROWS];
    uint8_t spouse[EEP_BLOCK_ROWS]; /* 1 = an accompanying spouse: points of the column "with" */
    uint8_t education[EEP_BLOCK_ROWS];
    uint8_t first[EEP_ABILITIES][EEP_BLOCK_ROWS];  /* levels in the first official language, unexpired */
    uint8_t second[EEP_ABILITIES][EEP_BLOCK_ROWS]; /* and in the second */
    uint8_t weakest_first[EEP_BLOCK_ROWS];         /* the lowest of the four */
    uint8_t weakest_second[EEP_BLOCK_ROWS];
    uint8_t weakest_english[EEP_BLOCK_ROWS];
    uint8_t weakest_french[EEP_BLOCK_ROWS];
    uint8_t canadian_years[EEP_BLOCK_ROWS];
    uint8_t foreign_years[EEP_BLOCK_ROWS];
    uint8_t total_years[EEP_BLOCK_ROWS]; /* of Canadian and foreign months together */
    uint8_t certificate[EEP_BLOCK_ROWS];
    uint8_t sibling[EEP_BLOCK_ROWS];
    uint8_t nomination[EEP_BLOCK_ROWS];
    uint8_t canadian_study[EEP_BLOCK_ROWS];
    uint8_t job_offer[EEP_BLOCK_ROWS];
    uint8_t spouse_education[EEP_BLOCK_ROWS]; /* this and the rest of the spouse: 0 without a spouse */
    uint8_t spouse_language[EEP_ABILITIES][EEP_BLOCK_ROWS];
    uint8_t spouse_weakest[EEP_BLOCK_ROWS];
    uint8_t spouse_years[EEP_BLOCK_ROWS];
    uint8_t spouse_study[EEP_BLOCK_ROWS];
    uint8_t relative[EEP_BLOCK_ROWS];
    uint8_t funds[EEP_BLOCK_ROWS];
    uint8_t recruit[EEP_BLOCK_ROWS];
    uint8_t noc_class[EEP_BLOCK_ROWS];
    uint8_t noc_months[EEP_BLOCK_ROWS];
    uint8_t noc_canadian_months[EEP_BLOCK_ROWS];
    uint8_t continuous_months[EEP_BLOCK_ROWS];
    uint8_t trade_months[EEP_BLOCK_ROWS];
    uint32_t noc_categories[EEP_BLOCK_ROWS];
} eep_facts;

typedef void (*eep_facts_kernel)(const eep_pack_tables *tables, const eep_raw *raw, size_t n,
                                 eep_facts *facts);

/* ---- score: facts to points -------------------------------------------------------------------- */

#define EEP_LEVELS           16 /* CLB and NCLC, 0..12 used */
#define EEP_YEARS            16 /* 15 = fifteen or more */
#define EEP_TIERS            4  /* 0 = no points */
#define EEP_OCCUPATION_YEARS 4  /* of work in an occupation in the last three years, 3 = three or more */

/*
 * The points of one policy on one day. Index [0] is without, [1] with an accompanying spouse. No entry and
 * no cap exceeds 1200, so that every sum below fits: the largest, the eight entries of core (age,
 * education, four abilities, the capped second language, work), is 9,600 < 2^16. Tiers are below EEP_TIERS.
 */
typedef struct eep_score_tables {
    uint16_t age[2][EEP_AGES];
    uint16_t education[2][8];
    uint16_t first_language[2][EEP_LEVELS];  /* an ability */
    uint16_t second_language[2][EEP_LEVELS]; /* an ability */
    uint16_t second_language_cap[2];
    uint16_t canadian_work[2][EEP_YEARS];
    uint16_t core_cap[2];

    uint16_t spouse_education[8];
    uint16_t spouse_language[EEP_LEVELS]; /* an ability */
    uint16_t spouse_work[EEP_YEARS];
    uint16_t spouse_cap;

    uint8_t education_tier[8];
    uint8_t language_tier[EEP_LEVELS];    /* of the weakest ability in the first language */
    uint8_t certificate_tier[EEP_LEVELS]; /* likewise, for the certificate of qualification */
    uint8_t canadian_work_tier[EEP_YEARS];
    uint8_t foreign_work_tier[EEP_YEARS];
    uint16_t education_language[EEP_TIERS][EEP_TIERS]; /* [education][language] */
    uint16_t education_work[EEP_TIERS][EEP_TIERS];     /* [education][Canadian work] */
    uint16_t foreign_language[EEP_TIERS][EEP_TIERS];   /* [foreign work][language] */
    uint16_t foreign_work[EEP_TIERS][EEP_TIERS];       /* [foreign work][Canadian work] */
    uint16_t certificate[EEP_TIERS];
    uint16_t education_pair_cap, foreign_pair_cap, transferability_cap;

    uint16_t nomination, sibling;
    uint16_t canadian_study[4], job_offer[4];
    uint8_t french_level;  /* NCLC wanted in all four abilities for the French points */
    uint8_t english_level; /* CLB in all four abilities for the higher French points */
    uint16_t french, french_with_english;
    /* Of the tier of the occupation, of which row 0 is 0: completed years in it in Canada; any offer. */
    uint16_t occupation_work[EEP_OCCUPATION_TIERS][EEP_OCCUPATION_YEARS];
    uint16_t occupation_offer[EEP_OCCUPATION_TIERS];
    uint16_t additional_cap, total_cap;
} eep_score_tables;

/*
 * Subtotals of one candidate, after the caps that belong to them: second_language, the two pairs and the
 * five at the end. The spouse's items are 0 without a spouse.
 */
typedef struct eep_score_items {
    uint16_t age, education, first_language, second_language, canadian_work;
    uint16_t spouse_education, spouse_language, spouse_work;
    uint16_t education_language, education_work, education_pair; /* the pair after its cap */
    uint16_t foreign_language, foreign_work, foreign_pair, certificate;
    uint16_t nomination, job_offer, canadian_study, sibling, french, occupation_work, occupation_offer;
    uint16_t core, spouse, transferability, additional, total;
} eep_score_items;

/* Everything about candidate `i` of a block; what all score kernels must agree with. */
void eep_score_one(const eep_score_tables *tables, const eep_facts *facts, size_t i, eep_score_items *items);

/*
 * Scores a block. `sections` is four arrays of n values (core, spouse, transferability, additional) or
 * NULL; any of the four may be NULL. `total` may not.
 */
typedef void (*eep_score_facts_kernel)(const eep_score_tables *tables, const eep_facts *facts, size_t n,
                                       uint16_t *total, uint16_t *const sections[4]);

/* ---- eligible: facts to programs and categories ------------------------------------------------ */

/* Programs as bits, as in eepool/policy.h. */
enum { EEP_BIT_FSW = 1, EEP_BIT_CEC = 2, EEP_BIT_FST = 4, EEP_BIT_PNP = 8 };
/* And as indices of rules. */
enum { EEP_RULE_FSW, EEP_RULE_CEC, EEP_RULE_FST, EEP_RULE_PNP, EEP_PROGRAMS };

/*
 * One program: a candidate qualifies when it is open and every condition holds; 0 means "no condition".
 * Languages are the first official one. Facts are what the candidate has, so that a threshold asks for at
 * least as much.
 */
typedef struct eep_program_rule {
    uint8_t open;                      /* 0: nobody qualifies */
    uint8_t continuous_months;         /* longest unbroken run in the occupation */
    uint8_t months, canadian_months;   /* in it in the last three years, anywhere and in Canada */
    uint8_t trade_months;              /* in a skilled trade in the last five years */
    uint8_t teers;                     /* bit t = TEER t; 0: any, and none */
    uint8_t level[EEP_ABILITIES][8];   /* of each ability, by TEER of the occupation; 255 = not open */
    uint8_t education;                 /* at least this level */
    uint8_t asks_selection_points;     /* 1: the pass mark of the selection grid */
    uint8_t asks_funds;                /* 1: settlement funds, or what waives them */
    uint8_t asks_trade;                /* 1: the occupation is a skilled trade */
    uint8_t asks_certificate_or_offer; /* 1: a certificate of qualification, or a job offer */
    uint8_t asks_nomination;           /* 1: a nomination by a province or territory */
    uint8_t asks_other_program;        /* 1: qualifies for a program that does not ask this itself */
} eep_program_rule;

/*
 * The selection grid. No points and no cap exceed 1200: sums stay at or below 12,000. A threshold of 0 is met
 * by everybody, of the spouse's by every spouse.
 */
typedef struct eep_selection_grid {
    uint16_t pass_mark;
    uint16_t education_points[8], language_points[EEP_LEVELS], experience_points[EEP_YEARS];
    uint16_t age_points[EEP_AGES], offer_points;
    uint8_t second_level;
    uint16_t second_points;
    uint8_t spouse_level, work_years, spouse_work_years;
    uint16_t spouse_language_points, study_points[4], spouse_study_points, work_points;
    uint16_t spouse_work_points, relative_points, offer_adaptability_points, adaptability_cap;
} eep_selection_grid;

/* One category version: a candidate belongs when every condition holds; 0 means "no condition". */
typedef struct eep_category_rule {
    uint32_t bit;              /* this version in noc_categories and in results */
    uint8_t asks_occupation;   /* 1: the occupation must be listed */
    uint8_t months;            /* in the occupation in the last three years, anywhere */
    uint8_t canadian_months;   /* and in Canada */
    uint8_t continuous_months; /* longest unbroken run in it */
    uint8_t education;         /* at least this level */
    uint8_t french_level;      /* NCLC in all four abilities */
    uint8_t forces_recruit;    /* 1: an offer of the Canadian Armed Forces */
} eep_category_rule;

typedef struct eep_eligible_tables {
    eep_program_rule program[EEP_PROGRAMS];
    eep_selection_grid selection;
    /* Funds are waived for an offer held by somebody with this many recent months of Canadian work. */
    uint8_t funds_waived_months;
    size_t categories; /* rules in use, at most 32 */
    eep_category_rule category[32];
} eep_eligible_tables;

/* The selection points of candidate `i`, before the pass mark is asked. */
typedef struct eep_selection_points {
    uint16_t education, first_language, second_language, experience, age, offer, adaptability, total;
} eep_selection_points;
void eep_selection_points_one(const eep_selection_grid *grid, const eep_facts *facts, size_t i,
                              eep_selection_points *points);

/* Whether candidate `i` has settlement funds, or an offer and the recent work that waive them. */
int eep_has_funds(const eep_eligible_tables *tables, const eep_facts *facts, size_t i);

/*
 * `programs`: the set each candidate qualifies for, bit 1 << index of its rule.
 * `categories`: the union of the bits of the rules met, whatever the programs. Either may be NULL.
 */
typedef void (*eep_eligible_facts_kernel)(const eep_eligible_tables *tables, const eep_facts *facts, size_t n,
                                          uint8_t *programs, uint32_t *categories);

#endif
