/* backtest_reason.c - a miss, and what the record shows that may explain it. */
#include <stdarg.h>
#include <string.h>

#include "sim/cli/backtest.h"

#define LONG_PAUSE 90 /* days */
#define FEW_ROUNDS 3

/* Appends a remark after a comma. */
static void add(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(char *text, size_t size, const char *format, ...)
{
    const size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    snprintf(text + used, size - used, "%s", used > 0 ? "; " : "");
    vsnprintf(text + strlen(text), size - strlen(text), format, arguments);
    va_end(arguments);
}

/* The round of this type before, in the run; NULL when there is none. */
static const eep_published_round *round_before(const backtest_view *view, size_t index)
{
    const eep_published_round *round = &eep_backtest_round_at(view->backtest, index)->round;
    while (index-- > 0) {
        const eep_published_round *earlier = &eep_backtest_round_at(view->backtest, index)->round;
        if (strcmp(earlier->id, round->id) == 0) return earlier;
    }
    return NULL;
}

static void compare_with(const eep_published_round *last, const eep_published_round *round, char *text,
                         size_t size)
{
    const int days = round->date - last->date;
    if (strcmp(last->version_text, round->version_text) != 0)
        add(text, size, "first round under new rules (%s)", round->version_text);
    if (days > LONG_PAUSE) add(text, size, "%d days since the last round", days);
    if (round->invitations >= 2 * last->invitations || 2 * round->invitations <= last->invitations)
        add(text, size, "%s invitations after %s", cli_number(round->invitations),
            cli_number(last->invitations));
}

void backtest_reason(const backtest_view *view, size_t index, int mode, char *text, size_t size)
{
    const eep_backtest_round *round = eep_backtest_round_at(view->backtest, index);
    const eep_published_round *last = round_before(view, index);
    const eep_prediction *said = &round->prediction[mode];
    const int waited = round->round.date - said->snapshot_day;
    text[0] = '\0';
    if (strcmp(round->round.id, "pnp") == 0) {
        add(text, size, "the lowest of %s nominees, whose own scores are published nowhere",
            cli_number(round->round.invitations));
        return;
    }
    if (round->earlier == 0) add(text, size, "first round of its type");
    if (round->earlier > 0 && round->earlier < FEW_ROUNDS)
        add(text, size, "only %u earlier round%s", round->earlier, round->earlier > 1 ? "s" : "");
    if (last != NULL) compare_with(last, &round->round, text, size);
    if (said->usual > 0 && (2 * said->arrivals > 3 * said->usual || 3 * said->arrivals < 2 * said->usual))
        add(text, size, "%s arrivals a week from 501 to 600 where %s were usual",
            cli_number((uint64_t)(said->arrivals > 0 ? said->arrivals : 0)),
            cli_number((uint64_t)said->usual));
    if (waited > 7) add(text, size, "newest count of the pool %d days old", waited);
    if (text[0] == '\0') add(text, size, "nothing in the record explains it");
}
