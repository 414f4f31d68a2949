/* people_ref.c - people from joint alias tables: the steps, one person at a time in each. */
#include "kernels/alias/alias.h"
#include "kernels/people/people.h"
#include "kernels/people/people_steps.h"
#include "kernels/random/random.h"

void eep_people_ref(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                    size_t n, const eep_people *out)
{
    draw_people(plan, key, first, purpose, n, out, eep_random_ref, eep_alias_ref);
}
