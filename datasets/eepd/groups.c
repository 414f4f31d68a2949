/*
 * groups.c - which columns are encoded together, and what the writer tries for them.
 *
 * Columns that say something about each other share a block: abilities of one language are much alike, a
 * paper is a little older than the profile, the longest run of work is mostly all of it. What a part costs is
 * measured before it is taken, so that a pool of another kind loses nothing. FORMAT.md leaves the grouping to
 * the writer; a reader takes it from the file.
 */
#include "datasets/eepd/eepd.h"

#define C(name) EEP_COL_##name
#define ONE(name)                                                                                            \
    {                                                                                                        \
        .kind = EEPD_VALUES, .columns = 1, .where = EEPD_NONE, .column = { C(name) }                         \
    }
#define TOGETHER(...) TOGETHER_WHERE(EEPD_NONE, __VA_ARGS__)
#define TOGETHER_WHERE(flag, ...)                                                                            \
    {                                                                                                        \
        .kind = EEPD_TABLE, .columns = sizeof((uint8_t[]){__VA_ARGS__}), .where = (flag), .column = {        \
            __VA_ARGS__                                                                                      \
        }                                                                                                    \
    }
#define EXPECTED(name, how, from, with)                                                                      \
    {                                                                                                        \
        .kind = EEPD_PREDICTED, .columns = 1, .where = EEPD_NONE, .rule = (how), .a = (from), .b = (with),   \
        .column = {                                                                                          \
            C(name)                                                                                          \
        }                                                                                                    \
    }
#define END                                                                                                  \
    {                                                                                                        \
        .kind = EEPD_PARTS                                                                                   \
    }

/* Parts in the order in which they are encoded: what a part rests on comes before it. */
static const eep_eepd_part part[] = {
    ONE(id),
    END,

    ONE(submitted_at),
    EXPECTED(language_test_date, EEPD_DAY, C(submitted_at), EEPD_NONE),
    EXPECTED(assessment_date, EEPD_DAY, C(submitted_at), EEPD_NONE),
    END,

    ONE(birth_date),
    END,

    TOGETHER(C(sex), C(education), C(canadian_study)),
    END,

    ONE(citizenship),
    END,

    ONE(accompanying_spouse),
    TOGETHER_WHERE(C(accompanying_spouse), C(spouse_listening), C(spouse_reading), C(spouse_writing),
                   C(spouse_speaking)),
    TOGETHER_WHERE(C(accompanying_spouse), C(spouse_education), C(spouse_canadian_study),
                   C(spouse_canadian_work_months)),
    END,

    TOGETHER(C(first_official), C(certificate_of_qualification), C(sibling_in_canada),
             C(provincial_nomination), C(settlement_funds), C(job_offer), C(relative_in_canada),
             C(canadian_forces_recruit), C(programs), C(status)),
    END,

    TOGETHER(C(english_listening), C(english_reading), C(english_writing), C(english_speaking)),
    END,

    TOGETHER(C(french_listening), C(french_reading), C(french_writing), C(french_speaking)),
    END,

    ONE(canadian_work_months),
    ONE(foreign_work_months),
    TOGETHER(C(noc), C(trade_months)),
    EXPECTED(noc_canadian_months, EEPD_LESSER, C(canadian_work_months), EEPD_NONE),
    EXPECTED(noc_months, EEPD_SUM, C(noc_canadian_months), C(foreign_work_months)),
    EXPECTED(continuous_work_months, EEPD_GREATER, C(canadian_work_months), C(foreign_work_months)),
    END,
};

#define PARTS (sizeof part / sizeof *part)

size_t eep_eepd_width(uint8_t number)
{
    eep_column column;
    eep_column_at(number, &column);
    return column.width;
}

/* A group goes by the place of its first part. */
uint8_t eep_eepd_group_of(uint8_t number)
{
    uint8_t group = 0;
    for (size_t i = 0; i < PARTS; i++) {
        if (part[i].kind == EEPD_PARTS) group = (uint8_t)(i + 1);
        for (size_t c = 0; c < part[i].columns; c++)
            if (part[i].column[c] == number) return group;
    }
    return (uint8_t)(PARTS + number); /* a column that is named nowhere is a group of its own */
}

const eep_eepd_part *eep_eepd_group_part(uint8_t group, size_t index)
{
    if (group + index >= PARTS || part[group + index].kind == EEPD_PARTS) return NULL;
    return &part[group + index];
}
