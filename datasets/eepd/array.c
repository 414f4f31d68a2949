/* array.c - which encoding an array has, or gets. */
#include "datasets/eepd/array.h"

/* ---- Decoding --------------------------------------------------------------------------------------- */

static const char *get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                       void *values)
{
    uint64_t encoding;
    if (!eep_eepd_number_get(from, 1, &encoding)) return "it ends within an array";
    switch (encoding) {
    case EEPD_CONSTANT:
        return eep_eepd_constant_get(from, count, width, values);
    case EEPD_RUN:
        return eep_eepd_run_get(from, count, width, values);
    case EEPD_PACKED:
        return eep_eepd_packed_get(decoder, from, count, width, values);
    case EEPD_SPLIT:
        return eep_eepd_split_get(decoder, from, count, width, values);
    case EEPD_ESCAPE:
        return eep_eepd_escape_get(decoder, from, count, width, values);
    case EEPD_SPARSE:
        return eep_eepd_sparse_get(decoder, from, count, width, values);
    case EEPD_DELTA:
        return eep_eepd_delta_get(decoder, from, count, width, values);
    default:
        return "an array has an unknown encoding";
    }
}

const char *eep_eepd_array_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values)
{
    if (count == 0) return NULL;
    if (decoder->depth == EEPD_DEPTH_MAX) return "its arrays are nested too deep";
    const size_t before = decoder->stack.used;
    decoder->depth++;
    const char *fault = get(decoder, from, count, width, values);
    decoder->depth--;
    decoder->stack.used = before;
    return fault;
}

/* ---- Encoding --------------------------------------------------------------------------------------- */

void eep_eepd_array_put_as(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                           int depth, const eep_eepd_plan *plan, eep_eepd_buffer *to)
{
    if (count == 0) return;
    switch (plan->encoding) {
    case EEPD_PACKED:
        eep_eepd_packed_put(encoder, values, count, width, plan->low, plan->bits, to);
        break;
    case EEPD_SPLIT:
        eep_eepd_split_put(encoder, values, count, width, plan->low, plan->bits, depth, to);
        break;
    case EEPD_ESCAPE:
        eep_eepd_escape_put(encoder, values, count, width, depth, to);
        break;
    case EEPD_SPARSE:
        eep_eepd_sparse_put(encoder, values, count, width, plan->common, depth, to);
        break;
    case EEPD_DELTA:
        eep_eepd_delta_put(encoder, values, count, width, depth, to);
        break;
    default:
        eep_eepd_run_put(values, count, width, to);
        break;
    }
}

void eep_eepd_array_put_at(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                           int depth, eep_eepd_buffer *to)
{
    if (count == 0) return;
    const eep_eepd_plan plan = eep_eepd_plan_of(encoder, values, count, width, depth);
    eep_eepd_array_put_as(encoder, values, count, width, depth, &plan, to);
}

void eep_eepd_array_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        eep_eepd_buffer *to)
{
    eep_eepd_array_put_at(encoder, values, count, width, 0, to);
}
