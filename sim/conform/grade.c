/* grade.c - reads a third party's answers and says which are wrong. */
#include "sim/conform/grade.h"

#include <string.h>

#define POINTS_MAX 99999 /* a wrong calculator may know no cap */

/* ---- The header -------------------------------------------------------------------------------- */

/* Names that may head a column: the answers, then whatever cases.csv has. */
static const char *column_at(const void *context, size_t index)
{
    const eep_grade *grade = context;
    if (index < EEP_ANSWERS) return eep_answer_name(index);
    const eep_cells *cases = &grade->suite->cases;
    return index - EEP_ANSWERS < cases->columns ? eep_cells_text(cases, 0, index - EEP_ANSWERS) : NULL;
}

static eep_status read_header(eep_grade *grade, eep_error *error)
{
    const eep_cells *answers = &grade->answers;
    for (size_t i = 0; i < answers->columns; i++) {
        const char *name = eep_cells_text(answers, 0, i);
        char advice[160];
        if (eep_cells_find(answers, name) != i) {
            return eep_cells_fail(answers, 0, i, error, EEP_ERROR_DUPLICATE, "remove one of them",
                                  "the column '%.40s' is given twice", name);
        }
        /* Columns of the cases are let pass: answers may stand in a column beside the questions. */
        if (eep_cells_find(&grade->suite->cases, name) != SIZE_MAX) continue;
        eep_did_you_mean(
            advice, sizeof advice, name, column_at, grade,
            "answers have id, score and any of core, spouse, transferability, additional, programs, "
            "categories");
        return eep_cells_fail(answers, 0, i, error, EEP_ERROR_UNKNOWN, advice,
                              "there is no answer called '%.40s'", name);
    }
    EEP_TRY(eep_cells_need(answers, "id", &grade->id, error));
    EEP_TRY(eep_cells_need(answers, "score", &grade->at[0], error));
    for (size_t i = 0; i < EEP_ANSWERS; i++) {
        grade->at[i] = eep_cells_find(answers, eep_answer_name(i));
        grade->sums.answers[i] = grade->at[i] != SIZE_MAX;
    }
    return EEP_OK;
}

/* ---- Sets of names ----------------------------------------------------------------------------- */

/* Whether a name of this length stands in a set joined by +. */
static int holds(const char *set, const char *name, size_t length)
{
    while (*set != '\0') {
        const size_t found = strcspn(set, "+");
        if (found == length && memcmp(set, name, length) == 0) return 1;
        set += found + (set[found] == '+');
    }
    return 0;
}

static int holds_all(const char *set, const char *names)
{
    while (*names != '\0') {
        const size_t length = strcspn(names, "+");
        if (!holds(set, names, length)) return 0;
        names += length + (names[length] == '+');
    }
    return 1;
}

static eep_status check_programs(const eep_grade *grade, size_t row, eep_error *error)
{
    const size_t column = grade->at[EEP_SECTIONS + 1];
    const char *names = eep_cells_text(&grade->answers, row, column);
    while (*names != '\0') {
        const size_t length = strcspn(names, "+");
        size_t known = 0;
        while (eep_program_name(known) != NULL && (strlen(eep_program_name(known)) != length ||
                                                   memcmp(eep_program_name(known), names, length) != 0))
            known++;
        if (eep_program_name(known) == NULL) {
            char quoted[EEP_QUOTED];
            return eep_cells_fail(&grade->answers, row, column, error, EEP_ERROR_UNKNOWN,
                                  "write fsw, cec, fst and pnp joined by +, or nothing", "%s is no program",
                                  eep_quoted(quoted, names, length));
        }
        names += length + (names[length] == '+');
    }
    return EEP_OK;
}

/* ---- Answers ----------------------------------------------------------------------------------- */

static eep_status is_right(const eep_grade *grade, size_t row, size_t position, size_t answer, int *right,
                           eep_error *error)
{
    const char *given = eep_cells_text(&grade->answers, row, grade->at[answer]);
    const char *expected = eep_cells_text(&grade->suite->cases, position + 1, grade->suite->answer[answer]);
    if (answer > EEP_SECTIONS) {
        if (answer == EEP_SECTIONS + 1) EEP_TRY(check_programs(grade, row, error));
        *right = holds_all(given, expected) && holds_all(expected, given);
        return EEP_OK;
    }
    unsigned points, wanted;
    EEP_TRY(eep_cells_number(&grade->answers, row, grade->at[answer], POINTS_MAX, &points, error));
    EEP_TRY(eep_cells_number(&grade->suite->cases, position + 1, grade->suite->answer[answer], POINTS_MAX,
                             &wanted, error));
    *right = points == wanted;
    return EEP_OK;
}

/* Reads one line of answers; a case of the suite gets its verdict. */
static eep_status read_answer(eep_grade *grade, size_t row, eep_error *error)
{
    const char *id = eep_cells_text(&grade->answers, row, grade->id);
    const size_t position = eep_suite_find(grade->suite, id);
    if (position == SIZE_MAX) {
        if (eep_growing_append(NULL, &grade->unknown, &row, 1)) return EEP_OK;
        return eep_fail_memory(error, sizeof row);
    }
    eep_verdict *verdict = &grade->verdict[position];
    if (verdict->row != 0) {
        return eep_cells_fail(&grade->answers, row, grade->id, error, EEP_ERROR_DUPLICATE,
                              "answer every case once", "case '%.60s' was answered on line %llu already", id,
                              (unsigned long long)eep_cells_line(&grade->answers, verdict->row));
    }
    verdict->row = row;
    verdict->wrong_at = EEP_ANSWERS;
    for (size_t answer = EEP_ANSWERS; answer-- > 0;) {
        int right = 1;
        if (grade->at[answer] == SIZE_MAX) continue;
        EEP_TRY(is_right(grade, row, position, answer, &right, error));
        if (!right) verdict->wrong_at = answer;
    }
    return eep_cells_number(&grade->answers, row, grade->at[0], POINTS_MAX, &verdict->score, error);
}

static eep_status read_answers(eep_grade *grade, const char *path, eep_error *error)
{
    const eep_suite *suite = grade->suite;
    EEP_TRY(eep_cells_read(&grade->answers, path, error));
    EEP_TRY(read_header(grade, error));
    grade->verdict = eep_allocate(NULL, suite->count, sizeof *grade->verdict);
    grade->is_recognised = eep_allocate(NULL, suite->mistakes.rows, 1);
    if (grade->verdict == NULL || grade->is_recognised == NULL) {
        return eep_fail_memory(error, suite->count * sizeof *grade->verdict);
    }
    for (size_t row = 1; row < grade->answers.rows; row++)
        EEP_TRY(read_answer(grade, row, error));
    grade->sums.cases = suite->count;
    grade->sums.unknown = grade->unknown.count;
    for (size_t i = 0; i < suite->count; i++) {
        if (grade->verdict[i].row == 0)
            grade->sums.missing++;
        else if (grade->verdict[i].wrong_at < EEP_ANSWERS)
            grade->sums.wrong++;
        else
            grade->sums.right++;
    }
    EEP_TRY(eep_grade_recognise(grade, error));
    return eep_grade_blame(grade, error);
}

int eep_grade_score_is_wrong(const eep_grade *grade, size_t position)
{
    return grade->verdict[position].row != 0 &&
           grade->verdict[position].score != grade->suite->entry[position].score;
}

/* ---- The handle -------------------------------------------------------------------------------- */

eep_status eep_grade_read(const eep_suite *suite, const char *path, eep_grade **grade, eep_error *error)
{
    eep_grade *fresh = eep_allocate(NULL, 1, sizeof *fresh);
    if (fresh == NULL) return eep_fail_memory(error, sizeof *fresh);
    fresh->suite = suite;
    fresh->unknown.size = sizeof(size_t);
    fresh->rules.size = sizeof(eep_blamed);
    fresh->mistakes.size = sizeof(eep_recognised);
    const eep_status status = read_answers(fresh, path, error);
    if (status != EEP_OK)
        eep_grade_free(fresh);
    else
        *grade = fresh;
    return status;
}

void eep_grade_free(eep_grade *grade)
{
    if (grade == NULL) return;
    eep_release(NULL, grade->verdict, grade->suite->count, sizeof *grade->verdict);
    eep_release(NULL, grade->is_recognised, grade->suite->mistakes.rows, 1);
    eep_cells_clear(&grade->answers);
    eep_growing_clear(NULL, &grade->unknown);
    eep_growing_clear(NULL, &grade->rules);
    eep_growing_clear(NULL, &grade->mistakes);
    eep_release(NULL, grade, 1, sizeof *grade);
}

void eep_grade_sum(const eep_grade *grade, eep_grade_sums *sums)
{
    *sums = grade->sums;
}

int eep_grade_missing(const eep_grade *grade, size_t index, size_t *position)
{
    for (size_t i = 0; i < grade->suite->count; i++) {
        if (grade->verdict[i].row != 0) continue;
        *position = i;
        if (index-- == 0) return 1;
    }
    return 0;
}

int eep_grade_unknown(const eep_grade *grade, size_t index, const char **id, uint64_t *line)
{
    if (index >= grade->unknown.count) return 0;
    const size_t row = ((const size_t *)grade->unknown.data)[index];
    *id = eep_cells_text(&grade->answers, row, grade->id);
    *line = eep_cells_line(&grade->answers, row);
    return 1;
}

static void describe_wrong(const eep_grade *grade, size_t position, eep_wrong_answer *wrong)
{
    const eep_verdict *verdict = &grade->verdict[position];
    *wrong = (eep_wrong_answer){
        .position = position,
        .answer = verdict->wrong_at,
        .given = eep_cells_text(&grade->answers, verdict->row, grade->at[verdict->wrong_at]),
        .line = eep_cells_line(&grade->answers, verdict->row)};
}

int eep_grade_wrong(const eep_grade *grade, size_t index, eep_wrong_answer *wrong)
{
    for (size_t i = 0; i < grade->suite->count; i++) {
        const eep_verdict *verdict = &grade->verdict[i];
        if (verdict->row == 0 || verdict->wrong_at == EEP_ANSWERS) continue;
        if (index-- > 0) continue;
        describe_wrong(grade, i, wrong);
        return 1;
    }
    return 0;
}

int eep_grade_rule(const eep_grade *grade, size_t index, eep_wrong_rule *rule)
{
    if (index >= grade->rules.count) return 0;
    *rule = ((const eep_blamed *)grade->rules.data)[index].face;
    describe_wrong(grade, rule->example.position, &rule->example);
    return 1;
}

int eep_grade_mistake(const eep_grade *grade, size_t index, eep_recognised *recognised)
{
    if (index >= grade->mistakes.count) return 0;
    *recognised = ((const eep_recognised *)grade->mistakes.data)[index];
    return 1;
}

size_t eep_grade_unexplained(const eep_grade *grade)
{
    return grade->unexplained;
}
