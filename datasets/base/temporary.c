/*
 * temporary.c - the names of files that are being written, for a signal handler that removes them.
 *
 * A signal ends the whole process, so this table is the process's. It takes no lock, because a handler may
 * run between any two instructions: a slot belongs to whoever moved its state last. One that a handler has
 * taken is never given back, so that no name changes while it is being read.
 */
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "datasets/base.h"

#define SLOTS 32
#define BYTES 4096

enum { FREE, CLAIMED, NAMED, REMOVED };

typedef struct slot {
    atomic_int state;
    char name[BYTES];
} slot;

static slot slots[SLOTS];

static int move(slot *one, int from, int to)
{
    return atomic_compare_exchange_strong(&one->state, &from, to);
}

int eep_temporary_note(const char *path)
{
    const size_t length = strlen(path);
    if (length >= BYTES) return 0;
    for (int number = 1; number <= SLOTS; number++) {
        slot *one = &slots[number - 1];
        if (!move(one, FREE, CLAIMED)) continue;
        memcpy(one->name, path, length + 1);
        atomic_store(&one->state, NAMED);
        return number;
    }
    return 0;
}

void eep_temporary_forget(int number)
{
    if (number > 0) (void)move(&slots[number - 1], NAMED, FREE);
}

void eep_remove_temporaries(void)
{
    for (slot *one = slots; one < slots + SLOTS; one++)
        if (move(one, NAMED, REMOVED)) (void)unlink(one->name);
}
