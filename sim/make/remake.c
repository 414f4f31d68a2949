/* remake.c - whether a pool is the one that the recipe in its provenance makes. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/make/make.h"

/* What a provenance of ours says, as far as making a pool again needs it. */
typedef struct told {
    eep_recipe recipe;
    eep_date policy_day;
    char policy[EEP_DIGEST_TEXT], model[EEP_DIGEST_TEXT];
    char model_name[EEP_MODEL_NAME];  /* of a model in the data folder, or empty */
    char parameters[EEP_DIGEST_TEXT]; /* of an estimate */
} told;

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static int take_date(const char *text, eep_date *date)
{
    return eep_date_parse(text, strlen(text), date, NULL) == EEP_OK;
}

static int take_digest(const json_t *object, const char *key, char digest[EEP_DIGEST_TEXT])
{
    const char *text = text_at(json_object_get(object, key), "digest");
    snprintf(digest, EEP_DIGEST_TEXT, "%s", text);
    return strlen(text) == EEP_DIGEST_TEXT - 1;
}

/* A file is not to make us open another: the name of a model is a word. */
static void take_model_name(const json_t *object, char model[EEP_MODEL_NAME])
{
    const char *name = text_at(json_object_get(object, "model"), "name");
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    model[0] = '\0';
    if (name[length] == '\0' && length < EEP_MODEL_NAME) memcpy(model, name, length + 1);
}

const char *eep_provenance_model(const char *provenance, char model[EEP_MODEL_NAME])
{
    json_t *object = json_loads(provenance, JSON_REJECT_DUPLICATES, NULL);
    take_model_name(object, model);
    json_decref(object);
    return model[0] != '\0' ? model : NULL;
}

/* A snapshot, or the estimate on the day of the moment, which needs the parameters it was made by. */
static int take_fit(const json_t *fit, told *from)
{
    const char *kind = text_at(fit, "kind"), *parameters = text_at(fit, "parameters");
    from->recipe.has_fit = fit != NULL;
    if (fit == NULL) return 1;
    if (!take_date(text_at(fit, "day"), &from->recipe.fit)) return 0;
    if (*kind == '\0') return 1;
    snprintf(from->parameters, sizeof from->parameters, "%s", parameters);
    return eep_fit_named(kind, &from->recipe.kind) && strlen(parameters) == EEP_DIGEST_TEXT - 1;
}

/* Whether everything a recipe needs is there. */
static int take_recipe(const json_t *object, told *from)
{
    const char *seed = text_at(object, "seed"), *moment = text_at(object, "moment");
    const json_t *fit = json_object_get(object, "fit");
    const json_int_t rows = json_integer_value(json_object_get(object, "rows"));
    char *end;
    *from = (told){0};
    eep_recipe_defaults(&from->recipe);
    take_model_name(object, from->model_name);
    from->recipe.rows = rows > 0 ? (uint64_t)rows : 0;
    from->recipe.seed = strtoull(seed, &end, 10);
    return strcmp(text_at(object, "tool"), "eepool") == 0 &&
           strcmp(text_at(object, "people"), "invented") == 0 && *seed != '\0' && *end == '\0' && rows > 0 &&
           eep_time_parse(moment, strlen(moment), &from->recipe.moment, NULL) == EEP_OK &&
           take_fit(fit, from) &&
           take_date(text_at(json_object_get(object, "policy"), "day"), &from->policy_day) &&
           take_digest(object, "policy", from->policy) && take_digest(object, "model", from->model);
}

/* A provenance may claim any size: nothing is made before it agrees with the pool. */
static eep_status read_recipe(const char *provenance, uint64_t rows, told *from, eep_error *error)
{
    json_t *object = json_loads(provenance, JSON_REJECT_DUPLICATES, NULL);
    const int there = take_recipe(object, from);
    const json_int_t lost = json_integer_value(json_object_get(object, "lost_rows"));
    json_decref(object);
    if (lost > 0) {
        return eep_fail(error, EEP_ERROR_UNKNOWN, "save more of the damaged file, or make the pool again",
                        "%lld of its candidates are lost", (long long)lost);
    }
    if (!there) return eep_fail(error, EEP_ERROR_MISSING, NULL, "its provenance has no recipe");
    if (from->recipe.rows == rows) return EEP_OK;
    return eep_fail(error, EEP_ERROR_DAMAGED, "it was changed after it was made",
                    "its recipe makes %" PRIu64 " candidates; it has %" PRIu64, from->recipe.rows, rows);
}

/* The model is looked at before a pool is made for nothing. One that the caller names must be there. */
static eep_status check_model(const eep_engine *engine, const told *from, eep_error *error)
{
    eep_model *model = eep_allocate(&engine->allocator, 1, sizeof *model);
    if (model == NULL) return eep_fail_memory(error, sizeof *model);
    eep_status status = eep_model_of(from->recipe.model, model, error);
    if (status == EEP_ERROR_NO_FILE && from->recipe.model == from->model_name) {
        status = eep_fail(error, EEP_ERROR_UNKNOWN, "name the model file that it was made by",
                          "it was made by the pool model '%s', which is not here", from->recipe.model);
    }
    if (status == EEP_OK && strcmp(model->digest, from->model) != 0) {
        status = eep_fail(error, EEP_ERROR_UNKNOWN, "name the model file that it was made by",
                          "it was made by the pool model %s, not by %s", from->model, model->digest);
    }
    eep_model_clear(model);
    eep_release(&engine->allocator, model, 1, sizeof *model);
    return status;
}

static eep_status check_rules(const eep_rules *rules, const told *from, eep_error *error)
{
    char digest[EEP_DIGEST_TEXT];
    eep_rules_digest(rules, digest);
    if (strcmp(digest, from->policy) == 0) return EEP_OK;
    return eep_fail(error, EEP_ERROR_UNKNOWN, "name the policy that it was made under",
                    "it was made under the rules %s, not under %s", from->policy, digest);
}

static eep_status check_parameters(const told *from, eep_error *error)
{
    char digest[EEP_DIGEST_TEXT];
    if (from->recipe.kind == EEP_FIT_SNAPSHOT) return EEP_OK;
    EEP_TRY(eep_source_parameters(digest, error));
    if (strcmp(digest, from->parameters) == 0) return EEP_OK;
    return eep_fail(error, EEP_ERROR_UNKNOWN, "take the data folder that it was made with",
                    "its estimate was made by the parameters %s, not by %s", from->parameters, digest);
}

/* Whether two provenances say that their pools are shaped on the same. */
static int same_fit(const char *one, const char *other)
{
    json_t *left = json_loads(one, 0, NULL), *right = json_loads(other, 0, NULL);
    json_t *fit = json_object_get(left, "fit"), *own = json_object_get(right, "fit");
    const int same = fit == NULL || own == NULL || json_equal(fit, own);
    json_decref(left);
    json_decref(right);
    return same;
}

static eep_status compare(const eep_pool *pool, const char *made, const char *provenance, const char *digest,
                          eep_error *error)
{
    if (strcmp(made, digest) == 0) return EEP_OK;
    if (!same_fit(provenance, eep_pool_provenance(pool)))
        return eep_fail(error, EEP_ERROR_UNKNOWN, "take the data folder that it was made with",
                        "by the record of rounds that is here it would be shaped on something else");
    return eep_fail(error, EEP_ERROR_DAMAGED,
                    "it was changed after it was made, or made by a release that makes other candidates",
                    "its recipe makes the pool %s; it is %s", made, digest);
}

static eep_status make_and_compare(eep_engine *engine, const eep_rules *rules, const told *from,
                                   const char *provenance, const char *digest, eep_error *error)
{
    eep_pool *pool;
    char made[EEP_DIGEST_TEXT];
    EEP_TRY(eep_pool_make(engine, rules, &from->recipe, &pool, error));
    eep_status status = eep_pool_digest(engine, pool, made, error);
    if (status == EEP_OK) status = compare(pool, made, provenance, digest, error);
    eep_pool_free(pool);
    return status;
}

eep_status eep_pool_remake(eep_engine *engine, const eep_policy *policy, const char *model,
                           const char *provenance, uint64_t rows, const char *digest, eep_error *error)
{
    told from;
    eep_rules *rules;
    EEP_TRY(read_recipe(provenance, rows, &from, error));
    from.recipe.model = model != NULL || from.model_name[0] == '\0' ? model : from.model_name;
    EEP_TRY(check_model(engine, &from, error));
    EEP_TRY(check_parameters(&from, error));
    EEP_TRY(eep_policy_at(policy, from.policy_day, &rules, error));
    eep_status status = check_rules(rules, &from, error);
    if (status == EEP_OK) status = make_and_compare(engine, rules, &from, provenance, digest, error);
    eep_rules_free(rules);
    return status;
}
