/*
 * array.c - a chunk as a record batch. Numbers stay where the chunk was decoded; only texts are made. Of a
 * batch with a few columns the numbers are copied, so that it does not hold the room of all the others.
 *
 * A consumer may move a column out of its batch and release the two in any order on any thread, so the
 * decoded columns are held together by a count of those who still use them.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "sim/arrow/arrow.h"

/* The decoded columns, and how many arrays look into them. */
typedef struct shared_columns {
    atomic_int users;
    int is_few; /* the columns that are wanted are copied, and these let go at once */
    eep_columns columns;
} shared_columns;

/* What an array holds besides. */
typedef struct array_parts {
    shared_columns *shared; /* NULL for what has nothing of them */
    const void *buffer[3];
    void *own[3]; /* of these, to be freed */
} array_parts;

static void let_go(shared_columns *shared)
{
    if (shared == NULL || atomic_fetch_sub(&shared->users, 1) != 1) return;
    eep_columns_clear(&shared->columns);
    free(shared);
}

static void release(struct ArrowArray *array)
{
    array_parts *parts = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        struct ArrowArray *child = array->children[i];
        if (child != NULL && child->release != NULL) child->release(child);
        free(child);
    }
    free(array->children);
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    free(array->dictionary);
    for (size_t i = 0; i < 3; i++)
        free(parts->own[i]);
    let_go(parts->shared);
    free(parts);
    array->release = NULL;
}

/* An array that uses `shared` from here on. 0 when there is no memory. */
static int array_start(struct ArrowArray *array, shared_columns *shared, uint64_t rows, int64_t buffers)
{
    array_parts *parts = calloc(1, sizeof *parts);
    if (parts == NULL) return 0;
    *array = (struct ArrowArray){.length = (int64_t)rows,
                                 .n_buffers = buffers,
                                 .buffers = parts->buffer,
                                 .release = release,
                                 .private_data = parts};
    parts->shared = shared;
    if (shared != NULL) atomic_fetch_add(&shared->users, 1);
    return 1;
}

/* Validity, offsets and letters for texts of at most `longest` bytes. Arrow wants buffers that are not NULL.
 */
static int make_room_for_texts(struct ArrowArray *array, size_t rows, size_t longest)
{
    array_parts *parts = array->private_data;
    parts->buffer[0] = parts->own[0] = calloc(rows / 8 + 1, 1);
    parts->buffer[1] = parts->own[1] = calloc(rows + 1, sizeof(int32_t));
    parts->buffer[2] = parts->own[2] = malloc(rows * longest + 1);
    return parts->own[0] != NULL && parts->own[1] != NULL && parts->own[2] != NULL;
}

static void put_texts(struct ArrowArray *array, const eep_columns *columns, size_t index)
{
    array_parts *parts = array->private_data;
    uint8_t *valid = parts->own[0];
    int32_t *offset = parts->own[1];
    char *letters = parts->own[2], text[64];
    for (uint64_t row = 0; row < columns->rows; row++) {
        const int64_t value = eep_columns_get(columns, index, row);
        const size_t length = eep_value_format(index, value, text);
        memcpy(letters + offset[row], text, length);
        offset[row + 1] = offset[row] + (int32_t)length;
        valid[row / 8] = (uint8_t)(valid[row / 8] | (unsigned)(value != 0) << row % 8);
        array->null_count += value == 0;
    }
}

static int make_dictionary(struct ArrowArray *array, size_t index)
{
    char text[64];
    size_t count = 0;
    while (eep_arrow_word(index, count, text) != NULL)
        count++;
    array->dictionary = calloc(1, sizeof *array->dictionary);
    if (array->dictionary == NULL || !array_start(array->dictionary, NULL, count, 3) ||
        !make_room_for_texts(array->dictionary, count, sizeof text))
        return 0;
    array_parts *parts = array->dictionary->private_data;
    int32_t *offset = parts->own[1];
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(eep_arrow_word(index, i, text));
        memcpy((char *)parts->own[2] + offset[i], text, length);
        offset[i + 1] = offset[i] + (int32_t)length;
    }
    parts->buffer[0] = NULL; /* none is null */
    return 1;
}

static int fill_child(struct ArrowArray *child, shared_columns *shared, size_t index)
{
    eep_column column;
    (void)eep_column_at(index, &column);
    if (column.kind == EEP_KIND_NOC || column.kind == EEP_KIND_COUNTRY) {
        if (!array_start(child, NULL, shared->columns.rows, 3)) return 0;
        if (!make_room_for_texts(child, (size_t)shared->columns.rows, 5)) return 0;
        put_texts(child, &shared->columns, index);
        return 1;
    }
    if (!array_start(child, shared->is_few ? NULL : shared, shared->columns.rows, 2)) return 0;
    array_parts *parts = child->private_data;
    parts->buffer[1] = eep_columns_data(&shared->columns, index);
    if (shared->is_few) {
        const size_t bytes = (size_t)shared->columns.rows * column.width;
        parts->own[1] = malloc(bytes + 1);
        if (parts->own[1] == NULL) return 0;
        if (bytes > 0) memcpy(parts->own[1], parts->buffer[1], bytes);
        parts->buffer[1] = parts->own[1];
    }
    return (column.kind != EEP_KIND_LABEL && column.kind != EEP_KIND_SET) || make_dictionary(child, index);
}

static int fill_batch(struct ArrowArray *batch, shared_columns *shared, uint64_t which)
{
    batch->children = calloc(EEP_COLUMNS, sizeof(struct ArrowArray *));
    if (batch->children == NULL) return 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((which >> i & 1) == 0) continue;
        struct ArrowArray *child = calloc(1, sizeof *child);
        batch->children[batch->n_children++] = child;
        if (child == NULL || !fill_child(child, shared, i)) return 0;
    }
    return 1;
}

/* Bytes a row. */
static size_t width_of(uint64_t which)
{
    eep_column column;
    size_t width = 0;
    for (size_t i = 0; eep_column_at(i, &column); i++)
        width += (which >> i & 1) != 0 ? column.width : 0;
    return width;
}

int eep_arrow_batch(eep_columns *columns, uint64_t which, struct ArrowArray *out)
{
    shared_columns *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        eep_columns_clear(columns);
        return 0;
    }
    atomic_init(&shared->users, 1);
    shared->is_few = 2 * width_of(which) < width_of(UINT64_MAX);
    shared->columns = *columns;
    eep_columns_init(columns, &shared->columns.allocator);
    const int started = array_start(out, shared->is_few ? NULL : shared, shared->columns.rows, 1);
    const int filled = started && fill_batch(out, shared, which);
    if (started && !filled) release(out);
    let_go(shared);
    return filled;
}
