/* provenance.c - what a made pool says of itself. */
#include <jansson.h>

#include "sim/make/make.h"

/* By how much the rounds before the pool have scaled each type, and how fast 501 to 600 falls; out of 1000.
 */
static json_t *describe_learned(const eep_learned *learned)
{
    json_t *object = json_object();
    int bad = 0;
    if (learned->tail_rate != 0)
        bad = json_object_set_new(object, "tail_rate", json_integer((json_int_t)learned->tail_rate));
    for (size_t i = 0; i < learned->count; i++)
        bad |= json_object_set_new(object, learned->type[i].id,
                                   json_integer((json_int_t)learned->type[i].scale));
    if (bad == 0) return object;
    json_decref(object);
    return NULL;
}

/* The count on which the pool is shaped and, of an estimate, how it was moved on from there. */
static json_t *describe_fit(const eep_source *source)
{
    char day[11];
    eep_date_format(source->snapshot, day);
    json_t *fit =
        json_pack("{s:s, s:s}", "day", day, "publisher", "Immigration, Refugees and Citizenship Canada");
    if (source->estimate == NULL || fit == NULL) return fit;
    eep_date_format(source->day, day);
    int bad = json_object_set_new(fit, "kind", json_string(eep_fit_name(source->kind)));
    bad |= json_object_set_new(fit, "moved_to", json_string(day));
    bad |= json_object_set_new(fit, "rounds", json_integer((json_int_t)source->rounds));
    bad |= json_object_set_new(fit, "parameters", json_string(source->parameters));
    if (bad == 0) return fit;
    json_decref(fit);
    return NULL;
}

static int describe(json_t *object, const eep_making *making, const eep_recipe *recipe, const eep_kept *kept)
{
    char moment[21], day[11], policy[EEP_DIGEST_TEXT], seed[24];
    eep_time_format(recipe->moment, moment);
    eep_rules_digest(making->rules, policy);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)recipe->seed); /* JSON numbers end at 2^53 */
    json_t *model = json_pack("{s:s, s:s}", "name", making->model->name, "digest", making->model->digest);
    int bad = json_object_set_new(object, "tool", json_string("eepool"));
    bad |= json_object_set_new(object, "version", json_string(EEP_VERSION));
    bad |= json_object_set_new(object, "people", json_string("invented"));
    bad |= json_object_set_new(object, "seed", json_string(seed));
    bad |= json_object_set_new(object, "rows", json_integer((json_int_t)making->rows));
    bad |= json_object_set_new(object, "moment", json_string(moment));
    bad |= json_object_set_new(object, "model", model);
    if (making->source->has_fit) bad |= json_object_set_new(object, "fit", describe_fit(making->source));
    if (making->learned.tail_rate != 0 || making->learned.count != 0)
        bad |= json_object_set_new(object, "learned", describe_learned(&making->learned));
    eep_date_format(eep_rules_day(making->rules), day);
    bad |= json_object_set_new(object, "policy", json_pack("{s:s, s:s}", "day", day, "digest", policy));
    if (kept != NULL)
        bad |= json_object_set_new(object, "proposals", json_integer((json_int_t)kept->proposals));
    return bad;
}

eep_status eep_make_provenance(const eep_making *making, const eep_recipe *recipe, const eep_kept *kept,
                               char **text, eep_error *error)
{
    json_t *object = json_object();
    *text = object != NULL && describe(object, making, recipe, kept) == 0 ? json_dumps(object, JSON_COMPACT)
                                                                          : NULL;
    json_decref(object);
    return *text != NULL ? EEP_OK : eep_fail_memory(error, 0);
}
