/*
 * people_avx2.c - people from joint alias tables: the same steps, whose loops the compiler makes into vectors
 * of eight, over the AVX2 kernels for words and look-ups. A person is a chain of look-ups, each of which
 * needs the one before it; over a block they are all independent.
 */
#include "kernels/alias/alias.h"
#include "kernels/people/people.h"
#include "kernels/people/people_steps.h"
#include "kernels/random/random.h"

void eep_people_avx2(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                     size_t n, const eep_people *out)
{
    draw_people(plan, key, first, purpose, n, out, eep_random_avx2, eep_alias_avx2);
}
