/* command_policy.c - eepool policy: what the rules are on a day, what changes, and is this file sound. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_policy.h"

static int policy_list(int argc, char **argv);
static int policy_show(int argc, char **argv);

static const cli_command commands[] = {
    {"list", policy_list, "the days on which rules change, and the category versions"},
    {"show", policy_show, "every value in force on a day, with its source"},
    {"diff", cli_policy_diff, "what differs between two days, or under a reform"},
    {"check", cli_policy_check, "check policy files and reforms of your own"},
    {NULL, NULL, NULL},
};

int cli_policy(int argc, char **argv)
{
    return cli_dispatch(commands, "Policies: points, programs and categories as dated data.", argc, argv);
}

/* ---- show -------------------------------------------------------------------------------------- */

static int is_in_force(const eep_policy_leaf *leaf, eep_date day)
{
    return leaf->from <= day && day <= leaf->to;
}

static json_t *leaf_json(const eep_policy_leaf *leaf)
{
    char from[11], to[11];
    eep_date_format(leaf->from, from);
    if (leaf->to != EEP_DATE_OPEN) eep_date_format(leaf->to, to);
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s}", "path", leaf->path, "value", leaf->value, "unit",
                     leaf->unit, "from", from, "to",
                     leaf->to == EEP_DATE_OPEN ? json_null() : json_string(to), "title", leaf->title,
                     "source", leaf->source);
}

static void print_leaf_csv(const eep_policy_leaf *leaf)
{
    char from[11], to[11] = "";
    eep_date_format(leaf->from, from);
    if (leaf->to != EEP_DATE_OPEN) eep_date_format(leaf->to, to);
    printf("%s,", leaf->path);
    cli_put_quoted(stdout, leaf->value);
    printf(",%s,%s,%s,", leaf->unit, from, to);
    cli_put_quoted(stdout, leaf->title);
    putchar(',');
    cli_put_quoted(stdout, leaf->source);
    putchar('\n');
}

/* Titles and sources stand once, above the values they belong to. */
static void print_leaf_text(const eep_policy_leaf *leaf, const eep_policy_leaf *before)
{
    char from[11];
    eep_date_format(leaf->from, from);
    if (before->title == NULL || strcmp(before->title, leaf->title) != 0 ||
        strcmp(before->source, leaf->source) != 0) {
        printf("\n%s (%s)\n  source: %s\n", leaf->title, leaf->unit, leaf->source);
    }
    /* A list may be long: its codes stand below. */
    const int is_list = strcmp(leaf->unit, "codes") == 0 && leaf->value[0] != '\0';
    printf("  %-52s %-8s since %s\n", leaf->path,
           is_list                  ? "list"
           : leaf->value[0] != '\0' ? leaf->value
                                    : "none",
           from);
    if (is_list) cli_print_wrapped(stdout, leaf->value, 4);
}

static void show_text_head(eep_date day, const char *digest)
{
    char text[11];
    eep_date_format(day, text);
    printf("Rules in force on %s, digest %s\n", text, digest);
}

static int say_show(const policy_options *chosen, const eep_policy *policy)
{
    const eep_date day = eep_time_date(cli_moment(&chosen->common));
    eep_policy_leaf leaf, before = {0};
    eep_rules *rules;
    eep_error error;
    char digest[EEP_DIGEST_TEXT];
    const eep_status status = eep_policy_at(policy, day, &rules, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    eep_rules_digest(rules, digest);
    eep_rules_free(rules);
    json_t *all = json_array();
    if (chosen->common.csv) printf("path,value,unit,from,to,title,source\n");
    if (!chosen->common.csv && !chosen->common.json) show_text_head(day, digest);
    for (size_t i = 0; eep_policy_leaf_at(policy, i, &leaf); i++) {
        if (!is_in_force(&leaf, day)) continue;
        if (chosen->common.json) {
            json_array_append_new(all, leaf_json(&leaf));
        } else if (chosen->common.csv) {
            print_leaf_csv(&leaf);
        } else {
            print_leaf_text(&leaf, &before);
        }
        before = leaf;
    }
    if (chosen->common.json) {
        json_t *object = json_pack("{s:s, s:O}", "policy_digest", digest, "values", all);
        json_dumpf(object, stdout, JSON_INDENT(2));
        printf("\n");
        json_decref(object);
    }
    json_decref(all);
    cli_print_remarks(&chosen->common, policy, day);
    return CLI_DONE;
}

static int policy_show(int argc, char **argv)
{
    static const struct argp argp = {.parser = cli_parse_policy,
                                     .children = cli_policy_children,
                                     .doc = "Every value in force on --as-of, with its source."};
    policy_options chosen = {0};
    return cli_with_policy(&argp, argc, argv, &chosen, say_show);
}

/* ---- list -------------------------------------------------------------------------------------- */

static int compare_dates(const void *a, const void *b)
{
    const eep_date left = *(const eep_date *)a, right = *(const eep_date *)b;
    return (left > right) - (left < right);
}

/* The day a leaf begins, and the day after it ends, are days on which the rules change. */
static size_t change_days(const eep_policy *policy, eep_date *days)
{
    eep_policy_leaf leaf;
    size_t count = 0, kept = 0;
    for (size_t i = 0; eep_policy_leaf_at(policy, i, &leaf); i++) {
        days[count++] = leaf.from;
        if (leaf.to != EEP_DATE_OPEN) days[count++] = leaf.to + 1;
    }
    qsort(days, count, sizeof *days, compare_dates);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || days[i] != days[kept - 1]) days[kept++] = days[i];
    }
    return kept;
}

static void ignore(void *context, const cli_difference *difference)
{
    (void)context;
    (void)difference;
}

/* How many values differ from those of the day before. */
static size_t count_changes(const eep_policy *policy, eep_date day)
{
    return cli_each_difference(policy, day - 1, policy, day, ignore, NULL);
}

/* A text, or "" (in JSON null) for a version that holds on. */
static const char *last_day(const eep_category *category, char text[11])
{
    text[0] = '\0';
    if (category->to != EEP_DATE_OPEN) eep_date_format(category->to, text);
    return text;
}

static void list_text(const eep_policy *policy, const eep_rules *rules, const eep_date *days, size_t count)
{
    eep_category category;
    char from[11], to[11];
    printf("%-10s  %s\n", "from", "values that change");
    for (size_t i = 0; i < count; i++) {
        eep_date_format(days[i], from);
        printf("%-10s  %s\n", from, cli_number(count_changes(policy, days[i])));
    }
    printf("\n%-16s %-9s %-10s %-10s %11s  %s\n", "category", "version", "from", "to", "occupations", "name");
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++) {
        eep_date_format(category.from, from);
        printf("%-16s %-9s %-10s %-10s %11zu  %s\n", category.id, category.version, from,
               last_day(&category, to), category.occupations, category.official_name);
    }
}

/* The versions: the days without them are no table of their own. */
static void list_csv(const eep_rules *rules)
{
    eep_category category;
    char from[11], to[11];
    printf("category,version,from,to,occupations,name\n");
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++) {
        eep_date_format(category.from, from);
        printf("%s,%s,%s,%s,%zu,", category.id, category.version, from, last_day(&category, to),
               category.occupations);
        cli_put_quoted(stdout, category.official_name);
        putchar('\n');
    }
}

static void list_json(const eep_policy *policy, const eep_rules *rules, const eep_date *days, size_t count)
{
    json_t *changes = json_array(), *versions = json_array();
    eep_category category;
    char from[11], to[11];
    for (size_t i = 0; i < count; i++) {
        eep_date_format(days[i], from);
        json_array_append_new(changes, json_pack("{s:s, s:I}", "from", from, "values",
                                                 (json_int_t)count_changes(policy, days[i])));
    }
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++) {
        eep_date_format(category.from, from);
        last_day(&category, to);
        json_array_append_new(versions,
                              json_pack("{s:s, s:s, s:s, s:s?, s:I, s:s}", "category", category.id, "version",
                                        category.version, "from", from, "to", to[0] != '\0' ? to : NULL,
                                        "occupations", (json_int_t)category.occupations, "name",
                                        category.official_name));
    }
    json_t *object = json_pack("{s:o, s:o}", "changes", changes, "categories", versions);
    json_dumpf(object, stdout, JSON_INDENT(2));
    printf("\n");
    json_decref(object);
}

static int say_list(const policy_options *chosen, const eep_policy *policy)
{
    eep_rules *rules;
    eep_error error;
    eep_date *days = malloc((eep_policy_leaf_count(policy) * 2 + 1) * sizeof *days);
    if (days == NULL) return CLI_MACHINE;
    const size_t count = change_days(policy, days);
    const eep_status status = eep_policy_at(policy, count > 0 ? days[count - 1] : 0, &rules, &error);
    if (status == EEP_OK) {
        if (chosen->common.json)
            list_json(policy, rules, days, count);
        else if (chosen->common.csv)
            list_csv(rules);
        else
            list_text(policy, rules, days, count);
        eep_rules_free(rules);
    }
    free(days);
    return cli_report(status, &error);
}

static int policy_list(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = cli_parse_policy,
        .children = cli_policy_children,
        .doc = "The days on which the rules change, and every category version.\v"
               "eepool policy show --as-of DAY prints the rules of a day; policy diff compares two."};
    policy_options chosen = {0};
    return cli_with_policy(&argp, argc, argv, &chosen, say_list);
}
