/* reader.c - a small shared library that hands a file to a test in Python: see with_pyarrow.py. */
#include <string.h>

#include "eepool/arrow.h"
#include "eepool/eepool.h"

EEP_API int eep_test_arrow(const char *path, struct ArrowArrayStream *out);

/* 0 when `*out` is a stream of all columns of the file. The engine lives as long as the program. */
int eep_test_arrow(const char *path, struct ArrowArrayStream *out)
{
    static eep_engine *engine;
    eep_stream *stream;
    if (engine == NULL && eep_engine_new(NULL, &engine, NULL) != EEP_OK) return 1;
    if (eep_stream_open(engine, path, NULL, &stream, NULL) != EEP_OK) return 2;
    if (eep_stream_to_arrow(stream, 0, out, NULL) == EEP_OK) return 0;
    eep_stream_close(stream);
    return 3;
}
