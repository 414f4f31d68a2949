/* test_arrow.c - batches have the values of the pool, and may be taken apart and released in any order. */
#include "tests/stream/streams.h"

#include "eepool/arrow.h"

static eep_policy *policy;

static int start(void **state)
{
    (void)state;
    policy = official();
    return 0;
}

static int end(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

/* A pool of 2,500 in chunks of 1,024, and its Arrow stream. */
static void open_arrow(eep_engine *engine, eep_pool **pool, uint64_t which, struct ArrowArrayStream *arrow)
{
    eep_error error;
    *pool = pool_of(engine, policy, 2500, 6);
    memset(eep_pool_edit(*pool, EEP_COL_programs), 5, 2500);
    must(eep_stream_to_arrow(stream_of(engine, *pool), which, arrow, &error), &error);
}

static void check_child(const struct ArrowSchema *schema, const struct ArrowArray *array,
                        const eep_pool *pool, uint64_t first)
{
    const size_t index = (size_t)eep_column_find(schema->name);
    eep_column column;
    eep_column_at(index, &column);
    for (int64_t row = 0; row < array->length; row++) {
        char text[64];
        const int64_t value = eep_columns_get(&pool->columns, index, first + (uint64_t)row);
        const size_t length = eep_value_format(index, value, text);
        const struct ArrowArray *words = strcmp(schema->format, "u") == 0 ? array : array->dictionary;
        size_t word = (size_t)row;
        if (words == array->dictionary) {
            const char *values = array->buffers[1];
            assert_memory_equal(values + (size_t)row * column.width,
                                (const char *)eep_columns_data(&pool->columns, index) +
                                    (first + (uint64_t)row) * column.width,
                                column.width);
            if (words == NULL) continue;
            word = (size_t)value;
        } else {
            const uint8_t *valid = array->buffers[0];
            assert_int_equal(valid[row / 8] >> row % 8 & 1, value != 0);
        }
        const int32_t *offset = words->buffers[1];
        assert_int_equal(offset[word + 1] - offset[word], length);
        assert_memory_equal((const char *)words->buffers[2] + offset[word], text, length);
    }
}

static void test_arrow_batches_hold_the_values_of_the_pool(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(1);
    eep_pool *pool;
    struct ArrowArrayStream arrow;
    struct ArrowSchema schema;
    struct ArrowArray batch;
    uint64_t rows = 0;
    open_arrow(engine, &pool, 0, &arrow);
    assert_int_equal(arrow.get_schema(&arrow, &schema), 0);
    assert_string_equal(schema.format, "+s");
    assert_int_equal(schema.n_children, EEP_COLUMNS);
    for (;;) {
        assert_int_equal(arrow.get_next(&arrow, &batch), 0);
        if (batch.release == NULL) break;
        assert_int_equal(batch.n_children, schema.n_children);
        for (int64_t i = 0; i < schema.n_children; i++) {
            assert_int_equal(batch.children[i]->length, batch.length);
            check_child(schema.children[i], batch.children[i], pool, rows);
        }
        rows += (uint64_t)batch.length;
        batch.release(&batch);
        assert_null(batch.release);
    }
    assert_int_equal(rows, 2500);
    assert_null(arrow.get_last_error(&arrow));
    schema.release(&schema);
    arrow.release(&arrow);
    assert_null(arrow.release);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

static void test_arrow_columns_outlive_their_batch_and_the_stream(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(1);
    eep_pool *pool;
    struct ArrowArrayStream arrow;
    struct ArrowSchema schema, kept_schema;
    struct ArrowArray batch, kept;
    const uint64_t which = UINT64_C(1) << EEP_COL_education | UINT64_C(1) << EEP_COL_noc;
    open_arrow(engine, &pool, which, &arrow);
    assert_int_equal(arrow.get_schema(&arrow, &schema), 0);
    assert_int_equal(arrow.get_next(&arrow, &batch), 0);
    assert_int_equal(schema.n_children, 2);
    kept = *batch.children[0]; /* moved out, as the interface allows */
    batch.children[0]->release = NULL;
    kept_schema = *schema.children[0];
    schema.children[0]->release = NULL;
    batch.release(&batch);
    schema.release(&schema);
    arrow.release(&arrow);
    eep_engine_free(engine);
    check_child(&kept_schema, &kept, pool, 0);
    kept.release(&kept);
    kept_schema.release(&kept_schema);
    eep_pool_free(pool);
}

typedef struct meter {
    size_t held;
} meter;

static void *take_memory(void *context, size_t size, size_t alignment)
{
    ((meter *)context)->held += size;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void give_memory(void *context, void *memory, size_t size)
{
    ((meter *)context)->held -= size;
    free(memory);
}

/* All columns of a chunk take over a hundred bytes a row; a batch that has none of them gives that back. */
static void test_arrow_batch_of_few_columns_does_not_hold_the_others(void **state)
{
    (void)state;
    meter of = {0};
    const eep_allocator allocator = {take_memory, give_memory, &of};
    const uint64_t few = UINT64_C(1) << EEP_COL_id | UINT64_C(1) << EEP_COL_sex;
    for (int all = 0; all < 2; all++) {
        eep_engine_options options;
        eep_engine *engine;
        eep_pool *pool;
        struct ArrowArrayStream arrow;
        struct ArrowSchema schema;
        struct ArrowArray first, second;
        eep_error error;
        eep_engine_defaults(&options);
        options.threads = 1;
        options.allocator = &allocator;
        must(eep_engine_new(&options, &engine, &error), &error);
        open_arrow(engine, &pool, all ? 0 : few, &arrow);
        assert_int_equal(arrow.get_schema(&arrow, &schema), 0);
        assert_int_equal(arrow.get_next(&arrow, &first), 0); /* buffers of the stream are there from now on */
        const size_t held = of.held;
        assert_int_equal(arrow.get_next(&arrow, &second), 0);
        assert_int_equal(of.held > held, all);
        check_child(schema.children[0], second.children[0], pool, 1024);
        first.release(&first);
        second.release(&second);
        schema.release(&schema);
        arrow.release(&arrow);
        eep_pool_free(pool);
        eep_engine_free(engine);
        assert_int_equal(of.held, 0);
    }
}

static void test_arrow_tells_damage_in_a_chunk(void **state)
{
    (void)state;
    char path[200];
    const char *folder = getenv("TMPDIR");
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    eep_engine *engine = engine_of(1);
    eep_pool *pool = pool_of(engine, policy, 2500, 6);
    eep_stream *stream;
    struct ArrowArrayStream arrow;
    struct ArrowArray batch;
    eep_error error;
    snprintf(path, sizeof path, "%s/eepool-arrow-%d.eepd", folder != NULL ? folder : "/tmp", (int)getpid());
    must(eep_pool_write(engine, pool, path, &options, &error), &error);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long middle = ftell(file) / 2;
    assert_int_equal(fseek(file, middle, SEEK_SET), 0);
    const int byte = getc(file);
    assert_int_equal(fseek(file, middle, SEEK_SET), 0);
    putc(byte ^ 1, file);
    fclose(file);
    must(eep_stream_open(engine, path, NULL, &stream, &error), &error);
    unlink(path);
    must(eep_stream_to_arrow(stream, 0, &arrow, &error), &error);
    assert_int_equal(arrow.get_next(&arrow, &batch), 0);
    batch.release(&batch);
    assert_int_not_equal(arrow.get_next(&arrow, &batch), 0);
    assert_null(batch.release);
    assert_non_null(strstr(arrow.get_last_error(&arrow), "chunk 1, column"));
    arrow.release(&arrow);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrow_batches_hold_the_values_of_the_pool),
        cmocka_unit_test(test_arrow_columns_outlive_their_batch_and_the_stream),
        cmocka_unit_test(test_arrow_batch_of_few_columns_does_not_hold_the_others),
        cmocka_unit_test(test_arrow_tells_damage_in_a_chunk),
    };
    return cmocka_run_group_tests(tests, start, end);
}
