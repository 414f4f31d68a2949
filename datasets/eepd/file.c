/*
 * file.c - everything of a file but its blocks, read and checked.
 *
 * The order matters: nothing is allocated before the sizes that ask for it have been held against the
 * real size of the file, and nothing is believed before its checksum.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/eepd/eepd.h"

static eep_status read_header(eep_eepd *file, eep_error *error)
{
    unsigned char bytes[EEPD_HEADER_BYTES];
    const uint64_t size = file->source.size;
    const size_t length = size < sizeof bytes ? (size_t)size : sizeof bytes;
    EEP_TRY(eep_eepd_source_read(&file->source, 0, bytes, length, error));
    return eep_eepd_header_get(bytes, length, &file->header, error);
}

/* Finds the index and sees that all parts fit the file. */
static eep_status read_trailer(eep_eepd *file, uint64_t *index_offset, eep_error *error)
{
    static const char advice[] = "copy or make the file again";
    const eep_eepd_header *header = &file->header;
    const uint64_t size = file->source.size;
    if (size < EEPD_HEADER_BYTES + EEPD_TRAILER_BYTES) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: the file ends too early, after %" PRIu64 " bytes", size);
    }
    unsigned char bytes[EEPD_TRAILER_BYTES];
    EEP_TRY(eep_eepd_source_read(&file->source, size - sizeof bytes, bytes, sizeof bytes, error));
    uint64_t length;
    EEP_TRY(eep_eepd_trailer_get(bytes, size, index_offset, &length, error));
    const uint64_t expected = eep_eepd1_index_bytes(eep_eepd_chunks(header) * header->columns);
    if (header->version == 1 && length != expected) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: an index of %" PRIu64 " bytes, where %" PRIu64 " rows in %" PRIu32
                        " columns make it %" PRIu64,
                        length, header->rows, header->columns, expected);
    }
    const int is_short = header->version > 1 && length < EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_TAIL_BYTES;
    if (is_short || length > SIZE_MAX) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: an index of %" PRIu64 " bytes is too short", length);
    }
    file->index_bytes = (size_t)length;
    const uint64_t texts = (uint64_t)header->schema_bytes + header->provenance_bytes;
    if (*index_offset < EEPD_HEADER_BYTES + texts) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: schema and provenance of %" PRIu64 " bytes reach into the index", texts);
    }
    return EEP_OK;
}

static eep_status read_schema(eep_eepd *file, eep_error *error)
{
    const eep_eepd_header *header = &file->header;
    unsigned char *bytes = eep_allocate_raw(&file->allocator, header->schema_bytes, 1);
    if (bytes == NULL) return eep_fail_memory(error, header->schema_bytes);
    eep_status status =
        eep_eepd_source_read(&file->source, EEPD_HEADER_BYTES, bytes, header->schema_bytes, error);
    if (status == EEP_OK && eep_hash64(bytes, header->schema_bytes) != header->schema_checksum) {
        status = eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                          "damaged: schema: checksum does not match");
    }
    if (status == EEP_OK)
        status = eep_eepd_schema_get(bytes, header->schema_bytes, header, &file->schema, error);
    eep_release(&file->allocator, bytes, header->schema_bytes, 1);
    return status;
}

/* Without ids, two candidates could not be told apart. */
static eep_status check_id(const eep_eepd *file, eep_error *error)
{
    const eep_eepd_header *header = &file->header;
    if (header->rows <= 1 || (header->columns > 0 && file->schema.number[0] == EEP_COL_id)) return EEP_OK;
    return eep_fail(error, EEP_ERROR_MISSING,
                    "the file was not written by eepool; see datasets/FORMAT.md, Columns",
                    "%" PRIu64 " rows without a column id", header->rows);
}

static eep_status read_provenance(eep_eepd *file, eep_error *error)
{
    const size_t length = file->header.provenance_bytes;
    const uint64_t offset = EEPD_HEADER_BYTES + (uint64_t)file->header.schema_bytes;
    file->provenance = malloc(length + 1);
    if (file->provenance == NULL) return eep_fail_memory(error, length + 1);
    file->provenance[length] = '\0';
    EEP_TRY(eep_eepd_source_read(&file->source, offset, file->provenance, length, error));
    if (eep_hash64(file->provenance, length) != file->header.provenance_checksum) {
        return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                        "damaged: provenance: checksum does not match");
    }
    return eep_eepd_provenance_check(file->provenance, length, error);
}

static eep_status read_index(eep_eepd *file, uint64_t offset, eep_error *error)
{
    eep_eepd_header *header = &file->header;
    file->index = eep_allocate_raw(&file->allocator, file->index_bytes, 1);
    if (file->index == NULL) return eep_fail_memory(error, file->index_bytes);
    EEP_TRY(eep_eepd_source_read(&file->source, offset, file->index, file->index_bytes, error));
    const uint64_t begin = EEPD_HEADER_BYTES + (uint64_t)header->schema_bytes + header->provenance_bytes;
    return header->version == 1 ? eep_eepd1_index_check(file->index, file->index_bytes, header, &file->schema,
                                                        begin, offset, error)
                                : eep_eepd_index_check(file->index, file->index_bytes, header, &file->schema,
                                                       begin, offset, error);
}

static eep_status read_parts(eep_eepd *file, eep_error *error)
{
    uint64_t index_offset;
    EEP_TRY(read_header(file, error));
    EEP_TRY(read_trailer(file, &index_offset, error));
    EEP_TRY(read_schema(file, error));
    if (file->header.version == 1) EEP_TRY(check_id(file, error));
    EEP_TRY(read_provenance(file, error));
    EEP_TRY(read_index(file, index_offset, error));
    file->chunks = eep_eepd_chunks(&file->header);
    file->blocks = file->chunks * file->schema.groups;
    return check_id(file, error);
}

eep_status eep_eepd_open(const char *path, const eep_kernels *kernels, const eep_allocator *allocator,
                         eep_eepd **opened, eep_error *error)
{
    eep_eepd *file = eep_allocate(allocator, 1, sizeof *file);
    if (file == NULL) return eep_fail_memory(error, sizeof *file);
    file->source.handle = -1;
    if (kernels != NULL)
        file->kernels = *kernels;
    else
        (void)eep_kernels_select(NULL, &file->kernels); /* the best there is always runs */
    if (allocator != NULL) file->allocator = *allocator;
    file->path = strdup(strcmp(path, "-") == 0 ? "<stdin>" : path);
    eep_status status = file->path != NULL ? EEP_OK : eep_fail_memory(error, strlen(path));
    if (status == EEP_OK) status = eep_eepd_source_open(&file->source, path, error);
    if (status == EEP_OK) {
        status = read_parts(file, error);
        if (status != EEP_OK) eep_error_place(error, file->path, 0, 0);
    }
    if (status == EEP_OK) *opened = file;
    if (status != EEP_OK) eep_eepd_close(file);
    return status;
}

void eep_eepd_close(eep_eepd *file)
{
    if (file == NULL) return;
    const eep_allocator allocator = file->allocator;
    eep_eepd_source_close(&file->source);
    free(file->provenance);
    free(file->path);
    eep_release(&allocator, file->index, file->index_bytes, 1);
    eep_release(&allocator, file, 1, sizeof *file);
}

/* ---- What it holds ----------------------------------------------------------------------------------- */

eep_eepd_block eep_eepd_entry(const eep_eepd *file, uint64_t block)
{
    return file->header.version == 1 ? eep_eepd1_index_entry(file->index, block)
                                     : eep_eepd_index_entry(file->index, block);
}

const unsigned char *eep_eepd_digest(const eep_eepd *file)
{
    return file->index + (file->header.version == 1 ? 8 : 16);
}

uint64_t eep_eepd_present(const eep_eepd_schema *schema)
{
    uint64_t present = 0;
    for (size_t i = 0; i < schema->columns; i++)
        present |= UINT64_C(1) << schema->number[i];
    return present;
}

void eep_eepd_facts_of(const eep_eepd *file, eep_eepd_facts *facts)
{
    *facts = (eep_eepd_facts){.version = file->header.version,
                              .rows = file->header.rows,
                              .chunks = file->chunks,
                              .chunk_rows = file->header.chunk_rows,
                              .present = eep_eepd_present(&file->schema),
                              .digest = eep_eepd_digest(file),
                              .provenance = file->provenance};
}

uint64_t eep_eepd_chunk_first(const eep_eepd *file, uint64_t chunk)
{
    return chunk * file->header.chunk_rows;
}

size_t eep_eepd_chunk_count(const eep_eepd *file, uint64_t chunk)
{
    return (size_t)eep_eepd_chunk_rows(&file->header, chunk);
}

void eep_eepd_chunk_range(const eep_eepd *file, uint64_t chunk, size_t index, int64_t *low, int64_t *high)
{
    eep_column column;
    eep_column_at(index, &column);
    eep_eepd_range range = {column.minimum, column.maximum};
    for (size_t i = 0; i < file->schema.columns && file->header.version > 1; i++) {
        if (file->schema.number[i] == index)
            range = eep_eepd_index_range(file->index, &file->schema, file->chunks, chunk, i);
    }
    *low = range.low;
    *high = range.high;
}
