/* stats.c - how the values of each column are spread: integers, counted by each thread and added up. */
#include "sim/stream/stream.h"

#include "eepool/table.h"

typedef struct stats_part {
    eep_column_stats column[EEP_COLUMNS];
} stats_part;

typedef struct stats_work {
    uint64_t which;
    stats_part *parts;
} stats_work;

static void begin(eep_column_stats *stats, const eep_column *face)
{
    const uint64_t values = (uint64_t)face->maximum - (uint64_t)face->minimum + 1;
    *stats = (eep_column_stats){.lowest = INT64_MAX, .highest = INT64_MIN, .bin_first = face->minimum};
    stats->bin_width = (int64_t)((values - 1) / EEP_STATS_BINS + 1);
    stats->bins = (size_t)((values - 1) / (uint64_t)stats->bin_width + 1);
}

/* One loop a width, so that it is quick. */
#define COUNT(type)                                                                                          \
    for (uint64_t row = 0; row < rows; row++) {                                                              \
        const int64_t value = (int64_t)((const type *)values)[row];                                          \
        if (value < lowest) lowest = value;                                                                  \
        if (value > highest) highest = value;                                                                \
        zeros += value == 0;                                                                                 \
        stats->bin[(uint64_t)(value - first) / width]++;                                                     \
    }

static void count(eep_column_stats *stats, const void *values, size_t bytes, uint64_t rows)
{
    int64_t lowest = stats->lowest, highest = stats->highest;
    const int64_t first = stats->bin_first;
    const uint64_t width = (uint64_t)stats->bin_width;
    uint64_t zeros = 0;
    switch (bytes) {
    case 1:
        COUNT(uint8_t);
        break;
    case 2:
        COUNT(uint16_t);
        break;
    case 4:
        COUNT(int32_t);
        break;
    default:
        COUNT(int64_t);
        break;
    }
    stats->lowest = lowest;
    stats->highest = highest;
    stats->zeros += zeros;
}

static eep_status count_chunk(void *context, int thread, uint64_t row, const eep_columns *columns,
                              eep_error *error)
{
    stats_work *work = context;
    (void)row;
    (void)error;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column face;
        if ((work->which >> i & 1) == 0 || !eep_column_at(i, &face)) continue;
        count(&work->parts[thread].column[i], eep_columns_data(columns, i), face.width, columns->rows);
    }
    return EEP_OK;
}

static void add(eep_column_stats *sum, const eep_column_stats *part)
{
    if (part->lowest < sum->lowest) sum->lowest = part->lowest;
    if (part->highest > sum->highest) sum->highest = part->highest;
    sum->zeros += part->zeros;
    for (size_t bin = 0; bin < sum->bins; bin++)
        sum->bin[bin] += part->bin[bin];
}

static void add_parts(const stats_work *work, int threads, const eep_stream *stream, eep_column_stats *stats)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((work->which >> i & 1) == 0) continue;
        stats[i] = work->parts[0].column[i];
        for (int t = 1; t < threads; t++)
            add(&stats[i], &work->parts[t].column[i]);
        if (stream->rows == 0) stats[i].lowest = stats[i].highest = 0;
        stats[i].present = eep_stream_has_column(stream, i);
    }
}

eep_status eep_stream_stats(eep_engine *engine, eep_stream *stream, uint64_t which, eep_column_stats *stats,
                            eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    stats_work work = {.which = which != 0 ? which : (UINT64_C(1) << EEP_COLUMNS) - 1};
    const eep_walk walk = {
        .stream = stream, .wanted = work.which, .end = stream->rows, .work = count_chunk, .context = &work};
    work.parts = eep_allocate(&engine->allocator, threads, sizeof *work.parts);
    if (work.parts == NULL) return eep_fail_memory(error, threads * sizeof *work.parts);
    for (size_t t = 0; t < threads; t++) {
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column face;
            (void)eep_column_at(i, &face);
            begin(&work.parts[t].column[i], &face);
        }
    }
    const eep_status status = eep_walk_chunks(engine, &walk, error);
    if (status == EEP_OK) add_parts(&work, engine->threads, stream, stats);
    eep_release(&engine->allocator, work.parts, threads, sizeof *work.parts);
    return status;
}
