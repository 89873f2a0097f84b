#include <stdlib.h>

#include "identity/print_data.h"
#include "identity/turn.h"

enum { DOUBTFUL = 16 }; /* a reported quality below this, of 100 */

static size_t used(const struct st_minutiae *view)
{
    return view->n < ST_PRINT_MINUTIAE ? view->n : ST_PRINT_MINUTIAE;
}

size_t st_print__size(size_t n)
{
    return (sizeof(struct st_print) + n * (sizeof(struct mark) + NEIGHBOURS * sizeof(struct neighbour)) + 7) / 8 * 8;
}

size_t st_print_size(const struct st_minutiae *view) { return st_print__size(used(view)); }

unsigned st_print_count(const struct st_print *print) { return print->n; }
unsigned st_print_finger(const struct st_print *print) { return print->finger; }

/* A minutia of the view with its place in hundredths of a millimetre, y DOWN. */
struct placed {
    int32_t x, y, from_middle;
    uint8_t row, quality;
};

static int32_t hundredths(uint16_t pixels, uint16_t per_cm) { return (int32_t)pixels * 1000 / (per_cm ? per_cm : 1); }

static void middle(int32_t *x, int32_t *y, const struct placed *all, size_t n)
{
    int64_t sum_x = 0, sum_y = 0;
    for (size_t i = 0; i < n; i++)
        sum_x += all[i].x, sum_y += all[i].y;
    *x = n ? (int32_t)(sum_x / (int64_t)n) : 0;
    *y = n ? (int32_t)(sum_y / (int64_t)n) : 0;
}

static int32_t held(int32_t v) { return v > FARTHEST ? FARTHEST : v < -FARTHEST ? -FARTHEST : v; }

/* Best first: by quality where it is reported, then near the middle, where prints are clearest. */
static int by_worth(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->quality != y->quality)
        return y->quality - x->quality;
    if (x->from_middle != y->from_middle)
        return x->from_middle < y->from_middle ? -1 : 1;
    return x->row - y->row;
}

/* The minutiae that are looked at, in all[0…n-1]. */
static size_t choose(struct placed all[ST_MINUTIAE_MAX], const struct st_minutiae *view)
{
    int32_t x, y;
    for (size_t i = 0; i < view->n; i++)
        all[i] = (struct placed){hundredths(view->rows[i].x, view->x_per_cm),
                                 hundredths(view->rows[i].y, view->y_per_cm), 0, (uint8_t)i, view->rows[i].quality};
    if (view->n <= ST_PRINT_MINUTIAE)
        return view->n;
    middle(&x, &y, all, view->n);
    for (size_t i = 0; i < view->n; i++) {
        int32_t dx = held(all[i].x - x), dy = held(all[i].y - y);
        all[i].from_middle = dx * dx + dy * dy;
    }
    qsort(all, view->n, sizeof(*all), by_worth);
    return ST_PRINT_MINUTIAE;
}

/* The direction on the finger: where pixels are not square, it differs from that in the image. */
static uint16_t direction(const struct st_minutiae *view, uint8_t angle)
{
    uint16_t turn = (uint16_t)(angle * 256u);
    if (view->x_per_cm == view->y_per_cm)
        return turn;
    return st_turn_of(st_turn_cos(turn) * view->y_per_cm, st_turn_sin(turn) * view->x_per_cm);
}

static int by_place(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->x != y->x)
        return x->x - y->x;
    if (x->y != y->y)
        return x->y - y->y;
    return x->turn != y->turn ? x->turn - y->turn : x->row - y->row;
}

/* ---- Neighbours ---- */

struct near {
    int32_t square; /* of the distance */
    uint8_t mark;
};

static size_t nearest(struct near out[NEIGHBOURS + 1], const struct st_print *print, size_t from)
{
    size_t n = 0;
    for (size_t i = 0; i < print->n; i++) {
        int32_t dx = print->marks[i].x - print->marks[from].x, dy = print->marks[i].y - print->marks[from].y;
        struct near it = {dx * dx + dy * dy, (uint8_t)i};
        size_t at = n;
        if (i == from)
            continue;
        for (; at > 0 && out[at - 1].square > it.square; at--)
            out[at] = out[at - 1];
        out[at] = it;
        n += n < NEIGHBOURS;
    }
    return n;
}

static uint8_t rounded(uint16_t turn) { return (uint8_t)((turn + 128u) / 256u); }

static void find_neighbours(struct st_print *print)
{
    struct neighbour *out = (struct neighbour *)(print->marks + print->n);
    for (size_t i = 0; i < print->n; i++) {
        struct near near[NEIGHBOURS + 1];
        size_t n = nearest(near, print, i);
        for (size_t k = 0; k < NEIGHBOURS; k++, out++) {
            const struct mark *self = &print->marks[i], *other = &print->marks[k < n ? near[k].mark : i];
            uint16_t towards = st_turn_of(other->x - self->x, other->y - self->y);
            out->far = k < n ? (uint16_t)st_root((uint64_t)near[k].square) : NO_NEIGHBOUR;
            out->aside = rounded((uint16_t)(towards - self->turn));
            out->turned = rounded((uint16_t)(other->turn - self->turn));
        }
    }
}

void st_print_place(struct st_print *at, const struct st_minutiae *view)
{
    struct placed all[ST_MINUTIAE_MAX];
    size_t n = choose(all, view);
    *at = (struct st_print){.n = (uint16_t)n, .finger = view->finger};
    middle(&at->middle_x, &at->middle_y, all, n);
    for (size_t i = 0; i < n; i++)
        at->marks[i] = (struct mark){(int16_t)held(all[i].x - at->middle_x), (int16_t)held(at->middle_y - all[i].y),
                                     direction(view, view->rows[all[i].row].angle),
                                     all[i].quality > 0 && all[i].quality < DOUBTFUL, all[i].row};
    qsort(at->marks, n, sizeof(*at->marks), by_place);
    find_neighbours(at);
}
