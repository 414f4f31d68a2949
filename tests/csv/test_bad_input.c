/* Every way in which a file of candidates can be wrong: what is said, where, and what is advised. */
#include "csv_files.h"

#define HEAD "id,submitted_at,birth_date"
#define WHO  "1,2022-11-23T00:01:29Z,1990-05-05"

struct bad_case {
    const char *name;
    const char *text;
    size_t length;
    eep_status status;
    uint64_t line, column;
    const char *message, *advice; /* parts of them */
};

/* Columns of a line that begins with WHO: id 1, submitted_at 3, birth_date 24, the next field 35. */
static const struct bad_case cases[] = {
    /* The file as a whole. */
    {"empty file", TEXT(""), EEP_ERROR_MISSING, 1, 1, "the file is empty", "line of column names"},
    {"blank lines only", TEXT("\n\n\n"), EEP_ERROR_MISSING, 1, 1, "the file is empty", "column names"},
    {"header only", TEXT(HEAD "\n"), EEP_ERROR_MISSING, 1, 1, "no candidates", "one line a candidate"},
    {"header without line end", TEXT(HEAD), EEP_ERROR_MISSING, 1, 1, "no candidates", "one line a"},
    {"UTF-16", TEXT("\xff\xfei\0d\0"), EEP_ERROR_SYNTAX, 1, 1, "UTF-16", "UTF-8"},
    {"a zero byte in the header", TEXT("id,sub\0mitted_at\n"), EEP_ERROR_SYNTAX, 1, 7, "zero byte", "UTF-8"},
    {"a zero byte in a row", TEXT(HEAD "\n1,\0,\n"), EEP_ERROR_SYNTAX, 2, 3, "zero byte", "UTF-8"},
    {"a zero byte in quotes", TEXT(HEAD "\n\"1\0\",,\n"), EEP_ERROR_SYNTAX, 2, 3, "zero byte", "UTF-8"},
    {"a zero byte at the end", TEXT(HEAD "\n" WHO "\n\0"), EEP_ERROR_SYNTAX, 3, 1, "zero byte", "UTF-8"},
    {"old Macintosh lines", TEXT(HEAD "\r" WHO "\r"), EEP_ERROR_SYNTAX, 1, 27, "carriage return",
     "line feed"},
    {"a carriage return at the end", TEXT(HEAD "\n" WHO "\r"), EEP_ERROR_SYNTAX, 2, 34, "carriage return",
     "line feed"},

    /* Quotes. */
    {"a quote in a plain field", TEXT(HEAD "\n1,20\"22,\n"), EEP_ERROR_SYNTAX, 2, 5, "a quote within a field",
     "double the quotes"},
    {"text after a closing quote", TEXT(HEAD "\n\"1\"2,,\n"), EEP_ERROR_SYNTAX, 2, 4,
     "'2' after a closing quote", "a comma or the end"},
    {"a quote never closed", TEXT(HEAD "\n" WHO "\n\"2,2022-11-23T00:01:29Z,1990-05-05\n\n"),
     EEP_ERROR_SYNTAX, 3, 1, "quoted field that begins on line 3", "closing quote"},
    {"a quote never closed after a line break in quotes",
     TEXT("id,\"submitted\n_at\",\"birth_date\n" WHO "\n"), EEP_ERROR_SYNTAX, 2, 6,
     "quoted field that begins on line 2", "closing quote"},
    {"a line break in a value", TEXT(HEAD ",sex\n" WHO ",\"fe\nmale\"\n"), EEP_ERROR_VALUE, 2, 35,
     "sex is 'fe\\x0amale'", "did you mean 'female'?"},
    {"an open quote at the end", TEXT(HEAD "\n1,\""), EEP_ERROR_SYNTAX, 2, 3, "begins on line 2",
     "closing quote"},

    /* The header. */
    {"an unknown column", TEXT(HEAD ",eduction\n" WHO ",masters\n"), EEP_ERROR_UNKNOWN, 1, 28,
     "there is no column 'eduction'", "did you mean 'education'? datasets/columns.def"},
    {"an unknown column like no other", TEXT(HEAD ",favourite_colour_of_the_cat\n"), EEP_ERROR_UNKNOWN, 1, 28,
     "'favourite_colour_of_the_cat'", "remove it; datasets/columns.def lists"},
    {"a long unknown column", TEXT("0123456789012345678901234567890123456789012345\n"), EEP_ERROR_UNKNOWN, 1,
     1, "'0123456789012345678901234567890123456789...'", "line of column names"},
    {"age misspelt", TEXT("id,submitted_at,agee\n"), EEP_ERROR_UNKNOWN, 1, 17, "'agee'",
     "did you mean 'age'?"},
    {"a capital in a column name", TEXT("Id,submitted_at,age\n"), EEP_ERROR_UNKNOWN, 1, 1, "'Id'",
     "did you mean 'id'?"},
    {"a column name with a blank", TEXT("id, submitted_at,age\n"), EEP_ERROR_UNKNOWN, 1, 4, "' submitted_at'",
     "did you mean 'submitted_at'?"},
    {"semicolons", TEXT("id;submitted_at;birth_date\n"), EEP_ERROR_UNKNOWN, 1, 1, "'id;submitted_at;",
     "separate fields with commas"},
    {"tabs", TEXT("id\tsubmitted_at\n"), EEP_ERROR_UNKNOWN, 1, 1, "'id\\x09submitted_at'", "commas"},
    {"no header", TEXT(WHO "\n"), EEP_ERROR_UNKNOWN, 1, 1, "there is no column '1'",
     "begin the file with a line of column names"},
    {"a comma too many in the header", TEXT(HEAD ",\n" WHO ",\n"), EEP_ERROR_UNKNOWN, 1, 28, "column ''",
     "a comma too many"},
    {"a column twice", TEXT(HEAD ",sex,id\n"), EEP_ERROR_DUPLICATE, 1, 32,
     "id is given twice: field 1 and field 5", "keep one"},
    {"age and birth_date", TEXT("id,age,submitted_at,birth_date\n"), EEP_ERROR_DUPLICATE, 1, 21,
     "both age and birth_date", "keep birth_date"},
    {"birth_date and age", TEXT(HEAD ",age\n"), EEP_ERROR_DUPLICATE, 1, 28, "both age and birth_date",
     "keep birth_date"},
    {"age twice", TEXT("age,age\n"), EEP_ERROR_DUPLICATE, 1, 5, "age is given twice: field 1 and field 2",
     "keep one"},
    {"no id", TEXT("submitted_at,birth_date\n"), EEP_ERROR_MISSING, 1, 1, "missing column: id",
     "every file of candidates needs"},
    {"neither birth_date nor age", TEXT("id,submitted_at\n"), EEP_ERROR_MISSING, 1, 1,
     "missing column: birth_date (or age)", "needs id, submitted_at and birth_date"},
    {"all required columns missing", TEXT("sex\nfemale\n"), EEP_ERROR_MISSING, 1, 1,
     "missing columns: id, submitted_at, birth_date (or age)", "needs"},

    /* The shape of a record. */
    {"too few fields", TEXT(HEAD "\n" WHO "\n2,2022-11-23T00:01:29Z\n"), EEP_ERROR_SYNTAX, 3, 1,
     "the record has 2 fields, the header names 3", "keep its comma"},
    {"one field", TEXT(HEAD "\n1\n"), EEP_ERROR_SYNTAX, 2, 1, "has 1 field, the header names 3", "comma"},
    {"too many fields", TEXT(HEAD "\n" WHO ",extra\n"), EEP_ERROR_SYNTAX, 2, 35,
     "the record has 4 fields, the header names 3", "surplus"},
    {"a comma too many", TEXT(HEAD "\n" WHO ",\n"), EEP_ERROR_SYNTAX, 2, 35, "4 fields", "surplus"},

    /* Values: identifiers and times. */
    {"an empty id", TEXT(HEAD "\n,2022-11-23T00:01:29Z,1990-05-05\n"), EEP_ERROR_MISSING, 2, 1,
     "id is empty; allowed are whole numbers from 0 to 9223372036854775807", "every candidate needs one"},
    {"a negative id", TEXT(HEAD "\n-1,2022-11-23T00:01:29Z,1990-05-05\n"), EEP_ERROR_VALUE, 2, 1,
     "id is '-1'", "digits only"},
    {"an id past the largest", TEXT(HEAD "\n9223372036854775808,2022-11-23T00:01:29Z,1990-05-05\n"),
     EEP_ERROR_VALUE, 2, 1, "'9223372036854775808'", "the column holds"},
    {"an id past 64 bits", TEXT(HEAD "\n18446744073709551617,2022-11-23T00:01:29Z,1990-05-05\n"),
     EEP_ERROR_VALUE, 2, 1, "'18446744073709551617'", "the column holds"},
    {"an id with an exponent", TEXT(HEAD "\n1e6,2022-11-23T00:01:29Z,1990-05-05\n"), EEP_ERROR_VALUE, 2, 1,
     "'1e6'", "exponent"},
    {"an id twice",
     TEXT(HEAD "\n7,2022-11-23T00:01:29Z,1990-05-05\n" WHO "\n7,2022-11-23T00:01:29Z,1990-05-05\n"),
     EEP_ERROR_DUPLICATE, 4, 1, "the id 7 on line 4 is that of line 2 already", "an id of its own"},
    {"an id twice in a row", TEXT(HEAD "\n" WHO "\n" WHO "\n"), EEP_ERROR_DUPLICATE, 3, 1,
     "the id 1 on line 3 is that of line 2", "an id of its own"},
    {"an id twice with a leading zero", TEXT(HEAD "\n" WHO "\n0" WHO "\n"), EEP_ERROR_DUPLICATE, 3, 1,
     "the id 1 on line 3 is that of line 2", "an id of its own"},
    {"an id twice among blank lines and line breaks",
     TEXT("birth_date,"
          "id,submitted_at\n\n1990-05-05,5,\"2022-11-23T00:01:29Z\"\n\n\n"
          "1990-05-05,4,2022-11-23T00:01:29Z\n1990-05-05,5,2022-11-23T00:01:29Z\n"),
     EEP_ERROR_DUPLICATE, 7, 12, "the id 5 on line 7 is that of line 3", "an id of its own"},
    {"an empty time", TEXT(HEAD "\n1,,1990-05-05\n"), EEP_ERROR_MISSING, 2, 3, "submitted_at is empty",
     "every candidate needs one"},
    {"a day in place of a time", TEXT(HEAD "\n1,2022-11-23,1990-05-05\n"), EEP_ERROR_VALUE, 2, 3,
     "submitted_at is '2022-11-23'; allowed are times in UTC", "as in 2022-11-23T00:00:00Z"},
    {"a time without its Z", TEXT(HEAD "\n1,2022-11-23T00:01:29,1990-05-05\n"), EEP_ERROR_VALUE, 2, 3,
     "'2022-11-23T00:01:29'", "YYYY-MM-DDThh:mm:ssZ"},
    {"the twenty-fifth hour", TEXT(HEAD "\n1,2022-11-23T24:00:00Z,1990-05-05\n"), EEP_ERROR_VALUE, 2, 3,
     "'2022-11-23T24:00:00Z'", "YYYY-MM-DDThh:mm:ssZ"},
    {"a leap second", TEXT(HEAD "\n1,2016-12-31T23:59:60Z,1990-05-05\n"), EEP_ERROR_VALUE, 2, 3,
     "'2016-12-31T23:59:60Z'", "YYYY-MM-DDThh:mm:ssZ"},

    /* Dates and ages. */
    {"a day that does not exist", TEXT(HEAD "\n1,2022-11-23T00:01:29Z,1990-02-29\n"), EEP_ERROR_VALUE, 2, 24,
     "birth_date is '1990-02-29'; allowed are days of the calendar", "a day that exists"},
    {"a day before 1900", TEXT(HEAD "\n1,2022-11-23T00:01:29Z,1899-12-31\n"), EEP_ERROR_VALUE, 2, 24,
     "'1899-12-31'", "a day that exists"},
    {"another order of the day", TEXT(HEAD "\n1,2022-11-23T00:01:29Z,05/05/1990\n"), EEP_ERROR_VALUE, 2, 24,
     "'05/05/1990'", "write YYYY-MM-DD"},
    {"an empty birth date", TEXT(HEAD "\n1,2022-11-23T00:01:29Z,\n"), EEP_ERROR_MISSING, 2, 24,
     "birth_date is empty", "every candidate needs one"},
    {"an age past 127", TEXT("id,submitted_at,age\n1,2022-11-23T00:01:29Z,128\n"), EEP_ERROR_VALUE, 2, 24,
     "age is '128'; allowed are whole years from 0 to 127", "birth_date instead"},
    {"half a year", TEXT("id,submitted_at,age\n1,2022-11-23T00:01:29Z,29.5\n"), EEP_ERROR_VALUE, 2, 24,
     "age is '29.5'", "digits only"},
    {"an empty age", TEXT("age,id,submitted_at\n,1,2022-11-23T00:01:29Z\n"), EEP_ERROR_VALUE, 2, 1,
     "age is ''", "birth_date instead"},
    {"an age that reaches before 1900", TEXT("id,submitted_at,age\n1,2022-11-22T00:01:29Z,123\n"),
     EEP_ERROR_VALUE, 2, 24, "age 123 on 2022-11-22 is a birth outside 1900-01-01", "check the age"},

    /* Everything else. */
    {"a level past twelve", TEXT(HEAD ",english_reading\n" WHO ",13\n"), EEP_ERROR_VALUE, 2, 35,
     "english_reading is '13'; allowed are whole numbers from 0 to 12", "CLB, 0 = no test"},
    {"a level with blanks", TEXT(HEAD ",english_reading\n" WHO ", 9\n"), EEP_ERROR_VALUE, 2, 35, "' 9'",
     "remove the blanks"},
    {"a level with a sign", TEXT(HEAD ",english_reading\n" WHO ",+9\n"), EEP_ERROR_VALUE, 2, 35, "'+9'",
     "no sign"},
    {"months past the window", TEXT(HEAD ",noc_months\n" WHO ",37\n"), EEP_ERROR_VALUE, 2, 35,
     "noc_months is '37'; allowed are whole numbers from 0 to 36", "in the last three years"},
    {"yes for a flag", TEXT(HEAD ",settlement_funds\n" WHO ",yes\n"), EEP_ERROR_VALUE, 2, 35,
     "settlement_funds is 'yes'; allowed are 0 and 1", "1 for yes and 0 for no"},
    {"two for a flag", TEXT(HEAD ",settlement_funds\n" WHO ",2\n"), EEP_ERROR_VALUE, 2, 35, "'2'",
     "1 for yes"},
    {"a label misspelt", TEXT(HEAD ",education\n" WHO ",master\n"), EEP_ERROR_VALUE, 2, 35,
     "education is 'master'; allowed are less_than_secondary, secondary,", "did you mean 'masters'?"},
    {"a capital in a label", TEXT(HEAD ",sex\n" WHO ",Female\n"), EEP_ERROR_VALUE, 2, 35, "sex is 'Female'",
     "did you mean 'female'?"},
    {"a label like no other", TEXT(HEAD ",status\n" WHO ",xyzzyxyzzy\n"), EEP_ERROR_VALUE, 2, 35,
     "active, invited, applied, withdrawn, expired", "letter for letter"},
    {"a NOC of four digits", TEXT(HEAD ",noc\n" WHO ",2174\n"), EEP_ERROR_VALUE, 2, 35,
     "noc is '2174'; allowed are the five digits", "leading zeros"},
    {"a NOC with a letter", TEXT(HEAD ",noc\n" WHO ",2123A\n"), EEP_ERROR_VALUE, 2, 35, "'2123A'", "zeros"},
    {"a country in small letters", TEXT(HEAD ",citizenship\n" WHO ",ind\n"), EEP_ERROR_VALUE, 2, 35,
     "citizenship is 'ind'; allowed are the three capital letters", "write 'IND'"},
    {"a country of two letters", TEXT(HEAD ",citizenship\n" WHO ",IN\n"), EEP_ERROR_VALUE, 2, 35, "'IN'",
     "alpha-3"},
    {"a country with a sign next to Z", TEXT(HEAD ",citizenship\n" WHO ",AZ[\n"), EEP_ERROR_VALUE, 2, 35,
     "'AZ['", "alpha-3"},
    {"a country with a sign next to A", TEXT(HEAD ",citizenship\n" WHO ",@AZ\n"), EEP_ERROR_VALUE, 2, 35,
     "'@AZ'", "alpha-3"},
    {"an unknown program", TEXT(HEAD ",programs\n" WHO ",fsw+cecc\n"), EEP_ERROR_VALUE, 2, 35,
     "programs is 'fsw+cecc'; allowed are fsw, cec, fst, pnp, each once", "did you mean 'cec'?"},
    {"a program twice", TEXT(HEAD ",programs\n" WHO ",cec+fsw+cec\n"), EEP_ERROR_VALUE, 2, 35,
     "'cec+fsw+cec'", "each label once"},
    {"a plus at the end", TEXT(HEAD ",programs\n" WHO ",cec+\n"), EEP_ERROR_VALUE, 2, 35, "'cec+'",
     "before and after every '+'"},
    {"a plus at the start", TEXT(HEAD ",programs\n" WHO ",+cec\n"), EEP_ERROR_VALUE, 2, 35, "'+cec'",
     "before and after every '+'"},
    {"a terminal escape in a value", TEXT(HEAD ",sex\n" WHO ",\x1b[31mred\n"), EEP_ERROR_VALUE, 2, 35,
     "sex is '\\x1b[31mred'", "letter for letter"},
    {"a letter outside ASCII", TEXT(HEAD ",sex\n" WHO ",f\xc3\xa9male\n"), EEP_ERROR_VALUE, 2, 35,
     "sex is 'f\xc3\xa9male'", "did you mean 'female'?"},
    {"a letter of another encoding", TEXT(HEAD ",sex\n" WHO ",f\xe9male\n"), EEP_ERROR_VALUE, 2, 35,
     "sex is 'f\\xe9male'", "did you mean 'female'?"},
    {"columns counted with their quotes", TEXT(HEAD ",sex,noc\n" WHO ",\"female\",abc\n"), EEP_ERROR_VALUE, 2,
     44, "noc is 'abc'", "leading zeros"},
};

#define CASES (sizeof cases / sizeof *cases)

static void expect(const struct bad_case *bad, const char *how, const char *text, size_t length)
{
    eep_columns columns;
    eep_error error = {0};
    const eep_status status = read_text(text, length, 0, &columns, &error);
    if (status != bad->status || error.status != status || error.line != bad->line ||
        error.column != bad->column || strstr(error.message, bad->message) == NULL ||
        strstr(error.advice, bad->advice) == NULL) {
        char report[1024];
        fail_msg("%s (%s): status %d\n%s", bad->name, how, (int)status,
                 eep_error_text(&error, report, sizeof report));
    }
    /* Nothing half-read is left. */
    assert_int_equal(columns.rows, 0);
    assert_int_equal(columns.present, 0);
    assert_null(columns.id);
}

static void test_every_fault_is_placed_and_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        expect(&cases[i], "as it is", cases[i].text, cases[i].length);
}

static void test_a_byte_order_mark_does_not_move_positions(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        if (cases[i].length > 0 && (unsigned char)cases[i].text[0] == 0xff) continue;
        char text[1024] = "\xef\xbb\xbf";
        memcpy(text + 3, cases[i].text, cases[i].length);
        expect(&cases[i], "with a byte order mark", text, cases[i].length + 3);
    }
}

/* Only where the break is outside quotes is the text the same; the one case with a break inside is left out.
 */
static void test_carriage_returns_do_not_move_positions(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        char text[1024];
        size_t length = 0;
        if (strstr(cases[i].message, "\\x0a") != NULL) continue;
        for (size_t j = 0; j < cases[i].length; j++) {
            if (cases[i].text[j] == '\n') text[length++] = '\r';
            text[length++] = cases[i].text[j];
        }
        expect(&cases[i], "with carriage returns", text, length);
    }
}

static void test_an_error_may_be_null(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        eep_columns columns;
        assert_int_equal(read_text(cases[i].text, cases[i].length, 0, &columns, NULL), cases[i].status);
    }
}

static void test_a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_csv_read("/nowhere/at/all.csv", 0, 2, &columns, &error), EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "/nowhere/at/all.csv"));
    assert_non_null(strstr(error.message, "No such file"));
}

static void test_a_folder_is_not_a_file(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_csv_read("/", 0, 2, &columns, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "Is a directory"));
}

static void test_the_file_is_named_in_every_error(void **state)
{
    (void)state;
    char path[256];
    temporary_file(path, TEXT(HEAD "\n" WHO ",\n"));
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_csv_read(path, 0, 2, &columns, &error), EEP_ERROR_SYNTAX);
    assert_string_equal(error.file, path);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fault_is_placed_and_explained),
        cmocka_unit_test(test_a_byte_order_mark_does_not_move_positions),
        cmocka_unit_test(test_carriage_returns_do_not_move_positions),
        cmocka_unit_test(test_an_error_may_be_null),
        cmocka_unit_test(test_a_file_that_is_not_there_is_named),
        cmocka_unit_test(test_a_folder_is_not_a_file),
        cmocka_unit_test(test_the_file_is_named_in_every_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
