/*
 * parts.c - a block to columns.
 *
 * A block is taken apart whole before anything of it is decoded, so that parts nobody wants are passed over,
 * and what a wanted part rests on is decoded with it.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

/* The rows that a part has values for: those whose flag is set, or all of them (`row` is NULL). */
typedef struct chosen {
    const uint32_t *row;
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
    uint32_t *flagged;
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
    eep_values_range(number, values, count, &low, &high);
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
    if (part->where == EEPD_NONE) return (chosen){NULL, work->count};
    if (work->flag != part->where) {
        const uint8_t *flag = place(work, part->where);
        size_t count = 0;
        for (size_t i = 0; i < work->count; i++) {
            work->flagged[count] = (uint32_t)i;
            count += flag[i] != 0;
        }
        work->flag = part->where;
        work->flagged_count = count;
    }
    return (chosen){work->flagged, work->flagged_count};
}

/* Everything a loop needs is taken into variables first: what it stores might be what they are read from. */
static void scatter(const chosen *rows, const void *dense, size_t width, void *values)
{
    const uint32_t *row = rows->row;
    const size_t count = rows->count;
    EEPD_BY_WIDTH(width, {
        type *restrict to = values;
        const type *next = dense;
        for (size_t i = 0; i < count; i++)
            to[row[i]] = next[i];
    });
}

/* Only the rows that matter. */
static const char *pick_values(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const eep_eepd_wish *wish = work->wish;
    const size_t width = eep_eepd_width(part->column[0]);
    const chosen rows = {wish->row, wish->rows};
    void *picked = eep_eepd_take(&work->decoder->stack, rows.count, width);
    if (picked == NULL) return too_deep;
    const char *fault =
        eep_eepd_array_pick(work->decoder, from, work->count, width, rows.row, rows.count, picked);
    if (fault == NULL) fault = check_range(work, part->column[0], picked, rows.count);
    if (fault == NULL) scatter(&rows, picked, width, place(work, part->column[0]));
    return fault;
}

static const char *get_values(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = eep_eepd_width(part->column[0]);
    unsigned char *values = place(work, part->column[0]);
    const chosen rows = choose_rows(work, part);
    if (rows.row == NULL) return eep_eepd_array_get(work->decoder, from, rows.count, width, values);
    unsigned char *dense = eep_eepd_take(&work->decoder->stack, rows.count, width);
    if (dense == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, rows.count, width, dense);
    if (fault != NULL) return fault;
    memset(values, 0, work->count * width);
    scatter(&rows, dense, width, values);
    return NULL;
}

/* ---- Tables ------------------------------------------------------------------------------------------ */

/* The codes of a table, one or two bytes each. */
typedef struct codes {
    const uint8_t *byte; /* NULL when they have two */
    const uint16_t *word;
} codes;

#define LOOK_UP(code)                                                                                        \
    do {                                                                                                     \
        if (row == NULL) {                                                                                   \
            for (; i + 4 <= count; i += 4) {                                                                 \
                to[i] = entry[(code)[i]];                                                                    \
                to[i + 1] = entry[(code)[i + 1]];                                                            \
                to[i + 2] = entry[(code)[i + 2]];                                                            \
                to[i + 3] = entry[(code)[i + 3]];                                                            \
            }                                                                                                \
            for (; i < count; i++)                                                                           \
                to[i] = entry[(code)[i]];                                                                    \
        } else {                                                                                             \
            for (; i < count; i++)                                                                           \
                to[row[i]] = entry[(code)[i]];                                                               \
        }                                                                                                    \
    } while (0)

static void look_up(const codes *code, const chosen *rows, const void *entries, size_t width, void *values)
{
    const uint32_t *row = rows->row;
    const uint8_t *byte = code->byte;
    const uint16_t *word = code->word;
    const size_t count = rows->count;
    size_t i = 0;
    EEPD_BY_WIDTH(width, {
        type *restrict to = values;
        const type *restrict entry = entries;
        if (byte != NULL)
            LOOK_UP(byte);
        else
            LOOK_UP(word);
    });
}

static int bytes_below(const uint8_t *code, size_t count, unsigned limit)
{
    uint8_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = code[i] > most ? code[i] : most;
    return most < limit;
}

/* With the sign bit turned, since the oldest vectors compare signed words only. */
static int words_below(const uint16_t *code, size_t count, unsigned limit)
{
    int16_t most = INT16_MIN;
    for (size_t i = 0; i < count; i++) {
        const int16_t turned = (int16_t)(code[i] ^ 0x8000);
        most = turned > most ? turned : most;
    }
    return (unsigned)(most + 32768) < limit;
}

static int all_below(const codes *code, size_t count, unsigned limit)
{
    return count == 0 || (code->byte != NULL ? bytes_below(code->byte, count, limit)
                                             : words_below(code->word, count, limit));
}

static const char *get_codes(decoding *work, const eep_eepd_part *part, const chosen *rows,
                             eep_eepd_cursor *from, codes *code)
{
    const size_t width = part->number <= 256 ? 1 : 2;
    void *taken = eep_eepd_take(&work->decoder->stack, rows->count, width);
    if (taken == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, rows->count, width, taken);
    *code = (codes){width == 1 ? taken : NULL, width == 1 ? NULL : taken};
    if (fault == NULL && !all_below(code, rows->count, part->number))
        fault = "a row has a combination that is not in its table";
    return fault;
}

static int all_equal(const unsigned char *entries, size_t width, size_t count)
{
    return memcmp(entries, entries + width, (count - 1) * width) == 0;
}

/* Their values are checked here, where there are few of them. */
static const char *get_entries(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from,
                               unsigned char **entries)
{
    for (size_t c = 0; c < part->columns; c++) {
        const size_t width = eep_eepd_width(part->column[c]);
        entries[c] = eep_eepd_take(&work->decoder->stack, part->number, width);
        if (entries[c] == NULL) return too_deep;
        const char *fault = eep_eepd_array_get(work->decoder, from, part->number, width, entries[c]);
        if (fault == NULL) fault = check_range(work, part->column[c], entries[c], part->number);
        if (fault != NULL) return fault;
    }
    return NULL;
}

static const char *get_table(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    static const uint64_t zero[1] = {0}; /* what rows without the flag have */
    unsigned char *entries[sizeof part->column];
    codes code = {NULL, NULL};
    if (part->number == 0 || part->number > work->count) return "a table has an impossible number of entries";
    const chosen rows = choose_rows(work, part);
    const char *fault = get_entries(work, part, from, entries);
    if (fault == NULL) fault = get_codes(work, part, &rows, from, &code);
    for (size_t c = 0; c < part->columns && fault == NULL; c++) {
        const size_t width = eep_eepd_width(part->column[c]);
        unsigned char *values = place(work, part->column[c]);
        const int constant = width == 1 && all_equal(entries[c], 1, part->number);
        if ((work->wanted >> part->column[c] & 1) == 0) continue;
        if (rows.row != NULL) memset(values, 0, work->count * width);
        if (rows.row != NULL && rows.count < work->count) fault = check_range(work, part->column[c], zero, 1);
        if (constant && rows.row == NULL)
            memset(values, entries[c][0], work->count);
        else
            look_up(&code, &rows, entries[c], width, values);
    }
    return fault;
}

/* ---- Predictions ------------------------------------------------------------------------------------- */

static const char *get_predicted(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = eep_eepd_width(part->column[0]);
    unsigned char *values = place(work, part->column[0]);
    void *expected = eep_eepd_take(&work->decoder->stack, work->count, width);
    if (expected == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, work->count, width, values);
    if (fault != NULL) return fault;
    eep_eepd_expect(part, work->wish->columns, work->wish->first, work->count, expected, width);
    uint16_t *months = (uint16_t *)(void *)values;
    uint32_t *days = (uint32_t *)(void *)values;
    for (size_t i = 0; i < work->count && width == 2; i++)
        months[i] = (uint16_t)(((uint16_t *)expected)[i] - months[i]);
    for (size_t i = 0; i < work->count && width == 4; i++)
        days[i] = ((uint32_t *)expected)[i] - days[i];
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
    work.flagged = eep_eepd_take(&decoder->stack, work.count, sizeof *work.flagged);
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
