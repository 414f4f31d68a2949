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
    const eep_eepd_range *ranges;
    uint64_t first;
    size_t count;
    uint64_t done; /* columns that have their part */
    unsigned parts;
} encoding;

/* ---- Columns ----------------------------------------------------------------------------------------- */

static uint8_t position_of(const encoding *work, uint8_t number)
{
    for (uint8_t i = 0; i < work->schema->columns; i++)
        if (work->schema->number[i] == number) return i;
    return EEPD_NONE;
}

/* The file says which columns there are, and not the pool, which may have others. */
static int is_present(const encoding *work, uint8_t number)
{
    return position_of(work, number) != EEPD_NONE;
}

/* ---- Values ------------------------------------------------------------------------------------------ */

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

/* Whether a column is 0 wherever its flag is not set: no branch for each row. */
static int is_zero_elsewhere(const encoding *work, uint8_t number, const uint8_t *flag)
{
    int somewhere = 0;
    EEP_BY_WIDTH(eep_eepd_width(number), {
        const type *value = (const type *)eep_columns_data(work->columns, number) + work->first;
        for (size_t i = 0; i < work->count; i++)
            somewhere |= (flag[i] == 0) & (value[i] != 0);
    });
    return !somewhere;
}

/* The flag of a part, if the columns of the part are 0 wherever it is not set. */
static uint8_t usable_where(const encoding *work, const eep_eepd_part *part)
{
    if (!is_present(work, part->where)) return EEPD_NONE;
    const uint8_t *flag = (const uint8_t *)eep_columns_data(work->columns, part->where) + work->first;
    for (size_t c = 0; c < part->columns; c++)
        if (!is_zero_elsewhere(work, part->column[c], flag)) return EEPD_NONE;
    return part->where;
}

/* The columns of a part as they lie in memory. */
static void look_at(const encoding *work, const eep_eepd_part *part, eep_eepd_rows *rows)
{
    *rows = (eep_eepd_rows){.columns = part->columns, .rows = work->count, .count = work->count};
    if (part->where != EEPD_NONE) {
        rows->flag = (const uint8_t *)eep_columns_data(work->columns, part->where) + work->first;
        rows->count = 0;
        for (size_t i = 0; i < work->count; i++)
            rows->count += rows->flag[i] != 0;
    }
    for (size_t c = 0; c < part->columns; c++) {
        eep_eepd_values *column = &rows->column[c];
        const unsigned char *data = eep_columns_data(work->columns, part->column[c]);
        column->width = eep_eepd_width(part->column[c]);
        column->data = data + work->first * column->width;
        column->low = work->ranges[position_of(work, part->column[c])].low;
        column->high = work->ranges[position_of(work, part->column[c])].high;
    }
}

/* ---- Parts ------------------------------------------------------------------------------------------- */

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

static void put_table(encoding *work, const eep_eepd_part *part, const eep_eepd_table *table, size_t count)
{
    eep_eepd_encoder *encoder = &work->coder->encoder;
    eep_eepd_part head = *part;
    head.kind = EEPD_TABLE;
    head.number = (uint16_t)table->entries;
    const size_t at = open_part(work, &head);
    for (size_t c = 0; c < part->columns; c++)
        eep_eepd_array_put(encoder, table->entry[c], table->entries, eep_eepd_width(part->column[c]),
                           &work->coder->block);
    eep_eepd_array_put_as(encoder, table->code, count, table->entries <= 256 ? 1 : 2, 0, &table->plan,
                          &work->coder->block);
    close_part(work, at, &head);
}

static void put_array(encoding *work, const eep_eepd_part *part, const int64_t *values, size_t count,
                      const eep_eepd_plan *plan)
{
    const size_t at = open_part(work, part);
    eep_eepd_array_put_as(&work->coder->encoder, values, count, eep_eepd_width(part->column[0]), 0, plan,
                          &work->coder->block);
    close_part(work, at, part);
}

/* The rows of a column that count, as they are encoded; NULL without memory, which the block then knows. */
static int64_t *load_kept(encoding *work, uint8_t number, uint8_t where)
{
    int64_t *values = eep_eepd_take(&work->coder->encoder.stack, work->count, sizeof *values);
    if (values == NULL) {
        work->coder->block.status = EEP_ERROR_MEMORY;
        return NULL;
    }
    load_all(work, number, values);
    (void)keep_where(work, where, values);
    return values;
}

/* A column being tried: its values, once they have been loaded, and its plan. */
typedef struct trial {
    int64_t *values;
    eep_eepd_plan plan;
} trial;

static void plan_loaded(encoding *work, uint8_t number, uint8_t where, size_t count, trial *column)
{
    column->plan = (eep_eepd_plan){.encoding = EEPD_RUN};
    if (column->values == NULL) column->values = load_kept(work, number, where);
    if (column->values != NULL && count > 0)
        column->plan =
            eep_eepd_plan_of(&work->coder->encoder, column->values, count, eep_eepd_width(number), 0);
}

/* What plan_loaded would find, from the combinations: how often a value occurs is known from them. */
static void plan_by_table(encoding *work, const eep_eepd_part *part, size_t index,
                          const eep_eepd_table *table, size_t count, trial *column)
{
    const uint8_t number = part->column[index];
    const int64_t *entry = table->entry[index];
    uint32_t *times = work->coder->encoder.count, most = 0;
    int64_t low = entry[0], high = entry[0];
    for (uint32_t i = 1; i < table->entries; i++) {
        low = entry[i] < low ? entry[i] : low;
        high = entry[i] > high ? entry[i] : high;
    }
    column->plan = (eep_eepd_plan){.encoding = EEPD_RUN};
    if (low == high) return;
    const uint64_t more = (uint64_t)high - (uint64_t)low;
    for (uint32_t i = 0; i < table->entries && more < EEPD_COUNTED; i++) {
        uint32_t *here = &times[(uint64_t)entry[i] - (uint64_t)low];
        *here += table->rows[i];
        most = *here > most ? *here : most;
    }
    if (most > 1 && eep_eepd_width(number) >= 4) column->values = load_kept(work, number, part->where);
    if (most > 1) column->plan = eep_eepd_plan_counted(times, low, high, count, column->values);
    if (more < EEPD_COUNTED) memset(times, 0, (size_t)(more + 1) * sizeof *times);
    /* Values at equal steps occur once each. */
    if (most <= 1) plan_loaded(work, number, part->where, count, column);
}

/* A column of a part by itself. */
static eep_eepd_part one_of(const eep_eepd_part *part, size_t index)
{
    return (eep_eepd_part){
        .kind = EEPD_VALUES, .columns = 1, .where = part->where, .column = {part->column[index]}};
}

/* Whether there is a table that is shorter than the columns apart. One column alone then has its plan. */
static int find_table(encoding *work, const eep_eepd_part *part, const eep_eepd_rows *rows, trial *column,
                      eep_eepd_table *table)
{
    eep_eepd_encoder *encoder = &work->coder->encoder;
    const int alone = part->columns == 1;
    uint64_t apart = 0;
    int made = EEPD_TABLE_NONE;
    if (rows->count > 1 && (!alone || rows->column[0].width > 1))
        made = eep_eepd_table_direct(encoder, rows, table);
    for (size_t c = 0; c < part->columns && (alone || made != EEPD_TABLE_NONE); c++) {
        if (made == EEPD_TABLE_MADE)
            plan_by_table(work, part, c, table, rows->count, &column[c]);
        else
            plan_loaded(work, part->column[c], part->where, rows->count, &column[c]);
        apart += column[c].plan.length;
    }
    if (made == EEPD_TABLE_UNKNOWN && apart > 0 && work->coder->block.status == EEP_OK) {
        const int64_t *values[EEPD_TOGETHER];
        for (size_t c = 0; c < part->columns; c++)
            values[c] = column[c].values;
        made = eep_eepd_table_make(encoder, values, part->columns, rows->count, table);
    }
    return made == EEPD_TABLE_MADE && table->length < apart;
}

/*
 * Columns together in a table, or each by itself as an array or in a table of its own, whichever is shorter.
 */
static void put_columns(encoding *work, const eep_eepd_part *part)
{
    const size_t before = work->coder->encoder.stack.used;
    const int alone = part->columns == 1;
    trial column[EEPD_TOGETHER] = {{.values = NULL}};
    eep_eepd_rows rows;
    eep_eepd_table table;
    look_at(work, part, &rows);
    const int found = find_table(work, part, &rows, column, &table);
    if (!found && alone && column[0].values == NULL)
        column[0].values = load_kept(work, part->column[0], part->where);
    const int fit = work->coder->block.status == EEP_OK;
    if (fit && found) put_table(work, part, &table, rows.count);
    if (fit && !found && alone) {
        const eep_eepd_part one = one_of(part, 0);
        put_array(work, &one, column[0].values, rows.count, &column[0].plan);
    }
    work->coder->encoder.stack.used = before;
    for (size_t c = 0; c < part->columns && fit && !found && !alone; c++) {
        const eep_eepd_part one = one_of(part, c);
        put_columns(work, &one);
    }
}

/* Where the rows of a column begin that a prediction rests on. */
static const void *rows_of(const encoding *work, uint8_t number)
{
    if (number == EEPD_NONE) return NULL;
    return (const char *)eep_columns_data(work->columns, number) + work->first * eep_eepd_width(number);
}

/* What the rule of a part lets expect: the kernel of the reader gives it less the values, which are 0. */
static void expect(const encoding *work, const eep_eepd_part *part, void *expected, size_t width)
{
    memset(expected, 0, work->count * width);
    work->coder->kernels->expected(part->rule, rows_of(work, part->a), rows_of(work, part->b), part->number,
                                   work->count, expected);
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
    expect(work, &predicted, expected, width);
    subtract(expected, width, values, work->count);
    const eep_eepd_plan plan = eep_eepd_plan_of(encoder, values, work->count, width, 0);
    if (plan.length < plain) put_array(work, &predicted, values, work->count, &plan);
    encoder->stack.used = before;
    if (plan.length < plain) return;
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
                              const eep_columns *columns, const eep_eepd_range *ranges, uint64_t first,
                              size_t count)
{
    encoding work = {.coder = coder,
                     .schema = schema,
                     .columns = columns,
                     .ranges = ranges,
                     .first = first,
                     .count = count};
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
