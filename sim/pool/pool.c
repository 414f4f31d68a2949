/* pool.c - the pool: columns with their provenance. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/sim.h"

eep_status eep_pool_new(const eep_allocator *allocator, eep_pool **pool, eep_error *error)
{
    eep_pool *made = eep_allocate(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    eep_columns_init(&made->columns, allocator);
    *pool = made;
    return EEP_OK;
}

eep_status eep_pool_adopt(eep_columns *columns, char *provenance, eep_pool **pool, eep_error *error)
{
    EEP_TRY(eep_pool_new(&columns->allocator, pool, error));
    (*pool)->columns = *columns;
    (*pool)->provenance = provenance;
    return EEP_OK;
}

void eep_pool_free(eep_pool *pool)
{
    if (pool == NULL) return;
    const eep_allocator allocator = pool->columns.allocator;
    eep_columns_clear(&pool->columns);
    free(pool->provenance);
    eep_release(&allocator, pool, 1, sizeof *pool);
}

uint64_t eep_pool_rows(const eep_pool *pool)
{
    return pool->columns.rows;
}

const void *eep_pool_column(const eep_pool *pool, size_t index)
{
    return index < EEP_COLUMNS ? eep_columns_data(&pool->columns, index) : NULL;
}

int eep_pool_has_column(const eep_pool *pool, size_t index)
{
    return index < EEP_COLUMNS && (pool->columns.present >> index & 1) != 0;
}

eep_status eep_pool_grow(eep_pool *pool, uint64_t rows, eep_error *error)
{
    return eep_columns_grow(&pool->columns, rows, error);
}

void *eep_pool_edit(eep_pool *pool, size_t index)
{
    if (index >= EEP_COLUMNS) return NULL;
    pool->columns.present |= (uint64_t)1 << index;
    return eep_columns_data(&pool->columns, index);
}

eep_status eep_pool_check(const eep_pool *pool, eep_error *error)
{
    return eep_columns_check(&pool->columns, error);
}

eep_status eep_pool_digest(eep_engine *engine, const eep_pool *pool, char text[EEP_DIGEST_TEXT],
                           eep_error *error)
{
    return eep_columns_digest(&pool->columns, engine->threads, text, error);
}

const char *eep_pool_provenance(const eep_pool *pool)
{
    return pool->provenance != NULL ? pool->provenance : "{}";
}

eep_status eep_pool_set_provenance(eep_pool *pool, const char *json, eep_error *error)
{
    json_error_t problem;
    json_t *parsed = json_loads(json, JSON_REJECT_DUPLICATES, &problem);
    if (!json_is_object(parsed)) {
        json_decref(parsed);
        return eep_fail(error, EEP_ERROR_SYNTAX, "give one JSON object", "provenance is not a JSON object");
    }
    json_decref(parsed);
    char *copy = strdup(json);
    if (copy == NULL) return eep_fail_memory(error, strlen(json) + 1);
    free(pool->provenance);
    pool->provenance = copy;
    return EEP_OK;
}
