/*
 * estimate.c - how long an array would be in each encoding, from counts of its values.
 *
 * What zstd makes of bytes is taken to be a Huffman code: of a value that occurs c times among n, the
 * logarithm of n / c, and one bit at least. Everything is in integers, so that every machine chooses alike.
 */
#include "datasets/eepd/array.h"

#define BIT          256 /* lengths are in 1/256 bits */
#define SYMBOL       4   /* bits that each different value adds to the description of a code */
#define HEAD         128 /* bits that an encoding takes for itself; decides between equals for the plainer */
#define DEPTH_SPLIT  (EEPD_DEPTH_MAX - 2) /* the deepest array that may be split ... */
#define DEPTH_OTHERS 1                    /* ... or have an encoding whose rest may have to be split */

unsigned eep_eepd_bits_of(uint64_t number)
{
    return number == 0 ? 0 : 64 - (unsigned)__builtin_clzll(number);
}

/* The fraction bit by bit: squaring a number doubles its logarithm. */
uint64_t eep_eepd_log2(uint64_t number)
{
    if (number == 0) return 0;
    const unsigned whole = eep_eepd_bits_of(number) - 1;
    uint64_t result = (uint64_t)whole * BIT;
    uint64_t mantissa = whole > 31 ? number >> (whole - 31) : number << (31 - whole); /* in [2^31, 2^32) */
    for (uint64_t bit = BIT / 2; bit > 0; bit /= 2) {
        mantissa = mantissa * mantissa >> 31;
        if (mantissa >> 32 == 0) continue;
        mantissa >>= 1;
        result += bit;
    }
    return result;
}

/* `times` occurrences among `all`. */
static uint64_t code_length(uint64_t times, uint64_t all)
{
    const uint64_t bits = eep_eepd_log2(all) - eep_eepd_log2(times);
    return times * (bits < BIT ? BIT : bits);
}

/*
 * A Huffman code of bytes that are counted; `without` (or any number past the end) is left out. zstd makes
 * none where the most frequent byte has less than one in 128: they are then stored.
 */
static uint64_t huffman_length(const uint32_t *count, size_t values, uint64_t all, size_t without)
{
    uint64_t length = 0, different = 0, most = 0;
    for (size_t i = 0; i < values; i++) {
        if (count[i] == 0 || i == without) continue;
        length += code_length(count[i], all);
        most = count[i] > most ? count[i] : most;
        different++;
    }
    if (different < 2) return 0;
    return most <= all / 128 + 4 ? all * 8 * BIT : length + different * SYMBOL * BIT;
}

/* A mask with `ones` of `all` bits set, eight bits to a symbol. */
static uint64_t mask_length(uint64_t ones, uint64_t all)
{
    if (ones == 0 || ones == all) return 0;
    const uint64_t entropy = ones * (eep_eepd_log2(all) - eep_eepd_log2(ones)) +
                             (all - ones) * (eep_eepd_log2(all) - eep_eepd_log2(all - ones));
    const uint64_t least = all * BIT / 8, most = all * BIT;
    return entropy < least ? least : entropy + entropy / 32 < most ? entropy + entropy / 32 : most;
}

/* Takes an encoding that is shorter than what is planned. */
static void offer(eep_eepd_plan *plan, int encoding, unsigned bits, uint64_t length)
{
    length += HEAD * BIT;
    if (length >= plan->length) return;
    plan->encoding = encoding;
    plan->bits = bits;
    plan->length = length;
}

/* ---- Values that span little: every one is counted ---------------------------------------------------- */

static void offer_packed(eep_eepd_plan *plan, const uint32_t *count, size_t values, uint64_t all,
                         unsigned bits)
{
    offer(plan, EEPD_PACKED, bits, all * bits * BIT);
    if (bits > 8) return;
    if (bits > 4) {
        offer(plan, EEPD_PACKED, 8, huffman_length(count, values, all, values));
        return;
    }
    /* Several values to a byte: no whole bit is lost for each, and zstd finds no matches that cost more. */
    const unsigned packed = bits == 3 ? 4 : bits;
    uint64_t exact = 0;
    for (size_t i = 0; i < values; i++)
        if (count[i] != 0) exact += count[i] * (eep_eepd_log2(all) - eep_eepd_log2(count[i]));
    exact += exact / 32;
    offer(plan, EEPD_PACKED, packed, exact < all * packed * BIT / 8 ? all * packed * BIT / 8 : exact);
}

/* With 8, 7 and 6 high bits, of which `high` counts the first. */
static void offer_splits(eep_eepd_plan *plan, uint32_t high[256], uint64_t all, unsigned bits)
{
    for (unsigned high_bits = 8; high_bits >= 6; high_bits--) {
        const unsigned low_bits = bits - high_bits;
        if (low_bits <= EEPD_BITS_MAX)
            offer(plan, EEPD_SPLIT, low_bits, all * low_bits * BIT + huffman_length(high, 256, all, 256));
        for (size_t i = 0; i < 128; i++)
            high[i] = high[2 * i] + high[2 * i + 1];
        memset(high + 128, 0, 128 * sizeof *high);
    }
}

static void offer_split(eep_eepd_plan *plan, const uint32_t *count, size_t values, uint64_t all,
                        unsigned bits)
{
    uint32_t high[256] = {0};
    for (size_t i = 0; i < values; i++)
        high[i >> (bits - 8)] += count[i];
    offer_splits(plan, high, all, bits);
}

static void offer_escape(eep_eepd_plan *plan, const uint32_t *count, size_t values, uint64_t all,
                         unsigned bits)
{
    uint64_t rare = 0, different = 0;
    for (size_t i = 255; i < values; i++)
        rare += count[i];
    for (size_t i = 0; i < 255; i++)
        different += count[i] != 0;
    uint64_t length = different * SYMBOL * BIT + rare * bits * BIT + (rare != 0 ? code_length(rare, all) : 0);
    for (size_t i = 0; i < 255; i++)
        if (count[i] != 0) length += code_length(count[i], all);
    offer(plan, EEPD_ESCAPE, bits, length);
}

static void offer_sparse(eep_eepd_plan *plan, const uint32_t *count, size_t values, uint64_t all,
                         unsigned bits)
{
    size_t common = 0;
    for (size_t i = 1; i < values; i++)
        if (count[i] > count[common]) common = i;
    const uint64_t others = all - count[common];
    uint64_t rest = others * bits * BIT;
    if (bits <= 8) {
        const uint64_t coded = huffman_length(count, values, others, common);
        rest = coded < rest ? coded : rest;
    }
    plan->common = (int64_t)((uint64_t)plan->low + common);
    offer(plan, EEPD_SPARSE, bits, mask_length(others, all) + rest);
}

/*
 * Adds to times[value - low]. Of few different values the next is often the same, and its count would have to
 * wait for the one just written: neighbours are counted apart, and added up.
 */
static void count_values(const int64_t *values, size_t count, int64_t low, size_t span, uint32_t *times)
{
    uint32_t apart[4][256] = {0};
    size_t i = 0;
    for (; span <= 256 && i + 4 <= count; i += 4) {
        for (size_t k = 0; k < 4; k++)
            apart[k][(uint64_t)values[i + k] - (uint64_t)low]++;
    }
    for (; i < count; i++)
        times[(uint64_t)values[i] - (uint64_t)low]++;
    for (size_t value = 0; span <= 256 && value < span; value++)
        times[value] += apart[0][value] + apart[1][value] + apart[2][value] + apart[3][value];
}

static void offer_counted(eep_eepd_plan *plan, const uint32_t *times, size_t count, int depth, unsigned bits)
{
    const size_t span = (size_t)((uint64_t)plan->high - (uint64_t)plan->low) + 1;
    offer_packed(plan, times, span, count, bits);
    if (bits > 8 && depth <= DEPTH_SPLIT) offer_split(plan, times, span, count, bits);
    if (bits > 8 && plan->low == 0 && depth <= DEPTH_OTHERS) offer_escape(plan, times, span, count, bits);
    if (depth <= DEPTH_OTHERS) offer_sparse(plan, times, span, count, bits);
}

static void count_and_offer(eep_eepd_encoder *encoder, const int64_t *values, size_t count, int depth,
                            unsigned bits, eep_eepd_plan *plan)
{
    const size_t span = (size_t)((uint64_t)plan->high - (uint64_t)plan->low) + 1;
    count_values(values, count, plan->low, span, encoder->count);
    offer_counted(plan, encoder->count, count, depth, bits);
    memset(encoder->count, 0, span * sizeof *encoder->count);
}

/* ---- Values that span more ---------------------------------------------------------------------------- */

static void offer_wide(eep_eepd_encoder *encoder, const int64_t *values, size_t count, int depth,
                       unsigned bits, eep_eepd_plan *plan)
{
    if (bits <= EEPD_BITS_MAX) offer(plan, EEPD_PACKED, bits, (uint64_t)count * bits * BIT);
    if (depth > DEPTH_SPLIT) return;
    const unsigned low_bits = bits - 8 > EEPD_BITS_MAX ? EEPD_BITS_MAX : bits - 8;
    if (bits - low_bits > 8) {
        offer(plan, EEPD_SPLIT, low_bits, (uint64_t)count * bits * BIT);
        return;
    }
    for (size_t i = 0; i < count; i++)
        encoder->count[((uint64_t)values[i] - (uint64_t)plan->low) >> low_bits]++;
    offer_splits(plan, encoder->count, count, bits);
    memset(encoder->count, 0, 256 * sizeof *encoder->count);
}

/* Differences pay where they span much less than the values: in what is sorted, or nearly. */
static void offer_delta(const int64_t *values, size_t count, int depth, eep_eepd_plan *plan)
{
    if (depth > DEPTH_OTHERS || count < 3) return;
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 1; i < count; i++) {
        const int64_t difference = (int64_t)((uint64_t)values[i] - (uint64_t)values[i - 1]);
        low = difference < low ? difference : low;
        high = difference > high ? difference : high;
    }
    const unsigned bits = eep_eepd_bits_of((uint64_t)high - (uint64_t)low);
    offer(plan, EEPD_DELTA, bits, (uint64_t)count * bits * BIT);
}

/* One value, or values at equal steps. */
static int is_run(const int64_t *values, size_t count)
{
    if (count < 3) return 1;
    const uint64_t step = (uint64_t)values[1] - (uint64_t)values[0];
    for (size_t i = 2; i < count; i++)
        if ((uint64_t)values[i] - (uint64_t)values[i - 1] != step) return 0;
    return 1;
}

#define LANES 4 /* that need not wait for each other */

static void find_range(const int64_t *values, size_t count, int64_t *low, int64_t *high)
{
    int64_t least[LANES], most[LANES];
    for (size_t k = 0; k < LANES; k++)
        least[k] = most[k] = values[0];
    for (size_t i = 0; i < count; i += LANES) {
        for (size_t k = 0; k < LANES; k++) {
            const int64_t value = values[i + k < count ? i + k : 0];
            least[k] = value < least[k] ? value : least[k];
            most[k] = value > most[k] ? value : most[k];
        }
    }
    *low = *high = values[0];
    for (size_t k = 0; k < LANES; k++) {
        *low = least[k] < *low ? least[k] : *low;
        *high = most[k] > *high ? most[k] : *high;
    }
}

eep_eepd_plan eep_eepd_plan_of(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                               int depth)
{
    eep_eepd_plan plan = {.encoding = EEPD_RUN, .low = values[0], .high = values[0]};
    if (is_run(values, count)) return plan;
    find_range(values, count, &plan.low, &plan.high);
    plan.length = UINT64_MAX;
    const unsigned bits = eep_eepd_bits_of((uint64_t)plan.high - (uint64_t)plan.low);
    if (bits <= 16)
        count_and_offer(encoder, values, count, depth, bits, &plan);
    else
        offer_wide(encoder, values, count, depth, bits, &plan);
    if (width >= 4) offer_delta(values, count, depth, &plan);
    return plan;
}

eep_eepd_plan eep_eepd_plan_counted(const uint32_t *times, int64_t low, int64_t high, size_t count,
                                    const int64_t *values)
{
    eep_eepd_plan plan = {.low = low, .high = high, .length = UINT64_MAX};
    offer_counted(&plan, times, count, 0, eep_eepd_bits_of((uint64_t)high - (uint64_t)low));
    if (values != NULL) offer_delta(values, count, 0, &plan);
    return plan;
}
