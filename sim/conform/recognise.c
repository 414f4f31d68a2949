/* recognise.c - which known mistakes the wrong scores look like. */
#include "sim/conform/grade.h"

/* What speaks for and against a mistake. */
typedef struct evidence {
    size_t agree;    /* wrong scores that are those of the mistake */
    size_t fresh;    /* of these, not explained by an earlier mistake */
    size_t against;  /* right scores where the mistake gives a wrong one */
    size_t expected; /* answered cases where it gives a wrong one */
    size_t example;
} evidence;

/* A case that rests on fewer rules shows a mistake better. */
static int is_plainer(const eep_grade *grade, size_t one, size_t other)
{
    return grade->suite->entry[one].rules < grade->suite->entry[other].rules;
}

static evidence weigh(const eep_grade *grade, size_t mistake)
{
    evidence found = {.example = SIZE_MAX};
    for (size_t i = 0; i < grade->suite->count; i++) {
        const eep_verdict *verdict = &grade->verdict[i];
        unsigned wrong;
        if (verdict->row == 0 || !eep_suite_wrong(grade->suite, mistake, i, &wrong)) continue;
        found.expected++;
        found.against += !eep_grade_score_is_wrong(grade, i);
        if (verdict->score != wrong) continue;
        found.agree++;
        found.fresh += !verdict->explained;
        if (found.example == SIZE_MAX || is_plainer(grade, i, found.example)) found.example = i;
    }
    return found;
}

/*
 * A mistake is believed when more answers bear its mark than contradict it. Of two that explain as many, the
 * one that leaves fewer of its own marks out is the better; then the earlier in the table.
 */
static int is_better(const evidence *one, const evidence *best)
{
    if (one->fresh == 0 || one->agree <= one->against) return 0;
    if (one->fresh != best->fresh) return one->fresh > best->fresh;
    return one->expected - one->agree < best->expected - best->agree;
}

static void mark(eep_grade *grade, size_t mistake)
{
    grade->is_recognised[mistake] = 1;
    for (size_t i = 0; i < grade->suite->count; i++) {
        unsigned wrong;
        if (grade->verdict[i].row == 0 || !eep_suite_wrong(grade->suite, mistake, i, &wrong)) continue;
        if (grade->verdict[i].score == wrong) grade->verdict[i].explained = 1;
    }
}

/* Takes the best mistake that is left; `*found` is 0 when none explains anything more. */
static eep_status take_best(eep_grade *grade, int *found, eep_error *error)
{
    const eep_suite *suite = grade->suite;
    evidence best = {0};
    size_t chosen = SIZE_MAX;
    for (size_t mistake = 0; mistake + 1 < suite->mistakes.rows; mistake++) {
        const evidence one = weigh(grade, mistake);
        if (!is_better(&one, &best)) continue;
        best = one;
        chosen = mistake;
    }
    *found = chosen != SIZE_MAX;
    if (!*found) return EEP_OK;
    mark(grade, chosen);
    const eep_recognised recognised = {.mistake =
                                           eep_cells_text(&suite->mistakes, chosen + 1, suite->mistake),
                                       .rule = eep_cells_text(&suite->mistakes, chosen + 1, suite->rule),
                                       .about = eep_cells_text(&suite->mistakes, chosen + 1, suite->about),
                                       .agree = best.agree,
                                       .expected = best.expected,
                                       .example = best.example};
    if (eep_growing_append(NULL, &grade->mistakes, &recognised, 1)) return EEP_OK;
    return eep_fail_memory(error, sizeof recognised);
}

/* Several mistakes at once: what each adds or takes away, summed. */
static int is_sum(const eep_grade *grade, size_t position)
{
    const int right = (int)grade->suite->entry[position].score;
    int sum = right;
    for (size_t mistake = 0; mistake + 1 < grade->suite->mistakes.rows; mistake++) {
        unsigned wrong;
        if (grade->is_recognised[mistake] && eep_suite_wrong(grade->suite, mistake, position, &wrong))
            sum += (int)wrong - right;
    }
    return sum == (int)grade->verdict[position].score;
}

eep_status eep_grade_recognise(eep_grade *grade, eep_error *error)
{
    int found = 1;
    while (found)
        EEP_TRY(take_best(grade, &found, error));
    for (size_t i = 0; i < grade->suite->count; i++) {
        if (!eep_grade_score_is_wrong(grade, i)) continue;
        if (is_sum(grade, i)) grade->verdict[i].explained = 1;
        grade->unexplained += !grade->verdict[i].explained;
    }
    return EEP_OK;
}
