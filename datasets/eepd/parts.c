/*
 * parts.c - a block to columns.
 *
 * A block is taken apart whole before anything of it is decoded, so that parts nobody wants are passed over,
 * and what a wanted part rests on is decoded with it.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

/* The rows that a part has values for: those whose flag is set, or all of them (`mask` is NULL). */
typedef struct chosen {
    const void *mask; /* a bit a row */
    size_t count;
} chosen;

/* One block being decoded. */
typedef struct decoding {
    eep_eepd_decoder *decoder;
    const eep_eepd_wish *wish;
    const eep_eepd_schema *schema;
    uint64_t wanted;    /* and what that rests on */
    uint64_t rested_on; /* by wanted columns */
    size_t count;
    size_t parts;
    eep_eepd_part part[EEPD_COLUMNS_MAX];
    const unsigned char *bytes[EEPD_COLUMNS_MAX]; /* the arrays of each part */
    uint8_t flag;                                 /* the column whose rows are in `flagged`, or EEPD_NONE */
    uint64_t *flagged;                            /* a set of rows */
    size_t flagged_count;
    size_t stack_base; /* what is below it on the stack outlives a part */
} decoding;

static const char too_deep[] = "its arrays are nested too deep";

static unsigned char *place(const decoding *work, uint8_t number)
{
    return (unsigned char *)eep_columns_data(work->wish->columns, number) +
           work->wish->first * eep_eepd_width(number);
}

static size_t position_of(const decoding *work, uint8_t number)
{
    size_t position = 0;
    while (work->schema->number[position] != number)
        position++;
    return position;
}

/* Whether values of a column lie in the range that the index gives for the chunk. */
static const char *check_range(const decoding *work, uint8_t number, const void *values, size_t count)
{
    const eep_eepd_range *range = &work->wish->ranges[position_of(work, number)];
    int64_t low, high;
    if (count == 0) return NULL;
    work->decoder->kernels->range(values, count, eep_eepd_width(number), &low, &high);
    if (low < range->low || high > range->high) return "a value lies outside the range that the index gives";
    if (number == EEP_COL_citizenship && !eep_values_are_countries(values, count))
        return "a country is no code of three letters";
    return NULL;
}

/* ---- Taking a block apart ---------------------------------------------------------------------------- */

/* The number of a column at a position that earlier parts have filled, for a part to rest on. */
static int take_earlier(const decoding *work, uint64_t done, uint8_t *reference, size_t width)
{
    if (*reference == EEPD_NONE) return 1;
    if (*reference >= work->schema->columns) return 0;
    *reference = work->schema->number[*reference];
    return (done >> *reference & 1) != 0 && eep_eepd_width(*reference) == width;
}

static const char *check_rule(const decoding *work, uint64_t done, eep_eepd_part *part)
{
    static const char fault[] = "a part rests on a column that it cannot rest on";
    const size_t width = eep_eepd_width(part->column[0]), basis = part->rule == EEPD_DAY ? 8 : width;
    if (part->kind != EEPD_PREDICTED) {
        return part->rule == 0 && part->a == EEPD_NONE && part->b == EEPD_NONE
                   ? NULL
                   : "a part has a rule that it cannot have";
    }
    const int needs_b = part->rule == EEPD_GREATER || part->rule == EEPD_SUM;
    if (part->rule >= EEPD_RULES || part->columns != 1 || part->where != EEPD_NONE)
        return "a part has a rule that it cannot have";
    if (width != (part->rule == EEPD_DAY ? 4 : 2) || (part->b != EEPD_NONE) != needs_b) return fault;
    if (part->a == EEPD_NONE || !take_earlier(work, done, &part->a, basis)) return fault;
    if (part->rule == EEPD_DAY && part->a != EEP_COL_submitted_at) return fault;
    return take_earlier(work, done, &part->b, basis) ? NULL : fault;
}

static const char *take_columns(const decoding *work, size_t group, const unsigned char *positions,
                                uint64_t *done, eep_eepd_part *part)
{
    for (size_t c = 0; c < part->columns; c++) {
        const size_t position = positions[c];
        if (position >= work->schema->columns || work->schema->group[position] != group)
            return "a part has a column of another group";
        part->column[c] = work->schema->number[position];
        if ((*done >> part->column[c] & 1) != 0) return "two parts have the same column";
        *done |= UINT64_C(1) << part->column[c];
    }
    return NULL;
}

static const char *take_part(decoding *work, size_t group, eep_eepd_cursor *from, uint64_t *done)
{
    eep_eepd_part *part = &work->part[work->parts];
    const unsigned char *head = from->at;
    const uint64_t earlier = *done;
    if (from->end - from->at < EEPD_PART_HEAD_BYTES) return "it ends within a part";
    *part = (eep_eepd_part){.kind = head[0],
                            .columns = head[1],
                            .where = head[2],
                            .rule = head[3],
                            .a = head[4],
                            .b = head[5],
                            .number = eep_get_16(head + 6),
                            .length = eep_get_32(head + 8)};
    from->at += EEPD_PART_HEAD_BYTES;
    if (part->kind >= EEPD_PARTS) return "a part has an unknown kind";
    if (part->columns == 0 || part->columns > sizeof part->column ||
        (part->kind != EEPD_TABLE && part->columns != 1)) {
        return "a part has an impossible number of columns";
    }
    const size_t left = (size_t)(from->end - from->at);
    if (part->columns > left || part->length > left - part->columns) return "it ends within a part";
    const char *fault = take_columns(work, group, from->at, done, part);
    if (fault == NULL && !take_earlier(work, earlier, &part->where, 1))
        fault = "a part rests on a column that it cannot rest on";
    if (fault == NULL) fault = check_rule(work, earlier, part);
    work->bytes[work->parts++] = from->at + part->columns;
    from->at += part->columns + part->length;
    return fault;
}

static const char *take_apart(decoding *work, size_t group, const unsigned char *block, size_t length)
{
    eep_eepd_cursor from = {block, block + length};
    uint64_t parts, done = 0;
    if (!eep_eepd_number_get(&from, 1, &parts) || parts > EEPD_COLUMNS_MAX) return "it has too many parts";
    for (uint64_t i = 0; i < parts; i++) {
        const char *fault = take_part(work, group, &from, &done);
        if (fault != NULL) return fault;
    }
    if (from.at != from.end) return "there are bytes behind its last part";
    for (size_t i = 0; i < work->schema->columns; i++) {
        if (work->schema->group[i] == group && (done >> work->schema->number[i] & 1) == 0)
            return "a column has no part";
    }
    return NULL;
}

/* ---- Rows of a flag ---------------------------------------------------------------------------------- */

/* Finds the rows of a part; those of the flag that was asked for last are still there. */
static chosen choose_rows(decoding *work, const eep_eepd_part *part)
{
    const eep_kernels *kernels = work->decoder->kernels;
    if (part->where == EEPD_NONE) return (chosen){NULL, work->count};
    if (work->flag != part->where) {
        kernels->flags(place(work, part->where), UINT8_MAX, work->count, work->flagged);
        work->flag = part->where;
        work->flagged_count =
            (size_t)kernels->common(work->flagged, work->flagged, EEP_SET_WORDS(work->count));
    }
    return (chosen){work->flagged, work->flagged_count};
}

/* Values of the rows with the flag to their places; the others are 0. */
static void scatter(const decoding *work, const chosen *rows, const void *dense, size_t width, void *values)
{
    work->decoder->kernels->expand(rows->mask, dense, 0, work->count, width, values);
}

/* Only the rows that matter. */
static const char *pick_values(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const uint32_t *row = work->wish->row;
    const size_t rows = work->wish->rows, width = eep_eepd_width(part->column[0]);
    void *picked = eep_eepd_take(&work->decoder->stack, rows, width);
    if (picked == NULL) return too_deep;
    const char *fault = eep_eepd_array_pick(work->decoder, from, work->count, width, row, rows, picked);
    if (fault == NULL) fault = check_range(work, part->column[0], picked, rows);
    if (fault != NULL) return fault;
    EEP_BY_WIDTH(width, {
        type *to = (type *)(void *)place(work, part->column[0]);
        const type *next = picked;
        for (size_t i = 0; i < rows; i++)
            to[row[i]] = next[i];
    });
    return NULL;
}

static const char *get_values(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = eep_eepd_width(part->column[0]);
    unsigned char *values = place(work, part->column[0]);
    const chosen rows = choose_rows(work, part);
    if (rows.mask == NULL) return eep_eepd_array_get(work->decoder, from, rows.count, width, values);
    unsigned char *dense = eep_eepd_take(&work->decoder->stack, rows.count, width);
    if (dense == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, rows.count, width, dense);
    if (fault != NULL) return fault;
    scatter(work, &rows, dense, width, values);
    return NULL;
}

/* ---- Tables ------------------------------------------------------------------------------------------ */

/* A table whose entries and codes are there. */
typedef struct table {
    const eep_eepd_part *part;
    chosen rows;
    const void *code;
    size_t code_width; /* 1 or 2 */
    unsigned char *entries[sizeof((eep_eepd_part){0}.column)];
} table;

static const char *get_codes(decoding *work, eep_eepd_cursor *from, table *of)
{
    int64_t low, high = -1;
    of->code_width = of->part->number <= 256 ? 1 : 2;
    void *code = eep_eepd_take(&work->decoder->stack, of->rows.count, of->code_width);
    if (code == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, of->rows.count, of->code_width, code);
    if (fault != NULL) return fault;
    if (of->rows.count > 0) work->decoder->kernels->range(code, of->rows.count, of->code_width, &low, &high);
    of->code = code;
    return high < of->part->number ? NULL : "a row has a combination that is not in its table";
}

static int all_equal(const unsigned char *entries, size_t width, size_t count)
{
    return memcmp(entries, entries + width, (count - 1) * width) == 0;
}

/* Their values are checked here, where there are few of them. */
static const char *get_entries(decoding *work, eep_eepd_cursor *from, table *of)
{
    const eep_eepd_part *part = of->part;
    for (size_t c = 0; c < part->columns; c++) {
        const size_t width = eep_eepd_width(part->column[c]);
        of->entries[c] = eep_eepd_take(&work->decoder->stack, part->number, width);
        if (of->entries[c] == NULL) return too_deep;
        const char *fault = eep_eepd_array_get(work->decoder, from, part->number, width, of->entries[c]);
        if (fault == NULL) fault = check_range(work, part->column[c], of->entries[c], part->number);
        if (fault != NULL) return fault;
    }
    return NULL;
}

/* Where the rows of a column go before they are scattered: to their places at once when there is no flag. */
static unsigned char *room_for(decoding *work, const table *of, size_t column)
{
    if (of->rows.mask == NULL) return place(work, of->part->column[column]);
    return eep_eepd_take(&work->decoder->stack, of->rows.count, eep_eepd_width(of->part->column[column]));
}

/* Puts what room_for gave and a look-up filled to its places. */
static void put_column(decoding *work, const table *of, size_t column, const void *dense)
{
    const uint8_t number = of->part->column[column];
    if (of->rows.mask != NULL) scatter(work, &of->rows, dense, eep_eepd_width(number), place(work, number));
}

/* One column, whose entries may all be the same. */
static const char *get_column(decoding *work, const table *of, size_t column)
{
    const size_t width = eep_eepd_width(of->part->column[column]), before = work->decoder->stack.used;
    unsigned char *values = room_for(work, of, column);
    if (values == NULL) return too_deep;
    if (width == 1 && all_equal(of->entries[column], 1, of->part->number))
        memset(values, of->entries[column][0], of->rows.count);
    else
        work->decoder->kernels->look_up(of->code, of->code_width, of->rows.count, of->entries[column],
                                        of->part->number, width, values);
    put_column(work, of, column, values);
    work->decoder->stack.used = before;
    return NULL;
}

/* Up to four columns of bytes at once: the long codes of a large table are read once for all of them. */
static const char *get_four(decoding *work, const table *of, const size_t column[4], size_t columns)
{
    const size_t number = of->part->number, before = work->decoder->stack.used;
    uint8_t *to[4] = {NULL, NULL, NULL, NULL};
    uint8_t(*entries)[4] = eep_eepd_take(&work->decoder->stack, number, sizeof *entries);
    if (entries == NULL) return too_deep;
    memset(entries, 0, number * sizeof *entries);
    for (size_t k = 0; k < columns; k++) {
        to[k] = room_for(work, of, column[k]);
        if (to[k] == NULL) return too_deep;
        for (size_t i = 0; i < number; i++)
            entries[i][k] = of->entries[column[k]][i];
    }
    work->decoder->kernels->look_up_four(of->code, of->rows.count, (const uint8_t(*)[4])entries, to);
    for (size_t k = 0; k < columns; k++)
        put_column(work, of, column[k], to[k]);
    work->decoder->stack.used = before;
    return NULL;
}

static const char *get_columns(decoding *work, const table *of)
{
    const eep_eepd_part *part = of->part;
    size_t bytes[4], waiting = 0;
    const char *fault = NULL;
    for (size_t c = 0; c < part->columns && fault == NULL; c++) {
        static const uint64_t zero[1] = {0}; /* what rows without the flag have */
        if ((work->wanted >> part->column[c] & 1) == 0) continue;
        if (of->rows.count < work->count) fault = check_range(work, part->column[c], zero, 1);
        if (fault != NULL) break;
        if (of->code_width == 1 || eep_eepd_width(part->column[c]) > 1) {
            fault = get_column(work, of, c);
            continue;
        }
        bytes[waiting++] = c;
        if (waiting == 4) {
            fault = get_four(work, of, bytes, waiting);
            waiting = 0;
        }
    }
    return fault == NULL && waiting > 0 ? get_four(work, of, bytes, waiting) : fault;
}

static const char *get_table(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    table of = {.part = part};
    if (part->number == 0 || part->number > work->count) return "a table has an impossible number of entries";
    of.rows = choose_rows(work, part);
    const char *fault = get_entries(work, from, &of);
    if (fault == NULL) fault = get_codes(work, from, &of);
    return fault == NULL ? get_columns(work, &of) : fault;
}

/* ---- Predictions ------------------------------------------------------------------------------------- */

static const char *get_predicted(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = eep_eepd_width(part->column[0]);
    unsigned char *values = place(work, part->column[0]);
    const char *fault = eep_eepd_array_get(work->decoder, from, work->count, width, values);
    if (fault != NULL) return fault;
    const void *a = place(work, part->a), *b = part->b != EEPD_NONE ? place(work, part->b) : NULL;
    work->decoder->kernels->expected(part->rule, a, b, part->number, work->count, values);
    return NULL;
}

/* ---- Blocks ------------------------------------------------------------------------------------------ */

/* Values of a few rows can be had by themselves where no other part of the block rests on the rest of them.
 */
static int picks(const decoding *work, const eep_eepd_part *part)
{
    return work->wish->row != NULL && part->kind == EEPD_VALUES && part->where == EEPD_NONE &&
           (work->rested_on >> part->column[0] & 1) == 0;
}

static const char *get_part(decoding *work, size_t index)
{
    const eep_eepd_part *part = &work->part[index];
    const int picked = picks(work, part);
    eep_eepd_cursor from = {work->bytes[index], work->bytes[index] + part->length};
    const char *fault = picked                      ? pick_values(work, part, &from)
                        : part->kind == EEPD_VALUES ? get_values(work, part, &from)
                        : part->kind == EEPD_TABLE  ? get_table(work, part, &from)
                                                    : get_predicted(work, part, &from);
    work->decoder->stack.used = work->stack_base;
    if (fault == NULL && from.at != from.end) fault = "there are bytes behind the arrays of a part";
    if (fault == NULL && part->kind != EEPD_TABLE && !picked)
        fault = check_range(work, part->column[0], place(work, part->column[0]), work->count);
    return fault;
}

/* Bits of the columns that a part gives. */
static uint64_t columns_of(const eep_eepd_part *part)
{
    uint64_t columns = 0;
    for (size_t c = 0; c < part->columns; c++)
        columns |= UINT64_C(1) << part->column[c];
    return columns;
}

static uint64_t bit_of(uint8_t number)
{
    return number == EEPD_NONE ? 0 : UINT64_C(1) << number;
}

const char *eep_eepd_group_get(eep_eepd_decoder *decoder, const eep_eepd_wish *wish,
                               const unsigned char *block, size_t length, size_t *position)
{
    decoding work = {.decoder = decoder, .wish = wish, .schema = wish->schema, .count = wish->count};
    work.wanted = wish->wanted;
    *position = EEPD_NONE;
    const char *fault = take_apart(&work, wish->group, block, length);
    if (fault != NULL) return fault;
    work.flag = EEPD_NONE;
    work.flagged = eep_eepd_take(&decoder->stack, EEP_SET_WORDS(work.count), sizeof *work.flagged);
    work.stack_base = decoder->stack.used;
    if (work.flagged == NULL) return too_deep;
    for (size_t i = work.parts; i-- > 0;) {
        const eep_eepd_part *part = &work.part[i];
        if ((work.wanted & columns_of(part)) != 0)
            work.rested_on |= bit_of(part->where) | bit_of(part->a) | bit_of(part->b);
        work.wanted |= work.rested_on;
    }
    for (size_t i = 0; i < work.parts; i++) {
        if ((work.wanted & columns_of(&work.part[i])) == 0) continue;
        fault = get_part(&work, i);
        *position = position_of(&work, work.part[i].column[0]);
        if (fault != NULL) return fault;
    }
    return NULL;
}
