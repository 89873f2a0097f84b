#include <endian.h>
#include <stdlib.h>

#include "identity/print_data.h"
#include "identity/turn.h"

/* Lengths in hundredths of a millimetre (a ridge is some 45 wide), angles in 1/256 turns, agreement in 0 … 256. All
 * were chosen by measuring on prints of real fingers; `statera print evaluate` shows what they come to. */
enum {
    FULL = 256,
    SOFT = 200, /* what is taken off an agreement that lies just within its limit */
    ROOM = 65536,

    /* Two neighbours are one when both minutiae see them alike: as far (± NEAR_FAR and a share of the distance), in the
     * same direction (± NEAR_ASIDE and a share, measured across), turned alike. */
    NEAR_MOST = 800,
    NEAR_FAR = 35, NEAR_FAR_SHARE = 4,
    NEAR_ASIDE = 40, NEAR_ASIDE_SHARE = 18,
    NEAR_TURNED = 22,
    FEW = 2, /* surroundings of few neighbours prove less: so many are thought of as missing on each side */

    /* Pairs of minutiae whose surroundings agree best, the proposals. */
    PROPOSALS = 40, PER_MINUTIA = 3, LEAST_ALIKE = 14,

    /* Two proposals support each other when the first print shows the one as far and in the same direction from the
     * other as the second print does. */
    BOTH_FAR = 50, BOTH_FAR_SHARE = 7,
    BOTH_ASIDE = 60, BOTH_ASIDE_SHARE = 22,
    BOTH_TURNED = 24,
    ROUNDS = 3,      /* of letting support flow */
    KEEP = 160,      /* share of its own weight that a proposal keeps in a round */
    FLOW = 6,        /* how strongly support counts, in sixteenths */
    SUPPORTER = 64,  /* support from which a proposal helps to lay the prints */
    HOPELESS = 24,   /* where no proposal has so much support from alike ones, the prints are not laid at all */

    /* Laying one print on the other: from so many proposals it is tried; what lies within LAID of each other, and
     * within BENT once the skin's bending is taken out, falls together. */
    TRIALS = 5,
    LAID = 90, BENT = 60, LAID_TURNED = 22,
    BENDINGS = 2,
    BEND_REACH = 179, BEND_STIFF = 8,
    COMMON_SLACK = 21,
    ON_TOP = 7,      /* what surroundings that agree count on top, in quarters */
    FEW_COMMON = 51, /* few common minutiae prove less: so many sixteenths are thought of as missing on each side */
    DOUBTFUL_PAIR = 10, DOUBTFUL_COMMON = 7, /* what doubtful minutiae count, in sixteenths: paired, and as common */
    TOUCHES = 1024
};

struct point {
    int32_t x, y;
};

/* A minutia of the one print with one of the other; `weight` is its standing among the proposals. */
struct proposal {
    uint8_t a, b;
    uint16_t alike;
    int32_t weight;
};

/* Minutiae that fall together: how far apart they lie (squared) and how much they are turned against each other. */
struct together {
    uint8_t a, b;
    int32_t square, turned;
};

/* How the first print lies on the second: turned about its middle, then moved. */
struct lay {
    uint16_t turn;
    struct point move;
};

/* One way of laying them, and what it comes to. */
struct trial {
    struct lay lay;
    size_t n;
    struct together pairs[ST_PRINT_MINUTIAE];
    struct point laid[ST_PRINT_MINUTIAE]; /* the first print's marks where they come to lie */
    unsigned common_a, common_b; /* minutiae in the area that both show … */
    unsigned weight_a, weight_b; /* … and what they count, in sixteenths */
    int32_t worth;
};

/* Everything that a comparison needs, on the stack. */
struct desk {
    const struct st_print *a, *b;
    uint16_t alike[ST_PRINT_MINUTIAE][ST_PRINT_MINUTIAE];
    size_t n;
    struct proposal proposals[PROPOSALS];
    uint16_t support[PROPOSALS][PROPOSALS];
    struct trial now, best;
};

static int32_t apart(uint8_t a, uint8_t b)
{
    int8_t d = (int8_t)(a - b);
    return d < 0 ? -d : d;
}

/* ---- Surroundings ---- */

/* A neighbour of some minutia of the second print. */
struct seen {
    uint16_t far;
    uint8_t aside, turned, mark, place;
};

enum { SECTORS = 16, SECTOR = 256 / SECTORS, LANES = 16, COARSE = 4, NEVER = 255 };
enum { SEEN_MAX = (ST_PRINT_MINUTIAE * NEIGHBOURS + LANES - 1) / LANES * LANES };

/* So many bytes are compared at once; the compiler makes of it what the machine has. */
typedef uint8_t lanes __attribute__((vector_size(LANES)));

/* All neighbours of the second print in the order of the sector into which they are turned; behind them, up to the next
 * whole vector, ones that nothing agrees with. The lanes hold what is compared first: distances by COARSE. */
struct table {
    uint32_t n;
    uint16_t from[SECTORS + 2];
    struct seen rows[SEEN_MAX];
    lanes far[SEEN_MAX / LANES], aside[SEEN_MAX / LANES], turned[SEEN_MAX / LANES];
    uint16_t radius[ST_PRINT_MINUTIAE]; /* within which the minutia's neighbours are known */
};

static uint16_t radius(const struct neighbour *of)
{
    size_t n = NEIGHBOURS;
    while (n > 0 && of[n - 1].far == NO_NEIGHBOUR)
        n--;
    return n ? of[n - 1].far : 0;
}

static void fill_lanes(struct table *t)
{
    memset(t->far, NEVER, sizeof(t->far));
    for (uint32_t i = 0; i < t->n; i++) {
        t->far[i / LANES][i % LANES] = (uint8_t)(t->rows[i].far / COARSE);
        t->aside[i / LANES][i % LANES] = t->rows[i].aside;
        t->turned[i / LANES][i % LANES] = t->rows[i].turned;
    }
}

static void fill_table(struct table *t, const struct st_print *print)
{
    const struct neighbour *all = neighbours_of(print, 0);
    size_t n = (size_t)print->n * NEIGHBOURS;
    memset(t->from, 0, sizeof(t->from));
    for (size_t i = 0; i < n; i++)
        if (all[i].far <= NEAR_MOST)
            t->from[all[i].turned / SECTOR + 2]++;
    for (size_t c = 2; c < SECTORS + 2; c++)
        t->from[c] = (uint16_t)(t->from[c] + t->from[c - 1]);
    for (size_t i = 0; i < n; i++)
        if (all[i].far <= NEAR_MOST)
            t->rows[t->from[all[i].turned / SECTOR + 1]++] = (struct seen){
                all[i].far, all[i].aside, all[i].turned, (uint8_t)(i / NEIGHBOURS), (uint8_t)(i % NEIGHBOURS)};
    t->n = t->from[SECTORS];
    for (size_t i = 0; i < print->n; i++)
        t->radius[i] = radius(neighbours_of(print, i));
    fill_lanes(t);
}

/* What one neighbour of the first print asks of the table: the limits for its distance, and the best answers. */
struct asked {
    struct neighbour self;
    int32_t far_limit, far_scale, aside_limit, aside_scale, radius;
    size_t hits;
    uint8_t hit[ST_PRINT_MINUTIAE];  /* minutiae of the second print that have such a neighbour */
    uint8_t place[ST_PRINT_MINUTIAE]; /* … and which it is */
    int32_t best[ST_PRINT_MINUTIAE]; /* … and how well it agrees; 0: none */
};

static void ask(struct asked *q, const struct neighbour *self, int32_t within)
{
    int32_t far = self->far;
    q->self = *self;
    q->radius = within;
    q->far_limit = NEAR_FAR + far * NEAR_FAR_SHARE / 100;
    q->far_scale = SOFT * ROOM / (q->far_limit * q->far_limit);
    q->aside_limit = NEAR_ASIDE + far * NEAR_ASIDE_SHARE / 100;
    q->aside_scale = SOFT * ROOM / (q->aside_limit * q->aside_limit);
}

static int32_t common_radius(int32_t a, int32_t b)
{
    int32_t r = a < b ? a : b;
    r += r / 8;
    return r < NEAR_MOST ? r : NEAR_MOST;
}

/* How well the two neighbours agree; 0 when they are not one. */
static int32_t agree(const struct asked *q, const struct seen *v)
{
    int32_t far = v->far - q->self.far, aside = apart(q->self.aside, v->aside) * q->self.far * 103 / 4096;
    int32_t turned = apart(q->self.turned, v->turned), score;
    if (far > q->far_limit || far < -q->far_limit || aside > q->aside_limit || turned > NEAR_TURNED)
        return 0;
    score = FULL - far * far * q->far_scale / ROOM;
    score = score * (FULL - aside * aside * q->aside_scale / ROOM) / FULL;
    return score * (FULL - turned * turned * SOFT / (NEAR_TURNED * NEAR_TURNED)) / FULL;
}

static void answer(struct asked *q, const struct table *t, uint32_t i, const uint16_t *taken)
{
    const struct seen *v = &t->rows[i];
    int32_t score = agree(q, v), within;
    if (score == 0 || (taken[v->mark] >> v->place & 1))
        return;
    within = common_radius(q->radius, t->radius[v->mark]);
    if (q->self.far > within || v->far > within)
        return;
    if (q->best[v->mark] == 0)
        q->hit[q->hits++] = v->mark;
    if (score > q->best[v->mark] || (score == q->best[v->mark] && v->place < q->place[v->mark])) {
        q->best[v->mark] = score;
        q->place[v->mark] = v->place;
    }
}

static lanes of_one(uint32_t byte) { return (lanes){0} + (uint8_t)byte; }

/* The lesser of a difference and of the way round on the other side. */
static lanes way(lanes d)
{
    lanes back = -d, less = (lanes)(d < back);
    return (d & less) | (back & ~less);
}

static lanes between(lanes a, lanes b)
{
    lanes more = (lanes)(a > b), d = a - b;
    return (d & more) | (-d & ~more);
}

/* Asks all rows of some sectors: first whole vectors of them coarsely, then exactly those that passed. */
static void ask_rows(struct asked *q, const struct table *t, uint32_t from, uint32_t to, const uint16_t *taken)
{
    uint32_t reach = q->self.far ? (uint32_t)q->aside_limit * 4096 / (q->self.far * 103u) + 1 : 128;
    lanes far = of_one(q->self.far / COARSE), aside = of_one(q->self.aside), turned = of_one(q->self.turned);
    lanes far_limit = of_one((uint32_t)q->far_limit / COARSE + 1), turned_limit = of_one(NEAR_TURNED);
    lanes aside_limit = of_one(reach < 128 ? reach : 128);
    for (uint32_t i = from / LANES; i * LANES < to; i++) {
        lanes passed = (lanes)(between(t->far[i], far) <= far_limit) & of_one(1) &
                       (lanes)(way(t->aside[i] - aside) <= aside_limit) &
                       (lanes)(way(t->turned[i] - turned) <= turned_limit);
        uint64_t halves[LANES / 8];
        memcpy(halves, &passed, sizeof(passed));
        for (uint32_t h = 0; h < LANES / 8; h++)
            for (uint64_t left = le64toh(halves[h]); left; left &= left - 1) { /* one bit of each row that passed */
                uint32_t bit = (uint32_t)__builtin_ctzll(left);
                answer(q, t, i * LANES + h * 8 + bit / 8, taken);
            }
    }
}

/* Asks the sectors of the table that can hold an answer; turns go round. A row that is asked twice changes nothing. */
static void ask_table(struct asked *q, const struct table *t, const uint16_t *taken)
{
    uint32_t first = (uint32_t)(q->self.turned - NEAR_TURNED + 256) / SECTOR % SECTORS;
    uint32_t last = (uint32_t)(q->self.turned + NEAR_TURNED + 256) / SECTOR % SECTORS;
    if (first <= last) {
        ask_rows(q, t, t->from[first], t->from[last + 1], taken);
    } else {
        ask_rows(q, t, t->from[first], t->n, taken);
        ask_rows(q, t, 0, t->from[last + 1], taken);
    }
}

/* Takes the best answers into the sums, and forgets them. */
static void take(struct asked *q, int32_t *sum, uint16_t *taken)
{
    for (size_t i = 0; i < q->hits; i++) {
        uint8_t mark = q->hit[i];
        sum[mark] += q->best[mark];
        taken[mark] |= (uint16_t)(1u << q->place[mark]);
        q->best[mark] = 0;
    }
    q->hits = 0;
}

static int32_t count_within(const struct neighbour *of, int32_t within)
{
    int32_t n = 0;
    for (size_t i = 0; i < NEIGHBOURS; i++)
        n += of[i].far <= within;
    return n;
}

/* How alike the surroundings of every pair of minutiae are: what their neighbours agree in, of what they could. */
static void compare_surroundings(struct desk *d)
{
    struct table t;
    struct asked q = {0};
    fill_table(&t, d->b);
    for (size_t i = 0; i < d->a->n; i++) {
        const struct neighbour *mine = neighbours_of(d->a, i);
        int32_t sum[ST_PRINT_MINUTIAE] = {0}, own = radius(mine);
        uint16_t taken[ST_PRINT_MINUTIAE] = {0};
        for (size_t k = 0; k < NEIGHBOURS && mine[k].far <= NEAR_MOST; k++) {
            ask(&q, &mine[k], own);
            ask_table(&q, &t, taken);
            take(&q, sum, taken);
        }
        for (size_t j = 0; j < d->b->n; j++) {
            int32_t within = common_radius(own, t.radius[j]);
            int32_t could = sum[j] ? count_within(mine, within) + count_within(neighbours_of(d->b, j), within) : 0;
            d->alike[i][j] = (uint16_t)(sum[j] * 2 / (could + 2 * FEW));
        }
    }
}

/* ---- Proposals and their support ---- */

static int by_alike(const void *a, const void *b)
{
    const struct proposal *x = a, *y = b;
    if (x->alike != y->alike)
        return y->alike - x->alike;
    return x->a != y->a ? x->a - y->a : x->b - y->b;
}

/* The best proposals of one minutia of the first print, into all[]; returns how many. */
static size_t propose_for(struct proposal *all, const struct desk *d, uint8_t a)
{
    size_t n = 0;
    for (size_t b = 0; b < d->b->n; b++) {
        struct proposal it = {a, (uint8_t)b, d->alike[a][b], d->alike[a][b] * FULL};
        size_t at = n < PER_MINUTIA ? n++ : PER_MINUTIA;
        if (it.alike < LEAST_ALIKE || (at == PER_MINUTIA && all[at - 1].alike >= it.alike)) {
            n -= at < PER_MINUTIA;
            continue;
        }
        for (at -= at == PER_MINUTIA; at > 0 && all[at - 1].alike < it.alike; at--)
            all[at] = all[at - 1];
        all[at] = it;
    }
    return n;
}

static void propose(struct desk *d)
{
    struct proposal all[ST_PRINT_MINUTIAE * PER_MINUTIA];
    uint8_t used[ST_PRINT_MINUTIAE] = {0};
    size_t n = 0;
    for (size_t a = 0; a < d->a->n; a++)
        n += propose_for(all + n, d, (uint8_t)a);
    qsort(all, n, sizeof(*all), by_alike);
    d->n = 0;
    for (size_t i = 0; i < n && d->n < PROPOSALS; i++)
        if (used[all[i].b]++ < PER_MINUTIA)
            d->proposals[d->n++] = all[i];
}

/* The length of a vector, at most a sixteenth off: tolerances need no more. */
static int32_t roughly(struct point v)
{
    int32_t x = v.x < 0 ? -v.x : v.x, y = v.y < 0 ? -v.y : v.y, longer = x > y ? x : y, shorter = x > y ? y : x;
    int32_t both = longer * 15 / 16 + shorter * 15 / 32;
    return both > longer ? both : longer;
}

static struct point turned_by(struct point v, uint16_t turn)
{
    int32_t cos = st_turn_cos(turn), sin = st_turn_sin(turn);
    return (struct point){(v.x * cos - v.y * sin) / ST_TURN_ONE, (v.x * sin + v.y * cos) / ST_TURN_ONE};
}

/* FULL where nothing is off, falling to 0 at the limit. */
static int32_t falling(int32_t off, int32_t limit)
{
    int32_t part = off * FULL / limit;
    return FULL - part * part / FULL;
}

/* How well the second print's vector has the direction of the first one's, turned. */
static int32_t same_direction(struct point v, struct point w, uint16_t turn, int32_t length)
{
    int32_t limit = BOTH_ASIDE + length * BOTH_ASIDE_SHARE / 100, aside;
    v = turned_by(v, turn);
    if (v.x * w.x + v.y * w.y <= 0)
        return 0;
    aside = (v.x * w.y - v.y * w.x) / (length ? length : 1);
    aside = aside < 0 ? -aside : aside;
    return aside < limit ? falling(aside, limit) : 0;
}

static uint16_t support(const struct desk *d, const struct proposal *p, const struct proposal *q)
{
    const struct mark *pa = &d->a->marks[p->a], *pb = &d->b->marks[p->b];
    const struct mark *qa = &d->a->marks[q->a], *qb = &d->b->marks[q->b];
    uint16_t p_turn = (uint16_t)(pb->turn - pa->turn), q_turn = (uint16_t)(qb->turn - qa->turn);
    struct point v = {qa->x - pa->x, qa->y - pa->y}, w = {qb->x - pb->x, qb->y - pb->y};
    int32_t turned = st_turn_between(p_turn, q_turn) / 256, length, limit, far, by_p, by_q, score;
    if (p->a == q->a || p->b == q->b || turned >= BOTH_TURNED)
        return 0;
    length = (roughly(v) + roughly(w)) / 2;
    limit = BOTH_FAR + length * BOTH_FAR_SHARE / 100;
    far = (v.x * v.x + v.y * v.y - w.x * w.x - w.y * w.y) / (2 * length + 1);
    far = far < 0 ? -far : far;
    if (far >= limit || (by_p = same_direction(v, w, p_turn, length)) == 0)
        return 0;
    by_q = same_direction(v, w, q_turn, length);
    score = falling(far, limit) * (by_p < by_q ? by_p : by_q) / FULL;
    return (uint16_t)(score * falling(turned, BOTH_TURNED) / FULL);
}

/* Each proposal gives of its weight to those that it supports; weights are scaled so that the greatest fits. */
static void let_flow(struct desk *d)
{
    int64_t next[PROPOSALS], most = 1 << 20;
    for (size_t p = 0; p < d->n; p++) {
        int64_t sum = 0;
        for (size_t q = 0; q < d->n; q++)
            sum += (int64_t)d->support[p][q] * d->proposals[q].weight / FULL;
        next[p] = ((int64_t)d->proposals[p].weight * KEEP + sum * (FULL - KEEP) * FLOW / 16) / FULL;
        most = next[p] > most ? next[p] : most;
    }
    for (size_t p = 0; p < d->n; p++)
        d->proposals[p].weight = (int32_t)(next[p] * (1 << 20) / most);
}

/* How well the best supported proposal is supported by alike ones. */
static int32_t best_supported(const struct desk *d)
{
    int32_t best = 0;
    for (size_t p = 0; p < d->n; p++) {
        int32_t sum = 0;
        for (size_t q = 0; q < d->n; q++)
            sum += d->support[p][q] * d->proposals[q].alike / FULL;
        sum = sum * d->proposals[p].alike / FULL;
        best = sum > best ? sum : best;
    }
    return best;
}

/* False when no proposal is worth a trial. */
static bool weigh(struct desk *d)
{
    for (size_t p = 0; p < d->n; p++) {
        d->support[p][p] = 0;
        for (size_t q = p + 1; q < d->n; q++)
            d->support[p][q] = d->support[q][p] = support(d, &d->proposals[p], &d->proposals[q]);
    }
    if (best_supported(d) < HOPELESS)
        return false;
    for (int round = 0; round < ROUNDS; round++)
        let_flow(d);
    return true;
}

/* ---- Laying one print on the other ---- */

/* Sums for the turn and move that bring weighted pairs closest (least squares). */
struct sums {
    int64_t weight, ax, ay, bx, by, dot, cross;
};

static void add_pair(struct sums *s, int64_t weight, const struct mark *a, const struct mark *b)
{
    s->weight += weight;
    s->ax += weight * a->x, s->ay += weight * a->y;
    s->bx += weight * b->x, s->by += weight * b->y;
    s->dot += weight * (a->x * b->x + a->y * b->y);
    s->cross += weight * (a->x * b->y - a->y * b->x);
}

static struct lay closest(const struct sums *s)
{
    struct point a = {(int32_t)(s->ax / s->weight), (int32_t)(s->ay / s->weight)}, turned;
    int64_t dot = s->dot - a.x * s->bx - a.y * s->by, cross = s->cross - a.x * s->by + a.y * s->bx;
    struct lay lay;
    while (dot > 1 << 24 || dot < -(1 << 24) || cross > 1 << 24 || cross < -(1 << 24))
        dot /= 2, cross /= 2;
    lay.turn = st_turn_of((int32_t)dot, (int32_t)cross);
    turned = turned_by(a, lay.turn);
    lay.move = (struct point){(int32_t)(s->bx / s->weight) - turned.x, (int32_t)(s->by / s->weight) - turned.y};
    return lay;
}

static void put_down(struct trial *t, const struct st_print *a)
{
    for (size_t i = 0; i < a->n; i++) {
        struct point p = turned_by((struct point){a->marks[i].x, a->marks[i].y}, t->lay.turn);
        t->laid[i] = (struct point){p.x + t->lay.move.x, p.y + t->lay.move.y};
    }
}

struct touch {
    int32_t cost, square, turned;
    uint8_t a, b;
};

static int by_cost(const void *a, const void *b)
{
    const struct touch *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return x->a != y->a ? x->a - y->a : x->b - y->b;
}

/* The first mark at x or to the right of it; marks stand in the order of x. */
static size_t first_from(const struct st_print *print, int32_t x)
{
    size_t low = 0, high = print->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (print->marks[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Every two minutiae that lie within `limit` of each other with like directions. */
static size_t find_touches(struct touch *out, const struct desk *d, const struct point *laid, int32_t limit)
{
    size_t n = 0;
    for (size_t a = 0; a < d->a->n; a++) {
        uint16_t turn = (uint16_t)(d->a->marks[a].turn + d->now.lay.turn);
        for (size_t b = first_from(d->b, laid[a].x - limit); b < d->b->n && n < TOUCHES; b++) {
            const struct mark *m = &d->b->marks[b];
            int32_t x = laid[a].x - m->x, y = laid[a].y - m->y, square, turned;
            if (x < -limit)
                break;
            if (y > limit || y < -limit || (square = x * x + y * y) > limit * limit)
                continue;
            if ((turned = st_turn_between(turn, m->turn) / 256) > LAID_TURNED)
                continue;
            out[n++] = (struct touch){square * 1024 / (limit * limit) +
                                          turned * turned * 1024 / (LAID_TURNED * LAID_TURNED),
                                      square, turned, (uint8_t)a, (uint8_t)b};
        }
    }
    return n;
}

/* Pairs what falls together, the closest first, each minutia once. */
static void pair_up(struct desk *d, const struct point *laid, int32_t limit)
{
    struct touch touches[TOUCHES];
    bool used_a[ST_PRINT_MINUTIAE] = {false}, used_b[ST_PRINT_MINUTIAE] = {false};
    size_t n = find_touches(touches, d, laid, limit);
    qsort(touches, n, sizeof(*touches), by_cost);
    d->now.n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct touch *t = &touches[i];
        if (used_a[t->a] || used_b[t->b])
            continue;
        used_a[t->a] = used_b[t->b] = true;
        d->now.pairs[d->now.n++] = (struct together){t->a, t->b, t->square, t->turned};
    }
}

static void lay_by_pairs(struct desk *d)
{
    struct sums s = {0};
    for (size_t i = 0; i < d->now.n; i++)
        add_pair(&s, 1, &d->a->marks[d->now.pairs[i].a], &d->b->marks[d->now.pairs[i].b]);
    d->now.lay = closest(&s);
}

/* Where a laid minutia comes to lie when it follows the pairs around it, itself not asked. */
static struct point bent(const struct desk *d, const struct point *laid, size_t self)
{
    int64_t weight = BEND_STIFF, x = 0, y = 0;
    for (size_t i = 0; i < d->now.n; i++) {
        const struct together *p = &d->now.pairs[i];
        int64_t dx = laid[p->a].x - laid[self].x, dy = laid[p->a].y - laid[self].y, w;
        if (p->a == self)
            continue;
        w = (INT64_C(1) << 26) / (dx * dx + dy * dy + BEND_REACH * BEND_REACH);
        weight += w;
        x += w * (d->b->marks[p->b].x - laid[p->a].x);
        y += w * (d->b->marks[p->b].y - laid[p->a].y);
    }
    return (struct point){laid[self].x + (int32_t)(x / weight), laid[self].y + (int32_t)(y / weight)};
}

static void bend(struct desk *d)
{
    struct point flat[ST_PRINT_MINUTIAE];
    memcpy(flat, d->now.laid, sizeof(flat));
    for (int i = 0; i < BENDINGS; i++) {
        for (size_t a = 0; a < d->a->n; a++)
            d->now.laid[a] = bent(d, flat, a);
        pair_up(d, d->now.laid, BENT);
    }
}

/* ---- What a trial is worth ---- */

struct outline {
    size_t n;
    struct point corners[2 * ST_PRINT_MINUTIAE];
};

static int64_t leftness(struct point o, struct point a, struct point b)
{
    return (int64_t)(a.x - o.x) * (b.y - o.y) - (int64_t)(a.y - o.y) * (b.x - o.x);
}

static int by_x(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

/* The convex hull, counter-clockwise (monotone chain). */
static void draw_outline(struct outline *o, const struct point *all, size_t n)
{
    struct point p[ST_PRINT_MINUTIAE];
    size_t k = 0, floor;
    ST_ASSERT(n >= ST_PRINT_LEAST && n <= ST_PRINT_MINUTIAE);
    memcpy(p, all, n * sizeof(*p));
    qsort(p, n, sizeof(*p), by_x);
    for (size_t i = 0; i < n; o->corners[k++] = p[i++])
        while (k >= 2 && leftness(o->corners[k - 2], o->corners[k - 1], p[i]) <= 0)
            k--;
    floor = k + 1;
    for (size_t i = n - 1; i-- > 0; o->corners[k++] = p[i])
        while (k >= floor && leftness(o->corners[k - 2], o->corners[k - 1], p[i]) <= 0)
            k--;
    o->n = k - 1;
}

static bool within(const struct outline *o, struct point p)
{
    for (size_t i = 0; i < o->n; i++) {
        struct point a = o->corners[i], b = o->corners[i + 1];
        int64_t left = leftness(a, b, p);
        if (left < 0 && -left > (int64_t)COMMON_SLACK * roughly((struct point){b.x - a.x, b.y - a.y}))
            return false;
    }
    return true;
}

/* Counts the minutiae of each print in the area that both show: what is paired, and what the other's outline holds. */
static void count_common(struct desk *d)
{
    struct outline a_outline, b_outline;
    struct point b[ST_PRINT_MINUTIAE];
    bool used_a[ST_PRINT_MINUTIAE] = {false}, used_b[ST_PRINT_MINUTIAE] = {false};
    struct trial *t = &d->now;
    for (size_t i = 0; i < d->b->n; i++)
        b[i] = (struct point){d->b->marks[i].x, d->b->marks[i].y};
    for (size_t i = 0; i < t->n; i++)
        used_a[t->pairs[i].a] = used_b[t->pairs[i].b] = true;
    draw_outline(&a_outline, t->laid, d->a->n);
    draw_outline(&b_outline, b, d->b->n);
    t->common_a = t->common_b = t->weight_a = t->weight_b = 0;
    for (size_t i = 0; i < d->a->n; i++)
        if (used_a[i] || within(&b_outline, t->laid[i])) {
            t->common_a++;
            t->weight_a += d->a->marks[i].doubtful ? DOUBTFUL_COMMON : 16;
        }
    for (size_t i = 0; i < d->b->n; i++)
        if (used_b[i] || within(&a_outline, b[i])) {
            t->common_b++;
            t->weight_b += d->b->marks[i].doubtful ? DOUBTFUL_COMMON : 16;
        }
}

/* The agreement of all pairs, squared, over the mean number of minutiae that could have agreed: many of many is worth
 * more than many of very many, and more than few of few. Surroundings that agree count on top. */
static void judge(struct desk *d)
{
    int64_t sum = 0;
    uint32_t could;
    count_common(d);
    for (size_t i = 0; i < d->now.n; i++) {
        const struct together *p = &d->now.pairs[i];
        int32_t close = FULL - p->square * FULL / (BENT * BENT);
        close = close * (FULL - p->turned * p->turned * FULL / (LAID_TURNED * LAID_TURNED)) / FULL;
        if (d->a->marks[p->a].doubtful || d->b->marks[p->b].doubtful)
            close = close * DOUBTFUL_PAIR / 16;
        sum += close + ON_TOP * (close * d->alike[p->a][p->b] / FULL) / 4;
    }
    could = st_root((uint64_t)(d->now.weight_a + FEW_COMMON) * (d->now.weight_b + FEW_COMMON));
    d->now.worth = (int32_t)(sum * sum / could);
}

/* Lays the prints by a proposal and its supporters; false when too little falls together. */
static bool try_proposal(struct desk *d, size_t p)
{
    struct sums s = {0};
    size_t supporters = 0;
    add_pair(&s, FULL, &d->a->marks[d->proposals[p].a], &d->b->marks[d->proposals[p].b]);
    for (size_t q = 0; q < d->n; q++)
        if (d->support[p][q] > SUPPORTER) {
            add_pair(&s, d->support[p][q], &d->a->marks[d->proposals[q].a], &d->b->marks[d->proposals[q].b]);
            supporters++;
        }
    if (supporters == 0)
        return false;
    d->now.lay = closest(&s);
    for (int round = 0; round < 3; round++) {
        put_down(&d->now, d->a);
        pair_up(d, d->now.laid, LAID);
        if (d->now.n < 3)
            return false;
        if (round < 2)
            lay_by_pairs(d);
    }
    bend(d);
    judge(d);
    return true;
}

/* Proposals that a trial has confirmed need no trial of their own. */
static void mark_confirmed(const struct desk *d, bool *done)
{
    for (size_t p = 0; p < d->n; p++)
        for (size_t i = 0; i < d->now.n; i++)
            done[p] |= d->proposals[p].a == d->now.pairs[i].a && d->proposals[p].b == d->now.pairs[i].b;
}

static void try_best_proposals(struct desk *d)
{
    bool done[PROPOSALS] = {false};
    for (int trial = 0; trial < TRIALS; trial++) {
        size_t p = PROPOSALS;
        for (size_t k = 0; k < d->n; k++)
            if (!done[k] && d->proposals[k].weight > (p < PROPOSALS ? d->proposals[p].weight : 0))
                p = k;
        if (p == PROPOSALS)
            return;
        done[p] = true;
        if (!try_proposal(d, p))
            continue;
        mark_confirmed(d, done);
        if (d->now.worth > d->best.worth)
            d->best = d->now;
    }
}

/* ---- Answers ---- */

/* Which of two prints is laid on the other: the same one whichever way they are given. */
static bool in_order(const struct st_print *a, const struct st_print *b)
{
    return a->n != b->n ? a->n < b->n : memcmp(a->marks, b->marks, a->n * sizeof(*a->marks)) <= 0;
}

static void compare(struct desk *d, const struct st_print *a, const struct st_print *b)
{
    bool ordered = in_order(a, b);
    d->a = ordered ? a : b;
    d->b = ordered ? b : a;
    d->n = d->best.n = 0;
    d->best.worth = 0;
    d->best.common_a = d->best.common_b = 0;
    if (a->n < ST_PRINT_LEAST || b->n < ST_PRINT_LEAST)
        return;
    compare_surroundings(d);
    propose(d);
    if (weigh(d))
        try_best_proposals(d);
}

int st_print_score(const struct st_print *a, const struct st_print *b)
{
    struct desk d;
    compare(&d, a, b);
    return st_print__score(d.best.worth);
}

/* From middles and y UP to the corner of the image and y DOWN. */
static void show_lay(struct st_print_match *out, const struct st_print *a, const struct st_print *b, struct lay lay)
{
    int64_t x = a->middle_x, y = a->middle_y, cos = st_turn_cos(lay.turn), sin = st_turn_sin(lay.turn);
    out->turn = lay.turn;
    out->move_x = b->middle_x + lay.move.x - (int32_t)((x * cos + y * sin) / ST_TURN_ONE);
    out->move_y = b->middle_y - lay.move.y - (int32_t)((y * cos - x * sin) / ST_TURN_ONE);
}

static struct lay inverse(struct lay lay)
{
    struct point back = turned_by(lay.move, (uint16_t)-lay.turn);
    return (struct lay){(uint16_t)-lay.turn, {-back.x, -back.y}};
}

static void show(struct st_print_match *out, const struct desk *d, const struct st_print *a, const struct st_print *b)
{
    bool swapped = d->a != a;
    *out = (struct st_print_match){.score = st_print__score(d->best.worth), .n = (uint8_t)d->best.n,
                                   .count_a = (uint8_t)a->n, .count_b = (uint8_t)b->n};
    out->decision = st_print_decide(out->score);
    out->common_a = (uint8_t)(swapped ? d->best.common_b : d->best.common_a);
    out->common_b = (uint8_t)(swapped ? d->best.common_a : d->best.common_b);
    for (size_t i = 0; i < d->best.n; i++) {
        uint8_t first = d->a->marks[d->best.pairs[i].a].row, second = d->b->marks[d->best.pairs[i].b].row;
        out->pairs[i] = (struct st_print_pair){swapped ? second : first, swapped ? first : second};
    }
    if (out->n)
        show_lay(out, a, b, swapped ? inverse(d->best.lay) : d->best.lay);
}

void st_print_compare(struct st_print_match *out, const struct st_minutiae *a, const struct st_minutiae *b)
{
    struct st_print *first = st_heap(st_print_size(a)), *second = st_heap(st_print_size(b));
    struct desk d;
    st_print_place(first, a);
    st_print_place(second, b);
    compare(&d, first, second);
    show(out, &d, first, second);
    free(first);
    free(second);
}

/* ---- A glance ---- */

static size_t glance_cell(int32_t far, uint32_t aside, uint32_t turned)
{
    return ((size_t)far / GLANCE_FAR * GLANCE_WAYS + aside / GLANCE_WAY) * GLANCE_WAYS + turned / GLANCE_WAY;
}

/* Writes into every cell that a neighbour reaches how well what lies in the cell's middle agrees with it. */
static void sketch_one(struct st_print_sketch *out, const struct neighbour *self)
{
    struct asked q;
    ask(&q, self, NEAR_MOST);
    int32_t from = self->far > q.far_limit ? self->far - q.far_limit : 0, to = self->far + q.far_limit;
    for (int32_t ring = from / GLANCE_FAR; ring <= to / GLANCE_FAR && ring < GLANCE_RINGS; ring++)
        for (uint32_t aside = GLANCE_WAY / 2; aside < 256; aside += GLANCE_WAY)
            for (uint32_t turned = GLANCE_WAY / 2; turned < 256; turned += GLANCE_WAY) {
                struct seen middle = {(uint16_t)(ring * GLANCE_FAR + GLANCE_FAR / 2), (uint8_t)aside, (uint8_t)turned,
                                      0, 0};
                uint8_t *cell = &out->cells[glance_cell(middle.far, aside, turned)];
                int32_t score = apart(self->turned, middle.turned) <= NEAR_TURNED ? agree(&q, &middle) : 0;
                score = score < UINT8_MAX ? score : UINT8_MAX;
                *cell = (uint8_t)(score > *cell ? score : *cell);
            }
}

void st_print__sketch(struct st_print_sketch *out, const struct st_print *print)
{
    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < print->n; i++)
        for (size_t k = 0; k < GLANCE_NEIGHBOURS; k++)
            if (neighbours_of(print, i)[k].far < NEAR_MOST)
                sketch_one(out, &neighbours_of(print, i)[k]);
}

int32_t st_print__glance(const struct st_print_sketch *sketch, const struct st_print *print)
{
    int32_t sum = 0, n = 0;
    for (size_t i = 0; i < print->n; i++) {
        const struct neighbour *of = neighbours_of(print, i);
        for (size_t k = 0; k < GLANCE_NEIGHBOURS && of[k].far < NEAR_MOST; k++, n++)
            sum += sketch->cells[glance_cell(of[k].far, of[k].aside, of[k].turned)];
    }
    return n ? sum * GLANCE_UNIT / n : 0;
}
