/*
 * rise.c - ids that rise by equal steps, known without decoding them.
 *
 * Most pools number their candidates in order. A chunk of such ids is a block of one run, which has only one
 * form; whoever wants to know no more than that the ids rise, and from where to where, need not have them
 * written out.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

#define WIDTH      8
#define RUN_LENGTH (1 + 2 * WIDTH) /* encoding, first value, step */
#define HEAD       (1 + EEPD_PART_HEAD_BYTES + 1)
#define RUN_BLOCK  (HEAD + RUN_LENGTH)

/* What a block of one part begins with, when the part is a run of all rows of one column. */
static void put_head(unsigned char head[HEAD + 1], size_t position)
{
    const unsigned char fields[HEAD + 1] = {1,         EEPD_VALUES, 1, EEPD_NONE, 0,
                                            EEPD_NONE, EEPD_NONE,   0, 0,         RUN_LENGTH};
    memcpy(head, fields, sizeof fields);
    head[HEAD - 1] = (unsigned char)position;
    head[HEAD] = EEPD_RUN;
}

int eep_eepd_run_rises(const unsigned char *block, size_t length, size_t position, size_t count,
                       uint64_t *first, uint64_t *last)
{
    unsigned char head[HEAD + 1];
    put_head(head, position);
    if (length != RUN_BLOCK || memcmp(block, head, sizeof head) != 0) return 0;
    const uint64_t begin = eep_get_64(block + sizeof head), step = eep_get_64(block + sizeof head + WIDTH);
    if (begin > INT64_MAX || step == 0) return 0;
    if (count > 1 && step > (INT64_MAX - begin) / (count - 1)) return 0;
    *first = begin;
    *last = begin + (count - 1) * step;
    return 1;
}
