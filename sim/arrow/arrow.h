/* arrow.h - inside sim/arrow: columns as Arrow has them. schema.c says what they are, array.c holds them. */
#ifndef EEP_SIM_ARROW_H
#define EEP_SIM_ARROW_H

#include "eepool/arrow.h"
#include "sim/stream/stream.h"

/* Each fills `*out`, which is then released by its consumer, or returns 0 and leaves nothing when there is no
 * memory. */
int eep_arrow_schema(uint64_t which, struct ArrowSchema *out);

/* A record batch of `which`. Takes over `*columns`, on failure too. */
int eep_arrow_batch(eep_columns *columns, uint64_t which, struct ArrowArray *out);

/* Text `index` of the dictionary of a label or set column, or NULL past the end. */
const char *eep_arrow_word(size_t column, size_t index, char text[64]);

#endif
