#include "identity/turn.h"

enum { QUARTER = 64, STEP = ST_TURN / 4 / QUARTER, CORDIC_STEPS = 16, FINE = 256 };

static const int16_t quarter[QUARTER + 1] = {
    0,     402,   804,   1205,  1606,  2006,  2404,  2801,  3196,  3590,  3981,  4370,  4756,
    5139,  5520,  5897,  6270,  6639,  7005,  7366,  7723,  8076,  8423,  8765,  9102,  9434,
    9760,  10080, 10394, 10702, 11003, 11297, 11585, 11866, 12140, 12406, 12665, 12916, 13160,
    13395, 13623, 13842, 14053, 14256, 14449, 14635, 14811, 14978, 15137, 15286, 15426, 15557,
    15679, 15791, 15893, 15986, 16069, 16143, 16207, 16261, 16305, 16340, 16364, 16379, 16384,
};

/* arctan(2^-i) in 1/256 of our unit. */
static const int32_t arctan[CORDIC_STEPS] = {2097152, 1238021, 654136, 332050, 166669, 83416, 41718, 20860,
                                             10430,   5215,    2608,   1304,   652,    326,   163,   81};

/* Sine of 0 … a quarter turn, straight lines between the rows. */
static int32_t rising(uint32_t turn)
{
    uint32_t i = turn / STEP, rest = turn % STEP;
    if (i >= QUARTER)
        return ST_TURN_ONE;
    return quarter[i] + (int32_t)(((uint32_t)(quarter[i + 1] - quarter[i]) * rest + STEP / 2) / STEP);
}

int32_t st_turn_sin(uint16_t turn)
{
    uint32_t in_half = turn % (ST_TURN / 2u);
    int32_t v = rising(in_half <= ST_TURN / 4u ? in_half : ST_TURN / 2u - in_half);
    return turn < ST_TURN / 2u ? v : -v;
}

int32_t st_turn_cos(uint16_t turn) { return st_turn_sin((uint16_t)(turn + ST_TURN / 4)); }

/* CORDIC: turns the point onto the positive x axis in ever smaller steps and adds up the steps. */
uint16_t st_turn_of(int32_t x, int32_t y)
{
    int64_t px = (int64_t)x * (1 << 20), py = (int64_t)y * (1 << 20), turn = 0;

    if (x == 0 && y == 0)
        return 0;
    if (px < 0) {
        px = -px, py = -py;
        turn = (int64_t)ST_TURN / 2 * FINE;
    }
    for (int i = 0; i < CORDIC_STEPS; i++) {
        int64_t dx = py >> i, dy = px >> i;
        bool up = py > 0;
        px += up ? dx : -dx;
        py += up ? -dy : dy;
        turn += up ? arctan[i] : -arctan[i];
    }
    return (uint16_t)((uint64_t)(turn + FINE / 2 + (int64_t)ST_TURN * FINE) / FINE);
}

uint32_t st_root(uint64_t v)
{
    uint64_t root = 0, bit = UINT64_C(1) << 62;

    while (bit > v)
        bit >>= 2;
    for (; bit; bit >>= 2) {
        if (v >= root + bit) {
            v -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)root;
}
