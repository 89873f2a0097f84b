/* Angles as 16-bit parts of a turn: 65536 make a full one, and going round is overflow, which is right and free.
 *
 * Whole numbers only, so that a score or a synthetic print is the same on every machine. */
#ifndef ST_IDENTITY_TURN_H
#define ST_IDENTITY_TURN_H

#include <stdbool.h>
#include <stdint.h>

enum { ST_TURN = 65536, ST_TURN_ONE = 16384 /* what sine and cosine call 1 */ };

/* Sine and cosine, -ST_TURN_ONE … ST_TURN_ONE; at most 3 off the truth. */
int32_t st_turn_sin(uint16_t turn);
int32_t st_turn_cos(uint16_t turn);
/* The direction of the point (x, y), counter-clockwise from the positive x axis where y points up; at most 3 off.
 * |x| and |y| up to 2^26. (0, 0) has direction 0. */
uint16_t st_turn_of(int32_t x, int32_t y);
/* Whole part of the square root. */
uint32_t st_root(uint64_t v);

/* The smaller way round between two directions, 0 … ST_TURN / 2. */
static inline uint16_t st_turn_between(uint16_t a, uint16_t b)
{
    uint16_t d = (uint16_t)(a - b);
    return d > ST_TURN / 2 ? (uint16_t)(ST_TURN - d) : d;
}

#endif
