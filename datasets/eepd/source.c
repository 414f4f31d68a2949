/*
 * source.c - bytes at an offset.
 *
 * Files are read with pread, not mapped: several threads can read at their own offsets, and when another
 * process cuts the file short or the disk fails, pread says so, where touching a mapping would kill the
 * process with a signal. Only compressed bytes are copied once more for it. What is not a regular file,
 * such as a pipe, is read into memory first, since the index comes last.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "datasets/eepd/eepd.h"

static eep_status read_all(eep_eepd_source *source, const char *path, eep_error *error)
{
    size_t length;
    EEP_TRY(eep_read_file(path, SIZE_MAX / 4, &source->memory, &length, error));
    source->size = length;
    return EEP_OK;
}

eep_status eep_eepd_source_open(eep_eepd_source *source, const char *path, eep_error *error)
{
    *source = (eep_eepd_source){.handle = -1};
    if (strcmp(path, "-") == 0) return read_all(source, path, error);
    struct stat status;
    if (stat(path, &status) != 0) return eep_fail_io(error, "read", path);
    if (!S_ISREG(status.st_mode)) return read_all(source, path, error);
    source->handle = open(path, O_RDONLY | O_CLOEXEC);
    if (source->handle < 0) return eep_fail_io(error, "read", path);
    if (fstat(source->handle, &status) != 0) {
        const eep_status failure = eep_fail_io(error, "read", path);
        eep_eepd_source_close(source);
        return failure;
    }
    source->size = (uint64_t)status.st_size;
    return EEP_OK;
}

void eep_eepd_source_close(eep_eepd_source *source)
{
    if (source->handle >= 0) close(source->handle);
    free(source->memory);
    *source = (eep_eepd_source){.handle = -1};
}

eep_status eep_eepd_source_read(const eep_eepd_source *source, uint64_t offset, void *bytes, size_t length,
                                eep_error *error)
{
    if (offset > source->size || length > source->size - offset) {
        return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                        "damaged: %zu bytes at %" PRIu64 " reach beyond the end of the file", length, offset);
    }
    if (source->memory != NULL) {
        memcpy(bytes, source->memory + offset, length);
        return EEP_OK;
    }
    for (size_t done = 0; done < length;) {
        const ssize_t got =
            pread(source->handle, (char *)bytes + done, length - done, (off_t)(offset + done));
        if (got > 0) {
            done += (size_t)got;
        } else if (got == 0) {
            return eep_fail(error, EEP_ERROR_DAMAGED, "read it again when nothing writes to it",
                            "damaged: the file became shorter while it was read");
        } else if (errno != EINTR) {
            return eep_fail_io(error, "read", "the file");
        }
    }
    return EEP_OK;
}
