/* events.c - what time will change: birthdays, papers and the profile that run out. */
#include "sim/explain/explain.h"
#include "sim/explain/variants.h"

#define DAY_SECONDS 86400

/* Variants: 0 the candidate, then one birthday after the other, then without tests, then without assessment.
 */
enum { BIRTHDAYS = EEP_AGES - 1, NO_TEST = BIRTHDAYS + 1, NO_ASSESSMENT, VARIANTS };

const char *eep_event_name(size_t kind)
{
    static const char *const names[] = {"birthday", "language_test", "assessment", "profile"};
    return kind < sizeof names / sizeof *names ? names[kind] : NULL;
}

/* ---- Days -------------------------------------------------------------------------------------- */

/* The day on which somebody born on `birth` is `age`: 1 March for a birthday of 29 February. */
static eep_date birthday_of(eep_date birth, int age)
{
    const eep_date day = eep_date_add_months(birth, 12 * age);
    return eep_age_on(birth, day) < age ? day + 1 : day;
}

/* The first day on which a paper of `date` has run out: the scorer asks date <= day - months. */
static eep_date expiry_of(eep_date date, int months)
{
    eep_date day = eep_date_add_months(date, months);
    while (eep_date_add_months(day, -months) < date)
        day++;
    return day;
}

/* ---- Variants ---------------------------------------------------------------------------------- */

static void set_up(const eep_rules *rules, int age, eep_variants *variants)
{
    for (int i = 1; i <= BIRTHDAYS; i++) {
        const int older = age + i < EEP_AGES ? age + i : EEP_AGES - 1;
        eep_variants_set(variants, (size_t)i, EEP_COL_birth_date,
                         eep_date_add_months(rules->day, -12 * older));
    }
    eep_variants_set(variants, NO_TEST, EEP_COL_language_test_date, rules->pack.language_test_after);
    eep_variants_set(variants, NO_ASSESSMENT, EEP_COL_assessment_date, rules->pack.assessment_after);
}

/* ---- Events ------------------------------------------------------------------------------------ */

/* The events found so far, in the order of their moments. */
typedef struct event_finder {
    const eep_rules *rules;
    const eep_columns *columns;
    uint64_t row;
    const eep_variants *variants;
    eep_event *event;
    size_t count;
} event_finder;

static void add_event(event_finder *finder, const eep_event *event)
{
    size_t at = finder->count++;
    for (; at > 0 && finder->event[at - 1].moment > event->moment; at--)
        finder->event[at] = finder->event[at - 1];
    finder->event[at] = *event;
}

/* What is different in a variant; one that was so before has nothing left to change. */
static eep_event event_of(const event_finder *finder, eep_event_kind kind, eep_date day, size_t variant)
{
    const eep_variants *variants = finder->variants;
    const int past = day <= finder->rules->day;
    return (eep_event){
        .kind = kind,
        .moment = (eep_time)day * DAY_SECONDS,
        .past = past,
        .age = -1,
        .change = past ? 0 : eep_variants_gain(variants, variant),
        .programs = (uint8_t)(past ? 0 : variants->programs[0] & ~variants->programs[variant]),
        .categories = past ? 0 : variants->categories[0] & ~variants->categories[variant],
    };
}

static void find_birthdays(event_finder *finder, int age)
{
    const eep_date birth = finder->columns->birth_date[finder->row];
    for (int i = 1; i <= BIRTHDAYS && age + i < EEP_AGES; i++) {
        const int loses = eep_variants_gain(finder->variants, (size_t)i) < 0;
        if (i > 1 && !loses) continue;
        eep_event event = event_of(finder, EEP_EVENT_BIRTHDAY, birthday_of(birth, age + i), (size_t)i);
        event.age = age + i;
        add_event(finder, &event);
        if (loses) return;
    }
}

static void find_papers(event_finder *finder)
{
    const eep_columns *columns = finder->columns;
    const eep_rules *rules = finder->rules;
    const uint64_t row = finder->row;
    int results = 0;
    for (size_t column = EEP_COL_english_listening; column <= EEP_COL_french_speaking; column++)
        results += eep_columns_get(columns, column, row) > 0;
    if (results > 0) {
        const eep_event event =
            event_of(finder, EEP_EVENT_LANGUAGE_TEST,
                     expiry_of(columns->language_test_date[row], rules->language_test_months), NO_TEST);
        add_event(finder, &event);
    }
    if (columns->education[row] > 0 && columns->canadian_study[row] == 0) {
        const eep_event event =
            event_of(finder, EEP_EVENT_ASSESSMENT,
                     expiry_of(columns->assessment_date[row], rules->assessment_months), NO_ASSESSMENT);
        add_event(finder, &event);
    }
}

/* A profile runs out at its own time of day. */
static void find_profile_end(event_finder *finder)
{
    const eep_time submitted = finder->columns->submitted_at[finder->row];
    const eep_date day = eep_time_date(submitted);
    const eep_date last = eep_date_add_months(day, finder->rules->profile_months);
    const eep_time moment = (eep_time)last * DAY_SECONDS + submitted - (eep_time)day * DAY_SECONDS;
    add_event(finder,
              &(eep_event){
                  .kind = EEP_EVENT_PROFILE, .moment = moment, .past = last < finder->rules->day, .age = -1});
}

eep_status eep_events(eep_engine *engine, const eep_rules *rules, const eep_pool *pool, uint64_t row,
                      eep_event events[EEP_EVENTS_MAX], size_t *count, eep_error *error)
{
    eep_variants variants = {0};
    EEP_TRY(eep_explain_check_row(pool, row, error));
    const eep_date birth = pool->columns.birth_date[row];
    const int age = birth <= rules->day ? eep_age_on(birth, rules->day) : 0;
    eep_status status = eep_variants_open(engine, pool, row, VARIANTS, &variants, error);
    if (status == EEP_OK) {
        set_up(rules, age, &variants);
        status = eep_variants_score(engine, rules, &variants, error);
    }
    if (status == EEP_OK) {
        event_finder finder = {rules, &pool->columns, row, &variants, events, 0};
        if (birth <= rules->day) find_birthdays(&finder, age);
        find_papers(&finder);
        find_profile_end(&finder);
        *count = finder.count;
    }
    eep_variants_clear(&variants);
    return status;
}
