/*
 * eepool/engine.h - the engine: which kernels, how many threads, where progress is told.
 *
 * An engine is the only owner of threads and of the kernel table. Make one, pass it to the calls that
 * work on many rows, free it last. Results never depend on it: any number of threads and any
 * instruction set give the same bytes.
 *
 * Thread rule: an engine may be used by one call at a time; separate engines are independent.
 */
#ifndef EEPOOL_ENGINE_H
#define EEPOOL_ENGINE_H

#include "eepool/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_engine eep_engine;

/*
 * Called from the calling thread now and then during long work: `done` of `total` units of `what`
 * ("candidates"). `total` is 0 when it is not known beforehand.
 */
typedef void (*eep_progress)(void *context, const char *what, uint64_t done, uint64_t total);

/* Fill with eep_engine_defaults, then change what you need. */
typedef struct eep_engine_options {
    size_t size;                    /* sizeof(eep_engine_options); lets the struct grow */
    int threads;                    /* 1..1024; 0 = as many as the process may run on; default 0 */
    const char *cpu;                /* kernel level, see eep_cpu_level; NULL = $EEPOOL_CPU if it is set,
                                       else the best; default NULL */
    const eep_allocator *allocator; /* copied; NULL = the C heap; default NULL */
    eep_progress progress;          /* NULL = silent; default NULL */
    void *progress_context;         /* handed to `progress` */
} eep_engine_options;

EEP_API void eep_engine_defaults(eep_engine_options *options);

/*
 * Makes an engine. `options` may be NULL for the defaults. On success `*engine` belongs to the caller,
 * who frees it with eep_engine_free after everything made with it. Fails with EEP_ERROR_ARGUMENT
 * (threads out of range), EEP_ERROR_UNKNOWN (no such kernel level, or this machine lacks it) or
 * EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_engine_new(const eep_engine_options *options, eep_engine **engine,
                                                 eep_error *error);
EEP_API void eep_engine_free(eep_engine *engine); /* NULL is fine */

/* Threads used at most, and the name of the kernel level ("ref", ...). Both live as long as the engine. */
EEP_API int eep_engine_threads(const eep_engine *engine);
EEP_API const char *eep_engine_cpu(const eep_engine *engine);

/*
 * The kernels of an engine: the name of kernel `index` ("score", "random", ...), and the level it is of,
 * which is a lower one where the engine's level has none of its own. Returns NULL past the last one.
 */
EEP_API const char *eep_engine_kernel(const eep_engine *engine, size_t index, const char **level);

/*
 * The kernel levels, those for other processors too, from the plainest to the fastest; `*usable` says
 * whether this machine can run it. Returns NULL past the last one.
 */
EEP_API const char *eep_cpu_level(size_t index, int *usable);

/* What this machine lacks for a level ("AVX2"); NULL when nothing, or when there is no such level. */
EEP_API const char *eep_cpu_lacks(const char *level);

/*
 * The folder that holds policies/, pool-models/ and history/: the environment variable EEPOOL_DATA if
 * set, else the place the library was built or installed with. Valid for the life of the process.
 */
EEP_API const char *eep_data_folder(void);

#ifdef __cplusplus
}
#endif
#endif
