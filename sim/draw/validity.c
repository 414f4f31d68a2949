/* validity.c - which submissions are in the pool at a moment: made by then, and not run out. */
#include "sim/draw/validity.h"

#define DAY_SECONDS 86400

/* The second of a day from which on its submissions have not run out; all seconds of the day where none have.
 */
static eep_time valid_from(eep_date day, eep_time moment, int months)
{
    const eep_time second = moment + 1 - (eep_time)eep_date_add_months(day, months) * DAY_SECONDS;
    return second < 0 ? 0 : second > DAY_SECONDS ? DAY_SECONDS : second;
}

/*
 * A profile runs out at its own time of day, whole months after its day. Adding months to the days near a
 * month's end is not one to one, so the few days around the edge are looked at one by one: what is left
 * between the two bounds is nothing but where the order of submission is not that of running out.
 */
eep_validity eep_validity_at(eep_time moment, int months)
{
    const eep_date edge = eep_date_add_months(eep_time_date(moment), -months);
    eep_date last = edge + 3, first = edge - 2;
    while (valid_from(last, moment, months) == 0)
        last--;
    while (valid_from(first, moment, months) == DAY_SECONDS)
        first++;
    return (eep_validity){.moment = moment,
                          .surely_valid = (eep_time)last * DAY_SECONDS + valid_from(last, moment, months),
                          .surely_expired = (eep_time)first * DAY_SECONDS + valid_from(first, moment, months),
                          .months = months};
}

int eep_validity_decide(const eep_validity *window, eep_time submitted_at)
{
    const eep_date day = eep_time_date(submitted_at);
    const eep_time time_of_day = submitted_at - (eep_time)day * DAY_SECONDS;
    return window->moment < (eep_time)eep_date_add_months(day, window->months) * DAY_SECONDS + time_of_day;
}

eep_validity_span eep_validity_spans(const eep_validity *window, eep_time earliest, eep_time latest)
{
    if (latest < window->surely_expired || earliest > window->moment) return EEP_VALIDITY_NONE;
    if (earliest >= window->surely_valid && latest <= window->moment) return EEP_VALIDITY_ALL;
    return EEP_VALIDITY_SOME;
}

void eep_validity_keep(const eep_validity *window, const eep_kernels *kernels, const int64_t *submitted_at,
                       size_t n, uint64_t *set)
{
    uint64_t sure[EEP_SET_WORDS(EEP_BLOCK_ROWS)];
    kernels->within(submitted_at, n, window->surely_valid, window->moment, sure);
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++) {
        uint64_t kept = set[word] & sure[word];
        for (uint64_t bits = set[word] & ~kept; bits != 0; bits &= bits - 1) {
            if (eep_validity_has(window, submitted_at[word * 64 + (size_t)__builtin_ctzll(bits)]))
                kept |= bits & -bits;
        }
        set[word] = kept;
    }
}
