/*
 * quota.c - how a cell of scores is divided by types of round.
 *
 * The estimate says of each type how large a part of those at a score is of its stock. Types overlap, and
 * what they share is published nowhere: that comes from the model. A pilot counts the sets of types in each
 * cell, and the sets are raked (scaled by turns) until every type has its part. Whole candidates: what
 * rounding leaves to a set in one cell is owed to it in the next below, so that above any score it has its
 * number within one.
 */
#include <string.h>

#include "sim/make/quota.h"

#define MONTHS_BACK  24
#define LAST_ROUNDS  3
#define REACH        50 /* points below the lowest of the last cut-offs */
#define PILOT_BLOCKS 256
#define PILOT_SEED   0x71756f74U
#define ENOUGH       300 /* people by whom the sets of a cell are known; else its neighbours help */
#define TURNS        24  /* of raking */
#define WHOLE        EEP_QUOTA_WHOLE
#define MOST         (WHOLE * 19 / 20) /* no type has more of a cell, as far as the model has others */
#define OWED_ONE     65536

/* ---- Types ---------------------------------------------------------------------------------------- */

static const eep_category_entry *version_on(const eep_rules *rules, const char *id, eep_date day)
{
    for (size_t c = 0; c < rules->categories; c++) {
        const eep_category_entry *entry = &rules->category[c];
        if (strcmp(entry->face.id, id) == 0 && day >= entry->face.from && day <= entry->face.to) return entry;
    }
    return NULL;
}

/* The lowest cut-off of the last rounds of a type; EEP_SCORE_BINS when there was none. */
static uint16_t lowest_of(const eep_history *history, const char *id, eep_time before)
{
    const eep_date first = eep_date_add_months(eep_time_date(before), -MONTHS_BACK);
    const eep_published_round *round;
    uint16_t last[LAST_ROUNDS], lowest = EEP_SCORE_BINS;
    size_t known = 0;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (strcmp(round->id, id) != 0 || round->moment >= before || round->date < first) continue;
        last[known++ % LAST_ROUNDS] = round->cutoff;
    }
    for (size_t i = 0; i < known && i < LAST_ROUNDS; i++)
        if (last[i] < lowest) lowest = last[i];
    return lowest;
}

void eep_quotas_types(const eep_making *making, const eep_history *history, const eep_estimate *estimate,
                      eep_time before, eep_quotas *quotas)
{
    const char *id;
    memset(quotas, 0, sizeof *quotas);
    for (size_t t = 0; (id = eep_estimate_type(estimate, t)) != NULL; t++) {
        const eep_category_entry *version = version_on(making->rules, id, making->day);
        const int is_program = strcmp(id, eep_program_name(EEP_RULE_CEC)) == 0;
        const uint16_t lowest = lowest_of(history, id, before);
        if (eep_estimate_rounds(estimate, t) == 0 || lowest == EEP_SCORE_BINS) continue;
        if ((version == NULL && !is_program) || quotas->types == EEP_QUOTA_TYPES) continue;
        quotas->type[quotas->types++] =
            (struct eep_quota_type){.id = id,
                                    .number = t,
                                    .version = version,
                                    .cutoff = lowest,
                                    .reach = (uint16_t)(lowest > REACH ? lowest - REACH : 0)};
    }
}

/* ---- People --------------------------------------------------------------------------------------- */

void eep_quotas_ask(const eep_making *making, const eep_quotas *quotas, eep_judge_space *space,
                    eep_judged *judged)
{
    const uint8_t others = (uint8_t) ~(1U << EEP_RULE_PNP); /* a nomination alone opens no category */
    memset(judged->set, 0, sizeof judged->set);
    for (size_t t = 0; t < quotas->types; t++) {
        uint64_t member[EEP_BLOCK_ROWS / 64];
        const eep_category_entry *version = quotas->type[t].version;
        if (version != NULL) eep_judge_members(making, version, space, judged, member);
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            const uint8_t own = judged->programs[i] & others;
            const unsigned is_of =
                version != NULL ? own != 0 && (member[i / 64] >> i % 64 & 1) : own >> EEP_RULE_CEC & 1;
            judged->set[i] = (uint16_t)(judged->set[i] | is_of << t);
        }
    }
}

/* ---- Pilot ---------------------------------------------------------------------------------------- */

/* People by cell and set of types. */
typedef struct sets {
    uint32_t count[EEP_QUOTA_CELLS][EEP_QUOTA_SETS];
} sets;

/* What a pilot goes by. */
typedef struct pilot {
    eep_making making;
    const eep_quotas *quotas;
    const eep_cells *cells;
    eep_openings openings;
    eep_time floor;
} pilot;

static void count_block(const pilot *run, uint64_t first, eep_judge_space *space, eep_judged *judged,
                        sets *to)
{
    const eep_past *past = run->making.past;
    eep_judge_people(&run->making, first, &run->openings, run->floor, space, judged);
    eep_quotas_ask(&run->making, run->quotas, space, judged);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        if (judged->gone[i]) continue;
        const uint16_t cell = run->cells->of_score[judged->score[i]];
        /* With a floor only those count who could not be here without it. */
        if (past->score[0][run->cells->cell[cell].low].above < run->floor) continue;
        to->count[cell][judged->set[i]]++;
    }
}

static eep_status run_pilot(const eep_making *making, const eep_quotas *quotas, const eep_cells *cells,
                            eep_time floor, sets *part, sets *sum, eep_error *error)
{
    const int threads = making->engine->threads;
    eep_judge_spaces spaces;
    pilot run = {.making = *making, .quotas = quotas, .cells = cells, .floor = floor};
    run.making.key[0] = PILOT_SEED;
    run.making.key[1] = floor > 0;
    eep_openings_of(cells, &run.openings);
    EEP_TRY(eep_judge_spaces_new(making, (size_t)threads, &spaces, error));
    memset(part, 0, (size_t)threads * sizeof *part);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (int block = 0; block < PILOT_BLOCKS; block++) {
        const int thread = eep_thread_number();
        count_block(&run, (uint64_t)block * EEP_BLOCK_ROWS, &spaces.space[thread], &spaces.judged[thread],
                    &part[thread]);
    }
    for (int t = 0; t < threads; t++) {
        for (size_t c = 0; c < EEP_QUOTA_CELLS; c++)
            for (size_t s = 0; s < EEP_QUOTA_SETS; s++)
                sum->count[c][s] += part[t].count[c][s];
    }
    eep_judge_spaces_free(making->engine, &spaces);
    return EEP_OK;
}

/* ---- Raking --------------------------------------------------------------------------------------- */

/* The sets of one cell with their weights, which add up to about WHOLE. */
typedef struct shares {
    size_t count;
    uint16_t set[EEP_QUOTA_SETS];
    uint64_t weight[EEP_QUOTA_SETS];
} shares;

/* How often each set was found in a cell and, until there are enough people, in those around it. */
static void find_sets(const sets *from, const eep_cells *cells, size_t cell, uint16_t asked, shares *to)
{
    uint64_t found[EEP_QUOTA_SETS] = {0}, people = 0;
    for (size_t far = 0; far < cells->count && people < ENOUGH; far++) {
        for (int side = 0; side < (far == 0 ? 1 : 2); side++) {
            const size_t at = side == 0 ? cell - far : cell + far;
            if (at >= cells->count || cells->cell[at].low >= cells->nominees_from) continue;
            for (size_t s = 0; s < EEP_QUOTA_SETS; s++) {
                found[s & asked] += from->count[at][s];
                people += from->count[at][s];
            }
        }
    }
    to->count = 0;
    for (size_t s = 0; s < EEP_QUOTA_SETS && people > 0; s++) {
        if (found[s] == 0) continue;
        to->set[to->count] = (uint16_t)s;
        to->weight[to->count++] = found[s] * WHOLE / people;
    }
}

/* Scales those of a type to `part` of WHOLE and the others to the rest, where there are both. */
static void scale_type(shares *of, unsigned bit, uint64_t part)
{
    uint64_t with = 0, without = 0;
    for (size_t i = 0; i < of->count; i++)
        *(of->set[i] & bit ? &with : &without) += of->weight[i];
    if (with == 0 || without == 0) return;
    for (size_t i = 0; i < of->count; i++)
        of->weight[i] =
            of->set[i] & bit ? of->weight[i] * part / with : of->weight[i] * (WHOLE - part) / without;
}

static void rake(const eep_quotas *quotas, size_t cell, shares *of)
{
    for (int turn = 0; turn < TURNS; turn++) {
        for (size_t t = 0; t < quotas->types; t++) {
            if (quotas->asked[cell] >> t & 1) scale_type(of, 1u << t, quotas->stock[t][cell]);
        }
    }
}

/* ---- Whole candidates ----------------------------------------------------------------------------- */

/*
 * Of `rows` candidates so many to each set as its weight and what it is owed say, in whole ones: the largest
 * remainders are rounded up, the first of equal ones first.
 */
static void round_off(const shares *of, uint64_t rows, int64_t owed[EEP_QUOTA_SETS], uint64_t *wanted)
{
    int64_t left = (int64_t)rows;
    uint64_t whole = 0;
    for (size_t i = 0; i < of->count; i++)
        whole += of->weight[i];
    for (size_t i = 0; i < of->count; i++) {
        int64_t *own = &owed[of->set[i]];
        /* rows < 2^32, weight <= 2^24: the parts of a row are of what remains after whole ones. */
        const uint64_t product = of->weight[i] * rows;
        *own += (int64_t)(product / whole) * OWED_ONE + (int64_t)(product % whole * OWED_ONE / whole);
        wanted[i] = *own > 0 ? (uint64_t)*own / OWED_ONE : 0;
        *own -= (int64_t)wanted[i] * OWED_ONE;
        left -= (int64_t)wanted[i];
    }
    for (; left != 0; left += left < 0 ? 1 : -1) {
        size_t best = of->count;
        for (size_t i = 0; i < of->count; i++) {
            if (left < 0 && wanted[i] == 0) continue;
            const int64_t own = owed[of->set[i]];
            if (best == of->count || (left > 0 ? own > owed[of->set[best]] : own < owed[of->set[best]]))
                best = i;
        }
        wanted[best] += left > 0 ? 1 : (uint64_t)-1;
        owed[of->set[best]] += left > 0 ? -OWED_ONE : OWED_ONE;
    }
}

static void add_inner(eep_quotas *quotas, eep_cells *cells, size_t cell, const shares *of,
                      const uint64_t *wanted)
{
    const struct eep_cell *around = &cells->cell[cell];
    size_t needed = 0;
    for (size_t i = 0; i < of->count; i++)
        needed += wanted[i] > 0;
    if (cells->count + cells->inner + needed > EEP_CELLS_MAX) {
        quotas->asked[cell] = 0;
        return;
    }
    for (size_t i = 0; i < of->count; i++) {
        const uint32_t number = cells->count + cells->inner;
        if (wanted[i] == 0) continue;
        cells->cell[number] = (struct eep_cell){
            .low = around->low, .high = around->high, .around = (uint32_t)cell, .wanted = wanted[i]};
        quotas->inner[cell][of->set[i]] = (uint16_t)number;
        cells->inner++;
    }
}

/* What a set is owed when fewer types are asked for: it is one with those it can no longer be told from. */
static void forget_types(int64_t owed[EEP_QUOTA_SETS], uint16_t asked)
{
    for (size_t s = 0; s < EEP_QUOTA_SETS; s++) {
        if ((s & asked) == s) continue;
        owed[s & asked] += owed[s];
        owed[s] = 0;
    }
}

static void divide_cell(eep_quotas *quotas, eep_cells *cells, size_t cell, const sets *found, shares *of,
                        int64_t owed[EEP_QUOTA_SETS])
{
    uint64_t wanted[EEP_QUOTA_SETS];
    find_sets(found, cells, cell, quotas->asked[cell], of);
    if (of->count == 0) quotas->asked[cell] = 0;
    if (quotas->asked[cell] == 0) return;
    forget_types(owed, quotas->asked[cell]);
    rake(quotas, cell, of);
    round_off(of, cells->cell[cell].wanted, owed, wanted);
    add_inner(quotas, cells, cell, of, wanted);
}

/* ---- All of it ------------------------------------------------------------------------------------ */

/* Which types divide a cell, and how large a part of it each is. */
static void find_parts(const eep_estimate *estimate, const eep_cells *cells, size_t cell, eep_quotas *quotas)
{
    const struct eep_cell *at = &cells->cell[cell];
    uint64_t pool = 0;
    for (size_t s = 0; s < EEP_QUOTA_SETS; s++)
        quotas->inner[cell][s] = EEP_CELL_NOBODY;
    if (at->low >= cells->nominees_from || at->wanted == 0) return;
    for (uint32_t score = at->low; score <= at->high; score++)
        pool += (uint64_t)eep_estimate_pool(estimate, score);
    for (size_t t = 0; pool > 0 && t < quotas->types; t++) {
        uint64_t stock = 0;
        if (at->low < quotas->type[t].reach) continue;
        for (uint32_t score = at->low; score <= at->high; score++)
            stock += (uint64_t)eep_estimate_stock(estimate, quotas->type[t].number, score);
        /* Stocks of a record beyond reason are made small enough for the product. */
        const unsigned shift = pool >> 39 != 0 ? 8 : 0;
        const uint64_t part = (stock >> shift) * WHOLE / (pool >> shift);
        quotas->stock[t][cell] = part < MOST ? part : MOST;
        quotas->asked[cell] = (uint16_t)(quotas->asked[cell] | 1u << t);
    }
}

static eep_status count_sets(const eep_making *making, const eep_quotas *quotas, const eep_cells *cells,
                             sets *part, sets *sum, eep_error *error)
{
    /* Above the last cut-off of a general round few are found by chance. */
    const eep_time floor = making->past->score[0][cells->nominees_from - 1].above;
    memset(sum, 0, sizeof *sum);
    EEP_TRY(run_pilot(making, quotas, cells, 0, part, sum, error));
    return floor > 0 ? run_pilot(making, quotas, cells, floor, part, sum, error) : EEP_OK;
}

eep_status eep_quotas_divide(const eep_making *making, const eep_estimate *estimate, eep_quotas *quotas,
                             eep_cells *cells, eep_error *error)
{
    const eep_allocator *allocator = &making->engine->allocator;
    const size_t threads = (size_t)making->engine->threads;
    int64_t owed[EEP_QUOTA_SETS] = {0};
    if (quotas->types == 0) return EEP_OK;
    sets *found = eep_allocate(allocator, threads + 1, sizeof *found);
    shares *of = eep_allocate(allocator, 1, sizeof *of);
    eep_status status = EEP_OK;
    if (found == NULL || of == NULL)
        status = eep_fail_memory(error, (threads + 1) * sizeof *found + sizeof *of);
    if (status == EEP_OK) status = count_sets(making, quotas, cells, found + 1, found, error);
    for (size_t c = 0; status == EEP_OK && c < cells->count; c++) {
        find_parts(estimate, cells, c, quotas);
        divide_cell(quotas, cells, c, found, of, owed);
    }
    if (status == EEP_OK) cells->quotas = quotas;
    eep_release(allocator, of, 1, sizeof *of);
    eep_release(allocator, found, threads + 1, sizeof *found);
    return status;
}
