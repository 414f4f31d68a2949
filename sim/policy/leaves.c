/* leaves.c - the list of leaves: growing, sorting, finding. */
#include "sim/policy/leaves.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Lists ------------------------------------------------------------------------------------- */

void *eep_list_add(const eep_policy *policy, eep_list *list, eep_error *error)
{
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        void *items = eep_allocate(&policy->allocator, capacity, list->size);
        if (items == NULL) {
            (void)eep_fail_memory(error, capacity * list->size);
            return NULL;
        }
        if (list->count > 0) memcpy(items, list->items, list->count * list->size);
        eep_release(&policy->allocator, list->items, list->capacity, list->size);
        list->items = items;
        list->capacity = capacity;
    }
    return (char *)list->items + list->count++ * list->size;
}

void eep_list_clear(const eep_policy *policy, eep_list *list)
{
    eep_release(&policy->allocator, list->items, list->capacity, list->size);
    list->items = NULL;
    list->count = list->capacity = 0;
}

const eep_leaf *eep_policy_leaves(const eep_policy *policy)
{
    return policy->leaves.items;
}

/* ---- Failing ----------------------------------------------------------------------------------- */

eep_status eep_leaf_fail(const eep_leaf *leaf, eep_error *error, eep_status status, const char *advice,
                         const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return eep_fail_at(error, status, leaf->face.file, leaf->face.line, leaf->column, advice, "%s", message);
}

/* ---- Order ------------------------------------------------------------------------------------- */

static int leaf_order(const void *a, const void *b)
{
    const eep_leaf *left = a, *right = b;
    const int order = strcmp(left->face.path, right->face.path);
    if (order != 0) return order;
    return (left->face.from > right->face.from) - (left->face.from < right->face.from);
}

static int place_order(const void *a, const void *b)
{
    const eep_place *left = a, *right = b;
    const int order = strcmp(left->path, right->path);
    if (order != 0) return order;
    const int file = strcmp(left->file, right->file);
    if (file != 0) return file;
    if (left->line != right->line) return left->line < right->line ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

eep_status eep_policy_sort(eep_policy *policy, eep_error *error)
{
    if (policy->leaves.count > 0)
        qsort(policy->leaves.items, policy->leaves.count, sizeof(eep_leaf), leaf_order);
    if (policy->places.count > 0)
        qsort(policy->places.items, policy->places.count, sizeof(eep_place), place_order);
    const eep_leaf *leaf = policy->leaves.items;
    for (size_t i = 1; i < policy->leaves.count; i++) {
        const eep_policy_leaf *before = &leaf[i - 1].face;
        if (strcmp(leaf[i].face.path, before->path) != 0 || before->to < leaf[i].face.from) continue;
        return eep_leaf_fail(&leaf[i], error, EEP_ERROR_DUPLICATE, "keep one of the two",
                             "%s is given twice for the same days; the other is in %s, line %llu",
                             before->path, before->file, (unsigned long long)before->line);
    }
    return EEP_OK;
}

/* ---- Finding ----------------------------------------------------------------------------------- */

size_t eep_leaf_find(const eep_policy *policy, const char *path)
{
    const eep_leaf *leaf = policy->leaves.items;
    size_t low = 0, high = policy->leaves.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(leaf[middle].face.path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const int there = low < policy->leaves.count && strcmp(leaf[low].face.path, path) == 0;
    return there ? low : policy->leaves.count;
}

const eep_leaf *eep_leaf_on(const eep_policy *policy, const char *path, eep_date day)
{
    const eep_leaf *leaf = policy->leaves.items;
    for (size_t i = eep_leaf_find(policy, path); i < policy->leaves.count; i++) {
        if (strcmp(leaf[i].face.path, path) != 0) break;
        if (leaf[i].face.from <= day && day <= leaf[i].face.to) return &leaf[i];
    }
    return NULL;
}

const eep_place *eep_policy_place(const eep_policy *policy, const char *path)
{
    char part[EEP_PATH_LONGEST + 1];
    snprintf(part, sizeof part, "%s", path);
    const eep_place *place = policy->places.items;
    for (;;) {
        for (size_t i = 0; i < policy->places.count; i++)
            if (strcmp(place[i].path, part) == 0) return &place[i];
        char *dot = strrchr(part, '.');
        if (dot == NULL) return NULL;
        *dot = '\0';
    }
}

/* ---- Codes ------------------------------------------------------------------------------------- */

typedef struct coded {
    const char *code, *title;
} coded;

static int code_order(const void *a, const void *b)
{
    return strcmp(((const coded *)a)->code, ((const coded *)b)->code);
}

static eep_status join_codes(eep_policy *policy, eep_leaf *leaf, eep_error *error)
{
    size_t bytes = 1;
    for (size_t i = 0; i < leaf->codes; i++)
        bytes += strlen(leaf->code[i]) + 1;
    char *joined = eep_texts_take(policy->texts, bytes);
    if (joined == NULL) return eep_fail_memory(error, bytes);
    char *end = joined;
    for (size_t i = 0; i < leaf->codes; i++) {
        const size_t length = strlen(leaf->code[i]);
        if (i > 0) *end++ = ' ';
        memcpy(end, leaf->code[i], length);
        end += length;
    }
    leaf->face.value = joined;
    return EEP_OK;
}

eep_status eep_leaf_set_codes(eep_policy *policy, eep_leaf *leaf, const char **code, const char **title,
                              size_t count, eep_error *error)
{
    coded *sorted = eep_allocate(&policy->allocator, count, sizeof *sorted);
    if (sorted == NULL) return eep_fail_memory(error, count * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (coded){code[i], title != NULL ? title[i] : ""};
    if (count > 0) qsort(sorted, count, sizeof *sorted, code_order);
    const char **codes = eep_texts_take(policy->texts, 2 * count * sizeof *codes);
    eep_status status = codes != NULL ? EEP_OK : eep_fail_memory(error, 2 * count * sizeof *codes);
    for (size_t i = 0; status == EEP_OK && i < count; i++) {
        codes[i] = sorted[i].code;
        codes[count + i] = sorted[i].title;
        if (i > 0 && strcmp(codes[i], codes[i - 1]) == 0)
            status = eep_leaf_fail(leaf, error, EEP_ERROR_DUPLICATE, "keep one of the two",
                                   "%s lists %s twice", leaf->face.path, codes[i]);
    }
    eep_release(&policy->allocator, sorted, count, sizeof *sorted);
    if (status != EEP_OK) return status;
    uint32_t *number = eep_texts_take(policy->texts, count * sizeof *number);
    if (number == NULL) return eep_fail_memory(error, count * sizeof *number);
    for (size_t i = 0; i < count; i++)
        number[i] = (uint32_t)strtoul(codes[i], NULL, 10);
    leaf->is_list = 1;
    leaf->number = number;
    leaf->codes = count;
    leaf->code = codes;
    leaf->title = codes + count;
    return join_codes(policy, leaf, error);
}
