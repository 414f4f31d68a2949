/* make.c - a synthetic pool from a recipe: checks, then model, cells, proposals, columns. */
#include <stdlib.h>
#include <string.h>

#include "sim/make/make.h"

#define ROWS_MAX UINT64_C(4000000000)

void eep_recipe_defaults(eep_recipe *recipe)
{
    *recipe = (eep_recipe){.size = sizeof *recipe, .seed = 1};
}

static eep_status check_recipe(const eep_recipe *recipe, eep_error *error)
{
    eep_column submitted;
    if (recipe->size != sizeof *recipe) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "fill it with eep_recipe_defaults first",
                        "the recipe has size %zu, not %zu", recipe->size, sizeof *recipe);
    }
    if (recipe->rows > ROWS_MAX || (recipe->rows == 0 && !recipe->has_fit)) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "only a pool fitted to a snapshot has a size of its own",
                        "a pool of %llu rows was asked for; 1 to %llu are possible",
                        (unsigned long long)recipe->rows, (unsigned long long)ROWS_MAX);
    }
    eep_column_at(EEP_COL_submitted_at, &submitted);
    if (recipe->moment <= 0 || recipe->moment > submitted.maximum) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give the moment at which the pool stands",
                        "the moment of the pool is missing or out of range");
    }
    return EEP_OK;
}

/* Tests taken after the first possible submission must still be valid for the rules. */
static eep_status check_day(const eep_making *making, eep_error *error)
{
    char rules_day[11], day[11];
    const eep_date first = eep_time_date(making->window.after);
    const eep_pack_tables *pack = &making->rules->pack;
    if (pack->language_test_after < first && pack->assessment_after < first) return EEP_OK;
    eep_date_format(pack->day, rules_day);
    eep_date_format(making->day, day);
    return eep_fail(error, EEP_ERROR_ARGUMENT, "take the rules of the day on which the pool stands",
                    "the rules are those of %s, the pool stands on %s; language tests would have run out",
                    rules_day, day);
}

static eep_status load_model(const eep_recipe *recipe, eep_model *model, eep_error *error)
{
    char path[4096];
    if (recipe->model != NULL) return eep_model_load(recipe->model, model, error);
    const int length = snprintf(path, sizeof path, "%s/pool-models/first.yaml", eep_data_folder());
    if (length < 0 || (size_t)length >= sizeof path) {
        return eep_fail(error, EEP_ERROR_IO, NULL, "the path of the data folder is too long");
    }
    return eep_model_load(path, model, error);
}

/* Which cells to fill, and since when people may have been there. */
static eep_status plan(const eep_recipe *recipe, eep_making *making, eep_cells *cells, eep_error *error)
{
    eep_history *history;
    const eep_snapshot *snapshot = NULL;
    EEP_TRY(eep_history_load(NULL, &history, error));
    eep_status status = EEP_OK;
    if (recipe->has_fit) status = eep_snapshot_of(history, recipe->fit, &snapshot, error);
    if (status == EEP_OK) {
        if (snapshot != NULL) {
            eep_cells_fit(snapshot, making->model, recipe->rows, cells);
        } else {
            eep_cells_open(recipe->rows, cells);
        }
        making->rows = cells->missing;
        eep_window_of(history, making->rules, recipe, &making->window);
        status = check_day(making, error);
    }
    eep_history_free(history);
    return status;
}

/* Makes the columns of the kept and the pool around them. */
static eep_status finish(const eep_making *making, const eep_recipe *recipe, const eep_cells *cells,
                         const eep_kept *kept, eep_pool **pool, eep_error *error)
{
    eep_columns columns;
    char *provenance = NULL;
    eep_columns_init(&columns, &making->engine->allocator);
    eep_status status = eep_columns_grow(&columns, making->rows, error);
    if (status == EEP_OK) {
        columns.present = EEP_MADE_COLUMNS;
        status = eep_settle(making, kept, &columns, error);
    }
    if (status == EEP_OK) status = eep_make_provenance(making, recipe, cells, kept, &provenance, error);
    if (status == EEP_OK) status = eep_pool_adopt(&columns, provenance, pool, error);
    if (status != EEP_OK) {
        eep_columns_clear(&columns);
        free(provenance);
    }
    return status;
}

static eep_status propose_and_finish(const eep_making *making, const eep_recipe *recipe, eep_cells *cells,
                                     eep_pool **pool, eep_error *error)
{
    const eep_allocator *allocator = &making->engine->allocator;
    const uint64_t rows = making->rows;
    eep_kept kept = {.proposal = eep_allocate_raw(allocator, rows, sizeof *kept.proposal),
                     .score = eep_allocate_raw(allocator, rows, sizeof *kept.score)};
    eep_status status = EEP_OK;
    if (kept.proposal == NULL || kept.score == NULL) {
        status = eep_fail_memory(error, rows * (sizeof *kept.proposal + sizeof *kept.score));
    }
    if (status == EEP_OK) status = eep_propose(making, cells, &kept, error);
    if (status == EEP_OK) status = finish(making, recipe, cells, &kept, pool, error);
    eep_release(allocator, kept.score, rows, sizeof *kept.score);
    eep_release(allocator, kept.proposal, rows, sizeof *kept.proposal);
    return status;
}

void eep_plan_clear(eep_plan *plan)
{
    const eep_allocator *allocator = &plan->making.engine->allocator;
    eep_release(allocator, plan->cells, 1, sizeof *plan->cells);
    eep_release(allocator, plan->model, 1, sizeof *plan->model);
}

eep_status eep_plan_make(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                         eep_plan *planned, eep_error *error)
{
    EEP_TRY(check_recipe(recipe, error));
    *planned = (eep_plan){.making = {.engine = engine, .rules = rules, .day = eep_time_date(recipe->moment)}};
    eep_making *making = &planned->making;
    making->key[0] = (uint32_t)recipe->seed;
    making->key[1] = (uint32_t)(recipe->seed >> 32);
    eep_birthdays_of(making->day, &making->birthdays);
    planned->model = eep_allocate(&engine->allocator, 1, sizeof *planned->model);
    planned->cells = eep_allocate(&engine->allocator, 1, sizeof *planned->cells);
    making->model = planned->model;
    eep_status status = EEP_OK;
    if (planned->model == NULL || planned->cells == NULL)
        status = eep_fail_memory(error, sizeof *planned->model + sizeof *planned->cells);
    if (status == EEP_OK) status = load_model(recipe, planned->model, error);
    if (status == EEP_OK) status = plan(recipe, making, planned->cells, error);
    if (status != EEP_OK) eep_plan_clear(planned);
    return status;
}

eep_status eep_pool_make(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                         eep_pool **pool, eep_error *error)
{
    eep_plan planned;
    EEP_TRY(eep_plan_make(engine, rules, recipe, &planned, error));
    const eep_status status = propose_and_finish(&planned.making, recipe, planned.cells, pool, error);
    eep_plan_clear(&planned);
    return status;
}
