/*
 * make_file.c - a synthetic pool straight into an .eepd file: every batch of the kept is made and written
 * before the next is proposed, so that memory is that of a batch, however large the pool.
 */
#include <stdlib.h>

#include "eepool/stream.h"
#include "sim/make/workshop.h"

typedef struct making_file {
    const eep_making *making;
    eep_columns columns; /* of one batch */
    eep_chunk_writer *writer;
} making_file;

static eep_status write_batch(void *context, const eep_kept *kept, eep_error *error)
{
    making_file *file = context;
    return eep_chunk_writer_put(file->writer, &file->columns, 0, kept->rows, error);
}

static eep_status propose_into(making_file *file, eep_cells *cells, eep_error *error)
{
    eep_kept kept = {.columns = &file->columns, .hand_on = write_batch, .context = file};
    EEP_TRY(eep_columns_reserve(&file->columns, EEP_BATCH_ROWS, error));
    return eep_propose(file->making, cells, &kept, error);
}

static eep_status make_into(eep_workshop *shop, const eep_recipe *recipe, const char *path,
                            const eep_write_options *options, eep_error *error)
{
    const eep_engine *engine = shop->making.engine;
    making_file file = {.making = &shop->making};
    char *provenance;
    EEP_TRY(eep_make_provenance(&shop->making, recipe, NULL, &provenance, error));
    eep_status status = eep_chunk_writer_open(path, EEP_MADE_COLUMNS, provenance, options, engine->threads,
                                              &engine->allocator, &file.writer, error);
    free(provenance);
    if (status != EEP_OK) return status;
    eep_columns_init(&file.columns, &engine->allocator);
    status = propose_into(&file, &shop->cells, error);
    eep_columns_clear(&file.columns);
    if (status == EEP_OK) return eep_chunk_writer_commit(file.writer, error);
    eep_chunk_writer_abandon(file.writer);
    return status;
}

eep_status eep_pool_make_file(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                              const char *path, const eep_write_options *options, eep_error *error)
{
    eep_workshop *shop;
    eep_write_options defaults;
    eep_write_defaults(&defaults);
    if (options != NULL) EEP_TRY(eep_options_check("write options", options->size, sizeof *options, error));
    EEP_TRY(eep_workshop_open(engine, rules, recipe, &shop, error));
    const eep_status status = make_into(shop, recipe, path, options != NULL ? options : &defaults, error);
    eep_workshop_close(engine, shop);
    return status;
}
