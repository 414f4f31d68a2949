/*
 * slab.c - text in pieces that can be read side by side.
 *
 * A record ends with a line feed before which the quotes are even in number. That holds for CSV; where text
 * is no CSV the first fault lies before the first place where it would mislead, and is found there.
 */
#include "datasets/csv/slab.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "datasets/csv/row.h"

#define PART_BYTES 262144 /* that a thread reads at once */

static int64_t offset_of(FILE *stream)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0 || !S_ISREG(status.st_mode)) return -1;
    return ftello(stream);
}

eep_status eep_csv_slab_open(eep_csv_slab *slab, const eep_allocator *allocator, eep_csv *csv,
                             size_t piece_bytes, size_t pieces, int threads, eep_error *error)
{
    const size_t left = csv->end - csv->begin;
    *slab = (eep_csv_slab){.allocator = allocator,
                           .csv = csv,
                           .offset = offset_of(csv->stream),
                           .threads = threads,
                           .piece_bytes = piece_bytes,
                           .pieces_room = pieces};
    /* Whatever was read with the header, and the longest record besides. */
    slab->room_most = piece_bytes * pieces + 2 * CSV_RECORD_BYTES + left;
    slab->room = eep_csv_wanted(csv->stream, slab->room_most - left) + left;
    slab->text = eep_allocate_raw(allocator, slab->room + EEP_CSV_SLACK, 1);
    if (slab->text != NULL) slab->piece = eep_allocate(allocator, pieces, sizeof *slab->piece);
    if (slab->piece == NULL) {
        const size_t room = slab->room;
        eep_csv_slab_close(slab);
        return eep_fail_memory(error, room);
    }
    memcpy(slab->text, csv->data + csv->begin, left);
    slab->length = left;
    slab->quotes = memchr(slab->text, '"', left) != NULL;
    return EEP_OK;
}

void eep_csv_slab_close(eep_csv_slab *slab)
{
    eep_release(slab->allocator, slab->text, slab->room + EEP_CSV_SLACK, 1);
    eep_release(slab->allocator, slab->piece, slab->pieces_room, sizeof *slab->piece);
    slab->text = NULL;
    slab->piece = NULL;
}

/* The file is longer than it said. */
static eep_status grow(eep_csv_slab *slab, eep_error *error)
{
    char *text = eep_allocate_raw(slab->allocator, slab->room_most + EEP_CSV_SLACK, 1);
    if (text == NULL) return eep_fail_memory(error, slab->room_most);
    memcpy(text, slab->text, slab->length);
    eep_release(slab->allocator, slab->text, slab->room + EEP_CSV_SLACK, 1);
    slab->text = text;
    slab->room = slab->room_most;
    return EEP_OK;
}

/* ---- Reading --------------------------------------------------------------------------------------- */

/* What is left of a part of the file, `wanted` bytes at most; `*fault` is errno when it cannot be read. */
static size_t read_part(int handle, char *to, size_t wanted, int64_t offset, int *fault)
{
    size_t got = 0;
    while (got < wanted) {
        const ssize_t more = pread(handle, to + got, wanted - got, offset + (int64_t)got);
        if (more == 0) break;
        if (more > 0) got += (size_t)more;
        if (more < 0 && errno != EINTR) {
            *fault = errno;
            break;
        }
    }
    return got;
}

/* As fread, by all threads; what lies behind the first part that the file does not fill is left out. */
static eep_status read_parts(eep_csv_slab *slab, size_t wanted, size_t *got, eep_error *error)
{
    char *to = slab->text + slab->length;
    const int handle = fileno(slab->csv->stream);
    size_t end = wanted;
    int fault = 0, quotes = 0;
#pragma omp parallel for schedule(dynamic) num_threads(slab->threads) if (wanted > PART_BYTES)               \
    reduction(min                                                                                            \
              : end) reduction(max                                                                           \
                               : fault) reduction(|                                                          \
                                                  : quotes)
    for (size_t from = 0; from < wanted; from += PART_BYTES) {
        const size_t length = wanted - from < PART_BYTES ? wanted - from : PART_BYTES;
        const size_t here = read_part(handle, to + from, length, slab->offset + (int64_t)from, &fault);
        if (here < length && from + here < end) end = from + here;
        quotes |= memchr(to + from, '"', here) != NULL;
    }
    errno = fault;
    if (fault != 0) return eep_fail_io(error, "read", slab->csv->path);
    slab->offset += (int64_t)end;
    slab->quotes |= quotes;
    *got = end;
    return EEP_OK;
}

static eep_status read_stream(eep_csv_slab *slab, size_t wanted, size_t *got, eep_error *error)
{
    char *to = slab->text + slab->length;
    FILE *stream = slab->csv->stream;
    errno = 0;
    *got = fread(to, 1, wanted, stream);
    if (*got < wanted && ferror(stream)) return eep_fail_io(error, "read", slab->csv->path);
    slab->quotes |= memchr(to, '"', *got) != NULL;
    return EEP_OK;
}

static eep_status fill(eep_csv_slab *slab, eep_error *error)
{
    eep_csv *csv = slab->csv;
    slab->length -= slab->used;
    memmove(slab->text, slab->text + slab->used, slab->length);
    slab->used = 0;
    while (!csv->ended) {
        const size_t wanted = slab->room - slab->length;
        size_t got = 0;
        EEP_TRY(slab->offset >= 0 ? read_parts(slab, wanted, &got, error)
                                  : read_stream(slab, wanted, &got, error));
        slab->length += got;
        if (got < wanted) {
            csv->ended = 1;
        } else if (slab->room == slab->room_most) {
            break;
        } else {
            EEP_TRY(grow(slab, error));
        }
    }
    memset(slab->text + slab->length, 0, EEP_CSV_SLACK);
    return EEP_OK;
}

/* ---- Pieces ---------------------------------------------------------------------------------------- */

size_t eep_csv_record_length(const char *text, size_t length)
{
    int inside = 0;
    for (size_t i = 0; i < length; i++) {
        inside ^= text[i] == '"';
        if (text[i] == '\n' && !inside) return i + 1;
    }
    return 0;
}

/* The end of the first record that ends at or behind `target`; 0 when none does. */
static size_t cut_at(const char *text, size_t length, size_t target, int quotes)
{
    if (target >= length) return 0;
    const char *feed = memchr(text + target, '\n', length - target);
    if (feed == NULL) return 0;
    const size_t end = (size_t)(feed - text) + 1;
    if (!quotes || memchr(text, '"', end) == NULL) return end;
    size_t at = 0;
    while (at <= target) {
        const size_t record = eep_csv_record_length(text + at, length - at);
        if (record == 0) return 0;
        at += record;
    }
    return at;
}

static void add_piece(eep_csv_slab *slab, size_t length, int last)
{
    slab->piece[slab->pieces++] = (eep_csv_piece){slab->text + slab->used, length, last, 0};
    slab->used += length;
}

eep_status eep_csv_slab_next(eep_csv_slab *slab, eep_error *error)
{
    EEP_TRY(fill(slab, error));
    const int ended = slab->csv->ended;
    slab->pieces = 0;
    while (slab->pieces < slab->pieces_room && slab->used < slab->length) {
        const size_t left = slab->length - slab->used;
        const size_t end = cut_at(slab->text + slab->used, left, slab->piece_bytes - 1, slab->quotes);
        if (end != 0) {
            add_piece(slab, end, ended && end == left);
        } else if (ended) {
            add_piece(slab, left, 1);
        } else {
            break;
        }
    }
    /* No record ends in all of the slab: whoever reads it will say what is wrong. */
    if (slab->pieces == 0 && slab->length > 0) add_piece(slab, slab->length, ended);
    return EEP_OK;
}
