/*
 * stock.c - what past rounds tell of the shares of categories and programs.
 *
 * A round invites N people above its cut-off. The model, led through the rounds before that one and weighed
 * to the ranges published with it, would have had M of them. The odds of N against those of M, among all who
 * stood there, say by how much the share has to be scaled. The last few rounds of each type are added up.
 */
#include <string.h>

#include "sim/make/judge.h"

#define SECONDS_A_DAY 86400
#define MONTHS_BACK   24
#define PILOT_BLOCKS  64  /* at a time, */
#define PILOT_MOST    512 /* at most so many, */
#define PILOT_MEMBERS 300 /* until so many members are found: the error is then about 6 percent */
#define SCALE_MIN     100
#define SCALE_MAX     8000
#define PARTS         65536 /* one person, in what is added up */
#define SUM_SHIFT     12    /* of the sums of PARTS, so that products fit 64 bits */
#define PILOT_SEED    0x706f6f6cU

/* More days than a profile stays. */
#define AGES 400

/*
 * The counts of a pilot: all who are left, and the members among them, by score; and those members who have
 * the cut-off by days since they submitted.
 */
typedef struct counts {
    uint32_t all[EEP_SCORE_BINS], members[EEP_SCORE_BINS], age[AGES];
} counts;

/* Where a type's people are in the file: programs by kinds, French by both, the others by occupations. */
typedef struct stock_type {
    const char *kind, *id;
} stock_type;

static const stock_type types[] = {{"program", "cec"},          {"category", "french"},
                                   {"category", "stem"},        {"category", "healthcare"},
                                   {"category", "trades"},      {"category", "transport"},
                                   {"category", "agriculture"}, {"category", "education"},
                                   {"category", "physicians"},  {"category", "senior_managers"}};

#define TYPES (sizeof types / sizeof *types)

/* The category version of a round; NULL for a program. */
static const eep_category_entry *version_of(const eep_rules *rules, const eep_published_round *round)
{
    for (size_t c = 0; strcmp(round->kind, "category") == 0 && c < rules->categories; c++) {
        const eep_category_entry *entry = &rules->category[c];
        if (strcmp(entry->face.id, round->id) == 0 && round->date >= entry->face.from &&
            round->date <= entry->face.to)
            return entry;
    }
    return NULL;
}

/* ---- Pilot ---------------------------------------------------------------------------------------- */

/* Who a pilot looks for: those of the cells of scores that matter, as they stand since the floor. */
typedef struct pilot {
    const eep_making *making;
    const eep_category_entry *version; /* NULL: the members are those of the CEC */
    const eep_cells *cells;
    eep_time floor;
    uint16_t cutoff;
} pilot;

/* Days since somebody of a judged block submitted. */
static size_t age_of(const eep_past *past, const eep_judged *judged, size_t i)
{
    const eep_time days =
        (past->last - past->after - 1 - (eep_time)judged->lives.submitted[i]) / SECONDS_A_DAY;
    return days < AGES ? (size_t)days : AGES - 1;
}

static void count_block(const pilot *run, const eep_openings *openings, uint64_t first,
                        eep_judge_space *space, eep_judged *judged, counts *to)
{
    const eep_category_entry *version = run->version;
    const uint8_t *nomination = judged->columns->provincial_nomination + judged->row;
    uint64_t member[EEP_BLOCK_ROWS / 64];
    eep_judge_people(run->making, first, openings, run->floor, space, judged);
    if (version != NULL) eep_judge_members(run->making, version, space, judged, member);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        const uint8_t own = judged->programs[i] & (uint8_t) ~(1U << EEP_RULE_PNP);
        if (judged->gone[i] || nomination[i]) continue;
        to->all[judged->score[i]]++;
        if (!(version != NULL ? own != 0 && (member[i / 64] >> i % 64 & 1) : own >> EEP_RULE_CEC & 1))
            continue;
        to->members[judged->score[i]]++;
        if (judged->score[i] == run->cutoff) to->age[age_of(run->making->past, judged, i)]++;
    }
}

static uint64_t members_above(const counts *from, uint16_t cutoff)
{
    uint64_t members = 0;
    for (size_t s = cutoff; s < EEP_SCORE_BINS; s++)
        members += from->members[s];
    return members;
}

static void add_up(const counts *part, int threads, counts *sum)
{
    for (int t = 0; t < threads; t++) {
        for (size_t s = 0; s < EEP_SCORE_BINS; s++) {
            sum->all[s] += part[t].all[s];
            sum->members[s] += part[t].members[s];
        }
        for (size_t days = 0; days < AGES; days++)
            sum->age[days] += part[t].age[days];
    }
}

static eep_status run_pilot(const pilot *run, counts *sum, eep_error *error)
{
    const eep_making *making = run->making;
    const int threads = making->engine->threads;
    const eep_allocator *allocator = &making->engine->allocator;
    eep_judge_spaces spaces = {0};
    eep_openings openings;
    counts *part = eep_allocate(allocator, (size_t)threads, sizeof *part);
    if (part == NULL) return eep_fail_memory(error, (size_t)threads * sizeof *part);
    const eep_status status = eep_judge_spaces_new(making, (size_t)threads, &spaces, error);
    eep_openings_of(run->cells, &openings);
    memset(sum, 0, sizeof *sum);
    for (int first = 0;
         status == EEP_OK && first < PILOT_MOST && members_above(sum, run->cutoff) < PILOT_MEMBERS;
         first += PILOT_BLOCKS) {
        memset(part, 0, (size_t)threads * sizeof *part);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
        for (int block = first; block < first + PILOT_BLOCKS; block++) {
            const int thread = eep_thread_number();
            count_block(run, &openings, (uint64_t)block * EEP_BLOCK_ROWS, &spaces.space[thread],
                        &spaces.judged[thread], &part[thread]);
        }
        add_up(part, threads, sum);
    }
    eep_judge_spaces_free(making->engine, &spaces);
    eep_release(allocator, part, (size_t)threads, sizeof *part);
    return status;
}

/*
 * Members and all from the cut-off up to the ceiling, with half of those at either, in PARTS of a person:
 * each cell of scores weighed to what was published. Cells are below the nominees.
 */
static void weigh(const counts *from, const eep_cells *cells, uint16_t cutoff, uint16_t ceiling,
                  uint64_t *members, uint64_t *all)
{
    *members = *all = 0;
    for (uint32_t c = 0; c < cells->count; c++) {
        const struct eep_cell *cell = &cells->cell[c];
        uint64_t there = 0, above = 0, with = 0;
        if (cell->low >= cells->nominees_from || cell->high < cutoff) continue;
        for (uint32_t s = cell->low; s <= cell->high; s++) {
            const uint64_t weight = (uint64_t)(s > cutoff) + (s >= cutoff) - (s > ceiling) - (s >= ceiling);
            there += from->all[s];
            above += weight * from->all[s];
            with += weight * from->members[s];
        }
        if (there == 0) continue;
        *all += cell->wanted * PARTS * above / (2 * there);
        *members += cell->wanted * PARTS * with / (2 * there);
    }
}

/* ---- One round ------------------------------------------------------------------------------------ */

typedef struct learning {
    const eep_making *making;
    const eep_history *history;
    eep_past *past;
    eep_cells *cells;
    counts *counts;
} learning;

/* Leaves the cells of and above a cut-off; returns since when, at least, everybody in them stands there. */
static eep_time look_above(const eep_past *past, uint16_t cutoff, eep_cells *cells)
{
    const uint16_t number = cells->of_score[cutoff];
    const uint16_t low = number == EEP_CELL_NOBODY ? cutoff : cells->cell[number].low;
    for (uint32_t s = 0; s < low; s++)
        cells->of_score[s] = EEP_CELL_NOBODY;
    return past->score[0][low].above;
}

/*
 * The published ranges are of before: general rounds since, up to the round that is heard, have taken
 * everybody above their cut-offs. The lowest of these, or a score that no one reaches.
 */
static uint16_t ceiling_of(const eep_history *history, eep_time from, const eep_published_round *heard)
{
    uint16_t ceiling = EEP_SCORE_BINS;
    const eep_published_round *round;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (strcmp(round->kind, "general") != 0 || round->moment < from || round->moment >= heard->moment)
            continue;
        if (round->cutoff < ceiling) ceiling = round->cutoff;
    }
    return ceiling > heard->cutoff ? ceiling : EEP_SCORE_BINS;
}

/* What the rounds of a type tell, added up. */
typedef struct hearing {
    uint64_t invited, members, all; /* who was invited, whom the model had, and among how many; in PARTS */
    uint32_t age[AGES];             /* of members at the cut-offs */
    uint32_t tie[AGES];             /* of the tie-breaks as published */
} hearing;

static void hear_ages(const eep_published_round *round, const counts *from, hearing *to)
{
    const eep_time days = (round->moment - round->tie_break) / SECONDS_A_DAY;
    if (!round->has_tie_break || days < 0 || days >= AGES) return;
    to->tie[days]++;
    for (size_t day = 0; day < AGES; day++)
        to->age[day] += from->age[day];
}

/* The middle one of ages, the lower of two; -1 when there is nobody. */
static int middle(const uint32_t age[AGES])
{
    uint64_t all = 0, younger = 0;
    for (size_t day = 0; day < AGES; day++)
        all += age[day];
    for (size_t day = 0; day < AGES && all > 0; day++) {
        younger += age[day];
        if (younger * 2 >= all) return (int)day;
    }
    return -1;
}

/* Adds what a round of a type tells. */
static eep_status hear_round(const learning *by, const eep_published_round *round, hearing *sum,
                             eep_error *error)
{
    const eep_model *model = by->making->model;
    const eep_category_entry *version = version_of(by->making->rules, round);
    const eep_date day =
        round->has_pool_as_of && round->pool_as_of <= round->date ? round->pool_as_of : round->date;
    const eep_snapshot *snapshot = eep_history_find_snapshot(by->history, day);
    if (snapshot == NULL || (version == NULL && strcmp(round->kind, "category") == 0)) return EEP_OK;
    const eep_time before = (eep_time)snapshot->as_of * SECONDS_A_DAY;
    eep_making then = *by->making;
    uint64_t members, all;
    then.key[0] = PILOT_SEED;
    then.key[1] = 0;
    then.past = by->past;
    eep_past_fill(by->history, then.rules, model, round->moment, before, by->past);
    eep_cells_fit_tail(snapshot, model->file->joint, eep_tail_rate(by->history, model->file->joint, before),
                       0, by->cells);
    const eep_time floor = look_above(by->past, round->cutoff, by->cells);
    EEP_TRY(run_pilot(&(pilot){&then, version, by->cells, floor, round->cutoff}, by->counts, error));
    weigh(by->counts, by->cells, round->cutoff, ceiling_of(by->history, before, round), &members, &all);
    sum->invited += (uint64_t)round->invitations * PARTS;
    sum->members += members;
    sum->all += all;
    hear_ages(round, by->counts, sum);
    return EEP_OK;
}

/*
 * The odds of `invited` among `all` as a multiple, out of 1000, of those of `had`. No share is above 95
 * percent: more have been invited than the shape of the tail has room for.
 */
static uint32_t odds_ratio(uint64_t invited, uint64_t had, uint64_t all)
{
    const uint64_t most = all * 95 / 100;
    if (had == 0 || most == 0) return EEP_SCALE_WHOLE;
    if (invited > most) invited = most;
    if (had > most) had = most;
    const uint64_t ratio = invited * (all - had) / (had * (all - invited) / EEP_SCALE_WHOLE + 1);
    return ratio < SCALE_MIN ? SCALE_MIN : ratio > SCALE_MAX ? SCALE_MAX : (uint32_t)ratio;
}

static eep_status hear_type(const learning *by, const stock_type *type, eep_time before,
                            struct eep_learned_type *learned, eep_error *error)
{
    const uint32_t wanted = by->making->model->file->joint->stock_rounds;
    const eep_date first = eep_date_add_months(eep_time_date(before), -MONTHS_BACK);
    const eep_published_round *last[16], *round;
    hearing sum = {0};
    uint32_t known = 0;
    for (size_t i = 0; wanted > 0 && (round = eep_history_round(by->history, i)) != NULL; i++) {
        if (strcmp(round->kind, type->kind) != 0 || strcmp(round->id, type->id) != 0) continue;
        if (round->moment >= before || round->date < first) continue;
        if (known == wanted) memmove(last, last + 1, --known * sizeof *last);
        last[known++] = round;
    }
    for (uint32_t i = 0; i < known; i++)
        EEP_TRY(hear_round(by, last[i], &sum, error));
    learned->invited = sum.invited / PARTS;
    learned->had = sum.members / PARTS;
    learned->scale = odds_ratio(sum.invited >> SUM_SHIFT, sum.members >> SUM_SHIFT, sum.all >> SUM_SHIFT);
    learned->tie_days = middle(sum.tie);
    learned->had_days = middle(sum.age);
    return EEP_OK;
}

/* ---- All types ------------------------------------------------------------------------------------ */

static void multiply(uint32_t *scale, uint32_t by)
{
    *scale = (uint32_t)((uint64_t)*scale * by / EEP_SCALE_WHOLE);
}

static void scale_kinds(const eep_model_file *file, int french, uint32_t by, eep_scales *scales)
{
    for (uint32_t k = 0; k < file->archetypes_count; k++) {
        const eep_model_archetype *kind = &file->archetypes[k];
        const int speaks = kind->chances.french_first >= 500, nominee = kind->chances.nomination >= 500;
        if (french ? speaks : kind->recent_canadian_work && !nominee && !speaks)
            multiply(&scales->kind[k], by);
    }
    if (french) multiply(&scales->french_first, by);
}

/* The occupations that any version of the category lists which is in force on the day of the rules. */
static void scale_occupations(const eep_making *making, const char *id, uint32_t by, eep_scales *scales)
{
    const eep_model_file *file = making->model->file;
    for (uint32_t g = 0; g < file->occupation_groups_count; g++) {
        for (uint32_t i = 0; i < file->occupation_groups[g].occupations_count; i++) {
            const uint32_t noc = making->model->occupations[g].noc[i];
            int listed = 0;
            for (size_t c = 0; c < making->rules->categories; c++) {
                const eep_category_entry *entry = &making->rules->category[c];
                listed |= entry->face.in_force && strcmp(entry->face.id, id) == 0 &&
                          (making->rules->noc_categories[noc] & entry->rule.bit) != 0;
            }
            if (listed) multiply(&scales->noc[g][i], by);
        }
    }
}

static eep_status learn(const learning *by, eep_time before, eep_scales *scales, eep_learned *learned,
                        eep_error *error)
{
    size_t count = 0;
    for (size_t t = 0; t < TYPES; t++) {
        struct eep_learned_type heard, *of = &learned->type[count];
        EEP_TRY(hear_type(by, &types[t], before, &heard, error));
        if (heard.invited == 0) continue;
        if (learned->count == count)
            learned->type[learned->count++] =
                (struct eep_learned_type){.id = types[t].id, .scale = EEP_SCALE_WHOLE};
        multiply(&of->scale, heard.scale);
        of->invited = heard.invited;
        of->had = heard.had;
        of->tie_days = heard.tie_days;
        of->had_days = heard.had_days;
        count++;
        if (scales == NULL) continue;
        const uint32_t scale = heard.scale;
        if (strcmp(types[t].kind, "program") == 0)
            scale_kinds(by->making->model->file, 0, scale, scales);
        else if (strcmp(types[t].id, "french") == 0)
            scale_kinds(by->making->model->file, 1, scale, scales);
        else
            scale_occupations(by->making, types[t].id, scale, scales);
    }
    return EEP_OK;
}

eep_status eep_stock_learn(const eep_making *making, const eep_history *history, eep_time before,
                           eep_scales *scales, eep_learned *learned, eep_error *error)
{
    const eep_allocator *allocator = &making->engine->allocator;
    const learning by = {.making = making,
                         .history = history,
                         .past = eep_allocate(allocator, 1, sizeof(eep_past)),
                         .cells = eep_allocate(allocator, 1, sizeof(eep_cells)),
                         .counts = eep_allocate(allocator, 1, sizeof(counts))};
    eep_status status = EEP_OK;
    if (by.past == NULL || by.cells == NULL || by.counts == NULL)
        status = eep_fail_memory(error, sizeof(eep_past) + sizeof(eep_cells) + sizeof(counts));
    if (status == EEP_OK) status = learn(&by, before, scales, learned, error);
    eep_release(allocator, by.counts, 1, sizeof(counts));
    eep_release(allocator, by.cells, 1, sizeof(eep_cells));
    eep_release(allocator, by.past, 1, sizeof(eep_past));
    return status;
}
