/* edit.c - one path given another value on some of its days; and a copy of the policy to try that on. */
#include "sim/policy/leaves.h"

#include <string.h>

#define VALUE_LONGEST 4000

/* ---- Trials ------------------------------------------------------------------------------------ */

static eep_status copy_list(const eep_policy *policy, const eep_list *from, eep_list *to, eep_error *error)
{
    *to = (eep_list){.size = from->size};
    if (from->count == 0) return EEP_OK;
    to->items = eep_allocate(&policy->allocator, from->count, from->size);
    if (to->items == NULL) return eep_fail_memory(error, from->count * from->size);
    memcpy(to->items, from->items, from->count * from->size);
    to->count = to->capacity = from->count;
    return EEP_OK;
}

static void clear_lists(eep_policy *policy)
{
    eep_list_clear(policy, &policy->leaves);
    eep_list_clear(policy, &policy->places);
    eep_list_clear(policy, &policy->versions);
    eep_list_clear(policy, &policy->remarks);
    eep_list_clear(policy, &policy->reforms);
}

eep_status eep_trial_begin(const eep_policy *policy, eep_policy *trial, eep_error *error)
{
    *trial = (eep_policy){.allocator = policy->allocator, .texts = policy->texts, .path = policy->path};
    eep_status status = copy_list(policy, &policy->leaves, &trial->leaves, error);
    if (status == EEP_OK) status = copy_list(policy, &policy->places, &trial->places, error);
    if (status == EEP_OK) status = copy_list(policy, &policy->versions, &trial->versions, error);
    if (status == EEP_OK) status = copy_list(policy, &policy->remarks, &trial->remarks, error);
    if (status == EEP_OK) status = copy_list(policy, &policy->reforms, &trial->reforms, error);
    if (status != EEP_OK) clear_lists(trial);
    return status;
}

eep_status eep_trial_end(eep_policy *policy, eep_policy *trial, eep_status status)
{
    clear_lists(status == EEP_OK ? policy : trial);
    if (status == EEP_OK) *policy = *trial;
    return status;
}

/* ---- Days -------------------------------------------------------------------------------------- */

/* The dated leaves of one path, and the days of an edit among theirs. */
typedef struct stretch {
    size_t index, count;
    const eep_leaf *leaf;
    eep_date from, to;
} stretch;

static eep_status fail_days(const stretch *found, eep_error *error)
{
    char from[11], to[11] = "";
    eep_date_format(found->leaf[0].face.from, from);
    const eep_date last = found->leaf[found->count - 1].face.to;
    if (last != EEP_DATE_OPEN) eep_date_format(last, to);
    return eep_fail(error, EEP_ERROR_ARGUMENT, "give days among these, or leave the change away",
                    "%s holds from %s%s%s: nothing would change on these days", found->leaf->face.path, from,
                    to[0] != '\0' ? " to " : "", to);
}

/* One file says once what a path is on a day. */
static eep_status refuse_twice(const stretch *found, const eep_edit *edit, eep_error *error)
{
    for (size_t i = 0; edit->line != 0 && i < found->count; i++) {
        const eep_leaf *leaf = &found->leaf[i];
        if (leaf->face.file != edit->file || leaf->face.to < found->from || leaf->face.from > found->to)
            continue;
        return eep_fail(error, EEP_ERROR_DUPLICATE, "keep one of the two, or give them days apart",
                        "%s is changed twice; the other is in line %llu", edit->path,
                        (unsigned long long)leaf->face.line);
    }
    return EEP_OK;
}

static eep_status find_stretch(const eep_policy *policy, const eep_edit *edit, stretch *found,
                               eep_error *error)
{
    found->index = eep_leaf_find(policy, edit->path);
    if (found->index == policy->leaves.count) return eep_fail_path(policy, edit->path, error);
    const eep_leaf *leaf = found->leaf = eep_policy_leaves(policy) + found->index;
    found->count = 1;
    while (found->index + found->count < policy->leaves.count &&
           strcmp(leaf[found->count].face.path, edit->path) == 0)
        found->count++;
    const eep_date first = leaf[0].face.from, last = leaf[found->count - 1].face.to;
    found->from = edit->from > first ? edit->from : first;
    found->to = edit->to < last ? edit->to : last;
    if (found->from > found->to) return fail_days(found, error);
    return refuse_twice(found, edit, error);
}

/* ---- Values ------------------------------------------------------------------------------------ */

static void mark(const eep_edit *edit, eep_leaf *leaf)
{
    leaf->face.file = edit->file;
    leaf->face.line = edit->line;
    leaf->column = edit->column;
    leaf->is_unwritten = 0;
    if (edit->source != NULL) leaf->face.source = edit->source;
}

static eep_status give_value(eep_policy *policy, const eep_edit *edit, const eep_codes *codes, eep_leaf *leaf,
                             eep_error *error)
{
    mark(edit, leaf);
    if (codes != NULL) return eep_codes_apply(policy, codes, leaf, error);
    const char *plain = eep_plain_number(edit->value);
    leaf->face.value = eep_texts_copy(policy->texts, plain, strlen(plain));
    return leaf->face.value != NULL ? EEP_OK : eep_fail_memory(error, strlen(plain));
}

/* Appends what `leaf` is from one day to another, unless there is no day between them. */
static eep_status keep(const eep_policy *policy, const eep_leaf *leaf, eep_date from, eep_date to,
                       eep_list *fresh, eep_error *error)
{
    if (from > to) return EEP_OK;
    eep_leaf *part = eep_list_add(policy, fresh, error);
    if (part == NULL) return EEP_ERROR_MEMORY;
    *part = *leaf;
    part->face.from = from;
    part->face.to = to;
    return EEP_OK;
}

/* The last entry of `fresh` gets the value; one that has it already keeps its place in the files. */
static eep_status change_last(eep_policy *policy, const eep_edit *edit, const eep_codes *codes,
                              eep_list *fresh, eep_error *error)
{
    eep_leaf *last = (eep_leaf *)fresh->items + fresh->count - 1;
    eep_leaf changed = *last;
    EEP_TRY(give_value(policy, edit, codes, &changed, error));
    if (codes == NULL || !codes->is_change || strcmp(changed.face.value, last->face.value) != 0)
        *last = changed;
    return EEP_OK;
}

/* What becomes of the leaves of a path: what was before the days of the edit, the new value, what is after.
 */
static eep_status renew(eep_policy *policy, const eep_edit *edit, const eep_codes *codes,
                        const stretch *found, eep_list *fresh, int *works, eep_error *error)
{
    const int each = codes != NULL && codes->is_change; /* every entry has a list of its own */
    int done = 0;
    for (size_t i = 0; i < found->count; i++) {
        const eep_leaf *leaf = &found->leaf[i];
        const eep_date from = leaf->face.from, to = leaf->face.to;
        if (to < found->from || from > found->to) {
            EEP_TRY(keep(policy, leaf, from, to, fresh, error));
            continue;
        }
        if (from < found->from) EEP_TRY(keep(policy, leaf, from, found->from - 1, fresh, error));
        if (each || !done) {
            EEP_TRY(keep(policy, leaf, from > found->from ? from : found->from,
                         each && to < found->to ? to : found->to, fresh, error));
            EEP_TRY(change_last(policy, edit, codes, fresh, error));
            done = 1;
        }
        const eep_leaf *instead = (const eep_leaf *)fresh->items + fresh->count - 1;
        *works |= strcmp(instead->face.value, leaf->face.value) != 0 || eep_wants_writing(leaf);
        if (to > found->to) EEP_TRY(keep(policy, leaf, found->to + 1, to, fresh, error));
    }
    return EEP_OK;
}

/* Puts `fresh` in place of the leaves of a stretch. */
static eep_status replace(eep_policy *policy, const stretch *found, const eep_list *fresh, eep_error *error)
{
    const size_t after = found->index + found->count, rest = policy->leaves.count - after;
    for (size_t i = found->count; i < fresh->count; i++)
        if (eep_list_add(policy, &policy->leaves, error) == NULL) return EEP_ERROR_MEMORY;
    eep_leaf *leaf = policy->leaves.items;
    memmove(leaf + found->index + fresh->count, leaf + after, rest * sizeof *leaf);
    memcpy(leaf + found->index, fresh->items, fresh->count * sizeof *leaf);
    policy->leaves.count = found->index + fresh->count + rest;
    return EEP_OK;
}

/* ---- The edit ---------------------------------------------------------------------------------- */

static eep_status read_codes(eep_policy *policy, const eep_edit *edit, eep_codes *codes, eep_error *error)
{
    char text[VALUE_LONGEST + 1];
    if (edit->codes != NULL) {
        *codes = *edit->codes;
        return EEP_OK;
    }
    if (strlen(edit->value) >= sizeof text)
        return eep_fail(error, EEP_ERROR_VALUE, "list them one by one", "a text of more than %d letters",
                        VALUE_LONGEST);
    snprintf(text, sizeof text, "%s", edit->value);
    return eep_codes_read(policy, text, codes, error);
}

static eep_status apply(eep_policy *policy, const eep_edit *edit, int *works, eep_error *error)
{
    stretch found = {0};
    eep_codes codes = {0};
    EEP_TRY(find_stretch(policy, edit, &found, error));
    const int is_list = found.leaf->is_list;
    if (is_list) {
        EEP_TRY(read_codes(policy, edit, &codes, error));
        size_t first = 0, last = found.count;
        while (found.leaf[first].face.to < found.from)
            first++;
        while (found.leaf[last - 1].face.from > found.to)
            last--;
        EEP_TRY(eep_codes_refuse_idle(&codes, found.leaf + first, last - first, error));
    }
    eep_list fresh = {.size = sizeof(eep_leaf)};
    eep_status status = renew(policy, edit, is_list ? &codes : NULL, &found, &fresh, works, error);
    if (status == EEP_OK) status = replace(policy, &found, &fresh, error);
    eep_list_clear(policy, &fresh);
    return status;
}

eep_status eep_edit_apply(eep_policy *policy, const eep_edit *edit, int *works, eep_error *error)
{
    const eep_status status = apply(policy, edit, works, error);
    const int path_is_wrong = status == EEP_ERROR_UNKNOWN;
    if (status != EEP_OK && edit->line != 0)
        eep_error_place(error, edit->file, path_is_wrong ? edit->path_line : edit->line,
                        path_is_wrong ? edit->path_column : edit->column);
    return status;
}
