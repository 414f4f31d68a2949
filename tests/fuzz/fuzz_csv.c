/* fuzz_csv.c - any bytes as a CSV: refused with a place, or read the same every way and written back. */
#include "fuzz.h"

#include "datasets/csv/read.h"

static void digest_of(const eep_columns *columns, char text[EEP_DIGEST_TEXT])
{
    promise(eep_columns_digest(columns, 1, text, NULL) == EEP_OK, "a digest");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const eep_csv_settings settings[] = {{.threads = 1, .piece_bytes = 1 << 16},
                                         {.threads = 1, .piece_bytes = 16},
                                         {.threads = 1, .piece_bytes = 1 << 16, .plain = 1}};
    const char *path = memory_file(0, data, size);
    eep_columns columns[3];
    eep_error error[3];
    eep_status status[3];
    char text[3][EEP_DIGEST_TEXT];
    for (int i = 0; i < 3; i++) {
        eep_columns_init(&columns[i], NULL);
        status[i] = eep_csv_read_with(path, &settings[i], &columns[i], &error[i]);
        promise(status[i] == status[0], "every way of reading comes to the same");
        if (status[i] != EEP_OK) {
            check_refusal(status[i], &error[i]);
            promise(strcmp(error[i].message, error[0].message) == 0 && error[i].line == error[0].line &&
                        error[i].column == error[0].column,
                    "every way of reading finds the same first error");
            continue;
        }
        digest_of(&columns[i], text[i]);
        promise(strcmp(text[i], text[0]) == 0, "every way of reading reads the same");
    }
    if (status[0] == EEP_OK) {
        const char *again = output_file(1);
        promise(eep_csv_write(&columns[0], 0, 0, 1, again, 1, NULL) == EEP_OK,
                "what was read can be written");
        eep_columns_clear(&columns[1]);
        promise(eep_csv_read(again, 0, 1, &columns[1], NULL) == EEP_OK, "what was written can be read");
        digest_of(&columns[1], text[1]);
        promise(strcmp(text[1], text[0]) == 0, "what is written is what was read");
    }
    for (int i = 0; i < 3; i++)
        eep_columns_clear(&columns[i]);
    return 0;
}
