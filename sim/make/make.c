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
        return eep_fail(error, EEP_ERROR_ARGUMENT, "only a pool that is fitted has a size of its own",
                        "a pool of %llu rows was asked for; 1 to %llu are possible",
                        (unsigned long long)recipe->rows, (unsigned long long)ROWS_MAX);
    }
    if (recipe->has_fit && eep_fit_name(recipe->kind) == NULL) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "take a value of eep_fit_kind",
                        "there is no fit of the kind %d", (int)recipe->kind);
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

eep_time eep_workshop_before(const eep_workshop *shop, const eep_recipe *recipe)
{
    const eep_time day = (eep_time)shop->source.before * 86400;
    return shop->source.has_fit && day < recipe->moment ? day : recipe->moment;
}

/* Joint tables with the shares that past rounds tell, and the past itself; without a fit neither counts. */
static eep_status plan_joint(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    const eep_time before = eep_workshop_before(shop, recipe);
    const int has_fit = shop->source.has_fit;
    eep_making *making = &shop->making;
    eep_scales scales = shop->model.scales;
    EEP_TRY(make_people(&shop->model, making->day, &scales, &shop->people, error));
    making->people = &shop->people;
    /* Twice, because the share of one type also changes what is left for the others. */
    for (int pass = 0; has_fit && pass < LEARNING_PASSES; pass++) {
        EEP_TRY(eep_stock_learn(making, shop->history, before, &scales, &making->learned, error));
        eep_joint_clear(&shop->people);
        EEP_TRY(make_people(&shop->model, making->day, &scales, &shop->people, error));
    }
    eep_past_fill(has_fit ? shop->history : NULL, making->rules, making->model, recipe->moment, before,
                  &shop->past);
    making->past = &shop->past;
    return EEP_OK;
}

/* The score cells of what the pool is shaped on. */
static eep_status plan_cells(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    const eep_model_file *file = shop->model.file;
    const eep_snapshot *snapshot;
    if (!shop->source.has_fit) {
        eep_cells_open(recipe->rows, &shop->cells);
        return EEP_OK;
    }
    if (shop->source.estimate != NULL) {
        eep_cells_estimate(shop->source.estimate, recipe->rows, &shop->cells);
        return EEP_OK;
    }
    EEP_TRY(eep_snapshot_of(shop->history, shop->source.snapshot, &snapshot, error));
    if (file == NULL) {
        eep_cells_fit(snapshot, &shop->model, recipe->rows, &shop->cells);
        return EEP_OK;
    }
    const uint32_t rate = eep_tail_rate(shop->history, file->joint, eep_workshop_before(shop, recipe));
    shop->making.learned.tail_rate = rate;
    eep_cells_fit_tail(snapshot, file->joint, rate, recipe->rows, &shop->cells);
    return EEP_OK;
}

/* Within the score cells, the types of rounds as the estimate has them. */
static eep_status plan_types(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    const eep_estimate *estimate = shop->source.estimate;
    if (estimate == NULL) return EEP_OK;
    eep_quotas_types(&shop->making, shop->history, estimate, eep_workshop_before(shop, recipe),
                     &shop->quotas);
    return eep_quotas_divide(&shop->making, estimate, &shop->quotas, &shop->cells, error);
}

/* Which cells to fill, and since when people may have been there. */
static eep_status plan(const eep_recipe *recipe, eep_workshop *shop, eep_error *error)
{
    EEP_TRY(eep_history_load(NULL, &shop->history, error));
    EEP_TRY(eep_source_find(recipe, shop->history, &shop->model, &shop->source, error));
    EEP_TRY(plan_cells(recipe, shop, error));
    shop->making.source = &shop->source;
    shop->making.rows = shop->cells.missing;
    eep_window_of(shop->history, shop->making.rules, recipe->moment, eep_workshop_before(shop, recipe),
                  &shop->making.window);
    EEP_TRY(check_day(&shop->making, error));
    if (shop->model.file == NULL) return EEP_OK;
    EEP_TRY(plan_joint(recipe, shop, error));
    return plan_types(recipe, shop, error);
}

static eep_status propose_into(const eep_making *making, const eep_recipe *recipe, eep_cells *cells,
                               eep_columns *columns, char **provenance, eep_error *error)
{
    eep_kept kept = {.columns = columns};
    EEP_TRY(eep_columns_reserve(columns, making->rows, error));
    columns->present = EEP_MADE_COLUMNS;
    EEP_TRY(eep_propose(making, cells, &kept, error));
    return eep_make_provenance(making, recipe, &kept, provenance, error);
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
    eep_source_clear(&shop->source);
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
