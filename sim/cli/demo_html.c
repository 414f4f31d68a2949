/* demo_html.c - the demo as one page that needs nothing else: tables and an inline picture. */
#include <inttypes.h>

#include "sim/cli/demo.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>eepool: Draws 253 and 254</title>\n<style>\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\n"
    "h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}\n"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\n"
    "th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}\n"
    "td.n,th.n{text-align:right}.quiet{color:#5b5b5b}code{background:#f3f3f3;padding:0 .25em}\n"
    ".key{color:#8a1538;font-weight:600}svg text{font:12px system-ui,sans-serif}\n"
    "</style></head><body>\n";

static void put_ranges(FILE *stream, const demo_state *demo)
{
    uint64_t largest = 1;
    for (size_t i = 0; i < EEP_RANGES; i++)
        largest = demo->large_count[i] > largest ? demo->large_count[i] : largest;
    fprintf(stream, "<svg viewBox=\"0 0 760 %d\" role=\"img\" aria-label=\"Candidates by score range\">\n",
            (int)EEP_RANGES * 22 + 6);
    for (size_t i = 0; i < EEP_RANGES; i++) {
        uint16_t low, high;
        const unsigned y = (unsigned)i * 22;
        const double width = (double)demo->large_count[i] * 420.0 / (double)largest;
        eep_score_range(i, &low, &high);
        fprintf(stream,
                "<text x=\"80\" y=\"%u\" text-anchor=\"end\">%u–%u</text>"
                "<rect x=\"90\" y=\"%u\" width=\"%.1f\" height=\"16\" fill=\"#2a5d84\"/>"
                "<text x=\"%.1f\" y=\"%u\">%s (published %s)</text>\n",
                y + 15, low, high, y + 3, width < 1 ? 1 : width, 96 + width, y + 15,
                cli_number(demo->large_count[i]), cli_number(demo->snapshot->count[i]));
    }
    fprintf(stream, "</svg>\n");
}

static void put_row(FILE *stream, const char *name, const char *published, const char *simulated,
                    const char *difference)
{
    fprintf(stream, "<tr><th>%s</th><td>", name);
    cli_put_html(stream, published);
    fprintf(stream, "</td><td>");
    cli_put_html(stream, simulated);
    fprintf(stream, "</td><td>%s</td></tr>\n", difference);
}

static void put_round(FILE *stream, const demo_round *round)
{
    const eep_published_round *published = round->published;
    const eep_notice *notice = &round->notice;
    char dates[2][32], ties[2][48], cutoffs[2][16], points[32], days[64];
    snprintf(cutoffs[0], sizeof cutoffs[0], "%u", published->cutoff);
    snprintf(cutoffs[1], sizeof cutoffs[1], "%u", notice->cutoff);
    demo_points_between(notice->cutoff, published->cutoff, points);
    fprintf(stream,
            "<h2>Draw %s</h2>\n<table><tr><th></th><th>published</th><th>simulated</th>"
            "<th>difference</th></tr>\n",
            published->number);
    put_row(stream, "Program or category", published->official_name, notice->official_name, "");
    put_row(stream, "Date of round", cli_long_date(published->date, dates[0]),
            cli_long_date(eep_time_date(notice->round.moment), dates[1]), "");
    put_row(stream, "Number of invitations issued", cli_number(published->invitations),
            cli_number(notice->invited), "");
    put_row(stream, "CRS score of lowest-ranked", cutoffs[0], cutoffs[1], points);
    put_row(stream, "Tie-breaking rule", cli_long_time(published->tie_break, ties[0]),
            cli_long_time(notice->tie_break, ties[1]),
            demo_days_between(notice->tie_break, published->tie_break, days));
    fprintf(
        stream,
        "</table>\n<p>%s qualify; %s of them have exactly %u points, and of these the first %s to submit are "
        "invited. In this pool %s qualify with the published %u or more, where %s were invited with "
        "it.</p>\n",
        cli_number(notice->eligible), cli_number(notice->at_cutoff), notice->cutoff,
        cli_number(notice->at_cutoff_invited), cli_number(round->at_published_cutoff), published->cutoff,
        cli_number(published->invitations));
}

static void put_what_if(FILE *stream, const demo_state *demo)
{
    const eep_comparison *comparison = &demo->comparison;
    const unsigned before = comparison->baseline.cutoff, after = comparison->reform.cutoff;
    char ties[2][48];
    fprintf(
        stream,
        "<h2>What if: <code>--set %s</code></h2>\n<p>Draw %s on the same people, without points for a job "
        "offer: the cut-off ",
        demo->change, demo->round[DEMO_ROUNDS - 1].published->number);
    if (before == after)
        fprintf(stream, "stays at %u", before);
    else
        fprintf(stream, "moves from %u to %u", before, after);
    fprintf(stream,
            ", the tie-break moves from %s to %s. %s gain an invitation, %s lose theirs, %s keep it.</p>\n",
            cli_long_time(comparison->baseline.tie_break, ties[0]),
            cli_long_time(comparison->reform.tie_break, ties[1]), cli_number(comparison->all.gained),
            cli_number(comparison->all.lost), cli_number(comparison->all.unchanged_invited));
}

static void put_explanation(FILE *stream, const demo_state *demo)
{
    const eep_explanation_line *line;
    fprintf(stream,
            "<h2>Why candidate %" PRIu64 ", the last one invited, scores %d</h2>\n<table><tr><th>item</th>"
            "<th>fact</th><th class=\"n\">points</th><th class=\"n\">so far</th></tr>\n",
            demo->last_id, eep_explanation_score(demo->explanation));
    for (size_t i = 0; (line = eep_explanation_line_at(demo->explanation, i)) != NULL; i++) {
        if (line->yes >= 0) continue;
        fprintf(stream, "<tr><td>");
        cli_put_html(stream, line->item);
        fprintf(stream, "</td><td>");
        cli_put_html(stream, line->fact);
        fprintf(stream, "</td><td class=\"n\">");
        if (line->points >= 0) fprintf(stream, "%d", line->points);
        fprintf(stream, "</td><td class=\"n\">");
        if (line->running >= 0) fprintf(stream, "%d", line->running);
        fprintf(stream, "</td></tr>\n");
    }
    fprintf(stream, "</table>\n");
}

static void put_origin(FILE *stream, const demo_state *demo)
{
    fprintf(
        stream,
        "<h2>Repeat it</h2>\n<p><code>eepool demo --seed %" PRIu64
        "</code> (eepool %s) gives these digests on "
        "every machine: pool of %s <code>%s</code>; pool of %s <code>%s</code>; policy <code>%s</code>.</p>\n"
        "<p class=\"quiet\">Published figures: Immigration, Refugees and Citizenship Canada, rounds of "
        "invitations. Who is in which occupation, scores within a range and submission times are a model. "
        "The candidates are invented; nothing here is advice, and no endorsement is "
        "claimed.</p>\n</body></html>\n",
        demo->seed, EEP_VERSION, cli_number(demo->large_rows), demo->large_digest,
        cli_number(eep_pool_rows(demo->pool)), demo->pool_digest,
        demo->round[DEMO_ROUNDS - 1].notice.policy_digest);
}

eep_status demo_write_html(const demo_state *demo, const char *path, eep_error *error)
{
    eep_output output;
    char date[32];
    const eep_status status = eep_output_open(&output, path, 1, error);
    if (status != EEP_OK) return status;
    FILE *stream = output.stream;
    fputs(head, stream);
    fprintf(
        stream,
        "<h1>Two rounds of July 2023, simulated</h1>\n<p class=\"quiet\">eepool: Canada's Express Entry "
        "pool. "
        "Invented people; no advice.</p>\n"
        "<p>A <span class=\"key\">pool</span> is everybody who waits for an invitation, ranked by CRS score. "
        "A "
        "round invites the best; the lowest score invited is the <span class=\"key\">cut-off</span>. Of "
        "those "
        "who have exactly that score, whoever submitted first goes first: the moment of the last one is the "
        "<span class=\"key\">tie-break</span>.</p>\n"
        "<h2>The pool</h2>\n<p>%s candidates, shaped on the score ranges published for %s.</p>\n",
        cli_number(demo->large_rows), cli_long_date(demo->snapshot->as_of, date));
    put_ranges(stream, demo);
    for (size_t i = 0; i < DEMO_ROUNDS; i++)
        put_round(stream, &demo->round[i]);
    put_what_if(stream, demo);
    put_explanation(stream, demo);
    put_origin(stream, demo);
    return eep_output_commit(&output, error);
}
