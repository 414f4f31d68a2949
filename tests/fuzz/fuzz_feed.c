/* fuzz_feed.c - any bytes as the official feed of rounds: refused, or imported and written as our own tables.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    eep_history *history;
    eep_error error;
    const eep_status status = eep_history_import(memory_file(0, data, size), &history, &error);
    if (status != EEP_OK) {
        check_refusal(status, &error);
        return 0;
    }
    for (size_t i = 0; eep_history_round(history, i) != NULL; i++)
        promise(eep_history_round(history, i)->number[0] != '\0', "a round has a number");
    promise(eep_history_write_rounds(history, output_file(1), 1, NULL) == EEP_OK, "rounds are written");
    promise(eep_history_write_bands(history, output_file(2), 1, NULL) == EEP_OK, "ranges are written");
    eep_history_free(history);
    return 0;
}
