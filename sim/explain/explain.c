/* explain.c - one candidate looked up once, then explained question by question. */
#include "sim/explain/explain.h"

/* Every account that points can end up in; the caps are those of the candidate's column. */
static void open_accounts(eep_explainer *explainer)
{
    const eep_score_tables *tables = &explainer->rules->score;
    const int caps[EEP_SECTIONS] = {tables->core_cap[explainer->with], tables->spouse_cap,
                                    tables->transferability_cap, tables->additional_cap};
    explainer->total = (eep_account){.cap = tables->total_cap};
    for (size_t section = 0; section < EEP_SECTIONS; section++) {
        explainer->section[section] = (eep_account){.cap = caps[section], .into = &explainer->total};
    }
}

/* Facts, programs and categories, by the same kernels as a whole pool. */
static void look_up(const eep_engine *engine, eep_explainer *explainer, eep_facts *facts)
{
    const eep_rules *rules = explainer->rules;
    const eep_columns *columns = explainer->columns;
    const uint64_t row = explainer->row;
    eep_raw raw;

    eep_raw_at(columns, row, &raw);
    engine->kernels.facts(&rules->pack, &raw, 1, facts);
    engine->kernels.eligible_facts(&rules->eligible, facts, 1, &explainer->programs, &explainer->categories);
    explainer->programs_given = (columns->present >> EEP_COL_programs & 1) != 0;
    if (explainer->programs_given) explainer->programs = columns->programs[row];
    explainer->facts = facts;
    explainer->with = facts->spouse[0] ? 1 : 0;
    explainer->column = explainer->with ? "with_spouse" : "without_spouse";
    explainer->test_expired = columns->language_test_date[row] <= rules->pack.language_test_after;
    explainer->assessment_expired = facts->education[0] != columns->education[row];
    open_accounts(explainer);
}

static void explain_total(eep_explainer *explainer)
{
    eep_explanation *explanation = explainer->explanation;
    const int score = explainer->total.counted;
    char date[11];

    eep_date_format(explainer->rules->day, date);
    explanation->score = score;
    const eep_origin origin = eep_explain_origin(explainer, eep_explain_leaf(explainer, "crs.total_cap"));
    eep_explain_line(
        explainer,
        &(eep_explanation_line){.section = "total",
                                .item = "Comprehensive Ranking System score",
                                .fact = eep_explanation_text(explanation, "on %s", date),
                                .points = score,
                                .worth = explainer->total.given,
                                .cut_by = score < explainer->total.given ? explainer->total.cap : -1,
                                .maximum = explainer->total.cap,
                                .running = score,
                                .yes = -1},
        &origin);
}

static void explain_all(eep_explainer *explainer)
{
    eep_explain_core(explainer);
    eep_explain_spouse(explainer);
    eep_explain_transferability(explainer);
    eep_explain_additional(explainer);
    explain_total(explainer);
    eep_explain_programs(explainer);
    eep_explain_selection(explainer);
    eep_explain_categories(explainer);
}

eep_status eep_explain_check_row(const eep_pool *pool, uint64_t row, eep_error *error)
{
    if (row < pool->columns.rows) return EEP_OK;
    return eep_fail(error, EEP_ERROR_ARGUMENT, "rows are counted from 0",
                    "there is no row %llu in a pool of %llu", (unsigned long long)row,
                    (unsigned long long)pool->columns.rows);
}

eep_status eep_explain(eep_engine *engine, const eep_rules *rules, const eep_pool *pool, uint64_t row,
                       eep_explanation **explanation, eep_error *error)
{
    const eep_allocator *allocator = &engine->allocator;
    eep_explainer explainer = {.rules = rules, .columns = &pool->columns, .row = row};
    EEP_TRY(eep_explain_check_row(pool, row, error));
    eep_explanation *made = eep_allocate(allocator, 1, sizeof *made);
    eep_facts *facts = eep_allocate(allocator, 1, sizeof *facts);
    if (made == NULL || facts == NULL) {
        eep_release(allocator, made, 1, sizeof *made);
        eep_release(allocator, facts, 1, sizeof *facts);
        return eep_fail_memory(error, sizeof *made + sizeof *facts);
    }
    made->allocator = *allocator;
    explainer.explanation = made;
    look_up(engine, &explainer, facts);
    explain_all(&explainer);
    eep_release(allocator, facts, 1, sizeof *facts);
    if (made->failed > 0) {
        const size_t bytes = made->failed;
        eep_explanation_free(made);
        return eep_fail_memory(error, bytes);
    }
    *explanation = made;
    return EEP_OK;
}

const eep_explanation_line *eep_explanation_line_at(const eep_explanation *explanation, size_t index)
{
    return index < explanation->count ? &explanation->line[index] : NULL;
}

int eep_explanation_score(const eep_explanation *explanation)
{
    return explanation->score;
}
