/*
 * people_avx512.c - people from joint alias tables: the same steps as people_avx2.c, whose loops the compiler
 * makes into vectors of sixteen, over the AVX-512 kernels for words and look-ups.
 */
#include "kernels/alias/alias.h"
#include "kernels/people/people.h"
#include "kernels/people/people_steps.h"
#include "kernels/random/random.h"

void eep_people_avx512(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                       size_t n, const eep_people *out)
{
    draw_people(plan, key, first, purpose, n, out, eep_random_avx512, eep_alias_avx512);
}
