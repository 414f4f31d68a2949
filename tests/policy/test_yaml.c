/* test_yaml.c - the YAML tree: shape, places, refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/yaml/yaml.h"

/* Loads a text through a file that is gone afterwards. */
static eep_status load_bytes(const char *text, size_t length, eep_yaml **yaml, eep_error *error)
{
    char path[] = "/tmp/eepool-yaml-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, length), (ssize_t)length);
    close(file);
    *yaml = NULL;
    const eep_status status = eep_yaml_load(path, yaml, error);
    unlink(path);
    return status;
}

static eep_yaml *load(const char *text)
{
    eep_yaml *yaml = NULL;
    eep_error error;
    if (load_bytes(text, strlen(text), &yaml, &error) != EEP_OK) fail_msg("%s", error.message);
    return yaml;
}

static void refuse(const char *text, eep_status status, uint64_t line, uint64_t column, const char *part)
{
    eep_yaml *yaml = NULL;
    eep_error error = {0};
    assert_int_equal(load_bytes(text, strlen(text), &yaml, &error), status);
    assert_null(yaml);
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    if (strstr(error.message, part) == NULL) fail_msg("'%s' lacks '%s'", error.message, part);
}

/* ---- Shape ------------------------------------------------------------------------------------- */

static void test_yaml_members_come_in_the_order_of_the_file(void **state)
{
    (void)state;
    eep_yaml *yaml = load("b: 1\na: [x, y, z]\nc: {}\n");
    const eep_yaml_node *root = eep_yaml_root(yaml);
    assert_int_equal(eep_yaml_kind_of(root), EEP_YAML_MAPPING);
    assert_int_equal(eep_yaml_count(root), 3);
    assert_string_equal(eep_yaml_text(eep_yaml_key(root, 0)), "b");
    assert_string_equal(eep_yaml_text(eep_yaml_value(root, 0)), "1");
    const eep_yaml_node *list = eep_yaml_find(root, "a");
    assert_int_equal(eep_yaml_kind_of(list), EEP_YAML_SEQUENCE);
    assert_int_equal(eep_yaml_count(list), 3);
    assert_null(eep_yaml_key(list, 0));
    assert_string_equal(eep_yaml_text(eep_yaml_value(list, 2)), "z");
    assert_null(eep_yaml_value(list, 3));
    assert_null(eep_yaml_key(root, 3));
    assert_int_equal(eep_yaml_count(eep_yaml_find(root, "c")), 0);
    assert_null(eep_yaml_find(root, "d"));
    assert_null(eep_yaml_find(list, "a"));
    assert_string_equal(eep_yaml_text(list), "");
    eep_yaml_free(yaml);
}

static void test_yaml_places_count_bytes_from_one(void **state)
{
    (void)state;
    eep_yaml *yaml = load("# caf\xc3\xa9\n\"\xc3\xa9\xc3\xa9\": {k: v}\nlist:\r\n  - one\r\n");
    const eep_yaml_node *root = eep_yaml_root(yaml);
    const eep_yaml_node *inner = eep_yaml_value(root, 0);
    assert_int_equal(eep_yaml_line(eep_yaml_key(root, 0)), 2);
    assert_int_equal(eep_yaml_column(eep_yaml_key(root, 0)), 1);
    assert_int_equal(eep_yaml_line(inner), 2);
    assert_int_equal(eep_yaml_column(inner), 9);
    assert_int_equal(eep_yaml_column(eep_yaml_find(inner, "k")), 13);
    const eep_yaml_node *one = eep_yaml_value(eep_yaml_find(root, "list"), 0);
    assert_int_equal(eep_yaml_line(one), 4);
    assert_int_equal(eep_yaml_column(one), 5);
    eep_yaml_free(yaml);
}

static void test_yaml_quotes_do_not_matter(void **state)
{
    (void)state;
    eep_yaml *yaml = load("a: 2023-1\nb: \"2023-1\"\nc: '2023-1'\nd:\n");
    const eep_yaml_node *root = eep_yaml_root(yaml);
    assert_string_equal(eep_yaml_text(eep_yaml_find(root, "a")), "2023-1");
    assert_string_equal(eep_yaml_text(eep_yaml_find(root, "b")), "2023-1");
    assert_string_equal(eep_yaml_text(eep_yaml_find(root, "c")), "2023-1");
    assert_string_equal(eep_yaml_text(eep_yaml_find(root, "d")), "");
    eep_yaml_free(yaml);
}

static void test_yaml_empty_files_have_no_root(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "# nothing\n", "\n\n"};
    for (size_t i = 0; i < 3; i++) {
        eep_yaml *yaml = load(texts[i]);
        assert_null(eep_yaml_root(yaml));
        eep_yaml_free(yaml);
    }
    eep_yaml_free(NULL);
}

static void test_yaml_many_keys_are_all_found(void **state)
{
    (void)state;
    enum { KEYS = 20000 };
    char *text = malloc(KEYS * 24), *end = text;
    assert_non_null(text);
    for (int i = 0; i < KEYS; i++)
        end += sprintf(end, "key%d: %d\n", i * 7919 % KEYS, i);
    eep_yaml *yaml = load(text);
    for (int i = 0; i < KEYS; i++) {
        char key[24];
        snprintf(key, sizeof key, "key%d", i * 7919 % KEYS);
        assert_int_equal(atoi(eep_yaml_text(eep_yaml_find(eep_yaml_root(yaml), key))), i);
    }
    eep_yaml_free(yaml);
    free(text);
}

/* ---- Refusals ---------------------------------------------------------------------------------- */

static void test_yaml_refuses_what_hides_values(void **state)
{
    (void)state;
    refuse("a: &x 1\n", EEP_ERROR_SYNTAX, 1, 4, "anchor (&x)");
    refuse("a: 1\nb: *x\n", EEP_ERROR_SYNTAX, 2, 4, "alias");
    refuse("a: !!str 1\n", EEP_ERROR_SYNTAX, 1, 4, "tag");
    refuse("a: !mine [1]\n", EEP_ERROR_SYNTAX, 1, 4, "tag");
    refuse("a: 1\n---\nb: 1\n", EEP_ERROR_SYNTAX, 2, 1, "second document");
    refuse("? [a, b]\n: 1\n", EEP_ERROR_SYNTAX, 1, 3, "used as a key");
    refuse("a: \"x\\0y\"\n", EEP_ERROR_SYNTAX, 1, 4, "zero byte");
}

static void test_yaml_refuses_the_first_repeated_key(void **state)
{
    (void)state;
    refuse("z: 1\na: 1\nz: 2\na: 2\nz: 3\n", EEP_ERROR_DUPLICATE, 3, 1,
           "'z' is given twice; the first is in line 1");
    refuse("a:\n  b: {c: 1, d: 2, \"c\": 3}\n", EEP_ERROR_DUPLICATE, 2, 19, "'c' is given twice");
}

static void test_yaml_refuses_bad_text_with_its_place(void **state)
{
    (void)state;
    refuse("a:\n\tb: 1\n", EEP_ERROR_SYNTAX, 2, 1, "not YAML");
    refuse("a: [1, 2\nb: 3\n", EEP_ERROR_SYNTAX, 2, 2, "not YAML");
    refuse("a: 1\n  b: 2\n", EEP_ERROR_SYNTAX, 2, 4, "not YAML");
    refuse("a: 'open\n", EEP_ERROR_SYNTAX, 2, 1, "not YAML");
    refuse("a: 1\nb: \xff\n", EEP_ERROR_SYNTAX, 2, 4, "not text");
}

static void test_yaml_refuses_depth_and_size(void **state)
{
    (void)state;
    char deep[70];
    memset(deep, '[', 32);
    memset(deep + 32, ']', 32);
    deep[64] = '\0';
    eep_yaml_free(load(deep));
    memset(deep, '[', 33);
    memset(deep + 33, ']', 33);
    deep[66] = '\0';
    refuse(deep, EEP_ERROR_SYNTAX, 1, 33, "32 levels");

    const size_t length = ((size_t)16 << 20) + 1;
    char *large = malloc(length);
    assert_non_null(large);
    memset(large, '#', length);
    eep_yaml *yaml = NULL;
    assert_int_not_equal(load_bytes(large, length, &yaml, NULL), EEP_OK);
    assert_null(yaml);
    free(large);
}

static void test_yaml_refuses_a_missing_file(void **state)
{
    (void)state;
    eep_yaml *yaml = NULL;
    assert_int_equal(eep_yaml_load("/tmp/eepool-is-not-there.yaml", &yaml, NULL), EEP_ERROR_NO_FILE);
}

/* ---- Numbers ----------------------------------------------------------------------------------- */

static void test_yaml_integers_are_whole_and_in_range(void **state)
{
    (void)state;
    eep_yaml *yaml = load(
        "ok: 12\nlow: -3\nbig: 13\nword: ten\nhalf: 1.5\nhuge: 99999999999999999999\nlist: [1]\nnone:\n");
    const eep_yaml_node *root = eep_yaml_root(yaml);
    int64_t value = 0;
    eep_error error;
    assert_int_equal(eep_yaml_integer(yaml, eep_yaml_find(root, "ok"), "ok", 0, 12, &value, &error), EEP_OK);
    assert_int_equal(value, 12);
    assert_int_equal(eep_yaml_integer(yaml, eep_yaml_find(root, "low"), "low", -3, 12, &value, &error),
                     EEP_OK);
    assert_int_equal(value, -3);
    static const char *const bad[] = {"low", "big", "word", "half", "huge", "list", "none"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        value = 77;
        const eep_yaml_node *node = eep_yaml_find(root, bad[i]);
        assert_int_equal(eep_yaml_integer(yaml, node, bad[i], 0, 12, &value, &error), EEP_ERROR_VALUE);
        assert_int_equal(value, 77);
        assert_int_equal(error.line, eep_yaml_line(node));
        assert_true(strncmp(error.message, bad[i], strlen(bad[i])) == 0);
    }
    eep_yaml_free(yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yaml_members_come_in_the_order_of_the_file),
        cmocka_unit_test(test_yaml_places_count_bytes_from_one),
        cmocka_unit_test(test_yaml_quotes_do_not_matter),
        cmocka_unit_test(test_yaml_empty_files_have_no_root),
        cmocka_unit_test(test_yaml_many_keys_are_all_found),
        cmocka_unit_test(test_yaml_refuses_what_hides_values),
        cmocka_unit_test(test_yaml_refuses_the_first_repeated_key),
        cmocka_unit_test(test_yaml_refuses_bad_text_with_its_place),
        cmocka_unit_test(test_yaml_refuses_depth_and_size),
        cmocka_unit_test(test_yaml_refuses_a_missing_file),
        cmocka_unit_test(test_yaml_integers_are_whole_and_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
