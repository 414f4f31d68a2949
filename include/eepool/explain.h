/*
 * eepool/explain.h - one candidate: why the score is what it is, what would change it, when it will change
 * by itself, and where it stands in a pool and against the published rounds.
 *
 * All points come from the kernels that score whole pools: the lines add up to the score of eep_score, and
 * what a change would gain is the difference of two such scores. A candidate is a row of a pool;
 * eep_profile_read makes a pool of one row.
 *
 *   eep_profile_read("me.yaml", day, &pool, &error);
 *   eep_explain(engine, rules, pool, 0, &explanation, &error);
 *   eep_suggest(engine, rules, pool, 0, &suggestions, &error);
 *
 * Thread rule: one call at a time per engine; rules, pools and histories are only read.
 */
#ifndef EEPOOL_EXPLAIN_H
#define EEPOOL_EXPLAIN_H

#include "eepool/base.h"
#include "eepool/dataset.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"
#include "eepool/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads one profile from YAML (column names as keys, e.g. `education: masters`; `age` instead of
 * `birth_date` is taken on `day`; id and submitted_at may be left out) into a pool of one row, owned by
 * the caller. Errors carry file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_profile_read(const char *path, eep_date day, eep_pool **pool,
                                                   eep_error *error);

/* ---- Explanation ------------------------------------------------------------------------------- */

/*
 * One line of an explanation. Texts belong to the explanation. Where a line has no such number it is -1.
 *
 * The sections are "core", "spouse", "transferability" and "additional", whose lines add up to the score;
 * "total", a line after each of them and one for the score; "program" and "category", with a yes or no; and
 * "selection", the selection grid of the Federal Skilled Worker Program, which counts points of its own.
 */
typedef struct eep_explanation_line {
    const char *section;
    const char *item;   /* "Age", "First official language, reading", "Federal Skilled Worker Program" */
    const char *fact;   /* "29 years", "CLB 9", or the reason for a yes or no */
    int points;         /* points that count, after all caps */
    int worth;          /* what the table says, before them; of a total, the sum before its cap */
    int cut_by;         /* the cap that took points away, in points; -1 = none did */
    int maximum;        /* the most this line can count */
    int running;        /* the total so far, of the score or of the selection grid */
    int yes;            /* for programs and categories: 1 or 0; else -1 */
    const char *path;   /* of the value in the policy, or of the program or category version */
    const char *source; /* official source of the value; says so when the policy was changed with --set */
    eep_date from, to;  /* the days on which the value holds; `to` may be EEP_DATE_OPEN */
} eep_explanation_line;

typedef struct eep_explanation eep_explanation;

/*
 * Explains the candidate in `row`: every item of the score, then every program and every category in force
 * with the reason. A program holds from the day on which the last of its conditions changed until the first
 * changes again. The caller owns `*explanation`. Fails with EEP_ERROR_ARGUMENT (no such row) or
 * EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_explain(eep_engine *engine, const eep_rules *rules,
                                              const eep_pool *pool, uint64_t row,
                                              eep_explanation **explanation, eep_error *error);
EEP_API void eep_explanation_free(eep_explanation *explanation); /* NULL is fine */
EEP_API const eep_explanation_line *eep_explanation_line_at(const eep_explanation *explanation,
                                                            size_t index); /* NULL past the end */
EEP_API int eep_explanation_score(const eep_explanation *explanation);

/* ---- What would change the score --------------------------------------------------------------- */

/*
 * How much a change asks of the candidate, from least to most. The order is a judgement of ours, not a rule
 * of the government: what can be done within weeks stands before what takes months, that before what takes
 * years, and what others decide comes last.
 */
typedef enum eep_effort {
    EEP_EFFORT_PAPER = 1,   /* a paper renewed or shown: tests with the same results, an assessment, funds */
    EEP_EFFORT_ONE_ABILITY, /* a better result in one ability of a language */
    EEP_EFFORT_ALL_ABILITIES, /* in several at once */
    EEP_EFFORT_NEW_LANGUAGE,  /* a language in which there is no result yet */
    EEP_EFFORT_WORK,          /* months of work */
    EEP_EFFORT_STUDY,         /* a credential or a certificate */
    EEP_EFFORT_OTHERS         /* what a province or an employer decides */
} eep_effort;

/* "one ability of a language", ... for an effort; NULL beyond the last, and for 0. */
EEP_API const char *eep_effort_words(size_t effort);

#define EEP_CHANGES_MAX 8

/* One change that gains points, or opens a program or a category. */
typedef struct eep_suggestion {
    char id[48]; /* "first_language.reading", "canadian_work": what is changed, the same in every release */
    char words[160]; /* "English: CLB 10 in reading" */
    eep_effort effort;
    int cheapest; /* 1: no other change gains as much with less effort, or more with as little */
    int gain;     /* points; 0 when only programs or categories are gained */
    int score;    /* the score with the change */
    int section_gain[EEP_SECTIONS]; /* gain of each section, before the cap of the whole */
    uint8_t programs;               /* programs gained, bits as EEP_FSW, ... */
    uint32_t categories;            /* category versions gained, bits as eep_rules_category */
    size_t changes;                 /* the columns that are set, and to what */
    struct eep_change_made {
        size_t column;
        int64_t value;
    } change[EEP_CHANGES_MAX];
} eep_suggestion;

typedef struct eep_suggestions eep_suggestions;

/*
 * Scores what the candidate in `row` could change, each alone and as if it were so on the day of the rules:
 * the next level in each ability of both official languages and in several together, the next levels of
 * education and of Canadian study, further years of work in Canada and abroad, a nomination, an offer, a
 * certificate (in a trade), papers renewed, and the same for an accompanying spouse. Of every such ladder few
 * steps are kept: the first that gains points, the first that gains points for combinations or additional
 * points, and each that opens a program or a category the lower ones did not.
 *
 * A year of work is the next completed one. It is taken to be in the primary occupation, unbroken, where
 * that is skilled work; that the candidate grows older meanwhile is not taken off (see eep_events). New
 * results of an expired test need a new test, and so do those of the other language.
 * Where the pool itself says who qualifies for programs, none are gained.
 *
 * Sorted by points gained, most first, then by effort, least first, then in an order that stays. The caller
 * owns
 * `*suggestions`. Fails as eep_explain.
 */
EEP_API EEP_MUST_CHECK eep_status eep_suggest(eep_engine *engine, const eep_rules *rules,
                                              const eep_pool *pool, uint64_t row,
                                              eep_suggestions **suggestions, eep_error *error);
EEP_API void eep_suggestions_free(eep_suggestions *suggestions); /* NULL is fine */
EEP_API const eep_suggestion *eep_suggestion_at(const eep_suggestions *suggestions,
                                                size_t index); /* NULL past the end */

/* ---- What time will change --------------------------------------------------------------------- */

typedef enum eep_event_kind {
    EEP_EVENT_BIRTHDAY,      /* the next one, and the first that costs points when that is a later one */
    EEP_EVENT_LANGUAGE_TEST, /* the results stop counting */
    EEP_EVENT_ASSESSMENT,    /* the assessment of the education stops counting */
    EEP_EVENT_PROFILE        /* the profile leaves the pool */
} eep_event_kind;

/* "birthday", "language_test", "assessment", "profile"; NULL beyond. */
EEP_API const char *eep_event_name(size_t kind);

typedef struct eep_event {
    eep_event_kind kind;
    eep_time moment;     /* from then on; midnight UTC for all but the profile */
    int past;            /* 1: it was so before, and the score of today has it in it */
    int age;             /* birthdays: the years completed; else -1 */
    int change;          /* points: the score after it less the score of today */
    uint8_t programs;    /* programs lost */
    uint32_t categories; /* category versions lost */
} eep_event;

#define EEP_EVENTS_MAX 5

/*
 * When the score of the candidate in `row` changes by itself, each event alone and under the rules of the
 * day: later changes of the policy are not in it. In the order of their moments. Papers that give nothing
 * (no results, no foreign credential) have no event. Fails as eep_explain.
 */
EEP_API EEP_MUST_CHECK eep_status eep_events(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                                             uint64_t row, eep_event events[EEP_EVENTS_MAX], size_t *count,
                                             eep_error *error);

/* ---- Where the candidate stands ---------------------------------------------------------------- */

/* One candidate among those who compete in a round, as if it were held at its moment. */
typedef struct eep_standing {
    char official_name[96]; /* of the round */
    int competes;           /* 1: the candidate is in the pool at the moment and qualifies for the round */
    int score;
    uint64_t others; /* how many others compete */
    uint64_t above;  /* of these, with a higher score */
    uint64_t equal;  /* with the same */
    uint64_t
        ahead; /* who rank before the candidate: those above, and of the equal those the tie-break prefers */
} eep_standing;

/*
 * Where row `row` of `candidates` stands among the rows of `pool` in `round`, whose day must be that of the
 * rules; its invitations and floor are not looked at. `candidates` may be the pool itself: nobody is counted
 * against oneself. Rank is `ahead` + 1. Fails with EEP_ERROR_UNKNOWN as eep_draw, or as eep_explain.
 */
EEP_API EEP_MUST_CHECK eep_status eep_standing_of(eep_engine *engine, const eep_rules *rules,
                                                  const eep_pool *pool, const eep_pool *candidates,
                                                  uint64_t row, const eep_round *round,
                                                  eep_standing *standing, eep_error *error);

/* Published rounds of one type. */
typedef struct eep_past_rounds {
    char kind[12];      /* general, program, category, unknown */
    char id[20];        /* all; cec, ...; stem, ... */
    char last_name[96]; /* as printed with the last of them */
    int qualifies;      /* 1: the candidate qualifies for such a round today; -1: none could be held today */
    unsigned rounds;    /* how many there were */
    unsigned met;       /* of these, with a cut-off no higher than the score */
    uint16_t lowest, last; /* the lowest cut-off, and that of the last round */
    eep_date last_date;
} eep_past_rounds;

#define EEP_PAST_TYPES_MAX 32

/*
 * Counts the published rounds from day `from` until the day before `before` by type, and those whose
 * cut-off `score` would have met. A count of what was, and no forecast: cut-offs move, and an equal score
 * also asks for an early enough submission. `programs` and `categories` are the sets the candidate belongs to
 * under `rules`. Types come in the order of general, programs, categories, and then as they first appear.
 * Returns how many of the EEP_PAST_TYPES_MAX were filled.
 */
EEP_API size_t eep_past_rounds_met(const eep_history *history, eep_date from, eep_date before,
                                   const eep_rules *rules, int score, uint8_t programs, uint32_t categories,
                                   eep_past_rounds types[EEP_PAST_TYPES_MAX]);

#ifdef __cplusplus
}
#endif
#endif
