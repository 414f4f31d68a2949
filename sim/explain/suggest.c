/* suggest.c - which steps of all ladders are worth telling: scored in one pass, kept, sorted. */
#include <stdlib.h>

#include "sim/explain/explain.h"
#include "sim/explain/suggest.h"
#include "sim/explain/variants.h"

struct eep_suggestions {
    eep_allocator allocator;
    size_t count;
    eep_suggestion *at; /* `count` of them */
};

const char *eep_effort_words(size_t effort)
{
    static const char *const words[] = {
        NULL,
        "a paper renewed or shown",
        "one ability of a language",
        "several abilities of a language",
        "a language without a result yet",
        "months of work",
        "a credential or certificate",
        "what others decide",
    };
    return effort < sizeof words / sizeof *words ? words[effort] : NULL;
}

/* ---- Scores ------------------------------------------------------------------------------------ */

static void apply(const eep_ladders *ladders, eep_variants *variants)
{
    for (size_t i = 0; i < ladders->count; i++) {
        const eep_suggestion *face = &ladders->step[i].face;
        for (size_t c = 0; c < face->changes; c++)
            eep_variants_set(variants, i + 1, face->change[c].column, face->change[c].value);
    }
}

static void take_scores(const eep_variants *variants, size_t variant, eep_suggestion *face)
{
    face->gain = eep_variants_gain(variants, variant);
    face->score = variants->score[variant];
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        face->section_gain[s] = variants->section[s][variant] - variants->section[s][0];
    face->programs = eep_variants_programs_gained(variants, variant);
    face->categories = eep_variants_categories_gained(variants, variant);
}

/* ---- What is kept ------------------------------------------------------------------------------ */

/* What the lower steps of a ladder have shown already. */
typedef struct shown {
    size_t ladder;
    int points, combinations;
    uint8_t programs;
    uint32_t categories;
} shown;

/* Points for combinations, and the additional ones. */
static int combined(const eep_variants *variants, size_t variant)
{
    return variants->section[EEP_TRANSFERABILITY][variant] + variants->section[EEP_ADDITIONAL][variant];
}

static int is_news(const eep_variants *variants, const eep_step *step, shown *seen)
{
    const size_t variant = step->number + 1, before = step->before;
    const int points = variants->score[variant] > variants->score[before];
    const int combinations = points && combined(variants, variant) > combined(variants, before);
    const uint8_t programs = (uint8_t)(variants->programs[variant] & ~variants->programs[before]);
    const uint32_t categories = variants->categories[variant] & ~variants->categories[before];
    const int news = (points && !seen->points) || (combinations && !seen->combinations) ||
                     (programs & ~seen->programs) != 0 || (categories & ~seen->categories) != 0;
    seen->points |= points;
    seen->combinations |= combinations;
    seen->programs |= programs;
    seen->categories |= categories;
    return news;
}

/* Moves the steps to tell to the front and answers how many there are. */
static size_t keep(eep_ladders *ladders, const eep_variants *variants)
{
    shown seen = {.ladder = 0};
    size_t kept = 0;
    for (size_t i = 0; i < ladders->count; i++) {
        eep_step *step = &ladders->step[i];
        if (step->ladder != seen.ladder) seen = (shown){.ladder = step->ladder};
        if (!is_news(variants, step, &seen)) continue;
        take_scores(variants, i + 1, &step->face);
        ladders->step[kept++] = *step;
    }
    return kept;
}

/* ---- Order ------------------------------------------------------------------------------------- */

static int cheapest_first(const void *a, const void *b)
{
    const eep_step *left = a, *right = b;
    if (left->face.gain != right->face.gain) return right->face.gain - left->face.gain;
    if (left->face.effort != right->face.effort) return (int)left->face.effort - (int)right->face.effort;
    return (left->number > right->number) - (left->number < right->number);
}

static int is_beaten_by(const eep_suggestion *one, const eep_suggestion *other)
{
    return other->gain >= one->gain && other->effort <= one->effort &&
           (other->gain > one->gain || other->effort < one->effort);
}

static void mark_cheapest(eep_ladders *ladders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int beaten = ladders->step[i].face.gain <= 0;
        for (size_t j = 0; j < count; j++)
            beaten |= is_beaten_by(&ladders->step[i].face, &ladders->step[j].face);
        ladders->step[i].face.cheapest = !beaten;
    }
}

/* ---- The handle -------------------------------------------------------------------------------- */

static eep_status hand_out(const eep_engine *engine, const eep_ladders *ladders, size_t count,
                           eep_suggestions **suggestions, eep_error *error)
{
    const eep_allocator *allocator = &engine->allocator;
    eep_suggestions *made = eep_allocate(allocator, 1, sizeof *made);
    eep_suggestion *at = eep_allocate(allocator, count, sizeof *at);
    if (made == NULL || at == NULL) {
        eep_release(allocator, made, 1, sizeof *made);
        eep_release(allocator, at, count, sizeof *at);
        return eep_fail_memory(error, sizeof *made + count * sizeof *at);
    }
    for (size_t i = 0; i < count; i++)
        at[i] = ladders->step[i].face;
    *made = (eep_suggestions){*allocator, count, at};
    *suggestions = made;
    return EEP_OK;
}

static eep_status suggest(eep_engine *engine, const eep_pool *pool, eep_ladders *ladders,
                          eep_variants *variants, eep_suggestions **suggestions, eep_error *error)
{
    eep_ladders_build(ladders);
    EEP_TRY(eep_variants_open(engine, pool, ladders->row, ladders->count + 1, variants, error));
    apply(ladders, variants);
    EEP_TRY(eep_variants_score(engine, ladders->rules, variants, error));
    const size_t count = keep(ladders, variants);
    qsort(ladders->step, count, sizeof *ladders->step, cheapest_first);
    mark_cheapest(ladders, count);
    return hand_out(engine, ladders, count, suggestions, error);
}

eep_status eep_suggest(eep_engine *engine, const eep_rules *rules, const eep_pool *pool, uint64_t row,
                       eep_suggestions **suggestions, eep_error *error)
{
    eep_variants variants = {0};
    EEP_TRY(eep_explain_check_row(pool, row, error));
    eep_ladders *ladders = eep_allocate(&engine->allocator, 1, sizeof *ladders);
    if (ladders == NULL) return eep_fail_memory(error, sizeof *ladders);
    ladders->rules = rules;
    ladders->columns = &pool->columns;
    ladders->row = row;
    const eep_status status = suggest(engine, pool, ladders, &variants, suggestions, error);
    eep_variants_clear(&variants);
    eep_release(&engine->allocator, ladders, 1, sizeof *ladders);
    return status;
}

void eep_suggestions_free(eep_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    const eep_allocator allocator = suggestions->allocator;
    eep_release(&allocator, suggestions->at, suggestions->count, sizeof *suggestions->at);
    eep_release(&allocator, suggestions, 1, sizeof *suggestions);
}

const eep_suggestion *eep_suggestion_at(const eep_suggestions *suggestions, size_t index)
{
    return index < suggestions->count ? &suggestions->at[index] : NULL;
}
