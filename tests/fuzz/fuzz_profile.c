/* fuzz_profile.c - any bytes as a profile: refused, or one candidate whose values are in range. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    eep_pool *pool;
    eep_error error;
    const eep_status status =
        eep_profile_read(memory_file(0, data, size), eep_date_of(2025, 4, 1), &pool, &error);
    if (status != EEP_OK) {
        check_refusal(status, &error);
        return 0;
    }
    promise(eep_pool_rows(pool) == 1, "a profile is one candidate");
    promise(eep_pool_check(pool, &error) == EEP_OK, "a profile is in range");
    eep_pool_free(pool);
    return 0;
}
