/* text.c - the characters and the numbers of the feed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/feed/feed.h"
#include "datasets/history.h"

/* ---- Encoding ---------------------------------------------------------------------------------- */

/* Windows-1252 from 0x80 to 0x9F; the five bytes that mean nothing become U+FFFD. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

/* Length of the UTF-8 sequence at `p`, at most `left` bytes; 0 when it is none. */
static size_t sequence_length(const unsigned char *p, size_t left)
{
    static const unsigned char least_second[5] = {0, 0, 0, 0xA0, 0x90};
    const size_t length = p[0] < 0x80                    ? 1
                          : p[0] >= 0xC2 && p[0] <= 0xDF ? 2
                          : (p[0] & 0xF0) == 0xE0        ? 3
                          : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4
                                                         : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    if ((p[0] == 0xE0 || p[0] == 0xF0) && p[1] < least_second[length]) return 0; /* longer than need be */
    if ((p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F)) return 0;
    return length;
}

static int is_utf8(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const size_t step = sequence_length((const unsigned char *)text + at, length - at);
        if (step == 0) return 0;
        at += step;
    }
    return 1;
}

static char *put_code(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

eep_status eep_feed_decode(char **text, size_t *length, int *single_byte, eep_error *error)
{
    if (*length >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *length -= 3;
        memmove(*text, *text + 3, *length + 1);
    }
    *single_byte = !is_utf8(*text, *length);
    if (!*single_byte) return EEP_OK;
    char *decoded = malloc(*length * 3 + 1);
    if (decoded == NULL) return eep_fail_memory(error, *length * 3 + 1);
    char *out = decoded;
    for (size_t i = 0; i < *length; i++) {
        const unsigned char byte = (unsigned char)(*text)[i];
        out = put_code(out, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
    }
    *out = '\0';
    free(*text);
    *text = decoded;
    *length = (size_t)(out - decoded);
    return EEP_OK;
}

/* ---- Numbers ----------------------------------------------------------------------------------- */

/* The text in plain letters without blanks around it; cut at the end of `plain`. */
static void plain_text(const char *text, char *plain, size_t size)
{
    size_t used = 0;
    for (char c = eep_plain_next(&text); c != '\0' && used + 1 < size; c = eep_plain_next(&text)) {
        if (c != ' ' || used > 0) plain[used++] = c;
    }
    while (used > 0 && plain[used - 1] == ' ')
        used--;
    plain[used] = '\0';
}

static size_t add_digits(const char *text, uint64_t *value)
{
    const size_t count = strspn(text, "0123456789");
    for (size_t i = 0; i < count; i++)
        *value = *value * 10 + (uint64_t)(text[i] - '0');
    return count;
}

/* Digits, or groups of three with a mark between them. At most 15 digits fit the text. */
static int read_groups(const char *text, uint64_t *value)
{
    size_t group = add_digits(text, value);
    if (group == 0 || (group > 3 && text[group] != '\0')) return 0;
    for (text += group; *text != '\0'; text += group) {
        if (strchr(", '", *text) == NULL) return 0;
        group = add_digits(++text, value);
        if (group != 3) return 0;
    }
    return 1;
}

eep_status eep_feed_number(const char *text, uint32_t maximum, uint32_t *number, eep_error *error)
{
    char plain[18];
    uint64_t value = 0;
    plain_text(text, plain, sizeof plain);
    if (strlen(plain) > 15 || !read_groups(plain, &value)) {
        return eep_fail(error, EEP_ERROR_VALUE, "write a whole number, such as 4,000 or 4000",
                        "'%.40s' is not a whole number", text);
    }
    if (value > maximum) {
        return eep_fail(error, EEP_ERROR_VALUE, "check it against the page of the round",
                        "%" PRIu64 " is more than %" PRIu32, value, maximum);
    }
    *number = (uint32_t)value;
    return EEP_OK;
}
