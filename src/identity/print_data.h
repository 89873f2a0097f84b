/* A prepared print, as print_place.c lays it out and print_match.c reads it. Only for
 * these, print_score.c and gallery.c. */
#ifndef ST_IDENTITY_PRINT_DATA_H
#define ST_IDENTITY_PRINT_DATA_H

#include "identity/print_match.h"

enum {
    NEIGHBOURS = 12,      /* of each minutia that are kept, the nearest first */
    NO_NEIGHBOUR = 65535, /* `far` of a place that is empty: there are too few minutiae */
    FARTHEST = 8000       /* a coordinate is held within so much of the middle, whatever a record says */
};

/* Hundredths of a millimetre from the middle of all minutiae, y UP; the direction in 1/65536 turns. */
struct mark {
    int16_t x, y;
    uint16_t turn;
    uint8_t doubtful; /* 1: the extractor itself reports a low quality */
    uint8_t row;      /* its number in the view */
};

/* A neighbour as its minutia sees it: how far, in which direction from its own, and turned how against it (1/256). */
struct neighbour {
    uint16_t far;
    uint8_t aside, turned;
};

/* Marks in the order of x; behind them NEIGHBOURS neighbours for each mark. */
struct st_print {
    uint16_t n;
    uint8_t finger;
    int32_t middle_x, middle_y; /* of the marks in the image, y DOWN */
    struct mark marks[];
};

static inline const struct neighbour *neighbours_of(const struct st_print *print, size_t mark)
{
    return (const struct neighbour *)(print->marks + print->n) + mark * NEIGHBOURS;
}

/* Bytes of a prepared print of `n` minutiae, a multiple of 8. */
size_t st_print__size(size_t n);
/* The score of so much worth (print_match.c): a scale of rarity. */
int st_print__score(int32_t worth);
/* The points of a score before the scale was bent: a hundred for each ten times rarer. */
int64_t st_print__points(int score);

/* A quick look before a comparison: what surroundings a print has, as a table of cells by distance, direction and turn
 * of a neighbour. Prints of one finger have more in common than others have, mostly; over several fingers it shows. */
enum {
    GLANCE_NEIGHBOURS = 8, GLANCE_FAR = 40, GLANCE_RINGS = 20, /* 20 rings of 40 hundredths of a millimetre */
    GLANCE_WAY = 8, GLANCE_WAYS = 256 / GLANCE_WAY,
    GLANCE_UNIT = 256
};
struct st_print_sketch {
    uint8_t cells[GLANCE_RINGS * GLANCE_WAYS * GLANCE_WAYS];
};
void st_print__sketch(struct st_print_sketch *out, const struct st_print *print);
/* How much of the print's surroundings the sketch holds: 0 … 255 * GLANCE_UNIT. */
int32_t st_print__glance(const struct st_print_sketch *sketch, const struct st_print *print);

#endif
