/*
 * set_list.c - a list of codes changed for all days: given anew, or by what is added and removed.
 *
 * "20011 21231" is the whole list, "none" an empty one. "+21399 -21200" adds and removes, in every dated
 * entry of the list: an entry that has the one and lacks the other stays as it is.
 */
#include "sim/policy/leaves.h"

#include <string.h>

/* The words of a value; both arrays have `count` members. */
typedef struct words {
    const char **code; /* without their signs */
    const char *sign;
    size_t count;
} words;

/* ---- Words ------------------------------------------------------------------------------------- */

static eep_status add_word(eep_policy *policy, words *list, char *signs, const char *word, eep_error *error)
{
    const char sign = word[0] == '+' || word[0] == '-' ? *word++ : ' ';
    if (word[0] == '\0' || strlen(word) > 5 || strspn(word, "0123456789") != strlen(word))
        return eep_fail(error, EEP_ERROR_VALUE, "write codes joined by spaces or commas",
                        "'%.60s' is no code", word);
    if (list->count > 0 && (sign == ' ') != (signs[0] == ' '))
        return eep_fail(error, EEP_ERROR_VALUE, "sign all codes to change the list, or none to give it anew",
                        "'%.60s' has %s, the codes before it have %s", word,
                        sign == ' ' ? "no sign" : "a sign", sign == ' ' ? "one" : "none");
    list->code[list->count] = eep_texts_copy(policy->texts, word, strlen(word));
    if (list->code[list->count] == NULL) return eep_fail_memory(error, strlen(word));
    signs[list->count++] = sign;
    return EEP_OK;
}

static eep_status split(eep_policy *policy, char *text, words *list, eep_error *error)
{
    static const char gaps[] = " ,;\t";
    size_t room = 1;
    for (const char *c = text; *c != '\0'; c++)
        room += strchr(gaps, *c) != NULL;
    list->count = 0;
    list->code = eep_texts_take(policy->texts, room * sizeof *list->code);
    char *signs = eep_texts_take(policy->texts, room);
    if (list->code == NULL || signs == NULL) return eep_fail_memory(error, room * sizeof *list->code);
    list->sign = signs;
    if (strcmp(text, "none") == 0) return EEP_OK;
    char *rest = NULL;
    for (char *word = strtok_r(text, gaps, &rest); word != NULL; word = strtok_r(NULL, gaps, &rest))
        EEP_TRY(add_word(policy, list, signs, word, error));
    return EEP_OK;
}

/* The title of an occupation as any version has it. */
static const char *title_of(const eep_policy *policy, const char *code)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    for (size_t i = 0; i < policy->leaves.count; i++)
        for (size_t k = 0; leaf[i].is_version && k < leaf[i].codes; k++)
            if (strcmp(leaf[i].code[k], code) == 0) return leaf[i].title[k];
    return "";
}

static int lists(const eep_leaf *leaf, const char *code)
{
    for (size_t i = 0; i < leaf->codes; i++)
        if (strcmp(leaf->code[i], code) == 0) return 1;
    return 0;
}

static size_t find(const words *list, const char *code)
{
    size_t i = 0;
    while (i < list->count && strcmp(list->code[i], code) != 0)
        i++;
    return i;
}

/* ---- Whole lists ------------------------------------------------------------------------------- */

static eep_status give_anew(eep_policy *policy, const words *list, eep_leaf *leaf, eep_error *error)
{
    const char **title = eep_texts_take(policy->texts, list->count * sizeof *title);
    if (title == NULL) return eep_fail_memory(error, list->count * sizeof *title);
    for (size_t i = 0; i < list->count; i++)
        title[i] = title_of(policy, list->code[i]);
    return eep_leaf_set_codes(policy, leaf, list->code, title, list->count, error);
}

/* ---- Changes ----------------------------------------------------------------------------------- */

/* Every change must change something on some day. */
static eep_status refuse_idle(const words *list, const eep_leaf *leaf, size_t count, eep_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        const int removes = list->sign[i] == '-';
        int works = 0;
        if (find(list, list->code[i]) < i)
            return eep_fail(error, EEP_ERROR_DUPLICATE, "name it once", "the assignment names %s twice",
                            list->code[i]);
        for (size_t k = 0; k < count; k++)
            works |= lists(&leaf[k], list->code[i]) == removes;
        if (works) continue;
        return eep_fail(error, EEP_ERROR_ARGUMENT, removes ? "remove what is listed" : "leave it away",
                        "%s %s %s: nothing would change", leaf->face.path,
                        removes ? "does not list" : "lists already", list->code[i]);
    }
    return EEP_OK;
}

static eep_status change_entry(eep_policy *policy, const words *list, eep_leaf *leaf, eep_error *error)
{
    const size_t most = leaf->codes + list->count;
    const char **code = eep_texts_take(policy->texts, 2 * most * sizeof *code), **title = code + most;
    size_t count = 0, kept = 0;
    if (code == NULL) return eep_fail_memory(error, 2 * most * sizeof *code);
    for (size_t i = 0; i < leaf->codes; i++) {
        const size_t at = find(list, leaf->code[i]);
        if (at < list->count && list->sign[at] == '-') continue;
        code[count] = leaf->code[i];
        title[count++] = leaf->title[i];
    }
    kept = count;
    for (size_t i = 0; i < list->count; i++) {
        if (list->sign[i] == '-' || lists(leaf, list->code[i])) continue;
        code[count] = list->code[i];
        title[count++] = title_of(policy, list->code[i]);
    }
    if (kept == leaf->codes && count == kept) return EEP_OK;
    eep_leaf_set_here(leaf);
    return eep_leaf_set_codes(policy, leaf, code, title, count, error);
}

static eep_status change_entries(eep_policy *policy, const words *list, const eep_leaf *leaf, size_t count,
                                 eep_list *fresh, eep_error *error)
{
    EEP_TRY(refuse_idle(list, leaf, count, error));
    for (size_t i = 0; i < count; i++) {
        eep_leaf *entry = eep_list_add(policy, fresh, error);
        if (entry == NULL) return EEP_ERROR_MEMORY;
        *entry = leaf[i];
        EEP_TRY(change_entry(policy, list, entry, error));
    }
    return EEP_OK;
}

eep_status eep_set_list(eep_policy *policy, const eep_leaf *leaf, size_t count, char *text, eep_list *fresh,
                        eep_error *error)
{
    words list;
    EEP_TRY(split(policy, text, &list, error));
    if (list.count > 0 && list.sign[0] != ' ')
        return change_entries(policy, &list, leaf, count, fresh, error);
    eep_leaf *whole = eep_list_add(policy, fresh, error);
    if (whole == NULL) return EEP_ERROR_MEMORY;
    *whole = leaf[0];
    whole->face.to = leaf[count - 1].face.to;
    eep_leaf_set_here(whole);
    return give_anew(policy, &list, whole, error);
}
