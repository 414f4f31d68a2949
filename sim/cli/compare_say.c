/* compare_say.c - a comparison as text, CSV and JSON. */
#include <inttypes.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/compare.h"

/* ---- Text -------------------------------------------------------------------------------------- */

static void print_sides(FILE *stream, const char *name, const char *before, const char *after)
{
    fprintf(stream, "  %-24s %-32s %s\n", name, before, after);
}

static const char *or_none(const eep_notice *notice, const char *text)
{
    return notice->invited > 0 ? text : "nobody qualifies";
}

static void print_notices(FILE *stream, const eep_notice *before, const eep_notice *after)
{
    char left[96], right[96];
    print_sides(stream, "", "baseline", "reform");
    snprintf(left, sizeof left, "%u", before->cutoff);
    snprintf(right, sizeof right, "%u", after->cutoff);
    print_sides(stream, "Lowest score invited", or_none(before, left), or_none(after, right));
    if (before->tie_break_rule != EEP_TIE_EARLIEST || after->tie_break_rule != EEP_TIE_EARLIEST)
        print_sides(stream, "Of equal scores", cli_tie_break_title(before->tie_break_rule),
                    cli_tie_break_title(after->tie_break_rule));
    cli_tie_break_text(before, left);
    cli_tie_break_text(after, right);
    print_sides(stream, "Tie-break", before->invited > 0 ? left : "-", after->invited > 0 ? right : "-");
    print_sides(stream, "Qualify for the round", cli_number(before->eligible), cli_number(after->eligible));
    print_sides(stream, "Invited", cli_number(before->invited), cli_number(after->invited));
}

static void print_change(FILE *stream, const char *name, const eep_change *change)
{
    fprintf(stream, "  %-24s %9s %9s %11s\n", name, cli_number(change->gained), cli_number(change->lost),
            cli_number(change->unchanged_invited));
}

static void print_group_title(FILE *stream, const char *by)
{
    if (strcmp(by, "band") == 0)
        fprintf(stream, "\n  by score at baseline\n");
    else if (strcmp(by, "program") == 0)
        fprintf(stream, "\n  by program at baseline (who qualifies for two is in both)\n");
    else
        fprintf(stream, "\n  by %s\n", by);
}

static void print_groups(FILE *stream, const compare_result *result)
{
    for (size_t i = 0; i < result->by_count; i++) {
        print_group_title(stream, result->by[i]);
        for (size_t k = 0; k < result->groups; k++) {
            char name[64];
            if (result->group[k].by != result->by[i]) continue;
            snprintf(name, sizeof name, "  %s", result->group[k].value);
            print_change(stream, name, &result->group[k].change);
        }
    }
}

void compare_print_text(FILE *stream, const compare_result *result)
{
    const eep_comparison *comparison = &result->comparison;
    const eep_notice *before = &comparison->baseline, *after = &comparison->reform;
    char date[32];
    cli_print_reforms(stream, result->options, result->policy);
    fprintf(stream, "\n%s, %s invitations on %s\n\n", before->official_name,
            cli_number(before->round.invitations), cli_long_date(eep_time_date(before->round.moment), date));
    print_notices(stream, before, after);
    fprintf(stream, "\nOf the candidates' scores %s rise, %s fall and %s stay.\n",
            cli_number(comparison->score_up), cli_number(comparison->score_down),
            cli_number(comparison->score_same));
    if (strcmp(before->policy_digest, after->policy_digest) == 0)
        fprintf(stream, "The reform changes no rule that is in force on this day.\n");
    fprintf(stream, "\n  %-24s %9s %9s %11s\n", "Invitations", "gained", "lost", "unchanged");
    print_change(stream, "all", &comparison->all);
    print_groups(stream, result);
    fprintf(stream, "\nPolicies %s and %s. Simulated; not advice.\n", before->policy_digest,
            after->policy_digest);
}

/* ---- CSV --------------------------------------------------------------------------------------- */

static void put_row(FILE *stream, const char *by, const char *value, const eep_change *change)
{
    fprintf(stream, "%s,%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 "\n", by, value, change->gained, change->lost,
            change->unchanged_invited);
}

void compare_print_csv(FILE *stream, const compare_result *result)
{
    fprintf(stream, "by,value,gained,lost,unchanged\n");
    put_row(stream, "all", "all", &result->comparison.all);
    for (size_t i = 0; i < result->groups; i++)
        put_row(stream, result->group[i].by, result->group[i].value, &result->group[i].change);
}

/* ---- JSON -------------------------------------------------------------------------------------- */

static json_t *change_json(const eep_change *change)
{
    return json_pack("{s:I, s:I, s:I}", "gained", (json_int_t)change->gained, "lost",
                     (json_int_t)change->lost, "unchanged", (json_int_t)change->unchanged_invited);
}

static json_t *side_json(const eep_notice *notice)
{
    char tie[21];
    const int any = notice->invited > 0;
    eep_time_format(notice->tie_break, tie);
    return json_pack(
        "{s:I, s:I, s:o, s:o, s:s, s:I, s:I, s:s}", "eligible", (json_int_t)notice->eligible, "invited",
        (json_int_t)notice->invited, "cutoff", any ? json_integer(notice->cutoff) : json_null(), "tie_break",
        any ? json_string(tie) : json_null(), "tie_break_rule", eep_tie_break_name(notice->tie_break_rule),
        "at_cutoff", (json_int_t)notice->at_cutoff, "at_cutoff_invited",
        (json_int_t)notice->at_cutoff_invited, "policy_digest", notice->policy_digest);
}

static json_t *reforms_json(const eep_policy *policy)
{
    json_t *all = json_array();
    eep_reform reform;
    for (size_t i = 0; eep_policy_reform_at(policy, i, &reform); i++)
        json_array_append_new(all,
                              json_pack("{s:s, s:s, s:s, s:b}", "file", reform.file, "title", reform.title,
                                        "reason", reform.reason, "illustrative", reform.is_illustrative));
    return all;
}

static json_t *sets_json(const cli_options *options)
{
    json_t *all = json_array();
    for (size_t i = 0; i < options->set_count; i++)
        json_array_append_new(all, json_string(options->sets[i]));
    return all;
}

static json_t *groups_json(const compare_result *result)
{
    json_t *all = json_object();
    for (size_t i = 0; i < result->by_count; i++) {
        json_t *values = json_object();
        for (size_t k = 0; k < result->groups; k++)
            if (result->group[k].by == result->by[i])
                json_object_set_new(values, result->group[k].value, change_json(&result->group[k].change));
        json_object_set_new(all, result->by[i], values);
    }
    return all;
}

void compare_print_json(FILE *stream, const compare_result *result)
{
    const eep_comparison *comparison = &result->comparison;
    char as_of[21];
    eep_time_format(comparison->baseline.round.moment, as_of);
    json_t *object =
        json_pack("{s:o, s:o, s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:s}", "reforms",
                  reforms_json(result->policy), "sets", sets_json(result->options), "official_name",
                  comparison->baseline.official_name, "as_of", as_of, "invitations",
                  (json_int_t)comparison->baseline.round.invitations, "baseline",
                  side_json(&comparison->baseline), "reform", side_json(&comparison->reform), "all",
                  change_json(&comparison->all), "by", groups_json(result), "score_up",
                  (json_int_t)comparison->score_up, "score_down", (json_int_t)comparison->score_down,
                  "score_same", (json_int_t)comparison->score_same, "version", EEP_VERSION);
    json_dumpf(object, stream, JSON_INDENT(2));
    fprintf(stream, "\n");
    json_decref(object);
}
