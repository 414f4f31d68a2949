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

const char *eep_eepd_file_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

static eep_status read_header(eep_eepd_file *file, eep_error *error)
{
    unsigned char bytes[EEPD_HEADER_BYTES];
    const uint64_t size = file->source.size;
    const size_t length = size < sizeof bytes ? (size_t)size : sizeof bytes;
    EEP_TRY(eep_eepd_source_read(&file->source, 0, bytes, length, error));
    return eep_eepd_header_get(bytes, length, &file->header, error);
}

/* Finds the index and sees that all parts fit the file. */
static eep_status read_trailer(eep_eepd_file *file, uint64_t *index_offset, eep_error *error)
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
    file->blocks = eep_eepd_chunks(header) * header->columns;
    if (length != eep_eepd_index_bytes(file->blocks) || length > SIZE_MAX) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: an index of %" PRIu64 " bytes, where %" PRIu64 " rows in %" PRIu32
                        " columns make it %" PRIu64,
                        length, header->rows, header->columns, eep_eepd_index_bytes(file->blocks));
    }
    file->index_bytes = (size_t)length;
    const uint64_t texts = (uint64_t)header->schema_bytes + header->provenance_bytes;
    if (*index_offset < EEPD_HEADER_BYTES + texts) {
        return eep_fail(error, EEP_ERROR_DAMAGED, advice,
                        "damaged: schema and provenance of %" PRIu64 " bytes reach into the index", texts);
    }
    return EEP_OK;
}

static eep_status read_schema(eep_eepd_file *file, eep_error *error)
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
        status = eep_eepd_schema_get(bytes, header->schema_bytes, header->columns, &file->schema, error);
    eep_release(&file->allocator, bytes, header->schema_bytes, 1);
    if (status != EEP_OK) return status;
    if (header->rows > 1 && (header->columns == 0 || file->schema.number[0] != EEP_COL_id)) {
        return eep_fail(error, EEP_ERROR_MISSING,
                        "the file was not written by eepool; see datasets/FORMAT.md, Columns",
                        "%" PRIu64 " rows without a column id", header->rows);
    }
    return EEP_OK;
}

static eep_status read_provenance(eep_eepd_file *file, eep_error *error)
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

static eep_status read_index(eep_eepd_file *file, uint64_t offset, eep_error *error)
{
    const eep_eepd_header *header = &file->header;
    file->index = eep_allocate_raw(&file->allocator, file->index_bytes, 1);
    if (file->index == NULL) return eep_fail_memory(error, file->index_bytes);
    EEP_TRY(eep_eepd_source_read(&file->source, offset, file->index, file->index_bytes, error));
    const uint64_t begin = EEPD_HEADER_BYTES + (uint64_t)header->schema_bytes + header->provenance_bytes;
    return eep_eepd_index_check(file->index, header, &file->schema, begin, offset, error);
}

static eep_status read_parts(eep_eepd_file *file, eep_error *error)
{
    uint64_t index_offset;
    EEP_TRY(read_header(file, error));
    EEP_TRY(read_trailer(file, &index_offset, error));
    EEP_TRY(read_schema(file, error));
    EEP_TRY(read_provenance(file, error));
    return read_index(file, index_offset, error);
}

eep_status eep_eepd_file_open(eep_eepd_file *file, const char *path, const eep_allocator *allocator,
                              eep_error *error)
{
    *file = (eep_eepd_file){.source.handle = -1};
    if (allocator != NULL) file->allocator = *allocator;
    EEP_TRY(eep_eepd_source_open(&file->source, path, error));
    const eep_status status = read_parts(file, error);
    if (status == EEP_OK) return EEP_OK;
    eep_eepd_file_close(file);
    eep_error_place(error, eep_eepd_file_name(path), 0, 0);
    return status;
}

void eep_eepd_file_close(eep_eepd_file *file)
{
    eep_eepd_source_close(&file->source);
    free(file->provenance);
    eep_release(&file->allocator, file->index, file->index_bytes, 1);
    file->provenance = NULL;
    file->index = NULL;
}
