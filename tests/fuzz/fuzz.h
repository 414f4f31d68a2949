/*
 * fuzz.h - what the fuzz targets share: bytes as a file with a name, and how a broken promise is told.
 *
 * A target is tests/fuzz/fuzz_<subject>.c with libFuzzer's LLVMFuzzerTestOneInput; `./dev fuzz <subject>`
 * runs it under AddressSanitizer and UndefinedBehaviorSanitizer. Inputs that once broke something are kept in
 * found/ and are run by the test fuzz.found.
 */
#ifndef EEP_TESTS_FUZZ_H
#define EEP_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "eepool/eepool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where a target sees something that must not be. */
static inline void promise(int kept, const char *what)
{
    if (kept) return;
    fprintf(stderr, "broken promise: %s\n", what);
    abort();
}

/* A file in memory; the same one every time for each `which` of 0..3. */
static inline const char *memory_file(int which, const void *data, size_t size)
{
    static int handle[4] = {-1, -1, -1, -1};
    static char path[4][32];
    if (handle[which] < 0) {
        handle[which] = memfd_create("fuzz", 0);
        snprintf(path[which], sizeof path[which], "/proc/self/fd/%d", handle[which]);
    }
    promise(handle[which] >= 0 && ftruncate(handle[which], 0) == 0 &&
                pwrite(handle[which], data, size, 0) == (ssize_t)size,
            "a file in memory");
    return path[which];
}

static char output_path[4][64];

static inline void remove_outputs(void)
{
    for (int i = 0; i < 4; i++)
        if (output_path[i][0] != '\0') unlink(output_path[i]);
}

/* The name of a file that is to be written: outputs are renamed into place, so it lies in a folder. */
static inline const char *output_file(int which)
{
    static int registered;
    if (!registered) registered = atexit(remove_outputs) == 0;
    snprintf(output_path[which], sizeof output_path[which], "%s/eepool-fuzz-%d-%d",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid(), which);
    return output_path[which];
}

/* Every refusal says something, and the statuses of input are those of bad input, unknown names or no memory.
 */
static inline void check_refusal(eep_status status, const eep_error *error)
{
    promise(error->status == status, "an error has the status that is returned");
    promise(error->message[0] != '\0', "an error has a message");
    promise(status / 100 == 2 || status == EEP_ERROR_UNKNOWN || status == EEP_ERROR_ARGUMENT,
            "bad input is called so");
}

#endif
