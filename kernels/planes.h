/*
 * planes.h - the packed form: what scoring reads in eight bytes a candidate, what programs and categories
 * read in five more, and the plans that a policy is compiled to. Part of the face.
 *
 * A plane is one byte a candidate; planes are arrays of their own (structure of arrays), and each byte holds
 * a few codes of three to six bits, which index tables that a byte shuffle can hold. Memory traffic is the
 * budget of these kernels, and so facts that the official tables never tell apart share a code:
 *
 *   age      17 or less, 18 .. 47, 48 or more           code = age - 17, 0..31
 *   level    3 or less, 4 .. 9, 10 or more              code = level - 3, 0..7
 *   years    0 .. 6, 7 or more                          code = years, 0..7
 *   spouse   abilities two by two without their order: level 3 or less, 4 .. 8, 9 or more, code = level - 3
 * (0..6); of a pair, higher x (higher + 1) / 2 + lower, 0..27
 *
 * A policy that tells more apart (points for CLB 11, a threshold of eight years), or whose points overflow
 * the bytes of a plan, does not fit: the plan says why, and the caller takes the wide form of
 * kernels/tables.h. Nothing wraps.
 */
#ifndef EEP_KERNELS_PLANES_H
#define EEP_KERNELS_PLANES_H

#include "kernels/tables.h"

#define EEP_AGE_LOWEST   17 /* age of code 0, and everybody younger */
#define EEP_AGE_CODES    32
#define EEP_LEVEL_LOWEST 3 /* level of code 0, and every lower one */
#define EEP_LEVEL_CODES  8
#define EEP_YEAR_CODES   8
#define EEP_PAIR_LEVELS  7 /* codes of a spouse's ability */
#define EEP_PAIR_CODES   32

/*
 * The planes, and what is in their bits, lowest first. "L R W S" are the abilities; first and second are the
 * official languages as designated. All facts of an absent spouse are 0.
 */
enum {
    EEP_PLANE_AGE,       /* age 5, foreign years 3 */
    EEP_PLANE_EDUCATION, /* education 3, Canadian years 3, Canadian study 2 */
    EEP_PLANE_FIRST_LR,  /* first L 3, first R 3, job offer 2 */
    EEP_PLANE_FIRST_WS,  /* first W 3, first S 3, sibling 1, French is the first 1 */
    EEP_PLANE_SECOND_LR, /* second L 3, second R 3, spouse comes 1, nomination 1 */
    EEP_PLANE_SECOND_WS, /* second W 3, second S 3, certificate 1, settlement funds 1 */
    EEP_PLANE_SPOUSE_LR, /* spouse's pair L R 5, spouse's education 3 */
    EEP_PLANE_SPOUSE_WS, /* spouse's pair W S 5, spouse's Canadian years 3 */
    EEP_SCORE_PLANES,    /* a score reads those above, and the occupation if a policy gives points for it */
    EEP_PLANE_OCCUPATION = EEP_SCORE_PLANES, /* TEER 3, trade 1, tier 2, whole years in it in Canada 2 */
    EEP_PLANE_MONTHS,                        /* months in the occupation 6, total years (of 15) low 2 */
    EEP_PLANE_CANADIAN,                      /* of these in Canada 6, total years high 2 */
    EEP_PLANE_CONTINUOUS,                    /* longest unbroken run, months 7, Canadian Forces recruit 1 */
    EEP_PLANE_TRADE, /* months in a trade 6, relative in Canada 1, spouse studied in Canada 1 */
    EEP_PLANES
};

/*
 * Pointers to the planes of the same candidates. Each is aligned to 64 bytes where a pool begins; kernels
 * take any alignment. Reading kernels never write through them.
 */
typedef struct eep_planes {
    uint8_t *plane[EEP_PLANES];
} eep_planes;

/* The same planes from candidate `row` on. */
static inline eep_planes eep_planes_at(const eep_planes *planes, uint64_t row)
{
    eep_planes at;
    for (int p = 0; p < EEP_PLANES; p++)
        at.plane[p] = planes->plane[p] + row;
    return at;
}

/* The codes of ages, of levels, and of the two abilities of a spouse. */
static inline unsigned eep_age_code(unsigned age)
{
    const unsigned last = EEP_AGE_LOWEST + EEP_AGE_CODES - 1;
    return age < EEP_AGE_LOWEST ? 0 : (age > last ? last : age) - EEP_AGE_LOWEST;
}
static inline unsigned eep_level_code(unsigned level, unsigned codes)
{
    const unsigned last = EEP_LEVEL_LOWEST + codes - 1;
    return level < EEP_LEVEL_LOWEST ? 0 : (level > last ? last : level) - EEP_LEVEL_LOWEST;
}
static inline unsigned eep_pair_code(unsigned a, unsigned b)
{
    const unsigned high = a > b ? a : b, low = a > b ? b : a;
    return high * (high + 1) / 2 + low;
}

/* ---- pack: raw columns to planes ---------------------------------------------------------------- */

/* Fills every plane of `n` candidates, as of the day of the tables. Any n. */
typedef void (*eep_pack_kernel)(const eep_pack_tables *tables, const eep_raw *raw, size_t n,
                                const eep_planes *planes);

/*
 * The two parts of packing that a new day or policy asks for again. `age` renews the age bits of
 * EEP_PLANE_AGE and keeps the others; `occupation` fills EEP_PLANE_OCCUPATION. Any n.
 */
typedef void (*eep_age_kernel)(const eep_pack_tables *tables, const int32_t *birth_date, size_t n,
                               uint8_t *plane);
typedef void (*eep_occupation_kernel)(const eep_pack_tables *tables, const uint32_t *noc,
                                      const uint16_t *noc_canadian_months, size_t n, uint8_t *plane);

/*
 * Who has an occupation that a category version lists: bit i % 64 of word i / 64 is set when
 * noc_categories[noc[i]] has `bit`. Any n; all (n + 63) / 64 words are written, with 0 past n.
 */
typedef void (*eep_listed_kernel)(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                                  uint64_t *listed);

/* Planes back to facts, of n <= EEP_BLOCK_ROWS candidates: the lowest fact of every code. Scalar; for
 * references. */
void eep_unpack(const eep_planes *planes, size_t n, eep_facts *facts);

/* ---- score: planes to points -------------------------------------------------------------------- */

/*
 * eep_score_tables as bytes that a shuffle looks up. [spouse] tables have the spouse bit above the code. Sums
 * of the bytes that are added as bytes stay below 256; what may be larger (core, nomination and offer,
 * section subtotals, the total) is held in 16 bits, and stays below 2^16 as in eep_score_tables.
 */
typedef struct eep_score_plan {
    _Alignas(64) uint8_t first_pair[128]; /* code | code << 3 | spouse << 6: points of two abilities */
    uint8_t second_pair[128];
    uint8_t age[64];          /* code | spouse << 5 */
    uint8_t weakest_pair[64]; /* code | code << 3: the lower code */
    uint8_t spouse_pair[EEP_PAIR_CODES];
    uint8_t education[16];                           /* code | spouse << 3 */
    uint8_t canadian_work[16];                       /* code | spouse << 3 */
    uint8_t first_language[16], second_language[16]; /* one ability, code | spouse << 3 */
    uint8_t second_language_cap[16];                 /* spouse */
    uint8_t spouse_education[16], spouse_work[16];   /* code */
    uint8_t education_tier[16], foreign_tier[16];    /* tier << 2 */
    uint8_t language_tier[16], canadian_tier[16];    /* tier */
    uint8_t education_language[16], education_work[16], foreign_language[16],
        foreign_work[16];                        /* tier << 2 | tier */
    uint8_t certificate[16];                     /* by code of the weakest first ability */
    uint8_t study_sibling[16];                   /* study | sibling << 2 */
    uint8_t strong_french[16], some_english[16]; /* by code of the weakest ability: 2 or 0, 1 or 0 */
    uint8_t french[16];                          /* the two joined */
    uint8_t large_low[16], large_high[16];       /* offer | nomination << 2: bytes of 16 bits */
    uint8_t occupation_work[16];                 /* upper half of the occupation plane */
    uint8_t occupation_offer[16];                /* tier */
    uint8_t spouse_cap, education_pair_cap, foreign_pair_cap, transferability_cap;
    uint16_t core_cap[2], additional_cap, total_cap;
    int reads_occupation;           /* 1: some occupation has points */
    int past_caches;                /* 0 when made; see eep_score_kernel */
    const eep_score_tables *tables; /* what the plan was made from: the meaning */
} eep_score_plan;

/*
 * Compiles tables, which must live as long as the plan. Returns NULL, or in a few words why they do not fit;
 * the plan is then not to be used.
 */
const char *eep_score_plan_make(const eep_score_tables *tables, eep_score_plan *plan);

/*
 * Scores any number of candidates. `sections` is four arrays of n values (core, spouse, transferability,
 * additional) or NULL; any of the four may be NULL. `total` may not.
 *
 * Whoever stores more totals than caches hold, and does not read them soon, may set `past_caches` of the
 * plan: levels that can then write whole lines of `total`, where it begins on one, without reading them
 * first. A line that is stored in the common way is read from memory before it is written to it.
 */
typedef void (*eep_score_kernel)(const eep_score_plan *plan, const eep_planes *planes, size_t n,
                                 uint16_t *total, uint16_t *const sections[4]);

/*
 * The parts of a score, for several policies in one pass: what has the same tables in two policies is the
 * same for both. First those that are bytes, then those of 16 bits, the last three of which are sums of
 * others.
 */
enum {
    EEP_PART_AGE,
    EEP_PART_EDUCATION,
    EEP_PART_FIRST,  /* the first language */
    EEP_PART_SECOND, /* the capped second language and Canadian work */
    EEP_PART_SPOUSE,
    EEP_PART_TRANSFERABILITY,
    EEP_PART_STUDY, /* in Canada, and a sibling there */
    EEP_PART_FRENCH,
    EEP_PART_OCCUPATION,
    EEP_BYTE_PARTS,
    EEP_PART_LARGE = EEP_BYTE_PARTS, /* nomination and job offer */
    EEP_PART_CORE,                   /* the first four, capped */
    EEP_PART_ADDITIONAL,             /* study, French, occupation and large, capped */
    EEP_PART_REST,                   /* spouse, transferability and additional */
    EEP_PARTS
};

#define EEP_BUNDLE_PLANS 32 /* most of a bundle */
#define EEP_BUNDLE_SLOTS 8  /* places to keep one part of different plans in; 0 is for those nobody shares */

/*
 * Plans that are scored together. For each plan and part: where the part is kept, and whether this plan makes
 * it or finds it made by a plan before. A plan that has too little in common with any other is `alone`.
 */
typedef struct eep_score_bundle {
    size_t count;
    const eep_score_plan *plan[EEP_BUNDLE_PLANS];
    uint8_t slot[EEP_BUNDLE_PLANS][EEP_PARTS];
    uint8_t makes[EEP_BUNDLE_PLANS][EEP_PARTS];
    uint8_t alone[EEP_BUNDLE_PLANS];
} eep_score_bundle;

/* Binds count <= EEP_BUNDLE_PLANS plans, which must live as long as the bundle. */
void eep_score_bundle_make(const eep_score_plan *const *plan, size_t count, eep_score_bundle *bundle);

/* Scores under all plans of a bundle in one pass over the planes: total[k] is the array of plan k. Any n. */
typedef void (*eep_score_many_kernel)(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                                      uint16_t *const *total);

/* ---- eligible: planes to programs and members --------------------------------------------------- */

/*
 * The rules of programs as sets. A way is a program with one set of levels: FSW is one, CEC two, as it asks
 * less of some occupations than of others. Each condition is about a few bits of a plane, so a table says for
 * each code which ways it leaves open, and a candidate has the ways that all tables leave open. A set is a
 * byte, bit w for way w; a policy with more than EEP_WAYS ways takes several sets.
 */
#define EEP_WAYS      6 /* so that a set is an index of 64 entries */
#define EEP_WAYS_SETS 6 /* for all programs with levels of their own for each of eight TEERs */

/* `ways` ask for `least`, not 0, in the bits `mask` of a plane, which are its lowest. */
typedef struct eep_ways_threshold {
    uint8_t plane, mask, least, ways;
} eep_ways_threshold;

/* The ways of one set. Codes are those of the planes, or put together from them. */
typedef struct eep_ways {
    _Alignas(64) uint8_t first_lr[64]; /* code | code << 3: levels of two abilities */
    uint8_t first_ws[64];
    uint8_t months[64], canadian[64], trade[64], continuous[128];
    uint8_t papers[64];        /* works | nomination << 1 | certificate << 2 | funds << 3 | offer << 4;
                                  works: the months in Canada that, with an offer, waive the funds */
    uint8_t programs[64];      /* by the ways that are open: the programs they lead to */
    uint8_t programs_high[16]; /* the same by the ways moved down by 4; `programs` has the lower ones */
    uint8_t occupation[16];    /* TEER | trade << 3 */
    uint8_t level[EEP_ABILITIES][16];           /* code: first_lr and first_ws, one ability each */
    uint8_t education[16];                      /* code | a bit that does not matter << 3 */
    eep_ways_threshold threshold[4 * EEP_WAYS]; /* months, canadian, trade and continuous, one by one */
    size_t thresholds;
    uint8_t asks_education, asks_months, asks_canadian, asks_trade, asks_continuous, asks_papers; /* or 0 */
    uint8_t asks_nomination, asks_certificate_or_offer, asks_funds, asks_selection_points; /* which ways do */
} eep_ways;

/*
 * eep_eligible_tables without the categories. All sums of selection points stay below 256. Points of the
 * selection grid are tables by code, whatever the grid says in thresholds; all that is of the spouse counts
 * with one only.
 */
typedef struct eep_program_plan {
    eep_ways ways[EEP_WAYS_SETS];
    size_t sets, reads;       /* how many sets of ways; how many planes the open programs ask for */
    uint8_t read[EEP_PLANES]; /* which */
    uint8_t ordinary, others; /* programs that do not ask another, and those that do: not without the first */
    uint8_t education_points[16], language_points[16], experience_points[16], age_points[EEP_AGE_CODES];
    uint8_t second_points[16];                       /* by code of the weakest second ability */
    uint8_t study_points[16];                        /* this and those below: adaptability */
    uint8_t work_points[16];                         /* by code of Canadian years */
    uint8_t relative_points[16];                     /* relative | spouse's study << 1 | spouse << 2 */
    uint8_t spouse_pair_points[EEP_PAIR_CODES];      /* of two abilities: the pair with less decides */
    uint8_t spouse_work_points[16];                  /* by code of the spouse's Canadian years */
    uint8_t offer_points, offer_adaptability_points; /* with an offer of any kind */
    uint8_t adaptability_cap, pass_mark;
    uint8_t funds_waived_months;
    uint8_t asks_selection_points; /* 1: an open program does */
    uint8_t past_caches;           /* 0 when made; as in a score plan */
    const eep_eligible_tables *tables;
} eep_program_plan;

/* As eep_score_plan_make. */
const char *eep_program_plan_make(const eep_eligible_tables *tables, eep_program_plan *plan);

/*
 * `programs`: the set each candidate qualifies for, bit 1 << index of its rule. Any n. A program that is not
 * open costs nothing: whoever asks for some programs only makes the plan from tables in which the others are
 * closed (but those that "another program" may be).
 */
typedef void (*eep_programs_kernel)(const eep_program_plan *plan, const eep_planes *planes, size_t n,
                                    uint8_t *programs);

/* One category version for codes. */
typedef struct eep_category_plan {
    uint8_t asks_occupation, months, canadian_months, continuous_months, education, french_level,
        forces_recruit;
    eep_category_rule rule; /* what the plan was made from: the meaning */
} eep_category_plan;

/* As eep_score_plan_make; the rule is copied. */
const char *eep_category_plan_make(const eep_category_rule *rule, eep_category_plan *plan);

/*
 * Who belongs to a category version, whatever the programs: bits as of eep_listed_kernel. `listed` is for
 * this version; it may be NULL when the rule asks for no occupation. `members` may be `listed` itself. Any n.
 */
typedef void (*eep_members_kernel)(const eep_category_plan *plan, const eep_planes *planes,
                                   const uint64_t *listed, size_t n, uint64_t *members);

#endif
