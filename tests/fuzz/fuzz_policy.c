/* fuzz_policy.c - any bytes as a policy: refused, or compiled on a few days. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    eep_policy *policy;
    eep_error error;
    const eep_status status = eep_policy_load(NULL, memory_file(0, data, size), &policy, &error);
    if (status != EEP_OK) {
        check_refusal(status, &error);
        return 0;
    }
    for (int year = 2015; year < 2030; year += 4) {
        eep_rules *rules;
        const eep_status compiled = eep_policy_at(policy, eep_date_of(year, 7, 1), &rules, &error);
        if (compiled == EEP_OK)
            eep_rules_free(rules);
        else
            check_refusal(compiled, &error);
    }
    eep_policy_free(policy);
    return 0;
}
