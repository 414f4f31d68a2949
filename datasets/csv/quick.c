/*
 * quick.c - the ordinary record, read without looking at any byte twice.
 *
 * Every reader below takes one field and returns the byte behind it, which must be the delimiter that the
 * plan expects, or NULL. They accept a part of what parse.c accepts and mean the same by it; whatever else
 * comes is left to row.c, which explains. Days are looked up by year and month, labels by a hash of their
 * first letters; digits that stand side by side are looked at all at once.
 */
#include <string.h>

#include "datasets/csv/row.h"

#define YEAR_FIRST  1900
#define YEARS       300
#define LABELS_MAX  8
#define LABEL_SLOTS 16
#define SLOT_SHIFT  60 /* leaves a number of a slot */
#define AGE_MAXIMUM 127

/* How a field is read. */
enum quick_kind {
    QUICK_DIGIT, /* a number of one digit */
    QUICK_SMALL, /* ... of one to three */
    QUICK_LABEL,
    QUICK_NUMBER,
    QUICK_DATE,
    QUICK_TIME,
    QUICK_NOC,
    QUICK_COUNTRY,
    QUICK_AGE,
    QUICK_OTHER
};

/* The first sixteen bytes of a label, and which of them count. */
typedef struct quick_label {
    uint64_t begin[2], mask[2];
    uint32_t length;
    const char *text;
} quick_label;

typedef struct quick_field {
    enum quick_kind kind;
    uint8_t column, width, required, labels, is_short;
    uint64_t follows; /* the bit of the field, where its column follows the submission; else 0 */
    char delimiter;   /* that comes behind it: a comma, or a line feed */
    int64_t minimum, maximum, fallback;
    unsigned char *values;
    uint64_t first, multiplier; /* the slot of a label is the top of (its first bytes) x multiplier */
    uint8_t slot[LABEL_SLOTS];
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
        return face->maximum <= 9 ? QUICK_DIGIT : face->maximum <= 999 ? QUICK_SMALL : QUICK_NUMBER;
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

static quick_label plan_label(const char *text)
{
    const size_t length = strlen(text);
    char begin[16] = {0}, mask[16] = {0};
    for (size_t at = 0; at < length && at < sizeof begin; at++) {
        begin[at] = text[at];
        mask[at] = (char)0xff;
    }
    return (quick_label){.begin = {load_8(begin), load_8(begin + 8)},
                         .mask = {load_8(mask), load_8(mask + 8)},
                         .length = (uint32_t)length,
                         .text = text};
}

static size_t slot_of(const quick_field *field, uint64_t begin)
{
    return (size_t)((begin & field->first) * field->multiplier >> SLOT_SHIFT);
}

/* Whether every label has a slot of its own. */
static int fill_slots(quick_field *field)
{
    uint64_t taken = 0;
    for (size_t i = 0; i < field->labels; i++) {
        const size_t slot = slot_of(field, field->label[i].begin[0]);
        if ((taken >> slot & 1) != 0) return 0;
        taken |= UINT64_C(1) << slot;
        field->slot[slot] = (uint8_t)i;
    }
    return 1;
}

#define MULTIPLIERS 1000 /* to be tried; two labels that begin alike have none, and go the long way */

static void plan_labels(quick_field *field)
{
    const char *text;
    field->first = UINT64_MAX;
    for (size_t i = 0; i < LABELS_MAX && (text = eep_column_label(field->column, i)) != NULL; i++) {
        field->label[field->labels++] = plan_label(text);
        field->first &= field->label[i].mask[0];
    }
    for (uint64_t i = 1; i <= MULTIPLIERS; i++) {
        field->multiplier = eep_spread(i) | 1;
        if (fill_slots(field)) return;
    }
    field->kind = QUICK_OTHER;
}

static void plan_field(quick_field *field, size_t target)
{
    eep_column face;
    if (target == EEP_CSV_AGE) {
        field->kind = QUICK_AGE;
        field->required = 1;
        field->maximum = AGE_MAXIMUM;
        return;
    }
    (void)eep_column_at(target, &face);
    field->kind = kind_of(&face);
    field->column = (uint8_t)target;
    field->width = (uint8_t)face.width;
    field->required = face.required != 0;
    field->minimum = face.minimum;
    field->maximum = face.maximum;
    field->fallback = face.fallback;
    if (field->kind == QUICK_LABEL) plan_labels(field);
    field->is_short = face.width <= 2 && face.minimum == 0 && field->kind <= QUICK_LABEL;
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
        quick->field[i].follows = eep_column_follows_submission(header->target[i]) ? UINT64_C(1) << i : 0;
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

static inline const char *take_digit(const char *text, int64_t *value)
{
    const unsigned number = digit(text);
    *value = number;
    return number > 9 ? NULL : text + 1;
}

/*
 * One to three digits. A branch for how many is foreseen more often than not, and where the next field begins
 * is then known before these digits are.
 */
static inline const char *take_small(const char *text, int64_t *value)
{
    const unsigned first = digit(text), second = digit(text + 1), third = digit(text + 2);
    *value = first;
    if (first > 9) return NULL;
    if (second > 9) return text + 1;
    *value = first * 10 + second;
    if (third > 9) return text + 2;
    *value = first * 100 + second * 10 + third;
    return text + 3;
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

#define HIGH_BITS UINT64_C(0x8080808080808080)

/*
 * Eight bytes of which `pattern` has a '0' where a digit is to be, and elsewhere what is to stand there:
 * returns whether it is so. Byte i of `*twos` is then the number that digits i and i + 1 make.
 */
static inline int match_digits(const char *text, const char pattern[8], uint64_t *twos)
{
    char excess[8]; /* what lifts the first byte that is not allowed to 128 */
    for (size_t i = 0; i < sizeof excess; i++)
        excess[i] = pattern[i] == '0' ? 0x80 - 10 : 0x80 - 1;
    const uint64_t digits = load_8(text) ^ load_8(pattern);
    *twos = digits * 10 + (digits >> 8);
    return (((digits + load_8(excess)) | digits) & HIGH_BITS) == 0;
}

/* The number at byte `at` of what match_digits gives. */
static inline unsigned number_at(uint64_t twos, unsigned at)
{
    return (unsigned)(twos >> 8 * at & 0xff);
}

static inline const char *take_date(const eep_csv_quick *quick, const char *text, int64_t *value)
{
    uint64_t twos;
    if (!match_digits(text, "0000-00-", &twos)) return NULL;
    const unsigned year = number_at(twos, 0) * 100 + number_at(twos, 2) - YEAR_FIRST;
    const unsigned month = number_at(twos, 5) - 1, day = two(text + 8);
    if (year >= YEARS || month >= 12) return NULL;
    const quick_year *entry = &quick->year[year];
    if (day - 1 >= days_in[entry->leap][month]) return NULL;
    *value = entry->before + days_before[entry->leap][month] + (int64_t)day;
    return text + 10;
}

static inline const char *take_time(const eep_csv_quick *quick, const char *text, int64_t *value)
{
    int64_t date;
    uint64_t twos;
    const char *at = take_date(quick, text, &date);
    if (at == NULL || at[0] != 'T' || !match_digits(at + 1, "00:00:00", &twos) || at[9] != 'Z') return NULL;
    const unsigned hour = number_at(twos, 0), minute = number_at(twos, 3), second = number_at(twos, 6);
    if (hour > 23 || minute > 59 || second > 59) return NULL;
    *value = date * 86400 + hour * 3600 + minute * 60 + second;
    return at + 10;
}

/* What stands behind is not looked at: no other label begins like this one. */
static inline const char *take_label(const quick_field *field, const char *text, int64_t *value)
{
    const uint64_t begin = load_8(text);
    const size_t index = field->slot[slot_of(field, begin)];
    const quick_label *label = &field->label[index];
    const uint64_t differs = ((begin ^ label->begin[0]) & label->mask[0]) |
                             ((load_8(text + 8) ^ label->begin[1]) & label->mask[1]);
    if (differs != 0) return NULL;
    if (label->length > 16 && memcmp(text + 16, label->text + 16, label->length - 16) != 0) return NULL;
    *value = (int64_t)index;
    return text + label->length;
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

static int is_delimiter(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* The rare kinds go the long way, to the delimiter first, unless it is there already. */
static const char *take_other(const quick_field *field, const char *text, int64_t *value)
{
    const char *at = text;
    if (is_delimiter(*at)) return NULL;
    while (*at != ',' && *at != '\n' && *at != '\r' && *at != '"' && *at != '\0')
        at++;
    return eep_value_parse(field->column, text, (size_t)(at - text), value, NULL) == EEP_OK ? at : NULL;
}

static inline const char *take(const eep_csv_quick *quick, const quick_field *field, const char *text,
                               int64_t *value)
{
    switch (field->kind) {
    case QUICK_DIGIT:
        return take_digit(text, value);
    case QUICK_AGE:
    case QUICK_SMALL:
        return take_small(text, value);
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
    case QUICK_OTHER:
    default:
        return take_other(field, text, value);
    }
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

/* What can be said only when submitted_at is known: columns that follow it, and an age, or -1. */
typedef struct pending {
    uint64_t follow;
    int64_t age;
} pending;

static int finish(const eep_csv_quick *quick, const pending *later, uint64_t row)
{
    for (uint64_t bits = later->follow; bits != 0; bits &= bits - 1)
        store(&quick->field[__builtin_ctzll(bits)], row, eep_time_date(quick->submitted_at[row]));
    return later->age < 0 || set_birth_date(quick, later->age, row);
}

/* A field of any kind, and the byte behind its delimiter; or NULL. */
static const char *read_field(const eep_csv_quick *quick, const quick_field *field, const char *at,
                              uint64_t row, pending *later)
{
    int64_t value = 0;
    const char *next = take(quick, field, at, &value);
    if (next == NULL) { /* it may be empty */
        if (!is_delimiter(*at) || field->required) return NULL;
        next = at;
        later->follow |= field->follows;
        value = field->fallback;
    } else if (value < field->minimum || value > field->maximum) {
        return NULL;
    }
    if (*next == '\r' && next[1] == '\n') next++;
    if (*next != field->delimiter) return NULL;
    if (field->kind == QUICK_AGE)
        later->age = value;
    else
        store(field, row, value);
    return next + 1;
}

/*
 * Fields of one byte or two, which most are, in as few steps as can be. NULL where there is anything else,
 * which read_field then looks at.
 */
static inline const char *read_short(const quick_field *field, const char *at, uint64_t row)
{
    int64_t value;
    const char *next;
    switch (field->kind) {
    case QUICK_DIGIT:
        next = take_digit(at, &value);
        break;
    case QUICK_SMALL:
        next = take_small(at, &value);
        break;
    default:
        next = take_label(field, at, &value);
        break;
    }
    if (next == NULL || value > field->maximum || *next != field->delimiter) return NULL;
    if (field->width == 1)
        field->values[row] = (uint8_t)value;
    else
        ((uint16_t *)(void *)field->values)[row] = (uint16_t)value;
    return next + 1;
}

const char *eep_csv_quick_row(const eep_csv_quick *quick, const char *text, uint64_t row)
{
    const char *at = text;
    pending later = {.age = -1};
    for (size_t i = 0; i < quick->fields; i++) {
        const quick_field *field = &quick->field[i];
        const char *next = field->is_short ? read_short(field, at, row) : NULL;
        if (next == NULL) next = read_field(quick, field, at, row, &later);
        if (next == NULL) return NULL;
        at = next;
    }
    return finish(quick, &later, row) ? at : NULL;
}
