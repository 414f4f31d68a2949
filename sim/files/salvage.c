/* salvage.c - what is sound of a damaged file, and a provenance that says what is not. */
#include "sim/files/salvage.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* A provenance is a text of a page or two: of more ranges only their number of rows is told. */
#define RANGES_MAX 1000

/* What is lost, as far as it is told apart: neighbours make one range. */
typedef struct losses {
    const eep_read_options *options;
    uint64_t rows;
    size_t ranges;
    uint64_t first[RANGES_MAX], last[RANGES_MAX];
} losses;

static void note_loss(void *context, uint64_t first, uint64_t last, const char *why)
{
    losses *all = context;
    all->rows += last - first + 1;
    if (all->ranges > 0 && all->last[all->ranges - 1] + 1 == first) {
        all->last[all->ranges - 1] = last;
    } else if (all->ranges < RANGES_MAX) {
        all->first[all->ranges] = first;
        all->last[all->ranges++] = last;
    }
    if (all->options->lost != NULL) all->options->lost(all->options->lost_context, first, last, why);
}

static json_t *describe_ranges(const losses *all)
{
    json_t *ranges = json_array();
    for (size_t i = 0; i < all->ranges; i++)
        (void)json_array_append_new(ranges,
                                    json_pack("[I, I]", (json_int_t)all->first[i], (json_int_t)all->last[i]));
    return ranges;
}

/* The file as it was: what its index still says. */
static json_t *describe_file(uint64_t rows, const char *path, json_t *provenance)
{
    json_t *part = json_pack("{s:I}", "rows", (json_int_t)rows);
    eep_file_info info;
    if (strcmp(path, "-") != 0 && eep_file_inspect(path, &info, NULL) == EEP_OK) {
        (void)json_object_set_new(part, "pool_digest", json_string(info.pool_digest));
        eep_file_info_clear(&info);
    }
    (void)json_object_set(part, "provenance", provenance);
    return part;
}

static eep_status describe(const losses *all, uint64_t left, const char *path, char **provenance,
                           eep_error *error)
{
    json_t *before = json_loads(*provenance, 0, NULL), *people = json_object_get(before, "people");
    json_t *object = json_pack("{s:s, s:s, s:s, s:I, s:o, s:[o]}", "tool", "eepool", "version", EEP_VERSION,
                               "made_by", "skip-damaged", "lost_rows", (json_int_t)all->rows, "lost",
                               describe_ranges(all), "parts", describe_file(left + all->rows, path, before));
    if (json_is_string(people)) (void)json_object_set(object, "people", people);
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    json_decref(before);
    if (text == NULL) return eep_fail_memory(error, strlen(*provenance));
    free(*provenance);
    *provenance = text;
    return EEP_OK;
}

eep_status eep_pool_salvage(const eep_engine *engine, const char *path, const eep_read_options *options,
                            eep_columns *columns, char **provenance, eep_error *error)
{
    losses *all = eep_allocate(&engine->allocator, 1, sizeof *all);
    if (all == NULL) return eep_fail_memory(error, sizeof *all);
    all->options = options;
    eep_status status =
        eep_eepd_salvage(path, &engine->kernels, engine->threads, columns, provenance, note_loss, all, error);
    if (status == EEP_OK && all->rows > 0) status = describe(all, columns->rows, path, provenance, error);
    eep_release(&engine->allocator, all, 1, sizeof *all);
    return status;
}
