/* The throttle of signing in: failures counted by name and address together, by each alone, and where the name is at
 * home. */
#include <sodium.h>
#include <stdlib.h>

#include "web/session.h"

enum {
    SLOTS = 4096,
    NEIGHBOURS = 8,
    FIRST_WAIT = 2,
    FORGOTTEN_AFTER = 60 * 60,         /* seconds without a failure */
    AT_HOME_FOR = 30 * 24 * 60 * 60,   /* seconds after the last right password */
    KINDS = 3
};

/* How many failures go free, and the longest wait after them, for a name at an address, a name, an address. A stranger
 * who guesses at an officer's account from everywhere makes the officer wait no longer than two minutes at a strange
 * address, and not at all at one where somebody of the station has signed in. */
static const struct {
    unsigned free;
    int64_t longest;
} limits[KINDS] = {{5, 15 * 60}, {10, 2 * 60}, {30, 2 * 60}};
enum kind { PAIR, NAME, ADDRESS };

struct slot {
    uint64_t who; /* 0 = empty */
    struct st_instant last;
    unsigned failures; /* of those who are at home: not used */
};

struct st_throttle {
    pthread_mutex_t lock;
    uint8_t key[crypto_shorthash_KEYBYTES];
    struct slot failed[SLOTS], home[SLOTS];
};

/* What one try is counted under; 0 = not at all. */
struct subject {
    uint64_t of[KINDS];
};

struct st_throttle *st_throttle_new(void)
{
    struct st_throttle *t = st_heap(sizeof(*t));
    (void)pthread_mutex_init(&t->lock, NULL);
    randombytes_buf(t->key, sizeof(t->key));
    return t;
}

void st_throttle_free(struct st_throttle *t)
{
    if (t == NULL)
        return;
    (void)pthread_mutex_destroy(&t->lock);
    free(t);
}

static uint64_t hash(const struct st_throttle *t, enum kind kind, struct st_str name, struct st_str address)
{
    struct st_buf text = ST_BUF_INIT(64 * 1024);
    uint64_t h = 0;

    st_buf_printf(&text, "%d %zu ", (int)kind, kind == ADDRESS ? (size_t)0 : name.n);
    if (kind != ADDRESS)
        st_buf_str(&text, name);
    if (kind != NAME)
        st_buf_str(&text, address);
    (void)crypto_shorthash((uint8_t *)&h, (const uint8_t *)text.p, text.n, t->key);
    st_buf_deinit(&text);
    return h ? h : 1;
}

static struct subject subject_of(const struct st_throttle *t, struct st_str name, struct st_str address)
{
    if (address.n == 0)
        return (struct subject){{hash(t, PAIR, name, address), 0, 0}};
    return (struct subject){{hash(t, PAIR, name, address), hash(t, NAME, name, address),
                             hash(t, ADDRESS, name, address)}};
}

/* The slot of somebody among neighbours; with `make`, the emptiest or oldest of them is given away. */
static struct slot *slot_of(struct slot *slots, uint64_t who, bool make)
{
    struct slot *oldest = NULL;

    for (unsigned i = 0; i < NEIGHBOURS; i++) {
        struct slot *s = &slots[(who + i) % SLOTS];
        if (s->who == who)
            return s;
        if (oldest == NULL || s->last.us < oldest->last.us)
            oldest = s;
    }
    if (!make)
        return NULL;
    *oldest = (struct slot){.who = who};
    return oldest;
}

static bool at_home(struct st_throttle *t, uint64_t who, struct st_instant now)
{
    const struct slot *s = slot_of(t->home, who, false);
    return s != NULL && (now.us - s->last.us) / ST_SECOND < AT_HOME_FOR;
}

static int64_t wait_for(struct st_throttle *t, enum kind kind, uint64_t who, struct st_instant now)
{
    const struct slot *s = slot_of(t->failed, who, false);
    int64_t wait, since;
    unsigned doublings;

    if (s == NULL || s->failures < limits[kind].free)
        return 0;
    doublings = s->failures - limits[kind].free;
    since = (now.us - s->last.us) / ST_SECOND;
    wait = doublings > 20 ? limits[kind].longest : (int64_t)FIRST_WAIT << doublings;
    wait = wait > limits[kind].longest ? limits[kind].longest : wait;
    return since > FORGOTTEN_AFTER || since >= wait ? 0 : wait - since;
}

static int64_t longest_wait(struct st_throttle *t, const struct subject *s, struct st_instant now)
{
    int64_t longest = wait_for(t, PAIR, s->of[PAIR], now), wait;

    if (s->of[NAME] == 0)
        return longest;
    wait = at_home(t, s->of[ADDRESS], now) ? 0 : wait_for(t, NAME, s->of[NAME], now);
    longest = wait > longest ? wait : longest;
    wait = at_home(t, s->of[PAIR], now) ? 0 : wait_for(t, ADDRESS, s->of[ADDRESS], now);
    return wait > longest ? wait : longest;
}

static void count(struct st_throttle *t, uint64_t who, struct st_instant now)
{
    struct slot *s = slot_of(t->failed, who, true);

    if (now.us - s->last.us > FORGOTTEN_AFTER * ST_SECOND)
        s->failures = 0;
    s->failures++;
    s->last = now;
}

int64_t st_throttle_try(struct st_throttle *t, struct st_str name, struct st_str address, struct st_instant now)
{
    struct subject s = subject_of(t, name, address);
    int64_t wait;

    (void)pthread_mutex_lock(&t->lock);
    wait = longest_wait(t, &s, now);
    for (int i = 0; wait == 0 && i < KINDS; i++)
        if (s.of[i] != 0)
            count(t, s.of[i], now);
    (void)pthread_mutex_unlock(&t->lock);
    return wait;
}

static void take_back(struct st_throttle *t, uint64_t who)
{
    struct slot *s = who != 0 ? slot_of(t->failed, who, false) : NULL;

    if (s != NULL && s->failures > 0)
        s->failures--;
}

void st_throttle_undo(struct st_throttle *t, struct st_str name, struct st_str address)
{
    struct subject s = subject_of(t, name, address);

    (void)pthread_mutex_lock(&t->lock);
    for (int i = 0; i < KINDS; i++)
        take_back(t, s.of[i]);
    (void)pthread_mutex_unlock(&t->lock);
}

void st_throttle_passed(struct st_throttle *t, struct st_str name, struct st_str address, struct st_instant now)
{
    struct subject s = subject_of(t, name, address);
    struct slot *pair;

    (void)pthread_mutex_lock(&t->lock);
    pair = slot_of(t->failed, s.of[PAIR], false);
    if (pair != NULL)
        *pair = (struct slot){0};
    take_back(t, s.of[NAME]);
    take_back(t, s.of[ADDRESS]);
    if (s.of[ADDRESS] != 0) {
        slot_of(t->home, s.of[PAIR], true)->last = now;
        slot_of(t->home, s.of[ADDRESS], true)->last = now;
    }
    (void)pthread_mutex_unlock(&t->lock);
}
