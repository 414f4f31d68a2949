/*
 * fuzz_eepd.c - any bytes as an .eepd file: refused, or read whole and in chunks alike, and encoded again to
 * the same digest. In the fuzz build every checksum is 0 (datasets/digest/hash.c), so that changes get past
 * them.
 */
#include "../kernels/levels.h"
#include "fuzz.h"

#include "datasets/datasets.h"
#include "datasets/digest/digest.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);

static const eep_kernels *kernels; /* that the input is read with */

/* Small pools of several shapes into the folder $EEP_FUZZ_SEEDS: what changes start from. */
int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    static const uint64_t rows[] = {0, 1, 3, 60, 2100};
    const char *folder = getenv("EEP_FUZZ_SEEDS");
    (void)count;
    (void)arguments;
    promise(eep_hash64("seed", 4) == 0, "checksums count for nothing here");
    for (size_t i = 0; folder != NULL && i < 10; i++) {
        const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
        char path[4096];
        eep_columns pool;
        eep_columns_init(&pool, NULL);
        promise(eep_columns_grow(&pool, rows[i / 2], NULL) == EEP_OK, "memory");
        pool.present = i % 2 == 0 ? (UINT64_C(1) << EEP_COLUMNS) - 1 : 0x807;
        for (uint64_t row = 0; row < pool.rows; row++) {
            pool.id[row] = i % 3 == 0 ? row + 1 : row * UINT64_C(0x9E3779B97F4A7C15) >> 1;
            pool.submitted_at[row] = (int64_t)(1669161689 + row * row % 7919);
            pool.birth_date[row] = (int32_t)(7000 + row * 37 % 5000);
            pool.education[row] = (uint8_t)(row % 8);
            pool.canadian_work_months[row] = (uint16_t)(row % 100);
            pool.noc[row] = (uint32_t)(row % 3 * 7231);
            pool.english_listening[row] = (uint8_t)(row % 13);
        }
        snprintf(path, sizeof path, "%s/seed-%zu.eepd", folder, i);
        promise(eep_eepd_write(&pool, "{}", path, &options, 1, NULL) == EEP_OK, "a seed");
        eep_columns_clear(&pool);
    }
    return 0;
}

static void digest_of(const eep_columns *columns, char text[EEP_DIGEST_TEXT])
{
    promise(eep_columns_digest(columns, 1, text, NULL) == EEP_OK, "a digest");
}

/* Rows of a chunk by themselves, of every column, read or refused; `whole` is NULL where the file was
 * refused. */
static void check_rows(const eep_chunks *chunks, uint64_t k, const eep_columns *whole, uint64_t first,
                       eep_columns *chunk)
{
    uint32_t row[8];
    size_t rows = 0;
    if (eep_chunks_read(chunks, 0, k, 0, chunk, NULL) != EEP_OK) return;
    for (uint64_t at = 0; at < chunk->rows && rows < 8; at = 2 * at + 1)
        row[rows++] = (uint32_t)at;
    const eep_status status = eep_chunks_read_rows(chunks, 0, k, UINT64_MAX, row, rows, chunk, NULL);
    if (whole == NULL) return;
    promise(status == EEP_OK, "rows of what is read whole can be read by themselves");
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        (void)eep_column_at(i, &column);
        const char *got = eep_columns_data(chunk, i), *meant = eep_columns_data(whole, i);
        for (size_t r = 0; r < rows && (whole->present >> i & 1) != 0; r++)
            promise(memcmp(got + row[r] * column.width, meant + (first + row[r]) * column.width,
                           column.width) == 0,
                    "a row by itself is that of the whole");
    }
}

/* What is known of ids without decoding them is so. */
static void check_ids(const eep_chunks *chunks, uint64_t k, const uint64_t *id, uint64_t rows)
{
    uint64_t first, last;
    if (!eep_chunks_ids_rise(chunks, 0, k, &first, &last)) return;
    promise(id[0] == first && id[rows - 1] == last, "first and last id of a chunk");
    for (uint64_t row = 1; row < rows; row++)
        promise(id[row] > id[row - 1], "ids rise");
}

/* The chunks in a row are the whole. */
static void check_chunks(const char *path, const eep_columns *whole)
{
    eep_chunks *chunks;
    eep_columns chunk;
    uint64_t first = 0;
    eep_columns_init(&chunk, NULL);
    promise(eep_chunks_open(path, kernels, 1, NULL, &chunks, NULL) == EEP_OK,
            "what is read whole can be read in chunks");
    promise(eep_chunks_rows(chunks) == whole->rows && eep_chunks_present(chunks) == whole->present,
            "rows and columns are the same");
    for (uint64_t k = 0; k < eep_chunks_count(chunks); k++) {
        promise(eep_chunks_read(chunks, 0, k, UINT64_MAX, &chunk, NULL) == EEP_OK, "every chunk can be read");
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column column;
            (void)eep_column_at(i, &column);
            promise(memcmp(eep_columns_data(&chunk, i),
                           (const char *)eep_columns_data(whole, i) + first * column.width,
                           (size_t)chunk.rows * column.width) == 0,
                    "a chunk holds the rows of the whole");
        }
        check_ids(chunks, k, whole->id + first, chunk.rows);
        check_rows(chunks, k, whole, first, &chunk);
        first += chunk.rows;
    }
    promise(first == whole->rows, "chunks have all rows");
    eep_columns_clear(&chunk);
    eep_chunks_close(chunks);
}

/* Of a file that is refused as a whole, some of it may be read by whoever asks for no more. */
static void read_what_can_be(const char *path)
{
    eep_chunks *chunks;
    eep_columns chunk;
    if (eep_chunks_open(path, kernels, 1, NULL, &chunks, NULL) != EEP_OK) return;
    eep_columns_init(&chunk, NULL);
    for (uint64_t k = 0; k < eep_chunks_count(chunks); k++)
        check_rows(chunks, k, NULL, 0, &chunk);
    eep_columns_clear(&chunk);
    eep_chunks_close(chunks);
}

static void check_again(const eep_columns *columns, const char *provenance)
{
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    const char *path = output_file(1);
    eep_columns again;
    char *said = NULL, text[2][EEP_DIGEST_TEXT];
    eep_columns_init(&again, NULL);
    promise(eep_eepd_write(columns, provenance, path, &options, 1, NULL) == EEP_OK,
            "it can be encoded again");
    promise(eep_eepd_read(path, kernels, 1, &again, &said, NULL) == EEP_OK, "and read again");
    digest_of(columns, text[0]);
    digest_of(&again, text[1]);
    promise(strcmp(text[0], text[1]) == 0, "to the same digest");
    promise(strcmp(said, provenance) == 0, "with the same provenance");
    free(said);
    eep_columns_clear(&again);
}

/* A level that the input alone chooses, so that what it breaks is broken again by it alone. */
static const eep_kernels *kernels_for(const uint8_t *data, size_t size)
{
    size_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += data[i];
    return kernels_at(sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = memory_file(0, data, size);
    char *provenance = NULL;
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, NULL);
    kernels = kernels_for(data, size);
    const eep_status status = eep_eepd_read(path, kernels, 1, &columns, &provenance, &error);
    if (status == EEP_OK) {
        check_chunks(path, &columns);
        check_again(&columns, provenance);
    } else {
        check_refusal(status, &error);
        read_what_can_be(path);
    }
    free(provenance);
    eep_columns_clear(&columns);
    return 0;
}
