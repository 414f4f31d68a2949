/* schema.c - what the columns are, in the words of Arrow's C data interface. */
#include <stdlib.h>

#include "sim/arrow/arrow.h"

const char *eep_arrow_word(size_t column, size_t index, char text[64])
{
    eep_column face;
    (void)eep_column_at(column, &face);
    if ((int64_t)index > face.maximum) return NULL;
    (void)eep_value_format(column, (int64_t)index, text);
    return text;
}

static const char *format_of(eep_column_kind kind)
{
    switch (kind) {
    case EEP_KIND_IDENTIFIER:
        return "L";
    case EEP_KIND_TIME:
        return "tss:UTC";
    case EEP_KIND_DATE:
        return "tdD";
    case EEP_KIND_MONTHS:
        return "S";
    case EEP_KIND_NOC:
    case EEP_KIND_COUNTRY:
        return "u";
    default:
        return "C"; /* also the codes of dictionaries */
    }
}

/* Formats and names live as long as the program; children are ours to free. */
static void release(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        struct ArrowSchema *child = schema->children[i];
        if (child != NULL && child->release != NULL) child->release(child);
        free(child);
    }
    free(schema->children);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    schema->release = NULL;
}

static struct ArrowSchema *schema_new(const char *format, const char *name)
{
    struct ArrowSchema *schema = calloc(1, sizeof *schema);
    if (schema == NULL) return NULL;
    schema->format = format;
    schema->name = name;
    schema->release = release;
    return schema;
}

static struct ArrowSchema *child_of(size_t index)
{
    eep_column column;
    (void)eep_column_at(index, &column);
    struct ArrowSchema *schema = schema_new(format_of(column.kind), column.name);
    if (schema == NULL) return NULL;
    if (column.kind == EEP_KIND_NOC || column.kind == EEP_KIND_COUNTRY) schema->flags = ARROW_FLAG_NULLABLE;
    if (column.kind != EEP_KIND_LABEL && column.kind != EEP_KIND_SET) return schema;
    schema->dictionary = schema_new("u", "");
    if (schema->dictionary != NULL) return schema;
    release(schema);
    free(schema);
    return NULL;
}

int eep_arrow_schema(uint64_t which, struct ArrowSchema *out)
{
    *out = (struct ArrowSchema){.format = "+s", .name = "", .release = release};
    out->children = calloc(EEP_COLUMNS, sizeof(struct ArrowSchema *));
    if (out->children == NULL) return 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((which >> i & 1) == 0) continue;
        struct ArrowSchema *child = child_of(i);
        if (child == NULL) {
            release(out);
            return 0;
        }
        out->children[out->n_children++] = child;
    }
    return 1;
}
