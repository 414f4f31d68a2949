/*
 * encode.c - one group of one chunk to a block.
 *
 * groups.c says what to try; what is taken is what measures shorter. A column that the list does not name, or
 * whose companions a pool lacks, is an array of its own.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/table.h"

/* One group being encoded. */
typedef struct encoding {
    eep_eepd_coder *coder;
    const eep_eepd_schema *schema;
    const eep_columns *columns;
    uint64_t first;
    size_t count;
    uint64_t done; /* columns that have their part */
    unsigned parts;
} encoding;

/* ---- Values ------------------------------------------------------------------------------------------ */

static int is_present(const encoding *work, uint8_t number)
{
    return number != EEPD_NONE && (work->columns->present >> number & 1) != 0;
}

#define LOAD(type)                                                                                           \
    for (size_t i = 0; i < work->count; i++)                                                                 \
    to[i] = (int64_t)((const type *)data)[work->first + i]

static void load_all(const encoding *work, uint8_t number, int64_t *to)
{
    const void *data = eep_columns_data(work->columns, number);
    switch (eep_eepd_width(number)) {
    case 1:
        LOAD(uint8_t);
        break;
    case 2:
        LOAD(uint16_t);
        break;
    case 4:
        LOAD(int32_t);
        break;
    default:
        LOAD(int64_t);
        break;
    }
}

/* Keeps the rows whose flag is set; returns how many. */
static size_t keep_where(const encoding *work, uint8_t where, int64_t *values)
{
    if (where == EEPD_NONE) return work->count;
    const uint8_t *flag = (const uint8_t *)eep_columns_data(work->columns, where) + work->first;
    size_t kept = 0;
    for (size_t i = 0; i < work->count; i++) {
        values[kept] = values[i];
        kept += flag[i] != 0;
    }
    return kept;
}

/* The flag of a part, if the columns of the part are 0 wherever it is not set. */
static uint8_t usable_where(const encoding *work, const eep_eepd_part *part)
{
    if (!is_present(work, part->where)) return EEPD_NONE;
    const uint8_t *flag = (const uint8_t *)eep_columns_data(work->columns, part->where) + work->first;
    for (size_t c = 0; c < part->columns; c++) {
        const size_t width = eep_eepd_width(part->column[c]);
        const uint8_t *data = (const uint8_t *)eep_columns_data(work->columns, part->column[c]);
        for (size_t i = 0; i < work->count; i++) {
            uint64_t value = 0;
            memcpy(&value, data + (work->first + i) * width, width);
            if (flag[i] == 0 && value != 0) return EEPD_NONE;
        }
    }
    return part->where;
}

/* ---- Parts ------------------------------------------------------------------------------------------- */

static uint8_t position_of(const encoding *work, uint8_t number)
{
    for (uint8_t i = 0; i < work->schema->columns; i++)
        if (work->schema->number[i] == number) return i;
    return EEPD_NONE;
}

/* Puts the head of a part; returns where its length belongs once it is known. */
static size_t open_part(encoding *work, const eep_eepd_part *part)
{
    eep_eepd_buffer *to = &work->coder->block;
    const uint8_t head[6] = {part->kind,
                             part->columns,
                             position_of(work, part->where),
                             part->rule,
                             part->kind == EEPD_PREDICTED ? position_of(work, part->a) : EEPD_NONE,
                             part->kind == EEPD_PREDICTED ? position_of(work, part->b) : EEPD_NONE};
    eep_eepd_bytes_put(head, sizeof head, to);
    eep_eepd_number_put(part->number, 2, to);
    const size_t at = to->length;
    eep_eepd_number_put(0, 4, to);
    for (size_t c = 0; c < part->columns; c++) {
        eep_eepd_number_put(position_of(work, part->column[c]), 1, to);
        work->done |= UINT64_C(1) << part->column[c];
    }
    work->parts++;
    return at;
}

static void close_part(encoding *work, size_t at, const eep_eepd_part *part)
{
    eep_eepd_buffer *to = &work->coder->block;
    if (to->status == EEP_OK) eep_put_number(to->bytes + at, 4, to->length - at - 4 - part->columns);
}

static void put_table(encoding *work, const eep_eepd_part *part, const int64_t *const *values,
                      const eep_eepd_table *table, size_t count)
{
    eep_eepd_encoder *encoder = &work->coder->encoder;
    eep_eepd_part head = *part;
    head.kind = EEPD_TABLE;
    head.number = (uint16_t)table->entries;
    int64_t *entry = eep_eepd_take(&encoder->stack, table->entries, sizeof *entry);
    if (entry == NULL) {
        work->coder->block.status = EEP_ERROR_MEMORY;
        return;
    }
    const size_t at = open_part(work, &head);
    for (size_t c = 0; c < part->columns; c++) {
        for (uint32_t i = 0; i < table->entries; i++)
            entry[i] = values[c][table->example[i]];
        eep_eepd_array_put(encoder, entry, table->entries, eep_eepd_width(part->column[c]),
                           &work->coder->block);
    }
    eep_eepd_array_put(encoder, table->code, count, table->entries <= 256 ? 1 : 2, &work->coder->block);
    close_part(work, at, &head);
}

static void put_array(encoding *work, const eep_eepd_part *part, const int64_t *values, size_t count)
{
    const size_t at = open_part(work, part);
    eep_eepd_array_put(&work->coder->encoder, values, count, eep_eepd_width(part->column[0]),
                       &work->coder->block);
    close_part(work, at, part);
}

/*
 * Columns together in a table, or each by itself as an array or in a table of its own, whichever is shorter.
 */
static void put_columns(encoding *work, const eep_eepd_part *part)
{
    eep_eepd_encoder *encoder = &work->coder->encoder;
    const size_t before = encoder->stack.used;
    int64_t *values[16];
    eep_eepd_table table;
    size_t count = work->count;
    uint64_t apart = 0;
    for (size_t c = 0; c < part->columns; c++) {
        values[c] = eep_eepd_take(&encoder->stack, work->count, sizeof *values[c]);
        if (values[c] == NULL) {
            work->coder->block.status = EEP_ERROR_MEMORY;
            return;
        }
        load_all(work, part->column[c], values[c]);
        count = keep_where(work, part->where, values[c]);
        if (count > 0)
            apart += eep_eepd_plan_of(encoder, values[c], count, eep_eepd_width(part->column[c]), 0).length;
    }
    const int64_t *const *loaded = (const int64_t *const *)values;
    const int wants_table = count > 1 && (part->columns > 1 || eep_eepd_width(part->column[0]) > 1);
    if (wants_table && apart > 0 && eep_eepd_table_make(encoder, loaded, part->columns, count, &table) &&
        table.length < apart) {
        put_table(work, part, loaded, &table, count);
        encoder->stack.used = before;
        return;
    }
    if (part->columns == 1) {
        const eep_eepd_part one = {
            .kind = EEPD_VALUES, .columns = 1, .where = part->where, .column = {part->column[0]}};
        put_array(work, &one, values[0], count);
        encoder->stack.used = before;
        return;
    }
    encoder->stack.used = before;
    for (size_t c = 0; c < part->columns; c++) {
        const eep_eepd_part one = {
            .kind = EEPD_VALUES, .columns = 1, .where = part->where, .column = {part->column[c]}};
        put_columns(work, &one);
    }
}

/* What is expected less what there is, as a signed number. */
static void subtract(const void *expected, size_t width, int64_t *values, size_t count)
{
    for (size_t i = 0; i < count && width == 2; i++)
        values[i] = (int64_t)((const uint16_t *)expected)[i] - values[i];
    for (size_t i = 0; i < count && width == 4; i++)
        values[i] = (int64_t)((const int32_t *)expected)[i] - values[i];
}

static void put_predicted(encoding *work, const eep_eepd_part *part)
{
    eep_eepd_encoder *encoder = &work->coder->encoder;
    const size_t before = encoder->stack.used, width = eep_eepd_width(part->column[0]);
    int64_t *values = eep_eepd_take(&encoder->stack, work->count, sizeof *values);
    void *expected = eep_eepd_take(&encoder->stack, work->count, width);
    if (values == NULL || expected == NULL) {
        work->coder->block.status = EEP_ERROR_MEMORY;
        return;
    }
    eep_eepd_part predicted = *part;
    eep_column column;
    eep_column_at(part->column[0], &column);
    predicted.number = part->rule == EEPD_LESSER || part->rule == EEPD_SUM ? (uint16_t)column.maximum : 0;
    load_all(work, part->column[0], values);
    const uint64_t plain = eep_eepd_plan_of(encoder, values, work->count, width, 0).length;
    eep_eepd_expect(&predicted, work->columns, work->first, work->count, expected, width);
    subtract(expected, width, values, work->count);
    if (eep_eepd_plan_of(encoder, values, work->count, width, 0).length < plain) {
        put_array(work, &predicted, values, work->count);
        encoder->stack.used = before;
        return;
    }
    encoder->stack.used = before;
    const eep_eepd_part one = {
        .kind = EEPD_VALUES, .columns = 1, .where = EEPD_NONE, .column = {part->column[0]}};
    put_columns(work, &one);
}

/* A part of groups.c, as far as its columns are there. */
static void put_part(encoding *work, const eep_eepd_part *listed)
{
    eep_eepd_part part = *listed;
    part.columns = 0;
    for (size_t c = 0; c < listed->columns; c++)
        if (is_present(work, listed->column[c])) part.column[part.columns++] = listed->column[c];
    if (part.columns == 0) return;
    part.where = usable_where(work, &part);
    const int predictable = is_present(work, part.a) && (part.b == EEPD_NONE || is_present(work, part.b));
    if (part.kind == EEPD_PREDICTED && predictable) {
        put_predicted(work, &part);
    } else {
        put_columns(work, &part);
    }
}

eep_status eep_eepd_group_put(eep_eepd_coder *coder, const eep_eepd_schema *schema, size_t group,
                              const eep_columns *columns, uint64_t first, size_t count)
{
    encoding work = {.coder = coder, .schema = schema, .columns = columns, .first = first, .count = count};
    coder->block.length = 0;
    coder->block.status = EEP_OK;
    eep_eepd_number_put(0, 1, &coder->block); /* the number of parts, known at the end */
    size_t member = 0;
    while (schema->group[member] != group)
        member++;
    const uint8_t kind = eep_eepd_group_of(schema->number[member]);
    const eep_eepd_part *part;
    for (size_t i = 0; (part = eep_eepd_group_part(kind, i)) != NULL; i++)
        put_part(&work, part);
    for (; member < schema->columns; member++) {
        const uint8_t number = schema->number[member];
        if (schema->group[member] != group || (work.done >> number & 1) != 0) continue;
        put_part(&work, &(eep_eepd_part){.kind = EEPD_VALUES,
                                         .columns = 1,
                                         .where = EEPD_NONE,
                                         .a = EEPD_NONE,
                                         .b = EEPD_NONE,
                                         .column = {number}});
    }
    coder->block.bytes[0] = (unsigned char)work.parts;
    return coder->block.status;
}

size_t eep_eepd_block_room(size_t rows)
{
    return rows * 64 + 65536;
}
