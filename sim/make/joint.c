/*
 * joint.c - the joint alias tables of a pool model. Each function lists the outcomes of one table for one
 * context; kernels/chances.h says how contexts and outcomes are packed.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/make/joint.h"

#define WHOLE          ((uint64_t)1 << 60) /* the weight of everybody; splits of it stay far above 1 */
#define CHANCE_WHOLE   1000
#define MONTHS_LONGEST 120U

/* The longest list is that of work: three kinds of study, and the bands that model_file.c allows twice. */
#define BANDS_MAX 32
_Static_assert(3 * BANDS_MAX * BANDS_MAX <= EEP_OUTCOMES_MAX, "the longest list of outcomes has room");
_Static_assert(EEP_OUTCOMES_MAX <= 1 << EEP_ALIAS_BITS_MAX, "a list of outcomes fits a table");

enum { EDUCATION_ONE_YEAR = 2, EDUCATION_BACHELORS = 4 };

typedef struct maker {
    const eep_model_file *file;
    const eep_scales *scales;
} maker;

typedef void (*list_outcomes)(const maker *from, uint32_t context, eep_outcomes *to);

/* ---- Splitting weights -------------------------------------------------------------------------- */

static uint64_t part(uint64_t weight, uint64_t share, uint64_t whole)
{
    return whole == 0 ? 0 : weight / whole * share;
}

/* The two sides of a chance out of 1000. */
static uint64_t side(uint64_t weight, uint64_t chance, int yes)
{
    const uint64_t held = chance > CHANCE_WHOLE ? CHANCE_WHOLE : chance;
    return part(weight, yes ? held : CHANCE_WHOLE - held, CHANCE_WHOLE);
}

static uint64_t scaled(uint64_t chance, uint32_t scale)
{
    return chance * scale / EEP_SCALE_WHOLE;
}

static uint64_t sum_of(const uint32_t *weight, uint32_t count)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += weight[i];
    return sum;
}

static uint64_t sum_of_bands(const eep_model_band *band, uint32_t count)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += band[i].weight;
    return sum;
}

/* ---- Kinds and schooling ------------------------------------------------------------------------- */

static void list_kinds(const maker *from, uint32_t context, eep_outcomes *to)
{
    (void)context;
    for (uint32_t k = 0; k < from->file->archetypes_count; k++)
        eep_outcomes_add(to, (uint64_t)from->file->archetypes[k].weight * from->scales->kind[k], k);
}

static uint32_t span_of(const eep_model_joint *joint, uint32_t age)
{
    uint32_t span = 0;
    while (span + 1 < joint->spouse_by_age_count && age > joint->spouse_by_age[span].to)
        span++;
    return span;
}

static uint32_t schooling_of(const eep_model_file *file, uint32_t age, uint32_t education)
{
    const uint32_t since = file->finish_age[education];
    const uint32_t months = age >= since ? (age - since + 1) * 12 : 0;
    const uint32_t passed = months < MONTHS_LONGEST ? months : MONTHS_LONGEST;
    const uint32_t study = education < EDUCATION_ONE_YEAR ? 0 : education < EDUCATION_BACHELORS ? 1 : 2;
    return age | education << 7 | passed << 10 | study << 17 |
           (uint32_t)(education >= EDUCATION_BACHELORS) << 19 | span_of(file->joint, age) << 20;
}

/* Nobody holds an education before its age: younger people have the highest that they can. */
static void list_schooling(const maker *from, uint32_t kind, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[kind];
    const uint64_t ages = sum_of_bands(archetype->age, archetype->age_count);
    const uint64_t educations = sum_of(archetype->education, EEP_MODEL_EDUCATIONS);
    for (uint32_t b = 0; b < archetype->age_count; b++) {
        const eep_model_band *band = &archetype->age[b];
        const uint64_t each = part(WHOLE, band->weight, ages) / (band->to - band->from + 1);
        for (uint32_t age = band->from; age <= band->to; age++) {
            for (uint32_t e = 0; e < EEP_MODEL_EDUCATIONS; e++) {
                uint32_t held = e;
                while (held > 0 && age < from->file->finish_age[held])
                    held--;
                eep_outcomes_add(to, part(each, archetype->education[e], educations),
                                 schooling_of(from->file, age, held));
            }
        }
    }
}

/* ---- Work ---------------------------------------------------------------------------------------- */

/* Who studied in Canada mostly has worked there since: bands that begin at 0 count less for them. */
static uint64_t work_weight(const maker *from, const eep_model_band *band, uint32_t study)
{
    const uint64_t factor =
        study != 0 && band->from == 0 ? from->file->joint->study_without_work : CHANCE_WHOLE;
    return band->weight * factor;
}

static void list_work_after(const maker *from, const eep_model_archetype *archetype, uint64_t weight,
                            uint32_t study, eep_outcomes *to)
{
    const uint64_t abroad = sum_of_bands(archetype->foreign_work, archetype->foreign_work_count);
    uint64_t here = 0;
    for (uint32_t c = 0; c < archetype->canadian_work_count; c++)
        here += work_weight(from, &archetype->canadian_work[c], study);
    for (uint32_t c = 0; c < archetype->canadian_work_count; c++) {
        const eep_model_band *canadian = &archetype->canadian_work[c];
        const uint64_t each = part(weight, work_weight(from, canadian, study), here);
        for (uint32_t f = 0; f < archetype->foreign_work_count; f++) {
            const eep_model_band *foreign = &archetype->foreign_work[f];
            eep_outcomes_add(to, part(each, foreign->weight, abroad),
                             study | canadian->from << 2 | (canadian->to - canadian->from + 1) << 9 |
                                 foreign->from << 16 | (foreign->to - foreign->from + 1) << 23);
        }
    }
}

static void list_work(const maker *from, uint32_t context, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[context / 3];
    const uint32_t possible = context % 3;
    uint64_t studied = 0, weight[3] = {0};
    for (uint32_t study = 0; study < 3; study++) {
        const uint64_t share =
            study == 0 ? EEP_SCALE_WHOLE * (uint64_t)archetype->canadian_study[0]
                       : (uint64_t)archetype->canadian_study[study] * from->scales->canadian_study;
        weight[study < possible ? study : possible] += share;
        studied += share;
    }
    for (uint32_t study = 0; study < 3; study++)
        list_work_after(from, archetype, part(WHOLE, weight[study], studied), study, to);
}

static void list_occupations(const maker *from, uint32_t context, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[context / 2];
    for (uint32_t g = 0; g < archetype->occupations_count; g++) {
        const eep_model_occupation_weight *entry = &archetype->occupations[g];
        uint32_t number = 0;
        while (strcmp(from->file->occupation_groups[number].name, entry->group) != 0)
            number++;
        const eep_model_occupation_group *group = &from->file->occupation_groups[number];
        uint64_t codes = 0;
        for (uint32_t i = 0; i < group->occupations_count; i++)
            codes += group->occupations[i].weight;
        const uint64_t weight = (uint64_t)(context % 2 ? entry->degree : entry->other) << 30;
        for (uint32_t i = 0; i < group->occupations_count; i++) {
            eep_outcomes_add(to,
                             part(weight, group->occupations[i].weight, codes) / EEP_SCALE_WHOLE *
                                 from->scales->noc[number][i],
                             (uint32_t)strtoul(group->occupations[i].code, NULL, 10) | group->women << 17 |
                                 group->trade << 27 | group->senior << 28);
        }
    }
}

/* ---- Languages and citizenship -------------------------------------------------------------------- */

static uint32_t list_of(const eep_model_file *file, const char *name)
{
    uint32_t list = 0;
    while (strcmp(file->citizenships[list].name, name) != 0)
        list++;
    return list;
}

static void list_second(const maker *from, const eep_model_archetype *archetype, uint64_t weight,
                        uint32_t outcome, eep_outcomes *to)
{
    const uint64_t chance = scaled(archetype->chances.second_language, from->scales->second_language);
    const uint64_t levels = sum_of(archetype->second_language, EEP_MODEL_LEVELS);
    eep_outcomes_add(to, side(weight, chance, 0), outcome);
    for (uint32_t base = 0; base < EEP_MODEL_LEVELS; base++)
        eep_outcomes_add(to, part(side(weight, chance, 1), archetype->second_language[base], levels),
                         outcome | base << 5);
}

/* Whoever has French as the first official language has a citizenship of the French-speaking list. */
static void list_tests(const maker *from, uint32_t kind, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[kind];
    const uint32_t own = archetype->chances.french_first;
    const uint64_t chance = own >= CHANCE_WHOLE / 2 ? own : scaled(own, from->scales->french_first);
    const uint64_t levels = sum_of(archetype->first_language, EEP_MODEL_LEVELS);
    for (int french = 0; french < 2; french++) {
        const char *name = french ? from->file->joint->french_citizenship : archetype->citizenship;
        const uint32_t list = list_of(from->file, name);
        for (uint32_t base = 0; base < EEP_MODEL_LEVELS; base++)
            list_second(from, archetype,
                        part(side(WHOLE, chance, french), archetype->first_language[base], levels),
                        (uint32_t)french | base << 1 | list << 9, to);
    }
}

static void list_abilities(const maker *from, uint32_t context, eep_outcomes *to)
{
    const uint32_t(*offset)[EEP_MODEL_OFFSETS] = from->file->offsets;
    uint32_t at[4];
    (void)context;
    for (uint32_t i = 0; i < EEP_MODEL_OFFSETS * EEP_MODEL_OFFSETS * EEP_MODEL_OFFSETS * EEP_MODEL_OFFSETS;
         i++) {
        uint64_t weight = WHOLE;
        uint32_t outcome = 0, rest = i;
        for (uint32_t a = 0; a < 4; a++, rest /= EEP_MODEL_OFFSETS) {
            at[a] = rest % EEP_MODEL_OFFSETS;
            weight = part(weight, offset[a][at[a]], sum_of(offset[a], EEP_MODEL_OFFSETS));
            outcome |= at[a] << 3 * a;
        }
        eep_outcomes_add(to, weight, outcome);
    }
}

static void list_countries(const maker *from, uint32_t list, eep_outcomes *to)
{
    const eep_model_country_list *countries = &from->file->citizenships[list];
    for (uint32_t i = 0; i < countries->countries_count; i++) {
        const char *code = countries->countries[i].code;
        const uint32_t country = (uint32_t)((code[0] - 64) * 1024 + (code[1] - 64) * 32 + (code[2] - 64));
        eep_outcomes_add(to, countries->countries[i].weight, country);
    }
}

/* ---- Spouse and ties ------------------------------------------------------------------------------ */

static void list_spouses(const maker *from, uint32_t context, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[context / 4];
    const eep_model_joint *joint = from->file->joint;
    const uint32_t span = context % 4 < joint->spouse_by_age_count ? context % 4 : 0;
    const uint64_t chance =
        scaled(scaled(archetype->chances.spouse, joint->spouse_by_age[span].weight), from->scales->spouse);
    const uint64_t levels = sum_of(archetype->spouse_language, EEP_MODEL_LEVELS);
    const uint64_t works =
        sum_of_bands(archetype->spouse_canadian_work, archetype->spouse_canadian_work_count);
    eep_outcomes_add(to, side(WHOLE, chance, 0), 0);
    for (uint32_t base = 0; base < EEP_MODEL_LEVELS; base++) {
        const uint64_t weight = part(side(WHOLE, chance, 1), archetype->spouse_language[base], levels);
        for (uint32_t b = 0; b < archetype->spouse_canadian_work_count; b++) {
            const eep_model_band *band = &archetype->spouse_canadian_work[b];
            const uint32_t outcome = 1 | base << 1 | band->from << 5 | (band->to - band->from + 1) << 12;
            const uint64_t each = part(weight, band->weight, works);
            for (int study = 0; study < 2; study++)
                eep_outcomes_add(to, side(each, archetype->chances.spouse_canadian_study, study),
                                 outcome | (uint32_t)study << 19);
        }
    }
}

/* Some spouses have the same education, the others that of the archetype's list. */
static void list_spouse_educations(const maker *from, uint32_t context, eep_outcomes *to)
{
    const eep_model_archetype *archetype = &from->file->archetypes[context / 8];
    const uint32_t alike = from->file->joint->spouse_alike;
    const uint64_t all = sum_of(archetype->spouse_education, EEP_MODEL_EDUCATIONS);
    eep_outcomes_add(to, side(WHOLE, alike, 1), context % 8);
    for (uint32_t e = 0; e < EEP_MODEL_EDUCATIONS; e++)
        eep_outcomes_add(to, part(side(WHOLE, alike, 0), archetype->spouse_education[e], all), e);
}

static void list_ties(const maker *from, uint32_t kind, eep_outcomes *to)
{
    const eep_model_chances *chances = &from->file->archetypes[kind].chances;
    const uint64_t chance[] = {scaled(chances->job_offer, from->scales->job_offer),
                               scaled(chances->sibling, from->scales->sibling),
                               chances->relative,
                               chances->nomination,
                               chances->certificate,
                               chances->settlement_funds,
                               chances->other_occupation,
                               chances->interrupted_work};
    for (uint32_t ties = 0; ties < 256; ties++) {
        uint64_t weight = WHOLE;
        for (uint32_t t = 0; t < 8; t++)
            weight = side(weight, chance[t], ties >> t & 1);
        eep_outcomes_add(to, weight, ties);
    }
}

/* ---- All of them ---------------------------------------------------------------------------------- */

/* Two walks over the contexts: how large the largest table is, then the tables, all of this size. */
static eep_status make_tables(const maker *from, list_outcomes list, uint32_t contexts,
                              eep_outcomes *outcomes, eep_alias *tables, eep_error *error)
{
    uint32_t most = 2;
    outcomes->is_full = 0;
    for (uint32_t c = 0; c < contexts; c++) {
        outcomes->count = 0;
        list(from, c, outcomes);
        if (outcomes->count > most) most = outcomes->count;
    }
    if (outcomes->is_full) {
        return eep_fail(error, EEP_ERROR_INTERNAL, NULL, "a list of the model has more than %d outcomes",
                        EEP_OUTCOMES_MAX);
    }
    tables->bits = 1;
    while ((uint32_t)1 << tables->bits < most)
        tables->bits++;
    eep_alias_slot *slot = calloc((size_t)contexts << tables->bits, sizeof *slot);
    if (slot == NULL) return eep_fail_memory(error, ((size_t)contexts << tables->bits) * sizeof *slot);
    tables->slot = slot;
    for (uint32_t c = 0; c < contexts; c++) {
        outcomes->count = 0;
        list(from, c, outcomes);
        /* A context that no one is ever in may have no outcomes: its slots stay 0. */
        (void)eep_alias_fill(outcomes, tables->bits, slot + ((size_t)c << tables->bits));
    }
    return EEP_OK;
}

void eep_scales_open(eep_scales *scales)
{
    uint32_t *scale = (uint32_t *)(void *)scales;
    for (size_t i = 0; i < sizeof *scales / sizeof *scale; i++)
        scale[i] = EEP_SCALE_WHOLE;
}

eep_status eep_joint_make(const eep_model_file *file, const eep_scales *scales, eep_people_plan *plan,
                          eep_error *error)
{
    const maker from = {file, scales};
    const uint32_t kinds = file->archetypes_count;
    eep_outcomes *outcomes = malloc(sizeof *outcomes);
    memset(plan, 0, sizeof *plan);
    if (outcomes == NULL) return eep_fail_memory(error, sizeof *outcomes);
    const struct {
        list_outcomes list;
        uint32_t contexts;
        eep_alias *tables;
    } all[] = {{list_kinds, 1, &plan->kind},
               {list_schooling, kinds, &plan->schooling},
               {list_work, kinds * 3, &plan->work},
               {list_tests, kinds, &plan->tests},
               {list_abilities, 1, &plan->abilities},
               {list_spouses, kinds * 4, &plan->spouse},
               {list_spouse_educations, kinds * 8, &plan->spouse_education},
               {list_occupations, kinds * 2, &plan->occupation},
               {list_ties, kinds, &plan->ties},
               {list_countries, file->citizenships_count, &plan->citizenship}};
    eep_status status = EEP_OK;
    for (size_t t = 0; t < sizeof all / sizeof *all && status == EEP_OK; t++)
        status = make_tables(&from, all[t].list, all[t].contexts, outcomes, all[t].tables, error);
    for (uint32_t k = 0; k < kinds; k++)
        plan->recent[k] = file->archetypes[k].recent_canadian_work;
    free(outcomes);
    if (status != EEP_OK) eep_joint_clear(plan);
    return status;
}

void eep_joint_clear(eep_people_plan *plan)
{
    const eep_alias *const all[] = {&plan->kind,       &plan->schooling, &plan->work,
                                    &plan->tests,      &plan->abilities, &plan->spouse,
                                    &plan->occupation, &plan->ties,      &plan->spouse_education,
                                    &plan->citizenship};
    for (size_t t = 0; t < sizeof all / sizeof *all; t++)
        free((void *)(uintptr_t)all[t]->slot);
    memset(plan, 0, sizeof *plan);
}
