/*
 * explain.h - inside sim/explain: how the lines of an explanation are made.
 *
 * explain.c looks the candidate up once and calls one file a question: core.c, transferability.c and
 * additional.c for the items of the score, programs.c and categories.c for the reasons of a yes or no. An
 * item is worth what its table says and counts for what the caps above it leave: the points on the lines are
 * those that count, so that they always add up to the score.
 */
#ifndef EEP_SIM_EXPLAIN_H
#define EEP_SIM_EXPLAIN_H

#include "sim/sim.h"

/* Lines at most: 29 items, 5 totals, 4 programs, 8 of the selection grid and every category version. */
#define EEP_LINES (46 + EEP_CATEGORIES_MAX)

typedef struct eep_text eep_text; /* one text of an explanation, in a list */

struct eep_explanation {
    eep_allocator allocator;
    eep_text *texts;
    size_t failed; /* bytes that could not be had, 0 = all is well */
    size_t count;
    int score;
    eep_explanation_line line[EEP_LINES];
};

/* A text of the explanation; "" and `failed` set when there is no memory. */
const char *eep_explanation_text(eep_explanation *explanation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- Accounts: where points go ----------------------------------------------------------------- */

/* Points under a cap; what counts of them goes on into another account (NULL for the total). */
typedef struct eep_account {
    int given, counted, cap;
    struct eep_account *into;
} eep_account;

/* ---- One candidate ----------------------------------------------------------------------------- */

typedef struct eep_explainer {
    const eep_rules *rules;
    const eep_columns *columns;
    uint64_t row;
    const eep_facts *facts; /* the candidate is number 0 */
    eep_explanation *explanation;
    size_t with;        /* 1 = the points column with an accompanying spouse */
    const char *column; /* its name in paths */
    int test_expired, assessment_expired;
    eep_account total, section[EEP_SECTIONS];
    uint8_t programs;
    int programs_given; /* the pool says who qualifies; nothing was derived */
    uint32_t categories;
} eep_explainer;

/* One item of a section. `points` is what its table says, `most` the most its table says. */
typedef struct eep_item {
    size_t section;
    const char *item, *fact;
    const eep_policy_leaf *leaf; /* where the points are written; NULL when nowhere */
    int points, most;
    eep_account *account; /* NULL = straight into the section */
} eep_item;

/* Where something is written, and for which days. */
typedef struct eep_origin {
    const char *path, *source;
    eep_date from, to;
} eep_origin;

/* Adds the line of an item, with a remark when a cap cuts it. */
void eep_explain_item(eep_explainer *explainer, const eep_item *item);
/* Adds the line that ends a section. */
void eep_explain_section(eep_explainer *explainer, size_t section, const char *fact);
/* Adds a line without points: a program or a category. */
void eep_explain_answer(eep_explainer *explainer, const char *section, const char *item, const char *fact,
                        int yes, const eep_origin *origin);
/* Adds a line as it is; the texts of its origin are copied, the others live as long as the explanation. */
void eep_explain_line(eep_explainer *explainer, const eep_explanation_line *line, const eep_origin *origin);

/* Where a leaf is written; all empty for NULL. */
eep_origin eep_explain_origin(const eep_explainer *explainer, const eep_policy_leaf *leaf);
/* The leaf in force with this path, or NULL. */
const eep_policy_leaf *eep_explain_leaf(const eep_explainer *explainer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * The leaf `table`.`key` (then .`column` unless NULL), or that of the nearest key that is written: the ends
 * of a table hold for all beyond them.
 */
const eep_policy_leaf *eep_explain_row_leaf(const eep_explainer *explainer, const char *table, int key,
                                            const char *column);

/* EEP_ERROR_ARGUMENT when the pool has no such row. */
eep_status eep_explain_check_row(const eep_pool *pool, uint64_t row, eep_error *error);

/* ---- Words ------------------------------------------------------------------------------------- */

/* "a bachelor's degree"; "CLB" or "NCLC"; "3 years" (of months); "listening". */
const char *eep_education_words(uint8_t education);
const char *eep_level_word(int french);
const char *eep_ability_word(size_t ability);
/* "CLB 9", "no test" or "CLB 9, but the test of ... has expired", of the candidate. */
const char *eep_level_words(const eep_explainer *explainer, int french, uint8_t counted, uint8_t on_paper);
/* "36 months". */
const char *eep_months_words(const eep_explainer *explainer, unsigned months);
/* "weakest ability CLB 9", in the first official language. */
const char *eep_weakest_words(const eep_explainer *explainer);
/* The level on paper, expired or not. */
uint8_t eep_paper_level(const eep_explainer *explainer, int french, size_t ability);

/* ---- Questions --------------------------------------------------------------------------------- */

void eep_explain_core(eep_explainer *explainer);
void eep_explain_spouse(eep_explainer *explainer);
void eep_explain_transferability(eep_explainer *explainer);
void eep_explain_additional(eep_explainer *explainer);
void eep_explain_programs(eep_explainer *explainer);
void eep_explain_selection(eep_explainer *explainer);
void eep_explain_categories(eep_explainer *explainer);

/* Conditions that are not met, joined by "; ". */
typedef struct eep_reasons {
    char text[900];
    int failed;
} eep_reasons;
/* Notes a condition; the text is kept when it is not met. */
void eep_reasons_add(eep_reasons *reasons, int met, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The largest of `count` points. */
int eep_most_points(const uint16_t *points, size_t count);

#endif
