/* record.c - a CSV file as a stream of records, through one buffer of fixed size. */
#include "datasets/csv/record.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "datasets/csv/split.h"

/* Read so much at once: large enough to be quick, small enough to stay in the second-level cache. */
#define CHUNK 262144

/* Files may be longer than they say: those of /proc, and those that somebody is writing. */
#define LITTLE 4096

size_t eep_csv_wanted(FILE *stream, size_t most)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0 || !S_ISREG(status.st_mode)) return most;
    const off_t at = ftello(stream);
    if (at < 0 || at > status.st_size) return most;
    const size_t little = (size_t)(status.st_size - at) + LITTLE;
    return little < most ? little : most;
}

eep_status eep_csv_reserve(eep_csv *csv, size_t bytes, eep_error *error)
{
    if (csv->room >= bytes) return EEP_OK;
    if (bytes < 2 * csv->room) bytes = 2 * csv->room;
    char *data = eep_allocate_raw(&csv->allocator, bytes + 1, 1);
    if (data == NULL) return eep_fail_memory(error, bytes + 1);
    if (csv->data != NULL) memcpy(data, csv->data, csv->end + 1);
    eep_release(&csv->allocator, csv->data, csv->room + 1, 1);
    csv->data = data;
    csv->room = bytes;
    return EEP_OK;
}

eep_status eep_csv_open_with(const eep_allocator *allocator, const char *path, eep_csv **csv,
                             eep_error *error)
{
    eep_csv *made = eep_allocate_raw(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->allocator = allocator != NULL ? *allocator : (eep_allocator){0};
    made->ended = 0;
    made->begin = made->end = 0;
    made->line = made->first_line = 1;
    made->fields = 0;
    made->data = NULL;
    made->room = 0;
    const int standard = strcmp(path, "-") == 0;
    snprintf(made->path, sizeof made->path, "%s", standard ? "<stdin>" : path);
    made->stream = standard ? stdin : fopen(path, "rb");
    if (made->stream == NULL) {
        const eep_status status = eep_fail_io(error, "read", path);
        eep_release(allocator, made, 1, sizeof *made);
        return status;
    }
    *csv = made;
    return EEP_OK;
}

eep_status eep_csv_open(const char *path, eep_csv **csv, eep_error *error)
{
    return eep_csv_open_with(NULL, path, csv, error);
}

void eep_csv_close(eep_csv *csv)
{
    if (csv == NULL) return;
    if (csv->stream != stdin) fclose(csv->stream);
    const eep_allocator allocator = csv->allocator;
    eep_release(&allocator, csv->data, csv->room + 1, 1);
    eep_release(&allocator, csv, 1, sizeof *csv);
}

/* Moves what is not consumed to the front of the buffer and reads on behind it. */
static eep_status fill(eep_csv *csv, eep_error *error)
{
    const size_t kept = csv->end - csv->begin, room = CSV_RECORD_BYTES - kept;
    const size_t wanted = eep_csv_wanted(csv->stream, room < CHUNK ? room : CHUNK);
    EEP_TRY(eep_csv_reserve(csv, kept + wanted, error));
    memmove(csv->data, csv->data + csv->begin, kept);
    errno = 0;
    const size_t got = fread(csv->data + kept, 1, wanted, csv->stream);
    csv->begin = 0;
    csv->end = kept + got;
    csv->data[csv->end] = '\0';
    if (got == wanted) return EEP_OK;
    if (ferror(csv->stream)) return eep_fail_io(error, "read", csv->path);
    csv->ended = 1;
    return EEP_OK;
}

static eep_status start(eep_csv *csv, eep_error *error)
{
    EEP_TRY(fill(csv, error));
    if (csv->end >= 3 && memcmp(csv->data, "\xef\xbb\xbf", 3) == 0) csv->begin = 3;
    if (csv->end >= 2 && (memcmp(csv->data, "\xff\xfe", 2) == 0 || memcmp(csv->data, "\xfe\xff", 2) == 0)) {
        return eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, 1, 1, "save the file as UTF-8",
                           "the file is written in UTF-16");
    }
    return EEP_OK;
}

/* Steps over line ends at the start of a record. 1 when the buffer has to be filled before one can say. */
static int skip_blank_lines(eep_csv *csv)
{
    for (;;) {
        const char *at = csv->data + csv->begin;
        if (csv->begin == csv->end) return !csv->ended;
        if (at[0] == '\r' && csv->begin + 1 == csv->end) return !csv->ended;
        if (at[0] != '\n' && !(at[0] == '\r' && at[1] == '\n')) return 0;
        csv->begin += at[0] == '\n' ? 1 : 2;
        csv->line++;
    }
}

eep_status eep_csv_next(eep_csv *csv, size_t *count, eep_error *error)
{
    *count = 0;
    if (csv->end == 0 && !csv->ended) EEP_TRY(start(csv, error));
    for (;;) {
        while (skip_blank_lines(csv))
            EEP_TRY(fill(csv, error));
        if (csv->begin == csv->end) {
            csv->fields = 0;
            return EEP_OK;
        }
        switch (eep_csv_split(csv, error)) {
        case EEP_CSV_WHOLE:
            *count = csv->fields;
            return EEP_OK;
        case EEP_CSV_BAD:
            csv->fields = 0;
            return EEP_ERROR_SYNTAX;
        default:
            EEP_TRY(fill(csv, error));
        }
    }
}

const char *eep_csv_field(const eep_csv *csv, size_t index, size_t *length)
{
    if (index >= csv->fields) {
        if (length != NULL) *length = 0;
        return "";
    }
    if (length != NULL) *length = csv->field[index].length;
    return csv->data + csv->field[index].start;
}

uint64_t eep_csv_line(const eep_csv *csv, size_t index)
{
    if (index >= csv->fields) return csv->first_line;
    return csv->first_line + csv->field[index].line;
}

uint64_t eep_csv_column(const eep_csv *csv, size_t index)
{
    return index < csv->fields ? csv->field[index].column : 1;
}

const char *eep_csv_path(const eep_csv *csv)
{
    return csv->path;
}

void eep_csv_put(FILE *stream, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, stream);
        return;
    }
    putc('"', stream);
    for (; *text != '\0'; text++) {
        if (*text == '"') putc('"', stream);
        putc(*text, stream);
    }
    putc('"', stream);
}
