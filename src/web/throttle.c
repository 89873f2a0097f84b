/* The throttle of signing in: failures counted by name and address. */
#include <sodium.h>
#include <stdlib.h>

#include "web/session.h"

enum { SLOTS = 4096, FREE_TRIES = 5, FIRST_WAIT = 2, LONGEST_WAIT = 15 * 60, FORGOTTEN_AFTER = 60 * 60 };

struct slot {
    uint64_t who; /* 0 = empty */
    struct st_instant last;
    unsigned failures;
};

struct st_throttle {
    pthread_mutex_t lock;
    uint8_t key[crypto_shorthash_KEYBYTES];
    struct slot slots[SLOTS];
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

static uint64_t name_of(const struct st_throttle *t, struct st_str who)
{
    uint64_t h;
    (void)crypto_shorthash((uint8_t *)&h, (const uint8_t *)(who.n ? who.p : ""), who.n, t->key);
    return h ? h : 1;
}

/* The slot of a name among eight neighbours; with `make`, the emptiest or oldest of them is given away. */
static struct slot *slot_of(struct st_throttle *t, uint64_t who, bool make)
{
    struct slot *oldest = NULL;

    for (unsigned i = 0; i < 8; i++) {
        struct slot *s = &t->slots[(who + i) % SLOTS];
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

int64_t st_throttle_wait(struct st_throttle *t, struct st_str who, struct st_instant now)
{
    int64_t wait = 0, since;
    struct slot *s;

    (void)pthread_mutex_lock(&t->lock);
    s = slot_of(t, name_of(t, who), false);
    if (s != NULL && s->failures >= FREE_TRIES) {
        unsigned doublings = s->failures - FREE_TRIES;
        since = (now.us - s->last.us) / ST_SECOND;
        wait = doublings > 9 ? LONGEST_WAIT : (int64_t)FIRST_WAIT << doublings;
        wait = since > FORGOTTEN_AFTER || since >= wait ? 0 : wait - since;
    }
    (void)pthread_mutex_unlock(&t->lock);
    return wait;
}

void st_throttle_failed(struct st_throttle *t, struct st_str who, struct st_instant now)
{
    struct slot *s;

    (void)pthread_mutex_lock(&t->lock);
    s = slot_of(t, name_of(t, who), true);
    if (now.us - s->last.us > FORGOTTEN_AFTER * ST_SECOND)
        s->failures = 0;
    s->failures++;
    s->last = now;
    (void)pthread_mutex_unlock(&t->lock);
}

void st_throttle_forget(struct st_throttle *t, struct st_str who)
{
    struct slot *s;

    (void)pthread_mutex_lock(&t->lock);
    s = slot_of(t, name_of(t, who), false);
    if (s != NULL)
        *s = (struct slot){0};
    (void)pthread_mutex_unlock(&t->lock);
}
