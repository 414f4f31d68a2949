/* read.c - cases from YAML files: checked whole, and sorted into groups of one day. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cases/cases.h"
#include "sim/profile/profile.h"

/* One case being read. */
typedef struct case_reader {
    eep_cases *cases;
    const eep_yaml *yaml;
    const eep_yaml_node *node;
    eep_error *error;
} case_reader;

static const char *const keys[] = {"name",  "date",   "source",   "input",      "id",
                                   "rules", "points", "programs", "categories", NULL};

static const char *key_at(const void *context, size_t index)
{
    (void)context;
    return index < sizeof keys / sizeof keys[0] ? keys[index] : NULL;
}

/* ---- Checking ---------------------------------------------------------------------------------- */

static eep_status check_keys(const case_reader *reader)
{
    for (size_t i = 0; i < eep_yaml_count(reader->node); i++) {
        const eep_yaml_node *key = eep_yaml_key(reader->node, i);
        const char *name = eep_yaml_text(key);
        size_t known = 0;
        while (keys[known] != NULL && strcmp(keys[known], name) != 0)
            known++;
        if (keys[known] != NULL) continue;
        char advice[160];
        eep_did_you_mean(advice, sizeof advice, name, key_at, NULL,
                         "a case has name, date, source, input, points, programs and categories");
        return eep_yaml_fail(reader->yaml, key, reader->error, EEP_ERROR_UNKNOWN, advice,
                             "a case has no key '%.60s'", name);
    }
    return EEP_OK;
}

static eep_status check_complete(const case_reader *reader)
{
    static const char *const needed[] = {"name", "date", "input"};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (eep_yaml_find(reader->node, needed[i]) != NULL) continue;
        return eep_yaml_fail(reader->yaml, reader->node, reader->error, EEP_ERROR_MISSING,
                             "write at least name, date, input and one of points, programs and categories",
                             "the case has no '%s'", needed[i]);
    }
    if (eep_yaml_find(reader->node, "points") == NULL && eep_yaml_find(reader->node, "programs") == NULL &&
        eep_yaml_find(reader->node, "categories") == NULL) {
        return eep_yaml_fail(reader->yaml, reader->node, reader->error, EEP_ERROR_MISSING,
                             "add what is right, for example points: {total: 379}",
                             "the case expects nothing");
    }
    return EEP_OK;
}

static eep_status check_points(const case_reader *reader, int *asks_items)
{
    const eep_score_items none = {0};
    const eep_yaml_node *points = eep_yaml_find(reader->node, "points"), *key;
    *asks_items = 0;
    if (points != NULL && eep_yaml_kind_of(points) != EEP_YAML_MAPPING) {
        return eep_yaml_fail(reader->yaml, points, reader->error, EEP_ERROR_VALUE,
                             "write items with their points, for example {age: 110, total: 379}",
                             "'points' is no mapping");
    }
    for (size_t i = 0; points != NULL && (key = eep_yaml_key(points, i)) != NULL; i++) {
        const char *name = eep_yaml_text(key);
        uint16_t unused;
        int64_t value;
        if (!eep_case_item(&none, name, &unused)) {
            char advice[160];
            eep_did_you_mean(
                advice, sizeof advice, name, eep_case_item_at, NULL,
                "there are total, core, spouse, transferability, additional and the items of each");
            return eep_yaml_fail(reader->yaml, key, reader->error, EEP_ERROR_UNKNOWN, advice,
                                 "'%.60s' is no item of a score", name);
        }
        EEP_TRY(eep_yaml_integer(reader->yaml, eep_yaml_value(points, i), name, 0, EEP_SCORE_MAX, &value,
                                 reader->error));
        *asks_items |= !eep_case_item_is_section(name);
    }
    return EEP_OK;
}

static const char *program_at(const void *context, size_t index)
{
    (void)context;
    return eep_program_name(index);
}

/* A list of names; of programs, which are a fixed set, each must be known. */
static eep_status check_set(const case_reader *reader, const char *key, int of_programs)
{
    const eep_yaml_node *set = eep_yaml_find(reader->node, key), *member;
    if (set == NULL) return EEP_OK;
    if (eep_yaml_kind_of(set) != EEP_YAML_SEQUENCE) {
        return eep_yaml_fail(reader->yaml, set, reader->error, EEP_ERROR_VALUE,
                             "write [] for none, or names as in [cec, fsw]", "'%s' is no list", key);
    }
    for (size_t i = 0; of_programs && (member = eep_yaml_value(set, i)) != NULL; i++) {
        size_t known = 0;
        while (eep_program_name(known) != NULL && strcmp(eep_program_name(known), eep_yaml_text(member)) != 0)
            known++;
        if (eep_program_name(known) != NULL) continue;
        char advice[160];
        eep_did_you_mean(advice, sizeof advice, eep_yaml_text(member), program_at, NULL,
                         "the programs are fsw, cec, fst and pnp");
        return eep_yaml_fail(reader->yaml, member, reader->error, EEP_ERROR_UNKNOWN, advice,
                             "'%.60s' is no program", eep_yaml_text(member));
    }
    return EEP_OK;
}

static eep_status read_day(const case_reader *reader, eep_date *day)
{
    const eep_yaml_node *node = eep_yaml_find(reader->node, "date");
    const char *text = eep_yaml_text(node);
    const eep_status status = eep_date_parse(text, strlen(text), day, reader->error);
    if (status != EEP_OK) {
        eep_error_place(reader->error, eep_yaml_path(reader->yaml), eep_yaml_line(node),
                        eep_yaml_column(node));
    }
    return status;
}

/* ---- Groups ------------------------------------------------------------------------------------ */

/* The group of a day, made in its place where there is none yet. */
static eep_case_group *group_of(eep_cases *cases, eep_date day, int brings_programs, eep_error *error)
{
    eep_case_group *group = cases->groups.data;
    size_t low = 0, high = cases->groups.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int before = group[middle].day < day ||
                           (group[middle].day == day && group[middle].brings_programs < brings_programs);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < cases->groups.count && group[low].day == day && group[low].brings_programs == brings_programs) {
        return &group[low];
    }
    eep_pool *pool;
    if (eep_pool_new(&cases->allocator, &pool, error) != EEP_OK) return NULL;
    if (eep_growing_add(&cases->allocator, &cases->groups) == NULL) {
        eep_pool_free(pool);
        (void)eep_fail_memory(error, sizeof *group);
        return NULL;
    }
    group = cases->groups.data;
    memmove(&group[low + 1], &group[low], (cases->groups.count - 1 - low) * sizeof *group);
    group[low] = (eep_case_group){day, brings_programs, pool, SIZE_MAX, SIZE_MAX};
    return &group[low];
}

/*
 * Takes over the one row of `from`. What a column falls back to depends on the row, so rows are read one by
 * one and then put together.
 */
static eep_status append_row(eep_columns *to, const eep_columns *from, eep_error *error)
{
    const uint64_t row = to->rows;
    EEP_TRY(eep_columns_grow(to, 1, error));
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        eep_columns_set(to, i, row, eep_columns_get(from, i, 0));
    to->present |= from->present;
    return EEP_OK;
}

static eep_status add_row(const case_reader *reader, const eep_columns *row, eep_case_entry *entry,
                          size_t index)
{
    const int brings = (row->present >> EEP_COL_programs & 1) != 0;
    eep_case_group *group = group_of(reader->cases, entry->face.day, brings, reader->error);
    if (group == NULL) return EEP_ERROR_MEMORY;
    entry->row = group->pool->columns.rows;
    EEP_TRY(append_row(&group->pool->columns, row, reader->error));
    if (group->first == SIZE_MAX)
        group->first = index;
    else
        ((eep_case_entry *)reader->cases->cases.data)[group->last].next = index;
    group->last = index;
    return EEP_OK;
}

/* ---- One case ---------------------------------------------------------------------------------- */

static const char *text_under(const eep_yaml_node *node, const char *key)
{
    const eep_yaml_node *found = eep_yaml_find(node, key);
    return found != NULL ? eep_yaml_text(found) : "";
}

static eep_status read_case(const case_reader *reader)
{
    eep_cases *cases = reader->cases;
    const eep_yaml_node *node = reader->node;
    eep_date day = 0;
    int asks_items = 0;
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING) {
        return eep_yaml_fail(reader->yaml, node, reader->error, EEP_ERROR_VALUE,
                             "begin it with '- name: ...'", "a case is no mapping");
    }
    EEP_TRY(check_keys(reader));
    EEP_TRY(check_complete(reader));
    EEP_TRY(check_points(reader, &asks_items));
    EEP_TRY(check_set(reader, "programs", 1));
    EEP_TRY(check_set(reader, "categories", 0));
    EEP_TRY(read_day(reader, &day));

    eep_case_entry *entry = eep_growing_add(&cases->allocator, &cases->cases);
    if (entry == NULL) return eep_fail_memory(reader->error, sizeof *entry);
    *entry = (eep_case_entry){.yaml = reader->yaml, .node = node, .next = SIZE_MAX, .asks_items = asks_items};
    entry->face = (eep_case){.name = text_under(node, "name"),
                             .id = text_under(node, "id"),
                             .source = text_under(node, "source"),
                             .file = eep_yaml_path(reader->yaml),
                             .line = eep_yaml_line(node),
                             .day = day};
    eep_columns row;
    eep_columns_init(&row, &cases->allocator);
    eep_status status =
        eep_profile_append(reader->yaml, eep_yaml_find(node, "input"), day, &row, reader->error);
    if (status == EEP_OK) status = add_row(reader, &row, entry, cases->cases.count - 1);
    eep_columns_clear(&row);
    return status;
}

/* ---- Files and folders ------------------------------------------------------------------------- */

static eep_status read_cases(eep_cases *cases, const eep_yaml *yaml, eep_error *error)
{
    const eep_yaml_node *root = eep_yaml_root(yaml);
    if (root == NULL || eep_yaml_kind_of(root) != EEP_YAML_SEQUENCE || eep_yaml_count(root) == 0) {
        return eep_fail_at(error, EEP_ERROR_MISSING, eep_yaml_path(yaml), 1, 1,
                           "write a list of cases, each beginning with '- name: ...'",
                           "the file holds no case");
    }
    for (size_t i = 0; i < eep_yaml_count(root); i++) {
        const case_reader reader = {cases, yaml, eep_yaml_value(root, i), error};
        EEP_TRY(read_case(&reader));
    }
    return EEP_OK;
}

static eep_status read_file(eep_cases *cases, const char *path, eep_error *error)
{
    eep_yaml *yaml = NULL;
    EEP_TRY(eep_yaml_load(path, &yaml, error));
    eep_yaml **slot = eep_growing_add(&cases->allocator, &cases->files);
    if (slot == NULL) {
        eep_yaml_free(yaml);
        return eep_fail_memory(error, sizeof *slot);
    }
    *slot = yaml;
    return read_cases(cases, yaml, error);
}

static int is_yaml(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* By bytes: the order of files may not depend on the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static eep_status read_member(eep_cases *cases, const char *folder, const char *name, eep_error *error)
{
    const size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *path = eep_allocate(&cases->allocator, size, 1);
    if (path == NULL) return eep_fail_memory(error, size);
    snprintf(path, size, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
    const eep_status status = read_file(cases, path, error);
    eep_release(&cases->allocator, path, size, 1);
    return status;
}

static eep_status read_folder(eep_cases *cases, const char *folder, eep_error *error)
{
    struct dirent **entry = NULL;
    const int count = scandir(folder, &entry, is_yaml, by_name);
    if (count < 0) return eep_fail_io(error, "read", folder);
    eep_status status = EEP_OK;
    if (count == 0) {
        status = eep_fail_at(error, EEP_ERROR_MISSING, folder, 0, 0,
                             "give a file of cases, or a folder with some", "the folder holds no *.yaml");
    }
    for (int i = 0; i < count; i++) {
        if (status == EEP_OK) status = read_member(cases, folder, entry[i]->d_name, error);
        free(entry[i]);
    }
    free(entry);
    return status;
}

eep_status eep_cases_read(eep_cases *cases, const char *path, eep_error *error)
{
    struct stat about;
    const int is_folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    return is_folder ? read_folder(cases, path, error) : read_file(cases, path, error);
}
