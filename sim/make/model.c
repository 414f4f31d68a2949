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

/* ---- Joint tables and assumptions ------------------------------------------------------------------ */

static eep_status compile_tail(place at, const eep_model_joint *joint)
{
    uint16_t low = 0, high = 0;
    for (size_t r = 0; r < EEP_RANGES && !(low == joint->tail_low && high == joint->tail_high); r++)
        eep_score_range(r, &low, &high);
    if (low != joint->tail_low || high != joint->tail_high) {
        return eep_yaml_fail(at.yaml, member(at, "tail_low").node, at.error, EEP_ERROR_VALUE,
                             "for example tail_low: 501, tail_high: 600",
                             "%u to %u is not one of the published ranges", joint->tail_low,
                             joint->tail_high);
    }
    EEP_TRY(check_range(member(at, "tail_cells"), "tail_cells", joint->tail_cells, 1, EEP_TABLE_MAX));
    if ((joint->tail_high - joint->tail_low + 1) % joint->tail_cells != 0) {
        return eep_yaml_fail(at.yaml, member(at, "tail_cells").node, at.error, EEP_ERROR_VALUE, NULL,
                             "the number of cells must divide the range evenly");
    }
    EEP_TRY(check_range(member(at, "tail_rate"), "tail_rate (1/1000 a point)", joint->tail_rate,
                        EEP_TAIL_RATE_MIN, EEP_TAIL_RATE_MAX));
    EEP_TRY(check_range(member(at, "tail_rounds"), "tail_rounds", joint->tail_rounds, 1, 32));
    return check_range(member(at, "stock_rounds"), "stock_rounds", joint->stock_rounds, 0, 16);
}

/* What an assumption may scale, besides occupation groups and archetypes. */
static uint32_t *chance_scale(eep_scales *scales, const char *name)
{
    const struct {
        const char *name;
        uint32_t *scale;
    } chances[] = {{"spouse", &scales->spouse},
                   {"second_language", &scales->second_language},
                   {"job_offer", &scales->job_offer},
                   {"sibling", &scales->sibling},
                   {"canadian_study", &scales->canadian_study},
                   {"french_first", &scales->french_first}};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        if (strcmp(chances[i].name, name) == 0) return chances[i].scale;
    }
    return NULL;
}

static const char *kind_name_at(const void *context, size_t index)
{
    const eep_model_file *file = context;
    return index < file->archetypes_count ? file->archetypes[index].name : NULL;
}

static const char *chance_name_at(const void *context, size_t index)
{
    static const char *const names[] = {"spouse",  "second_language", "job_offer",
                                        "sibling", "canadian_study",  "french_first"};
    (void)context;
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static void multiply(uint32_t *scale, uint32_t by)
{
    *scale = (uint32_t)((uint64_t)*scale * by / EEP_SCALE_WHOLE);
}

/* Multiplies what assumption `a` scales by `by`; every name is known by now. */
static void scale_by(const eep_model_file *file, const eep_model_assumption *a, uint32_t by,
                     eep_scales *scales)
{
    for (uint32_t i = 0; i < a->of_count; i++) {
        for (uint32_t k = 0; strcmp(a->scales, "archetypes") == 0 && k < file->archetypes_count; k++) {
            if (strcmp(file->archetypes[k].name, a->of[i]) == 0) multiply(&scales->kind[k], by);
        }
        for (uint32_t g = 0; strcmp(a->scales, "occupations") == 0 && g < file->occupation_groups_count;
             g++) {
            if (strcmp(file->occupation_groups[g].name, a->of[i]) != 0) continue;
            for (uint32_t n = 0; n < file->occupation_groups[g].occupations_count; n++)
                multiply(&scales->noc[g][n], by);
        }
        if (strcmp(a->scales, "chances") == 0) multiply(chance_scale(scales, a->of[i]), by);
    }
}

static void apply_assumptions(eep_model *model)
{
    eep_scales_open(&model->scales);
    for (uint32_t i = 0; i < model->file->assumptions_count; i++) {
        const eep_model_assumption *a = &model->file->assumptions[i];
        scale_by(model->file, a, a->value, &model->scales);
    }
}

static eep_status compile_assumption(place at, const eep_model_file *file, const eep_model_assumption *from)
{
    const struct {
        const char *scales, *what;
        eep_name_at name_at;
    } all[] = {{"occupations", "occupation group", group_name_at},
               {"archetypes", "archetype", kind_name_at},
               {"chances", "chance", chance_name_at}};
    uint32_t number;
    EEP_TRY(check_name(member(at, "name"), "an assumption", from->name));
    EEP_TRY(check_range(member(at, "high"), "high (out of 1000)", from->high, 1, 100 * EEP_SCALE_WHOLE));
    EEP_TRY(check_range(member(at, "low"), "low (out of 1000)", from->low, 0, from->high));
    EEP_TRY(check_range(member(at, "value"), "value (out of 1000, from low to high)", from->value, from->low,
                        from->high));
    for (size_t s = 0; s < sizeof all / sizeof *all; s++) {
        if (strcmp(all[s].scales, from->scales) != 0) continue;
        for (uint32_t i = 0; i < from->of_count; i++)
            EEP_TRY(find_name(entry(member(at, "of"), i), file, all[s].name_at, all[s].what, from->of[i],
                              &number));
        return EEP_OK;
    }
    return eep_yaml_fail(at.yaml, member(at, "scales").node, at.error, EEP_ERROR_UNKNOWN,
                         "it must be occupations, archetypes or chances", "nothing is called '%s'",
                         from->scales);
}

/* The figures that validate.c can count. */
static const char *figure_at(const void *context, size_t index)
{
    static const char *const names[] = {"women", "canadian_study", "no_additional_points",
                                        "older_above_cutoff", "older_nominees"};
    (void)context;
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static eep_status compile_known(place at, const eep_model_known *from)
{
    uint32_t number;
    EEP_TRY(find_name(member(at, "figure"), NULL, figure_at, "figure", from->figure, &number));
    return check_range(member(at, "share"), "share (out of 1000)", from->share, 0, CHANCE_WHOLE);
}

static eep_status compile_joint(place root, const eep_model_file *file)
{
    const place at = member(root, "joint");
    uint32_t list;
    EEP_TRY(find_name(member(at, "french_citizenship"), file, country_name_at, "list of citizenships",
                      file->joint->french_citizenship, &list));
    for (uint32_t i = 0; i < file->joint->spouse_by_age_count; i++) {
        const place here = entry(member(at, "spouse_by_age"), i);
        EEP_TRY(check_range(here, "to", file->joint->spouse_by_age[i].to, file->joint->spouse_by_age[i].from,
                            99));
        EEP_TRY(check_range(here, "weight (out of 1000)", file->joint->spouse_by_age[i].weight, 0, 10000));
    }
    EEP_TRY(
        check_range(member(at, "spouse_alike"), "spouse_alike", file->joint->spouse_alike, 0, CHANCE_WHOLE));
    EEP_TRY(check_range(member(at, "study_without_work"), "study_without_work",
                        file->joint->study_without_work, 1, CHANCE_WHOLE));
    EEP_TRY(compile_tail(at, file->joint));
    for (uint32_t i = 0; i < file->assumptions_count; i++)
        EEP_TRY(compile_assumption(entry(member(root, "assumptions"), i), file, &file->assumptions[i]));
    for (uint32_t i = 0; i < file->known_count; i++)
        EEP_TRY(compile_known(entry(member(root, "known"), i), &file->known[i]));
    return EEP_OK;
}

static const char *assumption_name_at(const void *context, size_t index)
{
    const eep_model_file *file = context;
    return index < file->assumptions_count ? file->assumptions[index].name : NULL;
}

eep_status eep_model_assume(eep_model *model, const char *name, uint32_t value, eep_error *error)
{
    char advice[160];
    for (uint32_t i = 0; model->file != NULL && i < model->file->assumptions_count; i++) {
        eep_model_assumption *a = &model->file->assumptions[i];
        if (strcmp(a->name, name) != 0) continue;
        if (value < a->low || value > a->high) {
            return eep_fail(error, EEP_ERROR_VALUE, "change the range in the model if it is wrong",
                            "'%s' is %u; the model allows %u to %u", name, value, a->low, a->high);
        }
        a->value = value;
        apply_assumptions(model);
        return EEP_OK;
    }
    if (model->file == NULL)
        return eep_fail(error, EEP_ERROR_UNKNOWN, NULL, "the model has no assumptions that can be changed");
    eep_did_you_mean(advice, sizeof advice, name, assumption_name_at, model->file,
                     "it must be an assumption of the model");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "there is no assumption '%s'", name);
}

void eep_model_clear(eep_model *model)
{
    eep_model_file_free(model->file);
    model->file = NULL;
}

/* ---- All of it ------------------------------------------------------------------------------------- */

eep_status eep_model_compile(const eep_yaml *yaml, eep_model_file *file, eep_model *model, eep_error *error)
{
    const place root = {yaml, eep_yaml_root(yaml), error};
    eep_status status = compile(root, file, model);
    if (status == EEP_OK && file->joint != NULL) status = compile_joint(root, file);
    if (status == EEP_OK && file->joint != NULL) {
        model->file = file;
        apply_assumptions(model);
    } else {
        eep_model_file_free(file);
    }
    return status;
}

eep_status eep_model_check_name(const eep_yaml *yaml, const eep_yaml_node *node, const char *what,
                                eep_error *error)
{
    return check_name((place){yaml, node, error}, what, eep_yaml_text(node));
}
