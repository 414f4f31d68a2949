/*
 * ways_plan.c - the rules of programs as sets of ways: what each code of a plane leaves open.
 *
 * A rule asks each ability for a level that may depend on the TEER of the occupation. Those that ask the same
 * of two TEERs ask it in one way; so a program has as many ways as it has different sets of levels, and an
 * occupation suits one of them at most. All other conditions are of the program, and so of all its ways.
 */
#include <string.h>

#include "kernels/eligible/eligible.h"

#define TEERS     8
#define MOST_WAYS (EEP_PROGRAMS * (size_t)TEERS)
#define NOT_OPEN  255 /* as a level: no way for this TEER */

_Static_assert(MOST_WAYS <= EEP_WAYS_SETS * (size_t)EEP_WAYS, "every way has a set");

/* One way, and where its bit is. */
typedef struct way {
    const eep_program_rule *rule;
    unsigned program; /* as a set */
    unsigned teers;   /* bit t = TEER t takes it */
    unsigned code[EEP_ABILITIES];
} way;

/* ---- What the ways are -------------------------------------------------------------------------- */

static int suits(const eep_program_rule *rule, unsigned teer)
{
    int open = !rule->teers || (rule->teers >> teer & 1);

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        open = open && rule->level[ability][teer] != NOT_OPEN;
    return open;
}

/* Writes the ways of a program, TEERS at most; returns how many. */
static size_t find_ways(const eep_program_rule *rule, unsigned program, way *ways)
{
    size_t count = 0;

    for (unsigned teer = 0; teer < TEERS; teer++) {
        way wanted = {.rule = rule, .program = program};
        size_t w = 0;

        if (!rule->open || !suits(rule, teer)) continue;
        for (int ability = 0; ability < EEP_ABILITIES; ability++)
            wanted.code[ability] = eep_asked_code(rule->level[ability][teer]);
        while (w < count && memcmp(ways[w].code, wanted.code, sizeof wanted.code) != 0)
            w++;
        if (w == count) ways[count++] = wanted;
        ways[w].teers |= 1u << teer;
    }
    return count;
}

/* ---- What codes leave open ---------------------------------------------------------------------- */

/* Opens a way in the entries of a table from `least` on. */
static void open_from(uint8_t *table, unsigned size, unsigned least, uint8_t bit)
{
    for (unsigned code = least; code < size; code++)
        table[code] |= bit;
}

static void fill_levels(const way *from, uint8_t bit, eep_ways *ways)
{
    for (unsigned index = 0; index < 16; index++) {
        const int trade = !from->rule->asks_trade || (index & EEP_TRADE_BIT);

        if (trade && (from->teers >> (index & EEP_TEER_MASK) & 1)) ways->occupation[index] |= bit;
    }
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        open_from(ways->level[ability], EEP_LEVEL_CODES, from->code[ability], bit);
    for (unsigned pair = 0; pair < 64; pair++) {
        const unsigned low = pair & 7, high = pair >> 3;

        ways->first_lr[pair] = ways->level[EEP_LISTENING][low] & ways->level[EEP_READING][high];
        ways->first_ws[pair] = ways->level[EEP_WRITING][low] & ways->level[EEP_SPEAKING][high];
    }
}

static void add_threshold(eep_ways *ways, uint8_t plane, unsigned never, unsigned least, uint8_t bit)
{
    size_t t = 0;

    if (least == 0) return;
    while (t < ways->thresholds && (ways->threshold[t].plane != plane || ways->threshold[t].least != least))
        t++;
    if (t == ways->thresholds)
        ways->threshold[ways->thresholds++] =
            (eep_ways_threshold){.plane = plane, .mask = (uint8_t)(never - 1), .least = (uint8_t)least};
    ways->threshold[t].ways |= bit;
}

/* Months of one plane, `never` of which its bits cannot hold. */
static void fill_months(eep_ways *ways, uint8_t plane, unsigned never, unsigned asked, uint8_t bit,
                        uint8_t *table, uint8_t *asks)
{
    const unsigned least = asked < never ? asked : never;

    open_from(table, never, least, bit);
    add_threshold(ways, plane, never, least, bit);
    *asks |= least > 0;
}

static void fill_work(const eep_program_rule *rule, uint8_t bit, eep_ways *w)
{
    fill_months(w, EEP_PLANE_MONTHS, EEP_MONTHS_NEVER, rule->months, bit, w->months, &w->asks_months);
    fill_months(w, EEP_PLANE_CANADIAN, EEP_MONTHS_NEVER, rule->canadian_months, bit, w->canadian,
                &w->asks_canadian);
    fill_months(w, EEP_PLANE_TRADE, EEP_MONTHS_NEVER, rule->trade_months, bit, w->trade, &w->asks_trade);
    fill_months(w, EEP_PLANE_CONTINUOUS, EEP_CONTINUOUS_NEVER, rule->continuous_months, bit, w->continuous,
                &w->asks_continuous);
    open_from(w->education, 8, rule->education, bit);
    memcpy(w->education + 8, w->education, 8);
    w->asks_education |= rule->education > 0;
}

static int papers_suffice(const eep_program_rule *rule, unsigned papers)
{
    const int works = papers & 1, nomination = papers >> 1 & 1, certificate = papers >> 2 & 1,
              funds = papers >> 3 & 1, offer = papers >> 4 != 0;

    return (!rule->asks_nomination || nomination) &&
           (!rule->asks_certificate_or_offer || certificate || offer) &&
           (!rule->asks_funds || funds || (offer && works));
}

static void fill_papers(const eep_program_rule *rule, uint8_t bit, eep_ways *ways)
{
    for (unsigned papers = 0; papers < 64; papers++)
        if (papers_suffice(rule, papers)) ways->papers[papers] |= bit;
    if (rule->asks_nomination) ways->asks_nomination |= bit;
    if (rule->asks_certificate_or_offer) ways->asks_certificate_or_offer |= bit;
    if (rule->asks_funds) ways->asks_funds |= bit;
    if (rule->asks_selection_points) ways->asks_selection_points |= bit;
    ways->asks_papers = ways->asks_nomination | ways->asks_certificate_or_offer | ways->asks_funds;
}

static void fill_way(const way *from, unsigned number, eep_ways *ways)
{
    const uint8_t bit = (uint8_t)(1u << number);

    fill_levels(from, bit, ways);
    fill_work(from->rule, bit, ways);
    fill_papers(from->rule, bit, ways);
    for (unsigned set = 0; set < 1u << EEP_WAYS; set++)
        if (set & bit) ways->programs[set] |= (uint8_t)from->program;
    for (unsigned set = 0; set < 1u << EEP_WAYS >> 4; set++)
        ways->programs_high[set] = ways->programs[set << 4];
}

/* ---- What is read ------------------------------------------------------------------------------- */

/* The planes of the selection grid, of what ways ask, and of their levels. */
static unsigned planes_of(const eep_ways *ways)
{
    const unsigned grid = ((1u << EEP_SCORE_PLANES) - 1) | 1u << EEP_PLANE_MONTHS | 1u << EEP_PLANE_CANADIAN |
                          1u << EEP_PLANE_TRADE;
    unsigned planes = 1u << EEP_PLANE_FIRST_LR | 1u << EEP_PLANE_FIRST_WS | 1u << EEP_PLANE_OCCUPATION;

    if (ways->asks_selection_points) planes |= grid;
    if (ways->asks_education) planes |= 1u << EEP_PLANE_EDUCATION;
    if (ways->asks_papers) planes |= 1u << EEP_PLANE_SECOND_LR | 1u << EEP_PLANE_SECOND_WS;
    if (ways->asks_funds) planes |= 1u << EEP_PLANE_CANADIAN;
    for (size_t t = 0; t < ways->thresholds; t++)
        planes |= 1u << ways->threshold[t].plane;
    return planes;
}

static void list_planes(eep_program_plan *plan)
{
    unsigned planes = 0;

    for (size_t s = 0; s < plan->sets; s++)
        planes |= planes_of(&plan->ways[s]);
    for (unsigned p = 0; p < EEP_PLANES; p++)
        if (planes >> p & 1) plan->read[plan->reads++] = (uint8_t)p;
}

/* ---- The plan ----------------------------------------------------------------------------------- */

void eep_ways_make(const eep_eligible_tables *tables, eep_program_plan *plan)
{
    way found[MOST_WAYS];
    size_t count = 0;

    for (int p = 0; p < EEP_PROGRAMS; p++) {
        const eep_program_rule *rule = &tables->program[p];

        count += find_ways(rule, 1u << p, found + count);
        if (!rule->open) continue;
        plan->asks_selection_points |= rule->asks_selection_points;
        if (rule->asks_other_program)
            plan->others |= (uint8_t)(1 << p);
        else
            plan->ordinary |= (uint8_t)(1 << p);
    }
    for (size_t w = 0; w < count; w++)
        fill_way(&found[w], (unsigned)(w % EEP_WAYS), &plan->ways[w / EEP_WAYS]);
    plan->sets = (count + EEP_WAYS - 1) / EEP_WAYS;
    list_planes(plan);
}
