/*
 * validate.c - a pool held against every published cell: ranges, the shape of the tail, what past rounds
 * invited, and shares that nothing was fitted to.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/make/workshop.h"
#include "sim/state/state.h"

#define WHOLE 1000

typedef struct checking {
    const eep_workshop *shop;
    const eep_columns *columns;
    uint16_t *score, *additional;
    uint8_t *programs;
    uint32_t *categories;
    eep_residuals *to;
} checking;

static eep_residual *add(eep_residuals *to, const char *part, int64_t published, int64_t found, int exact)
{
    if (to->count == EEP_RESIDUALS_MAX) return &to->residual[EEP_RESIDUALS_MAX - 1];
    eep_residual *added = &to->residual[to->count++];
    *added = (eep_residual){.published = published, .found = found, .exact = exact};
    snprintf(added->part, sizeof added->part, "%s", part);
    if (exact && published != found) to->missed++;
    return added;
}

/* ---- Ranges and the tail --------------------------------------------------------------------------- */

static int64_t count_between(const checking *by, uint16_t low, uint16_t high)
{
    int64_t count = 0;
    for (uint64_t row = 0; row < by->columns->rows; row++)
        count += by->score[row] >= low && by->score[row] <= high;
    return count;
}

/* Candidates of 1/65536 in an estimate, as so many of the pool, which may have another size. */
static int64_t scaled(const checking *by, int64_t parts)
{
    const eep_estimate *estimate = by->shop->source.estimate;
    int64_t size = eep_estimate_nominees(estimate);
    for (unsigned score = 0; score < EEP_ESTIMATE_SCORES; score++)
        size += eep_estimate_pool(estimate, score);
    const int64_t twice = eep_scale(parts, 2 * (int64_t)by->columns->rows, size > 0 ? size : 1);
    return (twice + 1) / 2;
}

/* A count that was moved on to a later day is no longer met: the difference is what has happened since. */
static void check_count(const checking *by)
{
    const eep_snapshot *snapshot = eep_history_find_snapshot(by->shop->history, by->shop->source.snapshot);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        eep_score_range(r, &low, &high);
        eep_residual *added = add(by->to, "range", scaled(by, (int64_t)snapshot->count[r] * EEP_ESTIMATE_ONE),
                                  count_between(by, low, high), 0);
        snprintf(added->cell, sizeof added->cell, "%u-%u", low, high);
    }
}

static void check_cells(const checking *by)
{
    const eep_cells *cells = &by->shop->cells;
    const eep_source *source = &by->shop->source;
    const int moved = source->estimate != NULL && source->day != source->snapshot;
    uint16_t tail, unused;
    eep_score_range(1, &tail, &unused);
    if (moved) check_count(by);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        int64_t wanted = 0;
        eep_score_range(r, &low, &high);
        for (uint32_t c = 0; c < cells->count; c++) {
            if (cells->cell[c].low >= low && cells->cell[c].high <= high)
                wanted += (int64_t)cells->cell[c].wanted;
        }
        eep_residual *added =
            add(by->to, moved ? "estimate" : "range", wanted, count_between(by, low, high), 1);
        snprintf(added->cell, sizeof added->cell, "%u-%u", low, high);
    }
    for (uint32_t c = 0; c < cells->count; c++) {
        const struct eep_cell *cell = &cells->cell[c];
        if (cell->high - cell->low + 1 >= 10 || cell->low < tail)
            continue; /* a whole range, or a cell of a model without a tail; or of the ranges below it */
        eep_residual *added =
            add(by->to, "tail", (int64_t)cell->wanted, count_between(by, cell->low, cell->high), 1);
        snprintf(added->cell, sizeof added->cell, "%u-%u", cell->low, cell->high);
    }
}

/* ---- The estimate ---------------------------------------------------------------------------------- */

/* Who belongs to a type, as the rounds of that type would see it. */
static int is_of(const checking *by, const struct eep_quota_type *type, uint64_t row)
{
    const eep_category_entry *first = by->shop->making.rules->category;
    if (by->columns->provincial_nomination[row]) return 0;
    if (type->version == NULL) return by->programs[row] >> EEP_RULE_CEC & 1;
    return by->categories[row] >> (type->version - first) & 1;
}

/* Of each type that past rounds have taught, those from the cell of its lowest recent cut-off up. */
static void check_stocks(const checking *by)
{
    const eep_quotas *quotas = &by->shop->quotas;
    const eep_cells *cells = &by->shop->cells;
    for (size_t t = 0; t < quotas->types; t++) {
        const struct eep_quota_type *type = &quotas->type[t];
        const uint16_t from = cells->cell[cells->of_score[type->cutoff]].low;
        int64_t stock = 0, found = 0;
        for (unsigned score = from; score < EEP_ESTIMATE_SCORES; score++)
            stock += eep_estimate_stock(by->shop->source.estimate, type->number, score);
        for (uint64_t row = 0; row < by->columns->rows; row++)
            found += by->score[row] >= from && is_of(by, type, row);
        eep_residual *added = add(by->to, "stock", scaled(by, stock), found, 0);
        snprintf(added->cell, sizeof added->cell, "%s, from %u points", type->id, from);
    }
}

/* Those without a nomination by the period of 28 days in which they submitted. */
static void check_periods(const checking *by)
{
    const eep_estimate *estimate = by->shop->source.estimate;
    const int now = eep_period_of(eep_estimate_day(estimate));
    int64_t found[EEP_ESTIMATE_PERIODS] = {0};
    for (uint64_t row = 0; row < by->columns->rows; row++) {
        const int back = now - eep_period_of(eep_time_date(by->columns->submitted_at[row]));
        if (by->columns->provincial_nomination[row] || back >= EEP_ESTIMATE_PERIODS) continue;
        found[back > 0 ? back : 0]++;
    }
    for (int back = 0; back < EEP_ESTIMATE_PERIODS; back++) {
        char day[11];
        int64_t sum = 0;
        for (unsigned score = 0; score < EEP_ESTIMATE_SCORES; score++)
            sum += eep_estimate_pool_period(estimate, score, (unsigned)back);
        eep_residual *added = add(by->to, "period", scaled(by, sum), found[back], 0);
        eep_date_format((eep_date)((now - back) * EEP_PERIOD_DAYS - EEP_PERIOD_ORIGIN), day);
        snprintf(added->cell, sizeof added->cell, "submitted from %s", day);
    }
}

/* ---- Past rounds ----------------------------------------------------------------------------------- */

/* The rounds from which shares were learned, heard again by the model that has learned. */
static eep_status check_rounds(const checking *by, const eep_recipe *recipe, eep_error *error)
{
    eep_learned again = {0};
    const eep_time before = eep_workshop_before(by->shop, recipe);
    if (by->shop->model.file == NULL) return EEP_OK;
    EEP_TRY(eep_stock_learn(&by->shop->making, by->shop->history, before, NULL, &again, error));
    for (size_t i = 0; i < again.count; i++) {
        eep_residual *added =
            add(by->to, "invited", (int64_t)again.type[i].invited, (int64_t)again.type[i].had, 0);
        snprintf(added->cell, sizeof added->cell, "%s, last rounds", again.type[i].id);
    }
    for (size_t i = 0; i < again.count; i++) {
        if (again.type[i].tie_days < 0 || again.type[i].had_days < 0) continue;
        eep_residual *added = add(by->to, "age", again.type[i].tie_days, again.type[i].had_days, 0);
        snprintf(added->cell, sizeof added->cell, "%s, tie-breaks", again.type[i].id);
        snprintf(added->source, sizeof added->source, "%s",
                 "Days: the middle one of the last tie-breaks; of all members who had these cut-offs.");
    }
    return EEP_OK;
}

/* ---- Shares ---------------------------------------------------------------------------------------- */

/* The last round before the pool that cleared the people of this score, if they stand above its cut-off. */
static int stands_above(const checking *by, uint64_t row, eep_time *moment)
{
    const int nominee = by->columns->provincial_nomination[row];
    const eep_cleared *cleared = &by->shop->making.window.cleared[nominee];
    *moment = cleared->moment;
    return cleared->known && by->score[row] > cleared->cutoff;
}

/* Whether a candidate is in the base of a figure, and whether it is true of them. */
static int is_in(const checking *by, const char *figure, uint64_t row, int *is_true)
{
    eep_time moment;
    if (strcmp(figure, "women") == 0) {
        *is_true = by->columns->sex[row] == 1;
        return 1;
    }
    if (strcmp(figure, "canadian_study") == 0) {
        *is_true = by->columns->canadian_study[row] != 0;
        return 1;
    }
    if (strcmp(figure, "no_additional_points") == 0) {
        *is_true = by->additional[row] == 0;
        return 1;
    }
    const int nominees = strcmp(figure, "older_nominees") == 0;
    if (by->columns->provincial_nomination[row] != nominees || !stands_above(by, row, &moment)) return 0;
    *is_true = by->columns->submitted_at[row] <= moment;
    return 1;
}

static void check_shares(const checking *by)
{
    const eep_model_file *file = by->shop->model.file;
    for (uint32_t k = 0; file != NULL && k < file->known_count; k++) {
        int64_t base = 0, hits = 0;
        for (uint64_t row = 0; row < by->columns->rows; row++) {
            int is_true = 0;
            if (!is_in(by, file->known[k].figure, row, &is_true)) continue;
            base++;
            hits += is_true;
        }
        if (base == 0) continue;
        eep_residual *added = add(by->to, "share", file->known[k].share, hits * WHOLE / base, 0);
        snprintf(added->cell, sizeof added->cell, "%s", file->known[k].figure);
        snprintf(added->source, sizeof added->source, "%s", file->known[k].source);
    }
}

/* ---- All of it ------------------------------------------------------------------------------------- */

static eep_status check(checking *by, eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                        const eep_recipe *recipe, eep_error *error)
{
    const eep_scores out = {.score = by->score,
                            .section[3] = by->additional,
                            .programs = by->programs,
                            .categories = by->categories};
    EEP_TRY(eep_score(engine, rules, pool, &out, error));
    check_cells(by);
    if (by->shop->source.estimate != NULL) {
        check_stocks(by);
        check_periods(by);
    }
    check_shares(by);
    return check_rounds(by, recipe, error);
}

eep_status eep_pool_validate(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                             const eep_recipe *recipe, eep_residuals *residuals, eep_error *error)
{
    const uint64_t rows = eep_pool_rows(pool);
    eep_workshop *shop;
    eep_recipe same = *recipe;
    char model[EEP_MODEL_NAME];
    memset(residuals, 0, sizeof *residuals);
    if (recipe->model == NULL) same.model = eep_provenance_model(eep_pool_provenance(pool), model);
    if (!recipe->has_fit)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give the day of a published snapshot",
                        "nothing to hold the pool against");
    same.rows = rows;
    EEP_TRY(eep_workshop_open(engine, rules, &same, &shop, error));
    residuals->counted = shop->source.snapshot;
    residuals->stands = shop->source.day;
    residuals->rounds = shop->source.rounds;
    checking by = {.shop = shop,
                   .columns = &pool->columns,
                   .score = calloc(rows + 1, sizeof(uint16_t)),
                   .additional = calloc(rows + 1, sizeof(uint16_t)),
                   .programs = calloc(rows + 1, 1),
                   .categories = calloc(rows + 1, sizeof(uint32_t)),
                   .to = residuals};
    eep_status status = EEP_OK;
    if (by.score == NULL || by.additional == NULL || by.programs == NULL || by.categories == NULL)
        status = eep_fail_memory(error, rows * 9);
    if (status == EEP_OK) status = check(&by, engine, rules, pool, recipe, error);
    free(by.categories);
    free(by.programs);
    free(by.additional);
    free(by.score);
    eep_workshop_close(engine, shop);
    return status;
}
