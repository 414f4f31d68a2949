/* demo_text.c - the demo on one screen. */
#include <inttypes.h>
#include <string.h>

#include "sim/cli/demo.h"

/* Bars in eighths of a cell, so that 30 cells tell 240 steps. */
static void print_bar(FILE *stream, uint64_t count, uint64_t largest, unsigned cells)
{
    static const char *const eighths[8] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const uint64_t steps = largest > 0 ? (count * cells * 8 + largest / 2) / largest : 0;
    for (uint64_t i = 0; i < steps / 8; i++)
        fputs("█", stream);
    fputs(count > 0 && steps == 0 ? eighths[1] : eighths[steps % 8], stream);
}

static void print_ranges(FILE *stream, const demo_state *demo)
{
    uint64_t largest = 0;
    for (size_t i = 0; i < EEP_RANGES; i++)
        largest = demo->large_count[i] > largest ? demo->large_count[i] : largest;
    fprintf(stream, "      CRS score  published     made\n");
    for (size_t i = 0; i < EEP_RANGES; i++) {
        char name[16];
        uint16_t low, high;
        eep_score_range(i, &low, &high);
        snprintf(name, sizeof name, "%u-%u", low, high);
        fprintf(stream, "      %-9s  %9s  %7s  ", name, cli_number(demo->snapshot->count[i]),
                cli_number(demo->large_count[i]));
        print_bar(stream, demo->large_count[i], largest, 30);
        fputc('\n', stream);
    }
}

static void print_pool(FILE *stream, const demo_state *demo)
{
    char date[32];
    uint64_t total = 0;
    for (size_t i = 0; i < EEP_RANGES; i++)
        total += demo->snapshot->count[i];
    fprintf(stream, "POOL  %s invented candidates, shaped on the %s that IRCC counted on %s:\n",
            cli_number(demo->large_rows), cli_number(total), cli_long_date(demo->snapshot->as_of, date));
    fprintf(stream, "      scaled by %.3f, every published range met exactly.\n",
            (double)demo->large_rows / (double)total);
    print_ranges(stream, demo);
    fprintf(
        stream,
        "      made in %.2f s, scored in %.3f s: %.0f million candidates a second (kernel %s, %d threads)\n",
        demo->make_seconds, demo->score_seconds, (double)demo->large_rows / demo->score_seconds * 1e-6,
        eep_engine_cpu(demo->engine), eep_engine_threads(demo->engine));
}

char *demo_points_between(int simulated, int published, char text[32])
{
    const int difference = simulated - published;
    snprintf(text, 32, "%+d %s", difference, difference == 1 || difference == -1 ? "point" : "points");
    return text;
}

char *demo_days_between(eep_time simulated, eep_time published, char text[64])
{
    const eep_time difference = simulated - published;
    const double days = (double)(difference < 0 ? -difference : difference) / 86400.0;
    snprintf(text, 64, "%.1f days %s", days, difference < 0 ? "earlier" : "later");
    return text;
}

static void print_row(FILE *stream, const char *name, const char *published, const char *simulated,
                      const char *difference)
{
    fprintf(stream, "      %-28s  %-33s  ", name, published);
    if (difference[0] != '\0')
        fprintf(stream, "%-33s  %s\n", simulated, difference);
    else
        fprintf(stream, "%s\n", simulated);
}

/* How far the round lands from the published one, and what in the pool makes the difference. */
static void print_reason(FILE *stream, const demo_round *round)
{
    const uint64_t here = round->at_published_cutoff, there = round->published->invitations;
    fprintf(stream, "      Why: at %u or more the model has %s who qualify, %s %s than the round took.\n",
            round->published->cutoff, cli_number(here),
            cli_number(here > there ? here - there : there - here), here >= there ? "more" : "fewer");
}

static void print_round(FILE *stream, const demo_round *round)
{
    const eep_published_round *published = round->published;
    const eep_notice *notice = &round->notice;
    char title[64], date[32], ties[2][48], cutoffs[2][16], points[32], days[64];
    snprintf(title, sizeof title, "DRAW %s, %s", published->number, cli_long_date(published->date, date));
    snprintf(cutoffs[0], sizeof cutoffs[0], "%u", published->cutoff);
    snprintf(cutoffs[1], sizeof cutoffs[1], "%u", notice->cutoff);
    demo_points_between(notice->cutoff, published->cutoff, points);
    print_row(stream, title, "published", "simulated", "difference");
    print_row(stream, "Program or category", published->official_name, notice->official_name, "");
    print_row(stream, "Number of invitations issued", cli_number(published->invitations),
              cli_number(notice->invited), "");
    print_row(stream, "CRS score of lowest-ranked", cutoffs[0], cutoffs[1], points);
    print_row(stream, "Tie-breaking rule", cli_long_time(published->tie_break, ties[0]),
              cli_long_time(notice->tie_break, ties[1]),
              demo_days_between(notice->tie_break, published->tie_break, days));
    fprintf(stream,
            "      Cut-off: %s qualify, and %u is the lowest score invited. Tie-break: %s have exactly %u; "
            "the %s\n"
            "      who submitted first are in.\n",
            cli_number(notice->eligible), notice->cutoff, cli_number(notice->at_cutoff), notice->cutoff,
            cli_number(notice->at_cutoff_invited));
    print_reason(stream, round);
}

static void print_rounds(FILE *stream, const demo_state *demo)
{
    fprintf(stream, "\nROUNDS  on a pool of the true size, %s candidates; both held in %.0f ms\n",
            cli_number(eep_pool_rows(demo->pool)), demo->draw_seconds * 1e3);
    for (size_t i = 0; i < DEMO_ROUNDS; i++)
        print_round(stream, &demo->round[i]);
    fprintf(
        stream,
        "      The ranges are published; who in them is in which occupation, their scores within a range "
        "and\n"
        "      their submission times are a model (docs/model.md). Nobody arrives between the two rounds.\n");
}

static void print_what_if(FILE *stream, const demo_state *demo)
{
    const eep_comparison *comparison = &demo->comparison;
    char ties[2][48];
    fprintf(stream, "\nWHAT IF  --set %s  (points for a job offer gone, as since March 25, 2025)\n",
            demo->change);
    fprintf(stream, "      Draw %s on the same people: cut-off %u -> %u, tie-break %s -> %s\n",
            demo->round[DEMO_ROUNDS - 1].published->number, comparison->baseline.cutoff,
            comparison->reform.cutoff, cli_long_time(comparison->baseline.tie_break, ties[0]),
            cli_long_time(comparison->reform.tie_break, ties[1]));
    fprintf(
        stream,
        "      invitations gained %s, lost %s, unchanged %s; of the pool, %s score less and %s the same\n",
        cli_number(comparison->all.gained), cli_number(comparison->all.lost),
        cli_number(comparison->all.unchanged_invited), cli_number(comparison->score_down),
        cli_number(comparison->score_same));
}

/* "First official language" of "First official language, reading": abilities go together. */
static size_t stem_length(const char *item)
{
    return strcspn(item, ",");
}

/* A line a section: its subtotal, then what it is made of; the four abilities as a sum. */
static void print_section(FILE *stream, const eep_explanation *explanation, size_t first, size_t last)
{
    const eep_explanation_line *before = NULL;
    for (size_t i = first; i < last; i++) {
        const eep_explanation_line *line = eep_explanation_line_at(explanation, i);
        if (line->points == 0) continue;
        const size_t length = stem_length(line->item);
        if (before != NULL && stem_length(before->item) == length &&
            strncmp(before->item, line->item, length) == 0) {
            fprintf(stream, "+%d", line->points);
        } else {
            fprintf(stream, "%s%.*s %d", before != NULL ? " · " : "", (int)length, line->item, line->points);
        }
        before = line;
    }
}

static void print_explanation(FILE *stream, const demo_state *demo)
{
    const eep_explanation_line *line;
    size_t first = 0;
    fprintf(stream, "\nEXPLAIN  candidate %" PRIu64 ", the last one invited in Draw %s\n", demo->last_id,
            demo->round[DEMO_ROUNDS - 1].published->number);
    for (size_t i = 0; (line = eep_explanation_line_at(demo->explanation, i)) != NULL && line->yes < 0; i++) {
        if (strcmp(line->section, "total") != 0) continue;
        if (first == i) {
            fprintf(stream, "      %4d  %s\n", line->points,
                    line->item); /* the whole: nothing before it is its own */
        } else if (line->points > 0) {
            fprintf(stream, "      %4d  %s: ", line->points, line->item);
            print_section(stream, demo->explanation, first, i);
            fputc('\n', stream);
        }
        first = i + 1;
    }
}

static void print_origin(FILE *stream, const demo_state *demo)
{
    fprintf(stream, "\nREPEAT  eepool demo --seed %" PRIu64 " gives these digests on every machine\n",
            demo->seed);
    fprintf(stream, "      pool of %s  %s\n", cli_number(demo->large_rows), demo->large_digest);
    fprintf(stream, "      pool of %s    %s\n", cli_number(eep_pool_rows(demo->pool)), demo->pool_digest);
    fprintf(stream, "      policy of %s  %s   (what if: %s)\n", "2023-07-05",
            demo->round[DEMO_ROUNDS - 1].notice.policy_digest, demo->comparison.reform.policy_digest);
    fprintf(
        stream,
        "      Published figures: Immigration, Refugees and Citizenship Canada, rounds of invitations.\n");
}

void demo_print(FILE *stream, const demo_state *demo)
{
    fprintf(stream, "eepool %s  Canada's Express Entry pool, simulated. Invented people; no advice.\n\n",
            EEP_VERSION);
    print_pool(stream, demo);
    print_rounds(stream, demo);
    print_what_if(stream, demo);
    print_explanation(stream, demo);
    print_origin(stream, demo);
}
