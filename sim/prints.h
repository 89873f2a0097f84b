/* Synthetic fingerprints: minutiae of fingers that nobody has.
 *
 * A finger follows from seed, person and position: a field of ridges of one of five patterns (arch, tented arch, left
 * loop, right loop, whorl), minutiae at least a ridge or two apart inside the pad, most of them ridge endings, their
 * directions along the ridges. A capture is what a scanner gets of it: moved, turned, a little stretched, cut by its
 * window, some minutiae lost, some made up, every place and direction a little off. The same numbers give the same
 * print on every machine. */
#ifndef ST_SIM_PRINTS_H
#define ST_SIM_PRINTS_H

#include "identity/minutiae.h"

/* The image that every capture pretends to come from: 500 dpi. */
enum { ST_SIM_PRINT_WIDTH = 400, ST_SIM_PRINT_HEIGHT = 480, ST_SIM_PRINT_PER_CM = 197 };

/* All ten fingers, right thumb to left little finger, as a set of positions (bit f: position f, 1 … 10). */
#define ST_SIM_TEN_FINGERS 0x7feu
#define ST_SIM_FINGER(position) (1u << (position))

struct st_sim_print {
    uint64_t seed, person;
    uint32_t capture; /* which capture; 0 is a good one, as at an enrolment without hurry */
    uint8_t wear;     /* 0 fresh … 100 hardly readable: how much is lost and made up; 0 to 20 is usual */
};

/* One finger of a capture, of some 25 to 75 minutiae (fewer where it is worn). `finger` is a position, 1 … 10. Rows
 * live in the arena. */
void st_sim_print_finger(struct st_minutiae *out, const struct st_sim_print *print, unsigned finger,
                         struct st_arena *arena);

/* The fingers of a set as one ISO/IEC 19794-2:2005 record, views in the order of positions. `fingers` is a set of
 * positions that is not empty. The bytes live in the arena. */
struct st_str st_sim_print_record(const struct st_sim_print *print, unsigned fingers, struct st_arena *arena);

#endif
