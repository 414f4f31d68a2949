/* policy_copy.h - a policy to be changed and thrown away, beside the one it was copied from. */
#ifndef EEP_TEST_POLICY_COPY_H
#define EEP_TEST_POLICY_COPY_H

#include "sim/policy/leaves.h"

/* Leaves of its own, and the texts of another. */
static inline eep_policy copy_of(const eep_policy *policy)
{
    eep_policy copy = *policy;

    copy.leaves = (eep_list){.size = sizeof(eep_leaf)};
    for (size_t i = 0; i < policy->leaves.count; i++)
        *(eep_leaf *)eep_list_add(&copy, &copy.leaves, NULL) = eep_policy_leaves(policy)[i];
    return copy;
}

static inline void forget(eep_policy *copy)
{
    eep_list_clear(copy, &copy->leaves);
}

#endif
