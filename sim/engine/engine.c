/* engine.c - the engine: the owner of threads and of the kernel table. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/sim.h"

#define THREADS_MAX 1024

void eep_engine_defaults(eep_engine_options *options)
{
    *options = (eep_engine_options){.size = sizeof *options};
}

eep_status eep_options_check(const char *what, size_t size, size_t expected, eep_error *error)
{
    if (size == expected) return EEP_OK;
    return eep_fail(error, EEP_ERROR_ARGUMENT, "set `size`, or fill them with their defaults first",
                    "the %s have size %zu, not %zu", what, size, expected);
}

static const char *level_name_at(const void *context, size_t index)
{
    (void)context;
    int usable;
    return eep_kernels_level(index, &usable);
}

static const char *level_of_environment(void)
{
    const char *level = getenv("EEPOOL_CPU");
    return level != NULL && level[0] != '\0' ? level : NULL;
}

static eep_status choose_kernels(const char *level, eep_kernels *kernels, eep_error *error)
{
    const int answer = eep_kernels_select(level, kernels);
    if (answer == 0) return EEP_OK;
    char advice[160];
    if (answer == 2) {
        return eep_fail(error, EEP_ERROR_UNKNOWN, "eepool --version -v lists the levels that run here",
                        "kernel level '%s' needs %s, which this machine lacks", level,
                        eep_kernels_lacks(level));
    }
    eep_did_you_mean(advice, sizeof advice, level, level_name_at, NULL,
                     "eepool --version -v lists the levels");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "there is no kernel level '%s'", level);
}

eep_status eep_engine_new(const eep_engine_options *options, eep_engine **engine, eep_error *error)
{
    eep_engine_options chosen;
    eep_engine_defaults(&chosen);
    if (options != NULL) {
        /* A caller built against an older header has a shorter struct: take what it has. */
        if (options->size < sizeof(size_t) || options->size > sizeof chosen) {
            return eep_fail(error, EEP_ERROR_ARGUMENT, "fill the options with eep_engine_defaults first",
                            "engine options of %zu bytes", options->size);
        }
        memcpy(&chosen, options, options->size);
    }
    if (chosen.threads < 0 || chosen.threads > THREADS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 1024 threads, or 0 for all processors",
                        "%d threads", chosen.threads);
    }
    if (chosen.cpu == NULL) chosen.cpu = level_of_environment();
    eep_kernels kernels;
    EEP_TRY(choose_kernels(chosen.cpu, &kernels, error));
    eep_engine *made = eep_allocate(chosen.allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    if (chosen.allocator != NULL) made->allocator = *chosen.allocator;
    made->kernels = kernels;
    made->threads = chosen.threads > 0 ? chosen.threads : omp_get_num_procs();
    made->progress = chosen.progress;
    made->progress_context = chosen.progress_context;
    *engine = made;
    return EEP_OK;
}

void eep_engine_free(eep_engine *engine)
{
    if (engine == NULL) return;
    const eep_allocator allocator = engine->allocator;
    eep_release(&allocator, engine, 1, sizeof *engine);
}

int eep_engine_threads(const eep_engine *engine)
{
    return engine->threads;
}

const char *eep_engine_cpu(const eep_engine *engine)
{
    return engine->kernels.level;
}

const char *eep_cpu_level(size_t index, int *usable)
{
    return eep_kernels_level(index, usable);
}

const char *eep_cpu_lacks(const char *level)
{
    return eep_kernels_lacks(level);
}

const char *eep_engine_kernel(const eep_engine *engine, size_t index, const char **level)
{
    return eep_kernels_family(&engine->kernels, index, level);
}

void eep_engine_tell(const eep_engine *engine, const char *what, uint64_t done, uint64_t total)
{
    if (engine->progress != NULL) engine->progress(engine->progress_context, what, done, total);
}

int eep_thread_number(void)
{
    return omp_get_thread_num();
}
