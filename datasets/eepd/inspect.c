/* inspect.c - what a file says of itself, from its header, schema, provenance and index. */
#include "datasets/eepd/eepd.h"

/*
 * Adds up the lengths of the blocks. What a block of several columns takes is told of the first of them: the
 * others have no length of their own.
 */
static void sum_blocks(const eep_eepd *file, eep_file_info *info)
{
    const eep_eepd_schema *schema = &file->schema;
    for (size_t i = schema->columns; i-- > 0;) {
        struct eep_file_column *column = &info->column[i];
        snprintf(column->name, sizeof column->name, "%s", eep_eepd_column_name(schema, i));
        column->raw_bytes = file->header.rows * schema->width[i];
        column->with = (uint32_t)i;
        for (uint32_t other = 0; other < i; other++) {
            if (schema->group[other] != schema->group[i]) continue;
            column->with = other;
            break;
        }
        info->raw_bytes += column->raw_bytes;
    }
    for (uint64_t block = 0; block < file->blocks; block++) {
        size_t first = 0;
        while (schema->group[first] != block % schema->groups)
            first++;
        info->column[first].stored_bytes += eep_eepd_entry(file, block).stored_bytes;
    }
}

eep_status eep_eepd_inspect(const char *path, eep_file_info *info, eep_error *error)
{
    eep_eepd *file;
    EEP_TRY(eep_eepd_open(path, NULL, NULL, &file, error));
    *info = (eep_file_info){
        .version = file->header.version,
        .rows = file->header.rows,
        .file_bytes = file->source.size,
        .chunks = (uint32_t)file->chunks,
        .chunk_rows = file->header.chunk_rows,
        .columns = file->schema.columns,
        .provenance = file->provenance,
    };
    file->provenance = NULL;
    sum_blocks(file, info);
    eep_digest_text(eep_eepd_digest(file), info->pool_digest);
    eep_eepd_close(file);
    return EEP_OK;
}
