/*
 * quick.c - the ordinary record, read without looking at any byte twice.
 *
 * Every reader below takes one field and returns the byte behind it, which must be the delimiter that the
 * plan expects, or NULL. They accept a part of what parse.c accepts and mean the same by it; whatever else
 * comes is left to row.c, which explains. Days are looked up by year and month.
 */
#include <string.h>

#include "datasets/csv/row.h"

#define YEAR_FIRST  1900
#define YEARS       300
#define LABELS_MAX  8
#define AGE_MAXIMUM 127

/* How a field is read. */
enum quick_kind {
    QUICK_NUMBER,
    QUICK_LABEL,
    QUICK_DATE,
    QUICK_TIME,
    QUICK_NOC,
    QUICK_COUNTRY,
    QUICK_OTHER,
    QUICK_AGE
};

typedef struct quick_label {
    uint64_t begin, mask; /* the first eight bytes, and which of them count */
    uint32_t length;
    const char *text;
} quick_label;

typedef struct quick_field {
    enum quick_kind kind;
    uint8_t column, width, required, follows, labels;
    char delimiter; /* that comes behind it: a comma, or a line feed */
    int64_t minimum, maximum, fallback;
    unsigned char *values;
    quick_label label[LABELS_MAX];
} quick_field;

/* A year from YEAR_FIRST on: the day before its first, and whether it is a leap year. */
typedef struct quick_year {
    int32_t before;
    int32_t leap;
} quick_year;

/* Days of a year before a month, and of the month itself; in a common year, and in a leap year. */
static const int32_t days_before[2][12] = {{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334},
                                           {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335}};
static const uint32_t days_in[2][12] = {{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31},
                                        {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};

struct eep_csv_quick {
    size_t fields;
    eep_date age_on;
    int64_t birth_minimum, birth_maximum;
    const int64_t *submitted_at;
    int32_t *birth_date;
    quick_year year[YEARS];
    quick_field field[EEP_COLUMNS];
};

/* ---- The plan ---------------------------------------------------------------------------------- */

static enum quick_kind kind_of(const eep_column *face)
{
    switch (face->kind) {
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_FLAG:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        return QUICK_NUMBER;
    case EEP_KIND_LABEL:
        return QUICK_LABEL;
    case EEP_KIND_DATE:
        return QUICK_DATE;
    case EEP_KIND_TIME:
        return QUICK_TIME;
    case EEP_KIND_NOC:
        return QUICK_NOC;
    case EEP_KIND_COUNTRY:
        return QUICK_COUNTRY;
    case EEP_KIND_SET:
    default:
        return QUICK_OTHER;
    }
}

static uint64_t load_8(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

static void plan_labels(quick_field *field)
{
    const char *text;
    for (size_t i = 0; (text = eep_column_label(field->column, i)) != NULL; i++) {
        quick_label *label = &field->label[field->labels++];
        const size_t length = strlen(text);
        char begin[8] = {0}, mask[8] = {0};
        for (size_t at = 0; at < length && at < 8; at++) {
            begin[at] = text[at];
            mask[at] = (char)0xff;
        }
        *label = (quick_label){load_8(begin), load_8(mask), (uint32_t)length, text};
        if (field->labels == LABELS_MAX) break;
    }
}

static void plan_field(quick_field *field, size_t target)
{
    eep_column face;
    if (target == EEP_CSV_AGE) {
        field->kind = QUICK_AGE;
        return;
    }
    (void)eep_column_at(target, &face);
    field->kind = kind_of(&face);
    field->column = (uint8_t)target;
    field->width = (uint8_t)face.width;
    field->required = face.required != 0;
    field->follows = eep_column_follows_submission(target) != 0;
    field->minimum = face.minimum;
    field->maximum = face.maximum;
    field->fallback = face.fallback;
    if (field->kind == QUICK_LABEL) plan_labels(field);
}

eep_csv_quick *eep_csv_quick_new(const eep_allocator *allocator, const eep_csv_header *header,
                                 eep_date age_on)
{
    eep_csv_quick *quick = eep_allocate(allocator, 1, sizeof *quick);
    eep_column birth;
    if (quick == NULL) return NULL;
    quick->fields = header->fields;
    quick->age_on = age_on;
    (void)eep_column_at(EEP_COL_birth_date, &birth);
    quick->birth_minimum = birth.minimum;
    quick->birth_maximum = birth.maximum;
    for (int year = 0; year < YEARS; year++) {
        const eep_date first = eep_date_of(YEAR_FIRST + year, 1, 1);
        quick->year[year] = (quick_year){first - 1, eep_date_of(YEAR_FIRST + year + 1, 1, 1) - first == 366};
    }
    for (size_t i = 0; i < header->fields; i++) {
        plan_field(&quick->field[i], header->target[i]);
        quick->field[i].delimiter = i + 1 < header->fields ? ',' : '\n';
    }
    return quick;
}

void eep_csv_quick_free(const eep_allocator *allocator, eep_csv_quick *quick)
{
    eep_release(allocator, quick, 1, sizeof *quick);
}

void eep_csv_quick_aim(eep_csv_quick *quick, const eep_columns *columns)
{
    quick->submitted_at = columns->submitted_at;
    quick->birth_date = columns->birth_date;
    for (size_t i = 0; i < quick->fields; i++) {
        quick_field *field = &quick->field[i];
        if (field->kind != QUICK_AGE) field->values = eep_columns_data(columns, field->column);
    }
}

/* ---- Fields ------------------------------------------------------------------------------------ */

static inline unsigned digit(const char *text)
{
    return (unsigned)(unsigned char)*text - '0';
}

/* Two digits, or something above 99. */
static inline unsigned two(const char *text)
{
    const unsigned tens = digit(text), ones = digit(text + 1);
    return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

static inline void store(const quick_field *field, uint64_t row, int64_t value)
{
    switch (field->width) {
    case 1:
        field->values[row] = (uint8_t)value;
        break;
    case 2:
        ((uint16_t *)(void *)field->values)[row] = (uint16_t)value;
        break;
    case 4:
        ((int32_t *)(void *)field->values)[row] = (int32_t)value;
        break;
    default:
        ((int64_t *)(void *)field->values)[row] = value;
        break;
    }
}

/* Digits, at most eighteen of them, which no int64_t minds. */
static inline const char *take_number(const char *text, int64_t *value)
{
    const char *at = text;
    uint64_t number = digit(at);
    if (number > 9) return NULL;
    for (at++; digit(at) <= 9; at++) {
        if (at - text == 18) return NULL;
        number = number * 10 + digit(at);
    }
    *value = (int64_t)number;
    return at;
}

static inline const char *take_date(const eep_csv_quick *quick, const char *text, int64_t *value)
{
    const unsigned year = two(text) * 100 + two(text + 2) - YEAR_FIRST, month = two(text + 5) - 1;
    if (year >= YEARS || month >= 12 || text[4] != '-' || text[7] != '-') return NULL;
    const quick_year *entry = &quick->year[year];
    const unsigned day = two(text + 8);
    if (day - 1 >= days_in[entry->leap][month]) return NULL;
    *value = entry->before + days_before[entry->leap][month] + (int64_t)day;
    return text + 10;
}

static inline const char *take_time(const eep_csv_quick *quick, const char *text, int64_t *value)
{
    int64_t date;
    const char *at = take_date(quick, text, &date);
    if (at == NULL || at[0] != 'T' || at[3] != ':' || at[6] != ':' || at[9] != 'Z') return NULL;
    const unsigned hour = two(at + 1), minute = two(at + 4), second = two(at + 7);
    if (hour > 23 || minute > 59 || second > 59) return NULL;
    *value = date * 86400 + hour * 3600 + minute * 60 + second;
    return at + 10;
}

static inline const char *take_label(const quick_field *field, const char *text, int64_t *value)
{
    const uint64_t begin = load_8(text);
    for (size_t i = 0; i < field->labels; i++) {
        const quick_label *label = &field->label[i];
        if (((begin ^ label->begin) & label->mask) != 0) continue;
        if (label->length > 8 && memcmp(text + 8, label->text + 8, label->length - 8) != 0) continue;
        const char *at = text + label->length;
        if (*at != ',' && *at != '\n' && *at != '\r') continue; /* a longer label may begin with this one */
        *value = (int64_t)i;
        return at;
    }
    return NULL;
}

static inline const char *take_noc(const char *text, int64_t *value)
{
    const unsigned high = two(text), middle = two(text + 2), low = digit(text + 4);
    if (high > 99 || middle > 99 || low > 9) return NULL;
    *value = (int64_t)high * 1000 + middle * 10 + low;
    return text + 5;
}

static inline const char *take_country(const char *text, int64_t *value)
{
    int64_t code = 0;
    for (size_t i = 0; i < 3; i++) {
        if (text[i] < 'A' || text[i] > 'Z') return NULL;
        code = code * 32 + (text[i] - 'A' + 1);
    }
    *value = code;
    return text + 3;
}

/* The rare kinds go the long way, to the delimiter first. */
static const char *take_other(const quick_field *field, const char *text, int64_t *value)
{
    const char *at = text;
    while (*at != ',' && *at != '\n' && *at != '\r' && *at != '"' && *at != '\0')
        at++;
    return eep_value_parse(field->column, text, (size_t)(at - text), value, NULL) == EEP_OK ? at : NULL;
}

static inline const char *take(const eep_csv_quick *quick, const quick_field *field, const char *text,
                               int64_t *value)
{
    switch (field->kind) {
    case QUICK_NUMBER:
        return take_number(text, value);
    case QUICK_LABEL:
        return take_label(field, text, value);
    case QUICK_DATE:
        return take_date(quick, text, value);
    case QUICK_TIME:
        return take_time(quick, text, value);
    case QUICK_NOC:
        return take_noc(text, value);
    case QUICK_COUNTRY:
        return take_country(text, value);
    case QUICK_AGE:
        return take_number(text, value);
    case QUICK_OTHER:
    default:
        return take_other(field, text, value);
    }
}

static int is_delimiter(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* ---- Rows -------------------------------------------------------------------------------------- */

static int set_birth_date(const eep_csv_quick *quick, int64_t age, uint64_t row)
{
    const eep_date on = quick->age_on != 0 ? quick->age_on : eep_time_date(quick->submitted_at[row]);
    if (age > AGE_MAXIMUM) return 0;
    const eep_date birth = eep_date_add_months(on, -12 * (int)age);
    quick->birth_date[row] = birth;
    return birth >= quick->birth_minimum && birth <= quick->birth_maximum;
}

/* What can be said only when submitted_at is known. */
static int finish(const eep_csv_quick *quick, uint64_t follow, int64_t age, uint64_t row)
{
    for (size_t i = 0; follow != 0; i++, follow >>= 1) {
        if ((follow & 1) != 0) store(&quick->field[i], row, eep_time_date(quick->submitted_at[row]));
    }
    return age < 0 || set_birth_date(quick, age, row);
}

const char *eep_csv_quick_row(const eep_csv_quick *quick, const char *text, uint64_t row)
{
    const char *at = text;
    uint64_t follow = 0;
    int64_t age = -1;
    for (size_t i = 0; i < quick->fields; i++) {
        const quick_field *field = &quick->field[i];
        int64_t value = 0;
        if (is_delimiter(*at) && field->kind != QUICK_AGE) {
            if (field->required) return NULL;
            if (field->follows)
                follow |= UINT64_C(1) << i;
            else
                value = field->fallback;
        } else {
            const char *begin = at;
            at = take(quick, field, at, &value);
            if (at == NULL) return NULL;
            if (field->kind == QUICK_AGE) {
                if (at - begin > 3) return NULL;
                age = value;
            } else if (value < field->minimum || value > field->maximum) {
                return NULL;
            }
        }
        if (*at == '\r' && at[1] == '\n') at++;
        if (*at != field->delimiter) return NULL;
        at++;
        if (field->kind != QUICK_AGE) store(field, row, value);
    }
    return finish(quick, follow, age, row) ? at : NULL;
}
