/*
 * explain_text.c - an explanation for the candidate: in plain words, in 88 columns, with the sources numbered
 * at the end so that they do not stand in the way.
 */
#include <stdarg.h>
#include <string.h>

#include "sim/cli/explain.h"

#define WIDTH         88
#define SOURCES_MAX   96
#define FACT_COLUMN   28 /* behind points, most and running total */
#define NAMES_LONGEST 1600

/* ---- Paragraphs -------------------------------------------------------------------------------- */

/* Prints words from column `at` on, and all further lines indented to it. */
static void put_words(FILE *stream, size_t at, const char *text)
{
    size_t column = at;
    while (*text != '\0') {
        const size_t length = strcspn(text, " ");
        if (column > at && column + 1 + length > WIDTH) {
            fprintf(stream, "\n%*s", (int)at, "");
            column = at;
        }
        if (column > at) column += (size_t)fprintf(stream, " ");
        column += (size_t)fprintf(stream, "%.*s", (int)length, text);
        text += length + (text[length] == ' ');
    }
    fputc('\n', stream);
}

__attribute__((format(printf, 3, 4))) static void put_text(FILE *stream, size_t at, const char *format, ...)
{
    char text[3000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_words(stream, at, text);
}

static void put_paragraph(FILE *stream, const char *text)
{
    fprintf(stream, "  ");
    put_words(stream, 2, text);
}

/* ---- Footnotes --------------------------------------------------------------------------------- */

/* Sources with their days, numbered as they first appear. */
typedef struct footnotes {
    const eep_explanation_line *first[SOURCES_MAX];
    size_t count;
} footnotes;

static size_t note_of(footnotes *notes, const eep_explanation_line *line)
{
    for (size_t i = 0; i < notes->count; i++) {
        const eep_explanation_line *known = notes->first[i];
        if (strcmp(known->source, line->source) == 0 && known->from == line->from && known->to == line->to)
            return i + 1;
    }
    if (notes->count == SOURCES_MAX) return SOURCES_MAX;
    notes->first[notes->count++] = line;
    return notes->count;
}

static void print_notes(FILE *stream, const footnotes *notes)
{
    fprintf(stream, "\nSince when each line holds, and where it is written\n");
    for (size_t i = 0; i < notes->count; i++) {
        const eep_explanation_line *line = notes->first[i];
        char from[11], to[11];
        eep_date_format(line->from, from);
        fprintf(stream, "  [%zu]%*s", i + 1, i < 9 ? 2 : 1, "");
        if (line->to == EEP_DATE_OPEN) {
            put_text(stream, 7, "Since %s. %s", from, line->source);
        } else {
            eep_date_format(line->to, to);
            put_text(stream, 7, "From %s to %s. %s", from, to, line->source);
        }
    }
}

/* ---- Lines ------------------------------------------------------------------------------------- */

static const char *heading_of(const char *section)
{
    static const struct {
        const char *section, *heading;
    } headings[] = {
        {"core", "Core: age, education, languages and work in Canada"},
        {"spouse", "Spouse or partner who comes along"},
        {"transferability", "Skill transferability: points for combinations"},
        {"additional", "Additional points"},
        {"program", "\nPrograms: at least one is needed to be in the pool"},
        {"selection", "\nSelection grid of the Federal Skilled Worker Program (not part of the score)\n"
                      "  points  at most   so far"},
        {"category", "\nCategories: who can be invited in rounds for them"},
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        if (strcmp(section, headings[i].section) == 0) return headings[i].heading;
    }
    return section;
}

static void print_line(FILE *stream, const eep_explanation_line *line, footnotes *notes)
{
    const size_t note = note_of(notes, line);
    if (line->yes >= 0) {
        fprintf(stream, "  %-3s  ", line->yes ? "yes" : "no");
        put_text(stream, 7, "%s: %s [%zu]", line->item, line->fact, note);
        return;
    }
    fprintf(stream, "  %6d  %7d  %7d  ", line->points, line->maximum, line->running);
    put_text(stream, FACT_COLUMN, "%s: %s [%zu]", line->item, line->fact, note);
}

static void print_lines(FILE *stream, const eep_explanation *explanation, footnotes *notes)
{
    const eep_explanation_line *line;
    const char *section = "";
    fprintf(stream, "\n  points  at most   so far\n");
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        /* A total stands under what it adds up, without a heading of its own. */
        const int is_total = strcmp(line->section, "total") == 0;
        if (!is_total && strcmp(section, line->section) != 0)
            fprintf(stream, "%s\n", heading_of(line->section));
        if (is_total) fprintf(stream, "  ------------------------\n");
        section = line->section;
        print_line(stream, line, notes);
    }
}

/* ---- What would change it ---------------------------------------------------------------------- */

/* Whether two are the same step in two abilities of one language: then one line tells both. */
static int are_twins(const eep_suggestion *one, const eep_suggestion *other)
{
    const size_t group = strcspn(one->id, ".") + 1;
    return other != NULL && one->effort == EEP_EFFORT_ONE_ABILITY && other->effort == one->effort &&
           strncmp(one->id, other->id, group) == 0 && one->gain == other->gain &&
           one->programs == other->programs && one->categories == other->categories &&
           one->change[0].value == other->change[0].value;
}

/* Prints the suggestion at `index` with its twins, and answers where the next one is. */
static size_t print_suggestion(FILE *stream, const cli_answer *answer, size_t index)
{
    const eep_suggestion *one = eep_suggestion_at(answer->suggestions, index), *twin;
    char names[NAMES_LONGEST], words[300];
    size_t used = (size_t)snprintf(words, sizeof words, "%s", one->words);
    while (are_twins(one, twin = eep_suggestion_at(answer->suggestions, ++index)))
        used += (size_t)snprintf(words + used, sizeof words - used, ", or in %s", strchr(twin->id, '.') + 1);
    cli_set_names(answer->rules, one->programs, one->categories, ", ", names, sizeof names);
    fprintf(stream, "%c %+6d  %7d  %6d  ", one->cheapest ? '*' : ' ', one->gain, one->score,
            (int)one->effort);
    put_words(stream, 27, words);
    if (names[0] != '\0') {
        fprintf(stream, "%27s", "");
        put_text(stream, 29, "then also: %s", names);
    }
    return index;
}

static void print_suggestions(FILE *stream, const cli_answer *answer)
{
    const eep_suggestion *one = eep_suggestion_at(answer->suggestions, 0);
    char day[11], text[600];
    size_t used = 0;
    eep_date_format(eep_rules_day(answer->rules), day);
    fprintf(stream, "\nWhat would change the score: each alone, as if it were so on %s\n", day);
    if (one == NULL) {
        fprintf(stream, "  Nothing that a candidate can do gains points.\n");
        return;
    }
    fprintf(stream, "    gain    score  effort\n");
    for (size_t i = 0; eep_suggestion_at(answer->suggestions, i) != NULL;)
        i = print_suggestion(stream, answer, i);
    for (size_t i = 1; eep_effort_words(i) != NULL && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%zu %s", i > 1 ? ", " : "", i,
                                 eep_effort_words(i));
    put_paragraph(stream,
                  "* = cheapest: nothing else gains as much with less effort, or more with as little.");
    fprintf(stream, "  ");
    put_text(stream, 2, "Effort, in our judgement: %s.", text);
    put_paragraph(stream,
                  "Work is taken to be in the occupation of the profile. The years that it takes are not "
                  "taken off: see the birthdays below.");
}

/* ---- What time will change --------------------------------------------------------------------- */

static void print_event(FILE *stream, const cli_answer *answer, const eep_event *event)
{
    char words[96], names[NAMES_LONGEST], time[21], change[64] = "", lost[NAMES_LONGEST + 40] = "";
    cli_event_words(event, words);
    cli_set_names(answer->rules, event->programs, event->categories, ", ", names, sizeof names);
    eep_time_format(event->moment, time);
    if (event->kind != EEP_EVENT_PROFILE && !event->past) {
        snprintf(change, sizeof change, event->change == 0 ? ": no points change" : ": %+d points",
                 event->change);
    } else if (event->kind == EEP_EVENT_PROFILE) {
        snprintf(change, sizeof change, " (at %.8s UTC)", time + 11);
    }
    if (names[0] != '\0') snprintf(lost, sizeof lost, "; no longer: %s", names);
    fprintf(stream, "  %.10s  ", time);
    put_text(stream, 14, "%s%s%s%s", words, event->past ? " (that day is past)" : "", change, lost);
}

static void print_events(FILE *stream, const cli_answer *answer)
{
    fprintf(stream, "\nWhat time will change, each alone and under the rules of the day\n");
    for (size_t i = 0; i < answer->events; i++)
        print_event(stream, answer, &answer->event[i]);
}

/* ---- Where it stands --------------------------------------------------------------------------- */

static void print_standing(FILE *stream, const eep_standing *standing)
{
    char share[16] = "";
    const uint64_t below = standing->others - standing->above - standing->equal;
    if (standing->others > 0) {
        const uint64_t tenths = below * 1000 / standing->others;
        snprintf(share, sizeof share, "%u.%u %%", (unsigned)(tenths / 10), (unsigned)(tenths % 10));
    }
    fprintf(stream, "  %9s  %9s  %10s  %11s  ", cli_number(standing->ahead + 1),
            cli_number(standing->others + 1), cli_number(standing->equal), share);
    put_words(stream, 49, standing->official_name);
}

/* The rounds in which the candidate would not be, in one paragraph. */
static void print_absent(FILE *stream, const cli_answer *answer)
{
    char names[NAMES_LONGEST] = "";
    size_t used = 0;
    for (size_t i = 0; i < answer->standings && used < sizeof names; i++) {
        if (answer->standing[i].competes) continue;
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? "; " : "",
                                 answer->standing[i].official_name);
    }
    if (used == 0) return;
    fprintf(stream, "  Not in a round for: ");
    put_words(stream, 22, names);
}

static void print_standings(FILE *stream, const cli_answer *answer)
{
    char time[21];
    int competes = 0;
    if (answer->pool == NULL) return;
    eep_time_format(answer->moment, time);
    fprintf(stream, "\nWhere this score stands in %s at %s\n", answer->pool_path, time);
    for (size_t i = 0; i < answer->standings; i++) {
        if (!answer->standing[i].competes) continue;
        if (!competes++) fprintf(stream, "       rank         of  same score  lower score  in a round for\n");
        print_standing(stream, &answer->standing[i]);
    }
    print_absent(stream, answer);
    if (competes) put_paragraph(stream, "Equal scores are ranked by the tie-breaking rule.");
}

/* ---- Against the record ------------------------------------------------------------------------ */

static const char *past_name(const eep_past_rounds *type)
{
    if (strcmp(type->kind, "general") == 0) return "General rounds, all programs";
    for (size_t p = 0; eep_program_name(p) != NULL; p++) {
        if (strcmp(type->kind, "program") == 0 && strcmp(type->id, eep_program_name(p)) == 0)
            return eep_program_title(p);
    }
    return type->last_name;
}

static void print_past(FILE *stream, const cli_answer *answer)
{
    char from[11], last[11], end[11];
    eep_date_format(answer->from, from);
    eep_date_format(answer->before - 1, last);
    eep_date_format(answer->record_end, end);
    fprintf(stream, "\nPublished rounds from %s to %s with a cut-off of %d or less\n", from, last,
            eep_explanation_score(answer->explanation));
    if (answer->pasts == 0) fprintf(stream, "  No round of these days is in the published record.\n");
    if (answer->pasts > 0) fprintf(stream, "  this many   lowest  last cut-off       can you be invited\n");
    for (size_t i = 0; i < answer->pasts; i++) {
        const eep_past_rounds *type = &answer->past[i];
        char date[11];
        eep_date_format(type->last_date, date);
        fprintf(stream, "  %3u of %3u  %7u  %4u on %s  %-3s  ", type->met, type->rounds, type->lowest,
                type->last, date, type->qualifies == 1 ? "yes" : "no");
        put_words(stream, 47, past_name(type));
    }
    fprintf(stream, "  ");
    put_text(
        stream, 2,
        "A count of past rounds, not a forecast: cut-offs move, and of those with exactly the cut-off only "
        "the earlier submissions were invited.%s%s%s",
        answer->before > answer->record_end + 1 ? " The record ends on " : "",
        answer->before > answer->record_end + 1 ? end : "",
        answer->before > answer->record_end + 1 ? "." : "");
}

/* ---- All of it --------------------------------------------------------------------------------- */

void cli_answer_text(FILE *stream, const cli_answer *answer)
{
    footnotes notes = {.count = 0};
    char day[11];
    eep_date_format(eep_rules_day(answer->rules), day);
    fprintf(stream, "%d points on %s under the Comprehensive Ranking System (CRS)\n",
            eep_explanation_score(answer->explanation), day);
    put_paragraph(stream, "Arithmetic on published rules: no advice, and no assessment by the government.");
    print_lines(stream, answer->explanation, &notes);
    print_suggestions(stream, answer);
    print_events(stream, answer);
    print_standings(stream, answer);
    print_past(stream, answer);
    fprintf(stream, "\nWords\n");
    put_paragraph(stream,
                  "CLB, NCLC: levels of English (Canadian Language Benchmarks) and of French (Niveaux de "
                  "compétence linguistique canadiens), 1 to 12.");
    put_paragraph(stream,
                  "TEER: the training an occupation asks for, 0 to 5; the second digit of its code in the "
                  "National Occupational Classification (NOC 2021).");
    put_paragraph(stream, "Cut-off: the lowest score that was invited in a round.");
    print_notes(stream, &notes);
}
