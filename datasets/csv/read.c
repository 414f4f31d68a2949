/*
 * read.c - candidates from CSV, by many threads, straight into the columns.
 *
 * The file comes in slabs, a slab in pieces of whole records (slab.c). Line feeds are counted first, so that
 * every piece knows at which row it may begin; then pieces are read side by side: a record quickly where it
 * is an ordinary one (quick.c), else the way that can explain (split.c, row.c). Rows close up where a piece
 * had fewer than line feeds: where lines are blank, or end within quotes. Nothing is explained while threads
 * read: the piece with the first fault is read again by itself, when all that comes before it is known.
 */
#include "datasets/csv/read.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include <omp.h>

#include "datasets/csv/lines.h"
#include "datasets/csv/row.h"
#include "datasets/csv/slab.h"
#include "datasets/csv/split.h"

#define THREADS_MAX     1024
#define PIECES_A_THREAD 16

/* What became of a piece. */
typedef struct piece_end {
    uint64_t first, rows; /* filled, from row `first` on */
    int bad;              /* the record behind them cannot be read */
    int no_memory;
    eep_lines lines; /* of the rows, both counted from 0 */
} piece_end;

struct reader {
    const eep_csv_settings *settings;
    eep_csv *csv;
    eep_columns *columns;
    eep_csv_header header;
    eep_csv_quick *quick;
    eep_csv_slab slab;
    piece_end *ends;
    eep_csv **splitters; /* one a thread, made when it is first needed */
    int threads;
    uint64_t filled; /* rows that hold a candidate; the columns have more */
    uint64_t line;   /* on which the slab begins */
    eep_ids ids;
    eep_lines lines;
};

/* ---- A record that is not ordinary ---------------------------------------------------------------- */

static eep_csv *splitter_of(struct reader *reader, int thread)
{
    if (reader->splitters[thread] == NULL) {
        eep_csv *made = eep_allocate_raw(&reader->columns->allocator, 1, sizeof *made);
        if (made == NULL) return NULL;
        made->allocator = reader->columns->allocator;
        memcpy(made->path, reader->csv->path, sizeof made->path);
        made->fields = made->room = made->end = 0;
        made->data = NULL;
        reader->splitters[thread] = made;
    }
    return reader->splitters[thread];
}

static void free_splitter(const eep_allocator *allocator, eep_csv *splitter)
{
    if (splitter != NULL) eep_release(allocator, splitter->data, splitter->room + 1, 1);
    eep_release(allocator, splitter, 1, sizeof *splitter);
}

/*
 * Splits the record at `text`, which begins on `line`; `*used` is its length. The text itself stays as it is,
 * because it may have to be read again.
 */
static eep_status split_record(eep_csv *splitter, const char *text, size_t length, int last, uint64_t line,
                               size_t *used, eep_error *error)
{
    const size_t record = eep_csv_record_length(text, length);
    const size_t whole = record != 0 ? record : length;
    const size_t taken = whole < CSV_RECORD_BYTES ? whole : CSV_RECORD_BYTES;
    EEP_TRY(eep_csv_reserve(splitter, taken, error));
    memcpy(splitter->data, text, taken);
    splitter->data[taken] = '\0';
    splitter->begin = 0;
    splitter->end = taken;
    splitter->line = splitter->first_line = line;
    splitter->ended = taken == whole && (record != 0 || last);
    switch (eep_csv_split(splitter, error)) {
    case EEP_CSV_WHOLE:
        *used = splitter->begin;
        return EEP_OK;
    case EEP_CSV_BAD:
        return EEP_ERROR_SYNTAX;
    default:
        return eep_fail(error, EEP_ERROR_INTERNAL, "please report this",
                        "a record of %zu bytes was not split", taken);
    }
}

/* ---- A piece ----------------------------------------------------------------------------------- */

/* Where a thread, or who looks for an error, is in a piece. */
typedef struct place {
    const eep_csv_piece *piece;
    size_t at;
    uint64_t line;
    uint64_t id_line; /* of the id in the record last read, which may have begun before */
} place;

static int skip_blank_lines(place *here)
{
    for (; here->at < here->piece->length; here->line++) {
        const char *text = here->piece->text + here->at;
        const int feed = text[0] == '\r' && here->at + 1 < here->piece->length;
        if (text[feed] != '\n') return 1;
        here->at += (size_t)feed + 1;
    }
    return 0;
}

/* The next record to row `row`, with its errors; the splitter then has its fields. */
static eep_status read_explained(struct reader *reader, eep_csv *splitter, place *here, uint64_t row,
                                 eep_error *error)
{
    size_t used = 0;
    EEP_TRY(split_record(splitter, here->piece->text + here->at, here->piece->length - here->at,
                         here->piece->last, here->line, &used, error));
    here->at += used;
    here->line = splitter->line;
    here->id_line = eep_csv_line(splitter, reader->header.id_field);
    return eep_csv_read_row(splitter, &reader->header, splitter->fields, reader->settings->age_on,
                            reader->columns, row, error);
}

static eep_status read_record(struct reader *reader, int thread, place *here, uint64_t row, eep_error *error)
{
    const char *text = here->piece->text + here->at;
    if (!reader->settings->plain) {
        const char *next = eep_csv_quick_row(reader->quick, text, row);
        if (next != NULL) {
            here->at += (size_t)(next - text);
            here->id_line = here->line++;
            return EEP_OK;
        }
    }
    eep_csv *splitter = splitter_of(reader, thread);
    if (splitter == NULL) return EEP_ERROR_MEMORY;
    return read_explained(reader, splitter, here, row, error);
}

static void read_piece(struct reader *reader, int thread, const eep_csv_piece *piece, piece_end *end)
{
    const eep_allocator *allocator = &reader->columns->allocator;
    place here = {.piece = piece};
    uint64_t before = UINT64_MAX; /* lines above those of the rows */
    end->rows = 0;
    end->bad = end->no_memory = 0;
    while (skip_blank_lines(&here)) {
        eep_status status = read_record(reader, thread, &here, end->first + end->rows, NULL);
        if (status == EEP_OK && here.id_line - end->rows != before) {
            before = here.id_line - end->rows;
            status = eep_lines_add(&end->lines, allocator, end->rows, here.id_line, NULL);
        }
        if (status != EEP_OK) {
            end->no_memory = status == EEP_ERROR_MEMORY;
            end->bad = !end->no_memory;
            return;
        }
        end->rows++;
    }
}

/* ---- Errors ------------------------------------------------------------------------------------ */

/* Reads a piece again up to its row `rows`; on success the splitter has that record. */
static eep_status read_again(struct reader *reader, const eep_csv_piece *piece, uint64_t line, uint64_t rows,
                             uint64_t spare_row, eep_csv **splitter, eep_error *error)
{
    place here = {.piece = piece, .line = line};
    *splitter = splitter_of(reader, 0);
    if (*splitter == NULL) return eep_fail_memory(error, sizeof **splitter);
    for (uint64_t row = 0; row <= rows && skip_blank_lines(&here); row++)
        EEP_TRY(read_explained(reader, *splitter, &here, spare_row, error));
    return EEP_OK;
}

static eep_status fail_twice(struct reader *reader, const eep_csv_piece *piece, uint64_t line,
                             uint64_t within, uint64_t row, uint64_t earlier, eep_error *error)
{
    eep_csv *splitter;
    const uint64_t id = reader->columns->id[row];
    const uint64_t first_line = eep_lines_of(&reader->lines, earlier);
    EEP_TRY(read_again(reader, piece, line, within, row, &splitter, error));
    const size_t field = reader->header.id_field;
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, splitter->path, eep_csv_line(splitter, field),
                       eep_csv_column(splitter, field), "give every candidate an id of its own",
                       "the id %" PRIu64 " on line %" PRIu64 " is that of line %" PRIu64 " already", id,
                       eep_csv_line(splitter, field), first_line);
}

/* ---- A slab ------------------------------------------------------------------------------------ */

/* Ids that rise need not be added while all before them did too: so many of a piece. */
static uint64_t rising(const struct reader *reader, const piece_end *end)
{
    if (reader->ids.slot != NULL || end->rows == 0) return 0;
    const uint64_t *id = reader->columns->id + reader->filled;
    if (reader->filled > 0 && id[0] <= id[-1]) return 0;
    uint64_t rows = 1;
    while (rows < end->rows && id[rows] > id[rows - 1])
        rows++;
    return rows;
}

static eep_status add_rows(struct reader *reader, const eep_csv_piece *piece, piece_end *end, uint64_t line,
                           eep_error *error)
{
    const eep_allocator *allocator = &reader->columns->allocator;
    for (size_t i = 0; i < end->lines.count; i++) {
        const eep_line_run *run = &end->lines.run[i];
        EEP_TRY(eep_lines_add(&reader->lines, allocator, reader->filled + run->row, line + run->line, error));
    }
    for (uint64_t within = rising(reader, end); within < end->rows; within++) {
        uint64_t earlier;
        const uint64_t row = reader->filled + within;
        EEP_TRY(eep_ids_add(&reader->ids, reader->columns, row, &earlier, error));
        if (earlier != row) return fail_twice(reader, piece, line, within, row, earlier, error);
    }
    reader->filled += end->rows;
    return EEP_OK;
}

/* Rows of a piece close up with those before it. */
static void close_up(struct reader *reader, const piece_end *end)
{
    if (end->first == reader->filled) return;
    for (size_t field = 0; field < reader->header.fields; field++) {
        const size_t target = reader->header.target[field];
        const size_t index = target == EEP_CSV_AGE ? (size_t)EEP_COL_birth_date : target;
        eep_column column;
        (void)eep_column_at(index, &column);
        unsigned char *values = eep_columns_data(reader->columns, index);
        memmove(values + reader->filled * column.width, values + end->first * column.width,
                (size_t)end->rows * column.width);
    }
}

static eep_status take_piece(struct reader *reader, size_t index, eep_error *error)
{
    const eep_csv_piece *piece = &reader->slab.piece[index];
    piece_end *end = &reader->ends[index];
    const uint64_t line = reader->line;
    eep_csv *splitter;
    close_up(reader, end);
    EEP_TRY(add_rows(reader, piece, end, line, error));
    reader->line += piece->lines;
    if (!end->bad) return EEP_OK;
    EEP_TRY(read_again(reader, piece, line, end->rows, reader->filled, &splitter, error));
    return eep_fail(error, EEP_ERROR_INTERNAL, "please report this", "a record was refused for no reason");
}

#define LANES       16
#define LANE_ROUNDS 255 /* a lane of a byte can count so many */

/* `count` of '\n', in lanes of bytes, which compilers make a vector. */
static uint64_t count_lines(const char *text, size_t length)
{
    uint64_t count = 0;
    size_t at = 0;
    while (length - at >= LANES) {
        const size_t left = (length - at) / LANES, rounds = left < LANE_ROUNDS ? left : LANE_ROUNDS;
        uint8_t lane[LANES] = {0};
        for (size_t round = 0; round < rounds; round++, at += LANES)
            for (size_t i = 0; i < LANES; i++)
                lane[i] = (uint8_t)(lane[i] + (text[at + i] == '\n'));
        for (size_t i = 0; i < LANES; i++)
            count += lane[i];
    }
    for (; at < length; at++)
        count += text[at] == '\n';
    return count;
}

/* Where there is a size to guess from, room for the whole file is made at once. */
static uint64_t expected_rows(const struct reader *reader, uint64_t in_slab)
{
    struct stat status;
    const uint64_t bytes = reader->slab.used;
    if (fstat(fileno(reader->csv->stream), &status) != 0 || !S_ISREG(status.st_mode)) return in_slab;
    if ((uint64_t)status.st_size <= bytes || reader->csv->ended) return in_slab;
    const double more = (double)status.st_size / (double)bytes;
    return (uint64_t)((double)in_slab * more * 1.01) + 1;
}

/* Room for more rows. Readers fill the columns that the header names: the others take their default. */
static eep_status make_room(struct reader *reader, uint64_t rows, eep_error *error)
{
    eep_columns *columns = reader->columns;
    const uint64_t from = columns->rows;
    EEP_TRY(eep_columns_reserve(columns, rows - from, error));
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        if ((reader->header.present >> i & 1) == 0) eep_columns_default(columns, i, from, rows);
    return EEP_OK;
}

/* Says at which row each piece may begin, and makes room for all. */
static eep_status place_pieces(struct reader *reader, eep_error *error)
{
    eep_csv_slab *slab = &reader->slab;
    uint64_t first = reader->filled;
#pragma omp parallel for schedule(static) num_threads(reader->threads) if (slab->pieces > 1)
    for (size_t i = 0; i < slab->pieces; i++)
        slab->piece[i].lines = count_lines(slab->piece[i].text, slab->piece[i].length);
    for (size_t i = 0; i < slab->pieces; i++) {
        reader->ends[i].first = first;
        const eep_csv_piece *piece = &slab->piece[i];
        first += piece->lines + (piece->text[piece->length - 1] != '\n'); /* the last of a file may lack it */
    }
    if (first <= reader->columns->rows) return EEP_OK;
    uint64_t rows = first;
    if (reader->filled == 0) rows = expected_rows(reader, first);
    return make_room(reader, rows, error);
}

static eep_status read_slab(struct reader *reader, eep_error *error)
{
    eep_csv_slab *slab = &reader->slab;
    EEP_TRY(place_pieces(reader, error));
    eep_csv_quick_aim(reader->quick, reader->columns);
#pragma omp parallel for schedule(dynamic, 1) num_threads(reader->threads) if (slab->pieces > 1)
    for (size_t i = 0; i < slab->pieces; i++)
        read_piece(reader, omp_get_thread_num(), &slab->piece[i], &reader->ends[i]);
    eep_status status = EEP_OK;
    for (size_t i = 0; i < slab->pieces; i++) {
        if (reader->ends[i].no_memory) status = EEP_ERROR_MEMORY;
    }
    if (status != EEP_OK) (void)eep_fail_memory(error, sizeof(eep_csv));
    for (size_t i = 0; i < slab->pieces && status == EEP_OK; i++)
        status = take_piece(reader, i, error);
    for (size_t i = 0; i < slab->pieces; i++)
        eep_lines_clear(&reader->ends[i].lines, &reader->columns->allocator);
    return status;
}

/* ---- The whole --------------------------------------------------------------------------------- */

static eep_status read_slabs(struct reader *reader, eep_error *error)
{
    for (;;) {
        EEP_TRY(eep_csv_slab_next(&reader->slab, error));
        if (reader->slab.pieces == 0) break;
        EEP_TRY(read_slab(reader, error));
    }
    if (reader->filled > 0) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, reader->csv->path, eep_csv_line(reader->csv, 0), 1,
                       "write one line a candidate below the column names", "no candidates");
}

static eep_status read_rows(struct reader *reader, eep_error *error)
{
    const eep_allocator *allocator = &reader->columns->allocator;
    const size_t threads = (size_t)reader->threads, pieces = threads * PIECES_A_THREAD;
    eep_status status = eep_csv_slab_open(&reader->slab, allocator, reader->csv,
                                          reader->settings->piece_bytes, pieces, reader->threads, error);
    if (status != EEP_OK) return status;
    reader->line = reader->csv->line;
    reader->quick = eep_csv_quick_new(allocator, &reader->header, reader->settings->age_on);
    if (reader->quick != NULL) reader->ends = eep_allocate(allocator, pieces, sizeof *reader->ends);
    if (reader->ends != NULL) reader->splitters = eep_allocate(allocator, threads, sizeof *reader->splitters);
    if (reader->splitters == NULL) {
        status = eep_fail_memory(error, sizeof(eep_csv));
    } else {
        status = read_slabs(reader, error);
    }
    for (size_t t = 0; reader->splitters != NULL && t < threads; t++)
        free_splitter(allocator, reader->splitters[t]);
    eep_release(allocator, reader->splitters, threads, sizeof *reader->splitters);
    eep_release(allocator, reader->ends, pieces, sizeof *reader->ends);
    eep_csv_quick_free(allocator, reader->quick);
    eep_csv_slab_close(&reader->slab);
    return status;
}

static eep_status read_all(struct reader *reader, eep_error *error)
{
    EEP_TRY(eep_csv_read_header(reader->csv, &reader->header, error));
    EEP_TRY(read_rows(reader, error));
    reader->columns->rows = reader->filled;
    reader->columns->present = reader->header.present;
    eep_columns_derive(reader->columns, 0);
    return EEP_OK;
}

eep_status eep_csv_read_with(const char *path, const eep_csv_settings *settings, eep_columns *columns,
                             eep_error *error)
{
    struct reader reader = {.settings = settings, .columns = columns};
    reader.threads = settings->threads < 1             ? 1
                     : settings->threads > THREADS_MAX ? THREADS_MAX
                                                       : settings->threads;
    EEP_TRY(eep_csv_open_with(&columns->allocator, path, &reader.csv, error));
    const eep_status status = read_all(&reader, error);
    eep_lines_clear(&reader.lines, &columns->allocator);
    eep_ids_clear(&reader.ids, columns);
    eep_csv_close(reader.csv);
    if (status != EEP_OK) eep_columns_clear(columns);
    return status;
}

eep_status eep_csv_read(const char *path, eep_date age_on, int threads, eep_columns *columns,
                        eep_error *error)
{
    const eep_csv_settings settings = {
        .age_on = age_on, .threads = threads, .piece_bytes = EEP_CSV_PIECE_BYTES};
    return eep_csv_read_with(path, &settings, columns, error);
}
