/* quote.c - texts of strangers, made fit to be shown in an error message. */
#include "datasets/datasets.h"

#include <string.h>

/* So much of a text is shown. With every byte as \xHH it still fits in EEP_QUOTED. */
#define SHOWN 40

/*
 * Length of the UTF-8 character at `text`, or 0 when there is none. Overlong forms, surrogates and the
 * control characters U+0080 to U+009F do not count: a terminal might obey those.
 */
static size_t character(const unsigned char *text, size_t length)
{
    if (text[0] < 0x80) return text[0] >= 0x20 && text[0] != 0x7f;
    const size_t size = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    if (text[0] < 0xc2 || text[0] > 0xf4 || size > length) return 0;
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    if (text[0] == 0xc2 && text[1] < 0xa0) return 0;
    if (text[0] == 0xe0 && text[1] < 0xa0) return 0;
    if (text[0] == 0xed && text[1] >= 0xa0) return 0;
    if (text[0] == 0xf0 && text[1] < 0x90) return 0;
    if (text[0] == 0xf4 && text[1] >= 0x90) return 0;
    return size;
}

char *eep_quoted(char quoted[EEP_QUOTED], const char *text, size_t length)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *bytes = (const unsigned char *)text;
    char *at = quoted;
    size_t i = 0;
    *at++ = '\'';
    while (i < length && i < SHOWN) {
        const size_t size = character(bytes + i, length - i);
        if (size > 0) {
            memcpy(at, bytes + i, size);
            at += size;
            i += size;
        } else {
            *at++ = '\\';
            *at++ = 'x';
            *at++ = hex[bytes[i] >> 4];
            *at++ = hex[bytes[i] & 15];
            i++;
        }
    }
    memcpy(at, i < length ? "...'" : "'", i < length ? 5 : 2);
    return quoted;
}
