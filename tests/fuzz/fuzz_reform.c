/* fuzz_reform.c - any bytes as a reform of the official policy: refused, or applied and compiled. */
#include "fuzz.h"

static eep_policy *official(void)
{
    eep_policy *policy = NULL;
    promise(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) == EEP_OK,
            "the official policy");
    return policy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static eep_policy
        *policy; /* as it came until a reform was applied, since one that is refused changes nothing */
    eep_error error;
    if (policy == NULL) policy = official();
    const eep_status status = eep_policy_reform(policy, memory_file(0, data, size), &error);
    if (status != EEP_OK) {
        check_refusal(status, &error);
        return 0;
    }
    eep_rules *rules;
    if (eep_policy_at(policy, eep_date_of(2025, 7, 1), &rules, &error) == EEP_OK) eep_rules_free(rules);
    eep_policy_free(policy);
    policy = NULL;
    return 0;
}
