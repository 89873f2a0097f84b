#include "identity/gallery.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "identity/print_data.h"
#include "identity/turn.h"

#define SOURCE "ISO/IEC 19794-2:2005"

/* A record's prints lie one behind the other in the slab, each as long as its number of minutiae makes it. */
struct record {
    struct st_id key;
    uint32_t group;
    uint32_t views;
    size_t at, bytes;
};

struct st_gallery {
    pthread_rwlock_t lock;
    struct record *records; /* in the order of keys */
    size_t n, room;
    uint8_t *slab;
    size_t end, slab_room, holes; /* bytes; holes are zeroed */
};

enum { FIRST_RECORDS = 64, FIRST_BYTES = 1 << 16, SMALL_HOLES = 1 << 20 };

struct st_gallery *st_gallery_new(void)
{
    struct st_gallery *g = st_heap(sizeof(*g));
    pthread_rwlockattr_t attr;
    *g = (struct st_gallery){0};
    (void)pthread_rwlockattr_init(&attr); /* a stream of searches shall not keep a removal waiting */
    (void)pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    (void)pthread_rwlock_init(&g->lock, &attr);
    (void)pthread_rwlockattr_destroy(&attr);
    return g;
}

/* Overwrites before it frees, in a way that no compiler leaves out. */
static void drop(void *p, size_t n)
{
    if (p != NULL)
        explicit_bzero(p, n);
    free(p);
}

void st_gallery_free(struct st_gallery *g)
{
    if (g == NULL)
        return;
    drop(g->records, g->room * sizeof(*g->records));
    drop(g->slab, g->slab_room);
    (void)pthread_rwlock_destroy(&g->lock);
    free(g);
}

/* Grows by copying, so that what lay in the old place can be overwritten. */
static void *grown(void *old, size_t used, size_t room, size_t wanted)
{
    uint8_t *p = st_heap(wanted);
    if (used)
        memcpy(p, old, used);
    drop(old, room);
    return p;
}

/* The place of a key in the order, and whether it is there. */
static size_t place_of(const struct st_gallery *g, struct st_id key, bool *there)
{
    size_t low = 0, high = g->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (st_id_cmp(g->records[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *there = low < g->n && st_id_eq(g->records[low].key, key);
    return low;
}

static void open_place(struct st_gallery *g, size_t at, struct record record)
{
    if (g->n == g->room) {
        size_t room = g->room ? 2 * g->room : FIRST_RECORDS;
        g->records = grown(g->records, g->n * sizeof(record), g->room * sizeof(record), room * sizeof(record));
        g->room = room;
    }
    memmove(&g->records[at + 1], &g->records[at], (g->n - at) * sizeof(record));
    g->records[at] = record;
    g->n++;
}

static void make_room(struct st_gallery *g, size_t bytes)
{
    size_t room = g->slab_room ? g->slab_room : FIRST_BYTES;
    while (room - g->end < bytes)
        room *= 2;
    if (room == g->slab_room)
        return;
    g->slab = grown(g->slab, g->end, g->slab_room, room);
    g->slab_room = room;
}

static void wipe(struct st_gallery *g, const struct record *record)
{
    explicit_bzero(g->slab + record->at, record->bytes);
    g->holes += record->bytes;
}

/* Once half of the slab is holes, what is left moves into a new one. */
static void close_holes(struct st_gallery *g)
{
    size_t end = 0, room = g->end - g->holes;
    uint8_t *slab;
    if (g->holes < SMALL_HOLES || g->holes < g->end / 2)
        return;
    slab = st_heap(room ? room : 1);
    for (size_t i = 0; i < g->n; i++) {
        memcpy(slab + end, g->slab + g->records[i].at, g->records[i].bytes);
        g->records[i].at = end;
        end += g->records[i].bytes;
    }
    drop(g->slab, g->slab_room);
    g->slab = slab;
    g->end = end;
    g->slab_room = room ? room : 1;
    g->holes = 0;
}

static int check_views(const struct st_minutiae *views, size_t n, struct st_error *err)
{
    if (n == 0)
        return st_fail(err, ST_E_INVALID, "views", ST_MSG("There is no fingerprint."), SOURCE,
                       "Send the minutiae of at least one finger.");
    for (size_t i = 0; i < n; i++)
        if (views[i].finger > ST_FINGER_LAST)
            return st_fail(err, ST_E_INVALID, "views",
                           ST_MSG("{0} is not a finger position; they run from 0 to 10.", ST_V((unsigned)views[i].finger)),
                           SOURCE, "Give the position of each finger; 0 where it is not known.");
    return ST_OK;
}

/* Lays the record's old prints and the new ones at the end of the slab. */
static void append(struct st_gallery *g, struct record *record, const struct st_minutiae *views, size_t n, size_t bytes)
{
    struct record old = *record;
    size_t at;
    make_room(g, old.bytes + bytes);
    record->at = at = g->end;
    record->bytes = old.bytes + bytes;
    record->views = old.views + (uint32_t)n;
    g->end += record->bytes;
    if (old.bytes)
        memcpy(g->slab + at, g->slab + old.at, old.bytes);
    at += old.bytes;
    for (size_t i = 0; i < n; i++) {
        st_print_place((struct st_print *)(void *)(g->slab + at), &views[i]);
        at += st_print_size(&views[i]);
    }
    wipe(g, &old);
}

int st_gallery_add(struct st_gallery *g, struct st_id key, uint32_t group, const struct st_minutiae *views, size_t n,
                   struct st_error *err)
{
    size_t bytes = 0, at;
    bool there;
    int rc = check_views(views, n, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++)
        bytes += st_print_size(&views[i]);
    (void)pthread_rwlock_wrlock(&g->lock);
    at = place_of(g, key, &there);
    if (n > ST_GALLERY_VIEWS || (there && g->records[at].views + n > ST_GALLERY_VIEWS)) {
        rc = st_fail(err, ST_E_LIMIT, "views", ST_MSG("A person's record holds at most {0} fingerprints.",
                                                      ST_V((int)ST_GALLERY_VIEWS)),
                     "", "Leave out earlier captures of the same fingers.");
    } else {
        if (!there)
            open_place(g, at, (struct record){.key = key});
        g->records[at].group = group;
        append(g, &g->records[at], views, n, bytes);
        close_holes(g);
    }
    (void)pthread_rwlock_unlock(&g->lock);
    return rc;
}

size_t st_gallery_remove(struct st_gallery *g, struct st_id key)
{
    size_t at, views = 0;
    bool there;
    (void)pthread_rwlock_wrlock(&g->lock);
    at = place_of(g, key, &there);
    if (there) {
        views = g->records[at].views;
        wipe(g, &g->records[at]);
        g->n--;
        memmove(&g->records[at], &g->records[at + 1], (g->n - at) * sizeof(*g->records));
        explicit_bzero(&g->records[g->n], sizeof(*g->records));
        close_holes(g);
    }
    (void)pthread_rwlock_unlock(&g->lock);
    return views;
}

size_t st_gallery_size(struct st_gallery *g)
{
    (void)pthread_rwlock_rdlock(&g->lock);
    size_t n = g->n;
    (void)pthread_rwlock_unlock(&g->lock);
    return n;
}

/* ---- Searching ---- */

enum { PROBES = 2 * ST_GALLERY_VIEWS, FIRST_FINGERS = 3 };

/* The fingers that are asked for, those with most minutiae first: they decide soonest. */
struct probe {
    size_t n;
    struct st_print *prints[PROBES];
};

static bool comparable(const struct st_print *print) { return st_print_count(print) >= ST_PRINT_LEAST; }

static int by_count(const void *a, const void *b)
{
    const struct st_print *x = *(struct st_print *const *)a, *y = *(struct st_print *const *)b;
    if (x->n != y->n)
        return (int)y->n - (int)x->n;
    return (int)x->finger - (int)y->finger;
}

static void drop_probe(struct probe *p)
{
    for (size_t i = 0; i < p->n; i++)
        drop(p->prints[i], st_print__size(p->prints[i]->n));
}

static int make_probe(struct probe *p, const struct st_minutiae *views, size_t n, struct st_error *err)
{
    int rc = check_views(views, n, err);
    p->n = 0;
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n && p->n < PROBES; i++) {
        if (views[i].n < ST_PRINT_LEAST)
            continue;
        p->prints[p->n] = st_heap(st_print_size(&views[i]));
        st_print_place(p->prints[p->n++], &views[i]);
    }
    if (p->n == 0)
        return st_fail(err, ST_E_INVALID, "views", ST_MSG("No finger shows enough minutiae to be searched for."), SOURCE,
                       "Take the fingerprints again.");
    qsort(p->prints, p->n, sizeof(p->prints[0]), by_count);
    return ST_OK;
}

/* The more prints something was tried against, the likelier one of them agrees by chance: a hundred points for ten. */
static int for_trying(size_t tried)
{
    static const int off[] = {0, 0, 30, 48, 60, 70, 78, 85, 90, 95};
    int points = 0;
    for (; tried >= 10; tried /= 10)
        points += 100;
    return points + off[tried];
}

/* The best score of one finger among a record's; -1 when there is none to compare it with. */
static int best_of(uint8_t *finger, const struct st_gallery *g, const struct record *r, const struct st_print *wanted)
{
    const uint8_t *at = g->slab + r->at;
    int best = -1;
    size_t tried = 0;
    for (size_t i = 0; i < r->views; i++) {
        const struct st_print *mine = (const struct st_print *)(const void *)at;
        at += st_print__size(mine->n);
        if (!comparable(mine) || (mine->finger && wanted->finger && mine->finger != wanted->finger))
            continue;
        int score = st_print_score(wanted, mine);
        tried++;
        if (score > best) {
            best = score;
            *finger = mine->finger;
        }
    }
    if (best < 0)
        return -1;
    best -= for_trying(tried);
    return best > 0 ? best : 0;
}

static struct st_gallery_hit judge(const struct st_gallery *g, const struct record *r, const struct probe *p)
{
    struct st_gallery_hit hit = {.key = r->key};
    int scores[PROBES];
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        uint8_t finger = 0;
        int score = best_of(&finger, g, r, p->prints[i]);
        if (score < 0)
            continue;
        scores[n++] = score;
        if (score >= ST_PRINT_CANDIDATE_FROM)
            hit.fingers |= 1u << finger;
        hit.score = st_print_fuse(scores, n);
        if (n >= FIRST_FINGERS && hit.score == 0)
            break;
    }
    return hit;
}

/* ---- On all processors ----
 *
 * A search falls into parts, one for each processor, that write into places of their own: what is found does not depend
 * on how many there are. */

enum { PARTS_MAX = 8, SMALL_PART = 64 };

struct part {
    void (*work)(void *arg, size_t from, size_t to);
    void *arg;
    size_t from, to;
    pthread_t thread;
    bool started;
};

static void *work_on(void *arg)
{
    const struct part *p = arg;
    p->work(p->arg, p->from, p->to);
    return NULL;
}

/* Does the work for 0 … n - 1; the first part in the calling thread, and those for which there is no thread. */
static void in_parts(size_t n, void (*work)(void *arg, size_t from, size_t to), void *arg)
{
    struct part parts[PARTS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = processors > 1 ? (size_t)processors : 1, count = n / SMALL_PART + 1;
    most = most < PARTS_MAX ? most : PARTS_MAX;
    count = count < most ? count : most;
    for (size_t i = 0; i < count; i++) {
        parts[i] = (struct part){.work = work, .arg = arg, .from = n * i / count, .to = n * (i + 1) / count};
        parts[i].started = i > 0 && pthread_create(&parts[i].thread, NULL, work_on, &parts[i]) == 0;
    }
    for (size_t i = 0; i < count; i++)
        if (!parts[i].started)
            (void)work_on(&parts[i]);
    for (size_t i = 0; i < count; i++)
        if (parts[i].started)
            (void)pthread_join(parts[i].thread, NULL);
}

/* ---- A glance first ----
 *
 * With a large gallery and enough fingers, the surroundings of all minutiae are looked at before any print is compared:
 * over several fingers together they tell nearly all records that are another person's. A twentieth is compared. */

enum {
    FEW_RECORDS = 500,   /* so many are always compared */
    KEEP_ONE_IN = 20,
    ENOUGH_FINGERS = 4,  /* of one position in both; records with fewer are always compared */
    NO_GLANCE = -1
};

/* What was seen of each finger asked for in each record, row by record. */
struct glances {
    const struct st_gallery *gallery;
    const struct probe *probe;
    struct st_print_sketch *sketches; /* of each finger */
    size_t fingers;
    int32_t *seen;
    int64_t *mean;  /* of each finger */
    bool *compare;  /* each record: it is worth comparing */
};

static int32_t glance_at(const struct st_gallery *g, const struct record *r, const struct st_print_sketch *sketch,
                         unsigned finger)
{
    const uint8_t *at = g->slab + r->at;
    int32_t best = NO_GLANCE;
    for (size_t i = 0; i < r->views; i++) {
        const struct st_print *mine = (const struct st_print *)(const void *)at;
        at += st_print__size(mine->n);
        if (!comparable(mine) || mine->finger != finger)
            continue;
        int32_t seen = st_print__glance(sketch, mine);
        best = seen > best ? seen : best;
    }
    return best;
}

static void glance_at_some(void *arg, size_t from, size_t to)
{
    const struct glances *gl = arg;
    for (size_t f = 0; f < gl->fingers; f++)
        for (size_t i = from; i < to; i++)
            gl->seen[i * gl->fingers + f] =
                gl->compare[i] ? glance_at(gl->gallery, &gl->gallery->records[i], &gl->sketches[f],
                                           gl->probe->prints[f]->finger)
                               : NO_GLANCE;
}

static void glance_at_all(struct glances *gl)
{
    size_t records = gl->gallery->n;
    gl->sketches = st_heap(gl->fingers * sizeof(*gl->sketches));
    for (size_t f = 0; f < gl->fingers; f++)
        st_print__sketch(&gl->sketches[f], gl->probe->prints[f]);
    in_parts(records, glance_at_some, gl);
    for (size_t f = 0; f < gl->fingers; f++) {
        int64_t sum = 0, n = 0;
        for (size_t i = 0; i < records; i++) {
            int32_t seen = gl->seen[i * gl->fingers + f];
            sum += seen == NO_GLANCE ? 0 : seen;
            n += seen != NO_GLANCE;
        }
        gl->mean[f] = n ? sum / n : 0;
    }
    drop(gl->sketches, gl->fingers * sizeof(*gl->sketches));
}

/* How far a record stands out from the mean over its fingers; the most there is when they are too few to tell. */
static int64_t standing_out(const struct glances *gl, size_t record)
{
    int64_t sum = 0, n = 0;
    for (size_t f = 0; f < gl->fingers; f++) {
        int32_t seen = gl->seen[record * gl->fingers + f];
        sum += seen == NO_GLANCE ? 0 : seen - gl->mean[f];
        n += seen != NO_GLANCE;
    }
    return n < ENOUGH_FINGERS ? INT64_MAX : sum * 64 / (int64_t)st_root((uint64_t)n * 4096);
}

static int falling(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* Leaves in compare[] the records that stand out most, of the `n` that are in it. */
static void choose(struct glances *gl, size_t records, size_t n)
{
    size_t keep = n / KEEP_ONE_IN > FEW_RECORDS ? n / KEEP_ONE_IN : FEW_RECORDS, k = 0;
    int64_t *out = st_heap(records * sizeof(*out)), *order = st_heap(n * sizeof(*order)), least;
    for (size_t i = 0; i < records; i++) {
        out[i] = gl->compare[i] ? standing_out(gl, i) : 0;
        if (gl->compare[i])
            order[k++] = out[i];
    }
    qsort(order, n, sizeof(*order), falling);
    least = order[keep - 1];
    for (size_t i = 0; i < records; i++)
        gl->compare[i] = gl->compare[i] && out[i] >= least;
    free(order);
    free(out);
}

static size_t known_fingers(const struct probe *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->prints[i]->finger != ST_FINGER_UNKNOWN;
    return n;
}

/* Which records are worth comparing, an array of g->n that the caller frees; and how many were asked for. */
static bool *worth_comparing(size_t *searched, const struct st_gallery *g, const struct st_gallery_search *search,
                             const struct probe *p)
{
    struct glances gl = {.gallery = g, .probe = p, .fingers = p->n,
                         .compare = st_heap(g->n ? g->n * sizeof(bool) : 1)};
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        gl.compare[i] = (g->records[i].group & search->group_mask) == search->group_value;
        n += gl.compare[i];
    }
    *searched = n;
    if (n <= FEW_RECORDS || known_fingers(p) < ENOUGH_FINGERS || known_fingers(p) < p->n)
        return gl.compare;
    gl.seen = st_heap(g->n * p->n * sizeof(*gl.seen));
    gl.mean = st_heap(p->n * sizeof(*gl.mean));
    glance_at_all(&gl);
    choose(&gl, g->n, n);
    free(gl.seen);
    free(gl.mean);
    return gl.compare;
}

static bool before(const struct st_gallery_hit *a, const struct st_gallery_hit *b)
{
    return a->score != b->score ? a->score > b->score : st_id_cmp(a->key, b->key) < 0;
}

static void keep(struct st_gallery_hit *hits, size_t *n, size_t limit, struct st_gallery_hit hit)
{
    size_t at = *n;
    if (*n == limit && !before(&hit, &hits[*n - 1]))
        return;
    if (*n == limit)
        at--;
    else
        ++*n;
    for (; at > 0 && before(&hit, &hits[at - 1]); at--)
        hits[at] = hits[at - 1];
    hits[at] = hit;
}

/* A score that would be "the same" between two prints is not, when so many records were searched that a stranger's may
 * well reach it: then it stays a candidate. */
static void temper(struct st_gallery_hit *hits, size_t n, size_t searched)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].score >= ST_PRINT_SAME_FROM &&
            st_print__points(hits[i].score) - for_trying(searched) < ST_PRINT_SAME_FROM)
            hits[i].score = ST_PRINT_SAME_FROM - 1;
}

/* The records that are compared, and what came of each. */
struct judging {
    const struct st_gallery *gallery;
    const struct probe *probe;
    size_t *records, n;
    struct st_gallery_hit *hits;
};

static void judge_some(void *arg, size_t from, size_t to)
{
    const struct judging *j = arg;
    for (size_t i = from; i < to; i++)
        j->hits[i] = judge(j->gallery, &j->gallery->records[j->records[i]], j->probe);
}

/* Compares those of compared[]; hits is an array of j->n that the caller frees. */
static void judge_all(struct judging *j, const bool *compared)
{
    size_t records = j->gallery->n;
    j->records = st_heap(records ? records * sizeof(*j->records) : 1);
    for (size_t i = 0; i < records; i++)
        if (compared[i])
            j->records[j->n++] = i;
    j->hits = st_heap(j->n ? j->n * sizeof(*j->hits) : 1);
    in_parts(j->n, judge_some, j);
    free(j->records);
}

int st_gallery_find(struct st_gallery_hit **out, size_t *n, struct st_gallery *g,
                    const struct st_gallery_search *search, struct st_arena *arena, struct st_error *err)
{
    size_t limit = search->limit ? search->limit : 20;
    int least = search->min_score ? search->min_score : ST_PRINT_CANDIDATE_FROM;
    struct probe probe;
    struct judging judging = {.gallery = g, .probe = &probe};
    bool *compared;
    size_t searched;
    int rc = make_probe(&probe, search->views, search->n, err);
    *out = NULL;
    *n = 0;
    if (rc < 0)
        return rc;
    (void)pthread_rwlock_rdlock(&g->lock);
    limit = limit < g->n ? limit : g->n;
    *out = ST_NEW_N(arena, struct st_gallery_hit, limit);
    compared = worth_comparing(&searched, g, search, &probe);
    judge_all(&judging, compared);
    (void)pthread_rwlock_unlock(&g->lock);
    for (size_t i = 0; i < judging.n; i++)
        if (judging.hits[i].score >= least)
            keep(*out, n, limit, judging.hits[i]);
    temper(*out, *n, searched);
    free(judging.hits);
    free(compared);
    drop_probe(&probe);
    return ST_OK;
}
