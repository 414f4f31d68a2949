/* draw.h - rounds on a stream with a given room, so that tests can make it small. Private to sim/stream. */
#ifndef EEP_SIM_STREAM_DRAW_H
#define EEP_SIM_STREAM_DRAW_H

#include "sim/stream/stream.h"

/* How many candidates are held at most: by each thread while counting, and all with the cut-off score. */
typedef struct eep_stream_room {
    size_t kept, group;
} eep_stream_room;

eep_status eep_stream_draw_within(eep_engine *engine, const eep_policy *policy, eep_stream *stream,
                                  const eep_round *rounds, size_t count, const eep_stream_room *room,
                                  eep_invitations_told told, void *context, eep_notice *notices,
                                  eep_error *error);

#endif
