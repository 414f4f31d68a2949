/*
 * yaml.c - from libyaml's events to our tree.
 *
 * Events rather than libyaml's own document tree: the events still tell anchors, aliases and tags apart,
 * which the tree has already dissolved. The tree lives in one chain of memory chunks and goes as a whole.
 */
#include "sim/yaml/tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define SIZE_LIMIT  ((size_t)16 << 20)
#define DEPTH_LIMIT 32
#define CHUNK_BYTES ((size_t)64 << 10)

/* What is known while a file is being read. */
typedef struct reading {
    eep_yaml *yaml;
    yaml_parser_t *parser;
    const char *text;
    size_t length;
    size_t index, offset; /* character `index` of the text begins at byte `offset` */
    eep_yaml_node *open[DEPTH_LIMIT];
    size_t depth;
    eep_error *error;
} reading;

/* ---- Memory ------------------------------------------------------------------------------------ */

static void *arena(eep_yaml *yaml, size_t bytes, eep_error *error)
{
    bytes = (bytes + 15) & ~(size_t)15;
    eep_yaml_chunk *top = yaml->chunks;
    if (!top || top->size - top->used < bytes) {
        size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        eep_yaml_chunk *fresh = eep_allocate(NULL, 1, sizeof(eep_yaml_chunk) + 16 + size);
        if (!fresh) {
            (void)eep_fail_memory(error, size);
            return NULL;
        }
        fresh->size = size;
        fresh->next = top;
        yaml->chunks = top = fresh;
    }
    char *begin = (char *)top + ((sizeof(eep_yaml_chunk) + 15) & ~(size_t)15);
    void *memory = begin + top->used;
    top->used += bytes;
    return memory;
}

static char *copy_text(eep_yaml *yaml, const char *text, size_t length, eep_error *error)
{
    char *copy = arena(yaml, length + 1, error);
    if (copy) memcpy(copy, text, length);
    return copy;
}

void eep_yaml_free(eep_yaml *yaml)
{
    if (!yaml) return;
    while (yaml->chunks) {
        eep_yaml_chunk *top = yaml->chunks;
        yaml->chunks = top->next;
        eep_release(NULL, top, 1, sizeof(eep_yaml_chunk) + 16 + top->size);
    }
    eep_release(NULL, yaml, 1, sizeof(*yaml));
}

/* ---- Places ------------------------------------------------------------------------------------ */

/*
 * Line and byte column of a mark. libyaml counts characters; our columns count bytes, as editors that
 * jump to a place expect. Marks mostly go forward, so the walk goes on from the last one.
 */
static void place_of(reading *r, const yaml_mark_t *mark, uint64_t *line, uint64_t *column)
{
    if (mark->index < r->index) r->index = r->offset = 0;
    while (r->index < mark->index && r->offset < r->length) {
        r->offset++;
        while (r->offset < r->length && ((unsigned char)r->text[r->offset] & 0xC0) == 0x80)
            r->offset++;
        r->index++;
    }
    size_t start = r->offset;
    for (size_t back = mark->column; back > 0 && start > 0; back--) {
        start--;
        while (start > 0 && ((unsigned char)r->text[start] & 0xC0) == 0x80)
            start--;
    }
    *line = (uint64_t)mark->line + 1;
    *column = (uint64_t)(r->offset - start) + 1;
}

static eep_status fail_mark(reading *r, const yaml_mark_t *mark, const char *advice, const char *message)
{
    uint64_t line = 0, column = 0;
    place_of(r, mark, &line, &column);
    return eep_fail_at(r->error, EEP_ERROR_SYNTAX, r->yaml->path, line, column, advice, "%s", message);
}

/* Bytes that are no UTF-8 stop libyaml's reader, which knows the byte but not the line. */
static eep_status fail_reader(reading *r)
{
    uint64_t line = 1, column = 1;
    for (size_t i = 0; i < r->parser->problem_offset && i < r->length; i++) {
        column++;
        if (r->text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    const char *problem = r->parser->problem ? r->parser->problem : "unreadable bytes";
    return eep_fail_at(r->error, EEP_ERROR_SYNTAX, r->yaml->path, line, column,
                       strstr(problem, "control") ? "remove the character" : "save the file as UTF-8 text",
                       "not text: %s", problem);
}

/* What to do about the commonest slips of those who write YAML by hand. */
static const char *advice_on(const reading *r, const char *problem)
{
    const char *context = r->parser->context ? r->parser->context : "";
    if (r->offset < r->length && r->text[r->offset] == '\t')
        return "indent with spaces; YAML allows no tab there";
    if (strstr(context, "quoted scalar")) return "close the quotation marks";
    if (strstr(context, "block") || strstr(problem, "mapping values"))
        return "check the indentation: the keys of one group begin in one column";
    return "correct the YAML at this place";
}

static eep_status fail_parser(reading *r)
{
    const yaml_parser_t *parser = r->parser;
    if (parser->error == YAML_MEMORY_ERROR) return eep_fail_memory(r->error, r->length);
    if (parser->error == YAML_READER_ERROR) return fail_reader(r);
    const char *problem = parser->problem ? parser->problem : "not YAML";
    uint64_t line = 0, column = 0;
    place_of(r, &parser->problem_mark, &line, &column); /* leaves r->offset there */
    const char *advice = advice_on(r, problem);
    char message[240], begun[48] = "";
    if (parser->context && parser->context_mark.line != parser->problem_mark.line)
        snprintf(begun, sizeof begun, " that begins in line %zu,", parser->context_mark.line + 1);
    if (parser->context)
        snprintf(message, sizeof message, "not YAML: %s%s %s", parser->context, begun, problem);
    else
        snprintf(message, sizeof message, "not YAML: %s", problem);
    return eep_fail_at(r->error, EEP_ERROR_SYNTAX, r->yaml->path, line, column, advice, "%s", message);
}

/* ---- Building ---------------------------------------------------------------------------------- */

static eep_status fail_node(const eep_yaml *yaml, const eep_yaml_node *node, eep_error *error,
                            eep_status status, const char *advice, const char *message)
{
    return eep_fail_at(error, status, yaml->path, node->line, node->column, advice, "%s", message);
}

static eep_status new_node(reading *r, const yaml_event_t *event, eep_yaml_kind kind, eep_yaml_node **node)
{
    eep_yaml_node *fresh = arena(r->yaml, sizeof(*fresh), r->error);
    if (!fresh) return EEP_ERROR_MEMORY;
    fresh->kind = kind;
    fresh->text = "";
    place_of(r, &event->start_mark, &fresh->line, &fresh->column);
    eep_yaml_node *parent = r->depth ? r->open[r->depth - 1] : NULL;
    if (!parent) {
        r->yaml->root = fresh;
    } else {
        int is_key = parent->kind == EEP_YAML_MAPPING && parent->count % 2 == 0;
        if (is_key && kind != EEP_YAML_SCALAR)
            return fail_node(r->yaml, fresh, r->error, EEP_ERROR_SYNTAX, "write the key as a plain word",
                             "a list or a mapping is used as a key");
        if (parent->last)
            parent->last->next = fresh;
        else
            parent->first = fresh;
        parent->last = fresh;
        parent->count++;
    }
    *node = fresh;
    return EEP_OK;
}

static eep_status refuse_decoration(reading *r, const yaml_event_t *event, const yaml_char_t *anchor,
                                    const yaml_char_t *tag)
{
    char message[120];
    if (anchor) {
        snprintf(message, sizeof message, "an anchor (&%.60s) is not allowed here", (const char *)anchor);
        return fail_mark(r, &event->start_mark, "write the value out wherever it is used", message);
    }
    if (tag) {
        snprintf(message, sizeof message, "a tag (%.60s) is not allowed here", (const char *)tag);
        return fail_mark(r, &event->start_mark, "leave the tag away", message);
    }
    return EEP_OK;
}

static eep_status take_scalar(reading *r, const yaml_event_t *event)
{
    EEP_TRY(refuse_decoration(r, event, event->data.scalar.anchor, event->data.scalar.tag));
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(text, 0, length))
        return fail_mark(r, &event->start_mark, "leave it away", "a text holds a zero byte");
    eep_yaml_node *node = NULL;
    EEP_TRY(new_node(r, event, EEP_YAML_SCALAR, &node));
    node->text = copy_text(r->yaml, text, length, r->error);
    return node->text ? EEP_OK : EEP_ERROR_MEMORY;
}

static eep_status open_collection(reading *r, const yaml_event_t *event, eep_yaml_kind kind,
                                  const yaml_char_t *anchor, const yaml_char_t *tag)
{
    EEP_TRY(refuse_decoration(r, event, anchor, tag));
    if (r->depth == DEPTH_LIMIT)
        return fail_mark(r, &event->start_mark, "write it flatter", "more than 32 levels deep");
    eep_yaml_node *node = NULL;
    EEP_TRY(new_node(r, event, kind, &node));
    r->open[r->depth++] = node;
    return EEP_OK;
}

static int by_text(const void *a, const void *b)
{
    const eep_yaml_node *left = *(const eep_yaml_node *const *)a, *right = *(const eep_yaml_node *const *)b;
    int order = strcmp(left->text, right->text);
    if (order) return order;
    return (left->order > right->order) - (left->order < right->order);
}

/* Sorts the keys, which finds those given twice; the earliest repetition in the file is reported. */
static eep_status sort_keys(reading *r, eep_yaml_node *node)
{
    memcpy(node->sorted, node->key, node->count * sizeof(*node->key));
    qsort(node->sorted, node->count, sizeof(*node->sorted), by_text);
    const eep_yaml_node *twice = NULL, *before = NULL;
    for (size_t i = 1; i < node->count; i++) {
        const eep_yaml_node *key = node->sorted[i];
        if (strcmp(key->text, node->sorted[i - 1]->text) != 0) continue;
        if (twice && twice->order < key->order) continue;
        twice = key;
        before = node->sorted[i - 1];
    }
    if (!twice) return EEP_OK;
    return eep_fail_at(r->error, EEP_ERROR_DUPLICATE, r->yaml->path, twice->line, twice->column,
                       "keep one of the two", "the key '%s' is given twice; the first is in line %llu",
                       twice->text, (unsigned long long)before->line);
}

/* Turns the chain of members into arrays. */
static eep_status close_collection(reading *r)
{
    eep_yaml_node *node = r->open[--r->depth];
    int mapping = node->kind == EEP_YAML_MAPPING;
    size_t count = mapping ? node->count / 2 : node->count;
    node->count = count;
    if (count == 0) return EEP_OK;
    const eep_yaml_node **slots = arena(r->yaml, count * (mapping ? 3 : 1) * sizeof(*slots), r->error);
    if (!slots) return EEP_ERROR_MEMORY;
    node->value = slots;
    if (mapping) {
        node->key = slots + count;
        node->sorted = slots + 2 * count;
    }
    eep_yaml_node *member = node->first;
    for (size_t i = 0; i < count; i++) {
        if (mapping) {
            member->order = i;
            node->key[i] = member;
            member = member->next;
        }
        node->value[i] = member;
        member = member->next;
    }
    return mapping ? sort_keys(r, node) : EEP_OK;
}

static eep_status take_event(reading *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(r, event, EEP_YAML_SEQUENCE, event->data.sequence_start.anchor,
                               event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_collection(r, event, EEP_YAML_MAPPING, event->data.mapping_start.anchor,
                               event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_collection(r);
    case YAML_ALIAS_EVENT:
        return fail_mark(r, &event->start_mark, "write the value out wherever it is used",
                         "an alias (*) is not allowed here");
    case YAML_DOCUMENT_START_EVENT:
        if (!r->yaml->root) return EEP_OK;
        return fail_mark(r, &event->start_mark, "put it into a file of its own",
                         "a second document begins here; one file holds one");
    default:
        return EEP_OK;
    }
}

static eep_status read_events(reading *r)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(r->parser, &event)) return fail_parser(r);
        int end = event.type == YAML_STREAM_END_EVENT;
        eep_status status = end ? EEP_OK : take_event(r, &event);
        yaml_event_delete(&event);
        if (end || status != EEP_OK) return status;
    }
}

static eep_status read_text(eep_yaml *yaml, const char *text, size_t length, eep_error *error)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return eep_fail_memory(error, sizeof parser);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    reading r = {.yaml = yaml, .parser = &parser, .text = text, .length = length, .error = error};
    eep_status status = read_events(&r);
    yaml_parser_delete(&parser);
    return status;
}

eep_status eep_yaml_read(const char *path, const char *text, size_t length, eep_yaml **yaml, eep_error *error)
{
    eep_yaml *fresh = eep_allocate(NULL, 1, sizeof(*fresh));
    eep_status status = fresh ? EEP_OK : eep_fail_memory(error, sizeof(*fresh));
    if (status == EEP_OK) {
        fresh->path = copy_text(fresh, path, strlen(path), error);
        status = fresh->path ? read_text(fresh, text, length, error) : EEP_ERROR_MEMORY;
    }
    if (status != EEP_OK) {
        eep_yaml_free(fresh);
        return status;
    }
    *yaml = fresh;
    return EEP_OK;
}

eep_status eep_yaml_load(const char *path, eep_yaml **yaml, eep_error *error)
{
    char *text = NULL;
    size_t length = 0;
    EEP_TRY(eep_read_file(path, SIZE_LIMIT, &text, &length, error));
    const eep_status status = eep_yaml_read(path, text, length, yaml, error);
    free(text);
    return status;
}
