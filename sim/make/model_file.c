/*
 * model_file.c - reads a pool model: the shape of the file, and libcyaml's complaints as our errors.
 */
#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#include "sim/make/model_file.h"

#define NUMBER_MAX 1000000000

#define SEE_DOCUMENT "docs/model.md describes the keys of a pool model"

/* ---- The shape --------------------------------------------------------------------------------- */

#define NUMBER(type, member) CYAML_FIELD_UINT(#member, CYAML_FLAG_DEFAULT, type, member)
#define TEXT(type, member)   CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER, type, member, 1, 4000)
#define LIST(type, member, entry, n)                                                                         \
    CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER, type, member, entry, 1, n)
#define WEIGHTS(type, member, n)                                                                             \
    CYAML_FIELD_SEQUENCE_FIXED(#member, CYAML_FLAG_DEFAULT, type, member, &number_value, n)

static const cyaml_schema_value_t number_value = {CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, uint32_t)};

static const cyaml_schema_field_t band_fields[] = {NUMBER(eep_model_band, from), NUMBER(eep_model_band, to),
                                                   NUMBER(eep_model_band, weight), CYAML_FIELD_END};
static const cyaml_schema_value_t band_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_band, band_fields)};

static const cyaml_schema_field_t code_fields[] = {TEXT(eep_model_code, code), NUMBER(eep_model_code, weight),
                                                   CYAML_FIELD_END};
static const cyaml_schema_value_t code_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_code, code_fields)};

static const cyaml_schema_field_t country_fields[] = {
    TEXT(eep_model_country_list, name), TEXT(eep_model_country_list, source),
    LIST(eep_model_country_list, countries, &code_value, 64), CYAML_FIELD_END};
static const cyaml_schema_value_t country_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_country_list, country_fields)};

static const cyaml_schema_field_t group_fields[] = {
    TEXT(eep_model_occupation_group, name),
    TEXT(eep_model_occupation_group, source),
    NUMBER(eep_model_occupation_group, women),
    NUMBER(eep_model_occupation_group, trade),
    NUMBER(eep_model_occupation_group, senior),
    LIST(eep_model_occupation_group, occupations, &code_value, 64),
    CYAML_FIELD_END};
static const cyaml_schema_value_t group_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_occupation_group, group_fields)};

static const cyaml_schema_field_t occupation_fields[] = {
    TEXT(eep_model_occupation_weight, group), NUMBER(eep_model_occupation_weight, degree),
    NUMBER(eep_model_occupation_weight, other), CYAML_FIELD_END};
static const cyaml_schema_value_t occupation_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_occupation_weight, occupation_fields)};

static const cyaml_schema_field_t chance_fields[] = {NUMBER(eep_model_chances, spouse),
                                                     NUMBER(eep_model_chances, french_first),
                                                     NUMBER(eep_model_chances, second_language),
                                                     NUMBER(eep_model_chances, job_offer),
                                                     NUMBER(eep_model_chances, sibling),
                                                     NUMBER(eep_model_chances, relative),
                                                     NUMBER(eep_model_chances, nomination),
                                                     NUMBER(eep_model_chances, certificate),
                                                     NUMBER(eep_model_chances, settlement_funds),
                                                     NUMBER(eep_model_chances, spouse_canadian_study),
                                                     NUMBER(eep_model_chances, other_occupation),
                                                     NUMBER(eep_model_chances, interrupted_work),
                                                     CYAML_FIELD_END};

static const cyaml_schema_field_t archetype_fields[] = {
    TEXT(eep_model_archetype, name),
    TEXT(eep_model_archetype, source),
    NUMBER(eep_model_archetype, weight),
    NUMBER(eep_model_archetype, recent_canadian_work),
    TEXT(eep_model_archetype, citizenship),
    CYAML_FIELD_MAPPING("chances", CYAML_FLAG_DEFAULT, eep_model_archetype, chances, chance_fields),
    LIST(eep_model_archetype, age, &band_value, 32),
    LIST(eep_model_archetype, canadian_work, &band_value, 32),
    LIST(eep_model_archetype, foreign_work, &band_value, 32),
    LIST(eep_model_archetype, spouse_canadian_work, &band_value, 32),
    WEIGHTS(eep_model_archetype, education, EEP_MODEL_EDUCATIONS),
    WEIGHTS(eep_model_archetype, spouse_education, EEP_MODEL_EDUCATIONS),
    WEIGHTS(eep_model_archetype, first_language, EEP_MODEL_LEVELS),
    WEIGHTS(eep_model_archetype, second_language, EEP_MODEL_LEVELS),
    WEIGHTS(eep_model_archetype, spouse_language, EEP_MODEL_LEVELS),
    WEIGHTS(eep_model_archetype, canadian_study, 3),
    LIST(eep_model_archetype, occupations, &occupation_value, 32),
    CYAML_FIELD_END};
static const cyaml_schema_value_t archetype_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_archetype, archetype_fields)};

static const cyaml_schema_field_t inside_fields[] = {
    NUMBER(eep_model_inside, low), NUMBER(eep_model_inside, high), TEXT(eep_model_inside, source),
    LIST(eep_model_inside, shares, &number_value, 64), CYAML_FIELD_END};
static const cyaml_schema_value_t inside_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_inside, inside_fields)};

static const cyaml_schema_field_t submission_fields[] = {
    NUMBER(eep_model_submission, improved),      NUMBER(eep_model_submission, improved_nominees),
    NUMBER(eep_model_submission, language_days), NUMBER(eep_model_submission, assessment_days),
    TEXT(eep_model_submission, source),          CYAML_FIELD_END};

static const cyaml_schema_field_t joint_fields[] = {TEXT(eep_model_joint, source),
                                                    TEXT(eep_model_joint, french_citizenship),
                                                    LIST(eep_model_joint, spouse_by_age, &band_value, 4),
                                                    NUMBER(eep_model_joint, spouse_alike),
                                                    NUMBER(eep_model_joint, study_without_work),
                                                    NUMBER(eep_model_joint, tail_low),
                                                    NUMBER(eep_model_joint, tail_high),
                                                    NUMBER(eep_model_joint, tail_cells),
                                                    NUMBER(eep_model_joint, tail_rate),
                                                    NUMBER(eep_model_joint, tail_rounds),
                                                    NUMBER(eep_model_joint, stock_rounds),
                                                    CYAML_FIELD_END};

static const cyaml_schema_value_t name_value = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 64)};
static const cyaml_schema_field_t assumption_fields[] = {
    TEXT(eep_model_assumption, name),    TEXT(eep_model_assumption, source),
    TEXT(eep_model_assumption, scales),  LIST(eep_model_assumption, of, &name_value, 32),
    NUMBER(eep_model_assumption, value), NUMBER(eep_model_assumption, low),
    NUMBER(eep_model_assumption, high),  CYAML_FIELD_END};
static const cyaml_schema_value_t assumption_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_assumption, assumption_fields)};

static const cyaml_schema_field_t known_fields[] = {TEXT(eep_model_known, figure),
                                                    TEXT(eep_model_known, source),
                                                    NUMBER(eep_model_known, share), CYAML_FIELD_END};
static const cyaml_schema_value_t known_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, eep_model_known, known_fields)};

static const cyaml_schema_value_t offset_value = {
    CYAML_VALUE_SEQUENCE_FIXED(CYAML_FLAG_DEFAULT, uint32_t, &number_value, EEP_MODEL_OFFSETS)};

static const cyaml_schema_field_t file_fields[] = {
    TEXT(eep_model_file, name),
    TEXT(eep_model_file, title),
    TEXT(eep_model_file, about),
    CYAML_FIELD_MAPPING_PTR("joint", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, eep_model_file, joint,
                            joint_fields),
    CYAML_FIELD_SEQUENCE("assumptions", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, eep_model_file, assumptions,
                         &assumption_value, 0, 32),
    CYAML_FIELD_SEQUENCE("known", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, eep_model_file, known,
                         &known_value, 0, 32),
    CYAML_FIELD_SEQUENCE("inside", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, eep_model_file, inside,
                         &inside_value, 0, 15),
    CYAML_FIELD_MAPPING("submission", CYAML_FLAG_DEFAULT, eep_model_file, submission, submission_fields),
    WEIGHTS(eep_model_file, finish_age, EEP_MODEL_EDUCATIONS),
    CYAML_FIELD_SEQUENCE_FIXED("offsets", CYAML_FLAG_DEFAULT, eep_model_file, offsets, &offset_value, 4),
    LIST(eep_model_file, citizenships, &country_value, 16),
    LIST(eep_model_file, occupation_groups, &group_value, 32),
    LIST(eep_model_file, archetypes, &archetype_value, 16),
    CYAML_FIELD_END};
static const cyaml_schema_value_t file_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, eep_model_file, file_fields)};

/* Every key of the shape, for "did you mean". */
static const char *key_at(const void *context, size_t index)
{
    static const cyaml_schema_field_t *const lists[] = {
        file_fields,       archetype_fields,  chance_fields,  band_fields,   code_fields,
        occupation_fields, group_fields,      country_fields, inside_fields, submission_fields,
        joint_fields,      assumption_fields, known_fields};
    (void)context;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        for (size_t k = 0; lists[l][k].key != NULL; k++) {
            if (index-- == 0) return lists[l][k].key;
        }
    }
    return NULL;
}

/* ---- libcyaml's words as our errors -------------------------------------------------------------- */

/* What libcyaml said: its first complaint, and the first place of the trace that follows it. */
typedef struct complaint {
    char text[300];
    uint64_t line, column;
} complaint;

static void listen(cyaml_log_t level, void *context, const char *format, va_list arguments)
{
    complaint *heard = context;
    char text[300];
    if (level < CYAML_LOG_ERROR) return;
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = 0;
    if (heard->text[0] == 0) {
        const char *words = strncmp(text, "Load: ", 6) == 0 ? text + 6 : text;
        snprintf(heard->text, sizeof heard->text, "%s", words);
        heard->text[strcspn(heard->text, "\n")] = 0;
    } else if (heard->line == 0) {
        const char *place = strstr(text, "(line: ");
        if (place != NULL &&
            sscanf(place, "(line: %" SCNu64 ", column: %" SCNu64, &heard->line, &heard->column) != 2) {
            heard->line = heard->column = 0;
        }
    }
}

static eep_status status_of(cyaml_err_t failure)
{
    switch (failure) {
    case CYAML_ERR_OOM:
        return EEP_ERROR_MEMORY;
    case CYAML_ERR_MAPPING_FIELD_MISSING:
        return EEP_ERROR_MISSING;
    case CYAML_ERR_LIBYAML_PARSER:
        return EEP_ERROR_SYNTAX;
    default:
        return EEP_ERROR_VALUE;
    }
}

/* The first key with this text on `line` or below it, or NULL. */
static const eep_yaml_node *find_key(const eep_yaml_node *node, const char *text, uint64_t line)
{
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *key = eep_yaml_key(node, i);
        if (key != NULL && eep_yaml_line(key) >= line && strcmp(eep_yaml_text(key), text) == 0) return key;
        const eep_yaml_node *found = find_key(eep_yaml_value(node, i), text, line);
        if (found != NULL) return found;
    }
    return NULL;
}

/* Of a key that does not belong, libcyaml tells the place of the value before it. */
static eep_status fail_key(const eep_yaml *yaml, const complaint *heard, const char *text, eep_error *error)
{
    char advice[160];
    const eep_yaml_node *key = find_key(eep_yaml_root(yaml), text, heard->line);
    eep_did_you_mean(advice, sizeof advice, text, key_at, NULL, SEE_DOCUMENT);
    return eep_yaml_fail(yaml, key != NULL ? key : eep_yaml_root(yaml), error, EEP_ERROR_UNKNOWN, advice,
                         "the key '%s' does not belong here", text);
}

static eep_status fail_heard(const eep_yaml *yaml, cyaml_err_t failure, const complaint *heard,
                             eep_error *error)
{
    static const char unexpected[] = "Unexpected key: ";
    if (strncmp(heard->text, unexpected, strlen(unexpected)) == 0) {
        return fail_key(yaml, heard, heard->text + strlen(unexpected), error);
    }
    return eep_fail_at(error, status_of(failure), eep_yaml_path(yaml), heard->line, heard->column,
                       SEE_DOCUMENT, "%s", heard->text[0] != 0 ? heard->text : cyaml_strerror(failure));
}

/* ---- Numbers ------------------------------------------------------------------------------------ */

static int is_text_key(const char *key)
{
    static const char *const texts[] = {"name",   "title",       "about",  "source",
                                        "code",   "citizenship", "group",  "french_citizenship",
                                        "scales", "of",          "figure", NULL};
    for (size_t i = 0; texts[i] != NULL; i++) {
        if (strcmp(key, texts[i]) == 0) return 1;
    }
    return 0;
}

/*
 * libcyaml takes 1.5 for 1, 010 for 8 and 0x10 for 16. People read these files as decimal numbers, so every
 * scalar that is not a text must be one.
 */
static eep_status check_numbers(const eep_yaml *yaml, const eep_yaml_node *node, const char *key,
                                eep_error *error)
{
    if (eep_yaml_kind_of(node) == EEP_YAML_SCALAR) {
        int64_t value;
        const char *text = eep_yaml_text(node);
        if (is_text_key(key)) return EEP_OK;
        if (text[0] == '0' && text[1] != 0) {
            return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, "leave out leading zeros",
                                 "'%s' of %s is not a plain decimal number", text, key);
        }
        return eep_yaml_integer(yaml, node, key, 0, NUMBER_MAX, &value, error);
    }
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *name = eep_yaml_key(node, i);
        EEP_TRY(
            check_numbers(yaml, eep_yaml_value(node, i), name != NULL ? eep_yaml_text(name) : key, error));
    }
    return EEP_OK;
}

/* ---- Loading ------------------------------------------------------------------------------------ */

static cyaml_config_t config_for(complaint *heard)
{
    return (cyaml_config_t){.log_fn = listen,
                            .log_ctx = heard,
                            .log_level = CYAML_LOG_ERROR,
                            .mem_fn = cyaml_mem,
                            .flags = CYAML_CFG_NO_ALIAS};
}

void eep_model_file_free(eep_model_file *file)
{
    complaint heard = {.line = 0};
    const cyaml_config_t config = config_for(&heard);
    if (file != NULL) cyaml_free(&config, &file_value, file, 0);
}

void eep_model_text_digest(const char *text, size_t length, char digest[EEP_DIGEST_TEXT])
{
    const XXH128_hash_t hash = XXH3_128bits(text, length);
    snprintf(digest, EEP_DIGEST_TEXT, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64,
             (uint64_t)hash.low64);
}

/* The content written out by the shape, without comments and layout, is what is digested. */
static eep_status digest_file(const eep_yaml *yaml, const eep_model_file *file, char digest[EEP_DIGEST_TEXT],
                              eep_error *error)
{
    complaint heard = {.line = 0};
    const cyaml_config_t config = config_for(&heard);
    char *text = NULL;
    size_t length = 0;
    const cyaml_err_t failure = cyaml_save_data(&text, &length, &config, &file_value, file, 0);
    if (failure != CYAML_OK) return fail_heard(yaml, failure, &heard, error);
    eep_model_text_digest(text, length, digest);
    config.mem_fn(config.mem_ctx, text, 0);
    return EEP_OK;
}

static eep_status parse(const eep_yaml *yaml, const char *text, size_t length, eep_model_file **file,
                        eep_error *error)
{
    complaint heard = {.line = 0};
    const cyaml_config_t config = config_for(&heard);
    cyaml_data_t *data = NULL;
    const cyaml_err_t failure =
        cyaml_load_data((const uint8_t *)text, length, &config, &file_value, &data, NULL);
    if (failure != CYAML_OK) return fail_heard(yaml, failure, &heard, error);
    *file = data;
    return EEP_OK;
}

/* Shape by libcyaml; double keys, aliases and odd numbers by the tree, which it would let pass. */
eep_status eep_model_file_read(const char *text, size_t length, const eep_yaml *yaml, eep_model_file **file,
                               char digest[EEP_DIGEST_TEXT], eep_error *error)
{
    const eep_yaml_node *root = eep_yaml_root(yaml);
    *file = NULL;
    if (root == NULL || eep_yaml_kind_of(root) != EEP_YAML_MAPPING) {
        return eep_fail_at(error, EEP_ERROR_MISSING, eep_yaml_path(yaml), 1, 1,
                           "a pool model is a mapping with name, archetypes and so on; see docs/model.md",
                           "the file holds no pool model");
    }
    EEP_TRY(parse(yaml, text, length, file, error));
    eep_status status = check_numbers(yaml, root, "", error);
    if (status == EEP_OK) status = digest_file(yaml, *file, digest, error);
    if (status == EEP_OK) return EEP_OK;
    eep_model_file_free(*file);
    *file = NULL;
    return status;
}
