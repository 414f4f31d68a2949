/* policy_copy.h - a policy to be changed and thrown away, beside the one it was copied from. */
#ifndef EEP_TEST_POLICY_COPY_H
#define EEP_TEST_POLICY_COPY_H

#include "sim/policy/leaves.h"

/* A policy with lists of its own and the texts of another. */
static inline eep_policy copy_of(const eep_policy *policy)
{
    eep_policy copy;
    assert_int_equal(eep_trial_begin(policy, &copy, NULL), EEP_OK);
    return copy;
}

/* As a trial that came to nothing. */
static inline void forget(eep_policy *copy)
{
    (void)eep_trial_end(NULL, copy, EEP_ERROR_VALUE);
}

#endif
