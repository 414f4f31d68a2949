/* make.c - a synthetic pool from a recipe: checks, then model, cells, proposals, columns. */
#include <stdlib.h>
#include <string.h>

#include "sim/make/workshop.h"

#define ROWS_MAX UINT64_C(4000000000)

#define LEARNING_PASSES 2

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
    if (pack->day == making->day) {
        const int is_test = pack->language_test_after >= first;
        return eep_fail(
            error, EEP_ERROR_ARGUMENT, "take rules by which papers are valid for as long as profiles",
            "%s are valid for %d months and profiles for %d: those of who came first would have run out",
            is_test ? "language tests" : "education assessments",
            is_test ? making->rules->language_test_months : making->rules->assessment_months,
            making->rules->profile_months);
    }
    eep_date_format(pack->day, rules_day);
    eep_date_format(making->day, day);
    return eep_fail(error, EEP_ERROR_ARGUMENT, "take the rules of the day on which the pool stands",
                    "the rules are those of %s, the pool stands on %s; language tests would have run out",
                    rules_day, day);
}

static eep_status make_people(const eep_model *model, eep_date day, const eep_scales *scales,
                              eep_people_plan *people, eep_error *error)
{
    EEP_TRY(eep_joint_make(model->file, scales, people, error));
    for (int age = 0; age < EEP_PEOPLE_AGES; age++)
        people->birthday[age] = eep_date_add_months(day, -12 * age);
    return EEP_OK;
}

eep_status eep_people_plan_open(const char *model, eep_date day, eep_people_plan *plan, eep_error *error)
{
    eep_model *read = calloc(1, sizeof *read);
    if (read == NULL) return eep_fail_memory(error, sizeof *read);
    eep_status status = eep_model_of(model, read, error);
    if (status == EEP_OK && read->file == NULL)
        status =
            eep_fail(error, EEP_ERROR_ARGUMENT, NULL, "the pool model '%s' has no joint tables", read->name);
    if (status == EEP_OK) status = make_people(read, day, &read->scales, plan, error);
    eep_model_clear(read);
    free(read);
    return status;
}

void eep_people_plan_close(eep_people_plan *plan)
{
    eep_joint_clear(plan);
}

/* Rounds of the fitted day and later had not taken place when its pool was counted. */
static eep_time before_of(const eep_recipe *recipe)
{
    const eep_time fit_day = (eep_time)recipe->fit * 86400;
    return recipe->has_fit && fit_day < recipe->moment ? fit_day : recipe->moment;
}

/* Joint tables with the shares that past rounds tell, and the past itself; without a fit neither counts. */
static eep_status plan_joint(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    const eep_time before = before_of(recipe);
    eep_making *making = &shop->making;
    eep_scales scales = shop->model.scales;
    EEP_TRY(make_people(&shop->model, making->day, &scales, &shop->people, error));
    making->people = &shop->people;
    /* Twice, because the share of one type also changes what is left for the others. */
    for (int pass = 0; recipe->has_fit && pass < LEARNING_PASSES; pass++) {
        EEP_TRY(eep_stock_learn(making, shop->history, before, &scales, &making->learned, error));
        eep_joint_clear(&shop->people);
        EEP_TRY(make_people(&shop->model, making->day, &scales, &shop->people, error));
    }
    if (recipe->has_fit)
        making->learned.tail_rate = eep_tail_rate(shop->history, shop->model.file->joint, before);
    eep_past_fill(recipe->has_fit ? shop->history : NULL, making->rules, making->model, recipe->moment,
                  before, &shop->past);
    making->past = &shop->past;
    return EEP_OK;
}

static void fit_cells(const eep_recipe *recipe, const eep_history *history, const eep_snapshot *snapshot,
                      const eep_model *model, eep_cells *cells)
{
    if (snapshot == NULL) {
        eep_cells_open(recipe->rows, cells);
    } else if (model->file != NULL) {
        const uint32_t rate = eep_tail_rate(history, model->file->joint, before_of(recipe));
        eep_cells_fit_tail(snapshot, model->file->joint, rate, recipe->rows, cells);
    } else {
        eep_cells_fit(snapshot, model, recipe->rows, cells);
    }
}

/* Which cells to fill, and since when people may have been there. */
static eep_status plan(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    const eep_snapshot *snapshot = NULL;
    EEP_TRY(eep_history_load(NULL, &shop->history, error));
    if (recipe->has_fit) EEP_TRY(eep_snapshot_of(shop->history, recipe->fit, &snapshot, error));
    fit_cells(recipe, shop->history, snapshot, &shop->model, &shop->cells);
    shop->making.rows = shop->cells.missing;
    eep_window_of(shop->history, shop->making.rules, recipe, &shop->making.window);
    EEP_TRY(check_day(&shop->making, error));
    return shop->model.file != NULL ? plan_joint(recipe, shop, error) : EEP_OK;
}

static eep_status propose_into(const eep_making *making, const eep_recipe *recipe, eep_cells *cells,
                               eep_columns *columns, char **provenance, eep_error *error)
{
    eep_kept kept = {.columns = columns};
    EEP_TRY(eep_columns_reserve(columns, making->rows, error));
    columns->present = EEP_MADE_COLUMNS;
    EEP_TRY(eep_propose(making, cells, &kept, error));
    return eep_make_provenance(making, recipe, cells, &kept, provenance, error);
}

/* Makes the people, and the pool around their columns. */
static eep_status propose_and_finish(const eep_making *making, const eep_recipe *recipe, eep_cells *cells,
                                     eep_pool **pool, eep_error *error)
{
    eep_columns columns;
    char *provenance = NULL;
    eep_columns_init(&columns, &making->engine->allocator);
    eep_status status = propose_into(making, recipe, cells, &columns, &provenance, error);
    if (status == EEP_OK) status = eep_pool_adopt(&columns, provenance, pool, error);
    if (status != EEP_OK) {
        eep_columns_clear(&columns);
        free(provenance);
    }
    return status;
}

eep_status eep_workshop_open(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                             eep_workshop **shop, eep_error *error)
{
    EEP_TRY(check_recipe(recipe, error));
    eep_workshop *opened = eep_allocate(&engine->allocator, 1, sizeof *opened);
    if (opened == NULL) return eep_fail_memory(error, sizeof *opened);
    eep_making *making = &opened->making;
    *making = (eep_making){
        .engine = engine, .rules = rules, .model = &opened->model, .day = eep_time_date(recipe->moment)};
    making->key[0] = (uint32_t)recipe->seed;
    making->key[1] = (uint32_t)(recipe->seed >> 32);
    eep_birthdays_of(making->day, &making->birthdays);
    eep_status status = eep_model_of(recipe->model, &opened->model, error);
    if (status == EEP_OK) status = plan(recipe, opened, error);
    if (status == EEP_OK)
        *shop = opened;
    else
        eep_workshop_close(engine, opened);
    return status;
}

void eep_workshop_close(eep_engine *engine, eep_workshop *shop)
{
    if (shop == NULL) return;
    eep_joint_clear(&shop->people);
    eep_model_clear(&shop->model);
    eep_history_free(shop->history);
    eep_release(&engine->allocator, shop, 1, sizeof *shop);
}

eep_status eep_pool_make(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                         eep_pool **pool, eep_error *error)
{
    eep_workshop *shop;
    EEP_TRY(eep_workshop_open(engine, rules, recipe, &shop, error));
    const eep_status status = propose_and_finish(&shop->making, recipe, &shop->cells, pool, error);
    eep_workshop_close(engine, shop);
    return status;
}
