/* check.c - a policy as a whole: nothing unknown, nothing missing, on every day on which anything changes. */
#include "sim/policy/leaves.h"

#include <stdlib.h>
#include <string.h>

/* ---- Asking for everything --------------------------------------------------------------------- */

static eep_status ask_day(const eep_asker *asker)
{
    eep_score_tables score;
    eep_eligible_tables eligible;
    eep_listed listed;
    eep_trades trades;
    eep_validity validity;
    uint8_t teer[EEP_DIGITS];
    EEP_TRY(eep_ask_score(asker, &score, &listed));
    EEP_TRY(eep_ask_programs(asker, &eligible, &trades));
    EEP_TRY(eep_ask_validity(asker, &validity));
    EEP_TRY(eep_ask_teers(asker, teer));
    uint8_t rank[EEP_PROGRAMS];
    EEP_TRY(eep_ask_program_order(asker, rank));
    eep_tie_break tie_break;
    uint32_t lottery_seed;
    return eep_ask_rounds(asker, &tie_break, &lottery_seed);
}

/* The first day after `day` on which a value of a version changes; EEP_DATE_OPEN when there is none. */
static eep_date next_version_change(const eep_policy *policy, eep_date day)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    eep_date next = EEP_DATE_OPEN;
    for (size_t i = 0; i < policy->leaves.count; i++)
        if (leaf[i].is_version && leaf[i].face.from > day && leaf[i].face.from < next)
            next = leaf[i].face.from;
    return next;
}

static eep_status ask_versions(const eep_asker *asker)
{
    const eep_version *version = asker->policy->versions.items;
    eep_asker own = *asker;
    for (size_t i = 0; i < asker->policy->versions.count; i++) {
        eep_category_rule rule;
        const eep_leaf *occupations = NULL;
        for (own.day = version[i].from; own.day <= version[i].to && own.day != EEP_DATE_OPEN;
             own.day = next_version_change(asker->policy, own.day))
            EEP_TRY(eep_ask_version(&own, &version[i], &rule, &occupations));
    }
    return EEP_OK;
}

/* ---- Names ------------------------------------------------------------------------------------- */

static int path_order(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The first recorded path that does not come before `text`. */
static size_t lower_bound(const eep_list *record, const char *text, size_t length)
{
    const char *path = record->items;
    size_t low = 0, high = record->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strncmp(path + middle * record->size, text, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the schema has the path whose first `length` bytes are `path`, or anything below it. */
static int is_known(const eep_list *record, const char *path, size_t length)
{
    for (size_t i = lower_bound(record, path, length); i < record->count; i++) {
        const char *known = (const char *)record->items + i * record->size;
        if (strncmp(known, path, length) != 0) return 0;
        if (known[length] == '\0' || known[length] == '.') return 1;
    }
    return 0;
}

/* Whether the schema has a path that begins with `below`, which ends in a dot. */
static int is_known_below(const eep_list *record, const char *below)
{
    const size_t length = strlen(below), i = lower_bound(record, below, length);
    return i < record->count && strncmp((const char *)record->items + i * record->size, below, length) == 0;
}

/* Collects the names that the schema has below the first `length` bytes (with the dot) of a path. */
static eep_status collect_names(const eep_policy *policy, const eep_list *record, const char *path,
                                size_t length, eep_list *names, eep_error *error)
{
    const char *last = "";
    for (size_t i = lower_bound(record, path, length); i < record->count; i++) {
        const char *known = (const char *)record->items + i * record->size;
        if (strncmp(known, path, length) != 0) break;
        const size_t part = strcspn(known + length, ".");
        if (strlen(last) == part && strncmp(last, known + length, part) == 0) continue;
        char *name = eep_list_add(policy, names, error);
        if (name == NULL) return EEP_ERROR_MEMORY;
        snprintf(name, names->size, "%.*s", (int)part, known + length);
        last = name;
    }
    return EEP_OK;
}

static const char *collected_at(const void *context, size_t index)
{
    const eep_list *names = context;
    return index < names->count ? (const char *)names->items + index * names->size : NULL;
}

/* A path that the schema has, but with other paths below it: one value stands where several are wanted. */
static eep_status fail_too_few(const eep_policy *policy, const eep_list *record, const eep_leaf *leaf,
                               eep_error *error)
{
    char below[EEP_PATH_LONGEST + 2], advice[240] = "write each of ";
    const int length = snprintf(below, sizeof below, "%s.", leaf->face.path);
    eep_list names = {.size = EEP_PATH_LONGEST + 1};
    EEP_TRY(collect_names(policy, record, below, (size_t)length, &names, error));
    for (size_t i = 0; i < names.count; i++)
        snprintf(advice + strlen(advice), sizeof advice - strlen(advice), "%s%s", i > 0 ? ", " : "",
                 collected_at(&names, i));
    const int is_pair = names.count == 2 && strcmp(collected_at(&names, 0), "with_spouse") == 0;
    eep_list_clear(policy, &names);
    return eep_leaf_fail(leaf, error, EEP_ERROR_VALUE,
                         is_pair ? "write [without spouse, with spouse]" : advice,
                         "%s is one value; %s is wanted", leaf->face.path, is_pair ? "a pair" : "a table");
}

/* Whether the schema has a value of just this path and none below it. */
static int is_single(const eep_list *record, const char *path, size_t length)
{
    char below[EEP_PATH_LONGEST + 2];
    snprintf(below, sizeof below, "%.*s.", (int)length, path);
    return is_known(record, path, length) && !is_known_below(record, below);
}

/* Complains about the first part of a path that the schema does not have, where it is written. */
static eep_status fail_unknown(const eep_policy *policy, const eep_list *record, const eep_leaf *leaf,
                               eep_error *error)
{
    const char *path = leaf->face.path;
    size_t begin = 0, end = strcspn(path, ".");
    while (path[end] != '\0' && is_known(record, path, end)) {
        begin = end + 1;
        end = begin + strcspn(path + begin, ".");
    }
    if (is_known(record, path, end)) return fail_too_few(policy, record, leaf, error);
    if (begin > 0 && is_single(record, path, begin - 1))
        return eep_leaf_fail(leaf, error, EEP_ERROR_VALUE,
                             "write a single value, not a table, a pair or a group",
                             "%.*s holds several values; one is wanted", (int)begin - 1, path);
    char part[EEP_PATH_LONGEST + 1], advice[240];
    snprintf(part, sizeof part, "%.*s", (int)end, path);
    eep_list names = {.size = EEP_PATH_LONGEST + 1};
    const eep_status status = collect_names(policy, record, path, begin, &names, error);
    eep_did_you_mean(advice, sizeof advice, part + begin, collected_at, &names,
                     "leave it away; docs/policy-files.md lists what there is");
    eep_list_clear(policy, &names);
    if (status != EEP_OK) return status;
    const eep_place *place = eep_policy_place(policy, part);
    const int group = begin > 0 ? (int)begin - 1 : 0;
    return eep_fail_at(error, EEP_ERROR_UNKNOWN, place != NULL ? place->file : leaf->face.file,
                       place != NULL ? place->line : leaf->face.line,
                       place != NULL ? place->column : leaf->column, advice, "'%s' is not known in %.*s%s",
                       part + begin, group, path, group > 0 ? "" : "a policy");
}

eep_status eep_policy_check_names(const eep_policy *policy, eep_error *error)
{
    eep_list record = {.size = EEP_PATH_LONGEST + 1};
    const eep_asker asker = {policy, 0, &record, error};
    eep_status status = ask_day(&asker);
    if (status == EEP_OK) status = ask_versions(&asker);
    if (status == EEP_OK && record.count > 0) qsort(record.items, record.count, record.size, path_order);
    const eep_leaf *leaf = eep_policy_leaves(policy);
    for (size_t i = 0; status == EEP_OK && i < policy->leaves.count; i++) {
        const char *path = leaf[i].face.path;
        if (bsearch(path, record.items, record.count, record.size, path_order) == NULL)
            status = fail_unknown(policy, &record, &leaf[i], error);
    }
    eep_list_clear(policy, &record);
    return status;
}

/* ---- Values ------------------------------------------------------------------------------------ */

eep_date eep_policy_first_day(const eep_policy *policy)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    eep_date first = EEP_DATE_OPEN;
    for (size_t i = 0; i < policy->leaves.count; i++)
        if (!leaf[i].is_version && leaf[i].face.from < first) first = leaf[i].face.from;
    return first;
}

/* The first day after `day` on which a value begins; EEP_DATE_OPEN when there is none. */
static eep_date next_change(const eep_policy *policy, eep_date day)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    eep_date next = EEP_DATE_OPEN;
    for (size_t i = 0; i < policy->leaves.count; i++)
        if (!leaf[i].is_version && leaf[i].face.from > day && leaf[i].face.from < next)
            next = leaf[i].face.from;
    return next;
}

eep_status eep_policy_check_values(const eep_policy *policy, eep_error *error)
{
    eep_asker asker = {policy, eep_policy_first_day(policy), NULL, error};
    EEP_TRY(ask_versions(&asker));
    do {
        EEP_TRY(ask_day(&asker));
        asker.day = next_change(policy, asker.day);
    } while (asker.day != EEP_DATE_OPEN);
    return EEP_OK;
}
