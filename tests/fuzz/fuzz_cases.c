/* fuzz_cases.c - any bytes as cases with answers: refused, or cases that can be looked at. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    eep_cases *cases = NULL;
    eep_error error;
    promise(eep_cases_new(NULL, &cases, &error) == EEP_OK, "memory");
    const eep_status status = eep_cases_read(cases, memory_file(0, data, size), &error);
    if (status != EEP_OK) check_refusal(status, &error);
    eep_cases_free(cases);
    return 0;
}
