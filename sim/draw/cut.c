/*
 * cut.c - the N best of a field without sorting it: the histogram gives the cut-off, a partial selection
 * among those who have exactly that score gives the tie-break.
 */
#include "sim/draw/field.h"
#include "sim/draw/leaders.h"

/* Somebody at the cut-off; a lower key ranks first. */
typedef struct tied {
    int64_t key;
    uint64_t id;
    uint64_t row;
} tied;

static int ranks_before(const tied *a, const tied *b)
{
    return a->key != b->key ? a->key < b->key : a->id < b->id;
}

static void swap(tied *a, tied *b)
{
    const tied kept = *a;
    *a = *b;
    *b = kept;
}

/* Sinks `group[root]` in a heap whose top ranks last. */
static void sink(tied *group, uint64_t count, uint64_t root)
{
    for (uint64_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && ranks_before(&group[child], &group[child + 1])) child++;
        if (!ranks_before(&group[root], &group[child])) return;
        swap(&group[root], &group[child]);
    }
}

/*
 * Brings the `wanted` (at least 1) who rank first to the front and the last of these to group[0]: a heap of
 * the best so far, whose top gives way to whoever ranks before it. O(count log wanted) whatever the
 * order of the rows, and mostly one comparison a candidate.
 */
static void select_first(tied *group, uint64_t count, uint64_t wanted)
{
    for (uint64_t root = wanted / 2; root-- > 0;)
        sink(group, wanted, root);
    for (uint64_t i = wanted; i < count; i++) {
        if (!ranks_before(&group[i], &group[0])) continue;
        swap(&group[i], &group[0]);
        sink(group, wanted, 0);
    }
}

/* The highest score at which at least `wanted` compete at or above it; how many compete above it. */
static uint16_t find_cutoff(const eep_field *field, uint64_t wanted, uint64_t *above)
{
    uint64_t reached = 0;
    uint16_t score = EEP_SCORE_BINS - 1;
    while (reached + field->histogram[score] < wanted)
        reached += field->histogram[score--];
    *above = reached;
    return score;
}

int64_t eep_field_key(const eep_rules *rules, const eep_columns *columns, uint64_t row)
{
    const uint64_t id = columns->id[row];
    const uint32_t key[2] = {rules->lottery_seed, 0};
    const uint32_t counter[4] = {(uint32_t)id, (uint32_t)(id >> 32), EEP_PURPOSE_LOTTERY, 0};
    uint32_t lot[4];
    switch (rules->tie_break) {
    case EEP_TIE_LATEST:
        return -columns->submitted_at[row];
    case EEP_TIE_LOTTERY:
        eep_philox(key, counter, lot);
        return (int64_t)((uint64_t)(lot[0] >> 1) << 32 | lot[1]);
    case EEP_TIE_OLDEST:
        return columns->birth_date[row];
    case EEP_TIE_YOUNGEST:
        return -(int64_t)columns->birth_date[row];
    case EEP_TIE_EARLIEST:
    default:
        return columns->submitted_at[row];
    }
}

/* One walk over the field's entries: those at the cut-off to the group, those above it to the invited. */
typedef struct separation {
    const eep_rules *rules;
    const eep_columns *columns;
    int by_row; /* rows are in the order of invitation: no column has to be read */
    uint16_t cutoff;
    tied *group;
    uint64_t count;
    eep_invited *invited;
} separation;

static void invite(eep_invited *invited, uint64_t row)
{
    if (invited == NULL) return;
    if (invited->marks != NULL) invited->marks[row] = invited->mark;
    if (invited->row != NULL) invited->row[invited->count++] = row;
}

static void separate(void *context, uint64_t entry)
{
    separation *to = context;
    const uint64_t row = eep_entry_row(entry);
    const uint16_t score = eep_entry_score(entry);
    if (score > to->cutoff) {
        invite(to->invited, row);
    } else if (score == to->cutoff) {
        to->group[to->count++] =
            to->by_row ? (tied){(int64_t)row, 0, row}
                       : (tied){eep_field_key(to->rules, to->columns, row), to->columns->id[row], row};
    }
}

static void fill_tie_break(const eep_columns *columns, uint64_t row, eep_notice *notice)
{
    notice->tie_break = columns->submitted_at[row];
    notice->tie_break_birth_date = columns->birth_date[row];
    notice->tie_break_id = columns->id[row];
}

eep_status eep_field_cut(const eep_engine *engine, const eep_rules *rules, const eep_field *field,
                         const eep_columns *columns, eep_invited *invited, eep_notice *notice,
                         eep_error *error)
{
    const uint64_t invitations = notice->round.invitations;
    notice->in_pool = field->in_pool;
    notice->eligible = field->eligible;
    notice->invited = invitations < field->counted ? invitations : field->counted;
    notice->exhausted = field->counted < invitations;
    if (notice->invited == 0) return EEP_OK;

    uint64_t above;
    const uint16_t cutoff = find_cutoff(field, notice->invited, &above);
    const uint64_t count = field->histogram[cutoff], wanted = notice->invited - above;
    tied *group = eep_allocate_raw(&engine->allocator, count, sizeof *group);
    if (group == NULL) return eep_fail_memory(error, count * sizeof *group);
    separation to = {rules, columns, field->in_order && rules->tie_break == EEP_TIE_EARLIEST, cutoff, group,
                     0,     invited};
    eep_field_each(field, separate, &to);
    select_first(group, count, wanted);
    notice->cutoff = cutoff;
    notice->at_cutoff = count;
    notice->at_cutoff_invited = wanted;
    fill_tie_break(columns, group[0].row, notice);
    for (uint64_t i = 0; i < wanted; i++)
        invite(invited, group[i].row);
    eep_release(&engine->allocator, group, count, sizeof *group);
    return EEP_OK;
}
