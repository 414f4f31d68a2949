/* files.c - pools from and to files, whatever their format. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/files/salvage.h"

void eep_write_defaults(eep_write_options *options)
{
    *options = (eep_write_options){.size = sizeof *options};
}

/* What cannot be opened twice: a pipe gives its bytes once. */
static int is_pipe(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/*
 * Looks at the first bytes of a file without taking them away: standard input, which may be a pipe, is
 * told apart by its first byte alone, since no CSV header begins with the first byte of an .eepd file.
 */
eep_status eep_file_is_eepd(const char *path, int *is_eepd, eep_error *error)
{
    unsigned char head[16];
    if (strcmp(path, "-") == 0) {
        const int first = getc(stdin);
        *is_eepd = first == 'E';
        if (first != EOF) ungetc(first, stdin);
        return EEP_OK;
    }
    if (is_pipe(path))
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give - and redirect standard input from it",
                        "%s is not a file", path);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return eep_fail_io(error, "read", path);
    const size_t length = fread(head, 1, sizeof head, stream);
    const eep_status status = ferror(stream) ? eep_fail_io(error, "read", path) : EEP_OK;
    fclose(stream);
    *is_eepd = eep_eepd_recognise(head, length);
    return status;
}

eep_status eep_pool_read(eep_engine *engine, const char *path, const eep_read_options *options,
                         eep_pool **pool, eep_error *error)
{
    int is_eepd = 0;
    if (options != NULL) EEP_TRY(eep_options_check("read options", options->size, sizeof *options, error));
    EEP_TRY(eep_file_is_eepd(path, &is_eepd, error));
    eep_columns columns;
    eep_columns_init(&columns, &engine->allocator);
    char *provenance = NULL;
    eep_status status;
    if (is_eepd && options != NULL && options->skip_damaged) {
        status = eep_pool_salvage(engine, path, options, &columns, &provenance, error);
    } else if (is_eepd) {
        status = eep_eepd_read(path, &engine->kernels, engine->threads, &columns, &provenance, error);
    } else {
        status = eep_csv_read(path, options != NULL ? options->age_on : 0, engine->threads, &columns, error);
    }
    if (status == EEP_OK) status = eep_pool_adopt(&columns, provenance, pool, error);
    if (status != EEP_OK) {
        eep_columns_clear(&columns);
        free(provenance);
    }
    return status;
}

eep_status eep_pool_write(eep_engine *engine, const eep_pool *pool, const char *path,
                          const eep_write_options *options, eep_error *error)
{
    eep_write_options defaults;
    eep_write_defaults(&defaults);
    if (options == NULL) options = &defaults;
    EEP_TRY(eep_options_check("write options", options->size, sizeof *options, error));
    if (options->format == EEP_FORMAT_CSV) {
        return eep_csv_write(&pool->columns, options->first_row, options->row_limit, engine->threads, path,
                             options->overwrite, error);
    }
    return eep_eepd_write(&pool->columns, eep_pool_provenance(pool), path, options, engine->threads, error);
}

eep_status eep_file_inspect(const char *path, eep_file_info *info, eep_error *error)
{
    return eep_eepd_inspect(path, info, error);
}

void eep_file_info_clear(eep_file_info *info)
{
    free(info->provenance);
    info->provenance = NULL;
}

eep_status eep_file_verify(eep_engine *engine, const char *path, eep_error *error)
{
    return eep_eepd_verify(path, &engine->kernels, engine->threads, &engine->allocator, error);
}
