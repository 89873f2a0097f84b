#include "sim/prints.h"

#include <stdlib.h>

#include "base/error.h"
#include "identity/turn.h"
#include "sim/people.h"

/* Lengths in pixels at 500 dpi (about 20 to the millimetre; two ridges lie about 9 apart). In the finger's own frame
 * the origin is the middle of the pad and y points up. */
enum {
    PAD_X = 150, PAD_Y = 188, /* half axes of the pad */
    APART = 12,               /* least distance of two minutiae */
    MASTER_LEAST = 42, MASTER_SPREAD = 24,
    FINGERS = 10,
    TRIES = 4000
};

struct point {
    int32_t x, y;
};

/* A minutia in the finger's own frame. */
struct mark {
    struct point at;
    uint16_t turn;
    uint8_t kind;
};

enum { MARKS_MAX = MASTER_LEAST + MASTER_SPREAD };

struct master {
    size_t n;
    struct mark marks[MARKS_MAX];
};

/* ---- The field of ridges ---- */

/* Cores and deltas (Sherlock and Monro 1993): the ridge direction is half the sum of the directions to the cores less
 * those to the deltas. */
struct field {
    size_t n;
    struct point cores[2], deltas[2];
};

static int32_t around(struct st_sim_random *r, int32_t middle, unsigned spread)
{
    return middle - (int32_t)spread + (int32_t)st_sim_below(r, 2 * spread + 1);
}

static struct point place(struct st_sim_random *r, int32_t x, int32_t y, unsigned spread)
{
    return (struct point){around(r, x, spread), around(r, y, spread)};
}

/* Of a hundred fingers about 60 show loops, mostly open to the little finger's side, 32 whorls, 8 arches. */
static struct field draw_field(struct st_sim_random *r, unsigned finger)
{
    unsigned lot = st_sim_below(r, 100);
    int32_t side = (finger <= FINGERS / 2) == (lot < 54) ? -1 : 1;
    if (lot < 60)
        return (struct field){1, {place(r, 0, 25, 15)}, {place(r, side * 95, -95, 20)}};
    if (lot < 92)
        return (struct field){2, {place(r, 0, 35, 10), place(r, 0, -20, 15)},
                              {place(r, -105, -110, 20), place(r, 105, -110, 20)}};
    if (lot < 96)
        return (struct field){1, {place(r, 0, 10, 10)}, {place(r, 0, -75, 10)}};
    return (struct field){0};
}

static uint16_t ridge_at(const struct field *f, struct point p)
{
    uint32_t sum = 0;
    if (f->n == 0) /* a plain arch: ridges rise to the middle and fall again, the more so the higher */
        return st_turn_of(400, -p.x * (p.y + 2 * PAD_Y) / PAD_Y);
    for (size_t i = 0; i < f->n; i++)
        sum += (uint32_t)st_turn_of(p.x - f->cores[i].x, p.y - f->cores[i].y) -
               st_turn_of(p.x - f->deltas[i].x, p.y - f->deltas[i].y);
    return (uint16_t)(sum / 2);
}

/* ---- The finger ---- */

static bool on_pad(struct point p)
{
    int64_t x = (int64_t)p.x * PAD_Y, y = (int64_t)p.y * PAD_X;
    return x * x + y * y <= (int64_t)PAD_X * PAD_X * PAD_Y * PAD_Y;
}

static bool crowded(const struct master *m, struct point p)
{
    for (size_t i = 0; i < m->n; i++) {
        int32_t x = m->marks[i].at.x - p.x, y = m->marks[i].at.y - p.y;
        if (x * x + y * y < APART * APART)
            return true;
    }
    return false;
}

static struct mark draw_mark(struct st_sim_random *r, const struct field *f, struct point at)
{
    uint16_t back = st_sim_chance(r, 50) ? ST_TURN / 2 : 0;
    uint16_t off = (uint16_t)around(r, 0, ST_TURN / 100);
    return (struct mark){at, (uint16_t)(ridge_at(f, at) + back + off),
                         st_sim_chance(r, 60) ? ST_MINUTIA_ENDING : ST_MINUTIA_BIFURCATION};
}

static void draw_master(struct master *m, uint64_t seed, uint64_t person, unsigned finger)
{
    struct st_sim_random r = st_sim_random(seed, person * (FINGERS + 1) + finger);
    struct field field = draw_field(&r, finger);
    size_t wanted = MASTER_LEAST + st_sim_below(&r, MASTER_SPREAD + 1);
    m->n = 0;
    for (int i = 0; i < TRIES && m->n < wanted; i++) {
        struct point at = place(&r, 0, 0, PAD_Y);
        if (on_pad(at) && !crowded(m, at))
            m->marks[m->n++] = draw_mark(&r, &field, at);
    }
}

/* ---- A capture of it ---- */

/* How this capture differs from the finger. Stretches in thousandths, bends in pixels at the rim of the pad. */
struct press {
    uint16_t turn;
    struct point move;
    int32_t stretch_x, stretch_y, bend_x, bend_y;
    unsigned lost, made_up; /* percent */
    unsigned jitter;        /* pixels */
    uint16_t cut;           /* the skin beyond the line in this direction … */
    int32_t cut_from;       /* … and this far from the middle did not touch the glass */
};

static struct press draw_press(struct st_sim_random *r, const struct st_sim_print *print)
{
    unsigned wear = print->wear <= 100 ? print->wear : 100, hurry = print->capture == 0 ? 1 : 2;
    struct press p = {.turn = (uint16_t)(around(r, 0, hurry * ST_TURN / 60) + around(r, 0, hurry * ST_TURN / 90))};
    p.move = place(r, 0, 0, 12 * hurry);
    p.stretch_x = around(r, 1000, 15 * hurry);
    p.stretch_y = around(r, 1000, 15 * hurry);
    p.bend_x = around(r, 0, 3 * hurry);
    p.bend_y = around(r, 0, 3 * hurry);
    p.lost = 4 * hurry + wear / 2;
    p.made_up = 3 * hurry + wear / 3;
    p.jitter = 1 + wear / 40;
    p.cut = (uint16_t)st_sim_below(r, ST_TURN);
    p.cut_from = PAD_Y * 6 / 5 - (int32_t)st_sim_below(r, 45 * hurry);
    return p;
}

static bool touched_glass(const struct press *p, struct point at)
{
    return (at.x * st_turn_cos(p->cut) + at.y * st_turn_sin(p->cut)) / ST_TURN_ONE < p->cut_from;
}

/* From the finger's frame to the image: bent, stretched, turned, moved; y down. */
static struct point to_image(const struct press *p, struct point at)
{
    int32_t x = at.x * p->stretch_x / 1000 + p->bend_x * at.y * at.y / (PAD_Y * PAD_Y);
    int32_t y = at.y * p->stretch_y / 1000 + p->bend_y * at.x * at.x / (PAD_X * PAD_X);
    int32_t cos = st_turn_cos(p->turn), sin = st_turn_sin(p->turn);
    return (struct point){ST_SIM_PRINT_WIDTH / 2 + p->move.x + (x * cos - y * sin) / ST_TURN_ONE,
                          ST_SIM_PRINT_HEIGHT / 2 - p->move.y - (x * sin + y * cos) / ST_TURN_ONE};
}

static void capture_mark(struct st_minutiae *out, struct st_sim_random *r, const struct press *p, struct mark mark)
{
    struct point at = to_image(p, mark.at);
    uint16_t turn = (uint16_t)(mark.turn + p->turn + around(r, 0, ST_TURN / 80) + around(r, 0, ST_TURN / 80));
    at.x += around(r, 0, p->jitter) + around(r, 0, p->jitter);
    at.y += around(r, 0, p->jitter) + around(r, 0, p->jitter);
    if (at.x < 0 || at.x >= ST_SIM_PRINT_WIDTH || at.y < 0 || at.y >= ST_SIM_PRINT_HEIGHT || out->n == ST_MINUTIAE_MAX)
        return;
    if (st_sim_chance(r, 6)) /* where a ridge hardly touches, an ending looks like a fork and the other way round */
        mark.kind = mark.kind == ST_MINUTIA_ENDING ? ST_MINUTIA_BIFURCATION : ST_MINUTIA_ENDING;
    out->rows[out->n++] = (struct st_minutia){(uint16_t)at.x, (uint16_t)at.y, (uint8_t)((turn + 128u) % ST_TURN / 256u),
                                              mark.kind, (uint8_t)(40 + st_sim_below(r, 56))};
}

/* Scratches and dirt: marks anywhere on the pad, in any direction. */
static struct mark draw_dirt(struct st_sim_random *r)
{
    struct point at;
    do
        at = place(r, 0, 0, PAD_Y);
    while (!on_pad(at));
    return (struct mark){at, (uint16_t)st_sim_below(r, ST_TURN), ST_MINUTIA_ENDING};
}

/* Top to bottom, as an extractor finds them. */
static int by_place(const void *a, const void *b)
{
    const struct st_minutia *x = a, *y = b;
    return x->y != y->y ? (x->y > y->y) - (x->y < y->y) : (x->x > y->x) - (x->x < y->x);
}

void st_sim_print_finger(struct st_minutiae *out, const struct st_sim_print *print, unsigned finger,
                         struct st_arena *arena)
{
    struct master master;
    uint64_t stream = (print->person * (FINGERS + 1) + finger) * UINT64_C(0x100000001b3) + print->capture;
    struct st_sim_random r = st_sim_random(print->seed + 1, stream);
    ST_ASSERT(finger >= 1 && finger <= ST_FINGER_LAST);
    draw_master(&master, print->seed, print->person, finger);
    struct press press = draw_press(&r, print);
    *out = (struct st_minutiae){.width = ST_SIM_PRINT_WIDTH, .height = ST_SIM_PRINT_HEIGHT,
                                .x_per_cm = ST_SIM_PRINT_PER_CM, .y_per_cm = ST_SIM_PRINT_PER_CM,
                                .finger = (uint8_t)finger, .view = (uint8_t)(print->capture % 16)};
    out->quality = (uint8_t)(90 - print->wear % 101 / 2 - st_sim_below(&r, 20));
    out->rows = ST_NEW_N(arena, struct st_minutia, 2 * MARKS_MAX);
    for (size_t i = 0; i < master.n; i++)
        if (!st_sim_chance(&r, press.lost) && touched_glass(&press, master.marks[i].at))
            capture_mark(out, &r, &press, master.marks[i]);
    for (size_t i = 0; i < master.n; i++)
        if (st_sim_chance(&r, press.made_up))
            capture_mark(out, &r, &press, draw_dirt(&r));
    qsort(out->rows, out->n, sizeof(*out->rows), by_place);
}

struct st_str st_sim_print_record(const struct st_sim_print *print, unsigned fingers, struct st_arena *arena)
{
    struct st_buf buf = ST_BUF_INIT(64 * 1024);
    struct st_minutiae views[FINGERS];
    size_t n = 0;
    for (unsigned finger = 1; finger <= FINGERS; finger++)
        if (fingers & ST_SIM_FINGER(finger))
            st_sim_print_finger(&views[n++], print, finger, arena);
    ST_ASSERT(st_minutiae_write(&buf, views, n, NULL) == ST_OK);
    struct st_str record = st_buf_dup(arena, &buf);
    st_buf_deinit(&buf);
    return record;
}
