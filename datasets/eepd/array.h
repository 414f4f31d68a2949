/*
 * array.h - arrays of numbers to bytes and back: the encodings of FORMAT.md, "Arrays". Private to
 * datasets/eepd.
 *
 * An array is `count` values of `width` bytes, with arithmetic modulo 2^(8 x width). Encodings nest: what is
 * left of a value once an encoding has taken its part is an array again. Each is a file of its own:
 *
 *   run.c      one value, or values at equal steps      packed.c   a few bits a value
 *   split.c    low and high bits apart                  escape.c   a byte for the frequent, more for the rare
 *   sparse.c   one frequent value and the exceptions    delta.c    differences
 *   string.c   bytes at the bottom, through zstd or as they are
 *   array.c    which encoding an array has or gets      estimate.c how long it would be
 *   pick.c     a few values out of an array
 *
 * Decoders trust nothing: they read no byte outside the cursor but for EEPD_SLACK bytes behind it, write
 * `count` values and no more, and return what is wrong in a few words, or NULL.
 */
#ifndef EEP_DATASETS_EEPD_ARRAY_H
#define EEP_DATASETS_EEPD_ARRAY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "datasets/base.h"
#include "kernels/kernels.h"

enum {
    EEPD_CONSTANT = 0, /* one value */
    EEPD_RUN = 1,      /* first value and step */
    EEPD_PACKED = 2,   /* bits above a base */
    EEPD_SPLIT = 3,    /* low bits and high bits as two arrays */
    EEPD_ESCAPE = 4,   /* bytes; 255 stands for the next value of a second array */
    EEPD_SPARSE = 5,   /* a mask of those that are not the common value, and their values */
    EEPD_DELTA = 6,    /* first value, differences to the value before */
    EEPD_ENCODINGS
};

enum { EEPD_STORED = 0, EEPD_ZSTD = 1 }; /* methods of a string */

#define EEPD_DEPTH_MAX 4  /* arrays within arrays, the outermost included */
#define EEPD_BITS_MAX  32 /* of a packed value */

/* Bytes that may be read (not used) behind everything that is decoded from. */
#define EEPD_SLACK EEP_DECODE_SLACK

/* Eight bytes as they lie in memory. */
static inline uint64_t eep_eepd_load(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/* ---- Memory for one thread ------------------------------------------------------------------------ */

/* A stack of bytes: what is taken is given back by resetting `used`. */
typedef struct eep_eepd_stack {
    unsigned char *bytes;
    size_t used, room;
} eep_eepd_stack;

/* `count` values of `width` bytes with EEPD_SLACK behind them, aligned to 64 bytes; NULL when it is full. */
void *eep_eepd_take(eep_eepd_stack *stack, size_t count, size_t width);

/* ---- Decoding --------------------------------------------------------------------------------------- */

typedef struct eep_eepd_cursor {
    const unsigned char *at, *end;
} eep_eepd_cursor;

typedef struct eep_eepd_decoder {
    const eep_kernels *kernels;
    void *zstd; /* a ZSTD_DCtx */
    eep_eepd_stack stack;
    int depth;
} eep_eepd_decoder;

/* The next array, of `count` values. An array of no values has no bytes. */
const char *eep_eepd_array_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values);

/*
 * Of the next array, the values of rows row[0 .. wanted), which ascend and are below `count`, to values[0 ..
 * wanted). A packed array is asked for each of them, wherever it lies within splits; others are decoded
 * whole.
 */
const char *eep_eepd_array_pick(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                const uint32_t *row, size_t wanted, void *values);

const char *eep_eepd_constant_get(eep_eepd_cursor *from, size_t count, size_t width, void *values);
const char *eep_eepd_run_get(eep_eepd_cursor *from, size_t count, size_t width, void *values);
const char *eep_eepd_packed_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values);
const char *eep_eepd_split_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values);
const char *eep_eepd_escape_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values);
const char *eep_eepd_sparse_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values);
const char *eep_eepd_delta_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values);

/* A packed array behind its encoding: value i is base + the i-th number of `bits` bits. */
typedef struct eep_eepd_packed {
    const unsigned char *bytes; /* with EEPD_SLACK behind them */
    uint64_t base;
    unsigned bits;
} eep_eepd_packed;
const char *eep_eepd_packed_open(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                 eep_eepd_packed *packed);

/* The i-th number. It and the 7 bits before it in its byte fit one load. */
static inline uint64_t eep_eepd_packed_at(const eep_eepd_packed *packed, size_t i)
{
    const size_t at = i * packed->bits;
    return eep_eepd_load(packed->bytes + at / 8) >> at % 8 & ((UINT64_C(1) << packed->bits) - 1);
}

/* The head of a split array, behind which are the low parts of `eep_eepd_low_width` bytes, then the high
 * ones. */
const char *eep_eepd_split_open(eep_eepd_cursor *from, size_t width, uint64_t *base, unsigned *bits);
size_t eep_eepd_low_width(unsigned bits);

/*
 * The next string, of `length` bytes: `*bytes` is where they lie, in the block or on the decoder's stack,
 * with EEPD_SLACK behind them.
 */
const char *eep_eepd_string_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t length,
                                const unsigned char **bytes);

/* One zstd frame of `length` bytes, which must hold exactly `expected`. */
const char *eep_eepd_frame_get(eep_eepd_decoder *decoder, const unsigned char *frame, size_t length,
                               unsigned char *bytes, size_t expected);

/* The next number of `width` bytes, and whether it was there. */
static inline int eep_eepd_number_get(eep_eepd_cursor *from, size_t width, uint64_t *number)
{
    *number = 0;
    if ((size_t)(from->end - from->at) < width) return 0;
    memcpy(number, from->at, width);
    from->at += width;
    return 1;
}

/* ---- Encoding --------------------------------------------------------------------------------------- */

/* Bytes that grow. `status` is not EEP_OK once there was no room, and nothing is put from then on. */
typedef struct eep_eepd_buffer {
    unsigned char *bytes;
    size_t length, room;
    eep_status status;
} eep_eepd_buffer;

typedef struct eep_eepd_encoder {
    void *zstd; /* a ZSTD_CCtx */
    int level;
    eep_eepd_stack stack;
    uint32_t *count; /* EEPD_COUNTED zeros, between two uses */
} eep_eepd_encoder;

/* What the encoder has found out about an array, and what it would do. Lengths are in 1/256 bits. */
typedef struct eep_eepd_plan {
    int encoding;
    int64_t low, high, common; /* the lowest, the highest and the most frequent value */
    unsigned bits;             /* of a packed value, or of the low part of a split one */
    uint64_t length;
} eep_eepd_plan;

/* Values are counted one by one where they span less than this. */
#define EEPD_COUNTED 65536

/*
 * Puts an array: values as signed numbers, of which the lowest `width` bytes are meant. The choice is a
 * function of values, width and the level.
 */
void eep_eepd_array_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        eep_eepd_buffer *to);

void eep_eepd_run_put(const int64_t *values, size_t count, size_t width, eep_eepd_buffer *to);
void eep_eepd_packed_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int64_t base, unsigned bits, eep_eepd_buffer *to);
void eep_eepd_split_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        int64_t base, unsigned low_bits, int depth, eep_eepd_buffer *to);
void eep_eepd_escape_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int depth, eep_eepd_buffer *to);
void eep_eepd_sparse_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int64_t common, int depth, eep_eepd_buffer *to);
void eep_eepd_delta_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        int depth, eep_eepd_buffer *to);

/* As eep_eepd_array_put, of an array that lies `depth` deep. */
void eep_eepd_array_put_at(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                           int depth, eep_eepd_buffer *to);

/* The same of `count` values for which there is a plan already; 0 of them have none, and no bytes. */
void eep_eepd_array_put_as(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                           int depth, const eep_eepd_plan *plan, eep_eepd_buffer *to);

/* Puts a string the shorter way. */
void eep_eepd_string_put(eep_eepd_encoder *encoder, const unsigned char *bytes, size_t length,
                         eep_eepd_buffer *to);
void eep_eepd_bytes_put(const void *bytes, size_t length, eep_eepd_buffer *to);
void eep_eepd_number_put(uint64_t number, size_t width, eep_eepd_buffer *to);

/* ---- How long an array would be ----------------------------------------------------------------------- */

eep_eepd_plan eep_eepd_plan_of(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                               int depth);

/*
 * The plan of an outermost array that is no run, from how often its values occur: times[v - low] for each,
 * which span less than EEPD_COUNTED. `values` are looked at for differences, which need a width of 4; or
 * NULL.
 */
eep_eepd_plan eep_eepd_plan_counted(const uint32_t *times, int64_t low, int64_t high, size_t count,
                                    const int64_t *values);

/* The number of bits of a number, and its logarithm to base 2 in 1/256 (0 for 0). */
unsigned eep_eepd_bits_of(uint64_t number);
uint64_t eep_eepd_log2(uint64_t number);

#endif
