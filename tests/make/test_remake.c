/* test_remake.c - a pool made again from what it says of itself, which may be anything. */
#include "making.h"

static eep_policy *official(void)
{
    eep_policy *policy = NULL;
    eep_error error;
    must(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, &error), &error);
    return policy;
}

/* `text` with the first `from` replaced by `to`; C heap. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    char *made = malloc(strlen(text) + strlen(to) + 1);
    assert_non_null(at);
    assert_non_null(made);
    sprintf(made, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return made;
}

static void test_pool_is_made_again_only_when_its_recipe_has_its_size_and_model(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *model;
        uint64_t rows;
        eep_status status;
        const char *message;
    } cases[] = {
        {"\"rows\":100", "\"rows\":100", FIRST_MODEL, 100, EEP_OK, ""},
        {"\"rows\":100", "\"rows\":4000000000", FIRST_MODEL, 100, EEP_ERROR_DAMAGED,
         "its recipe makes 4000000000 candidates; it has 100"},
        {"\"rows\":100", "\"rows\":100", FIRST_MODEL, 99, EEP_ERROR_DAMAGED,
         "makes 100 candidates; it has 99"},
        {"\"seed\":\"1\"", "\"seed\":\"2\"", FIRST_MODEL, 100, EEP_ERROR_DAMAGED,
         "its recipe makes the pool"},
        {"\"seed\":\"1\"", "\"seed\":\"\"", FIRST_MODEL, 100, EEP_ERROR_MISSING, "no recipe"},
        /* A model that somebody names must be there; one that only the pool names need not. */
        {"\"seed\":\"1\"", "\"seed\":\"1\"", "./nope.yaml", 100, EEP_ERROR_NO_FILE,
         "cannot read ./nope.yaml"},
        {"\"name\":\"first\"", "\"name\":\"nope\"", NULL, 100, EEP_ERROR_UNKNOWN,
         "'nope', which is not here"},
    };
    eep_engine *engine = engine_of(1);
    eep_policy *policy = official();
    eep_rules *rules = rules_of(date_of("2023-07-05"));
    const eep_recipe recipe = recipe_of(date_of("2023-07-05"), 100, 0);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    char digest[EEP_DIGEST_TEXT];
    eep_error error;
    must(eep_pool_digest(engine, pool, digest, &error), &error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *provenance = replaced(eep_pool_provenance(pool), cases[i].from, cases[i].to);
        error = (eep_error){0};
        const eep_status status =
            eep_pool_remake(engine, policy, cases[i].model, provenance, cases[i].rows, digest, &error);
        if (status != cases[i].status || strstr(error.message, cases[i].message) == NULL)
            fail_msg("case %zu: status %d, '%s'", i, (int)status, error.message);
        free(provenance);
    }
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_policy_free(policy);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool_is_made_again_only_when_its_recipe_has_its_size_and_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
