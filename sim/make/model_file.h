/*
 * model_file.h - a pool model as its YAML file has it. libcyaml fills these structs by the schema in
 * model_file.c; model.c checks them and turns weights into thresholds. Weights are whole numbers and
 * mean something only beside one another; chances are out of 1000.
 */
#ifndef EEP_SIM_MAKE_MODEL_FILE_H
#define EEP_SIM_MAKE_MODEL_FILE_H

#include "sim/yaml/yaml.h"

/* Whole numbers from..to, all equally likely, taken with this weight. */
typedef struct eep_model_band {
    uint32_t from, to, weight;
} eep_model_band;

/* A code (NOC or country) with its weight. NOC codes are text in the file: 00012 is not a number. */
typedef struct eep_model_code {
    char *code;
    uint32_t weight;
} eep_model_code;

typedef struct eep_model_country_list {
    char *name, *source;
    eep_model_code *countries;
    uint32_t countries_count;
} eep_model_country_list;

typedef struct eep_model_occupation_group {
    char *name, *source;
    uint32_t women;  /* out of 1000 */
    uint32_t trade;  /* 1: skilled trades of the FST program */
    uint32_t senior; /* 1: an offer in it is one of a senior manager */
    eep_model_code *occupations;
    uint32_t occupations_count;
} eep_model_occupation_group;

/* How often a group is somebody's, by whether the education is a bachelor's degree or higher. */
typedef struct eep_model_occupation_weight {
    char *group;
    uint32_t degree, other;
} eep_model_occupation_weight;

#define EEP_MODEL_EDUCATIONS 8
#define EEP_MODEL_LEVELS     13
#define EEP_MODEL_OFFSETS    5 /* -2 to +2 around the base level */

/* Chances out of 1000. */
typedef struct eep_model_chances {
    uint32_t spouse, french_first, second_language;
    uint32_t job_offer, sibling, relative, nomination, certificate, settlement_funds;
    uint32_t spouse_canadian_study, other_occupation, interrupted_work;
} eep_model_chances;

typedef struct eep_model_archetype {
    char *name, *source;
    uint32_t weight;
    uint32_t recent_canadian_work; /* 1: Canadian work was within the last three years */
    char *citizenship;             /* a country list */
    eep_model_chances chances;
    eep_model_band *age, *canadian_work, *foreign_work, *spouse_canadian_work;
    uint32_t age_count, canadian_work_count, foreign_work_count, spouse_canadian_work_count;
    uint32_t education[EEP_MODEL_EDUCATIONS], spouse_education[EEP_MODEL_EDUCATIONS];
    uint32_t first_language[EEP_MODEL_LEVELS], second_language[EEP_MODEL_LEVELS];
    uint32_t spouse_language[EEP_MODEL_LEVELS];
    uint32_t canadian_study[3];
    eep_model_occupation_weight *occupations;
    uint32_t occupations_count;
} eep_model_archetype;

/* How one published range is spread inside, in equal cells from its low end, out of 1,000,000. */
typedef struct eep_model_inside {
    uint32_t low, high;
    char *source;
    uint32_t *shares;
    uint32_t shares_count;
} eep_model_inside;

typedef struct eep_model_submission {
    uint32_t improved, improved_nominees; /* out of 1000: older profiles above the last cut-off */
    uint32_t language_days, assessment_days;
    char *source;
} eep_model_submission;

/* The dependences of a model that is drawn from joint tables. */
typedef struct eep_model_joint {
    char *source, *french_citizenship; /* the list of whoever has French as the first official language */
    eep_model_band *spouse_by_age; /* one to four spans of age, factors (out of 1000) on having a spouse */
    uint32_t spouse_by_age_count;
    uint32_t spouse_alike;       /* out of 1000: spouses with the candidate's own education */
    uint32_t study_without_work; /* out of 1000: factor on little Canadian work after Canadian study */
    uint32_t tail_low, tail_high, tail_cells; /* the range that falls exponentially, and its cells */
    uint32_t tail_rate, tail_rounds; /* 1/1000 a point where too few rounds tell; how many rounds are asked */
    uint32_t stock_rounds;           /* of each type, how many past rounds tell its stock */
} eep_model_joint;

/* A number nobody has published: a factor, out of 1000, with the range in which it may lie. */
typedef struct eep_model_assumption {
    char *name, *scales, **of, *source;
    uint32_t of_count, value, low, high;
} eep_model_assumption;

/* A published or measured share, out of 1000, that nothing is fitted to; see validate.c for the figures. */
typedef struct eep_model_known {
    char *figure, *source;
    uint32_t share;
} eep_model_known;

typedef struct eep_model_file {
    char *name, *title, *about;
    eep_model_joint *joint; /* NULL: each fact is drawn on its own, as the first model's are */
    eep_model_assumption *assumptions;
    uint32_t assumptions_count;
    eep_model_known *known;
    uint32_t known_count;
    eep_model_inside *inside;
    uint32_t inside_count;
    eep_model_submission submission;
    uint32_t finish_age[EEP_MODEL_EDUCATIONS];
    uint32_t offsets[4][EEP_MODEL_OFFSETS];
    eep_model_country_list *citizenships;
    uint32_t citizenships_count;
    eep_model_occupation_group *occupation_groups;
    uint32_t occupation_groups_count;
    eep_model_archetype *archetypes;
    uint32_t archetypes_count;
} eep_model_file;

/*
 * Takes the text of a model file, whose tree is `yaml`; the caller frees the file. `digest` is of the
 * content: comments and layout do not matter. Fails as eep_pool_make says, with file and line.
 */
eep_status eep_model_file_read(const char *text, size_t length, const eep_yaml *yaml, eep_model_file **file,
                               char digest[EEP_DIGEST_TEXT], eep_error *error);
/* Digest of a text. */
void eep_model_text_digest(const char *text, size_t length, char digest[EEP_DIGEST_TEXT]);
void eep_model_file_free(eep_model_file *file); /* NULL is fine */

#endif
