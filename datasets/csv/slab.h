/*
 * slab.h - a candidate file in slabs: as much text as several threads read at once, cut into pieces that end
 * where records end.
 */
#ifndef EEP_CSV_SLAB_H
#define EEP_CSV_SLAB_H

#include "datasets/csv/record.h"

/* The text of a piece: whole records, but for what a file that is not CSV may hold. */
typedef struct eep_csv_piece {
    char *text;
    size_t length;
    int last;       /* nothing follows in the file */
    uint64_t lines; /* line feeds in it */
} eep_csv_piece;

typedef struct eep_csv_slab {
    const eep_allocator *allocator;
    eep_csv *csv;   /* the file, its header read */
    int64_t offset; /* in a regular file: what comes next; -1 when it can only be read in order */
    int threads;
    int quotes; /* there was one in the text so far */
    char *text;
    size_t room, length; /* of text */
    size_t room_most;    /* what room becomes when the file is as long as that */
    size_t used;         /* the pieces end here; the rest belongs to the next slab */
    size_t piece_bytes;  /* a piece has at least so many, where there are so many */
    size_t pieces, pieces_room;
    eep_csv_piece *piece;
} eep_csv_slab;

/*
 * Pieces of about `piece_bytes`, at most `pieces` at once. The text behind the header comes first. A regular
 * file is read by `threads` at once.
 */
eep_status eep_csv_slab_open(eep_csv_slab *slab, const eep_allocator *allocator, eep_csv *csv,
                             size_t piece_bytes, size_t pieces, int threads, eep_error *error);
void eep_csv_slab_close(eep_csv_slab *slab);

/* The next slab, in `slab->piece`; none at the end of the file. Fails with EEP_ERROR_IO. */
eep_status eep_csv_slab_next(eep_csv_slab *slab, eep_error *error);

/* The length of the record at `text`, its line feed included: the first that is not within quotes. 0 when
 * there is none. */
size_t eep_csv_record_length(const char *text, size_t length);

#endif
