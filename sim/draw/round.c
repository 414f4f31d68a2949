/* round.c - a round as text, and what it asks of a candidate. */
#include <stdio.h>
#include <string.h>

#include "sim/draw/field.h"

static const char form[] = "write general, program:<id>, category:<id> or category:<id>@<version>";

static eep_status copy_part(char *target, size_t size, const char *text, size_t length, const char *whole,
                            eep_error *error)
{
    if (length == 0 || length >= size) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, form, "'%.60s' is not a round", whole);
    }
    memcpy(target, text, length);
    target[length] = '\0';
    return EEP_OK;
}

eep_status eep_round_parse(const char *text, eep_round *round, eep_error *error)
{
    static const char program[] = "program:", category[] = "category:";
    eep_round parsed = *round;
    parsed.id[0] = parsed.version[0] = '\0';
    if (strcmp(text, "general") == 0) {
        parsed.kind = EEP_ROUND_GENERAL;
    } else if (strncmp(text, program, sizeof program - 1) == 0) {
        const char *id = text + sizeof program - 1;
        parsed.kind = EEP_ROUND_PROGRAM;
        EEP_TRY(copy_part(parsed.id, sizeof parsed.id, id, strlen(id), text, error));
    } else if (strncmp(text, category, sizeof category - 1) == 0) {
        const char *id = text + sizeof category - 1;
        const size_t length = strcspn(id, "@");
        parsed.kind = EEP_ROUND_CATEGORY;
        EEP_TRY(copy_part(parsed.id, sizeof parsed.id, id, length, text, error));
        if (id[length] == '@') {
            const char *version = id + length + 1;
            EEP_TRY(copy_part(parsed.version, sizeof parsed.version, version, strlen(version), text, error));
        }
    } else {
        return eep_fail(error, EEP_ERROR_ARGUMENT, form, "'%.60s' is not a round", text);
    }
    *round = parsed;
    return EEP_OK;
}

eep_status eep_round_check(const eep_round *round, eep_error *error)
{
    if (round->invitations == 0) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 or more invitations", "a round of no invitations");
    }
    if (round->floor > EEP_SCORE_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give a floor of 0 to 1200 points", "a floor of %u points",
                        round->floor);
    }
    return EEP_OK;
}

static const char *program_name_at(const void *context, size_t index)
{
    (void)context;
    return eep_program_name(index);
}

static eep_status find_program(const char *id, eep_filter *filter, eep_error *error)
{
    const char *name;
    for (size_t i = 0; (name = eep_program_name(i)) != NULL; i++) {
        if (strcmp(name, id) != 0) continue;
        filter->programs = (uint8_t)(1u << i);
        filter->group = EEP_GROUP_PROGRAM + (int)i;
        filter->official_name = eep_program_title(i);
        return EEP_OK;
    }
    char advice[160];
    eep_did_you_mean(advice, sizeof advice, id, program_name_at, NULL, "programs are fsw, cec, fst and pnp");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "there is no program '%s'", id);
}

/* Ids of the categories of the rules, in force or not. */
static const char *category_id_at(const void *context, size_t index)
{
    const eep_rules *rules = context;
    return index < rules->categories ? rules->category[index].face.id : NULL;
}

/* The id exists, but not this version, or none on this day: say what there is. */
static eep_status fail_version(const eep_rules *rules, const eep_round *round, eep_error *error)
{
    char known[200] = "";
    size_t used = 0;
    for (size_t i = 0; i < rules->categories; i++) {
        const eep_category *face = &rules->category[i].face;
        char from[11], to[11] = "now";
        if (strcmp(face->id, round->id) != 0 || used >= sizeof known) continue;
        eep_date_format(face->from, from);
        if (face->to != EEP_DATE_OPEN) eep_date_format(face->to, to);
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s (%s to %s)", used > 0 ? ", " : "",
                                 face->version, from, to);
    }
    char advice[240], day[11];
    snprintf(advice, sizeof advice, "versions: %s", known);
    eep_date_format(rules->day, day);
    if (round->version[0] != '\0') {
        return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "category '%s' has no version '%s'", round->id,
                        round->version);
    }
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "category '%s' is not in force on %s", round->id, day);
}

static eep_status find_category(const eep_rules *rules, const eep_round *round, eep_filter *filter,
                                eep_error *error)
{
    int id_known = 0;
    for (size_t i = 0; i < rules->categories; i++) {
        const eep_category_entry *entry = &rules->category[i];
        if (strcmp(entry->face.id, round->id) != 0) continue;
        id_known = 1;
        if (round->version[0] != '\0' ? strcmp(entry->face.version, round->version) != 0
                                      : !entry->face.in_force) {
            continue;
        }
        filter->category = entry;
        filter->group = EEP_GROUP_CATEGORY + (int)i;
        filter->official_name = entry->face.official_name;
        filter->category_version = entry->face.version;
        return EEP_OK;
    }
    if (id_known) return fail_version(rules, round, error);
    char advice[160];
    eep_did_you_mean(advice, sizeof advice, round->id, category_id_at, rules,
                     "eepool policy show --as-of DAY lists the categories");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "there is no category '%s'", round->id);
}

eep_status eep_filter_of(const eep_rules *rules, const eep_round *round, eep_filter *filter, eep_error *error)
{
    *filter = (eep_filter){.official_name = "General", .category_version = "", .group = EEP_GROUP_ANY};
    if (round->kind == EEP_ROUND_GENERAL) {
        filter->programs = EEP_FSW | EEP_CEC | EEP_FST | EEP_PNP;
        return EEP_OK;
    }
    if (round->kind == EEP_ROUND_PROGRAM) return find_program(round->id, filter, error);
    filter->programs = EEP_CATEGORY_PROGRAMS;
    return find_category(rules, round, filter, error);
}

int eep_round_program(const eep_rules *rules, const eep_round *round, uint8_t programs)
{
    eep_filter filter;
    if (eep_filter_of(rules, round, &filter, NULL) != EEP_OK) return -1;
    int first = -1;
    for (int i = 0; i < EEP_PROGRAMS; i++) {
        if ((programs & filter.programs & 1u << i) == 0) continue;
        if (first < 0 || rules->program_rank[i] < rules->program_rank[first]) first = i;
    }
    return first;
}
