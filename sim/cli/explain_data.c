/* explain_data.c - an explanation for programs: JSON (docs/schemas/explain.schema.json) and CSV. */
#include <inttypes.h>

#include <jansson.h>

#include "sim/cli/explain.h"

/* Raised when a reader of an older form would be misled; new keys alone do not raise it. */
#define SCHEMA_VERSION 1

/* ---- Values ------------------------------------------------------------------------------------ */

static json_t *integer_or_null(int value)
{
    return value >= 0 ? json_integer(value) : json_null();
}

static json_t *flag_or_null(int value)
{
    return value >= 0 ? json_boolean(value) : json_null();
}

static json_t *date_or_null(eep_date date)
{
    char text[11];
    if (date == EEP_DATE_OPEN) return json_null();
    eep_date_format(date, text);
    return json_string(text);
}

static json_t *time_text(eep_time time)
{
    char text[21];
    eep_time_format(time, text);
    return json_string(text);
}

static json_t *program_ids(uint8_t programs)
{
    json_t *ids = json_array();
    for (size_t p = 0; eep_program_name(p) != NULL; p++) {
        if (programs >> p & 1) json_array_append_new(ids, json_string(eep_program_name(p)));
    }
    return ids;
}

/* "stem@2025", as rounds are asked for. */
static json_t *category_ids(const eep_rules *rules, uint32_t categories)
{
    json_t *ids = json_array();
    eep_category category;
    for (size_t c = 0; eep_rules_category(rules, c, &category); c++) {
        if (categories >> c & 1)
            json_array_append_new(ids, json_sprintf("%s@%s", category.id, category.version));
    }
    return ids;
}

static json_t *section_points(const int points[EEP_SECTIONS])
{
    json_t *object = json_object();
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        json_object_set_new(object, eep_section_name(s), json_integer(points[s]));
    return object;
}

/* ---- Parts ------------------------------------------------------------------------------------- */

static json_t *json_lines(const eep_explanation *explanation)
{
    const eep_explanation_line *line;
    json_t *lines = json_array();
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        json_array_append_new(
            lines, json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o}", "section",
                             line->section, "item", line->item, "fact", line->fact, "points",
                             integer_or_null(line->points), "worth", integer_or_null(line->worth), "cut_by",
                             integer_or_null(line->cut_by), "maximum", integer_or_null(line->maximum),
                             "running", integer_or_null(line->running), "yes", flag_or_null(line->yes),
                             "path", line->path, "source", line->source, "from", date_or_null(line->from),
                             "to", date_or_null(line->to)));
    }
    return lines;
}

static json_t *json_changes(const eep_suggestion *one)
{
    json_t *changes = json_object();
    for (size_t i = 0; i < one->changes; i++) {
        eep_column column;
        const int64_t value = one->change[i].value;
        if (!eep_column_at(one->change[i].column, &column)) continue;
        const char *label = eep_column_label(one->change[i].column, (size_t)value);
        json_t *made = json_integer(value);
        if (column.kind == EEP_KIND_DATE) made = (json_decref(made), date_or_null((eep_date)value));
        if (column.kind == EEP_KIND_LABEL) made = (json_decref(made), json_string(label));
        json_object_set_new(changes, column.name, made);
    }
    return changes;
}

static json_t *json_suggestions(const cli_answer *answer)
{
    const eep_suggestion *one;
    json_t *suggestions = json_array();
    for (size_t i = 0; (one = eep_suggestion_at(answer->suggestions, i)) != NULL; i++) {
        json_array_append_new(
            suggestions,
            json_pack("{s:s, s:s, s:i, s:s, s:b, s:i, s:i, s:o, s:o, s:o, s:o}", "id", one->id, "change",
                      one->words, "effort", (int)one->effort, "effort_words", eep_effort_words(one->effort),
                      "cheapest", one->cheapest, "gain", one->gain, "score", one->score, "section_gain",
                      section_points(one->section_gain), "programs_gained", program_ids(one->programs),
                      "categories_gained", category_ids(answer->rules, one->categories), "columns",
                      json_changes(one)));
    }
    return suggestions;
}

static json_t *json_events(const cli_answer *answer)
{
    json_t *events = json_array();
    for (size_t i = 0; i < answer->events; i++) {
        const eep_event *event = &answer->event[i];
        json_array_append_new(events,
                              json_pack("{s:s, s:o, s:b, s:o, s:i, s:o, s:o}", "kind",
                                        eep_event_name(event->kind), "moment", time_text(event->moment),
                                        "past", event->past, "age", integer_or_null(event->age), "change",
                                        event->change, "programs_lost", program_ids(event->programs),
                                        "categories_lost", category_ids(answer->rules, event->categories)));
    }
    return events;
}

static json_t *json_standing(const cli_answer *answer)
{
    json_t *rounds = json_array();
    if (answer->pool == NULL) return json_decref(rounds), json_null();
    for (size_t i = 0; i < answer->standings; i++) {
        const eep_standing *standing = &answer->standing[i];
        char round[64];
        json_array_append_new(
            rounds,
            json_pack("{s:s, s:s, s:b, s:o, s:I, s:I, s:I}", "round",
                      cli_round_text(&answer->round[i], round), "official_name", standing->official_name,
                      "competes", standing->competes, "rank",
                      standing->competes ? json_integer((json_int_t)standing->ahead + 1) : json_null(),
                      "others", (json_int_t)standing->others, "above", (json_int_t)standing->above, "equal",
                      (json_int_t)standing->equal));
    }
    return json_pack("{s:s, s:s, s:o, s:o}", "pool", answer->pool_path, "pool_digest", answer->pool_digest,
                     "moment", time_text(answer->moment), "rounds", rounds);
}

static json_t *json_past(const cli_answer *answer)
{
    json_t *types = json_array();
    for (size_t i = 0; i < answer->pasts; i++) {
        const eep_past_rounds *type = &answer->past[i];
        json_array_append_new(types,
                              json_pack("{s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:i, s:o}", "kind", type->kind,
                                        "id", type->id, "last_name", type->last_name, "qualifies",
                                        flag_or_null(type->qualifies), "rounds", (int)type->rounds, "met",
                                        (int)type->met, "lowest_cutoff", (int)type->lowest, "last_cutoff",
                                        (int)type->last, "last_date", date_or_null(type->last_date)));
    }
    return json_pack("{s:o, s:o, s:o, s:s, s:o}", "from", date_or_null(answer->from), "before",
                     date_or_null(answer->before), "record_end", date_or_null(answer->record_end), "meaning",
                     "a count of past rounds, not a forecast", "types", types);
}

static json_t *json_remarks(const cli_answer *answer)
{
    const char *remark;
    json_t *remarks = json_array();
    const eep_date day = eep_rules_day(answer->rules);
    for (size_t i = 0; (remark = eep_policy_remark(answer->policy, day, i)) != NULL; i++)
        json_array_append_new(remarks, json_string(remark));
    return remarks;
}

void cli_answer_json(FILE *stream, const cli_answer *answer)
{
    char digest[EEP_DIGEST_TEXT];
    eep_rules_digest(answer->rules, digest);
    json_t *object = json_pack(
        "{s:i, s:s, s:s, s:o, s:I, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema_version",
        SCHEMA_VERSION, "version", EEP_VERSION, "policy_digest", digest, "as_of", time_text(answer->moment),
        "id", (json_int_t)answer->id, "score", eep_explanation_score(answer->explanation), "programs",
        program_ids(answer->programs), "categories", category_ids(answer->rules, answer->categories), "lines",
        json_lines(answer->explanation), "suggestions", json_suggestions(answer), "events",
        json_events(answer), "standing", json_standing(answer), "past_rounds", json_past(answer), "remarks",
        json_remarks(answer));
    json_dumpf(object, stream, JSON_INDENT(2));
    fprintf(stream, "\n");
    json_decref(object);
}

/* ---- CSV --------------------------------------------------------------------------------------- */

static void put_row(FILE *stream, const char *section, const char *item, const char *fact,
                    const char *const numbers[6], const char *path, const char *source, const char *from,
                    const char *to)
{
    const char *texts[] = {section, item, fact};
    for (size_t t = 0; t < 3; t++) {
        cli_put_quoted(stream, texts[t]);
        putc(',', stream);
    }
    for (size_t n = 0; n < 6; n++)
        fprintf(stream, "%s,", numbers[n]);
    cli_put_quoted(stream, path);
    putc(',', stream);
    cli_put_quoted(stream, source);
    fprintf(stream, ",%s,%s\n", from, to);
}

/* A number as text, empty when there is none, in one of eight turning buffers. */
static const char *number_or_empty(int value)
{
    static char texts[8][16];
    static unsigned turn;
    char *text = texts[turn++ % 8];
    text[0] = '\0';
    if (value >= 0) snprintf(text, 16, "%d", value);
    return text;
}

static void csv_lines(FILE *stream, const eep_explanation *explanation)
{
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        const char *numbers[6] = {number_or_empty(line->points),  number_or_empty(line->worth),
                                  number_or_empty(line->cut_by),  number_or_empty(line->maximum),
                                  number_or_empty(line->running), number_or_empty(line->yes)};
        char from[11], to[11] = "";
        eep_date_format(line->from, from);
        if (line->to != EEP_DATE_OPEN) eep_date_format(line->to, to);
        put_row(stream, line->section, line->item, line->fact, numbers, line->path, line->source, from, to);
    }
}

static void csv_suggestions(FILE *stream, const cli_answer *answer)
{
    const eep_suggestion *one;
    for (size_t i = 0; (one = eep_suggestion_at(answer->suggestions, i)) != NULL; i++) {
        char names[1600], fact[1700];
        const char *numbers[6] = {number_or_empty(one->gain),    "", "", "", number_or_empty(one->score),
                                  number_or_empty(one->cheapest)};
        cli_set_names(answer->rules, one->programs, one->categories, "; ", names, sizeof names);
        snprintf(fact, sizeof fact, "%s%s%s", eep_effort_words(one->effort),
                 names[0] != '\0' ? "; then also: " : "", names);
        put_row(stream, "suggestion", one->words, fact, numbers, one->id, "", "", "");
    }
}

static void csv_events(FILE *stream, const cli_answer *answer)
{
    for (size_t i = 0; i < answer->events; i++) {
        const eep_event *event = &answer->event[i];
        char words[96], names[1600], fact[1700], change[16], from[21];
        snprintf(change, sizeof change, "%d", event->change);
        const char *numbers[6] = {change, "", "", "", "", ""};
        cli_set_names(answer->rules, event->programs, event->categories, "; ", names, sizeof names);
        snprintf(fact, sizeof fact, "%s%s%s", event->past ? "past" : "to come",
                 names[0] != '\0' ? "; no longer: " : "", names);
        eep_time_format(event->moment, from);
        put_row(stream, "event", cli_event_words(event, words), fact, numbers, eep_event_name(event->kind),
                "", from, "");
    }
}

static void csv_standings(FILE *stream, const cli_answer *answer)
{
    for (size_t i = 0; i < answer->standings; i++) {
        const eep_standing *standing = &answer->standing[i];
        char fact[160], rank[24] = "", others[24], round[64];
        snprintf(fact, sizeof fact, "%" PRIu64 " above, %" PRIu64 " with the same score", standing->above,
                 standing->equal);
        snprintf(others, sizeof others, "%" PRIu64, standing->others);
        if (standing->competes) snprintf(rank, sizeof rank, "%" PRIu64, standing->ahead + 1);
        const char *numbers[6] = {rank, "", "", others, "", number_or_empty(standing->competes)};
        put_row(stream, "standing", standing->official_name, fact, numbers,
                cli_round_text(&answer->round[i], round), answer->pool_path, "", "");
    }
}

static void csv_past(FILE *stream, const cli_answer *answer)
{
    char from[11], to[11];
    eep_date_format(answer->from, from);
    eep_date_format(answer->before - 1, to);
    for (size_t i = 0; i < answer->pasts; i++) {
        const eep_past_rounds *type = &answer->past[i];
        char fact[160], path[40], date[11];
        const char *numbers[6] = {number_or_empty((int)type->met),    "", "",
                                  number_or_empty((int)type->rounds), "", number_or_empty(type->qualifies)};
        eep_date_format(type->last_date, date);
        snprintf(fact, sizeof fact, "lowest cut-off %u; last %u on %s", type->lowest, type->last, date);
        snprintf(path, sizeof path, "%s:%s", type->kind, type->id);
        put_row(stream, "past_rounds", type->last_name, fact, numbers, path, "", from, to);
    }
}

void cli_answer_csv(FILE *stream, const cli_answer *answer)
{
    fprintf(stream, "section,item,fact,points,worth,cut_by,maximum,running,yes,path,source,from,to\n");
    csv_lines(stream, answer->explanation);
    csv_suggestions(stream, answer);
    csv_events(stream, answer);
    csv_standings(stream, answer);
    csv_past(stream, answer);
}
