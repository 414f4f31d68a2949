/* history_names.c - what kind of round a printed name means, by the words of names.csv. */
#include <stdio.h>
#include <string.h>

#include "datasets/history.h"

enum { NAME_MATCH, NAME_WORDS, NAME_KIND, NAME_ID, NAME_COLUMNS };
static const char *const name_columns[NAME_COLUMNS] = {"match", "words", "kind", "id"};

#define LINES_MAX 256
#define PLAIN_MAX 160 /* longer names are cut here before their words are looked at */

struct line {
    int whole;      /* 1: the name is these words; 0: each is the beginning of a word of the name */
    char words[64]; /* plain letters, separated by one space */
    char kind[12];
    char id[20];
};

struct eep_round_names {
    size_t lines;
    struct line line[LINES_MAX];
};

/* ---- Plain letters ----------------------------------------------------------------------------- */

/* U+00C0 to U+00FF without their accents. */
static const char latin[65] = "aaaaaa?ceeeeiiii?nooooo?ouuuuy??aaaaaa?ceeeeiiii?nooooo?ouuuuy?y";

/* The code point at `*text`, which is valid UTF-8 or is passed over byte by byte. */
static uint32_t code_point(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;
    const size_t length = p[0] < 0xC0 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t code = length == 1 ? p[0] : p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *text += i;
            return 0xFFFD;
        }
        code = code << 6 | (p[i] & 0x3F);
    }
    *text += length;
    return code;
}

char eep_plain_next(const char **text)
{
    if (**text == '\0') return '\0';
    const uint32_t code = code_point(text);
    if (code == '\t' || code == '\r' || code == '\n') return ' ';
    if (code >= 'A' && code <= 'Z') return (char)(code - 'A' + 'a');
    if (code >= ' ' && code < 0x7F) return (char)code;
    if (code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F) return ' ';
    if (code >= 0x2010 && code <= 0x2015) return '-';
    if (code == 0x2018 || code == 0x2019) return '\'';
    if (code >= 0xC0 && code <= 0xFF) return latin[code - 0xC0];
    return '?';
}

static int is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The words of a text in plain letters, separated by one space. */
static void plain_words(const char *text, char *words, size_t size)
{
    size_t used = 0;
    int gap = 0;
    for (char c = eep_plain_next(&text); c != '\0'; c = eep_plain_next(&text)) {
        if (!is_letter_or_digit(c)) {
            gap = used > 0;
            continue;
        }
        if (used + 2 >= size) break;
        if (gap) words[used++] = ' ';
        words[used++] = c;
        gap = 0;
    }
    words[used] = '\0';
}

/* ---- Recognition ------------------------------------------------------------------------------- */

/* Whether one of the words of `name` begins with the first `length` characters of `word`. */
static int begins_a_word(const char *name, const char *word, size_t length)
{
    for (const char *p = name; p != NULL; p = strchr(p, ' ')) {
        p += *p == ' ';
        if (strncmp(p, word, length) == 0) return 1;
    }
    return 0;
}

static int fits(const struct line *line, const char *name)
{
    if (line->whole) return strcmp(line->words, name) == 0;
    for (const char *word = line->words; *word != '\0';) {
        const size_t length = strcspn(word, " ");
        if (!begins_a_word(name, word, length)) return 0;
        word += length + (word[length] == ' ');
    }
    return 1;
}

void eep_round_names_recognise(const eep_round_names *names, const char *official_name, char kind[12],
                               char id[20])
{
    char plain[PLAIN_MAX];
    plain_words(official_name, plain, sizeof plain);
    snprintf(kind, 12, "unknown");
    snprintf(id, 20, "unknown");
    for (size_t i = 0; i < names->lines; i++) {
        if (!fits(&names->line[i], plain)) continue;
        memcpy(kind, names->line[i].kind, sizeof names->line[i].kind);
        memcpy(id, names->line[i].id, sizeof names->line[i].id);
        return;
    }
}

int eep_round_names_kind(const eep_round_names *names, const char *kind)
{
    if (strcmp(kind, "unknown") == 0) return 1;
    for (size_t i = 0; i < names->lines; i++) {
        if (strcmp(names->line[i].kind, kind) == 0) return 1;
    }
    return 0;
}

int eep_round_names_pair(const eep_round_names *names, const char *kind, const char *id)
{
    if (strcmp(kind, "unknown") == 0) return strcmp(id, "unknown") == 0;
    for (size_t i = 0; i < names->lines; i++) {
        if (strcmp(names->line[i].kind, kind) == 0 && strcmp(names->line[i].id, id) == 0) return 1;
    }
    return 0;
}

const char *eep_round_names_at(const void *context, size_t index)
{
    const eep_round_names_list *list = context;
    for (size_t i = 0; i < list->names->lines; i++) {
        const struct line *line = &list->names->line[i];
        if (list->kind != NULL && strcmp(line->kind, list->kind) != 0) continue;
        if (index-- == 0) return list->kind != NULL ? line->id : line->kind;
    }
    return NULL;
}

/* ---- Versions ---------------------------------------------------------------------------------- */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

static int ends_with_year(const char *text, const char *end)
{
    return end - text >= 4 && digits_at(end - 4) >= 4;
}

/* "Version 2" with a year before it, as in "2026-Version 2"; `*end` is behind the last digit. */
static const char *find_version(const char *text, const char **end)
{
    const char *start = strcasestr(text, "version");
    if (start == NULL) return NULL;
    const char *number = start + strlen("version");
    number += strspn(number, " ");
    if (digits_at(number) == 0) return NULL;
    *end = number + digits_at(number);
    if (start - text > 4 && start[-1] == '-' && ends_with_year(text, start - 1)) return start - 5;
    return start;
}

/* "2023-1". */
static const char *find_year_and_number(const char *text, const char **end)
{
    for (const char *dash = strchr(text, '-'); dash != NULL; dash = strchr(dash + 1, '-')) {
        if (!ends_with_year(text, dash) || digits_at(dash + 1) == 0) continue;
        *end = dash + 1 + digits_at(dash + 1);
        return dash - 4;
    }
    return NULL;
}

void eep_round_version(const char *official_name, char text[24])
{
    const char *end = official_name;
    const char *start = find_version(official_name, &end);
    if (start == NULL) start = find_year_and_number(official_name, &end);
    text[0] = '\0';
    if (start != NULL && end - start < 24) snprintf(text, 24, "%.*s", (int)(end - start), start);
}

/* ---- names.csv --------------------------------------------------------------------------------- */

static eep_status read_line(const eep_table *table, eep_round_names *names, eep_error *error)
{
    const char *match = eep_table_text(table, NAME_MATCH);
    if (names->lines == LINES_MAX) {
        return eep_table_fail(table, NAME_MATCH, error, EEP_ERROR_VALUE, "remove lines",
                              "the table has more than %d lines", LINES_MAX);
    }
    struct line *line = &names->line[names->lines];
    line->whole = strcmp(match, "whole") == 0;
    if (!line->whole && strcmp(match, "words") != 0) {
        return eep_table_fail(table, NAME_MATCH, error, EEP_ERROR_VALUE, "write whole or words",
                              "'%.40s' is not a way to match", match);
    }
    plain_words(eep_table_text(table, NAME_WORDS), line->words, sizeof line->words);
    if (line->words[0] == '\0') {
        return eep_table_fail(table, NAME_WORDS, error, EEP_ERROR_MISSING, "write at least one word",
                              "the words are missing");
    }
    EEP_TRY(eep_table_copy(table, NAME_KIND, line->kind, sizeof line->kind, error));
    EEP_TRY(eep_table_copy(table, NAME_ID, line->id, sizeof line->id, error));
    names->lines++;
    return EEP_OK;
}

static eep_status read_lines(eep_table *table, eep_round_names *names, eep_error *error)
{
    for (;;) {
        int more = 0;
        EEP_TRY(eep_table_next(table, &more, error));
        if (!more) return EEP_OK;
        EEP_TRY(read_line(table, names, error));
    }
}

eep_status eep_round_names_load(const char *path, eep_round_names **names, eep_error *error)
{
    eep_table table;
    EEP_TRY(eep_table_open(&table, path, name_columns, NAME_COLUMNS, error));
    eep_round_names *read = eep_allocate(NULL, 1, sizeof *read);
    const eep_status status =
        read != NULL ? read_lines(&table, read, error) : eep_fail_memory(error, sizeof *read);
    eep_table_close(&table);
    if (status != EEP_OK) {
        eep_round_names_free(read);
        return status;
    }
    *names = read;
    return EEP_OK;
}

void eep_round_names_free(eep_round_names *names)
{
    eep_release(NULL, names, 1, sizeof *names);
}
