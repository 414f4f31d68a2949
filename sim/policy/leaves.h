/*
 * leaves.h - inside sim/policy: a policy as a list of dated leaves, and how its parts work on it.
 *
 * The way of a policy: load.c walks the files of a folder; parameters.c turns what is under crs, programs,
 * noc, rounds and validity into leaves, categories.c what is under categories; leaves.c sorts them; ask.c and
 * its like ask for every leaf there should be, which is also how unknown ones are found; rules.c compiles one
 * day. conditions.c adds what a program does not ask, so that every program has every condition.
 *
 * The way of a change: set.c (one assignment) and reform.c (a file) make a trial of the policy; edit.c and
 * edit_list.c give one path another value on some days; the trial is checked whole and then taken over.
 */
#ifndef EEP_SIM_POLICY_LEAVES_H
#define EEP_SIM_POLICY_LEAVES_H

#include "sim/sim.h"
#include "sim/yaml/yaml.h"

#define EEP_PATH_LONGEST 120 /* bytes of a leaf's path */

/* ---- Texts ------------------------------------------------------------------------------------- */

/*
 * Memory for the texts of a policy. It only grows, and goes when its last sharer drops it: rules share
 * the texts of their policy instead of copying them. Sharing and dropping are safe from any thread.
 */
typedef struct eep_texts eep_texts;
eep_texts *eep_texts_new(const eep_allocator *allocator); /* NULL when there is no memory */
eep_texts *eep_texts_share(eep_texts *texts);
void eep_texts_drop(eep_texts *texts);                /* NULL is fine */
void *eep_texts_take(eep_texts *texts, size_t bytes); /* zeroed; NULL when there is no memory */
char *eep_texts_copy(eep_texts *texts, const char *text, size_t length);

/* ---- The policy -------------------------------------------------------------------------------- */

/* A leaf with what the public face leaves out. */
typedef struct eep_leaf {
    eep_policy_leaf face;
    uint64_t column;
    int is_list;              /* a list of codes, in ascending order, else one word or number */
    int is_version;           /* belongs to a category version: in force on the version's days only */
    int is_unwritten;         /* no file has it: a condition of a program that asks nothing */
    size_t codes;             /* of a list */
    const char *const *code;  /* their texts */
    const uint32_t *number;   /* and numbers */
    const char *const *title; /* and titles, "" when none was given */
} eep_leaf;

/* A key of a file: where the path begins to be written. Sorted by path. */
typedef struct eep_place {
    const char *path, *file;
    uint64_t line, column;
} eep_place;

/* One version of a category; its conditions are leaves. In the order of the files. */
typedef struct eep_version {
    const char *id, *version, *official_name, *source, *file;
    uint64_t line, column;
    eep_date from, to;
} eep_version;

typedef struct eep_remark {
    eep_date from, to;
    const char *text;
} eep_remark;

/* A growing array: `count` of `capacity` items. */
typedef struct eep_list {
    void *items;
    size_t count, capacity, size; /* size of one item */
} eep_list;

struct eep_policy {
    eep_allocator allocator;
    eep_texts *texts;
    const char *path;  /* the folder or file */
    eep_list leaves;   /* eep_leaf */
    eep_list places;   /* eep_place */
    eep_list versions; /* eep_version */
    eep_list remarks;  /* eep_remark */
    eep_list reforms;  /* eep_reform */
};

/* Appends a zeroed item to a list and hands it out; NULL, with the error, when there is no memory. */
void *eep_list_add(const eep_policy *policy, eep_list *list, eep_error *error);
/* Gives back the memory of a list. */
void eep_list_clear(const eep_policy *policy, eep_list *list);

/* `leaves` as an array, and the place of the longest written part of a path (NULL when there is none). */
const eep_leaf *eep_policy_leaves(const eep_policy *policy);
const eep_place *eep_policy_place(const eep_policy *policy, const char *path);

/* Sorts leaves and places; fails when one path is written in two places. */
eep_status eep_policy_sort(eep_policy *policy, eep_error *error);

/* The first leaf with this path, or the count of leaves; and the leaf in force on a day, or NULL. */
size_t eep_leaf_find(const eep_policy *policy, const char *path);
const eep_leaf *eep_leaf_on(const eep_policy *policy, const char *path, eep_date day);

/* Moves an error to another place, which is the one to be corrected. */
void eep_error_move(eep_error *error, const char *file, const eep_yaml_node *node);
/* Fails at the place of a leaf. */
eep_status eep_leaf_fail(const eep_leaf *leaf, eep_error *error, eep_status status, const char *advice,
                         const char *format, ...) __attribute__((format(printf, 5, 6)));

/*
 * Fills `leaf` with a list of codes: sorted, each once. `code` and `title` (which may be NULL) are arrays
 * of `count` texts that live as long as the policy. Fails with EEP_ERROR_DUPLICATE; `leaf` has its place.
 */
eep_status eep_leaf_set_codes(eep_policy *policy, eep_leaf *leaf, const char **code, const char **title,
                              size_t count, eep_error *error);

/* ---- Reading files ----------------------------------------------------------------------------- */

/* What the groups around a node have said that holds below them. */
typedef struct eep_context {
    eep_policy *policy;
    const eep_yaml *yaml;
    const char *file; /* the file's name, as long-lived as the policy */
    const char *title, *unit, *source;
    eep_error *error;
} eep_context;

/* Reads one top-level section. `node` is its value, `key` the key. */
eep_status eep_read_parameters(const eep_context *context, const eep_yaml_node *key,
                               const eep_yaml_node *node);
eep_status eep_read_categories(const eep_context *context, const eep_yaml_node *key,
                               const eep_yaml_node *node);
eep_status eep_read_remarks(const eep_context *context, const eep_yaml_node *node);

/* Notes where a path is written, for errors; and appends a leaf with the titles of the context. */
eep_status eep_note_place(const eep_context *context, const char *path, const eep_yaml_node *key);
eep_status eep_new_leaf(const eep_context *context, const char *path, const eep_yaml_node *node,
                        eep_leaf **leaf);
/* `path`.`name` into `joined` (EEP_PATH_LONGEST + 1 bytes), which eep_join_path has left room for. */
void eep_append_path(const char *path, const char *name, char *joined);
/* `path`.`name` into `joined` (EEP_PATH_LONGEST + 1 bytes); complains about `node` when it is too long. */
eep_status eep_join_path(const eep_context *context, const char *path, const eep_yaml_node *name,
                         char *joined);
/* A date; complains about `node` when it is none. */
eep_status eep_read_date(const eep_context *context, const eep_yaml_node *node, eep_date *date);
/* The days `from` to `to` (open when absent) of a mapping. */
eep_status eep_read_days(const eep_context *context, const eep_yaml_node *mapping, eep_date *from,
                         eep_date *to);
/* A copy of a non-empty scalar under `key`; NULL in `*text` when the key is absent. */
eep_status eep_read_text(const eep_context *context, const eep_yaml_node *mapping, const char *key,
                         const char **text);
/* Refuses a `title` or a `note` that is no text; what is only for people is not kept. */
eep_status eep_check_notes(const eep_context *context, const eep_yaml_node *mapping);
/* "did you mean" for a key that stands where a group is wanted: one of `words` (NULL-terminated), misspelt.
 */
void eep_advise_word(char *advice, size_t size, const char *key, const char *const *words,
                     const char *otherwise);
/*
 * Copies the members of a list, or of a mapping from code to title, into arrays of the policy's texts. There
 * must be `least` of them.
 */
eep_status eep_read_codes(const eep_context *context, const eep_yaml_node *node, size_t least,
                          const char ***code, const char ***title, size_t *count);
/* A number without leading zeros, so that equal values have equal texts; other texts as they are. */
const char *eep_plain_number(const char *text);
/* What is wrong with a NOC 2021 code, or NULL. */
const char *eep_noc_problem(const char *code);
/* Refuses keys of a mapping that are not among `names` (a NULL-terminated list). */
eep_status eep_refuse_others(const eep_context *context, const eep_yaml_node *mapping, const char *where,
                             const char *const *names);

/* ---- Asking ------------------------------------------------------------------------------------ */

/*
 * The schema is what is asked for. With `record` set an asker only writes down the paths, and every ask
 * answers its minimum; otherwise it finds the leaf in force on `day`, checks and hands out its value.
 */
typedef struct eep_asker {
    const eep_policy *policy;
    eep_date day;
    eep_list *record; /* of char[EEP_PATH_LONGEST + 1] */
    eep_error *error;
} eep_asker;

/* What a leaf's value counts; written in the files as `unit`. */
typedef enum eep_unit {
    EEP_UNIT_POINTS,
    EEP_UNIT_LEVEL,
    EEP_UNIT_YEARS,
    EEP_UNIT_MONTHS,
    EEP_UNIT_DAYS,
    EEP_UNIT_TIER,
    EEP_UNIT_TEER,
    EEP_UNIT_FLAG,
    EEP_UNIT_EDUCATION,
    EEP_UNIT_RULE,
    EEP_UNIT_SEED,
    EEP_UNIT_RANK,
    EEP_UNIT_CODES
} eep_unit;

/* A whole number in [minimum, maximum]. */
eep_status eep_ask(const eep_asker *asker, const char *path, eep_unit unit, int minimum, int maximum,
                   int *value);
/* Points up to a cap that is itself a leaf, `cap_path`, with the value `cap`. */
eep_status eep_ask_points(const eep_asker *asker, const char *path, const char *cap_path, int cap,
                          uint16_t *points);
/* One of the labels that `label_at` lists, as its index. `advice` is for texts that are near none of them. */
eep_status eep_ask_label(const eep_asker *asker, const char *path, eep_unit unit, eep_name_at label_at,
                         const char *advice, uint8_t *value);
/* A level of education, by its label. */
eep_status eep_ask_education(const eep_asker *asker, const char *path, uint8_t *value);
/* A list of codes; `*leaf` is NULL while recording. */
eep_status eep_ask_codes(const eep_asker *asker, const char *path, const eep_leaf **leaf);
/* As eep_ask_codes, of whole NOC 2021 codes. */
eep_status eep_ask_occupations(const eep_asker *asker, const char *path, const eep_leaf **leaf);
/* A number into one byte. */
eep_status eep_ask_small(const eep_asker *asker, const char *path, eep_unit unit, int minimum, int maximum,
                         uint8_t *value);
/* Fails with EEP_ERROR_MISSING because a path has no value of its own, at the nearest written place. */
eep_status eep_ask_fail_missing(const eep_asker *asker, const char *path);
/* The word of a unit, as in the files. */
const char *eep_unit_word(eep_unit unit);
/* The words of all units, one by one; NULL past the last. */
const char *eep_unit_at(const void *context, size_t index);

/* ---- Changing ---------------------------------------------------------------------------------- */

/* Before every day of a policy. */
#define EEP_DATE_EVER INT32_MIN

/* Codes given for a list: all of it, or what is added and removed. */
typedef struct eep_codes {
    const char **code;  /* without their signs */
    const char **title; /* "" or NULL where none was given */
    const char *sign;   /* one a code: '+' or '-', ' ' in a whole list */
    size_t count;
    int is_change; /* whether the codes are signed */
} eep_codes;

/* One path given a value on some days. */
typedef struct eep_edit {
    const char *path;
    const char *value;      /* a number, a word or codes as eep_policy_set takes them; unless `codes` */
    const eep_codes *codes; /* a list whose members stood apart, or NULL */
    eep_date from, to;      /* EEP_DATE_EVER and EEP_DATE_OPEN for all days */
    const char *source;     /* NULL leaves it as it was */
    const char *file;       /* where the edit is written, as long-lived as the policy */
    uint64_t line, column;  /* of the value; 0 where there is no file */
    uint64_t path_line, path_column;
} eep_edit;

/*
 * Applies an edit, without looking at the value: `policy` is a trial. `*works` becomes 1 when some day gets
 * another value, and is left alone otherwise. Fails when the path is not there, the edit touches none of its
 * days, or the same file has given the path a value on one of them before; and as eep_codes_apply.
 */
eep_status eep_edit_apply(eep_policy *policy, const eep_edit *edit, int *works, eep_error *error);
/* Fails because the policy has no value of this path, with what it has instead. */
eep_status eep_fail_path(const eep_policy *policy, const char *path, eep_error *error);

/* Reads codes from a text like "20011 21231", "none" or "+21399 -21200"; the text is cut up. */
eep_status eep_codes_read(eep_policy *policy, char *text, eep_codes *codes, eep_error *error);
/* Every code that is added or removed must change one of the `count` entries of a list. */
eep_status eep_codes_refuse_idle(const eep_codes *codes, const eep_leaf *leaf, size_t count,
                                 eep_error *error);
/* Gives a list its new members; an entry that is changed to what it is stays as it is. */
eep_status eep_codes_apply(eep_policy *policy, const eep_codes *codes, eep_leaf *leaf, eep_error *error);

/* A copy to try changes on; it shares the texts. Ends by being taken over when `status` is EEP_OK. */
eep_status eep_trial_begin(const eep_policy *policy, eep_policy *trial, eep_error *error);
eep_status eep_trial_end(eep_policy *policy, eep_policy *trial, eep_status status);

/* ---- Reforms ----------------------------------------------------------------------------------- */

/* Whether the root of a YAML file is that of a reform. */
int eep_is_reform(const eep_yaml_node *root);
/* Applies what is under `changes` to a trial; `context` has the reform's file and source. */
eep_status eep_read_changes(const eep_context *context, const eep_yaml_node *changes, eep_date from,
                            eep_date to);
/* Version `name` of category `id`, written at `path`, which the policy has not; its leaves are not sorted in.
 */
eep_status eep_read_version(const eep_context *context, const char *id, const char *name, const char *path,
                            const eep_yaml_node *key, const eep_yaml_node *node);
/* Fails when a version is in force on the same days as another one of its category. */
eep_status eep_refuse_overlap(const eep_context *context, const eep_version *fresh);
/* The version that a path like categories.stem.2026 or one below it is about, or NULL. */
eep_version *eep_version_of(const eep_policy *policy, const char *path);
/* Gives a version another last day; `node` is where it is written. */
eep_status eep_end_version(const eep_context *context, eep_version *version, const eep_yaml_node *node);

/* ---- Compiling --------------------------------------------------------------------------------- */

/* The occupations in tiers 1 to 3; NULL while recording. */
typedef struct eep_listed {
    const eep_leaf *tier[EEP_OCCUPATION_TIERS];
} eep_listed;
eep_status eep_ask_score(const eep_asker *asker, eep_score_tables *score, eep_listed *listed);
/* The occupations of the skilled trades: beginnings of codes, and of those among them that are none. */
typedef struct eep_trades {
    const eep_leaf *in, *out; /* NULL while recording */
} eep_trades;
/* The conditions of program `index`, and the leaves for those that no file writes. */
eep_status eep_ask_conditions(const eep_asker *asker, size_t index, eep_program_rule *rule);
eep_status eep_add_unwritten(eep_policy *policy, eep_error *error);
/* Whether it makes a difference that somebody writes what an unwritten leaf is. */
int eep_wants_writing(const eep_leaf *leaf);
eep_status eep_ask_programs(const eep_asker *asker, eep_eligible_tables *eligible, eep_trades *trades);
/* The TEER of a NOC code by its second digit; EEP_TEER_NONE for digits that do not occur. */
#define EEP_DIGITS 10
eep_status eep_ask_teers(const eep_asker *asker, uint8_t teer[EEP_DIGITS]);
/* What candidates' papers and profiles are asked: months and days. */
typedef struct eep_validity {
    int profile, language_test, assessment, invitation;
} eep_validity;
eep_status eep_ask_validity(const eep_asker *asker, eep_validity *validity);
/* How rounds rank equal scores. */
eep_status eep_ask_rounds(const eep_asker *asker, eep_tie_break *tie_break, uint32_t *lottery_seed);
/* The rank of each program where an invitation names one of several; all differ. */
eep_status eep_ask_program_order(const eep_asker *asker, uint8_t rank[EEP_PROGRAMS]);
/* The rule of one version; its occupations (NULL while recording, no codes when none is asked). */
eep_status eep_ask_version(const eep_asker *asker, const eep_version *version, eep_category_rule *rule,
                           const eep_leaf **occupations);

/* Refuses leaves for which the schema never asks. */
eep_status eep_policy_check_names(const eep_policy *policy, eep_error *error);
/* Asks for everything on every day on which something changes. */
eep_status eep_policy_check_values(const eep_policy *policy, eep_error *error);
/* The first day of the policy: no value is in force before it. */
eep_date eep_policy_first_day(const eep_policy *policy);

/* XXH3-128 of the lines path=value of leaves, as text. */
void eep_leaves_digest(const eep_policy_leaf *leaf, size_t count, char text[EEP_DIGEST_TEXT]);

#endif
