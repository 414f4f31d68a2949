/*
 * past.c - the published rounds of the twelve months before a pool, held on everybody who is proposed.
 *
 * Somebody submitted at an even moment within the time that a profile stays. Most have stood at their score
 * since; some have improved at an even moment after it, and were too low before. A round that they could be
 * in, held while they stood there, with a cut-off below their score, has taken them: they are no longer in
 * the pool. So each category and program is as empty at its top as its own rounds have left it, and whoever
 * no round takes piles up there.
 */
#include <string.h>

#include "sim/make/past.h"

#define SECONDS_A_DAY 86400

/* ---- Rounds --------------------------------------------------------------------------------------- */

/* The class of rounds by kind and id; EEP_PAST_CLASSES when the rules do not know it. */
static size_t class_of(const eep_rules *rules, const eep_published_round *round, eep_past *past)
{
    if (strcmp(round->kind, "general") == 0) return 0;
    for (size_t p = 0; strcmp(round->kind, "program") == 0 && p < EEP_PROGRAMS; p++) {
        if (strcmp(eep_program_name(p), round->id) == 0) return 1 + p;
    }
    for (size_t c = 0; strcmp(round->kind, "category") == 0 && c < rules->categories; c++) {
        const eep_category_entry *entry = &rules->category[c];
        if (strcmp(entry->face.id, round->id) != 0) continue;
        if (round->date < entry->face.from || round->date > entry->face.to) continue;
        size_t v = 0;
        while (v < past->versions && past->version[v] != entry)
            v++;
        if (v == EEP_PAST_VERSIONS) return EEP_PAST_CLASSES;
        past->version[v] = entry;
        if (v == past->versions) past->versions++;
        return 1 + EEP_PROGRAMS + v;
    }
    return EEP_PAST_CLASSES;
}

static void add_round(const eep_published_round *round, eep_past_score *score)
{
    for (size_t s = (size_t)round->cutoff + 1; s < EEP_SCORE_BINS; s++) {
        if (score[s].above < round->moment) score[s].above = round->moment;
    }
    eep_past_score *at = &score[round->cutoff];
    if (round->cutoff >= EEP_SCORE_BINS || at->tied >= round->moment) return;
    at->tied = round->moment;
    at->tie_break = round->has_tie_break ? round->tie_break : round->moment;
}

void eep_past_fill(const eep_history *history, const eep_rules *rules, const eep_model *model,
                   eep_time moment, eep_time before, eep_past *past)
{
    const eep_date day = eep_time_date(moment);
    const eep_published_round *round;
    memset(past, 0, sizeof *past);
    past->last = moment;
    past->after = (eep_time)eep_date_add_months(day, -rules->profile_months) * SECONDS_A_DAY +
                  (moment - (eep_time)day * SECONDS_A_DAY);
    for (int nominee = 0; nominee < 2; nominee++)
        past->improved[nominee] = (uint32_t)(model->improved[nominee] >> 16);
    for (size_t i = 0; history != NULL && (round = eep_history_round(history, i)) != NULL; i++) {
        if (round->moment <= past->after || round->moment >= before) continue;
        const size_t class = class_of(rules, round, past);
        if (class == EEP_PAST_CLASSES) continue;
        past->held |= 1U << class;
        add_round(round, past->score[class]);
    }
}

/* ---- People --------------------------------------------------------------------------------------- */

#define TRIES 64

static void live(const eep_past *past, const uint32_t word[EEP_PAST_WORDS], int nominee, eep_life *life)
{
    life->papers = word[EEP_PAST_PAPERS];
    life->submitted =
        past->after + 1 +
        (eep_time)eep_pick_below(word[EEP_PAST_SUBMITTED], (uint32_t)(past->last - past->after));
    life->since = life->submitted;
    if (word[EEP_PAST_IMPROVED] >> 16 < past->improved[nominee])
        life->since +=
            (eep_time)eep_pick_below(word[EEP_PAST_SINCE], (uint32_t)(past->last - life->submitted) + 1);
}

/*
 * Those whose cell every general round has emptied can only be here since: to try until somebody's past is of
 * that kind gives pasts with the frequencies that throwing away the others would give.
 */
int eep_past_live(const eep_past *past, const uint32_t key[2], uint64_t proposal,
                  const uint32_t word[EEP_PAST_WORDS], int nominee, eep_time floor, eep_life *life)
{
    live(past, word, nominee, life);
    for (uint32_t try = 1; life->since < floor; try++) {
        const uint32_t counter[4] = {(uint32_t)proposal, (uint32_t)(proposal >> 32), EEP_PURPOSE_PAST, try};
        uint32_t again[EEP_PAST_WORDS];
        if (try == TRIES) return 0;
        eep_philox(key, counter, again);
        live(past, again, nominee, life);
    }
    return 1;
}

eep_time eep_past_floor(const eep_past *past, const eep_cells *cells)
{
    eep_time floor = past->last;
    for (uint32_t c = 0; c < cells->count; c++) {
        const struct eep_cell *cell = &cells->cell[c];
        if (cell->have == cell->wanted) continue;
        eep_time since = past->score[0][cell->low].above;
        if (cells->nominees_from != 0 && cell->low >= cells->nominees_from) {
            const eep_time nominees = past->score[1 + EEP_RULE_PNP][cell->low].above;
            since = nominees > since ? nominees : since;
        }
        if (since < floor) floor = since;
    }
    return floor;
}

/* The first tries of a block. Profiles stay for less than 2^32 seconds, so that times of a past take 32 bits.
 */
static void live_all(const eep_past *past, const eep_past_people *people, size_t n, eep_lives *lives)
{
    const uint32_t span = (uint32_t)(past->last - past->after);
    const uint32_t *restrict when = people->word[EEP_PAST_SUBMITTED],
                             *restrict how = people->word[EEP_PAST_IMPROVED],
                             *restrict since = people->word[EEP_PAST_SINCE];
    for (size_t i = 0; i < n; i++) {
        const uint32_t submitted = eep_pick_below(when[i], span);
        const uint32_t improved = how[i] >> 16 < past->improved[people->nomination[i]];
        lives->submitted[i] = submitted;
        lives->since[i] = submitted + improved * eep_pick_below(since[i], span - submitted);
    }
    memcpy(lives->papers, people->word[EEP_PAST_PAPERS], n * sizeof *lives->papers);
}

/* Tries again for those whose first past is not past the floor. */
static void live_again(const eep_past *past, const eep_past_people *people, size_t n, uint8_t *gone,
                       eep_lives *lives)
{
    const eep_time begin = past->after + 1;
    for (size_t i = 0; i < n; i++) {
        const uint32_t word[EEP_PAST_WORDS] = {people->word[0][i], people->word[1][i], people->word[2][i],
                                               people->word[3][i]};
        eep_life life;
        if (gone[i] || begin + lives->since[i] >= people->floor) continue;
        gone[i] = !eep_past_live(past, people->key, people->first + i, word, people->nomination[i],
                                 people->floor, &life);
        lives->submitted[i] = (uint32_t)(life.submitted - begin);
        lives->since[i] = (uint32_t)(life.since - begin);
        lives->papers[i] = life.papers;
    }
}

static inline int took(const eep_past_score *at, const eep_life *life)
{
    return at->above > life->since || (at->tied > life->since && life->submitted <= at->tie_break);
}

static int was_taken(const eep_past *past, const eep_past_people *people, const eep_lives *lives, size_t i)
{
    const uint16_t score = people->score[i];
    const uint8_t programs = people->programs[i] & (uint8_t)(past->held >> 1);
    const eep_life life = {.submitted = past->after + 1 + lives->submitted[i],
                           .since = past->after + 1 + lives->since[i]};
    int taken = took(&past->score[0][score], &life);
    for (size_t p = 0; p < EEP_PROGRAMS; p++)
        taken |= (programs >> p & 1) && took(&past->score[1 + p][score], &life);
    if (!(people->programs[i] & ~(1U << EEP_RULE_PNP))) return taken;
    for (size_t v = 0; v < past->versions; v++)
        taken |= (people->member[v][i / 64] >> i % 64 & 1) &&
                 took(&past->score[1 + EEP_PROGRAMS + v][score], &life);
    return taken;
}

void eep_past_hold(const eep_past *past, const eep_past_people *people, size_t n, uint8_t *gone,
                   eep_lives *lives)
{
    live_all(past, people, n, lives);
    if (people->floor > past->after + 1) live_again(past, people, n, gone, lives);
    for (size_t i = 0; past->held != 0 && i < n; i++)
        if (!gone[i]) gone[i] = (uint8_t)was_taken(past, people, lives, i);
}
