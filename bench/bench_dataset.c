/*
 * bench_dataset.c - files: .eepd and CSV, written and read. Items are candidates; bytes are those of the
 * file. Files lie in the temporary folder, and so mostly in the page cache: this measures the code, not the
 * disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/pool.h"

static const eep_format formats[] = {EEP_FORMAT_EEPD, EEP_FORMAT_CSV};

/* A file of the pool, made for one benchmark and removed after it. */
typedef struct bench_file {
    char path[256];
    int64_t bytes;
} bench_file;

static eep_status write_file(const bench_pool *shared, int64_t threads, eep_format format, const char *path)
{
    eep_write_options how;
    eep_write_defaults(&how);
    how.format = format;
    how.overwrite = 1;
    return eep_pool_write(shared->engine[threads], shared->pool, path, &how, NULL);
}

static int make_file(const bench_pool *shared, int64_t threads, eep_format format, bench_file *file)
{
    const char *folder = getenv("TMPDIR");
    struct stat status;
    snprintf(file->path, sizeof file->path, "%s/eepool-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    const int handle = mkstemp(file->path);
    if (handle < 0) return 0;
    close(handle);
    if (write_file(shared, threads, format, file->path) != EEP_OK || stat(file->path, &status) != 0) {
        unlink(file->path);
        return 0;
    }
    file->bytes = status.st_size;
    return 1;
}

/* The pool must come back as it was. */
static int comes_back(const bench_pool *shared, int64_t threads, const bench_file *file)
{
    char digest[EEP_DIGEST_TEXT] = "";
    eep_pool *pool;
    if (eep_pool_read(shared->engine[threads], file->path, NULL, &pool, NULL) != EEP_OK) return 0;
    const int good = eep_pool_digest(shared->engine[threads], pool, digest, NULL) == EEP_OK;
    eep_pool_free(pool);
    return good && strcmp(digest, shared->digest) == 0;
}

static void write_pool(eep_bench *bench, const void *what, int64_t threads)
{
    const eep_format format = *(const eep_format *)what;
    const bench_pool *shared = bench_pool_get(bench);
    bench_file file;
    if (shared == NULL) return;
    if (!make_file(shared, threads, format, &file)) {
        eep_bench_fail(bench, "the file cannot be written");
        return;
    }
    if (comes_back(shared, threads, &file)) {
        while (eep_bench_next(bench)) {
            eep_bench_keep((uint64_t)write_file(shared, threads, format, file.path));
        }
        eep_bench_work(bench, BENCH_ROWS, file.bytes);
        eep_bench_report(bench, "bytes_per_candidate", (double)file.bytes / BENCH_ROWS);
    } else {
        eep_bench_fail(bench, "the file does not give the pool back");
    }
    unlink(file.path);
}

static void read_pool(eep_bench *bench, const void *what, int64_t threads)
{
    const eep_format format = *(const eep_format *)what;
    const bench_pool *shared = bench_pool_get(bench);
    bench_file file;
    eep_pool *pool;
    if (shared == NULL) return;
    if (!make_file(shared, threads, format, &file)) {
        eep_bench_fail(bench, "the file cannot be written");
        return;
    }
    if (comes_back(shared, threads, &file)) {
        while (eep_bench_next(bench)) {
            if (eep_pool_read(shared->engine[threads], file.path, NULL, &pool, NULL) != EEP_OK) continue;
            eep_bench_keep(eep_pool_rows(pool));
            eep_pool_free(pool);
        }
        eep_bench_work(bench, BENCH_ROWS, file.bytes);
    } else {
        eep_bench_fail(bench, "the file does not give the pool back");
    }
    unlink(file.path);
}

void eep_bench_dataset(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        eep_bench_add("dataset/write_eepd/threads", write_pool, &formats[0], threads);
        eep_bench_add("dataset/read_eepd/threads", read_pool, &formats[0], threads);
    }
    eep_bench_add("dataset/write_csv/threads", write_pool, &formats[1], 1);
    eep_bench_add("dataset/read_csv/threads", read_pool, &formats[1], 1);
}
