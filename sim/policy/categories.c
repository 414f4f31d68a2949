/* categories.c - category versions of a policy file: their dates, conditions and occupations. */
#include "sim/policy/leaves.h"

#include <string.h>

/* What eepool/draw.h has room for. */
#define ID_LONGEST      23
#define VERSION_LONGEST 15
#define NAME_LONGEST    95

/* The conditions a version may have; one that is not written is 0, and not asked. */
static const struct condition {
    const char *name, *unit, *title, *absent;
} conditions[] = {
    {"months", "months", "work in a listed occupation in the last three years, anywhere", "0"},
    {"canadian_months", "months", "work in a listed occupation in the last three years, in Canada", "0"},
    {"continuous_months", "months", "longest unbroken run of work in a listed occupation", "0"},
    {"education", "education", "lowest level of education", NULL},
    {"french_level", "level", "NCLC that all four French abilities must reach", "0"},
    {"forces_recruit", "flag", "whether an offer of the Canadian Armed Forces is asked, 1 = yes", "0"},
};
#define CONDITIONS (sizeof conditions / sizeof *conditions)

static const char *const category_words[] = {"title", "source", "note", NULL};
static const char *const version_keys[] = {"official_name",
                                           "from",
                                           "to",
                                           "source",
                                           "note",
                                           "months",
                                           "canadian_months",
                                           "continuous_months",
                                           "education",
                                           "french_level",
                                           "forces_recruit",
                                           "occupations",
                                           NULL};

/* ---- Leaves of a version ----------------------------------------------------------------------- */

static eep_status add_condition(const eep_context *context, const char *path, const eep_version *version,
                                const struct condition *condition, const eep_yaml_node *node,
                                const eep_yaml_node *key)
{
    const char *text = condition->absent;
    /* Not asking for education is asking for the lowest label. */
    if (text == NULL) text = eep_column_label(EEP_COL_education, 0);
    if (node != NULL) text = eep_plain_number(eep_yaml_text(node));
    if (text[0] == '\0')
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, "write one value",
                             "%s.%s has no value here", path, condition->name);
    char longer[EEP_PATH_LONGEST + 1];
    eep_append_path(path, condition->name, longer);
    eep_context own = *context;
    own.title = condition->title;
    own.unit = condition->unit;
    eep_leaf *leaf = NULL;
    EEP_TRY(eep_new_leaf(&own, longer, node != NULL ? node : key, &leaf));
    leaf->face.value = eep_texts_copy(context->policy->texts, text, strlen(text));
    if (leaf->face.value == NULL) return eep_fail_memory(context->error, strlen(text));
    leaf->face.from = version->from;
    leaf->face.to = version->to;
    leaf->is_version = 1;
    return EEP_OK;
}

static eep_status add_occupations(const eep_context *context, const char *path, const eep_version *version,
                                  const eep_yaml_node *node, const eep_yaml_node *key)
{
    const char **code = NULL, **title = NULL;
    size_t count = 0;
    if (node != NULL) EEP_TRY(eep_read_codes(context, node, 1, &code, &title, &count));
    for (size_t i = 0; i < count; i++) {
        const char *problem = eep_noc_problem(code[i]);
        if (problem == NULL) continue;
        const eep_yaml_node *member = eep_yaml_key(node, i);
        return eep_yaml_fail(context->yaml, member != NULL ? member : eep_yaml_value(node, i), context->error,
                             EEP_ERROR_VALUE, "write all five digits, leading zeros too",
                             "'%s' is no NOC 2021 code: %s", code[i], problem);
    }
    char longer[EEP_PATH_LONGEST + 1];
    eep_append_path(path, "occupations", longer);
    eep_context own = *context;
    own.title = "listed occupations, NOC 2021";
    own.unit = "codes";
    eep_leaf *leaf = NULL;
    EEP_TRY(eep_new_leaf(&own, longer, node != NULL ? node : key, &leaf));
    leaf->face.from = version->from;
    leaf->face.to = version->to;
    leaf->is_version = 1;
    return eep_leaf_set_codes(context->policy, leaf, code, title, count, context->error);
}

/* ---- Versions ---------------------------------------------------------------------------------- */

/* Two versions of one category are never in force on the same day: a round would not know which to use. */
eep_status eep_refuse_overlap(const eep_context *context, const eep_version *fresh)
{
    const eep_list *versions = &context->policy->versions;
    const eep_version *version = versions->items;
    for (size_t i = 0; i < versions->count; i++) {
        if (&version[i] == fresh || strcmp(version[i].id, fresh->id) != 0) continue;
        if (strcmp(version[i].version, fresh->version) == 0)
            return eep_fail_at(context->error, EEP_ERROR_DUPLICATE, fresh->file, fresh->line, fresh->column,
                               "give it another name",
                               "%s has two versions '%s'; the other is in %s, line %llu", fresh->id,
                               fresh->version, version[i].file, (unsigned long long)version[i].line);
        if (version[i].to < fresh->from || fresh->to < version[i].from) continue;
        return eep_fail_at(context->error, EEP_ERROR_VALUE, fresh->file, fresh->line, fresh->column,
                           "end the earlier version ('to') the day before the later one begins",
                           "an overlap: the versions %s and %s of %s are in force on the same days",
                           version[i].version, fresh->version, fresh->id);
    }
    return EEP_OK;
}

static eep_status name_version(const eep_context *context, const char *id, const char *name,
                               const eep_yaml_node *key, const eep_yaml_node *node, eep_version *version)
{
    eep_texts *texts = context->policy->texts;
    version->file = context->file;
    version->line = eep_yaml_line(key);
    version->column = eep_yaml_column(key);
    version->source = context->source;
    version->id = eep_texts_copy(texts, id, strlen(id));
    version->version = eep_texts_copy(texts, name, strlen(name));
    if (version->id == NULL || version->version == NULL) return eep_fail_memory(context->error, strlen(id));
    EEP_TRY(eep_read_text(context, node, "official_name", &version->official_name));
    if (version->official_name == NULL)
        return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_MISSING,
                             "add 'official_name:', as notices of rounds print it",
                             "version %s of %s has no 'official_name'", version->version, id);
    if (strlen(id) > ID_LONGEST || strlen(version->version) > VERSION_LONGEST ||
        strlen(version->official_name) > NAME_LONGEST)
        return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_VALUE,
                             "shorten the longest of the three",
                             "an id has at most %d letters, a version %d, an official name %d", ID_LONGEST,
                             VERSION_LONGEST, NAME_LONGEST);
    if (version->source == NULL)
        return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_MISSING,
                             "add 'source:' to it or to a group around it",
                             "version %s of %s has no 'source'", version->version, id);
    return eep_read_days(context, node, &version->from, &version->to);
}

eep_status eep_read_version(const eep_context *context, const char *id, const char *name, const char *path,
                            const eep_yaml_node *key, const eep_yaml_node *node)
{
    eep_policy *policy = context->policy;
    char advice[160];
    eep_advise_word(advice, sizeof advice, eep_yaml_text(key), category_words,
                    "write official_name, from and the conditions below it");
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, advice, "%s is no version",
                             path);
    EEP_TRY(eep_check_notes(context, node));
    EEP_TRY(eep_refuse_others(context, node, path, version_keys));
    if (policy->versions.count == EEP_CATEGORIES_MAX)
        return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_VALUE,
                             "remove versions that are no longer studied",
                             "this is category version number %d; a policy has at most %d",
                             EEP_CATEGORIES_MAX + 1, EEP_CATEGORIES_MAX);
    eep_version *version = eep_list_add(policy, &policy->versions, context->error);
    if (version == NULL) return EEP_ERROR_MEMORY;
    eep_context own = *context;
    const char *source = NULL;
    EEP_TRY(eep_read_text(context, node, "source", &source));
    if (source != NULL) own.source = source;
    EEP_TRY(name_version(&own, id, name, key, node, version));
    EEP_TRY(eep_refuse_overlap(&own, version));
    EEP_TRY(eep_note_place(&own, path, key));
    for (size_t i = 0; i < CONDITIONS; i++)
        EEP_TRY(
            add_condition(&own, path, version, &conditions[i], eep_yaml_find(node, conditions[i].name), key));
    return add_occupations(&own, path, version, eep_yaml_find(node, "occupations"), key);
}

static eep_status read_category(const eep_context *context, const eep_yaml_node *key,
                                const eep_yaml_node *node)
{
    char path[EEP_PATH_LONGEST + 1], longer[EEP_PATH_LONGEST + 1];
    EEP_TRY(eep_join_path(context, "categories", key, path));
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write its versions below it", "%s is no category", path);
    EEP_TRY(eep_note_place(context, path, key));
    eep_context own = *context;
    const char *text = NULL;
    EEP_TRY(eep_read_text(context, node, "source", &text));
    if (text != NULL) own.source = text;
    EEP_TRY(eep_check_notes(context, node));
    size_t versions = 0;
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *name = eep_yaml_key(node, i);
        const char *word = eep_yaml_text(name);
        if (strcmp(word, "title") == 0 || strcmp(word, "source") == 0 || strcmp(word, "note") == 0) continue;
        versions++;
        EEP_TRY(eep_join_path(&own, path, name, longer));
        EEP_TRY(eep_read_version(&own, eep_yaml_text(key), word, longer, name, eep_yaml_value(node, i)));
    }
    if (versions > 0) return EEP_OK;
    return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_MISSING,
                         "write a version below it, or leave it away", "%s has no version", path);
}

eep_status eep_read_categories(const eep_context *context, const eep_yaml_node *key,
                               const eep_yaml_node *node)
{
    EEP_TRY(eep_note_place(context, "categories", key));
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write the categories below it", "categories holds no mapping");
    eep_context own = *context;
    EEP_TRY(eep_read_text(context, node, "source", &own.source));
    EEP_TRY(eep_check_notes(context, node));
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *key_node = eep_yaml_key(node, i);
        const char *word = eep_yaml_text(key_node);
        if (strcmp(word, "source") == 0 || strcmp(word, "note") == 0) continue;
        EEP_TRY(read_category(&own, key_node, eep_yaml_value(node, i)));
    }
    return EEP_OK;
}
