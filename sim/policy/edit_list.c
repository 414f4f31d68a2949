/*
 * edit_list.c - a list of codes edited: given anew, or by what is added and removed.
 *
 * "20011 21231" is the whole list, "none" an empty one. "+21399 -21200" adds and removes, in every dated
 * entry of the list: an entry that has the one and lacks the other stays as it is.
 */
#include "sim/policy/leaves.h"

#include <string.h>

/* ---- Words ------------------------------------------------------------------------------------- */

static eep_status add_word(eep_policy *policy, eep_codes *codes, char *signs, const char *word,
                           eep_error *error)
{
    const char sign = word[0] == '+' || word[0] == '-' ? *word++ : ' ';
    if (word[0] == '\0' || strlen(word) > 5 || strspn(word, "0123456789") != strlen(word))
        return eep_fail(error, EEP_ERROR_VALUE, "write codes joined by spaces or commas",
                        "'%.60s' is no code", word);
    if (codes->count > 0 && (sign == ' ') != (signs[0] == ' '))
        return eep_fail(error, EEP_ERROR_VALUE, "sign all codes to change the list, or none to give it anew",
                        "'%.60s' has %s, the codes before it have %s", word,
                        sign == ' ' ? "no sign" : "a sign", sign == ' ' ? "one" : "none");
    codes->code[codes->count] = eep_texts_copy(policy->texts, word, strlen(word));
    if (codes->code[codes->count] == NULL) return eep_fail_memory(error, strlen(word));
    signs[codes->count++] = sign;
    codes->is_change = sign != ' ';
    return EEP_OK;
}

eep_status eep_codes_read(eep_policy *policy, char *text, eep_codes *codes, eep_error *error)
{
    static const char gaps[] = " ,;\t\n";
    size_t room = 1;
    for (const char *c = text; *c != '\0'; c++)
        room += strchr(gaps, *c) != NULL;
    *codes = (eep_codes){.code = eep_texts_take(policy->texts, room * sizeof *codes->code)};
    char *signs = eep_texts_take(policy->texts, room);
    if (codes->code == NULL || signs == NULL) return eep_fail_memory(error, room * sizeof *codes->code);
    codes->sign = signs;
    if (strcmp(text, "none") == 0) return EEP_OK;
    char *rest = NULL;
    for (char *word = strtok_r(text, gaps, &rest); word != NULL; word = strtok_r(NULL, gaps, &rest))
        EEP_TRY(add_word(policy, codes, signs, word, error));
    return EEP_OK;
}

/* The title of a code: its own, or the one that a version of a category has for it. */
static const char *title_of(const eep_policy *policy, const eep_codes *codes, size_t index)
{
    if (codes->title != NULL && codes->title[index][0] != '\0') return codes->title[index];
    const eep_leaf *leaf = eep_policy_leaves(policy);
    for (size_t i = 0; i < policy->leaves.count; i++)
        for (size_t k = 0; leaf[i].is_version && k < leaf[i].codes; k++)
            if (strcmp(leaf[i].code[k], codes->code[index]) == 0) return leaf[i].title[k];
    return "";
}

static int lists(const eep_leaf *leaf, const char *code)
{
    for (size_t i = 0; i < leaf->codes; i++)
        if (strcmp(leaf->code[i], code) == 0) return 1;
    return 0;
}

static size_t find(const eep_codes *codes, const char *code)
{
    size_t i = 0;
    while (i < codes->count && strcmp(codes->code[i], code) != 0)
        i++;
    return i;
}

eep_status eep_codes_refuse_idle(const eep_codes *codes, const eep_leaf *leaf, size_t count, eep_error *error)
{
    for (size_t i = 0; codes->is_change && i < codes->count; i++) {
        const int removes = codes->sign[i] == '-';
        int works = 0;
        if (find(codes, codes->code[i]) < i)
            return eep_fail(error, EEP_ERROR_DUPLICATE, "name it once", "the assignment names %s twice",
                            codes->code[i]);
        for (size_t k = 0; k < count; k++)
            works |= lists(&leaf[k], codes->code[i]) == removes;
        if (works) continue;
        return eep_fail(error, EEP_ERROR_ARGUMENT, removes ? "remove what is listed" : "leave it away",
                        "%s %s %s: nothing would change", leaf->face.path,
                        removes ? "does not list" : "lists already", codes->code[i]);
    }
    return EEP_OK;
}

/* ---- Lists ------------------------------------------------------------------------------------- */

eep_status eep_codes_apply(eep_policy *policy, const eep_codes *codes, eep_leaf *leaf, eep_error *error)
{
    const size_t most = leaf->codes + codes->count;
    const char **code = eep_texts_take(policy->texts, 2 * most * sizeof *code), **title = code + most;
    size_t count = 0;
    if (code == NULL) return eep_fail_memory(error, 2 * most * sizeof *code);
    for (size_t i = 0; codes->is_change && i < leaf->codes; i++) {
        const size_t at = find(codes, leaf->code[i]);
        if (at < codes->count && codes->sign[at] == '-') continue;
        code[count] = leaf->code[i];
        title[count++] = leaf->title[i];
    }
    for (size_t i = 0; i < codes->count; i++) {
        if (codes->is_change && (codes->sign[i] == '-' || lists(leaf, codes->code[i]))) continue;
        code[count] = codes->code[i];
        title[count++] = title_of(policy, codes, i);
    }
    return eep_leaf_set_codes(policy, leaf, code, title, count, error);
}
