/* say.c - numbers, times and notices as people read them. */
#include <inttypes.h>
#include <string.h>

#include "sim/cli/cli.h"

const char *cli_number(uint64_t value)
{
    static char buffers[8][32];
    static unsigned turn;
    char digits[24];
    char *text = buffers[turn++ % 8];
    const int length = snprintf(digits, sizeof digits, "%" PRIu64, value);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

char *cli_long_date(eep_date date, char text[32])
{
    static const char *const months[12] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
    int year, month, day;
    eep_date_parts(date, &year, &month, &day);
    snprintf(text, 32, "%s %d, %d", months[month - 1], day, year);
    return text;
}

char *cli_long_time(eep_time time, char text[48])
{
    char date[32], iso[21];
    eep_time_format(time, iso);
    snprintf(text, 48, "%s at %.8s UTC", cli_long_date(eep_time_date(time), date), iso + 11);
    return text;
}

const char *cli_tie_break_title(eep_tie_break rule)
{
    static const char *const titles[] = {
        [EEP_TIE_EARLIEST] = "earliest submission first",
        [EEP_TIE_LATEST] = "latest submission first",
        [EEP_TIE_LOTTERY] = "by lot",
        [EEP_TIE_OLDEST] = "oldest candidate first",
        [EEP_TIE_YOUNGEST] = "youngest candidate first",
    };
    return titles[rule];
}

/* The rule in force prints the submission of the last one invited; others also say what they are. */
const char *cli_tie_break_text(const eep_notice *notice, char text[96])
{
    char time[48];
    switch (notice->tie_break_rule) {
    case EEP_TIE_EARLIEST:
        cli_long_time(notice->tie_break, time);
        snprintf(text, 96, "%s", time);
        return text;
    case EEP_TIE_LATEST:
        snprintf(text, 96, "latest first, %s", cli_long_time(notice->tie_break, time));
        return text;
    case EEP_TIE_LOTTERY:
        snprintf(text, 96, "by lot, which last fell on candidate %" PRIu64, notice->tie_break_id);
        return text;
    case EEP_TIE_OLDEST:
    case EEP_TIE_YOUNGEST:
    default:
        snprintf(text, 96, "%s first, born %s", eep_tie_break_name(notice->tie_break_rule),
                 cli_long_date(notice->tie_break_birth_date, time));
        return text;
    }
}

void cli_print_notice(FILE *stream, const eep_notice *notice)
{
    char date[32], tie[96];
    fprintf(stream, "%s\n", notice->official_name);
    fprintf(stream, "  Date of round                     %s\n",
            cli_long_date(eep_time_date(notice->round.moment), date));
    fprintf(stream, "  Number of invitations issued      %s\n", cli_number(notice->invited));
    if (notice->invited == 0) {
        fprintf(stream, "  Nobody in the pool qualifies for this round.\n");
        return;
    }
    fprintf(stream, "  CRS score of lowest-ranked        %u\n", notice->cutoff);
    fprintf(stream, "  Tie-breaking rule                 %s\n", cli_tie_break_text(notice, tie));
    fprintf(stream, "  Of %s in the pool, %s qualify; %s of the %s at exactly %u are invited.\n",
            cli_number(notice->in_pool), cli_number(notice->eligible), cli_number(notice->at_cutoff_invited),
            cli_number(notice->at_cutoff), notice->cutoff);
    if (notice->exhausted) {
        fprintf(stream, "  Fewer qualify than the %s invitations of the round: everybody was invited.\n",
                cli_number(notice->round.invitations));
    }
}

/* ---- Reforms ----------------------------------------------------------------------------------- */

void cli_print_wrapped(FILE *stream, const char *text, size_t indent)
{
    size_t column = 0;
    while (*text != '\0') {
        const size_t word = strcspn(text, " \n"), gap = strspn(text + word, " \n");
        if (column > 0 && column + 1 + word > 80) {
            fprintf(stream, "\n");
            column = 0;
        }
        column += (size_t)fprintf(stream, "%*s%.*s", column == 0 ? (int)indent : 1, "", (int)word, text);
        text += word + gap;
    }
    fprintf(stream, "\n");
}

void cli_print_reforms(FILE *stream, const cli_options *options, const eep_policy *policy)
{
    eep_reform reform;
    for (size_t i = 0; eep_policy_reform_at(policy, i, &reform); i++) {
        fprintf(stream, "Reform: %s%s\n", reform.title,
                reform.is_illustrative ? " (illustrative values)" : "");
        cli_print_wrapped(stream, reform.reason, 2);
    }
    for (size_t i = 0; i < options->set_count; i++)
        fprintf(stream, "Changed: %s\n", options->sets[i]);
}

void cli_put_quoted(FILE *stream, const char *text)
{
    putc('"', stream);
    for (; *text != '\0'; text++) {
        if (*text == '"') putc('"', stream);
        putc(*text, stream);
    }
    putc('"', stream);
}

void cli_put_html(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", stream);
            break;
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        default:
            putc(*text, stream);
        }
    }
}
