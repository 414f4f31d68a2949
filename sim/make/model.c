/*
 * model.c - a pool model, checked and turned into thresholds. Whatever the shape of the file cannot say
 * is said here: ranges, names that must be known, weights that may not all be 0.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/make/make.h"
#include "sim/make/model_file.h"

#define CHANCE_WHOLE 1000
#define SHARE_WHOLE  1000000

/* Where we are in the file, for complaints. */
typedef struct place {
    const eep_yaml *yaml;
    const eep_yaml_node *node;
    eep_error *error;
} place;

static place member(place at, const char *key)
{
    const eep_yaml_node *node = eep_yaml_find(at.node, key);
    return (place){at.yaml, node != NULL ? node : at.node, at.error};
}

static place entry(place at, size_t index)
{
    const eep_yaml_node *node = eep_yaml_value(at.node, index);
    return (place){at.yaml, node != NULL ? node : at.node, at.error};
}

static eep_status check_range(place at, const char *what, uint32_t value, uint32_t minimum, uint32_t maximum)
{
    if (value >= minimum && value <= maximum) return EEP_OK;
    return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE, NULL, "%s is %u; it must be %u to %u",
                         what, value, minimum, maximum);
}

static eep_status check_weights(place at, const char *what, eep_table *table, const uint32_t *weight,
                                uint32_t count)
{
    if (eep_table_fill(table, weight, count)) return EEP_OK;
    return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE, "give at least one a weight above 0",
                         "the weights of %s are all 0", what);
}

static eep_status check_name(place at, const char *what, const char *name)
{
    const size_t length = strlen(name);
    const size_t good = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    if (length > 0 && length < EEP_MODEL_NAME && good == length) return EEP_OK;
    return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE, NULL,
                         "the name '%s' of %s must be 1 to %d of a-z, 0-9, _ and -", name, what,
                         EEP_MODEL_NAME - 1);
}

/* ---- Lists of codes ----------------------------------------------------------------------------- */

static eep_status read_noc(place at, const char *text, uint32_t *noc)
{
    if (strlen(text) != 5 || strspn(text, "0123456789") != 5 || text[1] > '3') {
        return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE,
                             "only skilled work (TEER 0 to 3, the second digit) leads into the pool",
                             "'%s' is not a five-digit NOC 2021 code of TEER 0 to 3", text);
    }
    *noc = (uint32_t)strtoul(text, NULL, 10);
    return EEP_OK;
}

static eep_status read_country(place at, const char *text, uint16_t *country)
{
    int64_t value;
    const eep_status status =
        strlen(text) == 3 ? eep_value_parse(EEP_COL_citizenship, text, 3, &value, NULL) : EEP_ERROR_VALUE;
    if (status != EEP_OK) {
        return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE,
                             "three capital letters, such as IND", "'%s' is not an ISO 3166-1 alpha-3 code",
                             text);
    }
    *country = (uint16_t)value;
    return EEP_OK;
}

static eep_status compile_group(place at, const eep_model_occupation_group *from, eep_occupations *to)
{
    const place list = member(at, "occupations");
    uint32_t weight[EEP_TABLE_MAX];
    EEP_TRY(check_name(member(at, "name"), "an occupation group", from->name));
    EEP_TRY(check_range(member(at, "women"), "women (out of 1000)", from->women, 0, CHANCE_WHOLE));
    EEP_TRY(check_range(member(at, "trade"), "trade", from->trade, 0, 1));
    EEP_TRY(check_range(member(at, "senior"), "senior", from->senior, 0, 1));
    for (uint32_t i = 0; i < from->occupations_count; i++) {
        EEP_TRY(read_noc(entry(list, i), from->occupations[i].code, &to->noc[i]));
        weight[i] = from->occupations[i].weight;
    }
    to->women = ((uint64_t)from->women << 32) / CHANCE_WHOLE;
    to->trade = (int)from->trade;
    to->senior = (int)from->senior;
    return check_weights(list, from->name, &to->table, weight, from->occupations_count);
}

static eep_status compile_countries(place at, const eep_model_country_list *from, eep_countries *to)
{
    const place list = member(at, "countries");
    uint32_t weight[EEP_TABLE_MAX];
    EEP_TRY(check_name(member(at, "name"), "a list of citizenships", from->name));
    for (uint32_t i = 0; i < from->countries_count; i++) {
        EEP_TRY(read_country(entry(list, i), from->countries[i].code, &to->country[i]));
        weight[i] = from->countries[i].weight;
    }
    return check_weights(list, from->name, &to->table, weight, from->countries_count);
}

/* ---- Archetypes --------------------------------------------------------------------------------- */

static eep_status compile_bands(place at, const char *what, const eep_model_band *band, uint32_t count,
                                uint32_t maximum, eep_bands *to)
{
    uint32_t weight[EEP_TABLE_MAX];
    for (uint32_t i = 0; i < count; i++) {
        const place here = entry(at, i);
        EEP_TRY(check_range(here, "from", band[i].from, 0, maximum));
        EEP_TRY(check_range(here, "to", band[i].to, band[i].from, maximum));
        to->from[i] = (uint16_t)band[i].from;
        to->width[i] = (uint16_t)(band[i].to - band[i].from + 1);
        weight[i] = band[i].weight;
    }
    return check_weights(at, what, &to->table, weight, count);
}

static eep_status compile_chances(place at, const eep_model_chances *from, eep_archetype *to)
{
    const struct {
        const char *name;
        uint32_t value;
        uint64_t *chance;
    } chances[] = {{"spouse", from->spouse, &to->spouse},
                   {"french_first", from->french_first, &to->french_first},
                   {"second_language", from->second_language, &to->second},
                   {"job_offer", from->job_offer, &to->job_offer},
                   {"sibling", from->sibling, &to->sibling},
                   {"relative", from->relative, &to->relative},
                   {"nomination", from->nomination, &to->nomination},
                   {"certificate", from->certificate, &to->certificate},
                   {"settlement_funds", from->settlement_funds, &to->funds},
                   {"spouse_canadian_study", from->spouse_canadian_study, &to->spouse_study},
                   {"other_occupation", from->other_occupation, &to->other_occupation},
                   {"interrupted_work", from->interrupted_work, &to->interrupted}};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        EEP_TRY(check_range(member(at, chances[i].name), chances[i].name, chances[i].value, 0, CHANCE_WHOLE));
        *chances[i].chance = ((uint64_t)chances[i].value << 32) / CHANCE_WHOLE;
    }
    return EEP_OK;
}

static const char *group_name_at(const void *context, size_t index)
{
    const eep_model_file *file = context;
    return index < file->occupation_groups_count ? file->occupation_groups[index].name : NULL;
}

static const char *country_name_at(const void *context, size_t index)
{
    const eep_model_file *file = context;
    return index < file->citizenships_count ? file->citizenships[index].name : NULL;
}

/* The number of a name in a list of the file. */
static eep_status find_name(place at, const eep_model_file *file, eep_name_at name_at, const char *what,
                            const char *name, uint32_t *number)
{
    char advice[160];
    for (uint32_t i = 0; name_at(file, i) != NULL; i++) {
        if (strcmp(name_at(file, i), name) == 0) {
            *number = i;
            return EEP_OK;
        }
    }
    eep_did_you_mean(advice, sizeof advice, name, name_at, file, "it must be one that the file describes");
    return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_UNKNOWN, advice, "there is no %s '%s'", what,
                         name);
}

static eep_status compile_work(place at, const eep_model_file *file, const eep_model_archetype *from,
                               eep_archetype *to)
{
    const place list = member(at, "occupations");
    uint32_t degree[EEP_TABLE_MAX], other[EEP_TABLE_MAX];
    EEP_TRY(compile_bands(member(at, "canadian_work"), "canadian_work", from->canadian_work,
                          from->canadian_work_count, 120, &to->canadian_work));
    EEP_TRY(compile_bands(member(at, "foreign_work"), "foreign_work", from->foreign_work,
                          from->foreign_work_count, 120, &to->foreign_work));
    EEP_TRY(compile_bands(member(at, "spouse_canadian_work"), "spouse_canadian_work",
                          from->spouse_canadian_work, from->spouse_canadian_work_count, 120,
                          &to->spouse_canadian_work));
    for (uint32_t i = 0; i < from->occupations_count; i++) {
        EEP_TRY(find_name(entry(list, i), file, group_name_at, "occupation group", from->occupations[i].group,
                          &to->group[i]));
        degree[i] = from->occupations[i].degree;
        other[i] = from->occupations[i].other;
    }
    EEP_TRY(check_weights(list, "occupations (other)", &to->occupation[0], other, from->occupations_count));
    return check_weights(list, "occupations (degree)", &to->occupation[1], degree, from->occupations_count);
}

static eep_status compile_archetype(place at, const eep_model_file *file, const eep_model_archetype *from,
                                    eep_archetype *to)
{
    const struct {
        const char *name;
        const uint32_t *weight;
        uint32_t count;
        eep_table *table;
    } tables[] = {{"education", from->education, EEP_MODEL_EDUCATIONS, &to->education},
                  {"spouse_education", from->spouse_education, EEP_MODEL_EDUCATIONS, &to->spouse_education},
                  {"first_language", from->first_language, EEP_MODEL_LEVELS, &to->first_language},
                  {"second_language", from->second_language, EEP_MODEL_LEVELS, &to->second_language},
                  {"spouse_language", from->spouse_language, EEP_MODEL_LEVELS, &to->spouse_language},
                  {"canadian_study", from->canadian_study, 3, &to->canadian_study}};
    EEP_TRY(check_name(member(at, "name"), "an archetype", from->name));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        EEP_TRY(check_weights(member(at, tables[i].name), tables[i].name, tables[i].table, tables[i].weight,
                              tables[i].count));
    }
    EEP_TRY(compile_bands(member(at, "age"), "age", from->age, from->age_count, 99, &to->age));
    EEP_TRY(compile_chances(member(at, "chances"), &from->chances, to));
    EEP_TRY(check_range(member(at, "recent_canadian_work"), "recent_canadian_work",
                        from->recent_canadian_work, 0, 1));
    to->recent_canadian_work = (int)from->recent_canadian_work;
    EEP_TRY(find_name(member(at, "citizenship"), file, country_name_at, "list of citizenships",
                      from->citizenship, &to->citizenship));
    return compile_work(at, file, from, to);
}

/* ---- The rest of the file ------------------------------------------------------------------------ */

/* Shares are of one published range, in cells of equal width, and make a whole. */
static eep_status compile_inside(place at, const eep_model_inside *from, eep_inside *to)
{
    uint64_t sum = 0;
    uint16_t low = 0, high = 0;
    for (size_t r = 0; r < EEP_RANGES && !(low == from->low && high == from->high); r++)
        eep_score_range(r, &low, &high);
    if (low != from->low || high != from->high) {
        return eep_yaml_fail(at.yaml, at.node, at.error, EEP_ERROR_VALUE, "for example low: 501, high: 600",
                             "%u to %u is not one of the published ranges", from->low, from->high);
    }
    for (uint32_t i = 0; i < from->shares_count; i++)
        sum += to->share[i] = from->shares[i];
    if (sum != SHARE_WHOLE || (from->high - from->low + 1) % from->shares_count != 0) {
        return eep_yaml_fail(at.yaml, member(at, "shares").node, at.error, EEP_ERROR_VALUE,
                             "the number of shares must divide the range evenly",
                             "%u shares with a sum of %llu; the sum must be %d", from->shares_count,
                             (unsigned long long)sum, SHARE_WHOLE);
    }
    to->low = low;
    to->high = high;
    to->cells = from->shares_count;
    return EEP_OK;
}

static eep_status compile_submission(place at, const eep_model_submission *from, eep_model *model)
{
    EEP_TRY(check_range(member(at, "improved"), "improved (out of 1000)", from->improved, 0, CHANCE_WHOLE));
    EEP_TRY(check_range(member(at, "improved_nominees"), "improved_nominees (out of 1000)",
                        from->improved_nominees, 0, CHANCE_WHOLE));
    EEP_TRY(check_range(member(at, "language_days"), "language_days", from->language_days, 1, 3660));
    EEP_TRY(check_range(member(at, "assessment_days"), "assessment_days", from->assessment_days, 1, 3660));
    model->improved[0] = ((uint64_t)from->improved << 32) / CHANCE_WHOLE;
    model->improved[1] = ((uint64_t)from->improved_nominees << 32) / CHANCE_WHOLE;
    model->language_days = from->language_days;
    model->assessment_days = from->assessment_days;
    return EEP_OK;
}

static eep_status compile_lists(place root, const eep_model_file *file, eep_model *model)
{
    for (uint32_t i = 0; i < file->inside_count; i++) {
        EEP_TRY(compile_inside(entry(member(root, "inside"), i), &file->inside[i], &model->inside[i]));
    }
    model->insides = file->inside_count;
    for (uint32_t i = 0; i < file->citizenships_count; i++) {
        EEP_TRY(compile_countries(entry(member(root, "citizenships"), i), &file->citizenships[i],
                                  &model->countries[i]));
    }
    for (uint32_t i = 0; i < file->occupation_groups_count; i++) {
        EEP_TRY(compile_group(entry(member(root, "occupation_groups"), i), &file->occupation_groups[i],
                              &model->occupations[i]));
    }
    for (uint32_t i = 0; i < file->archetypes_count; i++) {
        EEP_TRY(compile_archetype(entry(member(root, "archetypes"), i), file, &file->archetypes[i],
                                  &model->archetype[i]));
    }
    return EEP_OK;
}

static eep_status compile(place root, const eep_model_file *file, eep_model *model)
{
    uint32_t weight[EEP_TABLE_MAX];
    EEP_TRY(check_name(member(root, "name"), "the model", file->name));
    memcpy(model->name, file->name, strlen(file->name) + 1);
    EEP_TRY(compile_submission(member(root, "submission"), &file->submission, model));
    for (uint32_t i = 0; i < EEP_MODEL_EDUCATIONS; i++) {
        EEP_TRY(check_range(entry(member(root, "finish_age"), i), "finish_age", file->finish_age[i], 0, 99));
        model->finish_age[i] = file->finish_age[i];
    }
    for (uint32_t i = 0; i < EEP_ABILITIES; i++) {
        EEP_TRY(check_weights(entry(member(root, "offsets"), i), "offsets", &model->offset[i],
                              file->offsets[i], EEP_MODEL_OFFSETS));
    }
    EEP_TRY(compile_lists(root, file, model));
    for (uint32_t i = 0; i < file->archetypes_count; i++)
        weight[i] = file->archetypes[i].weight;
    return check_weights(member(root, "archetypes"), "archetypes", &model->mixture, weight,
                         file->archetypes_count);
}

eep_status eep_model_load(const char *path, eep_model *model, eep_error *error)
{
    eep_model_file *file;
    eep_yaml *yaml;
    memset(model, 0, sizeof *model);
    EEP_TRY(eep_model_file_load(path, &file, &yaml, model->digest, error));
    const eep_status status = compile((place){yaml, eep_yaml_root(yaml), error}, file, model);
    eep_model_file_free(file);
    eep_yaml_free(yaml);
    return status;
}
