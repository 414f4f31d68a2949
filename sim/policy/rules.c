/* rules.c - one day of a policy, compiled into the flat tables that the kernels read. */
#include "sim/policy/leaves.h"

#include <stdlib.h>
#include <string.h>

#define CODE_DIGITS 5

/* ---- Occupations ------------------------------------------------------------------------------- */

/* Sets or clears the trade bit of all codes that begin like the members of a list. */
static void mark_trades(uint8_t *noc_class, const eep_leaf *beginnings, int set)
{
    for (size_t i = 0; i < beginnings->codes; i++) {
        size_t span = 1;
        for (size_t digits = strlen(beginnings->code[i]); digits < CODE_DIGITS; digits++)
            span *= 10;
        uint8_t *code = noc_class + beginnings->number[i] * span;
        for (size_t k = 0; k < span; k++)
            code[k] = (uint8_t)(set ? code[k] | EEP_TRADE_BIT : code[k] & ~EEP_TRADE_BIT);
    }
}

/* `teer` is by second digit. Code 0 is nobody's: it stands for no occupation. */
static void classify(uint8_t *noc_class, const uint8_t teer[EEP_DIGITS], const eep_trades *trades,
                     const eep_listed *listed)
{
    for (uint32_t code = 0; code < EEP_NOC_CODES; code++)
        noc_class[code] = code != 0 ? teer[code / 1000 % 10] : EEP_TEER_NONE;
    mark_trades(noc_class, trades->in, 1);
    mark_trades(noc_class, trades->out, 0);
    for (size_t tier = 1; tier < EEP_OCCUPATION_TIERS; tier++) {
        const eep_leaf *list = listed->tier[tier];
        for (size_t i = 0; i < list->codes; i++) {
            uint8_t *code = &noc_class[list->number[i]];
            *code = (uint8_t)(*code | tier << EEP_OCCUPATION_SHIFT);
        }
    }
}

/* ---- Parts ------------------------------------------------------------------------------------- */

static void compile_pack(eep_rules *rules, const eep_validity *validity)
{
    eep_pack_tables *pack = &rules->pack;
    pack->day = rules->day;
    for (int age = 0; age < EEP_AGES; age++)
        pack->birthday[age] = eep_date_add_months(rules->day, -12 * age);
    pack->language_test_after = eep_date_add_months(rules->day, -validity->language_test);
    pack->assessment_after = eep_date_add_months(rules->day, -validity->assessment);
    pack->noc_categories = rules->noc_categories;
    pack->noc_class = rules->noc_class;
    rules->profile_months = validity->profile;
    rules->language_test_months = validity->language_test;
    rules->assessment_months = validity->assessment;
}

/* What does not fit the packed form is scored in the wide one: slower, and the same. */
static void compile_plans(eep_rules *rules)
{
    rules->why_wide = eep_score_plan_make(&rules->score, &rules->score_plan);
    if (rules->why_wide == NULL)
        rules->why_wide = eep_program_plan_make(&rules->eligible, &rules->program_plan);
    for (size_t i = 0; rules->why_wide == NULL && i < rules->categories; i++)
        rules->why_wide = eep_category_plan_make(&rules->category[i].rule, &rules->category[i].plan);
}

static eep_status compile_version(const eep_asker *asker, const eep_version *version, eep_rules *rules)
{
    const size_t index = rules->categories;
    eep_category_entry *entry = &rules->category[index];
    eep_asker own = *asker;
    /* A version may be compiled on days on which it is not in force: as it begins, or as it ends. */
    if (own.day < version->from) own.day = version->from;
    if (own.day > version->to) own.day = version->to;
    const eep_leaf *occupations = NULL;
    EEP_TRY(eep_ask_version(&own, version, &entry->rule, &occupations));
    entry->rule.bit = (uint32_t)1 << index;
    const int in_force = version->from <= rules->day && rules->day <= version->to;
    entry->face =
        (eep_category){version->id, version->version, version->official_name, version->source, version->from,
                       version->to, in_force,         occupations->codes};
    entry->noc = occupations->number;
    entry->title = occupations->title;
    for (size_t i = 0; i < occupations->codes; i++)
        rules->noc_categories[occupations->number[i]] |= entry->rule.bit;
    if (in_force) rules->eligible.category[rules->eligible.categories++] = entry->rule;
    rules->categories++;
    return EEP_OK;
}

static eep_status copy_leaves(const eep_policy *policy, eep_rules *rules, eep_error *error)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    size_t count = 0;
    for (size_t i = 0; i < policy->leaves.count; i++)
        count += leaf[i].face.from <= rules->day && rules->day <= leaf[i].face.to;
    rules->leaf = eep_allocate(&rules->allocator, count, sizeof *rules->leaf);
    if (rules->leaf == NULL) return eep_fail_memory(error, count * sizeof *rules->leaf);
    rules->leaves = count;
    size_t next = 0;
    for (size_t i = 0; i < policy->leaves.count; i++)
        if (leaf[i].face.from <= rules->day && rules->day <= leaf[i].face.to)
            rules->leaf[next++] = leaf[i].face;
    eep_leaves_digest(rules->leaf, count, rules->digest);
    return EEP_OK;
}

static eep_status compile(const eep_policy *policy, eep_rules *rules, eep_error *error)
{
    const eep_asker asker = {policy, rules->day, NULL, error};
    eep_listed listed;
    eep_trades trades;
    eep_validity validity;
    uint8_t teer[EEP_DIGITS];
    EEP_TRY(eep_ask_score(&asker, &rules->score, &listed));
    EEP_TRY(eep_ask_programs(&asker, &rules->eligible, &trades));
    EEP_TRY(eep_ask_validity(&asker, &validity));
    EEP_TRY(eep_ask_teers(&asker, teer));
    EEP_TRY(eep_ask_rounds(&asker, &rules->tie_break, &rules->lottery_seed));
    EEP_TRY(eep_ask_program_order(&asker, rules->program_rank));
    rules->noc_categories = eep_allocate(&rules->allocator, EEP_NOC_CODES, sizeof *rules->noc_categories);
    rules->noc_class = eep_allocate(&rules->allocator, EEP_NOC_CODES, sizeof *rules->noc_class);
    if (rules->noc_categories == NULL || rules->noc_class == NULL)
        return eep_fail_memory(error, EEP_NOC_CODES * sizeof *rules->noc_categories);
    classify(rules->noc_class, teer, &trades, &listed);
    compile_pack(rules, &validity);
    const eep_version *version = policy->versions.items;
    for (size_t i = 0; i < policy->versions.count; i++)
        EEP_TRY(compile_version(&asker, &version[i], rules));
    compile_plans(rules);
    return copy_leaves(policy, rules, error);
}

/* ---- The handle -------------------------------------------------------------------------------- */

eep_status eep_policy_at(const eep_policy *policy, eep_date day, eep_rules **rules, eep_error *error)
{
    const eep_date first = eep_policy_first_day(policy);
    if (day < first) {
        char asked[11], known[11], advice[60];
        eep_date_format(day, asked);
        eep_date_format(first, known);
        snprintf(advice, sizeof advice, "ask for %s or later", known);
        return eep_fail(error, EEP_ERROR_MISSING, advice, "the policy has no values for %s; it begins on %s",
                        asked, known);
    }
    eep_rules *fresh = eep_allocate(&policy->allocator, 1, sizeof *fresh);
    if (fresh == NULL) return eep_fail_memory(error, sizeof *fresh);
    fresh->allocator = policy->allocator;
    fresh->day = day;
    fresh->texts = eep_texts_share(policy->texts);
    const eep_status status = compile(policy, fresh, error);
    if (status != EEP_OK) {
        eep_rules_free(fresh);
        return status;
    }
    *rules = fresh;
    return EEP_OK;
}

void eep_rules_free(eep_rules *rules)
{
    if (rules == NULL) return;
    const eep_allocator allocator = rules->allocator;
    eep_release(&allocator, rules->noc_categories, EEP_NOC_CODES, sizeof *rules->noc_categories);
    eep_release(&allocator, rules->noc_class, EEP_NOC_CODES, sizeof *rules->noc_class);
    eep_release(&allocator, rules->leaf, rules->leaves, sizeof *rules->leaf);
    eep_texts_drop(rules->texts);
    eep_release(&allocator, rules, 1, sizeof *rules);
}

eep_date eep_rules_day(const eep_rules *rules)
{
    return rules->day;
}

void eep_rules_digest(const eep_rules *rules, char text[EEP_DIGEST_TEXT])
{
    memcpy(text, rules->digest, EEP_DIGEST_TEXT);
}

static int leaf_order(const void *path, const void *leaf)
{
    return strcmp(path, ((const eep_policy_leaf *)leaf)->path);
}

const eep_policy_leaf *eep_rules_leaf(const eep_rules *rules, const char *path)
{
    return bsearch(path, rules->leaf, rules->leaves, sizeof *rules->leaf, leaf_order);
}

int eep_rules_category(const eep_rules *rules, size_t index, eep_category *category)
{
    if (index >= rules->categories) return 0;
    *category = rules->category[index].face;
    return 1;
}

int eep_rules_occupation(const eep_rules *rules, size_t index, size_t nth, uint32_t *noc, const char **title)
{
    if (index >= rules->categories || nth >= rules->category[index].face.occupations) return 0;
    *noc = rules->category[index].noc[nth];
    *title = rules->category[index].title[nth];
    return 1;
}
