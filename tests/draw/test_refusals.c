/* test_refusals.c - rounds that cannot be held, and what is said about them. */
#include "people.h"

static void test_round_text_is_read(void **state)
{
    (void)state;
    eep_round round = {.invitations = 7};
    assert_int_equal(eep_round_parse("category:stem@2023-1", &round, NULL), EEP_OK);
    assert_int_equal(round.kind, EEP_ROUND_CATEGORY);
    assert_string_equal(round.id, "stem");
    assert_string_equal(round.version, "2023-1");
    assert_int_equal(round.invitations, 7);
    assert_int_equal(eep_round_parse("program:cec", &round, NULL), EEP_OK);
    assert_string_equal(round.version, "");
    assert_int_equal(eep_round_parse("general", &round, NULL), EEP_OK);
    assert_string_equal(round.id, "");
}

static void test_round_text_of_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "stem",
                                        "General",
                                        "program:",
                                        "category:",
                                        "category:@2023",
                                        "category:stem@",
                                        "general:all",
                                        "category:an_identifier_longer_than_any_category"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        eep_round round = {.invitations = 3};
        eep_error error;
        assert_int_equal(eep_round_parse(wrong[i], &round, &error), EEP_ERROR_ARGUMENT);
        assert_non_null(strstr(error.advice, "category:<id>"));
        assert_int_equal(round.invitations, 3);
    }
}

/* Each fault alone, on a pool of one. */
typedef struct refusal {
    const char *round, *moment;
    uint64_t invitations;
    uint16_t floor;
    uint8_t mark;
    eep_status status;
    const char *message, *advice;
} refusal;

static const refusal refusals[] = {
    {"general", "2023-07-05", 0, 0, 1, EEP_ERROR_ARGUMENT, "no invitations", "1 or more"},
    {"general", "2023-07-05", 1, 1201, 1, EEP_ERROR_ARGUMENT, "1201 points", "0 to 1200"},
    {"general", "2023-07-05", 1, 0, 0, EEP_ERROR_ARGUMENT, "mark of 0", "1 to 255"},
    {"program:pmp", "2023-07-05", 1, 0, 1, EEP_ERROR_UNKNOWN, "no program 'pmp'", "did you mean 'pnp'"},
    {"category:stme", "2023-07-05", 1, 0, 1, EEP_ERROR_UNKNOWN, "no category 'stme'", "did you mean 'stem'"},
    {"category:stem", "2023-05-30", 1, 0, 1, EEP_ERROR_UNKNOWN, "not in force on 2023-05-30",
     "2023-1 (2023-05-31"},
    {"category:stem@2031", "2023-07-05", 1, 0, 1, EEP_ERROR_UNKNOWN, "no version '2031'", "2025-v2"},
    {"general", "2014-12-31", 1, 0, 1, EEP_ERROR_MISSING, "", ""},
};

static void test_draw_refuses_what_cannot_be_held(void **state)
{
    static const person people[] = {{1, "2023-01-01T00:00:00Z", 0, 0, 0}};
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(people, 1);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const refusal *wrong = &refusals[i];
        eep_round round = round_at(wrong->round, wrong->invitations, wrong->moment);
        eep_notice notice;
        eep_error error = {.status = EEP_OK};
        uint8_t taken[1] = {0};
        round.floor = wrong->floor;
        const eep_status status =
            eep_draw(stage->engine, stage->policy, pool, &round, taken, wrong->mark, &notice, &error);
        assert_int_equal(status, wrong->status);
        if (strstr(error.message, wrong->message) == NULL) fail_msg("%zu: %s", i, error.message);
        if (strstr(error.advice, wrong->advice) == NULL) fail_msg("%zu: %s", i, error.advice);
        assert_int_equal(taken[0], 0);
    }
    eep_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_text_is_read),
        cmocka_unit_test(test_round_text_of_another_form_is_refused),
        cmocka_unit_test(test_draw_refuses_what_cannot_be_held),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
