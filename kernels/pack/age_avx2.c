/*
 * age_avx2.c - age bits renewed from dates of birth, thirty-two at a time.
 *
 * Meaning: as pack_ref.c, for birthdays that ascend towards the past. Overflow: nothing is added but numbers
 * of nodes, below 64. Reads 5 bytes a candidate and writes 1.
 */
#include "kernels/pack/birthdays_avx2.h"
#include "kernels/pack/pack.h"

void eep_age_avx2(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane)
{
    const birthday_tree tree = plant_birthdays(tables);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        const __m256i foreign_years = only(load(plane + i), 0xE0);

        store(plane + i, either(foreign_years, age_codes(&tree, birth_date + i)));
    }
    eep_age_ref(tables, birth_date + i, n - i, plane + i);
}
