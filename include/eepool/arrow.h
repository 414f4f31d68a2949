/*
 * eepool/arrow.h - pools for whoever reads Apache Arrow: the C data and C stream interfaces.
 *
 * The three structures are the public binary interface of Arrow
 * (arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html), which every project that uses
 * it declares for itself; neither Arrow nor anything else is needed. Columns become:
 *
 *   identifiers uint64, months uint16, levels and flags uint8, dates date32, times timestamp[s, UTC],
 *   labels and sets dictionaries of texts (a set is "fsw+cec"), NOC codes and countries texts, null for none
 *
 * Not included by eepool/eepool.h.
 */
#ifndef EEPOOL_ARROW_H
#define EEPOOL_ARROW_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/stream.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE           2
#define ARROW_FLAG_MAP_KEYS_SORTED    4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/*
 * Turns a stream into an Arrow stream of record batches, a batch a chunk, of columns `which` (bits, 1 <<
 * index; 0 = all that the file has). On success `*out` owns the stream and closes it when it is released.
 * Batches and the columns in them live on their own: they may outlive stream and engine, and be released on
 * any thread. Errors of the file come out of get_next, as EIO or ENOMEM, and get_last_error says what eepool
 * says. Fails with EEP_ERROR_MEMORY; the stream is then still the caller's.
 */
EEP_API EEP_MUST_CHECK eep_status eep_stream_to_arrow(eep_stream *stream, uint64_t which,
                                                      struct ArrowArrayStream *out, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif
