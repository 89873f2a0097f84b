/* Fingerprint minutiae in the exchange format ISO/IEC 19794-2:2005.
 *
 * A record holds one image header and any number of finger views; a view holds up to 255 minutiae. Reading copies
 * every number as it stands in the record: coordinates in pixels with x to the right and y DOWN from the top left,
 * angles in 1/256 turn counter-clockwise as seen on the page. Nothing is rescaled here; print_match.h does that, by
 * the resolution that the record declares. */
#ifndef ST_IDENTITY_MINUTIAE_H
#define ST_IDENTITY_MINUTIAE_H

#include "base/buf.h"
#include "base/error.h"

enum st_minutia_kind { ST_MINUTIA_OTHER = 0, ST_MINUTIA_ENDING = 1, ST_MINUTIA_BIFURCATION = 2 };

struct st_minutia {
    uint16_t x, y;   /* pixels, 0…16383; may lie outside the declared image */
    uint8_t angle;   /* 1/256 turn, counter-clockwise from the positive x axis */
    uint8_t kind;    /* enum st_minutia_kind */
    uint8_t quality; /* 1…100; 0 = not reported */
};

enum {
    ST_MINUTIAE_MAX = 255,         /* in one view */
    ST_FINGER_UNKNOWN = 0,         /* positions: 1 right thumb … 5 right little, 6 left thumb … 10 left little */
    ST_FINGER_LAST = 10,
    ST_RESOLUTION_MIN = 39,        /* pixels per centimetre: 100 dpi */
    ST_RESOLUTION_MAX = 1600       /* 4000 dpi and a little */
};

/* One view of one finger, with the header of its record. */
struct st_minutiae {
    uint16_t width, height;       /* of the image, pixels; 0 = not reported */
    uint16_t x_per_cm, y_per_cm;  /* resolution, pixels per centimetre (197 = 500 dpi) */
    uint8_t finger;               /* position, ST_FINGER_UNKNOWN … ST_FINGER_LAST */
    uint8_t view;                 /* 0…15: which capture of this finger */
    uint8_t impression;           /* 0 live plain, 1 live rolled, 2 non-live plain, 3 non-live rolled, 8 swipe */
    uint8_t quality;              /* 1…100; 0 = not reported */
    uint8_t n;                    /* minutiae */
    struct st_minutia *rows;
};

struct st_print_record {
    uint8_t n; /* finger views, at least one */
    struct st_minutiae *views;
};

/* Reads a record. Everything lives in the arena and grows no faster than the input. A quality over 100 is taken as
 * not reported; extended data are stepped over.
 * Errors: ST_E_INVALID; the fault's field is "header", "length", "resolution", "views" or a path such as
 * "views.0.finger" or "views.1.minutiae.17.kind". ANSI INCITS 378 records are recognised and refused by name. */
int st_minutiae_read(struct st_print_record *out, struct st_arena *arena, struct st_str bytes, struct st_error *err);

/* Appends the record of `n` views (1…255), all of one image size and resolution, without extended data.
 * Errors: ST_E_INVALID (as above; field "views" where headers differ), ST_E_LIMIT when `out` is full. */
int st_minutiae_write(struct st_buf *out, const struct st_minutiae *views, size_t n, struct st_error *err);

#endif
