/* error.c - where every error is born, and how it is printed. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "datasets/base.h"

int eep_status_exit_code(eep_status status)
{
    if (status == EEP_OK) return 0;
    if (status < 200) return 2;
    if (status < 300) return 3;
    return 4;
}

/* Copies and cuts at a whole UTF-8 character, so that a cut message is still text. */
static void copy_text(char *target, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(target, text, length);
    target[length] = '\0';
}

static void fill(eep_error *error, eep_status status, const char *file, uint64_t line, uint64_t column,
                 const char *advice, const char *format, va_list arguments)
{
    char message[2048];
    vsnprintf(message, sizeof message, format, arguments);
    error->status = status;
    copy_text(error->message, sizeof error->message, message);
    copy_text(error->advice, sizeof error->advice, advice != NULL ? advice : "");
    copy_text(error->file, sizeof error->file, file != NULL ? file : "");
    error->line = line;
    error->column = column;
}

eep_status eep_fail(eep_error *error, eep_status status, const char *advice, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        fill(error, status, NULL, 0, 0, advice, format, arguments);
        va_end(arguments);
    }
    return status;
}

eep_status eep_fail_at(eep_error *error, eep_status status, const char *file, uint64_t line, uint64_t column,
                       const char *advice, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        fill(error, status, file, line, column, advice, format, arguments);
        va_end(arguments);
    }
    return status;
}

void eep_error_place(eep_error *error, const char *file, uint64_t line, uint64_t column)
{
    if (error == NULL || error->file[0] != '\0') return;
    copy_text(error->file, sizeof error->file, file != NULL ? file : "");
    error->line = line;
    error->column = column;
}

void eep_error_prefix(eep_error *error, const char *format, ...)
{
    if (error == NULL) return;
    char prefix[400], whole[sizeof prefix + sizeof error->message + 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(prefix, sizeof prefix, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "%s: %s", prefix, error->message);
    copy_text(error->message, sizeof error->message, whole);
}

eep_status eep_fail_memory(eep_error *error, size_t bytes)
{
    return eep_fail(error, EEP_ERROR_MEMORY, "free memory, or work on fewer rows", "no memory for %zu bytes",
                    bytes);
}

eep_status eep_fail_io(eep_error *error, const char *verb, const char *path)
{
    const int reason = errno;
    /* A name that leads nowhere is the user's to correct; all else is the machine's. */
    const int absent = (reason == ENOENT || reason == ENOTDIR) && strcmp(verb, "read") == 0;
    return eep_fail(error, absent ? EEP_ERROR_NO_FILE : EEP_ERROR_IO,
                    absent ? "check the name" : "check the path, its permissions and the space on the disk",
                    "cannot %s %s: %s", verb, path, reason != 0 ? strerror(reason) : "unknown reason");
}

char *eep_error_text(const eep_error *error, char *text, size_t size)
{
    char place[320] = "";
    if (size == 0) return text;
    if (error->file[0] != '\0' && error->line == 0) {
        snprintf(place, sizeof place, "%s: ", error->file);
    } else if (error->file[0] != '\0' && error->column == 0) {
        snprintf(place, sizeof place, "%s:%" PRIu64 ": ", error->file, error->line);
    } else if (error->file[0] != '\0') {
        snprintf(place, sizeof place, "%s:%" PRIu64 ":%" PRIu64 ": ", error->file, error->line,
                 error->column);
    }
    snprintf(text, size, "%s%s%s%s", place, error->message, error->advice[0] != '\0' ? "\n  " : "",
             error->advice);
    return text;
}
