/*
 * people.c - one person from the words of a proposal.
 *
 * What depends on what: everything on the archetype; education on age (nobody holds a degree before
 * the age at which it is usually finished); work on age and education (no more months than have passed
 * since); Canadian study on education; occupation on education; sex on occupation; the four abilities
 * on one base level; nothing about a spouse without one.
 */
#include <string.h>

#include "sim/make/make.h"

/* The windows of the columns, in months (datasets/columns.def): ten, five and three years. */
enum { MONTHS_TEN_YEARS = 120, MONTHS_FIVE_YEARS = 60, MONTHS_THREE_YEARS = 36 };

/* Labels of columns.def that the model's logic asks for. */
enum { EDUCATION_ONE_YEAR = 2, EDUCATION_BACHELORS = 4 };
enum { STUDY_NONE = 0, STUDY_SHORT = 1, STUDY_LONG = 2 };
enum { SEX_FEMALE = 1, SEX_MALE = 2 };
enum { OFFER_NONE = 0, OFFER_OTHER = 1, OFFER_SENIOR = 2 };

typedef struct person {
    const eep_model *model;
    const eep_archetype *kind;
    const eep_words *words;
    size_t i;
    eep_columns *columns;
    uint64_t row;
    uint32_t age, education;
} person;

static inline uint32_t word(const person *who, int which)
{
    return who->words->word[which][who->i];
}

static inline uint32_t pick(const person *who, const eep_table *table, int which)
{
    return eep_table_pick(table, word(who, which));
}

static inline uint8_t happens(const person *who, uint64_t chance, int which)
{
    return (uint8_t)eep_chance(chance, word(who, which));
}

static inline uint32_t pick_band(const person *who, const eep_bands *bands, int which, int within)
{
    const uint32_t band = pick(who, &bands->table, which);
    return bands->from[band] + eep_pick_below(word(who, within), bands->width[band]);
}

static inline uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

void eep_birthdays_of(eep_date day, eep_birthdays *birthdays)
{
    for (int age = 0; age <= EEP_AGES; age++)
        birthdays->birthday[age] = eep_date_add_months(day, -12 * age);
}

/* ---- Age, family, education --------------------------------------------------------------------- */

static void write_birth(person *who, const eep_birthdays *birthdays)
{
    who->age = pick_band(who, &who->kind->age, EEP_WORD_AGE, EEP_WORD_AGE_WITHIN);
    const eep_date latest = birthdays->birthday[who->age], earliest = birthdays->birthday[who->age + 1];
    const uint32_t days = (uint32_t)(latest - earliest);
    who->columns->birth_date[who->row] =
        latest - (eep_date)eep_pick_below(word(who, EEP_WORD_BIRTHDAY), days);
}

static void write_education(person *who)
{
    const uint32_t *finish_age = who->model->finish_age;
    uint32_t education = pick(who, &who->kind->education, EEP_WORD_EDUCATION);
    while (education > 0 && who->age < finish_age[education])
        education--;
    who->education = education;
    who->columns->education[who->row] = (uint8_t)education;

    uint32_t study = pick(who, &who->kind->canadian_study, EEP_WORD_CANADIAN_STUDY);
    if (study == STUDY_LONG && education < EDUCATION_BACHELORS) study = STUDY_SHORT;
    if (education < EDUCATION_ONE_YEAR) study = STUDY_NONE;
    who->columns->canadian_study[who->row] = (uint8_t)study;
}

/* ---- Languages ---------------------------------------------------------------------------------- */

/* Four abilities around one base level; base 0 means that no test was taken. */
static void write_test(const person *who, const eep_table *levels, int base_word, int first_word,
                       uint8_t *const ability[EEP_ABILITIES])
{
    const int base = (int)pick(who, levels, base_word);
    for (int a = 0; a < EEP_ABILITIES; a++) {
        const int offset = (int)pick(who, &who->model->offset[a], first_word + a) - 2;
        const int level = base + offset;
        ability[a][who->row] = (uint8_t)(base == 0 ? 0 : level < 1 ? 1 : level > 12 ? 12 : level);
    }
}

static void no_test(const person *who, uint8_t *const ability[EEP_ABILITIES])
{
    for (int a = 0; a < EEP_ABILITIES; a++)
        ability[a][who->row] = 0;
}

static void write_languages(const person *who)
{
    eep_columns *to = who->columns;
    uint8_t *const english[EEP_ABILITIES] = {to->english_listening, to->english_reading, to->english_writing,
                                             to->english_speaking};
    uint8_t *const french[EEP_ABILITIES] = {to->french_listening, to->french_reading, to->french_writing,
                                            to->french_speaking};
    const uint8_t french_first = happens(who, who->kind->french_first, EEP_WORD_FRENCH_FIRST);
    uint8_t *const *first = french_first ? french : english, *const *second = french_first ? english : french;
    to->first_official[who->row] = french_first;
    write_test(who, &who->kind->first_language, EEP_WORD_FIRST_BASE, EEP_WORD_FIRST, first);
    if (happens(who, who->kind->second, EEP_WORD_SECOND)) {
        write_test(who, &who->kind->second_language, EEP_WORD_SECOND_BASE, EEP_WORD_SECOND_ABILITY, second);
    } else {
        no_test(who, second);
    }
}

/* ---- Work --------------------------------------------------------------------------------------- */

/* From half to the whole of `months`, by a word. */
static uint32_t part_of(uint32_t months, uint32_t word)
{
    return months - eep_pick_below(word, months / 2 + 1);
}

static void write_occupation_months(const person *who, uint32_t canadian, uint32_t foreign, int trade)
{
    eep_columns *to = who->columns;
    const uint64_t row = who->row;
    uint32_t in_canada = who->kind->recent_canadian_work ? smaller(canadian, MONTHS_THREE_YEARS) : 0;
    uint32_t abroad = smaller(foreign, MONTHS_THREE_YEARS - in_canada);
    uint32_t run = canadian > foreign ? canadian : foreign, whole = canadian + foreign;
    if (happens(who, who->kind->other_occupation, EEP_WORD_OTHER_OCCUPATION)) {
        const uint32_t share = word(who, EEP_WORD_OTHER_SHARE);
        in_canada = part_of(in_canada, share);
        abroad = part_of(abroad, share);
        run = part_of(run, share);
        whole = part_of(whole, share);
    }
    if (happens(who, who->kind->interrupted, EEP_WORD_INTERRUPTED)) {
        run = part_of(run, word(who, EEP_WORD_INTERRUPTED_SHARE));
    }
    to->noc_canadian_months[row] = (uint16_t)in_canada;
    to->noc_months[row] = (uint16_t)(in_canada + abroad);
    to->continuous_work_months[row] = (uint16_t)run;
    to->trade_months[row] = (uint16_t)(trade ? smaller(whole, MONTHS_FIVE_YEARS) : 0);
}

static const eep_occupations *write_occupation(const person *who)
{
    const int degree = who->education >= EDUCATION_BACHELORS;
    const uint32_t entry = pick(who, &who->kind->occupation[degree], EEP_WORD_OCCUPATION_GROUP);
    const eep_occupations *group = &who->model->occupations[who->kind->group[entry]];
    who->columns->noc[who->row] = group->noc[pick(who, &group->table, EEP_WORD_OCCUPATION)];
    return group;
}

static void write_work(const person *who)
{
    eep_columns *to = who->columns;
    const eep_archetype *kind = who->kind;
    const uint32_t since = who->model->finish_age[who->education];
    const uint32_t passed = who->age >= since ? smaller((who->age - since + 1) * 12, MONTHS_TEN_YEARS) : 0;
    const uint32_t canadian = smaller(
        pick_band(who, &kind->canadian_work, EEP_WORD_CANADIAN_WORK, EEP_WORD_CANADIAN_WITHIN), passed);
    const uint32_t foreign =
        smaller(pick_band(who, &kind->foreign_work, EEP_WORD_FOREIGN_WORK, EEP_WORD_FOREIGN_WITHIN),
                passed - canadian);
    const eep_occupations *group = write_occupation(who);
    to->canadian_work_months[who->row] = (uint16_t)canadian;
    to->foreign_work_months[who->row] = (uint16_t)foreign;
    write_occupation_months(who, canadian, foreign, group->trade);
    to->certificate_of_qualification[who->row] =
        group->trade ? happens(who, kind->certificate, EEP_WORD_CERTIFICATE) : 0;
    to->job_offer[who->row] = !happens(who, kind->job_offer, EEP_WORD_JOB_OFFER) ? OFFER_NONE
                              : group->senior                                    ? OFFER_SENIOR
                                                                                 : OFFER_OTHER;
    to->sex[who->row] = happens(who, group->women, EEP_WORD_SEX) ? SEX_FEMALE : SEX_MALE;
}

/* ---- Spouse and the rest ------------------------------------------------------------------------ */

static void write_spouse(const person *who)
{
    eep_columns *to = who->columns;
    const eep_archetype *kind = who->kind;
    const uint64_t row = who->row;
    uint8_t *const ability[EEP_ABILITIES] = {to->spouse_listening, to->spouse_reading, to->spouse_writing,
                                             to->spouse_speaking};
    const uint8_t spouse = happens(who, kind->spouse, EEP_WORD_SPOUSE);
    to->accompanying_spouse[row] = spouse;
    if (!spouse) {
        no_test(who, ability);
        to->spouse_education[row] = 0;
        to->spouse_canadian_work_months[row] = 0;
        to->spouse_canadian_study[row] = 0;
        return;
    }
    write_test(who, &kind->spouse_language, EEP_WORD_SPOUSE_BASE, EEP_WORD_SPOUSE_ABILITY, ability);
    to->spouse_education[row] = (uint8_t)pick(who, &kind->spouse_education, EEP_WORD_SPOUSE_EDUCATION);
    to->spouse_canadian_work_months[row] =
        (uint16_t)pick_band(who, &kind->spouse_canadian_work, EEP_WORD_SPOUSE_WORK, EEP_WORD_SPOUSE_WITHIN);
    to->spouse_canadian_study[row] = to->spouse_education[row] >= EDUCATION_ONE_YEAR
                                         ? happens(who, kind->spouse_study, EEP_WORD_SPOUSE_STUDY)
                                         : 0;
}

/* A sibling is a relative, so that who has the one has the other. */
static void write_ties(const person *who)
{
    eep_columns *to = who->columns;
    const eep_archetype *kind = who->kind;
    const eep_countries *countries = &who->model->countries[kind->citizenship];
    const uint8_t sibling = happens(who, kind->sibling, EEP_WORD_SIBLING);
    const uint8_t relative = happens(who, kind->relative, EEP_WORD_RELATIVE);
    to->sibling_in_canada[who->row] = sibling;
    to->relative_in_canada[who->row] = sibling | relative;
    to->provincial_nomination[who->row] = happens(who, kind->nomination, EEP_WORD_NOMINATION);
    to->settlement_funds[who->row] = happens(who, kind->funds, EEP_WORD_FUNDS);
    to->citizenship[who->row] = countries->country[pick(who, &countries->table, EEP_WORD_CITIZENSHIP)];
    to->canadian_forces_recruit[who->row] = 0;
    to->status[who->row] = 0;
}

void eep_people_write(const eep_model *model, const eep_birthdays *birthdays, const eep_words *words,
                      size_t n, eep_columns *columns, uint64_t row)
{
    for (size_t i = 0; i < n; i++) {
        person who = {.model = model, .words = words, .i = i, .columns = columns, .row = row + i};
        who.kind = &model->archetype[pick(&who, &model->mixture, EEP_WORD_ARCHETYPE)];
        write_birth(&who, birthdays);
        write_education(&who);
        write_languages(&who);
        write_work(&who);
        write_spouse(&who);
        write_ties(&who);
    }
}
