/*
 * parts.c - a block to columns.
 *
 * A block is taken apart whole before anything of it is decoded, so that parts nobody wants are passed over,
 * and what a wanted part rests on is decoded with it.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

/* One block being decoded. */
typedef struct decoding {
    eep_eepd_decoder *decoder;
    const eep_eepd_schema *schema;
    eep_columns *columns;
    uint64_t first;
    size_t count;
    size_t parts;
    eep_eepd_part part[EEPD_COLUMNS_MAX];
    const unsigned char *bytes[EEPD_COLUMNS_MAX]; /* the arrays of each part */
} decoding;

static const char too_deep[] = "its arrays are nested too deep";

static size_t width_of(uint8_t number)
{
    eep_column column;
    eep_column_at(number, &column);
    return column.width;
}

static unsigned char *place(const decoding *work, uint8_t number)
{
    return (unsigned char *)eep_columns_data(work->columns, number) + work->first * width_of(number);
}

/* ---- Taking a block apart ---------------------------------------------------------------------------- */

/* The number of a column at a position that earlier parts have filled, for a part to rest on. */
static int take_earlier(const decoding *work, uint64_t done, uint8_t *reference, size_t width)
{
    if (*reference == EEPD_NONE) return 1;
    if (*reference >= work->schema->columns) return 0;
    *reference = work->schema->number[*reference];
    return (done >> *reference & 1) != 0 && width_of(*reference) == width;
}

static const char *check_rule(const decoding *work, uint64_t done, eep_eepd_part *part)
{
    static const char fault[] = "a part rests on a column that it cannot rest on";
    const size_t width = width_of(part->column[0]), basis = part->rule == EEPD_DAY ? 8 : width;
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

static size_t rows_where(const decoding *work, const eep_eepd_part *part)
{
    if (part->where == EEPD_NONE) return work->count;
    const uint8_t *flag = place(work, part->where);
    size_t rows = 0;
    for (size_t i = 0; i < work->count; i++)
        rows += flag[i] != 0;
    return rows;
}

/* The next of `dense` where the flag is set, 0 elsewhere; `dense` has slack behind it. */
static inline void spread(const uint8_t *flag, const unsigned char *dense, size_t count, size_t width,
                          unsigned char *values)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t value = 0;
        memcpy(&value, dense, width);
        value = flag[i] != 0 ? value : 0;
        dense += flag[i] != 0 ? width : 0;
        memcpy(values + i * width, &value, width);
    }
}

static const char *get_values(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = width_of(part->column[0]), rows = rows_where(work, part);
    unsigned char *values = place(work, part->column[0]);
    if (part->where == EEPD_NONE) return eep_eepd_array_get(work->decoder, from, rows, width, values);
    unsigned char *dense = eep_eepd_take(&work->decoder->stack, rows, width);
    if (dense == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, rows, width, dense);
    if (fault != NULL) return fault;
    memset(dense + rows * width, 0, EEPD_SLACK);
    const uint8_t *flag = place(work, part->where);
    if (width == 1) spread(flag, dense, work->count, 1, values);
    else if (width == 2) spread(flag, dense, work->count, 2, values);
    else if (width == 4) spread(flag, dense, work->count, 4, values);
    else spread(flag, dense, work->count, 8, values);
    return NULL;
}

/* ---- Tables ------------------------------------------------------------------------------------------ */

/* The codes of a table, one or two bytes each. */
typedef struct codes {
    const uint8_t *byte; /* NULL when they have two */
    const uint16_t *word;
} codes;

#define LOOK_UP(type)                                                                                        \
    do {                                                                                                     \
        type *to = values;                                                                                   \
        const type *entry = entries;                                                                         \
        for (size_t i = 0; i < count && code->byte != NULL; i++)                                             \
            to[i] = entry[code->byte[i]];                                                                    \
        for (size_t i = 0; i < count && code->byte == NULL; i++)                                             \
            to[i] = entry[code->word[i]];                                                                    \
    } while (0)

static void look_up(const codes *code, const void *entries, size_t width, size_t count, void *values)
{
    if (width == 1) LOOK_UP(uint8_t);
    else if (width == 2) LOOK_UP(uint16_t);
    else if (width == 4) LOOK_UP(uint32_t);
    else LOOK_UP(uint64_t);
}

static int all_below(const codes *code, size_t count, unsigned limit)
{
    unsigned highest = 0;
    for (size_t i = 0; i < count && code->byte != NULL; i++)
        highest = code->byte[i] > highest ? code->byte[i] : highest;
    for (size_t i = 0; i < count && code->byte == NULL; i++)
        highest = code->word[i] > highest ? code->word[i] : highest;
    return count == 0 || highest < limit;
}

/* Rows without the flag get the number behind the last entry, where the tables have a 0. */
static const char *spread_codes(decoding *work, const eep_eepd_part *part, codes *code)
{
    const uint8_t *flag = place(work, part->where);
    const unsigned none = part->number;
    uint8_t *byte = none < 256 ? eep_eepd_take(&work->decoder->stack, work->count, 1) : NULL;
    uint16_t *word = none < 256 ? NULL : eep_eepd_take(&work->decoder->stack, work->count, 2);
    if (byte == NULL && word == NULL) return too_deep;
    size_t next = 0;
    for (size_t i = 0; i < work->count && byte != NULL; i++) {
        byte[i] = flag[i] != 0 ? code->byte[next] : (uint8_t)none;
        next += flag[i] != 0;
    }
    for (size_t i = 0; i < work->count && byte == NULL; i++) {
        const unsigned here = code->byte != NULL ? code->byte[next] : code->word[next];
        word[i] = (uint16_t)(flag[i] != 0 ? here : none);
        next += flag[i] != 0;
    }
    *code = (codes){byte, word};
    return NULL;
}

static const char *get_codes(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from, codes *code)
{
    const size_t rows = rows_where(work, part), width = part->number <= 256 ? 1 : 2;
    void *taken = eep_eepd_take(&work->decoder->stack, rows, width);
    if (taken == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, rows, width, taken);
    if (fault != NULL) return fault;
    *code = (codes){width == 1 ? taken : NULL, width == 1 ? NULL : taken};
    if (!all_below(code, rows, part->number)) return "a row has a combination that is not in its table";
    memset((unsigned char *)taken + rows * width, 0, EEPD_SLACK);
    return part->where == EEPD_NONE ? NULL : spread_codes(work, part, code);
}

static int all_equal(const unsigned char *entries, size_t width, size_t count)
{
    return count > 0 && memcmp(entries, entries + width, (count - 1) * width) == 0;
}

static const char *get_table(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    unsigned char *entries[sizeof part->column];
    if (part->number == 0 || part->number > work->count) return "a table has an impossible number of entries";
    for (size_t c = 0; c < part->columns; c++) {
        const size_t width = width_of(part->column[c]);
        entries[c] = eep_eepd_take(&work->decoder->stack, part->number + 1u, width);
        if (entries[c] == NULL) return too_deep;
        memset(entries[c] + part->number * width, 0, width);
        const char *fault = eep_eepd_array_get(work->decoder, from, part->number, width, entries[c]);
        if (fault != NULL) return fault;
    }
    codes code;
    const char *fault = get_codes(work, part, from, &code);
    for (size_t c = 0; c < part->columns && fault == NULL; c++) {
        const size_t width = width_of(part->column[c]), seen = part->number + (size_t)(part->where != EEPD_NONE);
        if (width == 1 && all_equal(entries[c], 1, seen)) {
            memset(place(work, part->column[c]), entries[c][0], work->count);
        } else {
            look_up(&code, entries[c], width, work->count, place(work, part->column[c]));
        }
    }
    return fault;
}

/* ---- Predictions ------------------------------------------------------------------------------------- */

static const char *get_predicted(decoding *work, const eep_eepd_part *part, eep_eepd_cursor *from)
{
    const size_t width = width_of(part->column[0]);
    unsigned char *values = place(work, part->column[0]);
    void *expected = eep_eepd_take(&work->decoder->stack, work->count, width);
    if (expected == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, work->count, width, values);
    if (fault != NULL) return fault;
    eep_eepd_expect(part, work->columns, work->first, work->count, expected, width);
    uint16_t *months = (uint16_t *)(void *)values;
    uint32_t *days = (uint32_t *)(void *)values;
    for (size_t i = 0; i < work->count && width == 2; i++)
        months[i] = (uint16_t)(((uint16_t *)expected)[i] - months[i]);
    for (size_t i = 0; i < work->count && width == 4; i++)
        days[i] = ((uint32_t *)expected)[i] - days[i];
    return NULL;
}

/* ---- Blocks ------------------------------------------------------------------------------------------ */

static const char *get_part(decoding *work, size_t index)
{
    const eep_eepd_part *part = &work->part[index];
    eep_eepd_cursor from = {work->bytes[index], work->bytes[index] + part->length};
    const char *fault = part->kind == EEPD_VALUES  ? get_values(work, part, &from)
                        : part->kind == EEPD_TABLE ? get_table(work, part, &from)
                                                   : get_predicted(work, part, &from);
    work->decoder->stack.used = 0;
    if (fault == NULL && from.at != from.end) return "there are bytes behind the arrays of a part";
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

const char *eep_eepd_group_get(eep_eepd_decoder *decoder, const eep_eepd_schema *schema, size_t group,
                               const unsigned char *block, size_t length, uint64_t wanted,
                               eep_columns *columns, uint64_t first, size_t count)
{
    decoding work = {
        .decoder = decoder, .schema = schema, .columns = columns, .first = first, .count = count};
    const char *fault = take_apart(&work, group, block, length);
    for (size_t i = work.parts; i-- > 0 && fault == NULL;) {
        const eep_eepd_part *part = &work.part[i];
        if ((wanted & columns_of(part)) != 0) wanted |= bit_of(part->where) | bit_of(part->a) | bit_of(part->b);
    }
    for (size_t i = 0; i < work.parts && fault == NULL; i++)
        if ((wanted & columns_of(&work.part[i])) != 0) fault = get_part(&work, i);
    return fault;
}
