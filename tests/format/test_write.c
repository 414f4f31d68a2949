/* test_write.c - a file appears whole or not at all, whatever goes wrong. */
#include <dirent.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "datasets/eepd/eepd.h"
#include "pools.h"

static eep_status try_write(const eep_columns *pool, const char *provenance, const char *path, int overwrite,
                            eep_error *error)
{
    const eep_write_options options = {.size = sizeof options, .overwrite = overwrite, .chunk_rows = 1024};
    return eep_eepd_write(pool, provenance, path, &options, 2, error);
}

/* Files in the folder of this test, temporary ones as well. */
static int files_there(void)
{
    int count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(listing);
    return count;
}

/* ---- Files already there ------------------------------------------------------------------------- */

static void test_write_leaves_an_existing_file_alone_unless_told(void **state)
{
    (void)state;
    eep_columns pool, back;
    size_t length;
    make_pool(&pool, 100, ALL_COLUMNS, 1);
    write_bytes(in_folder("a.eepd"), "somebody's work", 15);
    assert_int_equal(try_write(&pool, NULL, in_folder("a.eepd"), 0, NULL), EEP_ERROR_EXISTS);
    unsigned char *bytes = file_bytes(in_folder("a.eepd"), &length);
    assert_string_equal(bytes, "somebody's work");
    free(bytes);
    assert_int_equal(try_write(&pool, "{\"made\": \"by a test\"}", in_folder("a.eepd"), 1, NULL), EEP_OK);
    read_pool(in_folder("a.eepd"), 1, &back);
    assert_pools_equal(&pool, &back);
    assert_int_equal(files_there(), 1);
    unlink(in_folder("a.eepd"));
    eep_columns_clear(&pool);
    eep_columns_clear(&back);
}

static void test_write_to_a_folder_that_is_not_there_says_why(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    make_pool(&pool, 1, 1, 1);
    assert_int_equal(try_write(&pool, NULL, in_folder("none/a.eepd"), 0, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "No such file or directory"));
    eep_columns_clear(&pool);
}

static void test_read_of_a_file_that_is_not_there_says_why(void **state)
{
    (void)state;
    eep_error error;
    assert_int_equal(refusal(in_folder("none.eepd"), &error), EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "No such file or directory"));
    assert_int_equal(eep_eepd_inspect(in_folder("none.eepd"), &(eep_file_info){0}, &error),
                     EEP_ERROR_NO_FILE);
    assert_int_equal(refusal(folder, &error), EEP_ERROR_IO);
}

/* ---- Full disks ---------------------------------------------------------------------------------- */

static void test_write_to_a_full_device_is_an_error(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    if (access("/dev/full", W_OK) != 0) skip();
    make_pool(&pool, 5000, ALL_COLUMNS, 2);
    assert_int_equal(try_write(&pool, NULL, "/dev/full", 1, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "No space left on device"));
    eep_columns_clear(&pool);
    make_pool(&pool, 1, 1, 2); /* so small that nothing is written before the end */
    assert_int_equal(try_write(&pool, NULL, "/dev/full", 1, &error), EEP_ERROR_IO);
    eep_columns_clear(&pool);
}

/* A limit on the size of files stops a write in its middle, as a full disk does. */
static void test_write_that_fails_half_way_leaves_no_file_and_keeps_the_old_one(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    struct rlimit before, limited;
    make_pool(&pool, 5000, ALL_COLUMNS, 3);
    write_bytes(in_folder("b.eepd"), "old", 3);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limited = before;
    limited.rlim_cur = 20000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limited), 0);
    const eep_status fresh = try_write(&pool, NULL, in_folder("a.eepd"), 0, &error);
    const eep_status over = try_write(&pool, NULL, in_folder("b.eepd"), 1, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(fresh, EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "File too large"));
    assert_int_equal(over, EEP_ERROR_IO);
    assert_int_equal(files_there(), 1);
    size_t length;
    unsigned char *bytes = file_bytes(in_folder("b.eepd"), &length);
    assert_string_equal(bytes, "old");
    free(bytes);
    unlink(in_folder("b.eepd"));
    eep_columns_clear(&pool);
}

/* A disk of its own that is too small, where this machine lets us have one. */
static void test_write_to_a_full_disk_leaves_no_file_and_keeps_the_old_one(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    char disk[300], path[310];
    snprintf(disk, sizeof disk, "%s", in_folder("disk"));
    snprintf(path, sizeof path, "%s/a.eepd", disk);
    assert_int_equal(mkdir(disk, 0700), 0);
    if (mount("eepool", disk, "tmpfs", 0, "size=64k") != 0) {
        rmdir(disk);
        skip();
    }
    make_pool(&pool, 200, ALL_COLUMNS, 3);
    const eep_status small = try_write(&pool, "{\"made\": \"by a test\"}", path, 0, NULL);
    eep_columns before, after;
    read_pool(path, 1, &before);
    eep_columns_clear(&pool);
    make_pool(&pool, 50000, ALL_COLUMNS, 4);
    const eep_status large = try_write(&pool, NULL, path, 1, &error);
    read_pool(path, 1, &after);
    unlink(path);
    const int was_alone = umount(disk) == 0 && rmdir(disk) == 0; /* not while a temporary file is held */
    assert_int_equal(small, EEP_OK);
    assert_int_equal(large, EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "No space left on device"));
    assert_pools_equal(&before, &after);
    assert_true(was_alone);
    eep_columns_clear(&before);
    eep_columns_clear(&after);
    eep_columns_clear(&pool);
}

/* ---- Sudden death -------------------------------------------------------------------------------- */

/* Removes what a process that was killed had under a temporary name. */
static void sweep(void)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (strstr(entry->d_name, ".tmp") != NULL) unlink(in_folder(entry->d_name));
    closedir(listing);
}

/* A process that writes `next` over a.eepd, and dies when its file grows beyond `limit`. Threads stay in it.
 */
static pid_t writer_of(const eep_columns *next, rlim_t limit)
{
    fflush(stdout);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) return child;
    const struct rlimit limited = {limit, limit};
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    signal(SIGXFSZ, SIG_DFL);
    if (limit > 0) setrlimit(RLIMIT_FSIZE, &limited);
    const eep_status status =
        eep_eepd_write(next, "{\"made\": \"by a test\"}", in_folder("a.eepd"), &options, 1, NULL);
    _exit(status == EEP_OK ? 0 : 1);
}

/* a.eepd is sound, and one of the two pools; returns which. */
static int which_is_there(const eep_columns *old, const eep_columns *next)
{
    eep_columns there;
    assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, NULL), EEP_OK);
    read_pool(in_folder("a.eepd"), 1, &there);
    const int is_next = there.rows == next->rows;
    assert_pools_equal(&there, is_next ? next : old);
    eep_columns_clear(&there);
    return is_next;
}

/* Death at any length of the file, from its first bytes to its last. */
static void test_write_that_is_killed_in_its_middle_leaves_the_old_file(void **state)
{
    (void)state;
    eep_columns old, next;
    int died = 0, ended = 0, status;
    size_t length;
    make_pool(&old, 1100, ALL_COLUMNS, 6);
    make_pool(&next, 3000, ALL_COLUMNS, 7);
    write_pool(&next, in_folder("a.eepd"), 1024, 1, 1);
    free(file_bytes(in_folder("a.eepd"), &length));
    write_pool(&old, in_folder("a.eepd"), 1024, 1, 1);
    for (size_t limit = 1; limit < length + length / 8; limit += length / 16) {
        assert_int_equal(waitpid(writer_of(&next, (rlim_t)limit), &status, 0) < 0, 0);
        if (WIFSIGNALED(status)) assert_int_equal(WTERMSIG(status), SIGXFSZ);
        assert_int_equal(which_is_there(&old, &next), WIFEXITED(status));
        died += WIFSIGNALED(status);
        ended += WIFEXITED(status);
        sweep();
        write_pool(&old, in_folder("a.eepd"), 1024, 1, 1);
    }
    assert_true(died >= 15);
    assert_true(ended >= 1);
    unlink(in_folder("a.eepd"));
    eep_columns_clear(&old);
    eep_columns_clear(&next);
}

/* And at moments that nobody chose. Whichever it is each time, it is one of the two. */
static void test_write_that_is_killed_at_any_moment_leaves_the_old_file_or_the_new(void **state)
{
    (void)state;
    eep_columns old, next;
    uint64_t random = 8;
    int status;
    make_pool(&old, 1100, ALL_COLUMNS, 8);
    make_pool(&next, 9000, ALL_COLUMNS, 9);
    write_pool(&old, in_folder("a.eepd"), 1024, 1, 1);
    for (int i = 0; i < 25; i++) {
        const pid_t child = writer_of(&next, 0);
        usleep((useconds_t)(next_random(&random) % 20000));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        if (which_is_there(&old, &next)) write_pool(&old, in_folder("a.eepd"), 1024, 1, 1);
        sweep();
    }
    unlink(in_folder("a.eepd"));
    eep_columns_clear(&old);
    eep_columns_clear(&next);
}

/* ---- What is not written at all -------------------------------------------------------------------- */

static void test_write_refuses_options_out_of_range(void **state)
{
    (void)state;
    static const struct {
        int level;
        uint32_t chunk_rows;
    } bad[] = {{-1, 0}, {20, 0}, {0, 1}, {0, 1023}, {0, 1048577}, {0, UINT32_MAX}};
    eep_columns pool;
    make_pool(&pool, 3, 1, 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const eep_write_options options = {
            .size = sizeof options, .level = bad[i].level, .chunk_rows = bad[i].chunk_rows};
        assert_int_equal(eep_eepd_write(&pool, NULL, in_folder("a.eepd"), &options, 1, NULL),
                         EEP_ERROR_ARGUMENT);
    }
    assert_int_equal(files_there(), 0);
    assert_int_equal(eep_eepd_write(&pool, NULL, in_folder("a.eepd"), NULL, 0, NULL), EEP_OK);
    unlink(in_folder("a.eepd"));
    eep_columns_clear(&pool);
}

static void test_write_refuses_a_pool_that_no_reader_would_take(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    make_pool(&pool, 2000, ALL_COLUMNS, 4);
    pool.french_speaking[1700] = 13;
    assert_int_equal(try_write(&pool, NULL, in_folder("a.eepd"), 0, &error), EEP_ERROR_VALUE);
    assert_int_equal(error.line, 1701);
    pool.french_speaking[1700] = 12;
    pool.id[1999] = pool.id[0];
    assert_int_equal(try_write(&pool, NULL, in_folder("a.eepd"), 0, NULL), EEP_ERROR_DUPLICATE);
    assert_int_equal(files_there(), 0);
    eep_columns_clear(&pool);
}

static void test_write_refuses_a_provenance_that_is_no_object_or_too_long(void **state)
{
    (void)state;
    eep_columns pool;
    make_pool(&pool, 2, 1, 4);
    assert_int_equal(try_write(&pool, "", in_folder("a.eepd"), 0, NULL), EEP_ERROR_SYNTAX);
    assert_int_equal(try_write(&pool, "[]", in_folder("a.eepd"), 0, NULL), EEP_ERROR_SYNTAX);
    char *text = malloc(1048576 + 2);
    assert_non_null(text);
    memset(text, ' ', 1048576 + 1);
    text[0] = '{';
    text[1048575] = '}';
    text[1048576] = '\0';
    assert_int_equal(try_write(&pool, text, in_folder("a.eepd"), 0, NULL), EEP_OK);
    eep_file_info info;
    assert_int_equal(eep_eepd_inspect(in_folder("a.eepd"), &info, NULL), EEP_OK);
    assert_string_equal(info.provenance, text);
    free(info.provenance);
    text[1048575] = ' ';
    text[1048576] = '}';
    text[1048577] = '\0';
    assert_int_equal(try_write(&pool, text, in_folder("a.eepd"), 1, NULL), EEP_ERROR_VALUE);
    free(text);
    unlink(in_folder("a.eepd"));
    eep_columns_clear(&pool);
}

/* ---- Failing allocators -------------------------------------------------------------------------- */

/* Gives memory so many times and then no more; `live` counts bytes not given back. */
typedef struct giver {
    int left;
    size_t live;
} giver;

static void *give(void *context, size_t size, size_t alignment)
{
    giver *from = context;
    if (from->left-- <= 0) return NULL;
    from->live += size;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void take_back(void *context, void *memory, size_t size)
{
    giver *to = context;
    to->live -= size;
    free(memory);
}

/* Reads and verifies with ever more memory until it is enough; counts the failures. */
static void test_read_without_memory_fails_and_leaks_nothing(void **state)
{
    (void)state;
    eep_columns pool;
    make_pool(&pool, 3000, ALL_COLUMNS, 5);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    eep_columns_clear(&pool);
    int failures = 0;
    for (eep_status status = EEP_ERROR_MEMORY; status != EEP_OK; failures++) {
        giver source = {.left = failures};
        const eep_allocator allocator = {give, take_back, &source};
        eep_columns back;
        char *provenance = NULL;
        eep_columns_init(&back, &allocator);
        status = eep_eepd_read(in_folder("a.eepd"), kernels_in_turn(), 2, &back, &provenance, NULL);
        assert_true(status == EEP_OK || status == EEP_ERROR_MEMORY);
        if (status != EEP_OK) assert_int_equal(source.live, 0);
        free(provenance);
        eep_columns_clear(&back);
        assert_int_equal(source.live, 0);
        source.left = failures;
        assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), 2, &allocator, NULL),
                         status);
        assert_int_equal(source.live, 0);
    }
    assert_true(failures > EEP_COLUMNS);
    unlink(in_folder("a.eepd"));
}

static void test_write_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    giver source = {.left = 1000};
    const eep_allocator allocator = {give, take_back, &source};
    eep_columns pool, back;
    eep_columns_init(&pool, &allocator);
    assert_int_equal(eep_columns_grow(&pool, 3000, NULL), EEP_OK);
    pool.present = 1 | UINT64_C(1) << EEP_COL_noc;
    for (uint64_t row = 0; row < pool.rows; row++)
        pool.id[row] = 2 * row;
    const size_t before = source.live;
    int failures = 0;
    for (eep_status status = EEP_ERROR_MEMORY; status != EEP_OK; failures++) {
        source.left = failures;
        status = try_write(&pool, "{\"made\": \"by a test\"}", in_folder("a.eepd"), 0, NULL);
        assert_true(status == EEP_OK || status == EEP_ERROR_MEMORY);
        assert_int_equal(source.live, before);
        assert_int_equal(files_there(), status == EEP_OK);
    }
    assert_true(failures > 5);
    read_pool(in_folder("a.eepd"), 1, &back);
    assert_memory_equal(pool.id, back.id, 8 * 3000);
    eep_columns_clear(&back);
    eep_columns_clear(&pool);
    assert_int_equal(source.live, 0);
    unlink(in_folder("a.eepd"));
}

/* ---- Memory in use --------------------------------------------------------------------------------- */

typedef struct meter {
    size_t live, peak;
} meter;

static void *metered(void *context, size_t size, size_t alignment)
{
    meter *of = context;
    of->live += size;
    of->peak = of->live > of->peak ? of->live : of->peak;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void unmetered(void *context, void *memory, size_t size)
{
    meter *of = context;
    of->live -= size;
    free(memory);
}

/* The most memory that writing so many chunks of 1024 rows takes, given one at a time. */
static size_t most_memory(const eep_columns *chunk, int chunks)
{
    meter of = {0, 0};
    const eep_allocator allocator = {metered, unmetered, &of};
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    eep_eepd_writer *writer;
    assert_int_equal(eep_eepd_writer_new(in_folder("a.eepd"), chunk->present, NULL, &options, 1, &allocator,
                                         &writer, NULL),
                     EEP_OK);
    for (int i = 0; i < chunks; i++)
        assert_int_equal(eep_eepd_writer_put(writer, chunk, 0, 1024, NULL), EEP_OK);
    assert_int_equal(eep_eepd_writer_commit(writer, NULL), EEP_OK);
    assert_int_equal(of.live, 0);
    unlink(in_folder("a.eepd"));
    return of.peak;
}

/* What grows is the index, in steps of twice its size: less than 4 x 1 KiB a chunk. */
static void test_write_of_more_chunks_takes_no_more_memory_but_for_the_index(void **state)
{
    (void)state;
    eep_columns pool;
    make_pool(&pool, 1024, ALL_COLUMNS, 10);
    const size_t few = most_memory(&pool, 4), many = most_memory(&pool, 40);
    assert_true(many < few + 40 * 4096);
    eep_columns_clear(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_leaves_an_existing_file_alone_unless_told),
        cmocka_unit_test(test_write_to_a_folder_that_is_not_there_says_why),
        cmocka_unit_test(test_read_of_a_file_that_is_not_there_says_why),
        cmocka_unit_test(test_write_to_a_full_device_is_an_error),
        cmocka_unit_test(test_write_that_fails_half_way_leaves_no_file_and_keeps_the_old_one),
        cmocka_unit_test(test_write_to_a_full_disk_leaves_no_file_and_keeps_the_old_one),
        cmocka_unit_test(test_write_that_is_killed_in_its_middle_leaves_the_old_file),
        cmocka_unit_test(test_write_that_is_killed_at_any_moment_leaves_the_old_file_or_the_new),
        cmocka_unit_test(test_write_refuses_options_out_of_range),
        cmocka_unit_test(test_write_refuses_a_pool_that_no_reader_would_take),
        cmocka_unit_test(test_write_refuses_a_provenance_that_is_no_object_or_too_long),
        cmocka_unit_test(test_read_without_memory_fails_and_leaks_nothing),
        cmocka_unit_test(test_write_without_memory_fails_and_leaves_nothing),
        cmocka_unit_test(test_write_of_more_chunks_takes_no_more_memory_but_for_the_index),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}
