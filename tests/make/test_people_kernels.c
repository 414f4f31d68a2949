/* test_people_kernels.c - look-ups and people against the references: every length, both ends of memory,
 * block borders. */
#include <stdlib.h>

#include "kernels/alias/alias.h"
#include "kernels/people/people.h"
#include "sim/sim.h"
#include "tests/parity/guarded.h"

#define MOST    257
#define COLUMNS 35

/* Random slots, of random tables; every alias is a slot of its table. */
static void fill_slots(eep_alias_slot *slot, uint32_t tables, uint32_t bits)
{
    for (uint32_t i = 0; i < tables << bits; i++) {
        const uint32_t counter[4] = {i, bits, 7, 0}, key[2] = {1, 2};
        uint32_t word[4];
        eep_philox(key, counter, word);
        slot[i] = (eep_alias_slot){(uint16_t)word[0], (uint16_t)(word[1] >> (32 - bits)), word[2]};
    }
}

static void test_alias_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static uint32_t expected[MOST];
    eep_alias_slot *slot = malloc((4U << EEP_ALIAS_BITS_MAX) * sizeof *slot);
    guarded words = guarded_open(MOST * 4), contexts = guarded_open(MOST * 4),
            results = guarded_open(MOST * 4);
    eep_kernels kernels;
    assert_non_null(slot);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint32_t bits = 1; bits <= EEP_ALIAS_BITS_MAX; bits += 7) {
            const eep_alias tables = {slot, bits};
            fill_slots(slot, 4, bits);
            for (size_t n = 0; n <= MOST; n++) {
                uint32_t *word = guarded_at(&words, n * 4, n & 1),
                         *context = guarded_at(&contexts, n * 4, n & 1);
                uint32_t *out = guarded_at(&results, n * 4, n & 1);
                for (uint32_t i = 0; i < n; i++) {
                    const uint32_t counter[4] = {i, 0, 8, 0}, key[2] = {(uint32_t)n, 2};
                    uint32_t four[4];
                    eep_philox(key, counter, four);
                    word[i] = i == 0 ? UINT32_MAX : four[0];
                    context[i] = four[1] & 3;
                }
                for (int with = 0; with < 2; with++) {
                    eep_alias_ref(&tables, with ? context : NULL, word, n, expected);
                    kernels.alias(&tables, with ? context : NULL, word, n, out);
                    assert_memory_equal(out, expected, n * 4);
                }
            }
        }
    }
    guarded_close(&results);
    guarded_close(&contexts);
    guarded_close(&words);
    free(slot);
}

/* The columns of n people in guarded memory of 4 bytes each; `areas` in the order of the widths. */
static eep_people columns_at(guarded areas[COLUMNS], size_t n, int at_end, size_t width[COLUMNS],
                             void *at[COLUMNS])
{
    eep_people out;
    void **const wide[] = {(void **)&out.birth_date, (void **)&out.noc};
    void **const months[] = {(void **)&out.citizenship,
                             (void **)&out.canadian_work_months,
                             (void **)&out.foreign_work_months,
                             (void **)&out.spouse_canadian_work_months,
                             (void **)&out.noc_months,
                             (void **)&out.noc_canadian_months,
                             (void **)&out.continuous_work_months,
                             (void **)&out.trade_months};
    void **const bytes[] = {(void **)&out.sex,
                            (void **)&out.accompanying_spouse,
                            (void **)&out.education,
                            (void **)&out.spouse_education,
                            (void **)&out.first_official,
                            (void **)&out.certificate,
                            (void **)&out.sibling,
                            (void **)&out.nomination,
                            (void **)&out.settlement_funds,
                            (void **)&out.canadian_study,
                            (void **)&out.job_offer,
                            (void **)&out.relative,
                            (void **)&out.spouse_canadian_study};
    size_t c = 0;
    for (size_t i = 0; i < 2; i++, c++)
        *wide[i] = at[c] = guarded_at(&areas[c], n * (width[c] = 4), at_end);
    for (size_t i = 0; i < 8; i++, c++)
        *months[i] = at[c] = guarded_at(&areas[c], n * (width[c] = 2), at_end);
    for (size_t i = 0; i < 13; i++, c++)
        *bytes[i] = at[c] = guarded_at(&areas[c], n * (width[c] = 1), at_end);
    for (int a = 0; a < 4; a++) {
        out.english[a] = at[c] = guarded_at(&areas[c], n * (width[c] = 1), at_end), c++;
        out.french[a] = at[c] = guarded_at(&areas[c], n * (width[c] = 1), at_end), c++;
        out.spouse_language[a] = at[c] = guarded_at(&areas[c], n * (width[c] = 1), at_end), c++;
    }
    assert_int_equal(c, COLUMNS);
    return out;
}

static void test_people_equal_the_reference_at_every_length(void **state)
{
    (void)state;
    static guarded areas[2][COLUMNS];
    eep_people_plan plan;
    eep_kernels kernels;
    assert_int_equal(eep_people_plan_open(EEP_SOURCE "/datasets/pool-models/second.yaml", 19500, &plan, NULL),
                     EEP_OK);
    for (int k = 0; k < 2; k++)
        for (size_t c = 0; c < COLUMNS; c++)
            areas[k][c] = guarded_open((MOST + 600) * 4);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST + 600; n += n < MOST ? 1 : 171) {
            const uint64_t first = n % 3 == 0 ? UINT64_C(0xffffffc0) : n;
            const uint32_t key[2] = {(uint32_t)n, 3};
            size_t width[COLUMNS];
            void *wanted[COLUMNS], *found[COLUMNS];
            const eep_people reference = columns_at(areas[0], n, n & 1, width, wanted);
            const eep_people out = columns_at(areas[1], n, n & 1, width, found);
            eep_people_ref(&plan, key, first, 10, n, &reference);
            kernels.people(&plan, key, first, 10, n, &out);
            for (size_t c = 0; c < COLUMNS; c++)
                assert_memory_equal(found[c], wanted[c], n * width[c]);
        }
    }
    for (int k = 0; k < 2; k++)
        for (size_t c = 0; c < COLUMNS; c++)
            guarded_close(&areas[k][c]);
    eep_people_plan_close(&plan);
}

/* A person does not depend on the block they are drawn in. */
static void test_people_are_the_same_wherever_a_block_begins(void **state)
{
    (void)state;
    static guarded areas[2][COLUMNS];
    eep_people_plan plan;
    eep_kernels kernels;
    const uint32_t key[2] = {1, 0};
    size_t width[COLUMNS];
    void *whole[COLUMNS], *part[COLUMNS];
    assert_int_equal(eep_people_plan_open(EEP_SOURCE "/datasets/pool-models/second.yaml", 19500, &plan, NULL),
                     EEP_OK);
    for (int k = 0; k < 2; k++)
        for (size_t c = 0; c < COLUMNS; c++)
            areas[k][c] = guarded_open(600 * 4);
    for (size_t level = 0; next_level(&level, &kernels);) {
        const eep_people all = columns_at(areas[0], 600, 0, width, whole);
        const eep_people some = columns_at(areas[1], 300, 0, width, part);
        kernels.people(&plan, key, 1000, 10, 600, &all);
        kernels.people(&plan, key, 1000 + 211, 10, 300, &some);
        for (size_t c = 0; c < COLUMNS; c++)
            assert_memory_equal(part[c], (char *)whole[c] + 211 * width[c], 300 * width[c]);
    }
    for (int k = 0; k < 2; k++)
        for (size_t c = 0; c < COLUMNS; c++)
            guarded_close(&areas[k][c]);
    eep_people_plan_close(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_alias_equals_the_reference_at_every_length),
                                       cmocka_unit_test(test_people_equal_the_reference_at_every_length),
                                       cmocka_unit_test(test_people_are_the_same_wherever_a_block_begins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
