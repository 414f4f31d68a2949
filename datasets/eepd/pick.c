/*
 * pick.c - a few values out of an array.
 *
 * Times of submission are most of a file and decide only between a few candidates of equal score. Their bits
 * lie packed, so that a value is found where it is; what came through zstd has to be decoded whole all the
 * same.
 */
#include "datasets/eepd/array.h"

/* Values of rows, ascending, of an array of `count` values of `width` bytes. */
typedef struct picking {
    eep_eepd_decoder *decoder;
    size_t count, width;
    const uint32_t *row;
    size_t wanted;
} picking;

static const char too_deep[] = "its arrays are nested too deep";

static const char *pick_constant(const picking *work, eep_eepd_cursor *from, void *values)
{
    return eep_eepd_constant_get(from, work->wanted, work->width, values);
}

static const char *pick_run(const picking *work, eep_eepd_cursor *from, void *values)
{
    uint64_t first, step;
    if (!eep_eepd_number_get(from, work->width, &first) || !eep_eepd_number_get(from, work->width, &step))
        return "it ends within an array";
    EEP_BY_WIDTH(work->width, {
        type *to = values;
        for (size_t i = 0; i < work->wanted; i++)
            to[i] = (type)(first + work->row[i] * step);
    });
    return NULL;
}

static const char *pick_packed(const picking *work, eep_eepd_cursor *from, void *values)
{
    eep_eepd_packed packed;
    const char *fault = eep_eepd_packed_open(work->decoder, from, work->count, work->width, &packed);
    if (fault != NULL) return fault;
    EEP_BY_WIDTH(work->width, {
        type *to = values;
        for (size_t i = 0; i < work->wanted; i++)
            to[i] = (type)(packed.base + eep_eepd_packed_at(&packed, work->row[i]));
    });
    return NULL;
}

static const char *pick_split(const picking *work, eep_eepd_cursor *from, void *values)
{
    uint64_t base;
    unsigned bits;
    const char *fault = eep_eepd_split_open(from, work->width, &base, &bits);
    if (fault != NULL) return fault;
    const size_t width = eep_eepd_low_width(bits);
    void *low = eep_eepd_take(&work->decoder->stack, work->wanted, width);
    if (low == NULL) return too_deep;
    fault = eep_eepd_array_pick(work->decoder, from, work->count, width, work->row, work->wanted, low);
    if (fault == NULL)
        fault = eep_eepd_array_pick(work->decoder, from, work->count, work->width, work->row, work->wanted,
                                    values);
    if (fault == NULL)
        work->decoder->kernels->join(low, width, bits, base, work->wanted, work->width, values);
    return fault;
}

/* Decodes them all, of whatever encoding `from` is at. */
static const char *pick_from_all(const picking *work, eep_eepd_cursor *from, void *values)
{
    void *all = eep_eepd_take(&work->decoder->stack, work->count, work->width);
    if (all == NULL) return too_deep;
    const char *fault = eep_eepd_array_get(work->decoder, from, work->count, work->width, all);
    if (fault != NULL) return fault;
    EEP_BY_WIDTH(work->width, {
        type *to = values;
        const type *value = all;
        for (size_t i = 0; i < work->wanted; i++)
            to[i] = value[work->row[i]];
    });
    return NULL;
}

static const char *pick(const picking *work, eep_eepd_cursor *from, void *values)
{
    static const char *(*const by_encoding[])(const picking *, eep_eepd_cursor *, void *) = {
        [EEPD_CONSTANT] = pick_constant,
        [EEPD_RUN] = pick_run,
        [EEPD_PACKED] = pick_packed,
        [EEPD_SPLIT] = pick_split,
    };
    return by_encoding[*from->at++](work, from, values);
}

const char *eep_eepd_array_pick(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                const uint32_t *row, size_t wanted, void *values)
{
    const picking work = {decoder, count, width, row, wanted};
    const size_t before = decoder->stack.used;
    const char *fault;
    if (count == 0) return NULL;
    if (decoder->depth == EEPD_DEPTH_MAX) return too_deep;
    if (from->at == from->end || *from->at > EEPD_SPLIT) {
        fault = pick_from_all(&work, from, values);
    } else {
        decoder->depth++;
        fault = pick(&work, from, values);
        decoder->depth--;
    }
    decoder->stack.used = before;
    return fault;
}
