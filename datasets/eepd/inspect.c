/* inspect.c - what a file says of itself, from its header, schema, provenance and index. */
#include <string.h>

#include "datasets/eepd/eepd.h"

/* Adds up the lengths of the blocks of each column. */
static void sum_blocks(const eep_eepd_file *file, eep_file_info *info)
{
    for (uint64_t block = 0; block < file->blocks; block++) {
        const eep_eepd_block entry = eep_eepd_index_entry(file->index, block);
        struct eep_file_column *column = &info->column[block % file->schema.columns];
        column->raw_bytes += entry.raw_bytes;
        column->stored_bytes += entry.stored_bytes;
        info->raw_bytes += entry.raw_bytes;
    }
}

eep_status eep_eepd_inspect(const char *path, eep_file_info *info, eep_error *error)
{
    eep_eepd_file file;
    EEP_TRY(eep_eepd_file_open(&file, path, NULL, error));
    *info = (eep_file_info){
        .version = EEPD_VERSION,
        .rows = file.header.rows,
        .file_bytes = file.source.size,
        .chunks = (uint32_t)eep_eepd_chunks(&file.header),
        .chunk_rows = file.header.chunk_rows,
        .columns = file.schema.columns,
        .provenance = file.provenance,
    };
    file.provenance = NULL;
    for (size_t i = 0; i < file.schema.columns; i++)
        snprintf(info->column[i].name, sizeof info->column[i].name, "%s",
                 eep_eepd_column_name(&file.schema, i));
    sum_blocks(&file, info);
    eep_digest_text(eep_eepd_index_digest(file.index), info->pool_digest);
    eep_eepd_file_close(&file);
    return EEP_OK;
}
