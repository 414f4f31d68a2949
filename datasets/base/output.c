/* output.c - files that appear whole or not at all, and files read whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "datasets/base.h"

#define NUMBER_ROOM 20 /* decimal digits of any number */

static eep_status fail_exists(const char *path, eep_error *error)
{
    return eep_fail(error, EEP_ERROR_EXISTS, "give another name, or -f to overwrite it", "%s exists already",
                    path);
}

static void release(eep_output *output)
{
    eep_temporary_forget(output->noted);
    free(output->path);
    free(output->temporary);
    *output = (eep_output){0};
}

/* The folder of a file, so that a rename within it can be made durable. */
static void flush_folder(const char *path)
{
    char *folder = strdup(path);
    if (folder == NULL) return;
    char *slash = strrchr(folder, '/');
    if (slash != NULL) slash[slash == folder] = '\0';
    const int handle = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) {
        (void)fsync(handle); /* some file systems cannot; the file itself has been flushed */
        close(handle);
    }
    free(folder);
}

/* These cannot be replaced by a rename. */
int eep_output_is_stream(const char *path)
{
    struct stat status;
    return strcmp(path, "-") == 0 ||
           (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

/* What is overwritten through a symbolic link is the file that it leads to. C heap; NULL without memory. */
static char *place_of(const char *path, int overwrite)
{
    struct stat status;
    const int is_link = overwrite && lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    char *real = is_link ? realpath(path, NULL) : NULL;
    return real != NULL ? real : strdup(path); /* a link to nothing is itself replaced */
}

/*
 * A new file, open for writing, or -1. Whoever could read the file that it replaces can read it; a file that
 * replaces none is readable as the umask says. It is never readable to more than that, not even at first.
 */
static int create_temporary(const char *path, int overwrite, char *name, size_t size)
{
    struct stat old;
    const int replaces = overwrite && stat(path, &old) == 0;
    const mode_t mode = replaces ? old.st_mode & 0777 : 0666;
    int handle;
    unsigned number = 0;
    do {
        snprintf(name, size, "%s.%ld-%u.tmp", path, (long)getpid(), number++);
        handle = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    } while (handle < 0 && errno == EEXIST);
    if (handle >= 0 && replaces) (void)fchmod(handle, mode); /* some file systems have no modes */
    return handle;
}

static eep_status open_temporary(eep_output *output, const char *path, eep_error *error)
{
    output->path = place_of(path, output->overwrite);
    const size_t size = (output->path != NULL ? strlen(output->path) : 0) + sizeof ".-.tmp" + 2 * NUMBER_ROOM;
    output->temporary = malloc(size);
    if (output->path == NULL || output->temporary == NULL) {
        release(output);
        return eep_fail_memory(error, size);
    }
    const int handle = create_temporary(output->path, output->overwrite, output->temporary, size);
    if (handle < 0 || (output->stream = fdopen(handle, "wb")) == NULL) {
        const eep_status status = eep_fail_io(error, "write", path);
        if (handle >= 0) {
            close(handle);
            unlink(output->temporary);
        }
        release(output);
        return status;
    }
    output->noted = eep_temporary_note(output->temporary);
    return EEP_OK;
}

eep_status eep_output_open(eep_output *output, const char *path, int overwrite, eep_error *error)
{
    *output = (eep_output){.overwrite = overwrite};
    if (strcmp(path, "-") == 0) {
        output->stream = stdout;
        return EEP_OK;
    }
    struct stat status;
    if (eep_output_is_stream(path)) {
        output->stream = fopen(path, "wb");
        output->path = strdup(path);
        if (output->stream != NULL && output->path != NULL) return EEP_OK;
        const eep_status failure = eep_fail_io(error, "write", path);
        if (output->stream != NULL) fclose(output->stream);
        release(output);
        return failure;
    }
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return eep_fail_io(error, "write", path);
    }
    if (!overwrite && lstat(path, &status) == 0) return fail_exists(path, error);
    return open_temporary(output, path, error);
}

eep_status eep_output_check(const char *path, int overwrite, eep_error *error)
{
    eep_output output;
    if (eep_output_is_stream(path)) return EEP_OK; /* opening it would be seen at its other end */
    EEP_TRY(eep_output_open(&output, path, overwrite, error));
    eep_output_abandon(&output);
    return EEP_OK;
}

/* link fails when the name has come into being meanwhile, where rename would replace it. */
static eep_status put_in_place(eep_output *output, eep_error *error)
{
    if (output->overwrite) {
        if (rename(output->temporary, output->path) == 0) return EEP_OK;
    } else {
        if (link(output->temporary, output->path) == 0) {
            unlink(output->temporary);
            return EEP_OK;
        }
        if (errno == EEXIST) return fail_exists(output->path, error);
        if (rename(output->temporary, output->path) == 0) return EEP_OK; /* no hard links here */
    }
    return eep_fail_io(error, "write", output->path);
}

eep_status eep_output_commit(eep_output *output, eep_error *error)
{
    const char *name = output->path != NULL ? output->path : "<stdout>";
    const int failed = fflush(output->stream) != 0 || ferror(output->stream);
    const int flushed = output->temporary == NULL || fsync(fileno(output->stream)) == 0;
    if (failed || !flushed) {
        const eep_status status = eep_fail_io(error, "write", name);
        eep_output_abandon(output);
        return status;
    }
    if (output->path == NULL) return EEP_OK;
    const int closed = fclose(output->stream) == 0;
    output->stream = NULL;
    eep_status status = closed ? EEP_OK : eep_fail_io(error, "write", name);
    if (status == EEP_OK && output->temporary != NULL) {
        status = put_in_place(output, error);
        if (status == EEP_OK) flush_folder(output->path);
    }
    if (status != EEP_OK && output->temporary != NULL) unlink(output->temporary);
    release(output);
    return status;
}

void eep_output_abandon(eep_output *output)
{
    if (output->stream != NULL && output->stream != stdout) fclose(output->stream);
    if (output->temporary != NULL) unlink(output->temporary);
    release(output);
}

static eep_status read_stream(FILE *stream, const char *name, size_t limit, char **text, size_t *length,
                              eep_error *error)
{
    size_t capacity = 65536, used = 0;
    char *buffer = malloc(capacity + 1);
    while (buffer != NULL) {
        used += fread(buffer + used, 1, capacity - used, stream);
        if (used < capacity || used > limit) break;
        capacity *= 2;
        char *larger = realloc(buffer, capacity + 1);
        if (larger == NULL) free(buffer);
        buffer = larger;
    }
    if (buffer == NULL) return eep_fail_memory(error, capacity);
    if (ferror(stream) || used > limit) {
        free(buffer);
        if (used <= limit) return eep_fail_io(error, "read", name);
        return eep_fail_at(error, EEP_ERROR_VALUE, name, 0, 0, "check that this is the right file",
                           "the file is larger than %zu bytes", limit);
    }
    buffer[used] = '\0';
    *text = buffer;
    *length = used;
    return EEP_OK;
}

eep_status eep_read_file(const char *path, size_t limit, char **text, size_t *length, eep_error *error)
{
    if (strcmp(path, "-") == 0) return read_stream(stdin, "<stdin>", limit, text, length, error);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return eep_fail_io(error, "read", path);
    const eep_status status = read_stream(stream, path, limit, text, length, error);
    fclose(stream);
    return status;
}
